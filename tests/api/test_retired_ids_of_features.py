"""The address of a feature whose id was retired leads to the site that stands for it."""

import dataclasses
import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from api.conftest import ask, run
from geoplan.catalogue.catalogue import Catalogue


@pytest.fixture(scope="module")
def service(catalogue: Catalogue, base_map: Path) -> Iterator[str]:
    rows = {"retired_id": ["xinyang-zone"], "site_id": ["xinyang"], "reason": ["one zone"]}
    yield from run(dataclasses.replace(catalogue, retired_ids=pd.DataFrame(rows).set_index("retired_id")), base_map)


def test_it_is_a_permanent_redirect_that_keeps_the_query(service: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(service).netloc, timeout=20)
    connection.request("GET", "/collections/sites/items/xinyang-zone?lang=en")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["location"]) == (308, "xinyang?lang=en")
    connection.close()


def test_a_client_arrives(service: str) -> None:
    assert ask(f"{service}/collections/sites/items/xinyang-zone?lang=en").json["id"] == "xinyang"


def test_other_ids_are_answered_as_ever(service: str) -> None:
    assert ask(f"{service}/collections/sites/items/xinyang").status == 200
    assert ask(f"{service}/collections/sites/items/nothing").status == 404

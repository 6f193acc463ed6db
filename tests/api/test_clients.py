"""What others use to read such a service: OWSLib and GDAL's OAPIF driver."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
import shapely
from long_lists import one_in
from owslib.ogcapi.features import Features
from owslib.ogcapi.records import Records

from api.conftest import ask
from geoplan.catalogue.catalogue import Catalogue


@pytest.mark.long
def test_owslib_reads_collections_items_boxes_and_filters(service: str, catalogue: Catalogue) -> None:
    api = Features(service)
    assert "software_parks" in api.feature_collections()
    assert api.collection("software_parks")["title"] == "软件园"
    assert "kind" in api.collection_queryables("sites")["properties"]
    page = api.collection_items("sites", limit=10, offset=20)
    assert (page["numberReturned"], page["numberMatched"]) == (10, len(ids(service, "sites")))
    near = api.collection_items("gateways", bbox=[118.0, 24.4, 118.2, 24.6], limit=100)
    assert "xiamen-gaoqi-airport" in [f["id"] for f in near["features"]]
    parks = api.collection_items("sites", kind="park", limit=1000)
    assert {f["properties"]["site_id"] for f in parks["features"]} == set(
        catalogue.sites.index[catalogue.sites["kind"] == "park"]
    )
    assert api.collection_item("sites", "software-park-2")["properties"]["name_zh"] == "厦门软件园二期"


def test_owslib_reads_records(service: str) -> None:
    api = Records(service)
    assert api.records() == ["records"]
    found = api.collection_items("records", q="Software", lang="en")
    assert "software_parks" in [f["id"] for f in found["features"]]


def ids(service: str, name: str) -> list[str]:
    return [f["id"] for f in ask(f"{service}/collections/{name}/items?limit=1000").json["features"]]


def by_gdal(service: str, name: str, to: Path, *options: str) -> list[dict[str, Any]]:
    if not shutil.which("ogr2ogr"):
        pytest.skip("GDAL's tools are not installed (Debian: gdal-bin)")
    target = to / f"{name}.geojson"
    subprocess.run(
        ["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7", *options, str(target), f"OAPIF:{service}", name],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return json.loads(target.read_text("utf-8"))["features"]


@pytest.mark.parametrize("name", one_in(2, ["sites", "software_parks", "counties", "designations"]))
def test_gdal_reads_every_feature_past_the_first_page(
    service: str, name: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    read = by_gdal(service, name, tmp_path)
    served, total = [], 1
    while len(served) < total:
        page = ask(f"{service}/collections/{name}/items?limit=1000&offset={len(served)}").json
        served, total = served + page["features"], page["numberMatched"]
    assert len(read) == len(served) == total
    for mine, theirs in zip(served, read, strict=True):
        assert theirs["properties"]["id"] == mine["id"]
        for key, value in mine["properties"].items():
            given = theirs["properties"].get(key)
            if isinstance(value, str):  # GDAL takes texts that look like dates for dates, and writes them with slashes
                assert (given or "").replace("/", "-") == value.replace("/", "-"), key
            elif value is not None:  # and a column that begins with ten gaps for one of texts
                assert float(given) == value, key
        shapes = [shapely.from_geojson(json.dumps(f["geometry"])) if f["geometry"] else None for f in (mine, theirs)]
        assert shapes[0] is shapes[1] is None or shapely.equals_exact(
            shapes[0].normalize(), shapes[1].normalize(), 1e-7
        )
    if name == "sites":
        assert {f["properties"]["name_zh"] for f in read} == set(catalogue.sites["name_zh"])


def test_gdal_hands_filters_and_boxes_over(service: str, tmp_path: Path, catalogue: Catalogue) -> None:
    parks = by_gdal(service, "sites", tmp_path, "-where", "kind='park'")
    assert {f["properties"]["site_id"] for f in parks} == set(catalogue.sites.index[catalogue.sites["kind"] == "park"])
    near = by_gdal(service, "gateways", tmp_path, "-spat", "118.0", "24.4", "118.2", "24.6")
    inside = catalogue.gateways.cx[118.0:118.2, 24.4:24.6]
    assert {f["properties"]["gateway_id"] for f in near} == set(inside.index)


@pytest.mark.parametrize(
    ("condition", "sent", "wanted"),
    [
        ("radius_m > 500 AND name_zh LIKE '%机场'", "(radius_m > 500) AND (name_zh LIKE '%机场')", lambda g: (g["radius_m"] > 500) & g["name_zh"].str.endswith("机场")),
        ("name_en ILIKE '%AIRPORT'", "name_en ILIKE '%AIRPORT'", lambda g: g["name_en"].str.lower().str.endswith("airport")),
        ("checked_on >= '2026/11/21'", "checked_on >= '2026-11-21T'", lambda g: g["checked_on"] >= "2026-11-21"),
        ("name_en = 'Xiamen Xiang''an International Airport'", "name_en = 'Xiamen Xiang''an International Airport'", lambda g: g["name_en"] == "Xiamen Xiang'an International Airport"),
        ("NOT (kind = 'airport')", "NOT (kind = 'airport')", lambda g: g["kind"] != "airport"),
        ("kind IN ('airport', 'port')", "", lambda g: g["kind"].isin(["airport", "port"])),
    ],
)  # fmt: skip
def test_gdal_sends_what_it_filters_by(
    service: str, catalogue: Catalogue, condition: str, sent: str, wanted: Callable[[pd.DataFrame], pd.Series]
) -> None:
    if not shutil.which("ogrinfo"):
        pytest.skip("GDAL's tools are not installed (Debian: gdal-bin)")
    said = subprocess.run(
        ["ogrinfo", "-q", "-al", "--debug", "on", f"OAPIF:{service}", "gateways", "-where", condition],
        check=True, capture_output=True, timeout=60, text=True,
    )  # fmt: skip
    assert "ERROR" not in said.stderr and "ERROR" not in said.stdout
    if sent:  # IN it does not know how to send
        assert f"filter={sent}&" in unquote(said.stderr)
    expected = int(wanted(catalogue.gateways).sum())
    assert expected and said.stdout.count("OGRFeature(gateways)") == expected

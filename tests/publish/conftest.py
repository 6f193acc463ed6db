"""The whole atlas as a page, made once."""

from __future__ import annotations

from datetime import date

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.publish.atlas_page import atlas_page
from geoplan.publish.publication import Publication

DAY = date(2025, 12, 31)


@pytest.fixture(scope="session")
def whole(catalogue: Catalogue) -> bytes:
    return atlas_page(catalogue, Publication(DAY))

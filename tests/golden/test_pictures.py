"""The picture of the README shows the version and the data of this checkout; ``make shots`` makes it anew."""

from pathlib import Path

from PIL import Image

import geoplan
from geoplan.sources import data_version

HOME = Path(__file__).resolve().parents[2]


def test_the_picture_of_the_app_is_of_this_version() -> None:
    with Image.open(HOME / "docs" / "app.png") as picture:
        made_of = picture.text.get("GeoPlan")
        assert picture.size == (1280, 800)
    assert made_of == f"{geoplan.__version__} {data_version(HOME)}", "run make shots"
    assert (HOME / "docs" / "app.png").stat().st_size < 700_000

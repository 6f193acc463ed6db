"""The letterhead of a brief comes from the settings; what is not set leaves nothing behind."""

import io
from pathlib import Path

import pytest
from PIL import Image

from geoplan.brief.blocks import Letterhead
from geoplan.brief.letterhead import letterhead_of
from geoplan.brief.page_room import LOGO, logo_size
from geoplan.errors import UserError
from geoplan.settings import Settings, settings


def test_nothing_set_is_no_letterhead() -> None:
    assert letterhead_of(Settings()) == Letterhead()


def test_the_environment_sets_organisation_author_and_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("ORGANISATION", "某公司\n（虚构）"), ("AUTHOR", "张虚构"), ("CONTACT", "zhang@example.org")):
        monkeypatch.setenv(f"GEOPLAN_BRIEF_{name}", text)
    settings.cache_clear()
    assert letterhead_of(settings()) == Letterhead("某公司 （虚构）", b"", "张虚构", "zhang@example.org")
    settings.cache_clear()


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_a_logo_becomes_a_small_png_of_its_own_shape(tmp_path: Path, format: str) -> None:
    Image.new("RGB", (3000, 1500), "navy").save(tmp_path / "logo", format)
    logo = letterhead_of(Settings(brief_logo=tmp_path / "logo")).logo
    assert Image.open(io.BytesIO(logo)).size == (600, 300)  # 3000 × 1500 within 900 × 300
    assert logo_size(logo) == pytest.approx((24.0, 12.0))  # 2 : 1 within LOGO
    assert LOGO == (45.0, 12.0)
    assert logo == letterhead_of(Settings(brief_logo=tmp_path / "logo")).logo


def test_what_is_no_picture_is_refused_by_the_name_of_the_setting(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("no picture")
    for file in (tmp_path / "logo.png", tmp_path / "missing.png"):
        with pytest.raises(UserError, match="GEOPLAN_BRIEF_LOGO"):
            letterhead_of(Settings(brief_logo=file))

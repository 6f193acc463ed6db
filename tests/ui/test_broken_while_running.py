"""A change that breaks the catalogue while the app runs: the last good version stays, and the page says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.settings import settings
from geoplan.ui import resources

LAYER = "layers/torch-zones.geojson"
BREAKS = {
    "a layer is cut off": (LAYER, lambda content: content[:400]),
    "a row is broken": ("data/sites.csv", lambda content: content.replace(",新阳工业区,".encode(), ",新阳工业区 ,".encode(), 1)),
    "the package is no JSON": ("data/datapackage.json", lambda content: b"{"),
    "the coast is missing": ("data/base/coast.geojson", None),
}  # fmt: skip
SAID = {
    "zh": "目录文件的最新改动有误，现仍显示改动前的版本",
    "en": "The latest change of the data files is faulty, so version",
}


@pytest.fixture
def running(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("GEOPLAN_HOME", str(copy))
    monkeypatch.setenv("GEOPLAN_CACHE", str(copy / "cache"))
    settings.cache_clear()
    yield copy
    resources._SOUND.pop(copy, None)
    settings.cache_clear()


def warnings(lang: str) -> list[str]:
    resources._version.cache_clear()  # as five seconds later
    at = AppTest.from_string(page_script("data", lang), default_timeout=90).run()
    assert not at.exception and not at.error
    return [box.value for box in at.warning]


@pytest.mark.slow
def test_the_last_good_catalogue_stays_and_the_page_says_what_broke(running: Path) -> None:
    assert warnings("zh") == []
    sound = resources.shipped_catalogue()
    for name, (file, change) in BREAKS.items():
        path = running / file
        content = path.read_bytes()
        path.unlink() if change is None else path.write_bytes(change(content))
        for lang, said in SAID.items():
            [told] = warnings(lang)
            assert told.startswith(said) and sound.version in told, name
            assert Path(file).name.replace("_", "\\_") in told.replace("\\.", "."), name
        assert resources.shipped_catalogue() is sound
        path.write_bytes(content)
        assert warnings("zh") == [], name


def test_what_is_broken_at_the_start_is_left_out_as_before(running: Path) -> None:
    path = running / LAYER
    path.write_bytes(path.read_bytes()[:400])
    [told] = warnings("zh")
    assert "处问题" in told and resources.withheld() is None


def test_a_file_that_cannot_be_read_while_the_app_runs_is_told(running: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = resources.shipped_catalogue()

    def unreadable(home: Path) -> str:
        raise PermissionError(13, "Permission denied", "data/plans.csv")

    resources._version.cache_clear()
    monkeypatch.setattr(resources, "data_version", unreadable)
    assert resources.shipped_catalogue() is sound
    told = resources.withheld()
    assert told is not None and told.text("zh") == "data/plans.csv 无法读取（没有权限），请检查权限与磁盘"

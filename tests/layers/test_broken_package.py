"""A broken data/datapackage.json or coast is one line with the file and the remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from geoplan.catalogue.catalogue import load
from geoplan.checks.check_sources import check_catalogue
from geoplan.cli import app
from geoplan.errors import UserError
from geoplan.geodata.base_map import drawn_land
from geoplan.settings import settings

FILE = "data/datapackage.json"


def changed(change: Callable[[dict[str, Any]], Any]) -> bytes:
    package = json.loads((Path(__file__).resolve().parents[2] / FILE).read_text("utf-8"))
    change(package)
    return json.dumps(package, ensure_ascii=False).encode()


BROKEN = {
    "cut off": b"{\n",
    "no UTF-8": b"\xff",
    "empty": b"",
    "a list": b"[]",
    "no tables": b'{"resources": []}',
    "no schema": changed(lambda package: package["resources"][0].pop("schema")),
    "no primary key": changed(lambda package: package["resources"][0]["schema"].pop("primaryKey")),
    "one table too few": changed(lambda package: package["resources"].pop(4)),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_catalogue_cannot_be_loaded_and_the_error_names_file_and_remedy(copy: Path, case: str) -> None:
    (copy / FILE).write_bytes(BROKEN[case])
    with pytest.raises(UserError) as error:
        load(copy)
    for lang in ("zh", "en"):
        assert FILE in error.value.text(lang) and "\n" not in error.value.text(lang)


@pytest.mark.parametrize("content", [None, b"{", b'{"type": "FeatureCollection", "features": []}'])
def test_the_base_map_names_the_file_of_the_coast(copy: Path, content: bytes | None) -> None:
    coast = copy / "data" / "base" / "coast.geojson"
    coast.unlink() if content is None else coast.write_bytes(content)
    with pytest.raises(UserError, match=r"data/base/coast\.geojson"):
        drawn_land(copy)


@pytest.mark.parametrize("content", [None, b"x = [", b"\xff", b""])
def test_a_check_reads_the_study_area_of_the_folder_that_it_checks(copy: Path, content: bytes | None) -> None:
    path = copy / "data" / "study_area.toml"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(UserError, match=r"data/study_area\.toml"):
        check_catalogue(copy)


COMMANDS = {
    "check": ["check"],
    "list": ["list", "sites"],
    "concordance": ["concordance"],
    "export": ["export", "-o", "out.geojson"],
    "coverage": ["coverage"],
    "find": ["find"],
    "geocode": ["geocode", "names.csv", "-o", "out.csv"],
    "serve": ["serve", "--port", "0"],
    "make": ["template", "make", "sites", "-o", "new.xlsx"],
    "check forms": ["template", "check", "names.csv"],
    "layer": ["template", "layer", "names.csv", "-o", "layers"],
}


@pytest.mark.parametrize("content", [b"{\n", b"\xff"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_so_in_one_line(
    copy: Path, name: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (copy / FILE).write_bytes(content)
    (copy / "names.csv").write_text("name\n新阳工业区\n", "utf-8")
    monkeypatch.setenv("GEOPLAN_HOME", str(copy))
    monkeypatch.chdir(copy)
    settings.cache_clear()
    result = CliRunner().invoke(app, [*COMMANDS[name], "--lang", "en"])
    settings.cache_clear()
    assert result.exit_code == 2, result.stderr
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1 and FILE in result.stderr and "save it as valid JSON" in result.stderr

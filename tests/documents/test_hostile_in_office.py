"""LibreOffice opens a workbook and a table of hostile texts: each cell is a text as it was written, and none a result."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hostile_home import hostile_home

from geoplan.catalogue.catalogue import Catalogue, load_cached
from geoplan.crs.systems import parse_system
from geoplan.query.selection import Selection
from geoplan.text.clean_text import clean_text
from geoplan.text.formula_guard import unguard
from geoplan.writers.collect import collect
from geoplan.writers.formats import FORMATS
from geoplan.writers.write_export import write_export

# Comma, quotes, UTF-8, quotes around every text, cells as shown off, no formulas, every sheet in a file of its own.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false,false,false,-1"
COMMA = "44,34,76,1"


@pytest.fixture(scope="module")
def catalogue_of_hostile_texts(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    home = tmp_path_factory.mktemp("hostile")
    hostile_home(home, home / "cache")
    return load_cached(home, home / "cache")


@pytest.mark.slow
@pytest.mark.parametrize(("key", "what"), [("xlsx", "everything"), ("csv", "designations")])
def test_every_text_is_read_by_an_office_as_it_was_written(
    catalogue_of_hostile_texts: Catalogue, key: str, what: str, tmp_path: Path
) -> None:
    office = next(filter(None, map(shutil.which, (os.environ.get("GEOPLAN_OFFICE") or "soffice", "libreoffice"))), None)
    if office is None:
        pytest.skip("no LibreOffice on this machine: sh tests/documents/ensure-office.sh installs it")
    content = collect(catalogue_of_hostile_texts, what, Selection(text=""), FORMATS[key], parse_system("4326"), "zh")
    write_export(content, tmp_path / f"x.{key}")
    (tmp_path / "read").mkdir()
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
         *([f"--infilter=Text - txt - csv (StarCalc):{COMMA}"] if key == "csv" else []),
         "--convert-to", AS_CSV, "--outdir", str(tmp_path / "read"), str(tmp_path / f"x.{key}")],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    read = set()
    for file in (tmp_path / "read").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            read |= {" ".join(unguard(cell).split()) for row in csv.reader(text) for cell in row}
    cells = (cell for one in content.collections for name in one.frame for cell in one.frame[name])
    wanted = {" ".join(str(clean_text(cell)).split()) for cell in cells if isinstance(cell, str) and "〖" in cell}
    assert len(wanted) > 500
    assert wanted - read == set()

"""A blank template: its columns, drop-downs, guide and lists, and what an office makes of it."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from form_samples import FORMS, HOME, LAYER, PLACE, SITE, TABLES, blank, checked, describe, opened, put, saved
from typer.testing import CliRunner

from geoplan.checks.layer_schema import LayerDescription, PositionMetadata
from geoplan.cli import app
from geoplan.errors import UnknownFormError
from geoplan.forms.blank_workbook import blank_csv, blank_workbook, chosen_forms
from geoplan.forms.form_schema import layer_resources
from geoplan.sources import read_package
from geoplan.text.message import section

ALL = (*TABLES, "layer")


def header(table: str) -> list[str]:
    with (HOME / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_the_first_row_holds_the_columns_of_the_table_in_its_order() -> None:
    book = opened(*ALL)
    for table in TABLES:
        assert [cell.value for cell in book[table][1]] == header(table)
        assert book[table].freeze_panes == "A2"
    assert book.sheetnames == [*TABLES, "图层", "要素", "说明", "名录"]


def test_a_csv_template_is_the_heading_that_chinese_excel_reads() -> None:
    for table in TABLES:
        content = blank_csv(FORMS[table])
        assert content.startswith(b"\xef\xbb\xbf")
        assert next(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == header(table)


def test_codes_and_ids_are_offered_and_the_lists_name_them() -> None:
    book = opened("sites", "gateways")
    rules = {str(rule.sqref).split(":")[0]: rule for rule in book["sites"].data_validations.dataValidation}
    lists = book["名录"]

    def offered(cell: str) -> list[str]:
        rule = rules[cell]
        assert rule.type == "list"
        return [row[0].value for row in lists[rule.formula1.partition("!")[2].replace("$", "")]]

    kinds = next(
        f
        for r in read_package(HOME)["resources"]
        if r["name"] == "sites"
        for f in r["schema"]["fields"]
        if f["name"] == "kind"
    )
    assert offered("E2") == kinds["constraints"]["enum"]
    assert offered("H2") == [
        row["plan_id"] for row in csv.DictReader((HOME / "data" / "plans.csv").open(encoding="utf-8"))
    ]
    assert rules["E2"].errorStyle in (None, "stop") and rules["H2"].errorStyle == "warning"
    texts = {str(cell.value) for row in lists.iter_rows() for cell in row}
    assert {"高新区", "High-tech zone", "思明区", "xiamen-sei"} <= texts


def test_a_county_column_offers_counties_only() -> None:
    book = opened("gateways")
    lists = book["名录"]
    codes = [
        c.value for column in lists.iter_cols() if "regions" in str(column[0].value) for c in column[1:] if c.value
    ]
    assert "350203" in codes and "350200" not in codes and "350000" not in codes


def test_every_column_is_explained_in_both_languages() -> None:
    book = opened(*ALL)
    rows = {(row[0], row[1]): row for row in book["说明"].iter_rows(values_only=True) if row[1]}
    for form in FORMS.values():
        for column in form.columns:
            _, _, must, zh, meaning_zh, en, meaning_en, _ = rows[form.sheet, column.name]
            assert (must == "●") == column.required
            assert zh and en and zh != column.name and meaning_zh and meaning_en
            if not form.is_key_value:
                at = [c.name for c in form.columns].index(column.name) + 1
                note = book[form.sheet].cell(1, at).comment.text
                assert column.title.text("zh") in note and column.title.text("en") in note


def test_every_english_text_of_the_data_packages_has_its_chinese() -> None:
    translated = {key.removeprefix("meanings.") for key in section("data_package", "zh")}
    resources = [*read_package(HOME)["resources"], *layer_resources()]
    texts = {resource["title"] for resource in resources}
    texts |= {f["description"] for r in resources for f in r["schema"]["fields"] if f.get("description")}
    assert texts == translated
    patterns = [column for form in FORMS.values() for column in form.columns if column.pattern]
    assert patterns and not any(column.is_free_text for column in patterns)


def test_the_form_of_a_layer_has_a_place_for_all_a_layer_and_a_passport_say() -> None:
    assert {c.name for c in FORMS["layer"].columns} == {"layer_id", *LayerDescription.model_fields}
    assert {c.name for c in FORMS["features"].columns} >= set(PositionMetadata.model_fields) - {"source_datum"}


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    assert blank("sites", "layer") == blank_workbook(HOME, chosen_forms(HOME, ["sites", "layer"]))


def test_an_unknown_template_names_those_there_are() -> None:
    with pytest.raises(UnknownFormError) as refusal:
        chosen_forms(HOME, ["sits"])
    assert "sites" in refusal.value.text("zh") and "layer" in refusal.value.text("en")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> object:
    program = next(
        filter(None, map(shutil.which, (os.environ.get("GEOPLAN_OFFICE") or "soffice", "libreoffice"))), None
    )
    if program is None:
        pytest.skip("no LibreOffice on this machine: sh tests/documents/ensure-office.sh installs it")
    home = tmp_path_factory.mktemp("office")

    def resave(content: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("template")
        (folder / "filled.xlsx").write_bytes(content)
        subprocess.run(
            [program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(folder / "filled.xlsx")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        return (folder / "out" / "filled.xlsx").read_bytes()

    return resave


@pytest.mark.long
@pytest.mark.slow
def test_an_office_keeps_the_drop_downs_and_what_it_saves_is_still_read(office: object) -> None:
    book = opened("sites", "layer")
    put(book["sites"], [SITE])
    describe(book["图层"], LAYER)
    put(book["要素"], [PLACE])
    saved_again = office(saved(book))  # type: ignore[operator]
    kept = openpyxl.load_workbook(io.BytesIO(saved_again))
    for name in ("sites", "要素"):
        before = {
            str(r.sqref).split(":")[0]: r.formula1
            for r in book[name].data_validations.dataValidation
            if r.type == "list"
        }
        after = {
            str(r.sqref).split(":")[0]: r.formula1
            for r in kept[name].data_validations.dataValidation
            if r.type == "list"
        }
        assert len(before) >= 3 and set(before) == set(after)
        assert all(
            rule.replace("'", "").replace(" ", "") == before[cell].replace(" ", "") for cell, rule in after.items()
        )
    verdict = checked(saved_again)
    assert verdict.findings == [] and verdict.added == 3
    assert verdict.layer is not None and len(verdict.layer.features) == 1


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["template", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.long
@pytest.mark.slow
def test_the_command_makes_checks_and_builds(tmp_path: Path) -> None:
    out = tmp_path / "new.xlsx"
    assert run("make", "sites", "layer", "-o", out)[0] == 0
    assert out.read_bytes() == blank("sites", "layer")
    assert "--force" in run("make", "sites", "-o", out, "--lang", "en")[2]
    assert ".xlsx" in run("make", "sites", "-o", tmp_path / "x.ods")[2]
    assert run("make", "sites", "plans", "-o", tmp_path / "x.csv")[0] == 2
    book = openpyxl.load_workbook(out)
    put(book["sites"], [SITE])
    describe(book["图层"], LAYER)
    put(book["要素"], [PLACE])
    book.save(out)
    folder = tmp_path / "layers"
    status, said, _ = run("layer", out, "-o", folder, "--lang", "en")
    assert status == 0 and "3 rows new, 0 changed, 0 the same; 0 problems" in said
    assert {path.name for path in folder.iterdir()} == {"new-parks.toml", "new-parks.geojson"}
    before = (folder / "new-parks.geojson").read_bytes()
    assert run("layer", out, "-o", folder)[0] == 2
    assert run("layer", out, "-o", folder, "--force")[0] == 0
    assert (folder / "new-parks.geojson").read_bytes() == before
    put(book["sites"], [{**SITE, "kind": "castle"}])
    book.save(out)
    status, said, _ = run("check", out, "--format", "csv")
    [row] = csv.DictReader(io.StringIO(said))
    assert status == 1 and (row["sheet"], row["row"], row["column"], row["cell"]) == ("sites", "2", "kind", "E2")
    assert run("layer", out, "-o", tmp_path / "other")[0] == 1 and not (tmp_path / "other").exists()


def test_the_command_refuses_what_it_cannot_read_in_one_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 and no more")
    for file in (bad, tmp_path / "missing.csv"):
        status, _, said = run("check", file, "--lang", "en")
        assert status == 2 and file.name in said and "\n" not in said.strip()

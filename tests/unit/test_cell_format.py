"""Figures are rounded one way in every document, and texts lose what no document can hold."""

import math

import pytest
from brief_samples import COLUMNS, RANKING, RANKING_HEADINGS, RANKING_PRINTED

from geoplan.brief.blocks import Column
from geoplan.brief.cell_format import format_value, heading
from geoplan.spreadsheet import sheet_names
from geoplan.text.document_text import clean_for_document


def test_every_kind_of_figure_is_printed_as_its_readers_write_it() -> None:
    seen = [
        [format_value(cell, column.kind, "—") for cell, column in zip(row, COLUMNS, strict=True)]
        for row in RANKING.rows
    ]
    assert seen == RANKING_PRINTED


@pytest.mark.parametrize("cell", [None, math.nan, math.inf])
def test_a_figure_there_is_not_is_never_a_zero(cell: float | None) -> None:
    assert format_value(cell, "km", "无") == "无"


def test_halves_are_rounded_up_as_in_a_spreadsheet() -> None:
    assert [format_value(x, "km2", "") for x in (0.125, 2.675, -0.125)] == ["0.13", "2.68", "-0.13"]


def test_a_text_in_a_column_of_figures_stays_a_text() -> None:
    assert format_value("约 3", "km", "—") == "约 3"


def test_a_unit_is_named_once() -> None:
    assert [heading(column, "zh") for column in COLUMNS] == RANKING_HEADINGS
    assert heading(Column("Distance, km", "km"), "en") == "Distance, km"
    assert heading(Column("Distance", "km"), "en") == "Distance (km)"


def test_control_characters_go_and_all_else_stays() -> None:
    assert clean_for_document("a\x00b\x1b[31mc\u202ed\ufffee\ud800f\tg") == "ab[31mcdef g"
    assert clean_for_document("one\r\ntwo\rthree\u2028four") == "one\ntwo\nthree\nfour"
    assert clean_for_document("=<b>&$\\😀שלום厦") == "=<b>&$\\😀שלום厦"


def test_sheet_names_are_what_a_spreadsheet_accepts() -> None:
    names = sheet_names(["a[]:*?/\\b", "x" * 40, "X" * 40, "", "'quoted'", "History", "😀" * 20, "a b"], "表")
    assert names == ["a b", "x" * 31, "X" * 27 + " (2)", "表", "quoted", "表 History", "😀" * 15, "a b (2)"]

"""Templates filled in by a test, as a planner would: the blank workbook opened, cells written, saved."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from geoplan.forms.blank_workbook import blank_workbook, chosen_forms
from geoplan.forms.filled_form import FilledForm, read_filled
from geoplan.forms.form_schema import forms
from geoplan.forms.validate import FormCheck, validate_form

HOME = Path(__file__).resolve().parents[2]
FORMS = forms(HOME)
TABLES = [name for name in FORMS if name not in ("layer", "features")]

SITE = {
    "site_id": "new-park", "name_zh": "新新园", "name_en": "New Park", "kind": "park",
    "adcode": "350205", "plan_id": "xiamen-sei", "section": "第五章",
}  # fmt: skip
LAYER = {
    "layer_id": "new-parks", "title_zh": "新园区", "title_en": "New parks", "meaning_zh": "新设的园区。",
    "meaning_en": "Parks newly set up.", "scope": "xiamen", "order": 21, "licence": "ODC-By-1.0", "sources": ["a gazetteer", "a newspaper"],
}  # fmt: skip
PLACE = {
    "site_id": "new-park", "lon": 117.99, "lat": 24.53, "system": "WGS84", "source": "a newspaper, 2026-11-01",
    "radius_m": 500, "confidence": "medium", "checked_on": "2026-11-20",
}  # fmt: skip


@lru_cache(maxsize=8)
def blank(*names: str) -> bytes:
    return blank_workbook(HOME, chosen_forms(HOME, names))


def opened(*names: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(blank(*names)))


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(sheet: Any, rows: list[dict[str, Any]], first: int = 2) -> None:
    """Write rows under the column names."""
    names = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, start=first):
        for name, value in row.items():
            sheet.cell(number, names.index(name) + 1, value)


def describe(sheet: Any, layer: dict[str, Any]) -> None:
    """Write values beside the keys of the sheet 图层."""
    left = {key: list(value) if isinstance(value, list) else [value] for key, value in layer.items()}
    for key, value, *_ in sheet.iter_rows(min_row=2):
        if left.get(key.value):
            value.value = left[key.value].pop(0)


def layer_book(
    places: list[dict[str, Any]], sites: list[dict[str, Any]] | None = None, layer: dict[str, Any] | None = None
) -> bytes:
    """A workbook with new sites and the layer that holds them."""
    book = opened("sites", "layer")
    put(book["sites"], [SITE] if sites is None else sites)
    describe(book["图层"], LAYER if layer is None else layer)
    put(book["要素"], places)
    return saved(book)


def read(content: bytes, name: str = "filled.xlsx") -> FilledForm:
    return read_filled([(content, name)], FORMS)


def checked(content: bytes, name: str = "filled.xlsx", home: Path = HOME) -> FormCheck:
    return validate_form(home, read(content, name))


def said(verdict: FormCheck | FilledForm) -> set[tuple[str, str, int | None, str]]:
    """Rule, sheet, row and column of all that was found."""
    return {(f.rule, f.address.sheet, f.address.row, f.address.column) for f in verdict.findings}

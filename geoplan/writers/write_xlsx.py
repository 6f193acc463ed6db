"""XLSX: a sheet a collection, its headings readable, after one that says what this is and one of the fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from geoplan.errors import ExportError
from geoplan.spreadsheet import (
    LONGEST_TEXT,
    MOST_ROWS,
    freeze_heading,
    new_workbook,
    set_widths,
    sheet_names,
    text_width,
    write_cell,
    write_row,
)
from geoplan.text.message import Text, languages, message, translate
from geoplan.writers.driver_frame import incomplete_write
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.feature_collections import Collection
from geoplan.writers.field_dictionary import Field
from geoplan.writers.metadata_record import record
from geoplan.writers.write_csv import coordinate_names, with_coordinates

_FIELD_HEADINGS: Final = ("sheet", "title", "name", "other_title", "type", "unit")


def write_workbook(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    """Write collections as a workbook, of a geometry its representative point; return how many texts were cut."""
    from xlsxwriter.exceptions import FileCreateError  # only this format needs it

    _require_room(content)
    try:
        return _write(content, path, on_progress)
    except FileCreateError as error:
        raise incomplete_write(path.name) from error


def _write(content: ExportContent, path: Path, on_progress: Progress) -> list[Text]:
    notes: list[Text] = []
    titles = [*(translate(f"writers.write_xlsx.{sheet}", content.lang) for sheet in ("about_sheet", "fields_sheet"))]
    titles += [_title(content, c) for c in content.collections]
    names = sheet_names(titles, titles[0])
    book = new_workbook(path, streamed=True, title=content.about["title"], comments=content.about["note"])
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF1", "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _about_sheet(book.add_worksheet(names[0]), content, bold, wrapped)
    _fields_sheet(book.add_worksheet(names[1]), content, names[2:], bold)
    for number, (collection, name) in enumerate(zip(content.collections, names[2:], strict=True), start=1):
        table = with_coordinates(content, collection, wkt=False)
        cut = _table_sheet(book.add_worksheet(name), table, _headings(content, collection.fields, table), bold)
        if cut:
            notes.append(
                message("writers.write_xlsx.texts_cut", title=collection.title, count=cut, longest=LONGEST_TEXT)
            )
        on_progress(number / len(content.collections))
    book.close()  # not by `with`, which closes, and fails again, when the disk is full
    return notes


def _require_room(content: ExportContent) -> None:
    most = MOST_ROWS - 1  # beside the heading
    for collection in content.collections:
        if (rows := len(collection.frame)) > most:
            raise ExportError("writers.write_xlsx.too_many_rows", rows=rows, most=most, title=collection.title)


def _title(content: ExportContent, collection: Collection) -> str:
    title = collection.title.text(content.lang)
    return f"{title} {content.system.code}" if content.system.is_offset and collection.has_places else title


def _headings(content: ExportContent, fields: tuple[Field, ...], table: pd.DataFrame) -> list[str]:
    titles = {
        field.name: field.title.text(content.lang) + (f" ({field.unit})" if field.unit else "") for field in fields
    }
    x, y, _ = coordinate_names(content.system)
    point = translate("writers.write_xlsx.representative_point", content.lang)
    titles |= {x: f"{x} ({point})", y: f"{y} ({point})"}
    return [titles[name] for name in table.columns]


def _about_sheet(page: Any, content: ExportContent, bold: Any, wrapped: Any) -> None:
    metadata = record(content)
    system, filters = metadata["coordinate_system"], metadata["filters"].items()
    others = [f"{other['licence']}: {other['of']}" for other in metadata.get("other_licences", [])]
    rows = {
        **{key: metadata.get(key) for key in ("title", "note", "approval_number")},
        "system": system["title"],
        "drafts": metadata.get("drafts"),
        "warning": system.get("warning"),
        "remark": system.get("remark"),
        "filters": "\n".join(f"{key}: {v if isinstance(v, str) else ', '.join(v)}" for key, v in filters),
        "sources": "\n".join(metadata["sources"]),
        "licence": "\n".join([metadata["licence"], *others]),
        **{key: metadata[key] for key in ("data_version", "geoplan_version")},
        "rows": "\n".join(f"{c['title']}: {c['rows']}" for c in metadata["collections"]),
    }
    set_widths(page, (18, 90), widest=90)
    page.hide_gridlines(2)
    for number, (key, value) in enumerate((k, v) for k, v in rows.items() if v):
        page.set_row(number, 16 * (str(value).count("\n") + 1))
        write_cell(page, number, 0, translate(f"writers.write_xlsx.about.{key}", content.lang), bold)
        write_cell(page, number, 1, value, wrapped)


def _fields_sheet(page: Any, content: ExportContent, sheets: list[str], bold: Any) -> None:
    lang = content.lang
    other = next((language for language in languages() if language != lang), lang)
    rows = [
        (sheet, field.title.text(lang), field.name, field.title.text(other), field.type, field.unit)
        for collection, sheet in zip(content.collections, sheets, strict=True)
        for field in collection.fields
    ]
    headings = [translate(f"writers.write_xlsx.field_headings.{heading}", lang) for heading in _FIELD_HEADINGS]
    _table_sheet(page, pd.DataFrame(rows), headings, bold)


def _table_sheet(page: Any, table: pd.DataFrame, headings: list[str], bold: Any) -> int:
    """Fill a sheet from the top; return how many texts were cut."""
    freeze_heading(page, len(table), len(headings), frozen_columns=1)
    longest = (
        max([text_width(heading) + 3, *(text_width(str(cell)) for cell in table[name].head(200))])
        for heading, name in zip(headings, table.columns, strict=True)
    )
    set_widths(page, (length + 2 for length in longest))
    write_row(page, 0, headings, bold)
    rows = zip(*(table[name].tolist() for name in table.columns), strict=True)
    return sum(write_row(page, number, row) for number, row in enumerate(rows, start=1))

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
    write_row,
)
from geoplan.text.message import Text, in_fallback, local_text
from geoplan.writers.driver_frame import incomplete_write
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.metadata_record import record
from geoplan.writers.write_csv import coordinate_names, with_coordinates

_SHEETS: Final = {"zh": ("说明", "字段"), "en": ("About", "Fields")}
_HEADS: Final = {
    "zh": ("工作表", "列", "字段名", "英文", "类型", "单位"),
    "en": ("Sheet", "Column", "Name", "Chinese", "Type", "Unit"),
}
_RECORD: Final = {
    "title": ("标题", "Title"),
    "note": ("说明", "Note"),
    "approval_number": ("审图号", "Approval number"),
    "system": ("坐标系", "Coordinate system"),
    "warning": ("注意", "Warning"),
    "remark": ("备注", "Remark"),
    "filters": ("筛选", "Filters"),
    "sources": ("来源", "Sources"),
    "licence": ("许可", "Licence"),
    "data_version": ("数据版本", "Data version"),
    "geoplan_version": ("GeoPlan 版本", "GeoPlan version"),
    "rows": ("行数", "Rows"),
}


def write_workbook(content: ExportContent, path: Path, progress: Progress) -> list[Text]:
    """Write collections as a workbook.

    Parameters
    ----------
    content : ExportContent
        Any collections; of a shape its representative point is given, CSV holds the whole.
    path : Path
        Where to.
    progress : callable
        Told the share done.

    Returns
    -------
    list of ExportNote
        Texts that are longer than a cell may be.

    Raises
    ------
    ExportError
        A collection has more rows than a sheet, or the disk is full.
    """
    from xlsxwriter.exceptions import FileCreateError  # only this format needs it

    _require_room(content)
    try:
        return _write(content, path, progress)
    except FileCreateError as error:
        raise incomplete_write(path.name) from error


def _write(content: ExportContent, path: Path, progress: Progress) -> list[Text]:
    remarks: list[Text] = []
    titles = [*in_fallback(_SHEETS, content.lang), *(_title(content, c) for c in content.collections)]
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
            zh, en = collection.title_zh, collection.title_en
            told_zh = f"{zh}：{cut} 格超过 {LONGEST_TEXT} 字，已截短，全文见 CSV"
            remarks.append(
                local_text(told_zh, f"{en}: {cut} cells exceed {LONGEST_TEXT} characters and were cut; see CSV")
            )
        progress(number / len(content.collections))
    book.close()  # not by `with`, which closes, and fails again, when the disk is full
    return remarks


def _require_room(content: ExportContent) -> None:
    for collection in content.collections:
        if (rows := len(collection.frame)) > MOST_ROWS - 1:
            raise ExportError(
                "writers.write_xlsx.rows_sheet_takes_use_csv",
                rows=rows,
                most_rows=MOST_ROWS - 1,
                title_zh=local_text(collection.title_zh, collection.title_en),
            )


def _title(content: ExportContent, collection: Any) -> str:
    title = collection.title(content.lang)
    return f"{title} {content.system.code}" if content.system.is_offset and collection.has_places else title


def _headings(content: ExportContent, fields: Any, table: pd.DataFrame) -> list[str]:
    titles = {field.name: field.title(content.lang) + (f" ({field.unit})" if field.unit else "") for field in fields}
    x, y, _ = coordinate_names(content.system)
    point = ("代表点", "representative point")[content.lang == "en"]
    titles |= {x: f"{x} ({point})", y: f"{y} ({point})"}
    return [titles[name] for name in table.columns]


def _about_sheet(page: Any, content: ExportContent, bold: Any, wrapped: Any) -> None:
    said = record(content)
    at = content.lang == "en"
    system = said["coordinate_system"]
    others = [f"{o['licence']}: {o['of']}" for o in said.get("other_licences", [])]
    rows = {
        **{key: said.get(key) for key in ("title", "note", "approval_number")},
        "system": system["title"],
        "warning": system.get("warning"),
        "remark": system.get("remark"),
        "filters": "\n".join(f"{k}: {v if isinstance(v, str) else ', '.join(v)}" for k, v in said["filters"].items()),
        "sources": "\n".join(said["sources"]),
        "licence": "\n".join([said["licence"], *others]),
        **{key: said[key] for key in ("data_version", "geoplan_version")},
        "rows": "\n".join(f"{c['title']}: {c['rows']}" for c in said["collections"]),
    }
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 90)
    page.hide_gridlines(2)
    for number, (key, value) in enumerate((k, v) for k, v in rows.items() if v):
        page.set_row(number, 16 * (str(value).count("\n") + 1))
        page.write_string(number, 0, _RECORD[key][at], bold)
        page.write_string(number, 1, str(value), wrapped)


def _fields_sheet(page: Any, content: ExportContent, names: list[str], bold: Any) -> None:
    rows = [
        (name, f.title(content.lang), f.name, f.title("en" if content.lang == "zh" else "zh"), f.type, f.unit)
        for collection, name in zip(content.collections, names, strict=True)
        for f in collection.fields
    ]
    _table_sheet(page, pd.DataFrame(rows), list(in_fallback(_HEADS, content.lang)), bold)


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

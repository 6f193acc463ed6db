"""XLSX: a sheet a collection, its headings readable, after one that says what this is and one of the fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geoplan.errors import ExportError
from geoplan.text.message import Text, local_text
from geoplan.writers.driver_frame import incomplete_write
from geoplan.writers.export_content import ExportContent, Progress
from geoplan.writers.metadata_record import record
from geoplan.writers.plain_tables import NO_CLOCK
from geoplan.writers.write_csv import coordinate_names, with_coordinates

_MOST_ROWS: Final = 1_048_575  # beside the heading
_LONGEST_TEXT: Final = 32_767  # UTF-16 units of a cell
_LONGEST_NAME: Final = 31
_WIDEST: Final = 48  # characters
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\n']+")
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
    import xlsxwriter

    remarks: list[Text] = []
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "constant_memory": True,
        "tmpdir": str(path.parent),
    }
    names = _sheet_names([*_SHEETS[content.lang], *(_title(content, c) for c in content.collections)])
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": NO_CLOCK, "title": content.about["title"], "comments": content.about["note"]})
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF1", "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _about_sheet(book.add_worksheet(names[0]), content, bold, wrapped)
    _fields_sheet(book.add_worksheet(names[1]), content, names[2:], bold)
    for number, (collection, name) in enumerate(zip(content.collections, names[2:], strict=True), start=1):
        table = with_coordinates(content, collection, wkt=False)
        cut = _table_sheet(book.add_worksheet(name), table, _headings(content, collection.fields, table), bold)
        if cut:
            zh, en = collection.title_zh, collection.title_en
            told_zh = f"{zh}：{cut} 格超过 {_LONGEST_TEXT} 字，已截短，全文见 CSV"
            remarks.append(
                local_text(told_zh, f"{en}: {cut} cells exceed {_LONGEST_TEXT} characters and were cut; see CSV")
            )
        progress(number / len(content.collections))
    book.close()  # not by `with`, which closes, and fails again, when the disk is full
    return remarks


def _require_room(content: ExportContent) -> None:
    for collection in content.collections:
        if (rows := len(collection.frame)) > _MOST_ROWS:
            raise ExportError(
                "writers.write_xlsx.rows_sheet_takes_use_csv",
                rows=rows,
                most_rows=_MOST_ROWS,
                title_zh=local_text(collection.title_zh, collection.title_en),
            )


def _title(content: ExportContent, collection: Any) -> str:
    title = collection.title(content.lang)
    return f"{title} {content.system.code}" if content.system.is_offset and collection.has_places else title


def _sheet_names(titles: list[str]) -> list[str]:
    """Names a spreadsheet accepts, no two alike."""
    names: list[str] = []
    for title in titles:
        wanted = _FORBIDDEN.sub(" ", title).strip()[:_LONGEST_NAME]
        taken, number, name = {n.lower() for n in names}, 1, wanted
        while name.lower() in taken:
            number += 1
            name = f"{wanted[: _LONGEST_NAME - 5]} ({number})"
        names.append(name)
    return names


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
    _table_sheet(page, pd.DataFrame(rows), list(_HEADS[content.lang]), bold)


def _table_sheet(page: Any, table: pd.DataFrame, headings: list[str], bold: Any) -> int:
    """Fill a sheet from the top; return how many texts were cut."""
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(table), 1), max(len(headings) - 1, 0))
    for at, (heading, name) in enumerate(zip(headings, table.columns, strict=True)):
        longest = max([_width(heading) + 3, *(_width(str(cell)) for cell in table[name].head(200))])
        page.set_column(at, at, min(_WIDEST, longest + 2))
    cut = 0
    for at, heading in enumerate(headings):
        page.write_string(0, at, heading, bold)
    for number, row in enumerate(zip(*(table[name].tolist() for name in table.columns), strict=True), start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                if len(cell) > _LONGEST_TEXT:
                    cell, cut = cell[:_LONGEST_TEXT], cut + 1
                page.write_string(number, at, cell)
            elif cell is not None and cell is not pd.NA and cell == cell:
                page.write(number, at, cell)
    return cut


def _width(text: str) -> int:
    """About how many Latin letters wide a text is."""
    return max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in text.split("\n"))

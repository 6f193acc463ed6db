"""Old Excel workbooks (.xls) and OpenDocument sheets (.ods): the saved values, read in a process of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import orjson

from geoplan.errors import ReaderError
from geoplan.readers.isolated_reader import read_apart
from geoplan.readers.read_limits import MEGABYTES, limit_message
from geoplan.readers.safe_xml import refuse_doctype
from geoplan.readers.safe_zip import member_name, open_archive, read_member
from geoplan.text.shorten import shorten

_EPOCH: Final = dt.datetime(1899, 12, 30)
_DAYS: Final[dict[str, Any]] = {
    "datetime": dt.datetime.fromisoformat, "date": dt.date.fromisoformat, "time": dt.time.fromisoformat, "text": str,
}  # fmt: skip


class OldWorkbook:
    """A workbook as `geoplan.readers.read_xlsx.Workbook` has it, without merged ranges.

    Raises
    ------
    ReaderError
        It is damaged, locked, or takes more than may be.
    """

    epoch: dt.datetime = _EPOCH

    def __init__(self, content: bytes, name: str, most_sheet_bytes: int) -> None:
        is_open_document = content.startswith(b"PK")
        if is_open_document:
            _inspect(content, name)
        file = "workbook.ods" if is_open_document else "workbook.xls"
        with read_apart({file: content}, name, "sheets") as (folder, told):
            self.sheets: tuple[str, ...] = tuple(told["sheets"])
            self.hidden: tuple[str, ...] = tuple(told["hidden"])
            self._rows = {s: (folder / f"sheet{n}.jsonl").read_bytes() for n, s in enumerate(self.sheets)}
        if (n := sum(map(len, self._rows.values()))) > most_sheet_bytes:
            raise limit_message(shorten(name), MEGABYTES, n / 2**20, most_sheet_bytes / 2**20)

    def rows(self, sheet: str, unsaved: set[tuple[int, int]]) -> Iterator[list[Any]]:
        """The rows of a sheet from row 1 on, blank ones included; `unsaved` stays as it is."""
        for line in self._rows[sheet].split(b"\n")[:-1]:
            yield [_value(cell) for cell in orjson.loads(line)]

    def merged(self, sheet: str) -> list[tuple[int, int, str]]:
        """No range: merged cells are read as their first one."""
        return []


def _value(cell: Any) -> Any:
    if isinstance(cell, dict):
        ((kind, text),) = cell.items()
        return _DAYS[kind](text)
    return None if cell == "" else cell


def _inspect(content: bytes, name: str) -> None:
    """Look at every text of an archive before anything is built of it."""
    with open_archive(content, name) as archive:
        for member in archive.infolist():
            if not member.filename.lower().endswith(".xml"):
                continue
            text = read_member(archive, member, name)
            if b"encryption-data" in text[: 1 << 16] and member.filename == "META-INF/manifest.xml":
                raise ReaderError("readers.isolated_reader.locked", name=shorten(name))
            refuse_doctype(text, f"{shorten(name)} › {member_name(member)}")

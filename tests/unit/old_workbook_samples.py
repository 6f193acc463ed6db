"""Old Excel workbooks and OpenDocument sheets, written here byte by byte after their specifications."""

from __future__ import annotations

import struct
from html import escape

from reader_samples import zipped

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xls(sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = (), stream: str = "Workbook") -> bytes:
    """A BIFF8 workbook ([MS-XLS]) in a compound file ([MS-CFB])."""
    bodies = [_sheet(rows) for rows in sheets.values()]
    names = [(title.encode("utf-16-le"), title in hidden) for title in sheets]
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    start = len(head) + sum(4 + 8 + len(name) for name, _ in names) + 4
    bounds, at = b"", start
    for (name, is_hidden), body in zip(names, bodies, strict=True):
        bounds += _record(0x85, struct.pack("<IBBBB", at, int(is_hidden), 0, len(name) // 2, 1) + name)
        at += len(body)
    return compound_file(stream, head + bounds + _record(0x0A, b"") + b"".join(bodies))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _sheet(rows: list[list[object]]) -> bytes:
    cells = b""
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, (int, float)):
                cells += _record(0x203, struct.pack("<HHHd", r, c, 0, value))
            elif value is not None:
                text = str(value).encode("utf-16-le")
                cells += _record(0x204, struct.pack("<HHHHB", r, c, 0, len(text) // 2, 1) + text)
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    return (
        _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
        + _record(0x200, size)
        + cells
        + _record(0x0A, b"")
    )


def compound_file(name: str, content: bytes) -> bytes:
    """One stream of a name: a header, a sector of the FAT, a directory, the stream padded above the mini cutoff."""
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    n = len(content) // SECTOR
    fat = [FAT, END, *range(3, n + 2), END]
    assert len(fat) <= SECTOR // 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 2, len(content)) + 2 * _entry("", 0, 0, 0)
    return header + struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat))) + entries + content


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def ods(sheets: dict[str, list[list[object]]], extra: str = "", **members: bytes) -> bytes:
    """An OpenDocument sheet (OASIS OpenDocument 1.3, part 3)."""
    tables = "".join(
        f'<table:table table:name="{escape(title)}">{"".join(map(_row, rows))}{extra}</table:table>'
        for title, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": ODS.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
            **members,
        }
    )


def _row(values: list[object]) -> str:
    return f"<table:table-row>{''.join(map(_cell, values))}</table:table-row>"


def _cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

"""The text of a Word document, a paragraph or a row of a table a line, as the parser of plan texts takes it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from geoplan.errors import ReaderError
from geoplan.plan_files.list_numbers import ListNumbers
from geoplan.readers.read_limits import MEGABYTES, limit_message
from geoplan.readers.safe_xml import refuse_doctype
from geoplan.readers.safe_zip import open_archive, read_member, unsafe_reason
from geoplan.text.shorten import shorten

_MOST_XML: Final = 20 * 2**20  # bytes, unpacked; the text of the longest plan takes a tenth
_MOST_DEPTH: Final = 20  # tables and frames within each other
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}
_FRAME: Final = qn("w:txbxContent")
_WRAPPERS: Final = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}
# What is not printed: deleted words, properties, the doubles of frames for old programs.
_SKIPPED: Final = {
    *(qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:instrText")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def docx_text(content: bytes, file: str) -> str:
    """Read the text of a .docx; ReaderError is raised where it is damaged, or larger unpacked than may be."""
    archive = open_archive(content, file)
    members = [m for m in archive.infolist() if m.filename.lower().endswith((".xml", ".rels"))]
    if (total := sum(member.file_size for member in members)) > _MOST_XML:
        raise limit_message(file, MEGABYTES, total / 2**20, _MOST_XML / 2**20)
    for member in members:
        if unsafe_reason(member):
            raise ReaderError("readers.safe_zip.damaged_archive", file=file)
        if xml := read_member(archive, member, file):
            refuse_doctype(xml, f"{shorten(file)} › {shorten(member.filename)}")
    document = Document(BytesIO(content))
    return "\n".join(_blocks(document.element.body, ListNumbers(document), 0))


def _blocks(parent: Any, numbers: ListNumbers, depth: int) -> Iterator[str]:
    """The lines of a body, a cell or a frame; content controls are gone through."""
    if depth > _MOST_DEPTH:
        return
    for element in parent:
        if element.tag == _PARAGRAPH:
            text, frames = _read(element)
            number = numbers.before(element)
            yield f"{number} {text}" if number and text[:1].isdigit() else number + text
            for frame in frames:
                yield from _blocks(frame, numbers, depth + 1)
        elif element.tag == _TABLE:
            yield from _table(element, numbers, depth + 1)
        elif element.tag not in _SKIPPED:
            yield from _blocks(element, numbers, depth + 1)


def _table(table: Any, numbers: ListNumbers, depth: int) -> Iterator[str]:
    """A row a line, its cells between tabs; a frame of one column is no table, and gives its paragraphs."""
    rows = [cells for row in _within(table, _ROW) if (cells := list(_within(row, _CELL)))]
    if all(len(row) == 1 for row in rows):
        for [cell] in rows:
            yield from _blocks(cell, numbers, depth)
        return
    for row in rows:
        cells = ["" if _goes_on(cell) else _cell_text(cell, numbers, depth) for cell in row]
        if any(cells):
            yield "\t".join(cells)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The children with a tag, those in content controls included."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _within(element, tag)


def _goes_on(cell: Any) -> bool:
    """Whether a cell only continues the one above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _cell_text(cell: Any, numbers: ListNumbers, depth: int) -> str:
    return "".join(" ".join(line.split()) for line in _blocks(cell, numbers, depth))


def _read(paragraph: Any) -> tuple[str, list[Any]]:
    """The words of a paragraph, and the frames anchored in it."""
    words: list[str] = []
    frames: list[Any] = []
    queue = list(paragraph)[::-1]
    while queue:
        element = queue.pop()
        if element.tag == _TEXT:
            words.append(element.text or "")
        elif element.tag == _TAB:
            words.append("\t")
        elif element.tag in _BREAKS:
            words.append("\n" if element.get(qn("w:type")) is None else "")
        elif element.tag == _FRAME:
            frames.append(element)
        elif element.tag not in _SKIPPED:
            queue += list(element)[::-1]
    return "".join(words), frames

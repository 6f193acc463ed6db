"""The few things of Word's file format that python-docx has no name for."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from geoplan.files import write_zip

BLUE: Final = "1D5A86"
TINT: Final = "EDF2F5"
HAIRLINE: Final = "CFD6D9"
_LEFTOVERS: Final = frozenset({"stylesWithEffects", "thumbnail", "customXml"})


def element(tag: str, **attributes: str) -> Any:
    """Make an element such as ``w:shd``, with attributes of the namespace ``w``."""
    node = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), value)
    return node


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a field that Word reckons out when it opens the page, such as PAGE."""
    code, result = element("w:instrText"), element("w:t")
    code.set(qn("xml:space"), "preserve")
    code.text, result.text = f" {instruction} ", "1"
    begin, separate, end = (element("w:fldChar", fldCharType=type_) for type_ in ("begin", "separate", "end"))
    for part in (begin, code, separate, result, end):
        paragraph.add_run()._r.append(part)


def keep_row_whole(row: Any, heading: bool = False) -> None:
    """Let no page end cut a row; a heading row comes again on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if heading:
        properties.append(element("w:tblHeader"))


def shade_cell(cell: Any, colour: str) -> None:
    """Give a cell a ground."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def rule_cell(cell: Any, colour: str, eighths: int) -> None:
    """Draw a rule under a cell, so many eighths of a point thick."""
    borders = element("w:tcBorders")
    borders.append(element("w:bottom", val="single", sz=str(eighths), space="0", color=colour))
    properties = cell._tc.get_or_add_tcPr()
    shade = properties.find(qn("w:shd"))
    if shade is None:
        properties.append(borders)
    else:
        shade.addprevious(borders)  # the order the format asks for


def describe_picture(picture: Any, alt: str) -> None:
    """Say what a picture shows, for those who do not see it."""
    for side in ("distT", "distB", "distL", "distR"):  # left out, LibreOffice keeps 3 mm of distance
        picture._inline.set(side, "0")
    properties = picture._inline.docPr
    properties.set("descr", alt)
    properties.set("name", f"Picture {properties.get('id')}")


def drop_leftovers(document: Any) -> None:
    """Take away what python-docx's template brings along and a brief does not have.

    The styles of Word 2007's effects contradict those that a brief sets, so that Word repairs the file; the thumbnail
    and the sources of a bibliography are of another document.
    """
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _LEFTOVERS:
                part.rels.pop(key)


def rezip(archive: bytes) -> bytes:
    """Pack an archive anew without the time of day in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        write_zip(buffer, [(name, old.read(name)) for name in old.namelist()], mode=0o600)
    return buffer.getvalue()

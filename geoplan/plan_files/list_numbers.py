"""The numbers that Word puts before paragraphs of its lists: they are no part of the paragraph's text."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from docx.oxml.ns import qn

from geoplan.plan_text.outline_patterns import chinese_numeral

_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_CHINESE: Final = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting")
_WRITTEN: Final = {*_CHINESE, "decimal"}  # formats that headings of plans are numbered in; others are left out


class _Level(NamedTuple):
    format: str
    text: str
    start: int


class ListNumbers:
    """Counts the paragraphs of a document's lists as Word does.

    Parameters
    ----------
    document : docx.document.Document
    """

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        try:
            numbering = document.part.numbering_part.element
            styles = document.styles.element
        except (KeyError, NotImplementedError, AttributeError):  # a document without lists
            return
        abstract = {a.get(qn("w:abstractNumId")): _levels(a) for a in numbering.findall(qn("w:abstractNum"))}
        for number in numbering.findall(qn("w:num")):
            reference = number.find(qn("w:abstractNumId"))
            if reference is not None:
                self.levels[number.get(qn("w:numId"))] = abstract.get(reference.get(qn("w:val")), {})
        for style in styles.findall(qn("w:style")):
            if (place := _place(style)) and place[0]:
                self.styles[style.get(qn("w:styleId"))] = place

    def before(self, paragraph: Any) -> str:
        """The number that stands before a paragraph, such as ``第一章`` or ``1.``; "" without."""
        if not self.levels:
            return ""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        of_style = self.styles.get(style.get(qn("w:val")) if style is not None else "", ("", 0))
        number, depth = _place(paragraph) or of_style
        number = number or of_style[0]
        levels = self.levels.get(number, {})
        if depth not in levels:
            return ""
        key = (number, depth)
        self.counts[key] = self.counts.get(key, levels[depth].start - 1) + 1
        for deeper in [k for k in self.counts if k[0] == number and k[1] > depth]:
            del self.counts[deeper]
        used = [levels[int(n) - 1] for n in _PLACEHOLDER.findall(levels[depth].text) if int(n) - 1 in levels]
        if any(level.format not in _WRITTEN for level in (levels[depth], *used)):
            return ""
        return _PLACEHOLDER.sub(lambda match: self._count(number, int(match[1]) - 1, levels), levels[depth].text)

    def _count(self, number: str, depth: int, levels: dict[int, _Level]) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        count = self.counts.get((number, depth), level.start)
        return chinese_numeral(count) if level.format in _CHINESE and count < 100 else str(count)


def _levels(abstract: Any) -> dict[int, _Level]:
    levels = {}
    for level in abstract.findall(qn("w:lvl")):
        values = {child.tag: child.get(qn("w:val"), "") for child in level}
        start = values.get(qn("w:start"), "1")
        depth = level.get(qn("w:ilvl"), "0")
        if depth.isdigit():
            levels[int(depth)] = _Level(
                values.get(qn("w:numFmt"), "decimal"),
                values.get(qn("w:lvlText"), ""),
                int(start) if start.isdigit() else 1,
            )
    return levels


def _place(element: Any) -> tuple[str, int] | None:
    """The list and the level that the properties of a paragraph or style name."""
    properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if properties is None:
        return None
    number, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    depth = level.get(qn("w:val"), "0") if level is not None else "0"
    return (number.get(qn("w:val"), "") if number is not None else ""), int(depth) if depth.isdigit() else 0

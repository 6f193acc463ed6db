"""A brief as PDF, set by typst with faces that are embedded. The same brief gives the same bytes."""

from __future__ import annotations

import json
import struct
from base64 import b64encode
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Final

from geoplan.brief.blocks import Bars, Block, Brief, Figure, Heading, PageBreak, Paragraph, Table
from geoplan.brief.cell_format import bar_fraction, format_value, heading, is_missing, no_rows
from geoplan.brief.row_heights import is_tall, is_whole, lines_of
from geoplan.cartography.fonts import SANS, SERIF, faces
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate

_BAR_WEIGHTS: Final = (2.8, 2.6, 1.0, 5.6)  # as in brief.typ


def to_pdf(brief: Brief) -> bytes:
    """Write a brief as PDF on A4, dated `brief.made_on`; its texts are set as they are, whatever they look like.

    Tagged for those who listen to it (PDF/UA-1 where the content allows it), every face embedded.
    """
    import typst

    pages: dict[str, bytes] = {"main.typ": (files("geoplan.brief") / "brief.typ").read_bytes()}
    blocks = []
    for block in brief.blocks:
        if isinstance(block, Figure):
            name = f"figure-{len(pages)}.svg"
            pages[name] = _in_svg(block.png)
            blocks.append(_figure(block, name))
        else:
            blocks.append(_block(block, brief.lang))
    pages["brief.json"] = json.dumps({**_frame(brief), "blocks": blocks}, ensure_ascii=False).encode()
    timestamp = datetime.fromisoformat(brief.made_on).replace(tzinfo=UTC)
    setting: dict[str, Any] = {"input": pages, "font_paths": faces(), "timestamp": timestamp}
    try:
        return bytes(typst.compile(**setting, pdf_standards=["ua-1"]))
    except typst.TypstError:  # such as a heading of level 2 before any of level 1: still a PDF, only not that standard
        return bytes(typst.compile(**setting))


def _frame(brief: Brief) -> dict[str, Any]:
    serif = translate("brief.typography.headings", brief.lang) == "serif"
    return {
        "lang": brief.lang,
        "region": translate("brief.typography.region", brief.lang),
        "title": clean_for_document(brief.title),
        "subtitle": clean_for_document(brief.subtitle),
        "foot": clean_for_document(brief.foot),
        "sans": SANS,
        "headings": SERIF if serif else SANS,
        "serif": serif,
    }


def _in_svg(png: bytes) -> bytes:
    """Wrap a PNG in text, since typst takes in only texts without going over the disk."""
    width, height = struct.unpack(">II", png[16:24])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(png).decode()}"/></svg>'
    ).encode()


def _figure(figure: Figure, file: str) -> dict[str, Any]:
    return {
        "is": "figure",
        "file": file,
        "width": figure.width_mm,
        "alt": clean_for_document(figure.alt),
        "caption": clean_for_document(figure.caption),
    }


def _block(block: Block, lang: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "text": clean_for_document(block.text), "level": block.level}
        case Paragraph():
            return {"is": "paragraph", "text": clean_for_document(block.text), "small": block.small}
        case Table():
            return _table(block, lang)
        case Bars():
            return _bars(block)
        case PageBreak():
            return {"is": "break"}
    raise TypeError(f"block: a PDF cannot hold a {type(block).__name__}")


def _table(table: Table, lang: str) -> dict[str, Any]:
    weights = [column.weight for column in table.columns]
    rows = [
        [format_value(cell, column.kind, table.missing) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    lines = [lines_of(texts, weights) for texts in rows]
    return {
        "is": "table",
        "title": clean_for_document(table.title),
        "note": clean_for_document(table.note),
        "nothing": no_rows(lang),
        "whole": is_whole(lines),
        "columns": [
            {"title": heading(c, lang), "weight": c.weight, "figures": c.kind != "text"} for c in table.columns
        ],
        "rows": [
            {
                "cells": [{"text": text, "missing": is_missing(cell)} for text, cell in zip(texts, row, strict=True)],
                "tall": is_tall(high),
            }
            for texts, row, high in zip(rows, table.rows, lines, strict=True)
        ],
    }


def _bars(bars: Bars) -> dict[str, Any]:
    rows = [
        (clean_for_document(label), "", format_value(value, bars.kind, bars.missing), clean_for_document(note))
        for label, value, note in bars.rows
    ]
    lines = [lines_of(texts, _BAR_WEIGHTS) for texts in rows]
    return {
        "is": "bars",
        "title": clean_for_document(bars.title),
        "whole": is_whole(lines),
        "rows": [
            {
                "label": label,
                "share": bar_fraction(value, bars.most),
                "text": text,
                "missing": is_missing(value),
                "note": note,
                "tall": is_tall(high),
            }
            for (label, _, text, note), (_, value, _), high in zip(rows, bars.rows, lines, strict=True)
        ],
    }

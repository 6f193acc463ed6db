"""A brief as PDF, set by typst with faces that are embedded. The same brief gives the same bytes."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from importlib.resources import files
from typing import Any

from geoplan.brief import page_room
from geoplan.brief.blocks import Beside, Block, Brief, Facts, Figure, Heading, Paragraph, Table
from geoplan.brief.cell_format import heading, is_missing, no_rows
from geoplan.brief.page_room import (
    LANDSCAPE_WIDTH,
    TEXT_WIDTH,
    is_tall,
    is_whole,
    logo_size,
    pixels,
    printed_rows,
    row_lines,
)
from geoplan.cartography.fonts import SANS, SERIF
from geoplan.cartography.typesetting import typeset
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import translate


def to_pdf(brief: Brief) -> bytes:
    """Write a brief as PDF on A4, dated `brief.made_on`; its texts are set as they are, whatever they look like.

    Tagged for those who listen to it (PDF/UA-1 where the content allows it), every face embedded.
    """
    setter = _Setter(brief)
    content = {**_frame(brief), "pages": setter.pages()}
    inputs = {
        **setter.files,
        "main.typ": (files("geoplan.brief") / "brief.typ").read_bytes(),
        "brief.json": json.dumps(content, ensure_ascii=False).encode(),
    }
    return typeset(inputs, day=date.fromisoformat(brief.made_on), standards=["ua-1"])


def _frame(brief: Brief) -> dict[str, Any]:
    serif = translate("brief.typography.headings", brief.lang) == "serif"
    letterhead = brief.letterhead
    names = (
        "MARGIN",
        "TOP",
        "BOTTOM",
        "PITCH",
        "BODY_PITCH",
        "GAP",
        "FACT_GAP",
        "LABEL",
        "PAD_X",
        "PAD_Y",
        "LETTERHEAD",
        "TITLE",
    )
    return {
        "lang": brief.lang,
        "region": translate("brief.typography.region", brief.lang),
        "title": clean_for_document(brief.title),
        "byline": clean_for_document(brief.byline),
        "foot": clean_for_document(brief.foot),
        "author": letterhead.author or letterhead.organisation or "GeoPlan",
        "organisation": clean_for_document(letterhead.organisation),
        "logo": "logo.svg" if letterhead.logo else "",
        "logo_width": logo_size(letterhead.logo)[0] if letterhead.logo else 0,
        "sans": SANS,
        "headings": SERIF if serif else SANS,
        "serif": serif,
        "room": {name.lower(): getattr(page_room, name) for name in (*names, "TITLE_PITCH")},
    }


class _Setter:
    """The parts of a brief as data for typst, and the pictures it refers to."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self.files: dict[str, bytes] = {"logo.svg": _in_svg(brief.letterhead.logo)} if brief.letterhead.logo else {}

    def pages(self) -> list[dict[str, Any]]:
        """Runs of parts that lie the same way on the paper."""
        runs: list[dict[str, Any]] = []
        for at, part in enumerate(self._brief.parts):
            width = LANDSCAPE_WIDTH if part.landscape else TEXT_WIDTH
            blocks = [self._block(block, width) for block in part.blocks]
            if not runs or runs[-1]["landscape"] != part.landscape:
                runs.append({"landscape": part.landscape, "parts": [{"new": False, "blocks": blocks}]})
            else:
                runs[-1]["parts"].append({"new": at > 0 and not part.follows, "blocks": blocks})
        return runs or [{"landscape": False, "parts": []}]

    def _block(self, block: Block, width: float) -> dict[str, Any]:
        match block:
            case Heading():
                return {"is": "heading", "text": clean_for_document(block.text), "level": block.level}
            case Paragraph():
                return {"is": "paragraph", "text": clean_for_document(block.text), "small": block.small}
            case Table():
                return _table(block, self._brief.lang, width)
            case Facts():
                return _facts(block)
            case Figure():
                return self._figure(block)
            case Beside():
                return {"is": "beside", "figure": self._figure(block.figure), "facts": _facts(block.facts)}
        raise TypeError(f"block: a PDF cannot hold a {type(block).__name__}")

    def _figure(self, figure: Figure) -> dict[str, Any]:
        name = f"figure-{len(self.files)}.svg"
        self.files[name] = _in_svg(figure.png)
        alt, caption = clean_for_document(figure.alt), clean_for_document(figure.caption)
        return {"is": "figure", "file": name, "width": figure.width_mm, "alt": alt, "caption": caption}


def _in_svg(png: bytes) -> bytes:
    """Wrap a PNG in text, since typst takes in only texts without going over the disk."""
    width, height = pixels(png)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(png).decode()}"/></svg>'
    ).encode()


def _facts(facts: Facts) -> dict[str, Any]:
    rows = [{"label": clean_for_document(label), "text": clean_for_document(text)} for label, text in facts.rows]
    title = clean_for_document(facts.title)
    return {"is": "facts", "title": title, "across": facts.across, "large": facts.large, "rows": rows}


def _table(table: Table, lang: str, width: float) -> dict[str, Any]:
    weights = [column.weight for column in table.columns]
    rows = printed_rows(table)
    lines = [row_lines(texts, weights, width) for texts in rows]
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

"""A brief as PDF, set by typst with faces that are embedded. The same brief gives the same bytes."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import date
from importlib.resources import files
from typing import Any

from geoplan.brief import page_room
from geoplan.brief.block_data import block_data, facts_data
from geoplan.brief.blocks import Beside, Block, Brief, Figure
from geoplan.brief.page_room import (
    LANDSCAPE_WIDTH,
    TEXT_WIDTH,
    logo_size,
    pixels,
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
        "blocks.typ": (files("geoplan.brief") / "blocks.typ").read_bytes(),
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
            case Figure():
                return self._figure(block)
            case Beside():
                return {"is": "beside", "figure": self._figure(block.figure), "facts": facts_data(block.facts)}
        return block_data(block, self._brief.lang, width)

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

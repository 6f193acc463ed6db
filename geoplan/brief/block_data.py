"""Blocks as the data that ``blocks.typ`` sets."""

from __future__ import annotations

from typing import Any

from geoplan.brief.blocks import Block, Facts, Heading, Paragraph, Table
from geoplan.brief.cell_format import heading, is_missing, no_rows
from geoplan.brief.page_room import is_tall, is_whole, printed_rows, row_lines
from geoplan.text.document_text import clean_for_document


def block_data(block: Block, lang: str, width: float) -> dict[str, Any]:
    """Turn a block of text into data.

    Parameters
    ----------
    width : float
        Of the text, millimetres.

    Raises
    ------
    TypeError
        It is no text: a figure.
    """
    match block:
        case Heading():
            return {"is": "heading", "text": clean_for_document(block.text), "level": block.level}
        case Paragraph():
            return {"is": "paragraph", "text": clean_for_document(block.text), "small": block.small}
        case Table():
            return _table(block, lang, width)
        case Facts():
            return facts_data(block)
    raise TypeError(f"block: a {type(block).__name__} is no text")


def facts_data(facts: Facts) -> dict[str, Any]:
    """Turn facts into data, as `block_data` does."""
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

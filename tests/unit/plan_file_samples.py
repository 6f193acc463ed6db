"""Plan texts as the files people have: a Word document and a PDF, with their tables as tables."""

from __future__ import annotations

import io
import json

import typst
from docx import Document

from geoplan.brief.fonts import SANS, faces
from geoplan.plan_text.outline import Node
from geoplan.plan_text.parser import parse

_TYPST = """
#set page(paper: "a4", numbering: "- 1 -")
#set text(font: "%s", size: 11pt, lang: "zh")
#set par(justify: true, first-line-indent: (amount: 2em, all: true))
#for block in json("plan.json") {
  if type(block) == str { par(block) } else { table(columns: block.columns, ..block.cells) }
}
"""
Block = str | list[list[str]]


def blocks(text: str) -> list[Block]:
    """The paragraphs and the tables of a plan text, in order."""
    found: list[Block] = []

    def add(node: Node) -> None:
        lines = [line for line in node.text.split("\n") if line]
        found.extend(lines[:1] if node.kind == "table" else lines)
        # A row without a number is counted below one that has one: its cell of the number is empty.
        rows = [("\t" if "." in c.label else "") + c.text for c in node.children if c.kind == "row"]
        if rows:
            found.append(_even([row.split("\t") for row in rows]))
        for child in node.children:
            if child.kind != "row":
                add(child)

    add(parse(text).root)
    return found


def _even(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one length, their last cells beneath each other."""
    wide = max(len(row) for row in rows)
    return [[*row[:-1], *[""] * (wide - len(row)), row[-1]] for row in rows]


def as_docx(text: str) -> bytes:
    """The plan as a Word document."""
    document = Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]), "Table Grid")
        for row, cells in zip(table.rows, block, strict=True):
            for cell, content in zip(row.cells, cells, strict=True):
                cell.text = content
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(text: str) -> bytes:
    """The plan as a PDF of A4 pages: lines and rows are cut where the page ends."""
    plan = [
        block if isinstance(block, str) else {"columns": len(block[0]), "cells": [c for row in block for c in row]}
        for block in blocks(text)
    ]
    pages = {"main.typ": (_TYPST % SANS[0]).encode(), "plan.json": json.dumps(plan, ensure_ascii=False).encode()}
    return bytes(typst.compile(pages, font_paths=faces()))

"""The pages of a map book without a map: how to read it, the differences between plans, method and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from geoplan.book.book_tables import Layout, book_columns
from geoplan.book.book_texts import texts_under
from geoplan.brief.block_data import block_data
from geoplan.brief.blocks import Block, Facts, Paragraph, Table
from geoplan.brief.method_section import method_part
from geoplan.brief.site_facts import capital
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.concordance.difference_table import KINDS, SEVERITIES
from geoplan.concordance.differences import differences
from geoplan.text.message import joined, local_text, translate
from geoplan.text.names import column

_DIFFERENCES: Final[Layout] = (("subject", "text", 1.6), ("difference", "text", 3.4), ("source", "text", 2.6))
_LAYERS: Final[Layout] = (("layer", "text", 1.6), ("meaning", "text", 3.4), ("licence", "text", 1.6))


def guide(lang: str) -> list[Block]:
    """How the sheets are to be read, in a few sentences."""
    texts = texts_under("guide", lang)
    labels = [key.removesuffix(".label") for key in texts if key.endswith(".label")]
    return [Facts(tuple((texts[f"{key}.label"], texts[f"{key}.text"]) for key in labels))]


def difference_blocks(catalogue: Catalogue, site_ids: Sequence[str], whole: bool, lang: str) -> list[Block]:
    """A table of each severity; of a book of some sites only what is about these."""
    rows = differences(catalogue)
    rows = rows if whole else rows[rows["subject"].isin(set(site_ids))]
    blocks: list[Block] = []
    for severity, title in SEVERITIES.items():
        of = rows[rows["severity"] == severity]
        cells = []
        for row in of.itertuples():
            sides = ((row.plan_a, row.section_a), (row.plan_b, row.section_b))
            cited = joined(dict.fromkeys(cite(catalogue, *side) for side in sides), "punctuation.semicolon")
            subject = local_text(row.subject_zh, row.subject_en).text(lang)
            why = f"{KINDS[row.kind].text(lang)}{translate('punctuation.colon', lang)}"
            why += capital(local_text(row.why_zh, row.why_en).text(lang))
            cells.append((subject, why, cited.text(lang)))
        if cells:
            heading = translate("book.tables.differences", lang, severity=title, n=len(cells))
            blocks.append(Table(heading, book_columns(_DIFFERENCES, lang), tuple(cells)))
    return blocks or [Paragraph(translate("book.no_differences", lang))]


def method_blocks(catalogue: Catalogue, site_ids: Sequence[str], lang: str) -> list[Block]:
    """The plans, how positions and figures were made, and the layers with their licences."""
    part = method_part(catalogue, site_ids, None, "", lang, landscape=True, follows=False)
    layers = catalogue.layers
    titles, meanings = column(layers, "title", lang), column(layers, "meaning", lang)
    rows = tuple((str(titles[at]), str(meanings[at]), str(layers.at[at, "licence"])) for at in layers.index)
    return [
        *part.blocks[1:],
        *(Paragraph(translate(f"book.method.{key}", lang)) for key in ("figures", "positions", "squares")),
        Table(translate("book.tables.layers", lang), book_columns(_LAYERS, lang), rows),
    ]


def text_part(code: str, blocks: Sequence[Block], lang: str, width: float) -> dict[str, Any]:
    """A part of blocks under the name of a section of the book, in columns of so many millimetres."""
    return {"is": "text", "code": code, "blocks": [block_data(block, lang, width) for block in blocks]}

"""A whole dossier as plain data, section by section, for a page without a server; the app draws the same lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.differences import differences
from geoplan.dossier.designation_lines import function_lines, inherited_lines, own_lines
from geoplan.dossier.difference_lines import difference_lines
from geoplan.dossier.fact_lines import NO_QUANTITIES, fact_lines
from geoplan.dossier.folding import SHOWN, SHOWN_DIFFERENCES, folded
from geoplan.dossier.head_lines import figures_html, names_html
from geoplan.dossier.html_tree import html_tree
from geoplan.dossier.naming_lines import naming_lines
from geoplan.dossier.position_lines import position_lines, way_line
from geoplan.dossier.project_lines import programme_lines, project_lines
from geoplan.dossier.reader import Reader
from geoplan.query.dossier import Dossier

_PART: Final = "part_of"
Item = dict[str, Any]


def dossier_content(catalogue: Catalogue, record: Dossier, reader: Reader) -> list[Item]:
    """Lay out a dossier in a language.

    Returns
    -------
    list of dict
        In their order: ``h`` (a heading), ``s`` (a heading below it), ``n`` (a note), ``b`` (a tree of
        `geoplan.dossier.html_tree.html_tree`), ``l`` (sites to open, each an id and a name), and ``f`` (what is folded:
        a title and items).
    """
    say, facts = reader.plain, record.facts
    other = facts["property"].isin(NO_QUANTITIES)
    about = differences(catalogue)
    about = about[about["subject"] == record.site_id]
    programmes, projects, functions = record.programmes, record.projects, record.functions
    way = [_tree(way_line(catalogue, record, reader))]
    return [
        _tree(names_html(catalogue, record, reader) + figures_html(catalogue, record, reader)),
        *_designations(catalogue, record, reader),
        *_section(reader, "functions", function_lines(catalogue, functions, reader)),
        *_parts(catalogue, record, reader),
        *_section(reader, "projects", project_lines(catalogue, projects, reader), len(projects)),
        *_section(reader, "programmes", programme_lines(catalogue, programmes, reader)),
        *_section(reader, "facts", fact_lines(catalogue, facts[~other], reader), int((~other).sum())),
        *_section(reader, "particulars", fact_lines(catalogue, facts[other], reader), int(other.sum())),
        *_relations(catalogue, record, reader),
        *_section(reader, "differences", difference_lines(catalogue, about, reader), len(about), SHOWN_DIFFERENCES),
        {"h": say("dossier.position")},
        *way,
        *_blocks(reader, position_lines(catalogue, record, reader)),
        *_section(reader, "named_in", naming_lines(catalogue, record, reader)),
    ]


def _tree(html: str) -> Item:
    return {"b": html_tree(html)}


def _blocks(reader: Reader, lines: Sequence[str], shown: int = SHOWN) -> list[Item]:
    first, rest = folded(lines, shown)
    items = [_tree("".join(first))] if first else []
    return [*items, {"f": [reader.plain("dossier.rest", n=len(rest)), [_tree("".join(rest))]]}] if rest else items


def _section(reader: Reader, key: str, lines: Sequence[str], n: int = 0, shown: int = SHOWN) -> list[Item]:
    """A heading, with how many things it lists where that is more than a few, and blocks; nothing without any."""
    if not lines:
        return []
    title = reader.plain(f"dossier.{key}")
    head = reader.plain("dossier.counted", name=title, n=n) if n > SHOWN else title
    return [{"h": head}, *_blocks(reader, lines, shown)]


def _designations(catalogue: Catalogue, record: Dossier, reader: Reader) -> list[Item]:
    rows = record.designations
    own, inherited = rows[rows["basis"] != "inherited"], rows[rows["basis"] == "inherited"]
    items: list[Item] = [{"h": reader.plain("dossier.industries")}]
    stated = _blocks(reader, own_lines(catalogue, own, reader))
    items += stated or [{"n": reader.plain("dossier.none_stated")}]
    if len(inherited):
        title = f"{reader.plain('dossier.inherited')} ({len(inherited)})"
        items.append({"f": [title, [_tree("".join(inherited_lines(catalogue, inherited, reader)))]]})
    return items


def _parts(catalogue: Catalogue, record: Dossier, reader: Reader) -> list[Item]:
    rows = record.children[record.children["relation"] == _PART]
    if rows.empty:
        return []
    title, n = reader.plain("dossier.parts"), rows["site_id"].nunique()
    head = reader.plain("dossier.counted", name=title, n=n) if n > SHOWN else title
    return [{"h": head}, *_links(catalogue, record, rows, reader)]


def _relations(catalogue: Catalogue, record: Dossier, reader: Reader) -> list[Item]:
    items: list[Item] = []
    for side, table in (("parents", record.parents), ("children", record.children)):
        for relation in vocabulary.RELATIONS:
            rows = table[table["relation"] == relation]
            if rows.empty or (side, relation) == ("children", _PART):
                continue
            items += [{"s": reader.plain(f"dossier.{side}.{relation}")}, *_links(catalogue, record, rows, reader)]
    return [{"h": reader.plain("dossier.relations")}, *items] if items else []


def _links(catalogue: Catalogue, record: Dossier, rows: pd.DataFrame, reader: Reader) -> list[Item]:
    names = reader.names(catalogue.sites)
    links = [[site, str(names[site])] for site in dict.fromkeys(rows["site_id"])]
    first, rest = folded(links)
    items: list[Item] = [{"l": list(first)}]
    if rest:
        items.append({"f": [reader.plain("dossier.rest", n=len(rest)), [{"l": list(rest)}]]})
    return [*items, _tree(reader.cite(catalogue, zip(rows["plan_id"], rows["section"], strict=True)))]

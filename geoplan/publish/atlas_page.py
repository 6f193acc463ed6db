"""The page itself: what a catalogue holds of some sites, with the app's own scripts, as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.dossier_content import dossier_content
from geoplan.dossier.reader import Reader
from geoplan.map.table_file import table_file
from geoplan.publish.coverage_data import coverage_data
from geoplan.publish.filter_data import filter_data, search_data
from geoplan.publish.html_document import html_document, packed
from geoplan.publish.inline_assets import page_script, page_style, widget_styles
from geoplan.publish.map_data import COUNTIES, county_data, map_data
from geoplan.publish.page_facts import page_facts, page_title
from geoplan.publish.page_words import page_words
from geoplan.publish.plain_table import plain_table
from geoplan.publish.publication import Publication
from geoplan.publish.qr_code import qr_path
from geoplan.publish.shortlist_data import shortlist_data
from geoplan.query.dossier import dossier
from geoplan.query.selection_file import selection_file
from geoplan.settings import on_day
from geoplan.text.message import languages, translate

SUFFIX: Final = ".html"


def atlas_page(catalogue: Catalogue, publication: Publication) -> bytes:
    """Make the page.

    Returns
    -------
    bytes
        HTML in UTF-8, the same for the same catalogue and publication.
    """
    with on_day(publication.day):
        sites = publication.sites(catalogue)
        title = page_title(catalogue, publication)
        first, second = page_data(catalogue, publication, sites)
        start = {
            "lang": publication.lang,
            "languages": languages(),
            "title": title.by_language(),
            "site": publication.site,
            "whole": len(sites) == len(catalogue.sites),
            "words": page_words(),
            "facts": {lang: page_facts(catalogue, publication, sites, lang) for lang in languages()},
            "qr": list(qr_path(publication.address)) if publication.address else None,
            "day": publication.day.isoformat(),
            "version": catalogue.version,
            "approval": {lang: publication.approval or translate("ui.app.pending", lang) for lang in languages()},
            "has_shortlist": bool(publication.shortlist),
        }
        body = _plain(catalogue, publication, sites)
        data = {"first": packed(first), "second": packed(second)}
        heading = title.text(publication.lang)
        return html_document(heading, publication.lang, page_style(), page_script(), data, start, body)


def page_data(
    catalogue: Catalogue, publication: Publication, sites: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the page needs to show its map and filters, and what may follow."""
    table = orjson.loads(table_file(catalogue))
    held = set(sites)
    for of in table.values():
        of["rows"] = {site: row for site, row in of["rows"].items() if site in held}
    first = {
        "map": map_data(catalogue, sites, publication.approval),
        "filters": filter_data(catalogue, sites),
        "selection": selection_file(catalogue, sites),
        "styles": widget_styles(),
        "coverage": coverage_data(catalogue, sites),
        "shortlist": shortlist_data(catalogue, publication.shortlist),
    }
    counties = county_data(catalogue)
    records = [dossier(catalogue, site) for site in sites]
    second = {
        "search": search_data(catalogue, sites),
        "table": table,
        COUNTIES: counties["shapes"],
        "boxes": counties["boxes"],
        "dossiers": {
            lang: {record.site_id: dossier_content(catalogue, record, Reader(lang)) for record in records}
            for lang in languages()
        },
    }
    return first, second


def _plain(catalogue: Catalogue, publication: Publication, sites: Sequence[str]) -> str:
    """The document without scripts: what it is, and the tables, in the language it opens in first."""
    order = sorted(languages(), key=lambda lang: lang != publication.lang)
    return "\n".join(
        ['<div id="plain">', *(_plain_part(catalogue, publication, sites, lang) for lang in order), "</div>"]
    )


def _plain_part(catalogue: Catalogue, publication: Publication, sites: Sequence[str], lang: str) -> str:
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>"
        for label, text in page_facts(catalogue, publication, sites, lang)
    )
    title = escape(page_title(catalogue, publication).text(lang))
    caption = translate("publish.caption", lang, n=len(sites))
    return (
        f'<section lang="{lang}"><h1>{title}</h1><p class="gp-why-plain">{escape(translate("publish.plain", lang))}</p>'
        f"<dl>{facts}</dl>{plain_table(catalogue, sites, lang, caption)}</section>"
    )

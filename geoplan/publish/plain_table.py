"""The sites as a table in the document itself, for previews of mail and readers without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.dossier.reader import Reader
from geoplan.query.lead_industries import lead_industries
from geoplan.text.names import name_of
from geoplan.vocabulary import KINDS

_HEADS = ("table.name", "table.kind", "table.county", "dossier.lead_industries", "dossier.named_in")


def plain_table(catalogue: Catalogue, sites: Sequence[str], lang: str, caption: str) -> str:
    """Write the table in a language.

    Returns
    -------
    str
        HTML: a row a site with its name, kind, county, lead industries and the sections that name or designate it.
    """
    reader = Reader(lang)
    industries = reader.names(catalogue.industries)
    designations = dict(list(catalogue.all_designations.groupby("site_id")))
    namings = dict(list(catalogue.citations.groupby("site_id")))
    rows = []
    for site in sites:
        leading = lead_industries(designations[site])[0] if site in designations else []
        cited = zip(namings[site]["plan_id"], namings[site]["section"], strict=True) if site in namings else ()
        cells = (
            reader.say(KINDS[catalogue.sites.at[site, "kind"]]),
            reader.say(place_name(catalogue, site)),
            reader.comma_list(industries[industry] for industry in leading),
            reader.citation_text(catalogue, cited),
        )
        name = escape(reader.say(name_of(catalogue.sites, site)))
        data = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{name}</th>{data}</tr>')
    heads = "".join(f'<th scope="col">{reader.html(head)}</th>' for head in _HEADS)
    body = "\n".join(rows)
    return (
        f'<table lang="{lang}"><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>\n{body}\n</tbody></table>"
    )

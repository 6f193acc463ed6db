"""The head of a dossier: the names, where and what the site is, and the key figures, as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

import pandas as pd

from geoplan import vocabulary
from geoplan.analysis.site_area import site_area, with_source
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.catalogue.site_place import place_name
from geoplan.catalogue.validity import validity_today
from geoplan.dossier.reader import Reader
from geoplan.drafts.draft_marks import method_label
from geoplan.query.dossier import Dossier
from geoplan.query.lead_industries import lead_industries
from geoplan.query.stated_quantities import is_foreign
from geoplan.symbology import symbology
from geoplan.text.message import DEFAULT, joined, languages
from geoplan.text.names import name_of

_NOTES: Final = {"own": "dossier.no_lead", "inherited": "dossier.all_inherited"}
_CHIPS: Final = 5  # industries that the head names; all stand below it


def names_html(catalogue: Catalogue, record: Dossier, reader: Reader) -> str:
    """The name, the names in the other languages, one line of what it is, the aliases."""
    site, title = record.site, name_of(catalogue.sites, record.site_id)
    own = reader.say(title)
    others = dict.fromkeys((title.text(code), code) for code in languages() if title.text(code) != own)
    kind, stage = reader.say(vocabulary.KINDS[site["kind"]]), reader.say(vocabulary.STATUSES[site["status"]])
    line = " · ".join([district(catalogue, record.site_id, reader), kind, stage])
    parts = [f'<h2 class="gp-name">{escape(own)}</h2>']
    parts += [f'<p class="gp-sub" lang="{code}">{escape(other)}</p>' for other, code in others]
    parts.append(f'<p class="gp-line">{escape(line)}</p>')
    if known := [alias for alias in site["aliases"] if reader.lang != DEFAULT or not is_foreign(alias, DEFAULT)]:
        aliases = escape(reader.wording_list(known))
        parts.append(f'<p class="gp-sub">{reader.html("dossier.aliases")} <span{reader.chinese()}>{aliases}</span></p>')
    return "".join(parts)


def figures_html(catalogue: Catalogue, record: Dossier, reader: Reader) -> str:
    """The key figures as a table of two columns."""
    rows = "".join(
        f'<tr><th scope="row">{reader.html(f"dossier.{key}")}</th><td>{value}</td></tr>'
        for key, value in _figures(catalogue, record, reader)
    )
    caption = reader.html("dossier.key_figures")
    return f'<table class="gp-figures"><caption>{caption}</caption><tbody>{rows}</tbody></table>'


def _figures(catalogue: Catalogue, record: Dossier, reader: Reader) -> Iterator[tuple[str, str]]:
    outer = [reader.names(catalogue.regions)[code] for code in reversed(record.regions[1:2])]
    yield "district", escape(" · ".join([*outer, district(catalogue, record.site_id, reader)]))
    yield "stage", escape(reader.say(vocabulary.STATUSES[record.site["status"]]))
    yield "area", escape(reader.say(with_source(site_area(catalogue, record.site_id))))
    yield "lead_industries", _lead_industries(catalogue, record, reader)
    if validity := _validity(catalogue, record, reader):
        yield "validity", escape(validity)
    yield "place", escape(position_line(catalogue, record, reader))


def district(catalogue: Catalogue, site_id: str, reader: Reader) -> str:
    """The counties in which a site stands, or the city or province with the remark that the county is not known."""
    codes = regions_of(catalogue)[site_id]
    if not all(code in catalogue.regions.index for code in codes):
        return reader.say(place_name(catalogue, site_id))
    return reader.comma_list(region_label(catalogue, code, reader) for code in codes)


def _lead_industries(catalogue: Catalogue, record: Dossier, reader: Reader) -> str:
    """The lead industries as chips; where none leads, all of the site's own; else those of what it is part of."""
    industries, kind = lead_industries(record.designations)
    if not kind:
        return reader.html("dossier.none_stated")
    chips = "".join(_chip(catalogue, industry, reader) for industry in industries[:_CHIPS])
    if more := len(industries[_CHIPS:]):
        chips += f'<span class="gp-cite">{reader.html("dossier.more_below", n=more)}</span> '
    return chips + (f'<span class="gp-cite">{reader.html(_NOTES[kind])}</span>' if kind in _NOTES else "")


def _chip(catalogue: Catalogue, industry_id: str, reader: Reader) -> str:
    colour = symbology().branch_colour(catalogue.industries.at[industry_id, "branch"])
    name = escape(reader.names(catalogue.industries)[industry_id])
    return f'<span class="gp-term" style="--c:var(--c-{colour[1:]})">{name}</span>'


def _validity(catalogue: Catalogue, record: Dossier, reader: Reader) -> str:
    """The plans that name the site by their state today."""
    named = [plan for plan in catalogue.plans.index if plan in set(record.namings["plan_id"])]
    states = validity_today(catalogue.plans)
    short = reader.names(catalogue.plans, "short")
    lines = []
    for code, term in vocabulary.VALIDITY.items():
        if plans := [short[plan] for plan in named if states[plan] == code]:
            lines.append(
                reader.plain("dossier.plans_in_state", state=term, n=len(plans), plans=reader.comma_list(plans))
            )
    return reader.say(joined(lines, "punctuation.semicolon"))


def position_line(catalogue: Catalogue, record: Dossier, reader: Reader) -> str:
    """How the position is known and how sure it is, by the least sure of its features."""
    way = catalogue.ways[record.site_id]
    if way == "county":
        return reader.plain("dossier.no_spot", county=place_name(catalogue, record.site_id))
    places = record.places[record.places.geometry.notna()]
    if places.empty:
        return reader.plain("dossier.why_parts")
    place = places.sort_values("radius_m", na_position="first", kind="stable").iloc[-1]
    return reader.plain(
        "dossier.sure",
        way=vocabulary.WAYS[way],
        method=method_label(place["method"], record.site_id in catalogue.drafted),
        m=metres(place["radius_m"]),
        c=vocabulary.CONFIDENCES[place["confidence"]].text(reader.lang).lower(),
    )


def metres(radius: float) -> str:
    """A radius in metres, or that it is not known."""
    return "?" if pd.isna(radius) else f"{radius:,.0f}"


def region_label(catalogue: Catalogue, adcode: str, reader: Reader) -> str:
    """A county's name; a city's or the province's with the remark that the county is not known."""
    region = str(reader.names(catalogue.regions)[adcode])
    known = catalogue.regions.at[adcode, "level"] == "county"
    return region if known else reader.plain("coverage.county_unknown", place=region)

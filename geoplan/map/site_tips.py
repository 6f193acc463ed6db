"""What the map says of a site under the pointer: kind, place, stage, lead industries, stated area."""

from __future__ import annotations

from typing import Final

import pandas as pd

from geoplan import vocabulary
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import county_name
from geoplan.text.message import Text, joined, languages, message
from geoplan.text.names import name_of

_INDUSTRIES: Final = 3  # that are named
_SQUARE_KM: Final = 1e6  # m²
_MU: Final = 2000 / 3  # m²


def site_tips(catalogue: Catalogue) -> dict[str, dict[str, list[str]]]:
    """Lay out lines of text for every site.

    Returns
    -------
    dict
        Lists of lines by site id and language; what is not known has no line.
    """
    areas, industries = stated_areas(catalogue), lead_industries(catalogue)
    lines = {
        str(site.Index): [
            _what(catalogue, site.kind, site.adcode, site.status),
            *([joined(names_of(catalogue, industries[site.Index]))] if site.Index in industries else []),
            *([area_text(areas[site.Index])] if site.Index in areas.index else []),
        ]
        for site in catalogue.sites.itertuples()
    }
    return {site: {lang: [line.text(lang) for line in of] for lang in languages()} for site, of in lines.items()}


def _what(catalogue: Catalogue, kind: str, adcode: str, status: str) -> Text:
    parts = [vocabulary.KINDS[kind], county_name(catalogue.regions, adcode), vocabulary.STATUSES[status]]
    return joined(parts, "punctuation.dot")


def names_of(catalogue: Catalogue, industries: list[str]) -> list[Text]:
    """The names of industries by their ids."""
    return [name_of(catalogue.industries, industry) for industry in industries]


def lead_industries(catalogue: Catalogue, most: int = _INDUSTRIES) -> dict[str, list[str]]:
    """The industries that the plans name first for each site: leading ones before others, at most so many."""
    order = {role: place for place, role in enumerate(vocabulary.ROLES)}
    rows = catalogue.designations.assign(place=catalogue.designations["role"].map(order))
    rows = rows.sort_values("place", kind="stable").drop_duplicates(["site_id", "industry_id"])
    return rows.groupby("site_id", sort=False)["industry_id"].agg(lambda ids: ids.head(most).tolist()).to_dict()


def area_text(square_metres: float) -> Text:
    """An area in square kilometres and in mu."""
    km2, mu = square_metres / _SQUARE_KM, square_metres / _MU
    return message("map.tips.area", km2=_figure(km2), mu=f"{mu:,.0f}" if pd.notna(mu) else "")


def _figure(value: float) -> str:
    return f"{value:,.3f}" if value < 1 else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"

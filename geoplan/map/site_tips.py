"""What the map says of a site under the pointer: kind, place, stage, lead industries, stated area."""

from __future__ import annotations

from typing import Final

from geoplan import vocabulary
from geoplan.analysis.site_area import area_text
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.query.lead_industries import lead_industries
from geoplan.text.message import Text, joined, languages
from geoplan.text.names import name_of

_INDUSTRIES: Final = 3  # that are named


def site_tips(catalogue: Catalogue) -> dict[str, dict[str, list[str]]]:
    """Lay out lines of text for every site.

    Returns
    -------
    dict
        Lists of lines by site id and language; what is not known has no line.
    """
    areas, designations = stated_areas(catalogue), dict(list(catalogue.all_designations.groupby("site_id")))
    lines = {str(site): [_what(catalogue, str(site))] for site in catalogue.sites.index}
    for site, of in lines.items():
        if site in designations:
            leading, _ = lead_industries(designations[site])
            of.append(joined(name_of(catalogue.industries, industry) for industry in leading[:_INDUSTRIES]))
        if site in areas.index:
            of.append(area_text(areas[site]))
    return {site: {lang: [line.text(lang) for line in of] for lang in languages()} for site, of in lines.items()}


def _what(catalogue: Catalogue, site_id: str) -> Text:
    kind, status = catalogue.sites.loc[site_id, ["kind", "status"]]
    parts = [vocabulary.KINDS[kind], place_name(catalogue, site_id), vocabulary.STATUSES[status]]
    return joined(parts, "punctuation.dot")

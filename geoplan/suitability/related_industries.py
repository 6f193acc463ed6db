"""Related industries: those of the field at a site, and firms the plans name there or in its county."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from geoplan.analysis.specialisation import OWN_BASES
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import region_path
from geoplan.suitability.evidence import Citation, Evidence
from geoplan.suitability.relevance import industry_fields, related_terms
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import FIRM_IN_COUNTY, FIRMS_FULL, TERMS_FULL
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of


class Firm(NamedTuple):
    """A firm a plan names, and where the plan says it is."""

    name: str
    site_id: str
    adcode: str
    citation: Citation


def related_industries(
    catalogue: Catalogue, need: Requirements, rows: pd.DataFrame, candidates: list[str]
) -> Iterator[Evidence]:
    """Grade the other industries of the needed field at the site, and the firms of the field.

    The mean of min(terms / 4, 1) and min(firms / 3, 1). Terms are those the plans (`rows`: their designations) give the
    site itself in the fields of the needed industries, other than the needed ones and what lies above them. A firm at
    the site, at its parts or at what it is part of counts 1, one in the same county 0.5. A firm of which only the city
    is known counts nowhere; of a site that is known by its city alone, the upper bound counts the firms of the city's
    counties.
    """
    field = industry_fields(catalogue)
    needed = {field[i] for i in need.industries}
    kinship = related_terms(catalogue, need.industries)
    covered = set(kinship.loc[kinship["kinship"] != "narrower", "industry_id"])
    near = rows[rows["basis"].isin(OWN_BASES) & rows["industry_id"].map(field).isin(needed)]
    near = near[~near["industry_id"].isin(covered)].drop_duplicates(["site_id", "industry_id"])
    terms: dict[str, list[tuple[str, Citation]]] = {}
    for row in near.itertuples():
        terms.setdefault(row.site_id, []).append((row.industry_id, (row.plan_id, row.section)))
    firms = _firms(catalogue, need, {term for term, of in field.items() if of in needed})
    for site_id in candidates:
        own = terms.get(site_id, [])
        at_site, county, perhaps = _around(catalogue, firms, site_id)
        share = min(len(own) / TERMS_FULL, 1.0)
        count = len(at_site) + FIRM_IN_COUNTY * len(county)
        value = (share + min(count / FIRMS_FULL, 1.0)) / 2
        high = (share + min((count + FIRM_IN_COUNTY * len(perhaps)) / FIRMS_FULL, 1.0)) / 2
        named = [*at_site, *county]
        parts = [
            _listed("terms", [name_of(catalogue.industries, industry) for industry, _ in own], n=len(own)),
            _listed("firms", [firm.name for firm in named], at_site=len(at_site), county=len(county)),
        ]
        if perhaps:
            parts.append(message("suitability.related_industries.county_unknown", n=len(perhaps)))
        citations = [*(c for _, c in own), *(firm.citation for firm in named)]
        yield Evidence(site_id, "related", value, value, high, joined(parts, "punctuation.semicolon"), citations)


def _listed(code: str, names: Sequence[Text | str], **counts: int) -> Text:
    count = message(f"suitability.related_industries.counts.{code}", **counts)
    return message("suitability.related_industries.listed", count=count, names=joined(names)) if names else count


def _firms(catalogue: Catalogue, need: Requirements, industries: set[str]) -> list[Firm]:
    rows = catalogue.firms[catalogue.firms["industry_id"].isin(industries)]
    rows = rows[rows["plan_id"].isin(need.plans)] if need.plans else rows
    columns = ["name_zh", "site_id", "adcode", "plan_id", "section"]
    return [Firm(name, site, code, (plan, at)) for name, site, code, plan, at in rows[columns].to_numpy().tolist()]


def _around(catalogue: Catalogue, firms: list[Firm], site_id: str) -> tuple[list[Firm], list[Firm], list[Firm]]:
    """Each firm once: at the site or its family; elsewhere in its county; perhaps in its county."""
    family = {site_id, *catalogue.parts.get(site_id, []), *catalogue.ancestors(site_id)}
    own = str(catalogue.sites.at[site_id, "adcode"])
    at_site = {f.name: f for f in reversed(firms) if f.site_id in family}
    county = {f.name: f for f in reversed(firms) if f.adcode == own and f.name not in at_site}
    if catalogue.regions.at[own, "level"] == "county":
        return _in_order(firms, at_site), _in_order(firms, county), []
    # Of a site known by its city, every county below it will do; a firm told by the city alone is in none.
    perhaps = {
        f.name: f
        for f in reversed(firms)
        if f.name not in at_site and own in region_path(catalogue.regions, f.adcode)[1:]
    }
    return _in_order(firms, at_site), [], _in_order(firms, perhaps)


def _in_order(firms: list[Firm], chosen: dict[str, Firm]) -> list[Firm]:
    return [chosen[name] for name in dict.fromkeys(f.name for f in firms) if name in chosen]

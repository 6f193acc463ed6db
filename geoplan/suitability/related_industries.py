"""Related industries: those of the field at a site, and firms the plans name there or in its county."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from geoplan.analysis.specialisation import OWN_BASES
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
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
    is known counts nowhere; of a site that may stand in several counties the value is the mean over these, between the
    least and the greatest.
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
    counties = possible_counties(catalogue).groupby("site_id")["adcode"].agg(list)
    for site_id in candidates:
        own = terms.get(site_id, [])
        at_site = _at_site(catalogue, firms, site_id)
        by_county = [_in_county(firms, at_site, county) for county in counties.get(site_id, [""])]
        share = min(len(own) / TERMS_FULL, 1.0)
        counts = [len(at_site) + FIRM_IN_COUNTY * len(others) for others in by_county]
        values = [(share + min(count / FIRMS_FULL, 1.0)) / 2 for count in counts]
        sure = len(by_county) == 1
        named = [*at_site, *(by_county[0] if sure else [])]
        parts = [
            _listed("terms", [name_of(catalogue.industries, industry) for industry, _ in own], n=len(own)),
            _listed("firms", [firm.name for firm in named], at_site=len(at_site), county=len(named) - len(at_site)),
        ]
        if not sure and (perhaps := len({firm.name for others in by_county for firm in others})):
            parts.append(message("suitability.related_industries.county_unknown", n=perhaps))
        citations = [*(c for _, c in own), *(firm.citation for firm in named)]
        fact, value = joined(parts, "punctuation.semicolon"), sum(values) / len(values)
        yield Evidence(site_id, "related", value, min(values), max(values), fact, citations)


def _listed(code: str, names: Sequence[Text | str], **counts: int) -> Text:
    count = message(f"suitability.related_industries.counts.{code}", **counts)
    return message("suitability.related_industries.listed", count=count, names=joined(names)) if names else count


def _firms(catalogue: Catalogue, need: Requirements, industries: set[str]) -> list[Firm]:
    rows = catalogue.firms[catalogue.firms["industry_id"].isin(industries)]
    rows = rows[rows["plan_id"].isin(need.plans)] if need.plans else rows
    columns = ["name_zh", "site_id", "adcode", "plan_id", "section"]
    return [Firm(name, site, code, (plan, at)) for name, site, code, plan, at in rows[columns].to_numpy().tolist()]


def _at_site(catalogue: Catalogue, firms: list[Firm], site_id: str) -> list[Firm]:
    """Each firm once that is at the site, in a part of it or in what it is part of."""
    family = {site_id, *catalogue.ancestors(site_id)}
    return _once(f for f in firms if f.site_id and (f.site_id in family or site_id in catalogue.ancestors(f.site_id)))


def _in_county(firms: list[Firm], at_site: list[Firm], adcode: str) -> list[Firm]:
    """Each other firm once that is somewhere in a county."""
    names = {firm.name for firm in at_site}
    return _once(firm for firm in firms if firm.adcode == adcode and firm.name not in names)


def _once(firms: Iterable[Firm]) -> list[Firm]:
    first: dict[str, Firm] = {}
    for firm in firms:
        first.setdefault(firm.name, firm)
    return list(first.values())

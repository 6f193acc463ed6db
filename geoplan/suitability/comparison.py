"""Sites beside each other, fact by fact, marked where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

import pandas as pd

from geoplan.analysis.site_area import site_area, with_source
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.suitability.designation_strength import designation_strengths
from geoplan.suitability.evidence import lowercase
from geoplan.suitability.gateway_access import gateway_access
from geoplan.suitability.relevance import designations_of_plans, relevant_designations
from geoplan.suitability.requirements import Requirements, check_requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_criteria import position_facts
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, joined, local_text, message
from geoplan.text.names import name_of
from geoplan.vocabulary import BASES, GATEWAY_KINDS, KINDS, ROLES, STATUSES

COLUMNS: Final = ["fact", "title_zh", "title_en", "site_id", "value_zh", "value_en", "differs"]
_NAMED: Final = 6  # parts of a site that are named
_NOT_STATED: Final = message("suitability.comparison.not_stated")


class Row(NamedTuple):
    """A fact by code, its title, and its value for one site."""

    fact: str
    title: Text
    value: Callable[[str], Text]


def compare_sites(catalogue: Catalogue, site_ids: list[str], result: SiteSelection | None = None) -> pd.DataFrame:
    """Set sites side by side.

    Parameters
    ----------
    result : SiteSelection, optional
        Adds a row for each needed industry, rank, score and each criterion's value; a site that is not ranked says
        why. Gateways are given in minutes where the ranking went by minutes.

    Returns
    -------
    DataFrame
        One row a fact and site, facts in order, sites as given: ``fact``, ``title_zh``, ``title_en``, ``site_id``,
        ``value_zh``, ``value_en``, ``differs`` (the sites do not all have the same value).

    Raises
    ------
    RequirementsError
        A site the catalogue does not know.
    """
    check_requirements("site_ids", site_ids, catalogue.sites.index)
    rows = [
        *_description(catalogue),
        *(_designations(catalogue, result.need) if result else []),
        *_position(catalogue, site_ids, result),
        *(_ranking(result) if result else []),
    ]
    table = []
    for fact, title, value in rows:
        cells = [(cell.text("zh"), cell.text("en")) for cell in map(value, site_ids)]
        differs = len(set(cells)) > 1
        table += [
            (fact, title.text("zh"), title.text("en"), s, *cell, differs)
            for s, cell in zip(site_ids, cells, strict=True)
        ]
    return pd.DataFrame(table, columns=COLUMNS)


def _row(fact: str, value: Callable[[str], Text]) -> Row:
    return Row(fact, message(f"suitability.comparison.titles.{fact}"), value)


def _figure(number: float, digits: int) -> Text:
    return joined([f"{number:.{digits}f}"])


def _list(terms: list[Text]) -> Text:
    return joined(terms) if terms else _NOT_STATED


def _description(catalogue: Catalogue) -> Iterator[Row]:
    sites = catalogue.sites
    plans = {plan: name_of(catalogue.plans, plan, "short") for plan in catalogue.plans.index}
    citing = catalogue.citations.groupby("site_id")["plan_id"].agg(set).to_dict()
    projects = catalogue.project_sites.groupby("site_id")["project_id"].nunique().to_dict()
    yield _row("county", partial(place_name, catalogue))
    yield _row("kind", lambda s: KINDS[sites.at[s, "kind"]])
    yield _row("status", lambda s: STATUSES[sites.at[s, "status"]])
    yield _row("industries", lambda s: _industries(catalogue, s))
    yield _row("plans", lambda s: _list([title for plan, title in plans.items() if plan in citing.get(s, ())]))
    yield _row("part_of", lambda s: _sites(catalogue, catalogue.parents.get(s, [])))
    yield _row("parts", lambda s: _sites(catalogue, catalogue.parts.get(s, [])))
    yield _row("projects", lambda s: _figure(projects.get(s, 0), 0))


def _industries(catalogue: Catalogue, site_id: str) -> Text:
    """The industries that plans name as leading for the site itself, else all that they give it."""
    rows = catalogue.designations[catalogue.designations["site_id"] == site_id]
    leading = rows[rows["role"] == "lead"]
    chosen = rows if leading.empty else leading
    return _list([name_of(catalogue.industries, term) for term in dict.fromkeys(chosen["industry_id"])])


def _sites(catalogue: Catalogue, ids: list[str]) -> Text:
    """A few by name, the rest by number."""
    names = _list([name_of(catalogue.sites, s) for s in ids[:_NAMED]])
    rest = len(ids) - _NAMED
    return message("suitability.comparison.more", names=names, total=len(ids), rest=rest) if rest > 0 else names


def _designations(catalogue: Catalogue, need: Requirements) -> Iterator[Row]:
    relevant = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    relevant = relevant.assign(strength=designation_strengths(relevant)).sort_values(
        ["strength", "plan_id"], ascending=[False, True], kind="stable"
    )
    for industry in dict.fromkeys(need.industries):
        of_plan = relevant[relevant["need_id"] == industry].drop_duplicates(["site_id", "plan_id"])
        lines: dict[str, list[Text]] = {}
        for row in of_plan.itertuples():
            line = message(
                "suitability.comparison.designation",
                role=ROLES[row.role],
                basis=BASES[row.basis],
                wording=row.wording,
                plan=name_of(catalogue.plans, row.plan_id, "short"),
            )
            lines.setdefault(row.site_id, []).append(line)
        yield Row(f"role:{industry}", name_of(catalogue.industries, industry), partial(_lines, lines))


def _lines(lines: dict[str, list[Text]], site_id: str) -> Text:
    return _list(lines.get(site_id, []))


def _position(catalogue: Catalogue, site_ids: list[str], result: SiteSelection | None) -> Iterator[Row]:
    positions = position_facts(catalogue, site_ids)
    yield _row("area", lambda s: with_source(site_area(catalogue, s)))
    yield _row("position", positions.__getitem__)
    access = gateway_access(catalogue, Requirements(()), site_ids, result.streets if result else None)
    for kind, term in GATEWAY_KINDS.items():
        title = message("suitability.comparison.titles.nearest", kind=lowercase(term))
        yield Row(f"gateway:{kind}", title, partial(access.nearest_gateway, kind=kind))


def _ranking(result: SiteSelection) -> Iterator[Row]:
    ranked = result.ranking.set_index("site_id")
    excluded = result.excluded.set_index("site_id")

    def not_ranked(site_id: str) -> Text:
        if site_id not in excluded.index:
            return message("suitability.comparison.no_park")
        reason = local_text(*excluded.loc[site_id, ["reason_zh", "reason_en"]])
        return message("suitability.comparison.not_ranked", reason=reason)

    def of_ranking(column: str, digits: int) -> Callable[[str], Text]:
        return lambda s: _figure(ranked.at[s, column], digits) if s in ranked.index else not_ranked(s)

    def of_criterion(code: str) -> Callable[[str], Text]:
        def value(site_id: str) -> Text:
            if site_id not in result.matrix.index:
                return message("suitability.comparison.none")
            known = result.matrix.at[site_id, code]
            return message("suitability.comparison.missing") if pd.isna(known) else _figure(known, 2)

        return value

    yield _row("rank", of_ranking("rank", 0))
    yield _row("score", of_ranking("score", 3))
    for code, criterion in CRITERIA.items():
        yield Row(f"criterion:{code}", criterion.title, of_criterion(code))

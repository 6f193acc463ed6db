"""Sites of a shortlist beside each other, fact by fact, marked where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import short
from geoplan.errors import RequirementsError
from geoplan.suitability.designation_strength import designation_strengths
from geoplan.suitability.evidence import row_name
from geoplan.suitability.gateway_access import gateway_access
from geoplan.suitability.relevance import designations_of_plans, relevant_designations
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.scales import CRITERIA
from geoplan.suitability.site_criteria import land_area, position_certainty
from geoplan.suitability.site_selection import SiteSelection
from geoplan.text.message import Text, local_text, message
from geoplan.vocabulary import BASES, GATEWAY_KINDS, KINDS, ROLES, STATUSES

COLUMNS: Final = ["fact", "title_zh", "title_en", "site_id", "value_zh", "value_en", "differs"]
_NAMED: Final = 6  # parts of a site told by name
NOT_NAMED: Final = message("suitability.comparison.no_plan_says")  # no plan names it


class Row(NamedTuple):
    """A fact by name, and what it is for one site."""

    fact: str
    title: Text
    of: Callable[[str], Text]


def differences_between(
    catalogue: Catalogue, site_ids: list[str], need: Requirements | None = None, result: SiteSelection | None = None
) -> pd.DataFrame:
    """Set sites side by side.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    site_ids : list of str
        In the order wanted.
    need : Requirements, optional
        Adds a row for each needed industry.
    result : SiteSelection, optional
        Adds rank, score and each criterion's value; a site that is not ranked says why.

    Returns
    -------
    DataFrame
        One row a fact and site, facts in order, sites as given: ``fact``, ``title_zh``, ``title_en``, ``site_id``,
        ``value_zh``, ``value_en``, ``differs`` (the sites do not all say the same of this fact).

    Raises
    ------
    RequirementsError
        A site the catalogue does not know.
    """
    if unknown := [s for s in site_ids if s not in catalogue.sites.index]:
        names = ", ".join(unknown)
        raise RequirementsError("suitability.comparison.site_ids_unknown_check_id", names=names)
    asked = need or (result.need if result else None)
    rows = [
        *_plain(catalogue),
        *(_roles(catalogue, asked) if asked else []),
        *_ground(catalogue, site_ids),
        *(_result(catalogue, result) if result else []),
    ]
    table = []
    for fact, title, of in rows:
        cells = [of(s) for s in site_ids]
        differs = len(set(cells)) > 1
        table += [
            (fact, title.zh, title.en, s, cell.zh, cell.en, differs) for s, cell in zip(site_ids, cells, strict=True)
        ]
    return pd.DataFrame(table, columns=COLUMNS)


def _joined(terms: list[Text]) -> Text:
    return local_text("、".join(t.zh for t in terms), ", ".join(t.en for t in terms)) if terms else NOT_NAMED


def _plain(catalogue: Catalogue) -> Iterator[Row]:
    sites, order = catalogue.sites, catalogue.plans.index
    said = catalogue.namings.groupby("site_id")["plan_id"].agg(set).to_dict()
    projects = catalogue.project_sites.groupby("site_id")["project_id"].nunique().to_dict()

    def plans(site_id: str) -> Text:
        return _joined([short(catalogue, plan) for plan in order if plan in said.get(site_id, ())])

    def count(site_id: str) -> Text:
        return local_text(*2 * [str(projects.get(site_id, 0))])

    yield Row(
        "county", message("suitability.comparison.where"), lambda s: row_name(catalogue.regions, sites.at[s, "adcode"])
    )
    yield Row("kind", message("suitability.comparison.kind"), lambda s: KINDS[sites.at[s, "kind"]])
    yield Row("status", message("suitability.comparison.status"), lambda s: STATUSES[sites.at[s, "status"]])
    yield Row("plans", message("suitability.comparison.plans_name"), plans)
    yield Row(
        "part_of", message("suitability.comparison.part"), lambda s: _family(catalogue, catalogue.parents.get(s, []))
    )
    yield Row(
        "parts", message("suitability.comparison.parts"), lambda s: _family(catalogue, catalogue.parts.get(s, []))
    )
    yield Row("projects", message("suitability.comparison.projects"), count)


def _family(catalogue: Catalogue, ids: list[str]) -> Text:
    """A few by name, the rest by number: the dossier has them all."""
    told = _joined([row_name(catalogue.sites, s) for s in ids[:_NAMED]])
    rest = len(ids) - _NAMED
    return message("suitability.comparison.more", told=told, total=len(ids), rest=rest) if rest > 0 else told


def _roles(catalogue: Catalogue, need: Requirements) -> Iterator[Row]:
    said = relevant_designations(catalogue, need, designations_of_plans(catalogue, need))
    said = said.assign(strength=designation_strengths(said)).sort_values(
        ["strength", "plan_id"], ascending=[False, True], kind="stable"
    )
    for industry in dict.fromkeys(need.industries):
        best = said[said["need_id"] == industry].drop_duplicates(["site_id", "plan_id"])
        lines: dict[str, list[Text]] = {}
        for row in best.itertuples():
            plan, role, basis = short(catalogue, row.plan_id), ROLES[row.role], BASES[row.basis]
            lines.setdefault(row.site_id, []).append(
                message("suitability.comparison.text", role=role, basis=basis, wording=row.wording, plan=plan)
            )
        yield Row(f"role:{industry}", row_name(catalogue.industries, industry), partial(_lines, lines))


def _lines(lines: dict[str, list[Text]], site_id: str) -> Text:
    return _joined(lines.get(site_id, []))


def _ground(catalogue: Catalogue, site_ids: list[str]) -> Iterator[Row]:
    rooms = {e.site_id: local_text(e.fact_zh, e.fact_en) for e in land_area(catalogue, site_ids) if e.value == e.value}
    sure = {e.site_id: local_text(e.fact_zh, e.fact_en) for e in position_certainty(catalogue, site_ids)}
    yield Row("area", message("suitability.comparison.stated_land_area"), lambda s: rooms.get(s, NOT_NAMED))
    yield Row("position", message("suitability.comparison.how_sure_position"), lambda s: sure[s])
    parks = gateway_access(catalogue, Requirements(()), site_ids)
    for kind, title in GATEWAY_KINDS.items():
        yield Row(
            f"gateway:{kind}",
            message("suitability.comparison.nearest", title=local_text(title.zh, title.en.lower())),
            partial(parks.told, kind=kind),
        )


def _result(catalogue: Catalogue, result: SiteSelection) -> Iterator[Row]:
    ranked = result.ranking.set_index("site_id")
    out = result.excluded.set_index("site_id")
    values = result.matrix

    def why(site_id: str) -> Text:
        if site_id in out.index:
            return message(
                "suitability.comparison.not_ranked",
                at=local_text(out.at[site_id, "reason_zh"], out.at[site_id, "reason_en"]),
            )
        return message("suitability.comparison.not_ranked_takes_no_enterprises")

    def cell(column: str, digits: int) -> Callable[[str], Text]:
        return lambda s: local_text(*2 * [f"{ranked.at[s, column]:.{digits}f}"]) if s in ranked.index else why(s)

    def value(code: str) -> Callable[[str], Text]:
        def of(site_id: str) -> Text:
            if site_id not in values.index:
                return message("suitability.comparison.text_2")
            known = values.at[site_id, code]
            return message("suitability.comparison.missing") if pd.isna(known) else local_text(*2 * [f"{known:.2f}"])

        return of

    yield Row("rank", message("suitability.comparison.rank"), cell("rank", 0))
    yield Row("score", message("suitability.comparison.score"), cell("score", 3))
    for code, criterion in CRITERIA.items():
        yield Row(f"criterion:{code}", local_text(criterion.zh, criterion.en), value(code))

"""From a need to a ranking that can be defended: what the command, the page and the brief call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from geoplan.analysis.network_catchment import Network
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.candidates import filter_candidates, parks
from geoplan.suitability.criteria import criteria as grade
from geoplan.suitability.evidence import COLUMNS, row_name
from geoplan.suitability.ranking import RANKING, contributions, rank
from geoplan.suitability.relevance import designations_of_plans, related_terms, relevant_designations
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.robustness import WEIGHT_DRAWS, position_draws, rank_ranges
from geoplan.suitability.scales import CRITERIA
from geoplan.text.message import Text, local_text, message

_RANGES: Final = [f"{by}_{span}" for by in ("weights", "position", "both") for span in ("best", "p05", "p95", "worst")]
_CONTRIBUTIONS: Final = ["site_id", "criterion", "share", "value", "contribution"]


@dataclass(frozen=True, eq=False)
class SiteSelection:
    """An answer to a need.

    Attributes
    ----------
    need : Requirements
        The question.
    ranking : DataFrame
        ``site_id``, ``rank``, ``score``, ``score_low``, ``score_high``, ``topsis``, ``topsis_rank``, ``missing`` (see
        `geoplan.suitability.ranking.rank`), ``rank_best``, ``rank_p05``, ``rank_p95``, ``rank_worst`` (under other
        weights and positions together), and the same for either alone as ``weights_…`` and ``position_…``.
    contributions : DataFrame
        ``site_id``, ``criterion``, ``share``, ``value``, ``contribution``.
    criteria : DataFrame
        ``site_id``, ``criterion``, ``value``, ``low``, ``high``, ``fact_zh``, ``fact_en``, ``citations``.
    matrix : DataFrame
        Values, sites × criteria.
    excluded : DataFrame
        ``site_id``, ``reasons``, ``reason_zh``, ``reason_en``.
    reason_zh, reason_en : str
        Why the ranking is empty; "" where it is not.
    remarks : tuple of Text
        What else should be known: needed industries that no park is for, and the like.
    """

    need: Requirements
    ranking: pd.DataFrame
    contributions: pd.DataFrame
    criteria: pd.DataFrame
    matrix: pd.DataFrame
    excluded: pd.DataFrame
    reason_zh: str
    reason_en: str
    remarks: tuple[Text, ...]


def find_sites(
    catalogue: Catalogue,
    need: Requirements,
    streets: Network | None = None,
    weight_draws: int = WEIGHT_DRAWS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> SiteSelection:
    """Rank the sites that answer a need, and say why each other one does not.

    Parameters
    ----------
    catalogue : Catalogue
        What is known.
    need : Requirements
        What is asked for.
    streets : Network, optional
        Of one mode, in the system of `geoplan.analysis.proximity.positioned_sites`: gateways by minutes.
    weight_draws, draws : int
        How often the weights and the positions are drawn; 0 for none.
    seed : int
        The same seed, the same ranges.

    Returns
    -------
    SiteSelection
        Empty, with the reason, where nothing answers.

    Raises
    ------
    RequirementsError
        An id that the catalogue does not know.
    """
    need.check(catalogue)
    candidates, excluded = filter_candidates(catalogue, need)
    remarks = tuple(_remarks(catalogue, need))
    if not candidates:
        reason = _nothing(catalogue, need, excluded)
        return SiteSelection(
            need,
            ranking=pd.DataFrame(columns=[*RANKING, *_ranged()]),
            contributions=pd.DataFrame(columns=_CONTRIBUTIONS),
            criteria=pd.DataFrame(columns=COLUMNS),
            matrix=pd.DataFrame(columns=list(CRITERIA)),
            excluded=excluded,
            reason_zh=reason.zh,
            reason_en=reason.en,
            remarks=remarks,
        )
    graded = grade(catalogue, need, candidates, streets)
    moved = position_draws(graded, draws, seed) if draws else None
    ranges = rank_ranges(graded.matrix, need.weights, moved, weight_draws, seed)[_RANGES]
    ranking = rank(graded.matrix, need.weights, graded.low, graded.high).join(
        ranges.set_axis(_ranged(), axis=1), "site_id"
    )
    parts = contributions(graded.matrix, need.weights)
    return SiteSelection(need, ranking, parts, graded.table, graded.matrix, excluded, "", "", remarks)


def _ranged() -> list[str]:
    return [name.replace("both_", "rank_") for name in _RANGES]


def _remarks(catalogue: Catalogue, need: Requirements) -> list[Text]:
    """Name each needed industry that no park is designated for, though something else is."""
    rows = designations_of_plans(catalogue, need)
    exact = rows.merge(related_terms(catalogue, need.industries).query("kinship != 'broader'"), on="industry_id")
    carriers = set(parks(catalogue))
    said = []
    for industry in dict.fromkeys(need.industries):
        here = exact.loc[exact["need_id"] == industry, "site_id"]
        name = row_name(catalogue.industries, industry)
        if here.empty:
            said.append(_nowhere(catalogue, industry))
        elif not set(here) & carriers:
            places = [row_name(catalogue.sites, s) for s in dict.fromkeys(here)][:3]
            zh, en = "、".join(p.zh for p in places), ", ".join(p.en for p in places)
            said.append(
                message("suitability.site_selection.no_park_designated_plans_give", name=name, zh=local_text(zh, en))
            )
    return said


def _nowhere(catalogue: Catalogue, industry: str) -> Text:
    name = row_name(catalogue.industries, industry)
    above = str(catalogue.industries.at[industry, "parent_id"])
    zh, en = f"所选规划没有把{name.zh}布局到任何地方", f"The plans heeded place {name.en} nowhere"
    if above:
        wider = row_name(catalogue.industries, above)
        return message("suitability.site_selection.try_what_part", wider=wider, zh=local_text(zh, en))
    return message("suitability.site_selection.text", zh=local_text(zh, en))


def _nothing(catalogue: Catalogue, need: Requirements, excluded: pd.DataFrame) -> Text:
    if not need.industries:
        return message("suitability.site_selection.choose_industry_needed_first")
    if relevant_designations(catalogue, need, designations_of_plans(catalogue, need)).empty:
        told = [_nowhere(catalogue, i) for i in dict.fromkeys(need.industries)]
        return local_text("".join(t.zh for t in told), " ".join(t.en for t in told))
    fitting = excluded[~excluded["reasons"].map(lambda r: bool({"not_designated", "plan_not_heeded"} & set(r)))]
    if fitting.empty:
        return message("suitability.site_selection.what_plans_name_takes_no")
    return message("suitability.site_selection.designated_but_none_meets_conditions", n=len(fitting))

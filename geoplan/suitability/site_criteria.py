"""Criteria of the site itself: how sure its position is, and how much land the plans state."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geoplan.analysis.proximity import positioned_sites
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite
from geoplan.drafts.draft_marks import method_label
from geoplan.suitability.conditions import M2
from geoplan.suitability.evidence import Evidence, exact_evidence, lowercase, missing_evidence
from geoplan.suitability.scales import CONFIDENCE_WEIGHTS, METHOD_WEIGHTS, RADIUS_M, ROOM_KM2, linear_score, log_score
from geoplan.text.message import joined, message
from geoplan.vocabulary import CONFIDENCES


def position_certainty(catalogue: Catalogue, candidates: list[str]) -> Iterator[Evidence]:
    """Grade how sure the position is: by ``radius_m``, times ``confidence``, times ``method`` of ``places``.

    A site of several features is as sure as the least sure of them; one that is placed through its parts likewise.
    That only the county is known is a fact, not a gap: it counts 0.
    """
    placed = positioned_sites(catalogue).index
    features = catalogue.places[catalogue.places.geometry.notna()]
    weight = features["confidence"].map(CONFIDENCE_WEIGHTS).astype(float)
    weight *= features["method"].map(METHOD_WEIGHTS).astype(float)
    graded = features.assign(value=linear_score(features["radius_m"], *RADIUS_M) * weight)
    worst = graded.sort_values("value", kind="stable").drop_duplicates("site_id").set_index("site_id")
    for site_id in candidates:
        if site_id not in placed:
            yield exact_evidence(site_id, "certainty", 0.0, message("suitability.site_criteria.county_only"))
            continue
        own = site_id in worst.index
        parts = [site_id] if own else catalogue.located_descendants(site_id)
        row = worst.loc[parts].sort_values("value", kind="stable").iloc[0]
        position = message(
            "suitability.site_criteria.position",
            radius=f"{row['radius_m']:,.0f}" if not np.isnan(row["radius_m"]) else "?",
            confidence=lowercase(CONFIDENCES[row["confidence"]]),
            method=lowercase(method_label(row["method"], row.name in catalogue.drafted)),
        )
        fact = position if own else message("suitability.site_criteria.through_parts", position=position)
        yield exact_evidence(site_id, "certainty", float(np.nan_to_num(row["value"])), fact)


def land_area(catalogue: Catalogue, candidates: list[str]) -> Iterator[Evidence]:
    """Grade the land area that the plans state in ``site_facts``, by its logarithm; missing where none states one.

    Drawn areas do not stand in: many are schematic.
    """
    areas = stated_areas(catalogue) / M2
    facts = catalogue.site_facts[catalogue.site_facts["property"] == "land_area"]
    for site_id in candidates:
        if site_id not in areas.index:
            yield missing_evidence(site_id, "room", message("suitability.site_criteria.no_area"))
            continue
        rows = facts[facts["site_id"] == site_id]
        citations = list(dict.fromkeys(zip(rows["plan_id"], rows["section"], strict=True)))
        stated = dict.fromkeys(f"{v} {u}" for v, u in zip(rows["value"], rows["unit"], strict=True))
        fact = message(
            "suitability.site_criteria.area",
            km2=float(areas[site_id]),
            stated=joined(stated),
            citations=joined((cite(catalogue, *c) for c in citations), "punctuation.semicolon"),
        )
        yield exact_evidence(site_id, "room", float(log_score(areas[site_id], *ROOM_KM2)), fact, citations)

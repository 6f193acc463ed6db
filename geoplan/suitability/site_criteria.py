"""The site itself: how sure its position is, and how much land the plans state."""

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
from geoplan.suitability.scales import ROOM_KM2, log_score
from geoplan.text.message import Text, joined, message
from geoplan.vocabulary import CONFIDENCES


def position_facts(catalogue: Catalogue, site_ids: list[str]) -> dict[str, Text]:
    """Say how sure each position is: radius, confidence and method; of several features those of the least sure.

    A site that is placed through its parts is as sure as these. How sure a position is, is no merit of a site, and
    weighs nothing.
    """
    placed = positioned_sites(catalogue).index
    features = catalogue.places[catalogue.places.geometry.notna()]
    order = features.assign(unsure=features["confidence"].map(list(CONFIDENCES).index))
    order = order.sort_values(["radius_m", "unsure"], ascending=False, kind="stable", na_position="first")
    worst = order.drop_duplicates("site_id").set_index("site_id")
    facts = {}
    for site_id in site_ids:
        if site_id not in placed:
            facts[site_id] = message("suitability.site_criteria.unplaced")
            continue
        own = site_id in worst.index
        parts = worst.index.isin([site_id] if own else catalogue.located_descendants(site_id))
        row = worst[parts].iloc[0]
        position = message(
            "suitability.site_criteria.position",
            radius=f"{row['radius_m']:,.0f}" if not np.isnan(row["radius_m"]) else "?",
            confidence=lowercase(CONFIDENCES[row["confidence"]]),
            method=lowercase(method_label(row["method"], row.name in catalogue.drafted)),
        )
        facts[site_id] = position if own else message("suitability.site_criteria.through_parts", position=position)
    return facts


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

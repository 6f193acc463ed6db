"""What is known of the ground itself: how sure its position is, and how much land the plans state."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geoplan.analysis.proximity import positioned_sites
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.candidates import M2
from geoplan.suitability.evidence import Evidence, cited, missing_evidence
from geoplan.suitability.scales import CONFIDENCE, METHOD, RADIUS_M, ROOM_KM2, linear_score, log_score
from geoplan.text.message import message
from geoplan.vocabulary import CONFIDENCES, METHODS

NO_AREA = message("suitability.site_criteria.no_plan_states_land_area")
NO_PLACE = message("suitability.site_criteria.county_known")


def position_certainty(catalogue: Catalogue, candidates: list[str]) -> Iterator[Evidence]:
    """Grade how sure the position is: by radius, times confidence, times method.

    A site of several features is as sure as the least sure of them; one that is placed through its parts likewise.
    That only the county is known is a fact, not a gap: it counts 0.

    Parameters
    ----------
    catalogue : Catalogue
        The position passports.
    candidates : list of str
        Site ids.

    Yields
    ------
    Evidence
        One a candidate.
    """
    frame = positioned_sites(catalogue)
    features = catalogue.places[catalogue.places.geometry.notna()]
    sure = features["confidence"].map(CONFIDENCE).astype(float) * features["method"].map(METHOD).astype(float)
    worth = linear_score(features["radius_m"], *RADIUS_M) * sure
    graded = features.assign(worth=worth).sort_values("worth", kind="stable")
    worst = graded.drop_duplicates("site_id").set_index("site_id")
    for site_id in candidates:
        if site_id not in frame.index:
            yield Evidence(site_id, "certainty", 0.0, 0.0, 0.0, NO_PLACE.zh, NO_PLACE.en, [])
            continue
        stands = [site_id] if site_id in worst.index else catalogue.drawn_parts(site_id)
        row = worst.loc[stands].sort_values("worth", kind="stable").iloc[0]
        method, confidence = METHODS[row["method"]], CONFIDENCES[row["confidence"]]
        radius = f"{row['radius_m']:,.0f}" if not np.isnan(row["radius_m"]) else "?"
        zh = f"半径 {radius} 米，置信度{confidence.zh}，{method.zh}"
        en = f"radius {radius} m, {confidence.en.lower()} confidence, {method.en.lower()}"
        if stands != [site_id]:
            zh, en = f"{zh}（由其组成部分定位）", f"{en} (placed through its parts)"
        value = float(np.nan_to_num(row["worth"]))
        yield Evidence(site_id, "certainty", value, value, value, zh, en, [])


def land_area(catalogue: Catalogue, candidates: list[str]) -> Iterator[Evidence]:
    """Grade the land area that the plans state, by its logarithm.

    Parameters
    ----------
    catalogue : Catalogue
        Stated quantities.
    candidates : list of str
        Site ids.

    Yields
    ------
    Evidence
        One a candidate; missing where no plan states an area. Drawn areas do not stand in: many are schematic.
    """
    areas = stated_areas(catalogue) / M2
    facts = catalogue.site_facts[catalogue.site_facts["property"] == "land_area"]
    for site_id in candidates:
        if site_id not in areas.index:
            yield missing_evidence(site_id, "room", NO_AREA)
            continue
        km2 = float(areas[site_id])
        value = float(log_score(km2, *ROOM_KM2))
        rows = facts[facts["site_id"] == site_id]
        citations = list(dict.fromkeys(zip(rows["plan_id"], rows["section"], strict=True)))
        said = list(dict.fromkeys(f"{v} {u}" for v, u in zip(rows["value"], rows["unit"], strict=True)))
        where = [cited(catalogue, *c) for c in citations]
        zh = f"{km2:.3g} 平方公里（写作 {'、'.join(said)}；{'；'.join(w.zh for w in where)}）"
        en = f"{km2:.3g} km² (stated as {', '.join(said)}; {'; '.join(w.en for w in where)})"
        yield Evidence(site_id, "room", value, value, value, zh, en, citations)

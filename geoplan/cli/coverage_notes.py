"""What ``geoplan coverage`` says beside a table: who was left out, how sites are counted, whose plan was read."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from geoplan.analysis.clustering_note import clustering_note
from geoplan.analysis.county_clusters import county_clusters_note
from geoplan.analysis.county_counts import count_no_county
from geoplan.analysis.coverage_total import adding_note, count_note, outline_note
from geoplan.analysis.own_plans import comparable_note, own_plan_note
from geoplan.analysis.unknown_sites import count_unknown
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, message

_OF_POSITIONS: Final = ("catchments", "uncovered", "nearest", "clusters", "access")
_OF_COUNTIES: Final = ("structure", "diversity", "clusters", "moran")


def compared_notes(catalogue: Catalogue, scope: str, is_comparable: bool) -> list[Text]:
    """Which plans count, where these are only some: `catalogue` has all."""
    return [comparable_note(catalogue, scope)] if is_comparable else []


def measure_notes(
    catalogue: Catalogue, sites: list[str], measure: str, frame: pd.DataFrame, options: dict[str, Any]
) -> list[Text]:
    """The notes of a measure.

    Parameters
    ----------
    frame : DataFrame
        What was measured.
    options : dict
        ``scope``, ``by``, ``depth``, ``count`` of the command.
    """
    scope = options["scope"]
    notes: list[Text | None] = []
    if measure == "carriers" and len(frame):
        by, count = options["by"], options["count"]
        note = count_note(catalogue, sites, by, options["depth"], scope, count)
        notes = [
            message("cli.coverage.count", count=count, note=note),
            adding_note(frame, by, count),
            outline_note(frame),
        ]
    if measure == "clusters":
        notes.append(clustering_note(catalogue, frame))
    if measure == "moran":
        notes.append(county_clusters_note(frame))
    if measure in _OF_POSITIONS:
        asked, unplaced = count_unknown(catalogue, sites, scope)
        notes += [message("cli.coverage.unplaced", n=unplaced, asked=asked)] if unplaced else []
    of_counties = measure in _OF_COUNTIES or (measure == "carriers" and "county" in options["by"])
    if of_counties and measure not in ("clusters", "moran"):
        asked, no_county = count_no_county(catalogue, sites, scope)
        notes += [message("cli.coverage.no_county", n=no_county, asked=asked)] if no_county else []
    if of_counties:
        notes.append(own_plan_note(catalogue, sites, scope))
    return [note for note in notes if note is not None]

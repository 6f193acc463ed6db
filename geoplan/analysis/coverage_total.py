"""The table of coverage with a total that counts each site once, and whether its rows may be added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from geoplan.analysis.coverage import measured_cells
from geoplan.analysis.coverage_cells import coverage_cells, keys_of, on_firmest_ground
from geoplan.analysis.coverage_footprints import NOT_ESTIMATED
from geoplan.analysis.nested_sites import ALL, COUNTS, WHOLES, without_nested
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.catalogue.catalogue import Catalogue
from geoplan.study_area import stem
from geoplan.text.message import Text, message

CELL: Final = "cell"
TOTAL: Final = "total"


def coverage_with_total(
    catalogue: Catalogue,
    site_ids: list[str] | None = None,
    by: tuple[str, ...] = ("county", "industry"),
    depth: str = "branch",
    scope: str = "350000",
    denominator: str = "boundary",
    draws: int = DRAWS,
    seed: int = SEED,
    count: str = ALL,
) -> pd.DataFrame:
    """Count and measure sites per cell, and all of them once.

    Parameters
    ----------
    catalogue, site_ids, by, depth, scope, denominator, draws, seed, count : of `coverage_table`
        See `geoplan.analysis.coverage.coverage_table`.

    Returns
    -------
    DataFrame
        The table of `coverage_table` with ``row`` after the keys: ``cell``, and in the last row ``total``, whose keys
        are "": every site of any cell counted once on its firmest ground, stated areas added once, footprints united
        within the scope, the share that of the scope. Empty where no cell is.
    """
    keys = keys_of(by)
    cells = coverage_cells(catalogue, site_ids, by, depth, scope)
    measures = (scope, denominator, draws, seed, count)
    table = measured_cells(catalogue, cells, keys, *measures)
    table.insert(len(keys), "row", CELL)
    if cells.empty:
        return table
    once = on_firmest_ground(cells).assign(row=TOTAL)
    total = measured_cells(catalogue, once, ["row"], *measures).assign(**dict.fromkeys(keys, ""))
    return pd.concat([table, total[table.columns]], ignore_index=True)


def rows_of_regions(table: pd.DataFrame, regions: Sequence[str]) -> pd.DataFrame:
    """Keep the rows of the regions that were asked for and of those within; all where none was.

    A site that stands in several counties has a row in each: for a county that was not asked for, such a row would
    count these sites alone.

    Parameters
    ----------
    table : DataFrame
        `coverage_with_total`, or `geoplan.analysis.coverage.coverage_table`.
    regions : sequence of str
        Adcodes.
    """
    if not regions or "adcode" not in table:
        return table
    inside = table["adcode"].str.startswith(tuple(stem(code) for code in regions))
    return table[inside | table["adcode"].eq("")].reset_index(drop=True)


def count_note(
    catalogue: Catalogue, site_ids: list[str] | None, by: Sequence[str], depth: str, scope: str, count: str
) -> Text:
    """Say how many of the sites of a table are parts of others, and how these are counted."""
    every = coverage_cells(catalogue, site_ids, by, depth, scope)["site_id"].unique()
    parts = len(every) - len(without_nested(catalogue, every, WHOLES))
    counted = len(without_nested(catalogue, every, count))
    figures = {"asked": len(every), "parts": parts, "rule": COUNTS[count], "n": counted}
    return message("analysis.coverage_total.count_note", **figures)


def adding_note(table: pd.DataFrame, by: Sequence[str], count: str) -> Text | None:
    """Say that rows must not be added, and why; None where they add up to the total.

    Parameters
    ----------
    table : DataFrame
        `coverage_with_total`.
    """
    cells, total = (table[table["row"] == row] for row in (CELL, TOTAL))
    if total.empty or cells["carriers"].sum() == total["carriers"].sum():
        areas = [rows["stated_area_km2"].sum() for rows in (cells, total)]
        return None if np.isclose(*areas) else message("analysis.coverage_total.not_added.areas")
    several = "_".join(name for name in ("industry", "plan") if name in by)
    several = several or ("county" if count == ALL else "nested")
    return message(f"analysis.coverage_total.not_added.{several}")


def outline_note(table: pd.DataFrame) -> Text | None:
    """Say how many of the sites counted are drawn as areas, and where intervals are left out; None for no sites.

    Parameters
    ----------
    table : DataFrame
        `coverage_with_total`.
    """
    total = table[table["row"] == TOTAL]
    if total.empty:
        return None
    code = "outlines_not_estimated" if table["footprint_interval"].eq(NOT_ESTIMATED).any() else "outlines"
    figures = {"n": int(total["carriers"].iloc[0]), "k": int(total["outlined"].iloc[0])}
    return message(f"analysis.coverage_total.{code}", **figures)

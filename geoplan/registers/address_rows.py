"""Rows of a register that have an address and no coordinates: kept until their addresses are looked up, then counted.

They are few, and a place known by a name is a disc, not a point; so they take a way of their own, whose counts are
added to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from geoplan.crs.metric import STORAGE, metric_crs_for
from geoplan.registers.address_places import AddressPlace
from geoplan.registers.area_index import AreaIndex
from geoplan.registers.assigned_rows import assigned_table
from geoplan.registers.count_rows import RegisterCounts, RegisterRows, add_counts, row_counter
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.polygon_edges import Ints, expand
from geoplan.registers.returned_rows import RowsTakenOff
from geoplan.registers.row_reasons import RowReasons

COUNTY = "county"
TOUCHED = "possible"  # the ground that a disc needs only to touch; in all others it must lie whole


@dataclass
class AddressTally:
    """What became of rows with an address only.

    Attributes
    ----------
    n_rows, n_texts : int
        All of them, and their different addresses.
    used : dict of int
        Rows by ``high`` and ``medium``, the confidence of their position, and ``county``, where only that is sure.
    """

    n_rows: int = 0
    n_texts: int = 0
    used: dict[str, int] = field(default_factory=dict)


def count_addresses(
    tables: Sequence[pa.Table], plan: CountingPlan, places: Callable[[list[str]], list[AddressPlace]]
) -> tuple[RegisterCounts, AddressTally]:
    """Count rows by their addresses.

    In counties a row counts where its county is certain. In sites it counts where its position is known, and that is
    a disc: in `TOUCHED` where the disc touches the ground, in the other grounds where the whole disc lies in it.

    Parameters
    ----------
    tables : sequence of pyarrow.Table
        As `geoplan.registers.waiting_rows` makes them, in any order.
    places : callable
        Looks different addresses up; see `geoplan.registers.address_places`.

    Returns
    -------
    counts : RegisterCounts
        Of these rows; ``n_rows`` is 0, as they have been counted as rows before.
    tally : AddressTally
    """
    if not tables:
        return RegisterCounts(), AddressTally()
    table = pa.concat_tables(tables).sort_by([("file", "ascending"), ("row", "ascending")])
    encoded = table.column("address").combine_chunks().dictionary_encode()
    text = encoded.indices.to_numpy(zero_copy_only=False)
    found = places(encoded.dictionary.to_pylist())
    by_county = COUNTY in plan.layers
    why = np.array([place.unused_in(by_county) for place in found], dtype=object)
    reasons = _told(table, why[text], plan.keep)
    rows = _rows(table)
    placed = np.flatnonzero(why[text] == "")
    used = placed if plan.asked is None else placed[plan.asked[rows.industry[placed]]]
    counts = RegisterCounts({}, 0, len(placed), len(used), reasons)
    counter = row_counter(rows, used, plan.at_level)
    pairs = {}
    for name, index in plan.layers.items():
        with_sums = plan.summed is None or name in plan.summed
        if not isinstance(index, AreaIndex):  # a cell is smaller than the disc of an address
            pairs[name] = (np.empty(0, np.int64), np.empty(0, np.int64))
            counts.layers[name] = counter(*pairs[name], with_sums)
            continue
        lists = _in_county(index, found) if name == COUNTY else _on_ground(index, found, name == TOUCHED)
        owner, nth = expand(lists[1][text[used]])
        pairs[name] = (owner, lists[2][lists[0][text[used]][owner] + nth])
        counts.layers[name] = counter(*pairs[name], with_sums)
    if plan.assign:
        files = table.column("file").to_numpy()
        counts.assigned.append(assigned_table(pairs, files[used], rows.numbers[used], by_address=True))
    sure = np.array([place.known_by(by_county) for place in found], dtype=object)[text[placed]]
    kinds, n = np.unique(sure.astype(str), return_counts=True)
    return counts, AddressTally(len(table), len(found), dict(zip(kinds.tolist(), n.tolist(), strict=True)))


def add_addresses(
    counts: RegisterCounts,
    taken: RowsTakenOff,
    plan: CountingPlan,
    places: Callable[[list[str]], list[AddressPlace]],
) -> tuple[RegisterCounts, AddressTally]:
    """Count the rows that were taken off a register for their addresses, see `count_addresses`, and add them to it."""
    found, tally = count_addresses(taken.by_address, plan, places)
    taken.by_address = []
    taken.take_late(found)
    return add_counts([counts, found]), tally


def _rows(table: pa.Table) -> RegisterRows:
    industry, founded, closed = (table.column(name).to_numpy() for name in ("industry", "founded", "closed"))
    amounts = tuple(table.column(name).to_numpy() for name in table.column_names[6:])
    nowhere = np.full(len(table), np.nan)
    numbers = table.column("row").to_numpy()
    return RegisterRows(nowhere, nowhere, industry, founded, closed, amounts=amounts, numbers=numbers)


def _told(table: pa.Table, why: np.ndarray, keep: bool) -> RowReasons:
    reasons = RowReasons(keep=keep)
    files, numbers = table.column("file").to_numpy(), table.column("row").to_numpy()
    for reason in sorted(set(why) - {""}):
        for file in np.unique(files[why == reason]):
            at = np.flatnonzero((why == reason) & (files == file))
            cells = pc.take(table.column("address"), pa.array(at)).combine_chunks()
            reasons.add(reason, int(file), numbers[at], lambda cells=cells: cells)  # type: ignore[misc]
    return reasons


Lists = tuple[Ints, Ints, Ints]  # where the list of each address begins, how long it is, and the areas


def _in_county(index: AreaIndex, found: Sequence[AddressPlace]) -> Lists:
    area = index.ids.get_indexer([place.county for place in found])
    return np.arange(len(found)), (area >= 0).astype(np.int64), area.astype(np.int64)


def _on_ground(index: AreaIndex, found: Sequence[AddressPlace], touched: bool) -> Lists:
    """The areas that the disc of each address touches, or lies in whole."""
    at = np.array([i for i, place in enumerate(found) if place.sure], dtype=np.int64)
    length = np.zeros(len(found), dtype=np.int64)
    area = np.empty(0, dtype=np.int64)
    if len(at):
        places = [(found[i].lon, found[i].lat, found[i].radius_m) for i in at]
        each = {place: n for n, place in enumerate(dict.fromkeys(places))}
        discs = _discs(np.array(list(each)))
        predicate = "intersects" if touched else "covered_by"
        pairs = shapely.STRtree(index.shapes).query(discs, predicate=predicate)
        of_disc = [np.sort(pairs[1][pairs[0] == n]) for n in range(len(discs))]
        lists = [of_disc[each[place]] for place in places]
        length[at] = [len(areas) for areas in lists]
        area = np.concatenate(lists).astype(np.int64)
    return np.cumsum(length) - length, length, area


def _discs(places: np.ndarray) -> np.ndarray:
    """Discs round positions in EPSG:4326, drawn with 64 corners; a radius of 0 leaves the position."""
    points = gpd.GeoSeries.from_xy(places[:, 0], places[:, 1], crs=STORAGE)
    metric = points.to_crs(metric_crs_for(points))
    grown = shapely.buffer(metric.to_numpy(), places[:, 2], quad_segs=16)
    discs = np.where(places[:, 2] > 0, grown, metric.to_numpy())
    return gpd.GeoSeries(discs, crs=metric.crs).to_crs(STORAGE).to_numpy()

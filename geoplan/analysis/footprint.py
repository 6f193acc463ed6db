"""Footprints by region and group, every square metre counted once: the kernel under coverage."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geoplan.analysis.position_error import displace, displacements, streams_of
from geoplan.crs.metric import require_metric
from geoplan.geodata.prepared_copies import prepared_copies


def dissolved_areas(
    footprints: gpd.GeoDataFrame, groups: pd.DataFrame, regions: gpd.GeoDataFrame, group: str = "group"
) -> pd.DataFrame:
    """Measure the union of footprints per region and group.

    Only the footprints that cross a region's border are cut, each against the part of the region around it; only
    those that touch one another are united (Shapely's ``disjoint_subset_union_all``), the rest are added.

    Parameters
    ----------
    footprints : GeoDataFrame
        Valid polygons in metres, one row a site: ``site_id``.
    groups : DataFrame
        ``site_id`` and `group`: which groups a site belongs to, any number of them.
    regions : GeoDataFrame
        Polygons that do not overlap, in the same system, one row a region: ``adcode``.
    group : str
        The column of `groups` that names the group.

    Returns
    -------
    DataFrame
        One row a region and group that share ground: ``adcode``, `group`, ``area_m2``, ``footprints`` (how many
        sites took part), sorted by region and group.

    Raises
    ------
    ValueError
        Degrees, two different systems, or an invalid polygon; the site is named.
    """
    require_footprints(footprints)
    require_same_system(footprints, regions)
    region, row, shapes = cut_by_region(footprints.geometry.to_numpy(), regions.geometry.to_numpy())
    pieces = pd.DataFrame({"region": region, "row": row, "piece": np.arange(len(shapes))})
    member = groups[["site_id", group]].drop_duplicates()
    names = pd.Index(member[group].unique())
    rows = pd.Series(np.arange(len(footprints)), index=footprints["site_id"])
    of = pd.DataFrame({"row": rows.reindex(member["site_id"]).to_numpy(), "group": names.get_indexer(member[group])})
    cells = pieces.merge(of, on="row").sort_values(["region", "group"], kind="stable")
    keys = cells[["region", "group"]].to_numpy()
    starts = np.flatnonzero(np.diff(keys, axis=0, prepend=-1).any(axis=1))
    pieces = np.split(shapes[cells["piece"].to_numpy()], starts[1:]) if len(cells) else []
    table = pd.DataFrame(
        {
            "adcode": regions["adcode"].to_numpy()[keys[starts, 0]],
            group: names.to_numpy()[keys[starts, 1]],
            "area_m2": np.array([_united_area(cell) for cell in pieces], dtype=float),
            "footprints": np.diff(np.append(starts, len(cells))),
        }
    )
    return table.sort_values(["adcode", group], kind="stable", ignore_index=True)


def drawn_areas(
    footprints: gpd.GeoDataFrame,
    groups: pd.DataFrame,
    regions: gpd.GeoDataFrame,
    cells: pd.MultiIndex,
    draws: int,
    seed: int,
) -> np.ndarray:
    """Measure the same cells again with every footprint moved within its radius, many times.

    Every draw is one more group for `dissolved_areas`.

    Parameters
    ----------
    groups : DataFrame
        ``site_id`` and ``group``, whole numbers from 0.
    cells : MultiIndex
        The cells to report, ``adcode`` and ``group``.

    Returns
    -------
    ndarray
        (draws, cells) square metres; 0 where nothing came to lie.
    """
    by = displacements(streams_of(footprints), footprints["radius_m"].to_numpy(), draws, seed)
    n, times = len(footprints), np.arange(draws)
    row = pd.Index(footprints["site_id"]).get_indexer(groups["site_id"])
    member, group = row[row >= 0], groups["group"].to_numpy()[row >= 0]
    if not len(cells) or not len(member) or not draws:
        return np.zeros((draws, len(cells)))
    crowd = gpd.GeoDataFrame(
        {"site_id": np.arange(n * draws)},
        geometry=displace(np.tile(footprints.geometry.to_numpy(), draws), by.reshape(-1, 2)),
        crs=footprints.crs,
    )
    width = int(group.max()) + 1
    each = pd.DataFrame(
        {
            "site_id": (member[None, :] + n * times[:, None]).ravel(),
            "group": (group[None, :] + width * times[:, None]).ravel(),
        }
    )
    areas = dissolved_areas(crowd, each, regions)
    areas = areas.assign(draw=areas["group"] // width, group=areas["group"] % width)
    wide = areas.pivot(index=["adcode", "group"], columns="draw", values="area_m2")
    return wide.reindex(index=cells, columns=times).fillna(0.0).to_numpy().T


def cut_by_region(shapes: np.ndarray, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut polygons along the borders of regions.

    Parameters
    ----------
    areas : ndarray of Polygon or MultiPolygon
        The regions, in the same system.

    Returns
    -------
    region, row : ndarray of int
        Positions in `areas` and in `shapes`; a polygon that crosses a border has an entry in each region.
    pieces : ndarray of Geometry
        What of that polygon lies in that region, with an area.
    """
    # Boxes before outlines: most lie well inside one region, and a box is asked in a fraction of the time.
    boxes = shapely.box(*shapely.bounds(shapes).T)
    region, row = shapely.STRtree(boxes).query(areas)
    areas = prepared_copies(areas)
    inside = shapely.contains_properly(areas[region], boxes[row])
    pieces = shapes[row]
    for i in np.flatnonzero(~inside):
        area, shape = areas[region[i]], pieces[i]
        if not area.contains_properly(shape):
            pieces[i] = _cut(shape, area) if area.intersects(shape) else None
    keep = shapely.area(pieces) > 0
    return region[keep], row[keep], pieces[keep]


def _cut(shape: shapely.Geometry, area: shapely.Geometry) -> shapely.Geometry:
    """Cut a small shape against the part of a large region around it: a hundredth of the work."""
    west, south, east, north = shape.bounds
    near = shapely.clip_by_rect(area, west - 1, south - 1, east + 1, north + 1)
    if not near.is_valid:  # a clip by rectangle may touch itself along the edge
        near = shapely.make_valid(near)
    return shapely.intersection(shape, near)


def _united_area(shapes: np.ndarray) -> float:
    return float(shapely.area(shapes[0] if len(shapes) == 1 else shapely.disjoint_subset_union_all(shapes)))


def require_footprints(footprints: gpd.GeoDataFrame) -> None:
    """Refuse what cannot be measured.

    Parameters
    ----------
    footprints : GeoDataFrame
        With ``site_id``.

    Raises
    ------
    ValueError
        Degrees, or a geometry that is missing or invalid; the site is named.
    """
    require_metric(footprints, "footprints")
    shapes = footprints.geometry.to_numpy()
    faults = np.flatnonzero(shapely.is_missing(shapes) | ~shapely.is_valid(shapes))
    if len(faults):
        site, shape = footprints["site_id"].iloc[faults[0]], shapes[faults[0]]
        why = "has no geometry" if shape is None else f"is invalid: {shapely.is_valid_reason(shape)}"
        raise ValueError(f"the footprint of {site} {why}; mend it with mend_footprints or leave it out")


def require_same_system(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> None:
    """Refuse two frames in different coordinate systems.

    Raises
    ------
    ValueError
        Their systems differ.
    """
    if one.crs != other.crs:
        raise ValueError(
            f"one frame is in {one.crs and one.crs.name}, the other in {other.crs and other.crs.name}; reproject one"
        )


def repair_footprints(footprints: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    """Mend what can be mended and leave out the rest, saying which.

    Parameters
    ----------
    footprints : GeoDataFrame
        With ``site_id``; any polygons.

    Returns
    -------
    tuple of GeoDataFrame and dict
        Valid polygons only, and by site id what was wrong with those that were mended or left out.
    """
    shapes = footprints.geometry.to_numpy().copy()
    notes: dict[str, str] = {}
    for i in np.flatnonzero(shapely.is_missing(shapes) | ~shapely.is_valid(shapes)):
        site = str(footprints["site_id"].iloc[i])
        if shapes[i] is None:
            notes[site] = "no geometry: left out"
            continue
        reason = shapely.is_valid_reason(shapes[i])
        shapes[i] = shapely.make_valid(shapes[i], method="structure", keep_collapsed=False)
        notes[site] = f"{reason}: mended" if shapely.area(shapes[i]) > 0 else f"{reason}: left out, nothing remains"
    mended = footprints.set_geometry(gpd.GeoSeries(shapes, index=footprints.index, crs=footprints.crs))
    return mended[shapely.area(shapes) > 0], notes

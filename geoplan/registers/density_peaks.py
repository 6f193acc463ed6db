"""Concentrations that no plan names: where an industry is dense, and no site designated for it is near."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.metric import STORAGE
from geoplan.registers.area_index import Layer
from geoplan.registers.cell_index import CELLS, CellIndex
from geoplan.registers.code_masks import code_masks
from geoplan.registers.compare_register import full_year
from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan
from geoplan.registers.density_windows import RADIUS, density_windows
from geoplan.registers.enterprise_stock import yearly_counts
from geoplan.registers.industry_codes import LEVELS
from geoplan.registers.peak_surroundings import PeakSurroundings, peak_surroundings
from geoplan.registers.register_areas import COUNTY, NEAR, county_layer
from geoplan.registers.site_industries import LEAST, branch_classes


class DensityPeaks(NamedTuple):
    """Concentrations, and what they were found among.

    Attributes
    ----------
    peaks : GeoDataFrame
        EPSG:4326, the discs of 1 km; those of most evidence first: ``industry_id`` (branch), ``adcode`` (county of the
        middle), ``lon``, ``lat`` (of the middle), ``enterprises`` (of which it is known whether they are of the
        industry), ``matching``, ``expected``, ``quotient``, ``p``, ``p_holm``, ``site_id`` and ``distance_km`` (the
        nearest site with a place, whatever it is for), ``unplaced_sites`` (designated for the industry and without a
        place, which may stand in that county: any of them may be what a plan names).
    named : int
        Concentrations that are left out, as a site that is designated for the industry is there.
    tests : int
        Windows times industries.
    scope : str
    year : int
        At whose end enterprises exist.
    """

    peaks: gpd.GeoDataFrame
    named: int
    tests: int
    scope: str
    year: int


def peak_layers(scope: str) -> dict[str, Layer]:
    """The counties of a scope, and cells over them, as layers to be counted."""
    counties = county_layer(scope)
    return {**counties, CELLS: CellIndex(counties[COUNTY])}


def density_peaks(
    counts: RegisterCounts,
    plan: CountingPlan,
    catalogue: Catalogue,
    scope: str,
    year: int | None = None,
    industries: Collection[str] | None = None,
    least: str = LEAST,
) -> DensityPeaks:
    """Find where an industry is concentrated and no site is designated for it.

    A site that is designated for the branch, by itself or through a whole, covers what lies within 1 km of the ground
    where it may be.

    Parameters
    ----------
    counts : RegisterCounts
        Of `plan`, by any runner.
    plan : CountingPlan
        With `peak_layers`, others beside them, at level 4, of all industries.
    scope : str
        That of the layers.
    year : int, optional
        The last year that the register holds in full; see `geoplan.registers.compare_register.full_year`.
    industries : collection of str, optional
        Branches of the vocabulary; all by default.
    least : {"high", "medium", "low"}
        Confidence of the mapping of terms to classes that counts.

    Returns
    -------
    DensityPeaks
        The chance that there is any is at most 5 % where industries are dealt to the enterprises of the scope at
        random.

    Raises
    ------
    ValueError
        The plan counts by a coarser level, some industries only, or other layers; or of the year, see there.
    """
    cells, counties = plan.layers.get(CELLS), plan.layers.get(COUNTY)
    if not isinstance(cells, CellIndex) or plan.level != LEVELS[-1] or plan.asked is not None or counties is None:
        raise ValueError(f"plan: count all industries at level {LEVELS[-1]} in the layers {COUNTY}, {CELLS}")
    year = full_year(counts, year)
    classes = branch_classes(catalogue, least)
    branches = [b for b in classes if industries is None or b in set(industries)]
    stock = yearly_counts(counts, CELLS, len(cells), len(plan.codes.codes)).stock(year)
    occupied = np.flatnonzero(stock.sum(axis=1))
    lon, lat = cells.centres(occupied)
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=STORAGE)
    around = peak_surroundings(catalogue, cells)
    middles = points.to_crs(around.crs)
    masks = code_masks(plan.codes, [classes[b] for b in branches])
    windows, tests = density_windows(middles.get_coordinates().to_numpy(), stock[occupied], masks)
    found = gpd.GeoDataFrame(
        windows.assign(
            industry_id=np.array(branches, dtype=object)[windows["industry"]],
            lon=lon[windows["cell"]],
            lat=lat[windows["cell"]],
        ),
        geometry=middles.to_numpy()[windows["cell"]],
        crs=around.crs,
    )
    covered = _is_named(found, around)
    peaks = _described(found[~covered], around)
    return DensityPeaks(peaks, int(covered.sum()), tests, scope, year)


def _is_named(found: gpd.GeoDataFrame, around: PeakSurroundings) -> np.ndarray:
    """Whether a site that is designated for the industry may be within 1 km of the middle."""
    at, site = around.grounds.query(found.geometry.to_numpy(), predicate="dwithin", distance=NEAR)
    pairs = zip(around.sites[site], found["industry_id"].to_numpy(dtype=object)[at], strict=True)
    named = np.zeros(len(found), dtype=bool)
    named[at[[pair in around.designated for pair in pairs]]] = True
    return named


def _described(found: gpd.GeoDataFrame, around: PeakSurroundings) -> gpd.GeoDataFrame:
    """Peaks with their county, the nearest site, and how many sites may be what a plan names there."""
    middles = found.geometry.to_numpy()
    county = nearest = np.empty(0, dtype=int)
    if len(found):
        county = shapely.STRtree(around.counties).nearest(middles)
        nearest = shapely.STRtree(around.places).nearest(middles) if len(around.places) else nearest
    adcode = around.adcodes[county]
    keys = zip(found["industry_id"], adcode, strict=True)
    return gpd.GeoDataFrame(
        {
            "industry_id": found["industry_id"].to_numpy(),
            "adcode": adcode,
            **{name: found[name].to_numpy() for name in ("lon", "lat", "enterprises", "matching", "expected")},
            **{name: found[name].to_numpy() for name in ("quotient", "p", "p_holm")},
            "site_id": around.sites[nearest],
            "distance_km": shapely.distance(middles, around.places[nearest]) / 1000,
            "unplaced_sites": [around.unplaced.get(key, 0) for key in keys],
        },
        geometry=shapely.buffer(middles, RADIUS, quad_segs=16),
        crs=found.crs,
    ).to_crs(STORAGE)

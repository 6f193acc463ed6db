"""The frames of a catalogue, made of its files without the broken rows and everything that refers to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape

from geoplan.catalogue.designations import main_branch
from geoplan.catalogue.status import UNSTATED, latest_status
from geoplan.checks.layer_schema import LayerDescription
from geoplan.crs.metric import STORAGE
from geoplan.problem import Problem
from geoplan.sources import Sources
from geoplan.vocabulary import AREA_OF_DOUBT

_INDEXED: Final = {
    "plans": "plan_id",
    "regions": "adcode",
    "industries": "industry_id",
    "classes": "code",
    "gbt4754": "code",
    "sites": "site_id",
    "projects": "project_id",
    "programmes": "programme_id",
    "functions": "function_id",
    "gateways": "gateway_id",
    "retired_ids": "retired_id",
}
_LISTS: Final = {"industries": ["aliases"], "sites": ["aliases"], "programmes": ["aliases"]}
# Rows with these problems are loaded all the same: they lack a position or a verdict, not a meaning.
_LOADED: Final = {
    *("site-nowhere", "near-equal-unjudged", "alias-no-name", "english-differs", "english-cut", "figure-twice"),
    "cross-product",
}
_POSITION: Final = ["part", "part_en", "method", "source", "source_datum", "radius_m", "confidence", "checked_on"]


def assemble(sources: Sources, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    """Make the frames of a catalogue.

    Parameters
    ----------
    problems : list of Problem
        Problems of the files; the rows they name are left out, and whatever refers to those.

    Returns
    -------
    dict of DataFrame
        The tables by name, with ``places`` and ``layers``; columns as in `geoplan.catalogue.catalogue`.
    """
    package = sources.package
    tables = _without_orphans(_without_broken_rows(sources, problems), package) if problems else sources.tables
    frames = {name: _typed(name, frame, package) for name, frame in tables.items()}
    places, layers = _join_layers(sources, problems, frames["sites"])
    industries = _with_paths(frames["industries"])
    memberships = frames["relations"][frames["relations"]["relation"] == "part_of"]
    branch = main_branch(frames["designations"], memberships, industries)
    places, areas_of_doubt = split_areas_of_doubt(places)
    return {
        **frames,
        "industries": industries,
        "sites": with_places(_with_status(frames), places, branch),
        "areas_of_doubt": areas_of_doubt,
        "gateways": _as_points(frames["gateways"]),
        "places": places,
        "layers": layers,
    }


def _without_broken_rows(sources: Sources, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    broken: dict[str, set[int]] = {}
    for problem in problems:
        if problem.row is not None and problem.rule not in _LOADED:
            broken.setdefault(problem.file, set()).add(problem.row)
    return {
        name: frame[~frame.index.isin(broken.get(f"data/{name}.csv", set()))] for name, frame in sources.tables.items()
    }


def _without_orphans(tables: dict[str, pd.DataFrame], package: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Drop rows whose references were dropped, until nothing refers to what is not there."""
    references = [
        (own := Path(r["path"]).stem, key["fields"][0], _table(key["reference"]["resource"], own), _target(key))
        for r in package["resources"]
        for key in r["schema"].get("foreignKeys", [])
    ]
    while True:
        dropped = 0
        for name, column, other, target in references:
            frame = tables[name]
            orphans = {*frame[column].unique()} - {*tables[other][target].unique()} - {""}
            if orphans:
                tables[name] = frame[~frame[column].isin(orphans)]
                dropped += len(orphans)
        if not dropped:
            return tables


def _table(resource: str, own: str) -> str:
    return resource.replace("-", "_") or own


def _target(key: dict[str, Any]) -> str:
    return key["reference"]["fields"][0]


def _typed(name: str, frame: pd.DataFrame, package: dict[str, Any]) -> pd.DataFrame:
    schema = next(r["schema"] for r in package["resources"] if Path(r["path"]).stem == name)
    frame = frame.copy()
    for spec in schema["fields"]:
        if spec["type"] == "number":
            frame[spec["name"]] = pd.to_numeric(frame[spec["name"]], errors="coerce")
        elif spec["type"] == "integer":
            frame[spec["name"]] = pd.to_numeric(frame[spec["name"]], errors="coerce").astype("Int64")
    for column in _LISTS.get(name, []):
        frame[column] = [[part.strip() for part in cell.split(";") if part.strip()] for cell in frame[column]]
    key = _INDEXED.get(name)
    return frame.set_index(key) if key else frame.reset_index(drop=True)


def _with_paths(industries: pd.DataFrame) -> pd.DataFrame:
    """Add each term's path from its branch down."""
    parents = industries["parent_id"].to_dict()

    def path(term: str) -> list[str]:
        return [*path(parents[term]), term] if parents.get(term) else [term]

    paths = [path(term) for term in industries.index]
    return industries.assign(path=paths, branch=[p[0] for p in paths], depth=[len(p) - 1 for p in paths])


def _join_layers(
    sources: Sources, problems: list[Problem], sites: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    broken = {(p.file, p.row) for p in problems if p.row is not None or p.rule == "layer-key"}
    rows, descriptions = [], []
    for layer in sources.layers:
        if not layer.description or (layer.toml, None) in broken:
            continue
        descriptions.append({"also": [], **layer.description, "layer_id": layer.layer_id})
        for number, feature in enumerate(layer.features or [], start=1):
            if (layer.geojson, number) in broken or feature["properties"]["site_id"] not in sites.index:
                continue
            properties = feature["properties"]
            geometry = feature.get("geometry")
            rows.append(
                {
                    "site_id": properties["site_id"],
                    "layer_id": layer.layer_id,
                    **{key: properties.get(key) for key in _POSITION},
                    "licence": properties.get("licence") or layer.description["licence"],
                    "author": "",
                    "drawn_at": "",
                    "geometry": shape(geometry) if geometry else None,
                }
            )
    columns = ["site_id", "layer_id", *_POSITION, "licence", "author", "drawn_at", "geometry"]
    places = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=STORAGE)
    places[["part", "part_en"]] = places[["part", "part_en"]].fillna("")
    places["radius_m"] = pd.to_numeric(places["radius_m"])
    layers = pd.DataFrame(descriptions, columns=["layer_id", *LayerDescription.model_fields])
    return places, layers.sort_values("order", kind="stable").set_index("layer_id")


def _as_points(gateways: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(gateways["lon"], gateways["lat"])
    return gpd.GeoDataFrame(gateways.astype({"radius_m": float}), geometry=points, crs=STORAGE)


def _with_status(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    sites = frames["sites"]
    return sites.assign(status=latest_status(frames["statuses"], frames["plans"]).reindex(sites.index).fillna(UNSTATED))


def split_areas_of_doubt(places: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Part what is measured from where sites may only stand.

    Parameters
    ----------
    places : GeoDataFrame
        ``method`` and geometry, areas of doubt with theirs.

    Returns
    -------
    tuple of GeoDataFrame
        All places, the areas of doubt without geometry; and the areas of doubt with theirs.
    """
    is_doubt = places["method"] == AREA_OF_DOUBT
    return places.assign(geometry=places.geometry.where(~is_doubt)), places[is_doubt]


def with_places(sites: pd.DataFrame, places: gpd.GeoDataFrame, branch: pd.Series) -> pd.DataFrame:
    """Say of each site how its position is known.

    Parameters
    ----------
    sites : DataFrame
        Indexed by ``site_id``.
    places : GeoDataFrame
        ``site_id``, ``layer_id``, ``method``, ``confidence``, ``radius_m`` and geometry, None where not drawn.
    branch : Series
        Main industry by ``site_id``.

    Returns
    -------
    DataFrame
        The sites with ``layer_id``, ``method``, ``confidence``, ``radius_m``, ``drawn`` and ``branch``; see
        `geoplan.catalogue.catalogue`.
    """
    by_site = places.groupby("site_id", sort=False)
    drawn = places[places.geometry.notna()].groupby("site_id").size()
    return sites.assign(
        layer_id=by_site["layer_id"].first().reindex(sites.index).fillna(""),
        method=by_site["method"].first().reindex(sites.index).fillna("county"),
        confidence=by_site["confidence"].first().reindex(sites.index).fillna("low"),
        radius_m=by_site["radius_m"].max().reindex(sites.index),
        drawn=drawn.reindex(sites.index).fillna(0) > 0,
        branch=branch.reindex(sites.index).fillna(""),
    )

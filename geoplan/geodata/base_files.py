"""The files of the drawn base that data/study_area.toml names, and what their .toml says of their sources."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd

from geoplan.errors import UserError
from geoplan.study_area import study_area

NAME_COLUMNS = ("class", "rank", "name_zh", "name_en", "lon", "lat")


def read_vector(home: Path, name: str) -> gpd.GeoDataFrame:
    """Read a vector file of the base; no rows for "".

    Raises
    ------
    UserError
        The file is missing, cannot be read or holds nothing.
    """
    if not name:
        return gpd.GeoDataFrame(geometry=[], crs="EPSG:4326")
    try:
        frame = read_features(home / "data" / name)
    except (RuntimeError, ValueError, OSError, LookupError, TypeError) as error:  # pyogrio's are RuntimeErrors
        raise UserError("study_area.base_unreadable", file=f"data/{name}") from error
    if frame.empty:
        raise UserError("study_area.base_unreadable", file=f"data/{name}")
    return frame


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read a vector file, GeoJSON in WGS 84 without GDAL: it is 30 MB, which a server for many has to spare."""
    if path.suffix == ".geojson":
        collection = orjson.loads(path.read_bytes())
        if "crs" not in collection:  # of the GeoJSON of 2008, which may be in another system
            return gpd.GeoDataFrame.from_features(collection["features"], crs="EPSG:4326")
    return gpd.read_file(path)


@lru_cache(maxsize=2)
def read_water(home: Path) -> gpd.GeoDataFrame:
    """Read rivers and water areas: ``class`` (river or water), ``rank``, ``maxzoom``, EPSG:4326."""
    frames = [read_vector(home, name) for name in study_area().base.water]
    if not frames:
        return gpd.GeoDataFrame({"class": [], "rank": [], "maxzoom": []}, geometry=[], crs="EPSG:4326")
    return pd.concat(frames, ignore_index=True)


@lru_cache(maxsize=2)
def read_names(home: Path) -> pd.DataFrame:
    """Read the names of places, the most important first: `NAME_COLUMNS`, ``rank`` from 1 down.

    Raises
    ------
    UserError
        The file is missing or lacks a column.
    """
    name = study_area().base.names
    if not name:
        return pd.DataFrame(columns=NAME_COLUMNS)
    try:
        frame = pd.read_csv(home / "data" / name, keep_default_na=False, usecols=NAME_COLUMNS)
    except (OSError, ValueError) as error:
        raise UserError("study_area.base_unreadable", file=f"data/{name}") from error
    return frame[[*NAME_COLUMNS]].sort_values("rank", kind="stable", ignore_index=True)


def passport(home: Path, name: str) -> dict[str, Any]:
    """Read the .toml beside a file of the base: ``source``, ``licence``, ``attribution`` (a list), and others.

    Raises
    ------
    UserError
        There is none, or it is no TOML.
    """
    path = (home / "data" / name).with_suffix(".toml")
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UserError("study_area.base_unreadable", file=path.relative_to(home).as_posix()) from error


def base_credit(home: Path) -> str:
    """Name those whom a map on this base must name, each once and each after a middle dot; "" without a base."""
    names = [who for name in study_area().base.files() for who in passport(home, name).get("attribution", [])]
    return "".join(f" · {who}" for who in dict.fromkeys(names))

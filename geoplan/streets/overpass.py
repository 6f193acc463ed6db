"""Streets of counties from Overpass through OSMnx: one question a county, one at a time, none asked twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import networkx as nx
import osmnx
import requests

from geoplan.errors import StreetsError
from geoplan.streets.osmnx_settings import SERVER_SECONDS, osmnx_settings
from geoplan.streets.overpass_responses import ResponseGuard, Tell, is_limited, is_sound, unreachable
from geoplan.text.message import local_text

_STALE: Final = 7 * 24 * 3600  # seconds; older answers of an interrupted download are asked for again


def download_streets(
    counties: gpd.GeoDataFrame,
    answers: Path,
    overpass: str = "",
    timeout: float = SERVER_SECONDS,
    tell: Tell = lambda zh, en: None,
) -> tuple[nx.MultiDiGraph, str]:
    """Download the public streets of counties.

    Parameters
    ----------
    counties : GeoDataFrame
        ``adcode``, ``name_zh`` and polygons in EPSG:4326.
    answers : Path
        The folder where answers are kept until `forget` is called, so that a second call resumes the first.
    overpass : str
        The server's address; OSMnx's own by default.
    timeout : float
        Seconds to wait for an answer.
    tell : callable
        Is told, in Chinese and in English, what goes on.

    Returns
    -------
    tuple of networkx.MultiDiGraph and str
        The streets that touch the counties, not simplified, in EPSG:4326; and the moment of OpenStreetMap they show,
        the earliest where answers differ, empty where the server does not say.

    Raises
    ------
    StreetsError
        There is no network, the server is slow, stays busy or answers badly, or there are no streets.
    """
    server = overpass_url(overpass)
    limited = is_limited(server, min(timeout, 10))
    folder = _folder(answers, server, counties)
    _sweep(folder, tell)
    judge = ResponseGuard(server, tell)
    options = {
        "cache_folder": folder,
        "overpass_url": server,
        "overpass_rate_limit": limited,
        "requests_timeout": timeout,
        "requests_kwargs": {"hooks": {"response": judge}},
    }
    graphs = []
    with osmnx_settings(**options):
        for i, (name, polygon) in enumerate(zip(counties["name_zh"], counties.geometry, strict=True), start=1):
            tell(f"正在下载 {name}（{i}/{len(counties)}）", f"downloading {name} ({i} of {len(counties)})")
            try:
                graphs += _streets_within(polygon)
            except requests.RequestException as error:
                raise unreachable(server, error) from error
    if not graphs:
        raise StreetsError(
            "streets.overpass.county_openstreetmap_no_streets_choose",
            name=local_text("、".join(counties["name_zh"]), ", ".join(counties["name_zh"])),
        )
    moments = [data["osm3s"]["timestamp_osm_base"] for _, data in _kept(folder) if "osm3s" in data]
    return nx.compose_all(graphs), min(moments, default="")


def clear_cache(counties: gpd.GeoDataFrame, answers: Path, overpass: str = "") -> None:
    """Drop the answers a finished download kept, so that the next one is fresh.

    Parameters
    ----------
    counties : GeoDataFrame
        As given to `download`.
    answers : Path
        As given to `download`.
    overpass : str
        As given to `download`.
    """
    shutil.rmtree(_folder(answers, overpass_url(overpass), counties), ignore_errors=True)


def overpass_url(overpass: str = "") -> str:
    """The address of an Overpass server as OSMnx wants it: OSMnx's own by default, without ``/interpreter``."""
    return (overpass or osmnx.settings.overpass_url).strip().rstrip("/").removesuffix("/interpreter")


def _streets_within(polygon: Any) -> list[nx.MultiDiGraph]:
    try:
        graph = osmnx.graph_from_polygon(
            polygon, network_type="all_public", simplify=False, retain_all=True, truncate_by_edge=True
        )
    except StreetsError:
        raise
    except ValueError:  # OSMnx's word for an empty answer, and for one with nothing inside the polygon
        return []
    return [graph] if graph.number_of_edges() else []


def _folder(answers: Path, server: str, counties: gpd.GeoDataFrame) -> Path:
    """A folder of its own for each server and area: answers of another day or place do not mix in."""
    key = "\n".join([server, *sorted(counties["adcode"])])
    return answers / hashlib.sha256(key.encode()).hexdigest()[:12]


def _kept(folder: Path) -> Iterator[tuple[Path, Any]]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield path, json.loads(path.read_bytes())
        except ValueError:
            yield path, None


def _sweep(folder: Path, tell: Tell) -> None:
    """Remove answers that an interrupted write left broken, over which OSMnx trips for ever, and old ones."""
    for path, data in _kept(folder):
        if not is_sound(data) or time.time() - path.stat().st_mtime > _STALE:
            path.unlink()
            tell(
                f"已删去缓存中损坏或过期的回答 {path.name}，将重新下载",
                f"removed the kept answer {path.name}, broken or too old; it will be asked for again",
            )

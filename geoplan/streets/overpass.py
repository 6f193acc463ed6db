"""Streets of counties from Overpass: one query at a time, none sent twice, then read as any OSM file."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import geopandas as gpd
import networkx as nx
import osmium
import shapely
from pyproj import Geod

from geoplan.errors import StreetsError
from geoplan.files import scratch_folder, write_atomically
from geoplan.streets.osm_file import NoStreetsError, osm_timestamp, read_osm_file
from geoplan.streets.overpass_client import OnMessage, OverpassClient, is_whole
from geoplan.text.message import joined, message

DEFAULT_SERVER: Final = "https://overpass-api.de/api"
SERVER_SECONDS: Final = 180  # the time a server may work on a query; part of the query, so it does not follow --timeout
_MAX_AGE: Final = 7 * 24 * 3600  # seconds; older answers of an interrupted download are queried again
_MARGIN: Final = 0.005  # degrees, about 500 m, around a county
_MAX_AREA: Final = 2.5e9  # square metres of one query, as OSMnx has it
# As OSMnx's network type "all_public"; what of it nobody may use is left out by `read_osm_file`.
_FILTER: Final = (
    '["highway"]["area"!~"yes"]["access"!~"private"]["service"!~"private"]'
    '["highway"!~"abandoned|construction|no|planned|platform|proposed|raceway|razed|rest_area|services"]'
)


def download_streets(
    counties: gpd.GeoDataFrame,
    answers: Path,
    overpass: str = "",
    timeout: float = SERVER_SECONDS,
    on_message: OnMessage = lambda text: None,
) -> tuple[nx.MultiDiGraph, str]:
    """Download the public streets of counties.

    Parameters
    ----------
    counties : GeoDataFrame
        ``adcode``, ``name_zh`` and polygons in EPSG:4326.
    answers : Path
        The folder that keeps answers until `clear_cache` is called, so that a second call resumes the first.
    overpass : str
        The server's address; `DEFAULT_SERVER` where it is empty.
    timeout : float
        Seconds to wait for an answer.
    on_message : callable
        Is called with a message at each county and each wait.

    Returns
    -------
    tuple of networkx.MultiDiGraph and str
        The streets that touch the counties, not simplified, in EPSG:4326; and the timestamp of the OpenStreetMap
        data, the earliest where answers differ, empty where the server gives none.

    Raises
    ------
    StreetsError
        The server cannot be reached, is slow, stays busy or answers badly, or there are no streets.
    """
    server = overpass_url(overpass)
    client = OverpassClient(server, timeout, on_message)
    folder = _folder(answers, server, counties)
    folder.mkdir(parents=True, exist_ok=True)
    _remove_unusable(folder, on_message)
    files = []
    for number, (name, polygon) in enumerate(zip(counties["name_zh"], counties.geometry, strict=True), start=1):
        on_message(message("streets.overpass.downloading", name=name, number=number, total=len(counties)))
        for query in map(_query, query_areas(polygon)):
            file = folder / f"{hashlib.sha256(query.encode()).hexdigest()[:32]}.osm"
            if not file.exists():
                write_atomically(file, client.query(query))
            files.append(file)
    try:
        graph = _merged(files, counties.geometry.union_all())
    except NoStreetsError:
        raise StreetsError("streets.overpass.no_streets", names=joined(counties["name_zh"])) from None
    return graph, min(filter(None, map(osm_timestamp, files)), default="")


def clear_cache(counties: gpd.GeoDataFrame, answers: Path, overpass: str = "") -> None:
    """Delete the answers that `download_streets` keeps for the same arguments, so that the next download is fresh."""
    shutil.rmtree(_folder(answers, overpass_url(overpass), counties), ignore_errors=True)


def overpass_url(overpass: str = "") -> str:
    """The address of an Overpass server without ``/interpreter``; `DEFAULT_SERVER` for an empty text."""
    return (overpass or DEFAULT_SERVER).strip().rstrip("/").removesuffix("/interpreter")


def query_areas(polygon: shapely.Geometry) -> list[shapely.Polygon]:
    """Cover a county with areas small enough for one query each.

    Returns
    -------
    list of Polygon
        In EPSG:4326: the convex hull with about 500 m around, halved until no part exceeds 2,500 square kilometres.
    """
    return list(_halved(polygon.convex_hull.buffer(_MARGIN, quad_segs=2)))


def _halved(area: shapely.Polygon) -> Iterator[shapely.Polygon]:
    if abs(Geod(ellps="GRS80").geometry_area_perimeter(area)[0]) <= _MAX_AREA:
        yield area
        return
    west, south, east, north = area.bounds
    if east - west > north - south:
        halves = (west, south, (west + east) / 2, north), ((west + east) / 2, south, east, north)
    else:
        halves = (west, south, east, (south + north) / 2), (west, (south + north) / 2, east, north)
    for half in halves:
        yield from _halved(shapely.intersection(area, shapely.box(*half)))


def _query(area: shapely.Polygon) -> str:
    corners = " ".join(f"{lat:.6f} {lon:.6f}" for lon, lat in area.exterior.coords)
    return f'[out:xml][timeout:{SERVER_SECONDS}];(way{_FILTER}(poly:"{corners}");>;);out;'


def _merged(files: list[Path], within: shapely.Geometry) -> nx.MultiDiGraph:
    """Read answers as one file, in which every node and way stands once."""
    merger = osmium.MergeInputReader()
    for file in files:
        merger.add_file(str(file))
    with scratch_folder() as folder:
        path = folder / "streets.osm"
        with osmium.SimpleWriter(str(path)) as writer:
            merger.apply(writer, simplify=True)
        return read_osm_file(path, within)[0]


def _folder(answers: Path, server: str, counties: gpd.GeoDataFrame) -> Path:
    """A folder for each server and set of counties."""
    key = "\n".join([server, *sorted(counties["adcode"])])
    return answers / hashlib.sha256(key.encode()).hexdigest()[:12]


def _remove_unusable(folder: Path, on_message: OnMessage) -> None:
    """Delete answers that are damaged or too old."""
    for file in sorted(folder.glob("*.osm")):
        if time.time() - file.stat().st_mtime > _MAX_AGE or not is_whole(file.read_bytes()):
            file.unlink()
            on_message(message("streets.overpass.answer_removed", file=file.name))

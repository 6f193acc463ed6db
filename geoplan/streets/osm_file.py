"""Streets from a file: OpenStreetMap's own formats through pyosmium, or a graph saved by OSMnx."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count, groupby
from pathlib import Path
from typing import Any, Final, cast
from xml.etree.ElementTree import ParseError

import networkx as nx
import osmium
import osmnx
import shapely

from geoplan.errors import StreetsError
from geoplan.files import scratch_folder
from geoplan.streets.osmnx_graph import to_degrees
from geoplan.streets.travel_rules import TAGS, access_of
from geoplan.text.message import joined

OSM_SUFFIXES: Final = (".osm", ".osm.bz2", ".osm.gz", ".osm.pbf")
SUFFIXES: Final = (*OSM_SUFFIXES, ".graphml")
_MARGIN: Final = 0.01  # degrees, about a kilometre: streets this close to the area are read, then cut by OSMnx

Node = tuple[int, float, float]  # id, longitude, latitude
Way = tuple[int, dict[str, str], list[Node]]  # id, tags, nodes


class NoStreetsError(StreetsError):
    """A file has no street that anybody may use in the area."""


def read_osm_file(path: Path, within: shapely.Geometry | None = None) -> tuple[nx.MultiDiGraph, str]:
    """Read the streets of a file.

    Parameters
    ----------
    path : Path
        ``.osm``, ``.osm.bz2``, ``.osm.gz``, ``.osm.pbf`` or OSMnx's ``.graphml``.
    within : Polygon or MultiPolygon, optional
        In EPSG:4326: only the streets that touch it.

    Returns
    -------
    tuple of networkx.MultiDiGraph and str
        As OSMnx makes it, not simplified unless the file is; and the timestamp of the OpenStreetMap data, empty
        where the file gives none.

    Raises
    ------
    StreetsError
        The file is missing, empty, of another kind or broken, or holds no streets there.
    """
    _check(path)
    try:
        graph = osmnx.load_graphml(path) if suffix_of(path) == ".graphml" else _read_osm(path, within)
        if within is not None:
            graph = _touching(graph, within, path)
        return graph, osm_timestamp(path)
    except StreetsError:
        raise
    except (RuntimeError, ParseError, KeyError, TypeError, ValueError, OSError, nx.NetworkXException) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StreetsError("streets.osm_file.invalid", name=path.name, suffix=suffix_of(path), error=reason) from error


def suffix_of(path: Path) -> str:
    """Which of `SUFFIXES` a file has, or an empty string."""
    return max((s for s in SUFFIXES if path.name.lower().endswith(s)), key=len, default="")


def _check(path: Path) -> None:
    if not suffix_of(path):
        raise StreetsError("streets.osm_file.unknown_suffix", name=path.name, suffixes=joined(SUFFIXES))
    if not path.is_file():
        raise StreetsError("streets.osm_file.missing", path=path)
    if not path.stat().st_size:
        raise StreetsError("streets.osm_file.empty", name=path.name)


def _read_osm(path: Path, within: shapely.Geometry | None) -> nx.MultiDiGraph:
    """Write the streets alone into a small .osm, for OSMnx to read."""
    with scratch_folder() as folder, _useful_tags():
        draft = folder / "streets.osm"
        _write_osm(draft, _ways(path, within))
        if not draft.exists():
            raise _without_streets(path)
        return osmnx.graph_from_xml(draft, simplify=False, retain_all=True)


@contextlib.contextmanager
def _useful_tags() -> Iterator[None]:
    """Let OSMnx keep the tags that the rules read."""
    before = osmnx.settings.useful_tags_way
    osmnx.settings.useful_tags_way = list(TAGS)
    try:
        yield
    finally:
        osmnx.settings.useful_tags_way = before


def _ways(path: Path, within: shapely.Geometry | None) -> Iterator[Way]:
    """The ways somebody may use near the area, in whole parts."""
    west, south, east, north = (-180.0, -90.0, 180.0, 90.0) if within is None else within.buffer(_MARGIN).bounds
    only_ways = osmium.filter.EntityFilter(osmium.osm.WAY)
    only_streets = osmium.filter.KeyFilter("highway")
    ways = osmium.FileProcessor(str(path)).with_locations().with_filter(only_ways).with_filter(only_streets)
    for way in cast("Iterable[osmium.osm.Way]", ways):
        tags = {key: way.tags[key] for key in TAGS if key in way.tags}
        if not any(access_of(tags)):
            continue
        for part in _parts(way.nodes):
            if any(west <= lon <= east and south <= lat <= north for _, lon, lat in part):
                yield way.id, tags, part


def _parts(refs: Iterable[Any]) -> Iterator[list[Node]]:
    """Cut a way where the file lacks its nodes, as at the edge of an extract: no street leaps over the gap."""
    for has_location, run in groupby(refs, key=lambda ref: ref.location.valid()):
        nodes = [(ref.ref, ref.location.lon, ref.location.lat) for ref in run] if has_location else []
        if len(nodes) > 1:
            yield nodes


def _write_osm(draft: Path, ways: Iterable[Way]) -> None:
    """Write ways and their nodes, each node once; no file where there are no ways."""
    written: set[int] = set()
    begun: set[int] = set()
    further = count(-1, -1)  # OSMnx knows a way by its id, so each further part of one gets an id of its own
    writer = None
    try:
        for way_id, tags, nodes in ways:
            writer = writer or osmium.SimpleWriter(str(draft))
            for node_id, lon, lat in nodes:
                if node_id not in written:
                    writer.add_node(osmium.osm.mutable.Node(id=node_id, location=(lon, lat)))
                    written.add(node_id)
            part_id = next(further) if way_id in begun else way_id
            begun.add(way_id)
            writer.add_way(osmium.osm.mutable.Way(id=part_id, nodes=[node_id for node_id, _, _ in nodes], tags=tags))
    finally:
        if writer:
            writer.close()


def _touching(graph: nx.MultiDiGraph, within: shapely.Geometry, path: Path) -> nx.MultiDiGraph:
    try:
        return osmnx.truncate.truncate_graph_polygon(to_degrees(graph), within, truncate_by_edge=True)
    except ValueError as error:  # OSMnx finds no node inside
        raise _without_streets(path) from error


def _without_streets(path: Path) -> NoStreetsError:
    return NoStreetsError("streets.osm_file.no_streets", name=path.name)


def osm_timestamp(path: Path) -> str:
    """Read the timestamp of the OpenStreetMap data from the head of a file, ISO 8601; empty where there is none."""
    if suffix_of(path) == ".graphml":
        return ""
    header = osmium.FileProcessor(str(path)).header
    timestamp = header.get("osmosis_replication_timestamp") or header.get("timestamp")
    if timestamp or suffix_of(path) == ".osm.pbf":
        return str(timestamp)
    openers: dict[str, Callable[[Path], Any]] = {".osm.bz2": bz2.open, ".osm.gz": gzip.open}
    with openers.get(suffix_of(path), lambda plain: plain.open("rb"))(path) as file:
        head = file.read(2000).decode("utf-8", "replace")
    match = re.search(r"""<osm\s[^>]*\btimestamp=["']([^"']+)|<meta\s[^>]*\bosm_base=["']([^"']+)""", head)
    return (match[1] or match[2]) if match else ""

"""OSMnx's graph in, arrays out: the one module of streets that knows OSMnx."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any, Final, NamedTuple

import networkx as nx
import numpy as np
import osmnx

from geoplan.errors import StreetsError
from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.speed_limits import CAR_KPH, OTHER_KPH, limit_kph
from geoplan.streets.travel_rules import Tags, access_of, tag_values

_NAMED: Final = 5  # of the discarded limits, the most frequent


class _Speed(NamedTuple):
    kph: float
    by_limit: bool
    discarded: str  # the limit that cannot be used, as tagged


def from_osmnx(graph: nx.MultiDiGraph, metadata: GraphMetadata) -> StreetGraph:
    """Turn an OSMnx graph into streets.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As OSMnx makes it, simplified or not, with ``length`` in metres. It is not changed. A ``speed_kph`` of an
        edge goes before its ``maxspeed``; both are read by `geoplan.streets.speed_limits.limit_kph`.
    metadata : GraphMetadata
        Where it comes from; counts and bounds are filled in.

    Returns
    -------
    StreetGraph
        In an order that depends on the streets alone: nodes by their OSM id, edges by their ends. What no mode may
        use is left out.

    Raises
    ------
    StreetsError
        Nothing in it may be used, or it lacks positions or lengths.
    """
    try:
        graph = _usable(to_degrees(graph))
        nodes = sorted(graph)
        xy = np.array([(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in nodes], float)
        edges = _edges(graph, {node: i for i, node in enumerate(nodes)})
    except (KeyError, TypeError) as error:
        raise StreetsError("streets.osmnx_graph.incomplete", source=metadata.source, error=error) from error
    tail, head, length, kph, bike, foot = (np.array(column) for column in zip(*edges, strict=True))
    order = np.lexsort((foot, bike, kph, length, head, tail))
    lon, lat = xy.T
    return StreetGraph(
        lon=lon,
        lat=lat,
        tail=tail[order].astype(np.int32),
        head=head[order].astype(np.int32),
        length_m=length[order].astype(np.float32),
        car_kph=kph[order].astype(np.float32),
        bike=bike[order],
        foot=foot[order],
        metadata=replace(
            metadata,
            nodes=len(nodes),
            edges=len(edges),
            bounds=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())),
            **_counts(graph),
        ),
    )


def to_degrees(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Bring an OSMnx graph to EPSG:4326, where it is not in it yet."""
    projected = osmnx.projection.is_projected(graph.graph["crs"])
    return osmnx.project_graph(graph, to_latlong=True) if projected else graph


def _usable(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy with only the edges somebody may use and the nodes they join."""
    edges = [(u, v, k) for u, v, k, tags in graph.edges(keys=True, data=True) if any(access_of(tags))]
    if not edges:
        raise StreetsError("streets.osmnx_graph.no_streets")
    return graph.edge_subgraph(edges).copy()


def _speed(tags: Tags) -> _Speed:
    discarded = ""
    for tag in ("speed_kph", "maxspeed"):
        values = tag_values(tags.get(tag))
        if (kph := limit_kph(values)) is not None:
            return _Speed(kph, True, discarded)
        discarded = discarded or ";".join(values).strip()
    return _Speed(CAR_KPH.get(tag_values(tags["highway"])[0], OTHER_KPH), False, discarded)


def _counts(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """How many ways open to cars are driven at a limit, and how many limits cannot be used; a way counts once."""
    edges = ((u, v, data) for u, v, data in graph.edges(data=True) if access_of(data).car)
    ways = {frozenset(tag_values(data.get("osmid", [u, v]))): _speed(data) for u, v, data in edges}
    discarded = Counter(_printable(speed.discarded) for speed in ways.values() if speed.discarded)
    return {
        "limits_used": sum(speed.by_limit for speed in ways.values()),
        "limits_missing": sum(not speed.by_limit for speed in ways.values()),
        "limits_discarded": discarded.total(),
        "discarded": tuple(sorted(discarded, key=lambda text: (-discarded[text], text))[:_NAMED]),
    }


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:20] or "?"


def _edges(graph: nx.MultiDiGraph, at: dict[Any, int]) -> list[tuple[int, int, float, float, bool, bool]]:
    """Rows of tail, head, metres, km/h, bike, foot; one-way streets also backwards for those who may."""
    rows = []
    for u, v, data in graph.edges(data=True):
        may = access_of(data)
        length = float(data["length"])
        rows.append((at[u], at[v], length, _speed(data).kph if may.car else 0.0, may.bike, may.foot))
        back_by_bike = may.bike and data.get("oneway:bicycle") == "no"
        if _one_way(data.get("oneway")) and (may.foot or back_by_bike):
            rows.append((at[v], at[u], length, 0.0, back_by_bike, may.foot))
    return rows


def _one_way(oneway: object) -> bool:
    """True also where OSMnx merged a one-way part with others; walking back twice over the same edge does no harm."""
    return True in oneway if isinstance(oneway, list) else oneway is True

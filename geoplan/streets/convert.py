"""OSMnx's graph in, arrays out: the one module of streets that knows OSMnx."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import osmnx

from geoplan.streets.errors import StreetsError
from geoplan.streets.graph import Streets
from geoplan.streets.passport import Passport
from geoplan.streets.rules import CAR_KPH, OTHER_KPH, allowed


def convert(graph: nx.MultiDiGraph, passport: Passport) -> Streets:
    """Turn an OSMnx graph into streets.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As OSMnx makes it, simplified or not, with ``length`` in metres. It is not changed. Edges that carry
        ``speed_kph`` keep it.
    passport : Passport
        Where it comes from; counts and bounds are filled in.

    Returns
    -------
    Streets
        In an order that depends on the streets alone: nodes by their OSM id, edges by their ends. What no mode may
        use is left out.

    Raises
    ------
    StreetsError
        Nothing in it may be used, or it lacks positions or lengths.
    """
    try:
        graph = _with_speeds(_usable(in_degrees(graph)))
        nodes = sorted(graph)
        xy = np.array([(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in nodes], float)
        edges = _edges(graph, {node: i for i, node in enumerate(nodes)})
    except (KeyError, TypeError) as error:
        raise StreetsError(
            f"{passport.source} 不是完整的 OSMnx 路网（缺少或无法理解 {error}），请用 osmnx.save_graphml 重新保存",
            f"{passport.source} is not a whole OSMnx graph ({error} is missing or not understood); "
            "save it again with osmnx.save_graphml",
        ) from error
    tail, head, length, kph, bike, foot = (np.array(column) for column in zip(*edges, strict=True))
    order = np.lexsort((foot, bike, kph, length, head, tail))
    lon, lat = xy.T
    return Streets(
        lon=lon,
        lat=lat,
        tail=tail[order].astype(np.int32),
        head=head[order].astype(np.int32),
        length_m=length[order].astype(np.float32),
        car_kph=kph[order].astype(np.float32),
        bike=bike[order],
        foot=foot[order],
        passport=replace(
            passport,
            nodes=len(nodes),
            edges=len(edges),
            bounds=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())),
        ),
    )


def in_degrees(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Bring an OSMnx graph to EPSG:4326, where it is not in it yet."""
    projected = osmnx.projection.is_projected(graph.graph["crs"])
    return osmnx.project_graph(graph, to_latlong=True) if projected else graph


def _usable(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy with only the edges somebody may use and the nodes they join."""
    edges = [(u, v, k) for u, v, k, tags in graph.edges(keys=True, data=True) if any(allowed(tags))]
    if not edges:
        raise StreetsError(
            "没有可通行的街道，请换一个含 highway 道路的文件或范围",
            "there is no street anybody may use; choose a file or an area with highways in it",
        )
    return graph.edge_subgraph(edges).copy()


def _with_speeds(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Speeds by OSMnx: a street's limit, else the mean of its kind, else (no limit on the kind at all) our table's."""
    edges = list(graph.edges(keys=True, data=True))
    given = {(u, v, k): kph for u, v, k, data in edges if math.isfinite(kph := float(data.get("speed_kph", "nan")))}
    with_limit = {_kind(data) for _, _, _, data in edges if _has_number(data.get("maxspeed"))}
    speeds = {kind: CAR_KPH.get(kind, OTHER_KPH) for _, _, _, data in edges if (kind := _kind(data)) not in with_limit}
    graph = osmnx.add_edge_speeds(graph, hwy_speeds=speeds, fallback=OTHER_KPH)
    nx.set_edge_attributes(graph, given, "speed_kph")
    return graph


def _kind(data: dict[str, Any]) -> str:
    return str(data["highway"][0] if isinstance(data["highway"], list) else data["highway"])


def _has_number(maxspeed: object) -> bool:
    return any(str(value)[:1].isdigit() for value in (maxspeed if isinstance(maxspeed, list) else [maxspeed]))


def _edges(graph: nx.MultiDiGraph, at: dict[Any, int]) -> list[tuple[int, int, float, float, bool, bool]]:
    """Rows of tail, head, metres, km/h, bike, foot; one-way streets also backwards for those who may."""
    rows = []
    for u, v, data in graph.edges(data=True):
        may = allowed(data)
        length, kph = float(data["length"]), float(data["speed_kph"])
        rows.append((at[u], at[v], length, kph if may.car else 0.0, may.bike, may.foot))
        back_by_bike = may.bike and data.get("oneway:bicycle") == "no"
        if _one_way(data.get("oneway")) and (may.foot or back_by_bike):
            rows.append((at[v], at[u], length, 0.0, back_by_bike, may.foot))
    return rows


def _one_way(oneway: object) -> bool:
    """True also where OSMnx merged a one-way part with others; walking back twice over the same edge does no harm."""
    return True in oneway if isinstance(oneway, list) else oneway is True

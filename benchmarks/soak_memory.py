"""The long run: whether the memory of the app stays where it was after thousands of clicks, exports and briefs.

One visitor after another, on loopback: 2,000 reruns, 200 exports in all formats, 60 briefs, 60 uploads, 60 geocodings,
all different. A fiftieth of each is done first, so that every library is loaded; then memory is looked at after each
kind. Run ``python benchmarks/soak_memory.py [SHARE]``; SHARE of 0.1 is a tenth of everything but the reruns. It fails
where memory grew by more than a tenth or the server wrote an error.
"""

from __future__ import annotations

import asyncio
import csv
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

from bench_load import FORGOTTEN, INDUSTRIES, KINDS, change_map_page
from streamlit_server import HOME, serving
from streamlit_visitor import Visitor

PROMISE = 1.10  # of the memory before
FIRST = 50  # the part of each that is done before
STAY = 20  # reruns of one visitor
Verb = Callable[[int, int], Awaitable[None]]  # port, number

with (HOME / "data" / "sites.csv").open(encoding="utf-8", newline="") as lines:
    SITES = {row["site_id"]: row["name_zh"] for row in csv.DictReader(lines)}


async def rerun(port: int, number: int) -> None:
    """A visit of changes of the filter, with each page once."""
    chance = random.Random(number)
    visitor, _ = await Visitor.arrive(port)
    for _ in range(STAY - len(visitor.pages)):
        await change_map_page(visitor, chance)
    for page in visitor.pages:
        await visitor.run(page=page)
    await visitor.leave()


async def export(port: int, number: int) -> None:
    """A download of what a filter leaves, in one of the formats."""
    chance = random.Random(number)
    query = urlencode({"data": "export", "kind": chance.sample(KINDS, 3)}, doseq=True)
    visitor, _ = await Visitor.arrive(port, query, "data")
    formats = visitor.elements["export_format"].options
    await visitor.run(visitor.put("export_format", string_value=formats[number % len(formats)]))
    if "download-export" in visitor.shown:
        assert len(await visitor.download("download-export")) > 200
    await visitor.leave()


async def brief(port: int, number: int) -> None:
    """A brief of two sites, found or only described, as Word, PDF or Excel."""
    chance = random.Random(number)
    query = {"pick": chance.sample(list(SITES), 2), "tab": "shortlist", "for": chance.sample(INDUSTRIES, number % 2)}
    visitor, _ = await Visitor.arrive(port, urlencode(query, doseq=True), "find")
    formats = [option.content for option in visitor.elements["brief_format"].options]
    await visitor.run(visitor.put("brief_format", string_array_value=[formats[number % len(formats)]]))
    await visitor.run(visitor.press("write_brief"))
    assert len(await visitor.download("take_brief")) > 5_000
    await visitor.leave()


async def upload(port: int, number: int) -> None:
    """A layer of a thousand points, looked at and measured."""
    chance = random.Random(number)
    places = [[round(chance.uniform(117.9, 118.4), 6), round(chance.uniform(24.4, 24.9), 6)] for _ in range(1000)]
    features = [
        {"type": "Feature", "properties": {"name": f"{number}/{at}"}, "geometry": {"type": "Point", "coordinates": xy}}
        for at, xy in enumerate(places)
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    visitor, _ = await Visitor.arrive(port, "data=own_layers", "data")
    await visitor.run(await visitor.upload("own-upload-0", f"layer{number}.geojson", content))
    await visitor.leave()


async def geocode(port: int, number: int) -> None:
    """Forty names with a number of their own."""
    chance = random.Random(number)
    text = "\n".join(f"{name}{number}号" for name in chance.sample(list(SITES.values()), 40))
    visitor, _ = await Visitor.arrive(port, "data=geocode", "data")
    await visitor.run(visitor.put("geocode_text", string_value=text))
    await visitor.leave()


VERBS: dict[str, tuple[Verb, int]] = {
    "reruns": (rerun, 2000 // STAY),
    "exports": (export, 200),
    "briefs": (brief, 60),
    "uploads": (upload, 60),
    "geocodings": (geocode, 60),
}


def main() -> int:
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "errors.txt"
        with serving("-m", "geoplan.ui", log=log) as server:

            def look(what: str, cpu: float = 0.0) -> float:
                server.settle()
                print(f"{what:22s} {server.memory():6.0f} MB  {cpu:7.1f} s of CPU", flush=True)
                return server.memory()

            async def do(verb: Verb, numbers: range) -> None:
                for number in numbers:
                    await verb(server.port, number)

            asyncio.run(do(rerun, range(1)))
            time.sleep(14)
            look("one visitor")
            for verb, times in VERBS.values():
                asyncio.run(do(verb, range(100_000, 100_000 + max(8, times // FIRST))))
            before = look("each a few times")
            for name, (verb, times) in VERBS.items():
                began, times = server.cpu(), times if verb is rerun else max(1, int(times * share))
                asyncio.run(do(verb, range(times)))
                look(f"{times * (STAY if verb is rerun else 1)} {name}", server.cpu() - began)
            time.sleep(FORGOTTEN)
            asyncio.run(do(rerun, range(1)))
            after = look("closed are forgotten")
        lines = log.read_text("utf-8").splitlines()
        errors = "\n".join(line for line in lines if "server started on" not in line)
    print(f"after / before {after / before:.2f}      (promise: at most {PROMISE})")
    print(f"error log: {errors.strip() or 'empty'}")
    return int(after > PROMISE * before or bool(errors.strip()))


if __name__ == "__main__":
    sys.exit(main())

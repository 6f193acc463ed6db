"""Many visitors at once: how long each waits, what a visit costs in CPU and memory, beside a bare Streamlit page.

Both servers are asked the same by the same driver over Streamlit's own messages on loopback, without browsers: 50
arrivals in 13 seconds; 50 and 100 sessions that change a filter about every ten seconds; memory at rest, for each of
50 sessions, and after they have closed. The bare page shows the sites and the filters with Streamlit's own widgets. Run
``python benchmarks/bench_load.py``, with ``--quick`` for a fifth of the visitors. Waiting depends on the machine, and
the driver's own CPU is on it too, so it is told apart; the ratio to the bare page is what to compare.
"""

from __future__ import annotations

import asyncio
import csv
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from streamlit_server import HOME, Server, serving
from streamlit_visitor import Visitor

ARRIVALS, WITHIN = 50, 13.0  # visitors, seconds
SESSIONS = (50, 100)
THINK, LASTS = 10.0, 60.0  # seconds between the changes of a session, and of a scenario
CHANGES = 4  # of each of the sessions whose memory is looked at
FORGOTTEN = 125.0  # seconds until Streamlit forgets a session that was closed: it may come back
WARM = 14.0  # seconds until the app has read ahead what later pages need
BARE = """
import pandas as pd, streamlit as st
st.set_page_config(layout="wide")
@st.cache_data
def sites():
    return pd.read_csv({home!r} + "/data/sites.csv", dtype=str, keep_default_na=False)
rows = sites()
for facet in ("kind", "adcode", "ground", "plan_id"):
    chosen = st.multiselect(facet, sorted(rows[facet].unique()), key=facet)
    rows = rows[rows[facet].isin(chosen)] if chosen else rows
st.write(len(rows), "sites")
st.dataframe(rows, key="table")
"""
Change = Callable[[Visitor, random.Random], Awaitable[float]]


def column_values(table: str, column: str) -> list[str]:
    """The values of a column of a table of the catalogue."""
    with (HOME / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return sorted({row[column] for row in csv.DictReader(lines)})


KINDS, INDUSTRIES = column_values("sites", "kind"), column_values("industries", "industry_id")


async def change_map_page(visitor: Visitor, chance: random.Random) -> float:
    """Filter by at most two kinds of sites and an industry."""
    facets = {"kinds": chance.sample(KINDS, chance.randint(0, 2))}
    facets["industries"] = chance.sample(INDUSTRIES, chance.randint(0, 1))
    return await visitor.run(visitor.tell("facet_list", "change", facets))


async def change_bare_page(visitor: Visitor, chance: random.Random) -> float:
    """Filter by at most two kinds of sites."""
    kinds = chance.sample(KINDS, chance.randint(0, 2))
    return await visitor.run(visitor.put("kind", string_array_value=kinds))


@dataclass(frozen=True)
class Load:
    """What a scenario did: seconds of each wait, and CPU seconds of the server and of the driver."""

    waits: list[float]
    server_cpu: float
    driver_cpu: float
    seconds: float

    def at(self, share: float) -> float:
        """The wait that a share of them is under."""
        return float(np.quantile(self.waits, share))

    @property
    def cost(self) -> float:
        """CPU milliseconds of the server for each wait."""
        return self.server_cpu / len(self.waits) * 1000

    def __str__(self) -> str:
        busy = [f"{cpu / self.seconds:4.0%}" for cpu in (self.server_cpu, self.driver_cpu)]
        times = "  ".join(f"{self.at(share):6.3f}" for share in (0.5, 0.95, 1.0))
        return f"{len(self.waits):6d}  {times}  {self.cost:8.1f}  {busy[0]:>6s}  {busy[1]:>6s}"


async def measured(server: Server, waits: Awaitable[list[float]]) -> Load:
    """Measure the CPU while visitors wait."""
    began, ours, theirs = time.perf_counter(), time.process_time(), server.cpu()
    result = await waits
    return Load(result, server.cpu() - theirs, time.process_time() - ours, time.perf_counter() - began)


async def arrivals(server: Server, count: int, within: float) -> list[float]:
    """Visitors that come one after another, whether or not those before have their page."""

    async def one(number: int) -> tuple[Visitor, float]:
        await asyncio.sleep(number * within / count)
        return await Visitor.arrive(server.port)

    came = await asyncio.gather(*map(one, range(count)))
    await asyncio.gather(*(visitor.leave() for visitor, _ in came))
    return [seconds for _, seconds in came]


async def present(server: Server, count: int) -> list[Visitor]:
    """Visitors that are there, having come four at a time."""
    room = asyncio.Semaphore(4)

    async def one(_: int) -> Visitor:
        async with room:
            return (await Visitor.arrive(server.port))[0]

    return await asyncio.gather(*map(one, range(count)))


async def changes(visitors: list[Visitor], change: Change, think: float, lasts: float) -> list[float]:
    """Each changes something about every `think` seconds, at times of its own."""
    ends = time.perf_counter() + lasts

    async def one(number: int, visitor: Visitor) -> list[float]:
        chance, waits = random.Random(number), []
        await asyncio.sleep(chance.uniform(0.0, think))
        while time.perf_counter() < ends:
            waits.append(await change(visitor, chance))
            await asyncio.sleep(max(0.0, chance.uniform(0.5, 1.5) * think - waits[-1]))
        return waits

    return [wait for waits in await asyncio.gather(*map(one, range(len(visitors)), visitors)) for wait in waits]


class Memory(NamedTuple):
    """Resident MB: warm with nobody there, with sessions, once they have gone, and the same of as many again."""

    rest: float
    full: float
    left: float
    full_again: float
    left_again: float


async def memory(server: Server, change: Change, count: int) -> Memory:
    """Let sessions come, change something, and go, twice."""
    levels = [server.memory()]
    for _ in range(2):
        visitors = await present(server, count)
        for number, visitor in enumerate(visitors):
            chance = random.Random(number)
            for _ in range(CHANGES):
                await change(visitor, chance)
        levels.append(server.memory())
        await asyncio.gather(*(visitor.leave() for visitor in visitors))
        await asyncio.sleep(FORGOTTEN)
        await (await Visitor.arrive(server.port))[0].leave()  # Streamlit looks for sessions to forget when one comes
        server.settle()
        levels.append(server.memory())
    return Memory(*levels)


async def scenarios(server: Server, change: Change, scale: float) -> tuple[dict[str, Load], Memory]:
    """All of them, on a server that is warm."""
    await (await Visitor.arrive(server.port))[0].leave()
    await asyncio.sleep(WARM)
    server.settle()
    count = int(ARRIVALS * scale)
    levels = await memory(server, change, count)
    done = {}
    done[f"{count} arrivals in {WITHIN:.0f} s"] = await measured(server, arrivals(server, count, WITHIN))
    for sessions in SESSIONS:
        visitors = await present(server, int(sessions * scale))
        server.settle()
        name = f"{len(visitors)} sessions, a change in {THINK:.0f} s"
        done[name] = await measured(server, changes(visitors, change, THINK, LASTS))
        await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return done, levels


def main() -> None:
    scale = 0.2 if "--quick" in sys.argv else 1.0
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(BARE.format(home=str(HOME)), "utf-8")
        with serving("-m", "streamlit", "run", str(script)) as server:
            bare, bare_memory = asyncio.run(scenarios(server, change_bare_page, scale))
    with serving("-m", "geoplan.ui") as server:
        ours, our_memory = asyncio.run(scenarios(server, change_map_page, scale))
    print(f"{'':40s}  waits     p50     p95     max    CPU ms  server  driver  CPU / bare")
    for name, load in ours.items():
        print(f"{'bare page, ' + name:40s}{bare[name]}")
        print(f"{'map page,  ' + name:40s}{load}  {load.cost / bare[name].cost:10.1f}")
    count = int(ARRIVALS * scale)
    print(f"\n{'MB':20s}  at rest  {count} sessions  gone  {count} again  gone  for a session")
    for name, one in (("bare page", bare_memory), ("map page", our_memory)):
        session = max(one.full - one.rest, one.full_again - one.left) / count
        print(
            f"{name:20s} {one.rest:8.0f} {one.full:12.0f} {one.left:5.0f} {one.full_again:9.0f} {one.left_again:5.0f} {session:14.2f}"
        )


if __name__ == "__main__":
    main()

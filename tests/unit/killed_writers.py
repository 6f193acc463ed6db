"""Everything that writes files, killed at random instants: run as a script by test_killed_writers.

``killed_writers.py TRIES FOLDER WRITER …`` forks a child that writes one state and the other in turn, kills it, and looks
at what is there. Of each writer a line says how many writes there were, and a line each what is wrong.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import shapely
from export_samples import sample

EXPORTS = ["x.geojson", "x.gpkg", "x.zip", "x.fgb", "x.parquet", "x.kml", "x.csv", "x.xlsx", "x.csv.zip"]
WRITES = "writes of"
STATES = ("old", "new" * 5000)
HOME = Path(__file__).resolve().parents[2]


class Writer(NamedTuple):
    """How a state is written, and what is wrong with what is there; by default a file that is of neither state."""

    write: Callable[[Path, str], object]
    wrong: Callable[[Path], str] | None = None


def export(name: str, folder: Path, state: str) -> None:
    from geoplan.writers.write_export import write_export

    write_export(sample([state] * 40, [shapely.Point(118, 24)] * 40), folder / name)


def half(folder: Path, state: str) -> None:
    """As no writer may: the file is empty or half for a while. Only to see that the trap snaps."""
    with (folder / "a.txt").open("w") as file:
        file.write(state[:1])
        file.flush()
        time.sleep(0.001)
        file.write(state[1:])


def command_file(folder: Path, state: str) -> None:
    from geoplan.cli.console import write_file

    write_file(folder / "a.pdf", state.encode() * 20, "--output")


def brief(suffix: str, folder: Path, state: str) -> None:
    from geoplan.brief.blocks import Brief, Paragraph, Part
    from geoplan.brief.document_formats import write

    made = Brief("zh", "t", "b", "f", "2026-11-29", (Part("s", (Paragraph(state[:900]),)),))
    command = __import__("geoplan.cli.console", fromlist=["write_file"])
    command.write_file(folder / f"a{suffix}", write(made, suffix), "--output")


def several(folder: Path, state: str) -> None:
    from geoplan.files import write_all_atomically

    write_all_atomically({folder / f"{n}.geojson": state.encode() for n in range(4)})


def draft(folder: Path, state: str) -> None:
    from geoplan.drafts.draft import NOTE, Draft
    from geoplan.drafts.draft_store import DraftStore

    DraftStore(folder).save(Draft(NOTE, "own-1", shapely.Point(118, 24.5), text=state[:900]))


def draft_wrong(folder: Path) -> str:
    from geoplan.drafts.draft_store import DraftStore

    store = DraftStore(folder)
    texts = {one.text for one in store.history("own-1")}
    lost = not texts and (folder / "own-1.json").exists()
    return f"{store.problems()} {texts:}" if store.problems() or lost or texts - {s[:900] for s in STATES} else ""


def plan_text(folder: Path, state: str) -> None:
    from geoplan.plan_text.stored_texts import store_text
    from geoplan.settings import settings

    os.environ["GEOPLAN_USER_DATA"] = str(folder)
    settings.cache_clear()
    store_text("a-plan", state)


def street_graph(folder: Path, state: str) -> None:
    import numpy as np

    from geoplan.streets.graph import StreetGraph
    from geoplan.streets.graph_metadata import GraphMetadata
    from geoplan.streets.store import save

    n = len(state) // 5 + 1
    ends, flags = np.arange(n, dtype="i4"), np.ones(n, bool)
    about = GraphMetadata(name="s", source="x", fetched_on="2026-11-21", area="350203", nodes=n)
    metres, kph = np.full(n, 200, "f4"), np.full(n, 30, "f4")
    save(StreetGraph(ends / 1e3, ends / 1e3, ends, ends[::-1].copy(), metres, kph, flags, flags, about), folder)


def answers(folder: Path, state: str) -> None:
    """Forty answers of a service, kept in the cache of geocoding."""
    import requests
    import urllib3

    from geoplan.http_client import cached_session

    class Canned(requests.adapters.BaseAdapter):
        def send(self, request: requests.PreparedRequest, **_: object) -> requests.Response:
            response = requests.Response()
            response.status_code, response.url, response.request = 200, request.url or "", request
            response.raw = urllib3.HTTPResponse(BytesIO(b'{"found": "%s"}' % state.encode()), preload_content=False)
            return response

        def close(self) -> None:
            pass

    with cached_session(folder / "a.sqlite", lambda response: True) as session:
        session.mount("http://", Canned())
        for number in range(40):
            session.get(f"http://service/{state[:3]}{number}", stream=True, timeout=1)


def answers_wrong(folder: Path) -> str:
    from geoplan.http_client import cached_session

    said: list[str] = []
    with cached_session(folder / "a.sqlite", lambda response: True, on_damage=lambda file: said.append(file.name)):
        pass
    with closing(sqlite3.connect(folder / "a.sqlite")) as connection:
        return "; ".join([*said, *(row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok")])


def static(folder: Path, state: str) -> None:
    from geoplan.map.static_file import static_file

    static_file(folder, "a", state[:3], ".json", state.encode)


def published(folder: Path, state: str) -> None:
    from geoplan.catalogue.catalogue import load
    from geoplan.map import publish as publish_module
    from geoplan.map.publish import publish

    if not _CATALOGUE:
        _CATALOGUE.append(load(HOME, validated=True))
        publish_module.map_sites = cache(publish_module.map_sites)  # the kills shall fall on the writing
        publish_module.legend = cache(publish_module.legend)
    publish(_CATALOGUE[0], {"zh": {"note": state}}, folder)


_CATALOGUE: list = []
WRITERS: dict[str, Writer] = {
    **{f"export {name}": Writer(partial(export, name)) for name in EXPORTS},
    **{f"brief {suffix}": Writer(partial(brief, suffix)) for suffix in (".docx", ".pdf", ".xlsx")},
    "file of a command": Writer(command_file),
    "layers": Writer(several),
    "draft": Writer(draft, draft_wrong),
    "plan text": Writer(plan_text),
    "street graph": Writer(street_graph),
    "answers of a service": Writer(answers, answers_wrong),
    "static file": Writer(static),
    "map": Writer(published),
    "half": Writer(half),
}


def files_of(folder: Path) -> dict[str, bytes]:
    """What is in place: hidden files are drafts, seals and locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def drafts_of(folder: Path) -> list[str]:
    """What a killed process left."""
    from geoplan.files import _DRAFT

    return [path.name for path in folder.rglob(".*") if _DRAFT.fullmatch(path.name)]


def run(name: str, tries: int, folder: Path) -> None:
    """Kill a writer some times; print what is wrong and how often it had written."""
    writer = WRITERS[name]
    known: dict[str, set[bytes]] = {}
    target = folder / name.replace(" ", "-") / "target"
    target.mkdir(parents=True)
    for state in STATES:
        began = time.perf_counter()
        writer.write(target, state)
        seconds = time.perf_counter() - began  # of the second, when all is imported
        for file, content in files_of(target).items():
            known.setdefault(file, set()).add(content)
    chance, written, parent = random.Random(29), 0, os.getpid()
    for _ in range(tries):
        inside, outside = os.pipe()
        child = os.fork()
        if not child:
            while os.getppid() == parent:  # else nobody is left to kill it
                for state in STATES:
                    writer.write(target, state)
                    os.write(outside, b".")
            os._exit(0)
        time.sleep(chance.uniform(0.001, 2.5 * seconds + 0.01))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(outside)
        written += len(os.read(inside, 1 << 16))
        os.close(inside)
        if writer.wrong:
            if wrong := writer.wrong(target):
                print(f"{name}: {wrong}")
        else:
            for file, content in files_of(target).items():
                if content not in known.get(file, set()):
                    print(f"{name}: {file} is neither old nor new: {len(content)} bytes")
    for state in STATES:
        writer.write(target, state)
    if left := drafts_of(target):
        print(f"{name}: not cleared:", *left)
    print(f"{written} {WRITES} {name}")


if __name__ == "__main__":
    for each in sys.argv[3:]:
        run(each, int(sys.argv[1]), Path(sys.argv[2]))

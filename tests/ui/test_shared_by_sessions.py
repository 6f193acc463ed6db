"""What many visitors cost: what all of them see is made once, what is kept has a bound, and who leaves leaves nothing."""

import gc
import importlib
import pkgutil
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import page_script

import geoplan
from geoplan.query.selection import Selection, facet_counts
from geoplan.settings import settings
from geoplan.ui import left_sessions, memory_upkeep, resources
from geoplan.ui.widgets.site_table import all_rows, table_url

VISITORS = 6


def of_each(make: Callable[[], Any]) -> list[Any]:
    """What visitors get who come at once, each in a thread as of the server."""
    together = threading.Barrier(VISITORS)

    def one(_: int) -> Any:
        together.wait()
        return make()

    with ThreadPoolExecutor(VISITORS) as pool:
        return list(pool.map(one, range(VISITORS)))


def test_visitors_who_come_at_once_have_the_catalogue_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []

    def read(home: Path, cache: Path) -> object:
        reads.append(home)
        return SimpleNamespace(problems=[])

    resources._catalogue_at.cache_clear()
    monkeypatch.setattr(resources, "load_cached", read)
    try:
        catalogues = of_each(resources.shipped_catalogue)
    finally:
        resources._catalogue_at.cache_clear()
        resources._SOUND.clear()
        gc.unfreeze()
    assert len({id(one) for one in catalogues}) == 1
    assert reads == [settings().home]


def test_tables_and_files_are_the_same_objects_for_all_visitors() -> None:
    catalogue = resources.shipped_catalogue()
    for make in (
        lambda: all_rows(catalogue, "zh"),
        lambda: table_url(),
        lambda: resources.published(catalogue),
        lambda: resources.facets_url(),
        lambda: resources.search_url(),
    ):
        make()
        assert len({id(one) for one in of_each(make)}) == 1


def test_an_answer_that_a_visitor_changes_is_still_right_for_the_next() -> None:
    catalogue, parks = resources.shipped_catalogue(), Selection(kinds=("park",))
    first = facet_counts(catalogue, parks)
    before = {facet: dict(counts) for facet, counts in first.items()}
    first["plans"].clear()
    assert facet_counts(catalogue, parks) == before


def cached_functions() -> Iterator[tuple[str, Any]]:
    for info in pkgutil.walk_packages(geoplan.__path__, "geoplan."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, thing in vars(module).items():
            if hasattr(thing, "cache_parameters") and thing.__module__ == info.name:
                yield f"{info.name}.{name}", thing


def test_every_cache_of_a_process_has_a_bound() -> None:
    bounds = {name: function.cache_parameters()["maxsize"] for name, function in cached_functions()}
    assert len(bounds) > 60
    assert {name: bound for name, bound in bounds.items() if bound is None} == {}


def test_what_a_closed_session_held_is_gone() -> None:
    class Held:
        pass

    held = Held()
    at = AppTest.from_string(page_script("map", "zh"), default_timeout=60)
    at.session_state["held"] = held
    at.run()
    at.session_state["kinds"] = ["park"]
    at.run()
    assert not at.exception
    trace = weakref.ref(held)
    del at, held
    gc.collect()
    assert trace() is None


HEAVY = (
    *("pyogrio", "rasterio", "frictionless", "pypinyin", "pymcdm", "matplotlib", "esda", "osmnx"),
    *("loky", "pyarrow.parquet", "scipy.optimize", "scipy.stats"),
)


def test_opening_pages_loads_no_library_that_only_a_file_or_a_figure_needs() -> None:
    script = (
        "import sys\nfrom geoplan.ui.pages import PAGES\nfor page in PAGES: page.load()\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.split() == []


class Circle:
    """Dead when nothing refers to it but itself."""

    def __init__(self) -> None:
        self.itself = self


def test_upkeep_does_not_wait_for_the_collector() -> None:
    gc.disable()
    try:
        trace = weakref.ref(Circle())
        assert trace() is not None
        memory_upkeep.give_back()
        assert trace() is None
    finally:
        gc.enable()


def test_what_is_there_to_stay_is_not_looked_at_again() -> None:
    gc.unfreeze()
    try:
        memory_upkeep.settle()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_a_server_that_nobody_visits_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    used = iter([0.0, 0.1, 0.2, 5.0, 5.0, 5.1])  # CPU seconds when it is looked at: once before, then after each rest
    rests, given = [], []

    class OverError(Exception):
        pass

    def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 5:
            raise OverError

    monkeypatch.setattr(memory_upkeep.time, "process_time", lambda: next(used))
    monkeypatch.setattr(memory_upkeep.time, "sleep", rest)
    monkeypatch.setattr(memory_upkeep, "give_back", lambda: given.append(len(rests)))
    monkeypatch.setattr(memory_upkeep, "forget_left_sessions", set)
    with pytest.raises(OverError):
        memory_upkeep.keep_up()
    assert given == [3]  # after the third rest, when five seconds had been used


def test_a_session_whose_visitor_left_two_minutes_ago_is_let_go_without_the_next_visitor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As of Streamlit's own parts: what is used of them is not documented."""
    import asyncio

    from streamlit import runtime as streamlit_runtime
    from streamlit.runtime.memory_session_storage import MemorySessionStorage
    from streamlit.runtime.runtime import AsyncObjects, Runtime
    from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

    assert hasattr(Runtime, "_get_async_objs") and "eventloop" in AsyncObjects.__annotations__
    storage = MemorySessionStorage(ttl_seconds=0)
    sessions = WebsocketSessionManager(storage, *(SimpleNamespace() for _ in range(3)))  # type: ignore[arg-type]
    session = Circle()
    session.id = "left"  # type: ignore[attr-defined]
    storage.save(SimpleNamespace(session=session))  # type: ignore[arg-type]
    trace = weakref.ref(session)
    del session
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    there = SimpleNamespace(_session_mgr=sessions, _get_async_objs=lambda: SimpleNamespace(eventloop=loop))
    monkeypatch.setattr(streamlit_runtime, "exists", lambda: True)
    monkeypatch.setattr(streamlit_runtime, "get_instance", lambda: there)
    try:
        gc.collect()
        assert trace() is not None
        assert left_sessions.forget_left_sessions() == set()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
    gc.collect()
    assert trace() is None


def test_a_session_that_was_there_when_all_was_taken_as_there_to_stay_is_collected_when_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = None
    remaining = iter([{"a"}, {"a"}, set()])

    class OverError(Exception):
        pass

    def rest(_: float) -> None:
        if trace() is None:
            raise OverError

    monkeypatch.setattr(memory_upkeep.time, "sleep", rest)
    monkeypatch.setattr(memory_upkeep.time, "process_time", lambda: 0.0)
    monkeypatch.setattr(memory_upkeep, "forget_left_sessions", lambda: next(remaining))
    session = Circle()
    trace = weakref.ref(session)
    try:
        memory_upkeep.settle()
        del session
        memory_upkeep.give_back()
        assert trace() is not None
        with pytest.raises(OverError):
            memory_upkeep.keep_up()
        assert gc.get_freeze_count() > 10_000  # all else is there to stay again
    finally:
        gc.unfreeze()
        memory_upkeep._MIXED.clear()

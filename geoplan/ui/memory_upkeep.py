"""The memory of a server that runs for weeks: what nobody needs goes back to the system.

Five things hold memory that is free. Each visitor's run is a thread, and glibc gives threads heaps of their own, none
of which is used for another. Closed sessions are circles of objects, which the collector sees late: it waits until a
quarter of all objects is new, and most are libraries. glibc returns only what lies at the end of a heap. Arrow has a
heap of its own, which keeps what the texts of tables once took. And Streamlit keeps the session of who left, see
`geoplan.ui.left_sessions`.
"""

from __future__ import annotations

import ctypes
import gc
import time
from collections.abc import Callable
from threading import Event
from typing import Any, Final

from geoplan.ui.left_sessions import forget_left_sessions

_ARENA_MAX: Final = -8  # M_ARENA_MAX of malloc.h
_ARENAS: Final = 2
_EVERY: Final = 30.0  # seconds
_WORTH: Final = 1.0  # CPU seconds: what has done less has left less behind
_MIXED: Final = Event()  # sessions may be among what no collection looks at


def share_heaps() -> None:
    """Let all threads, and Arrow, share two heaps; before there are any threads."""
    import pyarrow

    if mallopt := _of_libc("mallopt"):
        mallopt(_ARENA_MAX, _ARENAS)
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())


def settle() -> None:
    """Take what there is now as there to stay: no collection looks at it again, while no session has ended."""
    gc.collect()
    gc.freeze()
    _MIXED.set()
    give_back()


def give_back() -> None:
    """Collect what is dead, and return what is free to the system."""
    gc.collect()
    if trim := _of_libc("malloc_trim"):
        trim(0)


def keep_up() -> None:
    """Give back now and then, as long as the process lives, and when a session ends; else nothing."""
    before, sessions = time.process_time(), set[str]()
    while True:
        time.sleep(_EVERY)
        remaining = forget_left_sessions()
        ended, sessions = bool(sessions - remaining), remaining
        if ended and _MIXED.is_set():
            _look_again(bool(sessions))
        if ended or time.process_time() - before > _WORTH:
            give_back()
            before = time.process_time()


def _look_again(visited: bool) -> None:
    """Let a session that has ended be collected where it was there when all was taken as there to stay."""
    gc.unfreeze()
    if not visited:
        gc.collect()
        gc.freeze()
        _MIXED.clear()


def _of_libc(name: str) -> Callable[..., Any] | None:
    """A function of glibc; None with another library."""
    try:
        return getattr(ctypes.CDLL(None), name, None)
    except (OSError, TypeError):  # Windows
        return None

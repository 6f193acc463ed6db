"""The runner for large registers: parts counted by as many processes as there are cores, few held at a time."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Final

from loky import ProcessPoolExecutor

from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan, Part, Task, count_task, sum_counts, tasks_of
from geoplan.registers.run_in_process import Progress, Take, with_progress

_WAITING: Final = 2  # parts beside the one that each process works on
WORKER_MEMORY: Final = 600 << 20  # bytes that a process needs, about: its libraries, the areas and one part

_plan: CountingPlan | None = None


def run_streamed(
    parts: Iterable[Part],
    plan: CountingPlan,
    progress: Progress | None = None,
    workers: int = 0,
    take: Take | None = None,
) -> RegisterCounts:
    """Count the parts of a register in several processes.

    Parameters
    ----------
    workers : int
        Processes; 0 for as many as there are cores and half the memory holds.
    take : callable, optional
        See `geoplan.registers.run_in_process`.

    Raises
    ------
    concurrent.futures.process.BrokenProcessPool
        A process was ended from outside.
    """
    n = workers or usable_workers()
    with TemporaryDirectory(prefix="geoplan-plan-") as folder:
        # By a file: what is sent to a process that dies at its start would fill a pipe that nobody reads.
        path = Path(folder) / "plan"
        path.write_bytes(pickle.dumps(plan))
        # Not that of the standard library, whose processes run the main module again: in the app that is the page.
        pool = ProcessPoolExecutor(n, initializer=_take, initargs=(str(path), os.getpid()))
        try:
            done = windowed(tasks_of(parts), pool.submit, _count, n + _WAITING)
            return sum_counts(with_progress(done, progress, take))
        finally:
            pool.shutdown(kill_workers=True)


def usable_workers() -> int:
    """As many processes as there are cores for this one, and as half the memory holds."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = 0
    with suppress(ValueError, OSError, AttributeError):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return max(1, min(cores, memory // WORKER_MEMORY if memory else cores))


def windowed(
    tasks: Iterable[Task],
    submit: Callable[..., Future[RegisterCounts]],
    count: Callable[[Task], RegisterCounts],
    width: int,
) -> Iterator[RegisterCounts]:
    """Submit tasks, never more at a time than are wanted, and hand on results as they are ready."""
    rest = iter(tasks)
    running = {submit(count, task) for task in islice(rest, width)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {submit(count, task) for task in islice(rest, len(done))}
        yield from (future.result() for future in done)


def _take(path: str, parent: int) -> None:
    """Keep the plan in a process: it is read once, and not with each part."""
    global _plan
    _plan = pickle.loads(Path(path).read_bytes())  # noqa: S301  (our own, in a folder that only we may read)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A process whose parent was killed would wait for parts for ever."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _count(task: Task) -> RegisterCounts:
    assert _plan is not None  # noqa: S101  (`_take` comes first)
    return count_task(_plan, task)

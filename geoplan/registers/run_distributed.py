"""The runner for a cluster: the same parts as tasks of dask.distributed, whose scheduler sends them again when lost.

Counts by class and year are long, and what is fetched passes through the scheduler: so workers add them up, some at a
time, and only the last sums are fetched. Where rows are given back too, each task is fetched for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from geoplan.errors import UserError
from geoplan.registers.count_rows import RegisterCounts, add_counts
from geoplan.registers.counting_plan import CountingPlan, Part, Task, count_task, sum_counts, tasks_of
from geoplan.registers.run_in_process import Progress, Take, with_progress

_PER_THREAD: Final = 3  # tasks that wait or run on each thread of a worker
_TOGETHER: Final = 6  # counts that a worker adds up at a time
_RETRIES: Final = 5  # of a task that fails; one whose worker is lost is sent again all the same
_PATIENCE: Final = 20  # seconds until a scheduler that does not answer is given up


def run_distributed(
    parts: Iterable[Part],
    plan: CountingPlan,
    scheduler: str,
    progress: Progress | None = None,
    take: Take | None = None,
) -> RegisterCounts:
    """Count the parts of a register on a cluster.

    Its workers must have this package, and must see Parquet files under the same paths; rows of other files are sent.

    Parameters
    ----------
    scheduler : str
        Address, such as ``tcp://10.0.0.1:8786``.
    take : callable, optional
        See `geoplan.registers.run_in_process`.

    Raises
    ------
    UserError
        dask.distributed is not installed, no scheduler answers there, or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UserError("registers.no_distributed") from error
    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UserError("registers.no_scheduler", scheduler=scheduler) from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UserError("registers.no_workers", scheduler=scheduler)
        everywhere = client.scatter(plan, broadcast=True, hash=False)
        width = threads * _PER_THREAD
        if plan.keep or plan.assign or plan.columns.address:
            done = _results(client, tasks_of(parts), everywhere, width)
            return sum_counts(with_progress(done, progress, take))
        return sum_counts(_sums(client, tasks_of(parts), everywhere, width, progress))


def _sums(
    client: Any, tasks: Iterable[Task], plan: Any, width: int, progress: Progress | None
) -> Iterator[RegisterCounts]:
    """Count tasks, let workers add up what is done, and hand on the sums that remain."""
    from distributed import as_completed

    rest, n_rows, done = iter(tasks), {}, 0
    waiting: list[Any] = []  # futures that are done
    queue = as_completed([], loop=client.loop)

    def submit(*task: Task) -> None:
        for one in task:
            future = client.submit(count_task, plan, one, pure=False, retries=_RETRIES)
            n_rows[future] = sum(part.n_rows for part in one)
            queue.add(future)

    submit(*islice(rest, width))
    for future in queue:
        if future.status == "error":
            future.result()  # raises what the worker raised
        waiting.append(future)
        if future in n_rows:  # a task, and no sum
            done += n_rows.pop(future)
            if progress:
                progress(done)
            submit(*islice(rest, 1))
        if len(waiting) >= _TOGETHER:
            queue.add(client.submit(add_counts, waiting, pure=False, retries=_RETRIES))
            waiting = []
    for future in waiting:
        yield future.result()


def _results(client: Any, tasks: Iterable[Task], plan: Any, width: int) -> Iterator[RegisterCounts]:
    from distributed import as_completed

    def submitted(task: Task) -> Any:
        return client.submit(count_task, plan, task, pure=False, retries=_RETRIES)

    rest = iter(tasks)
    # Named with its loop, which it would else take from a default client.
    queue = as_completed(map(submitted, islice(rest, width)), loop=client.loop)
    for future in queue:
        yield future.result()
        future.release()
        for task in islice(rest, 1):
            queue.add(submitted(task))

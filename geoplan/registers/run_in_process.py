"""The runner for small registers: part by part, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from geoplan.registers.count_rows import RegisterCounts
from geoplan.registers.counting_plan import CountingPlan, Part, count_part, parts_of_frame, sum_counts

Progress = Callable[[int], None]  # takes the number of rows done so far
Take = Callable[[RegisterCounts], None]


def count_frame(frame: pd.DataFrame, plan: CountingPlan) -> RegisterCounts:
    """Count a register that is held as a frame; its rows are numbered from 1."""
    return run_in_process(parts_of_frame(frame, plan.columns), plan)


def run_in_process(
    parts: Iterable[Part], plan: CountingPlan, progress: Progress | None = None, take: Take | None = None
) -> RegisterCounts:
    """Count the parts of a register one after the other.

    Parameters
    ----------
    take : callable, optional
        Is given the counts of each stretch of the register before they are added up, to take rows off them; without
        it all rows are held.
    """
    return sum_counts(with_progress((count_part(plan, part) for part in parts), progress, take))


def with_progress(
    done: Iterable[RegisterCounts], progress: Progress | None, take: Take | None = None
) -> Iterator[RegisterCounts]:
    """Hand results on, telling how many rows they make."""
    n_rows = 0
    for counts in done:
        n_rows += counts.n_rows
        if progress:
            progress(n_rows)
        if take:
            take(counts)
        yield counts

"""A bar that counts rows on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geoplan.text.message import translate


@contextmanager
def row_progress(what: str, lang: str, total: int) -> Iterator[Callable[..., None]]:
    """A bar on a terminal; how many are done, and of how many if that is known later, is told to what it gives."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console, words = Console(stderr=True), TextColumn(translate(what, lang))
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with bar as shown:
        task = shown.add_task("", total=total if total >= 0 else None)
        yield lambda done, of=None: shown.update(task, completed=done, total=of)

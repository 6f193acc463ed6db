"""Every rule of the catalogue, applied at once."""

from __future__ import annotations

from pathlib import Path

from geoplan.check.layers import check_layers
from geoplan.check.tables import check_relations, check_schema, check_tidiness
from geoplan.problem import Problem
from geoplan.sources import Sources, read_sources

__all__ = ["Problem", "check", "check_sources"]


def check(home: Path) -> list[Problem]:
    """Check the catalogue in a folder.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.

    Returns
    -------
    list of Problem
        All problems, by file and row; empty when the catalogue is sound.
    """
    return check_sources(read_sources(home))


def check_sources(sources: Sources) -> list[Problem]:
    """Check a catalogue that has been read; see `check`."""
    problems = [
        *sources.problems,
        *check_schema(sources.home),
        *check_tidiness(sources),
        *check_relations(sources),
        *check_layers(sources),
    ]
    once = {problem.line(): problem for problem in problems}
    return sorted(once.values(), key=lambda p: (p.file, p.row or 0, p.rule))

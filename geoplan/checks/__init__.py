"""Every rule of the catalogue, applied at once."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from geoplan.checks.citations import check_citations
from geoplan.checks.gateways import check_gateways
from geoplan.checks.layers import check_layers
from geoplan.checks.tables import check_relations, check_schema, check_tidiness
from geoplan.problem import Problem
from geoplan.sources import Sources, read_sources

__all__ = ["Problem", "check", "check_sources", "rules_version"]


def check_catalogue(home: Path, plans: Path | None = None) -> list[Problem]:
    """Check the catalogue in a folder.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.
    plans : Path, optional
        The folder of plan texts: given it, every citation is resolved against them.

    Returns
    -------
    list of Problem
        All problems, by file and row; empty when the catalogue is sound.
    """
    sources = read_sources(home)
    problems = check_sources(sources)
    return [*problems, *check_citations(sources, plans)] if plans else problems


def check_sources(sources: Sources) -> list[Problem]:
    """Check a catalogue that has been read; see `check`."""
    problems = [
        *sources.problems,
        *check_schema(sources.home),
        *check_tidiness(sources),
        *check_relations(sources),
        *check_layers(sources),
        *check_gateways(sources),
    ]
    once = {problem.line(): problem for problem in problems}
    return sorted(once.values(), key=lambda p: (p.file, p.row or 0, p.rule))


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Name the state of the rules by their code, so that what passed older rules is checked again."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]

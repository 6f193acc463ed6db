"""Every rule of the catalogue, applied at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from geoplan.checks.base_map_files import check_base_map
from geoplan.checks.citations import check_citations
from geoplan.checks.english_names import check_english_names
from geoplan.checks.gateways import check_gateways
from geoplan.checks.layers import check_layers
from geoplan.checks.site_rules import check_sites
from geoplan.checks.statement_rules import check_statements
from geoplan.checks.table_schema import check_schema, check_tables
from geoplan.checks.tables import check_relations, check_tidiness
from geoplan.problem import Problem
from geoplan.sources import Sources, read_sources
from geoplan.study_area import read_study_area


def check_catalogue(home: Path, plans: Path | None = None) -> list[Problem]:
    """Check the catalogue in a folder.

    Parameters
    ----------
    plans : Path, optional
        The folder of plan texts: if given, every citation is resolved against them.

    Returns
    -------
    list of Problem
        All problems, by file and row; empty when the catalogue is valid.

    Raises
    ------
    UserError
        data/datapackage.json or data/study_area.toml cannot be read.
    """
    read_study_area(home)  # of this folder, which need not be that of the deployment
    return check_sources(read_sources(home), plans)


def check_sources(
    sources: Sources, plans: Path | None = None, in_memory: bool = False, with_schema: bool = True
) -> list[Problem]:
    """Check a catalogue that has been read.

    Parameters
    ----------
    in_memory : bool
        Whether to check the cells of ``sources.tables`` instead of those of the files.
    with_schema : bool
        Whether to check the cells by the schema at all, which takes longest: not where only layers have changed.
    """
    schema: Iterable[Problem] = ()
    if with_schema:
        package, home = sources.package, sources.home
        schema = check_tables(package, sources.tables) if in_memory else check_schema(package, home)
    problems = [
        *sources.problems,
        *schema,
        *check_tidiness(sources),
        *check_relations(sources),
        *check_sites(sources),
        *check_statements(sources),
        *check_english_names(sources),
        *check_layers(sources),
        *check_gateways(sources),
        *check_base_map(sources.home),
    ]
    unique = {problem.identity: problem for problem in problems}
    ordered = sorted(unique.values(), key=lambda p: (p.file, p.row or 0, p.rule))
    return [*ordered, *check_citations(sources, plans)] if plans else ordered

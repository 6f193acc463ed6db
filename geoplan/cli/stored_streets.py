"""The fetched streets that a command measures over."""

from __future__ import annotations

from geoplan.analysis.reporting_units import clip_to_streets, reporting_units
from geoplan.cli.console import naming
from geoplan.cli.filter_options import require_known
from geoplan.errors import StreetsError, UserError
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.store import load, store_path, stored_graphs, streets_folder


def read_streets(name: str, scope: str) -> StreetGraph:
    """The fetched streets of a name, the first by default; refused where they do not lie in the scope."""
    folder = streets_folder(settings())
    known = [metadata.name for metadata in stored_graphs(folder)]
    if not known:
        raise UserError("cli.no_streets")
    require_known("--streets", name or known[0], known)
    with naming("--streets", StreetsError):
        streets = load(store_path(folder, name or known[0]))
    if clip_to_streets(reporting_units(scope), streets).empty:
        raise UserError("cli.streets_elsewhere", name=streets.metadata.name, scope=scope)
    return streets

"""``geoplan coverage``: what is covered, where, and how surely."""

from __future__ import annotations

from typing import Annotated

import typer

from geoplan.cli.options import Filters, RefusedError, selection_of, unknown, with_filters
from geoplan.cli.shell import Format, Home, Lang, OutFormat, language_of, open_catalogue, print_rows
from geoplan.selection import select as select_sites

app = typer.Typer()


@app.command()
@with_filters
def coverage(
    filters: Filters,
    by: Annotated[str, typer.Option(help="branch | industry")] = "branch",
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """按县区与产业统计载体、面积与范围。 Carriers, areas and footprints per county and industry."""
    from geoplan.analysis.coverage import coverage_table

    if by not in {"branch", "industry"}:
        raise RefusedError(unknown("--by", by, ["branch", "industry"], language_of(lang)))
    catalogue = open_catalogue(home, lang)
    chosen = selection_of(catalogue, filters, language_of(lang))
    table = coverage_table(catalogue, select_sites(catalogue, chosen), by)
    name = f"name_{language_of(lang)}"
    table.insert(1, "county", table["adcode"].map(catalogue.regions[name]))
    table.insert(3, "industry", table["industry_id"].map(catalogue.industries[name]))
    print_rows(table.round(4), format)

"""``geoplan check | list | concordance``: the catalogue as it is."""

from __future__ import annotations

from typing import Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    Plans,
    Wide,
    home_of,
    open_catalogue,
    plans_of,
    print_rows,
    tell_method,
)
from geoplan.cli.filter_options import Filters, require_known, selection_of, tell_possible, with_filters
from geoplan.cli.terminal_text import echo
from geoplan.text.message import translate
from geoplan.vocabulary import TABLES

app = typer.Typer()


@app.command(cls=VerbCommand, help=command_help("cli.help.check"))
def check(plans: Plans = None, home: Home = None, lang: Lang = "", format: OutFormat = Format.table) -> None:
    """Check data and layers; print every problem at once."""
    import pandas as pd

    from geoplan.checks.check_sources import check_catalogue
    from geoplan.cli.stored_files import check_stored

    language = language_of(lang)
    problems = [*check_catalogue(home_of(home), plans_of(plans)), *check_stored()]
    if format is Format.table:
        for problem in problems:
            echo(problem.line(language))
        echo(translate("cli.check.problems", language, n=len(problems)), err=bool(problems))
    else:
        rows = [
            {"file": p.file, "row": p.row, "rule": p.rule, "fact": p.fact(language), "remedy": p.remedy(language)}
            for p in problems
        ]
        print_rows(pd.DataFrame(rows, columns=["file", "row", "rule", "fact", "remedy"]), format, language)
    raise typer.Exit(1 if problems else 0)


@app.command("list", cls=VerbCommand, help=command_help("cli.help.list"))
@with_filters
def list_(
    table: Annotated[str, typer.Argument(help=" | ".join(TABLES))],
    filters: Filters,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """List a table, or what of it belongs to the selected sites."""
    from geoplan.query.table_rows import list_rows

    require_known("TABLE", table, TABLES)
    catalogue = open_catalogue(home, lang)
    chosen = selection_of(catalogue, filters)
    language = language_of(lang)
    print_rows(list_rows(catalogue, table, chosen, language), format, language, wide)
    tell_possible(catalogue, chosen, language)


@app.command(cls=VerbCommand, help=command_help("cli.help.concordance"))
def concordance(
    kind: Annotated[
        str, typer.Option(help="value | target | status | list | membership | extent | industry | timing | name")
    ] = "",
    severity: Annotated[str, typer.Option(help="contradiction | scope | variant")] = "",
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Differences between and within plans, all computed."""
    from geoplan.cli.difference_blocks import print_differences
    from geoplan.concordance.difference_table import KINDS, SEVERITIES
    from geoplan.concordance.differences import differences

    for option, value, known in (("--kind", kind, KINDS), ("--severity", severity, SEVERITIES)):
        if value:
            require_known(option, value, known)
    catalogue = open_catalogue(home, lang)
    frame = differences(catalogue)
    frame = frame[(frame["kind"] == kind) | (not kind)]
    frame = frame[(frame["severity"] == severity) | (not severity)].reset_index(drop=True)
    if format is Format.table:
        print_differences(frame, catalogue, language_of(lang))
        tell_method("concordance", format, language_of(lang))
    else:
        print_rows(frame, format, language_of(lang), wide)

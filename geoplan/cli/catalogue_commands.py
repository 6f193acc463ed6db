"""``geoplan check | list | concordance``: the catalogue as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from geoplan.checks import check_catalogue
from geoplan.cli.console import Format, Home, Lang, OutFormat, home_of, language_of, open_catalogue, print_rows
from geoplan.cli.filter_options import Filters, RefusedError, selection_of, unknown, with_filters
from geoplan.query.table_rows import TABLES, list_rows

app = typer.Typer()


@app.command()
def check(
    plans: Annotated[Path | None, typer.Option(help="规划文本文件夹，逐条核对引文 / folder of plan texts")] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """检查数据与图层，一次列出全部问题。 Check data and layers; print every problem at once."""
    language = language_of(lang)
    if plans and not plans.is_dir():
        zh = f"--plans：没有文件夹 {plans}，请给出规划文本所在处"
        en = f"--plans: there is no folder {plans}; name the one that holds the plan texts"
        raise RefusedError(zh if language == "zh" else en)
    problems = check_catalogue(home_of(home), plans)
    if format is Format.table:
        for problem in problems:
            typer.echo(problem.line(language))
        zh, en = f"{len(problems)} 个问题", f"{len(problems)} problems"
        typer.echo(zh if language == "zh" else en, err=bool(problems))
    else:
        rows = [
            {"file": p.file, "row": p.row, "rule": p.rule, "fact": p.fact(language), "remedy": p.remedy(language)}
            for p in problems
        ]
        print_rows(pd.DataFrame(rows, columns=["file", "row", "rule", "fact", "remedy"]), format)
    raise typer.Exit(1 if problems else 0)


@app.command("list")
@with_filters
def list_(
    table: Annotated[str, typer.Argument(help=" | ".join(TABLES))],
    filters: Filters,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """列出一张表，或其中属于所选场址的部分。 List a table, or what of it belongs to the selected sites."""
    if table not in TABLES:
        raise RefusedError(unknown("TABLE", table, list(TABLES), language_of(lang)))
    catalogue = open_catalogue(home, lang)
    chosen = selection_of(catalogue, filters, language_of(lang))
    print_rows(list_rows(catalogue, table, chosen, language_of(lang)), format)


@app.command()
def concordance(
    kind: Annotated[
        str, typer.Option(help="value | target | industry | membership | extent | name | timing | list")
    ] = "",
    severity: Annotated[str, typer.Option(help="contradiction | scope | variant")] = "",
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """列出规划之间与规划内部的不一致，均由计算得出。 Differences between and within plans, all computed."""
    from geoplan.concordance.difference_table import KINDS, SEVERITIES
    from geoplan.concordance.differences import differences

    for option, value, known in (("--kind", kind, KINDS), ("--severity", severity, SEVERITIES)):
        if value and value not in known:
            raise RefusedError(unknown(option, value, list(known), language_of(lang)))
    frame = differences(open_catalogue(home, lang))
    frame = frame[(frame["kind"] == kind) | (not kind)]
    frame = frame[(frame["severity"] == severity) | (not severity)].reset_index(drop=True)
    if format is Format.table:
        language = language_of(lang)
        frame = frame[
            ["severity", "kind", f"subject_{language}", "plan_a", "says_a", "plan_b", "says_b", f"why_{language}"]
        ]
    print_rows(frame, format)

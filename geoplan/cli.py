"""The ``geoplan`` command: options in, one call of the library, rows or a message out."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from geoplan.catalogue import Catalogue, load
from geoplan.check import check as check_catalogue
from geoplan.export.geojson import as_json, export_geojson, write_atomically
from geoplan.listing import TABLES, list_rows
from geoplan.options import Filters, RefusedError, selection_of, unknown, with_filters
from geoplan.selection import select as select_sites
from geoplan.settings import settings

app = typer.Typer(
    help="规划说了哪些地方发展什么产业。 What plans say about places: check, list, measure, export.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


Home = Annotated[Path | None, typer.Option(help="含 data/ 与 layers/ 的文件夹 / folder that holds data/ and layers/")]
Lang = Annotated[str, typer.Option(help="zh | en")]
OutFormat = Annotated[Format, typer.Option("--format", help="table | csv | json")]


@app.command()
def check(
    plans: Annotated[Path | None, typer.Option(help="规划文本文件夹，逐条核对引文 / folder of plan texts")] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """检查数据与图层，一次列出全部问题。 Check data and layers; print every problem at once."""
    language = _language(lang)
    if plans and not plans.is_dir():
        zh = f"--plans：没有文件夹 {plans}，请给出规划文本所在处"
        en = f"--plans: there is no folder {plans}; name the one that holds the plan texts"
        raise RefusedError(zh if language == "zh" else en)
    problems = check_catalogue(_home(home), plans)
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
        _print(pd.DataFrame(rows, columns=["file", "row", "rule", "fact", "remedy"]), format)
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
        raise RefusedError(unknown("TABLE", table, list(TABLES), _language(lang)))
    catalogue = _catalogue(home, lang)
    chosen = selection_of(catalogue, filters, _language(lang))
    _print(list_rows(catalogue, table, chosen, _language(lang)), format)


@app.command()
@with_filters
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.geojson; - 为标准输出 / for standard output")],
    filters: Filters,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """导出所选场址为 GeoJSON（RFC 7946）。 Export the selected sites as GeoJSON (RFC 7946)."""
    language = _language(lang)
    if str(output) != "-" and output.suffix.lower() not in {".geojson", ".json"}:
        raise RefusedError(
            f"--output：{output.name} 的后缀不受支持，请用 .geojson"
            if language == "zh"
            else f"--output: the suffix of {output.name} is not supported; use .geojson"
        )
    catalogue = _catalogue(home, lang)
    chosen = selection_of(catalogue, filters, _language(lang))
    sites = select_sites(catalogue, chosen)
    content = export_geojson(catalogue, sites, vars(chosen), language)
    if str(output) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        write_atomically(output, content)
    except OSError as error:
        zh = f"--output：无法写入 {output}（{error.strerror}），请换一个可写的文件夹"
        en = f"--output: cannot write {output} ({error.strerror}); choose a folder you may write to"
        raise RefusedError(zh if language == "zh" else en) from error
    typer.echo(f"{len(sites)} 个场址 → {output}" if language == "zh" else f"{len(sites)} sites → {output}", err=True)


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
        raise RefusedError(unknown("--by", by, ["branch", "industry"], _language(lang)))
    catalogue = _catalogue(home, lang)
    chosen = selection_of(catalogue, filters, _language(lang))
    table = coverage_table(catalogue, select_sites(catalogue, chosen), by)
    name = f"name_{_language(lang)}"
    table.insert(1, "county", table["adcode"].map(catalogue.regions[name]))
    table.insert(3, "industry", table["industry_id"].map(catalogue.industries[name]))
    _print(table.round(4), format)


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
    from geoplan.plans.concordance import differences
    from geoplan.plans.difference import KINDS, SEVERITIES

    for option, value, known in (("--kind", kind, KINDS), ("--severity", severity, SEVERITIES)):
        if value and value not in known:
            raise RefusedError(unknown(option, value, list(known), _language(lang)))
    frame = differences(_catalogue(home, lang))
    frame = frame[(frame["kind"] == kind) | (not kind)]
    frame = frame[(frame["severity"] == severity) | (not severity)].reset_index(drop=True)
    if format is Format.table:
        language = _language(lang)
        frame = frame[
            ["severity", "kind", f"subject_{language}", "plan_a", "says_a", "plan_b", "says_b", f"why_{language}"]
        ]
    _print(frame, format)


def _home(home: Path | None) -> Path:
    folder = home or settings().home
    if not (folder / "data" / "datapackage.json").exists():
        raise RefusedError(f"--home：{folder} 中没有 data/datapackage.json / {folder} holds no data/datapackage.json")
    return folder


def _catalogue(home: Path | None, lang: str) -> Catalogue:
    catalogue = load(_home(home))
    for problem in catalogue.problems:
        typer.echo(problem.line(_language(lang)), err=True)
    return catalogue


def _language(lang: str) -> str:
    chosen = lang or settings().lang
    return "en" if chosen.lower().startswith("en") else "zh"


def _print(frame: pd.DataFrame, format: Format) -> None:
    if format is Format.json:
        typer.echo(as_json(frame))
    elif format is Format.csv:
        flat = frame.map(lambda cell: ";".join(map(str, cell)) if isinstance(cell, list) else cell)
        typer.echo(flat.to_csv(index=False, lineterminator="\n"), nl=False)
    else:
        table = Table(show_lines=False)
        for column in frame.columns:
            table.add_column(str(column), overflow="fold")
        for row in frame.itertuples(index=False):
            table.add_row(*(_cell(cell) for cell in row))
        Console().print(table)


def _cell(cell: Any) -> str:
    if isinstance(cell, list):
        return ", ".join(map(str, cell))
    return "" if cell is None or cell is pd.NA or cell != cell else str(cell)


def main() -> None:
    """Run the command; errors are one line on standard error."""
    try:
        app()
    except RefusedError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from None
    except BrokenPipeError:
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()

"""``geoplan registers``: registers of enterprises counted by county or site, and synthetic ones to try it with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    Wide,
    cannot_write,
    open_catalogue,
    print_rows,
    with_result_names,
)
from geoplan.cli.counted_rows import row_progress
from geoplan.cli.filter_options import id_of, ids_by_name, require_known, unknown_value
from geoplan.cli.register_findings_commands import compare, peaks
from geoplan.cli.register_options import (
    SUFFIXES,
    WHOLE,
    Column,
    Crs,
    File,
    Scheduler,
    Scope,
    Workers,
    counted,
    opened,
    tell_rows,
)
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.text.message import translate

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue
    from geoplan.registers.count_rows import RegisterCounts
    from geoplan.registers.industry_codes import IndustryCodes

app = typer.Typer()
registers = typer.Typer(help=command_help("cli.help.registers"), no_args_is_help=True)
app.add_typer(registers, name="registers")


@registers.command(cls=VerbCommand, help=command_help("registers.help.count"))
def count(
    file: File,
    by: Annotated[str, typer.Option(help=help_text("registers.options.by"))] = "county",
    detail: Annotated[str, typer.Option(help=help_text("registers.options.detail"))] = "area",
    level: Annotated[int, typer.Option(min=1, max=4, help=help_text("registers.options.level"))] = 2,
    industry: Annotated[list[str] | None, typer.Option(help=help_text("registers.options.industry"))] = None,
    scope: Scope = WHOLE,
    crs: Crs = "",
    column: Column = None,
    scheduler: Scheduler = "",
    workers: Workers = 0,
    sums: Annotated[list[str] | None, typer.Option("--sum", help=help_text("registers.options.sum"))] = None,
    addresses: Annotated[
        bool | None, typer.Option("--addresses/--no-addresses", help=help_text("registers.options.addresses"))
    ] = None,
    left_out: Annotated[Path | None, typer.Option(help=help_text("registers.options.left_out"))] = None,
    assigned: Annotated[Path | None, typer.Option(help=help_text("registers.options.assigned"))] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=help_text("registers.options.output"))] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Count a register by county or site, industry and year."""
    from geoplan.cli.register_outputs import asked_columns, require_apart, returned_rows, with_addresses, write_counts
    from geoplan.registers.count_table import BY, DETAILS, CountRows
    from geoplan.registers.counting_plan import CountingPlan
    from geoplan.registers.industry_codes import industry_codes
    from geoplan.registers.register_areas import county_layer, site_layers

    language = language_of(lang)
    require_known("--by", by, BY)
    require_known("--detail", detail, DETAILS)
    if output:
        require_known("--output", output.suffix.lower(), SUFFIXES)
    require_apart(FILE=file, **{"--left-out": left_out, "--assigned": assigned, "--output": output})
    returned = returned_rows(left_out, assigned)
    register, columns = opened(file, column, crs, language, addresses is not False)
    columns = asked_columns(columns, register.sample, sums or [], addresses, language)
    catalogue = open_catalogue(home, lang)
    codes = industry_codes(catalogue)
    asked = _asked(catalogue, codes, industry or [], language)
    layers = county_layer(id_of(catalogue.regions, "--scope", scope)) if by == "county" else site_layers(catalogue)
    plan = CountingPlan(layers, columns, codes, level, asked, left_out is not None, assigned is not None)
    with returned as rows:
        counts = counted(register, plan, scheduler, workers, language, rows.taken.take)
        counts = with_addresses(counts, rows.taken, plan, catalogue, language)
        tell_rows(counts, register, language)
        _tell_distinct(counts, by, language)
        rows.write(register.paths, file, plan, BY[by], language)
    table = CountRows(counts, plan, by, detail)
    if output:
        write_counts((_named(piece, catalogue, language) for piece in table.pieces()), len(table), output)
        echo(translate("registers.written", language, n=len(table), output=output), err=True)
    else:
        print_rows(_named(table.frame(), catalogue, language), format, language, wide)


@registers.command(cls=VerbCommand, help=command_help("registers.help.synthetic"))
def synthetic(
    output: Annotated[Path, typer.Option("--output", "-o", help=help_text("registers.options.synthetic_output"))],
    n: Annotated[int, typer.Option("-n", "--rows", min=1, help=help_text("registers.options.n"))] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help=help_text("registers.options.seed"))] = 0,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Write a register of enterprises that do not exist."""
    from geoplan.registers.synthetic_register import LABEL
    from geoplan.registers.write_synthetic import write_synthetic

    language = language_of(lang)
    require_known("--output", output.suffix.lower(), (".parquet", ".csv"))
    if LABEL not in output.name.lower():
        raise UserError("registers.synthetic_name", name=output.name)
    catalogue = open_catalogue(home, lang)
    with row_progress("registers.progress", language, n) as progress:
        try:
            write_synthetic(output, catalogue, n, seed, progress)
        except OSError as error:
            raise cannot_write(output, error, "--output") from error
    echo(translate("registers.synthetic_written", language, n=n, output=output), err=True)


def _asked(catalogue: Catalogue, codes: IndustryCodes, industries: list[str], lang: str) -> np.ndarray | None:
    """By position of a code, whether one of the options asks for it."""
    from geoplan.registers.strategic_classes import strategic_class

    of_plans = ids_by_name(catalogue.industries, "name")
    chosen: list[str] = []
    for value in industries:
        if (at := codes.own_position(value)) > 0:
            chosen.append(codes.codes[at])
            continue
        if value not in of_plans and (strategic := strategic_class(catalogue, value)):
            n = {"whole": len(strategic.whole), "part": len(strategic.part)}
            echo(translate("registers.strategic", lang, code=strategic.code, name=strategic.name_zh, **n), err=True)
            chosen += [*strategic.whole, *strategic.part]
            continue
        if value not in of_plans:
            names = [*catalogue.gbt4754["name_zh"], *catalogue.classes["name_zh"]]
            raise unknown_value("--industry", value, {**of_plans, **dict.fromkeys(names)})
        within = {key for key, path in catalogue.industries["path"].items() if of_plans[value] in path}
        of_branch = catalogue.industry_gbt[catalogue.industry_gbt["industry_id"].isin(within)]
        chosen += of_branch["gbt_code"].tolist()
    return codes.within(chosen) if industries else None


def _tell_distinct(counts: RegisterCounts, by: str, lang: str) -> None:
    """How many rows lie in the areas, each once."""
    n_in = {name: layer.n_distinct for name, layer in counts.layers.items()}
    if by == "county":
        echo(translate("registers.distinct_county", lang, n=n_in.get("county", 0)), err=True)
    else:
        near = {
            "certain": n_in.get("certain", 0),
            "possible": n_in.get("possible", 0),
            "near": n_in.get("within_1km", 0),
        }
        echo(translate("registers.distinct_site", lang, n=n_in.get("inside", 0), **near), err=True)


def _named(table: pd.DataFrame, catalogue: Catalogue, lang: str) -> pd.DataFrame:
    if "gbt_code" in table:
        names = table["gbt_code"].map(catalogue.gbt4754["name_zh"]).fillna("")
        table.insert(int(table.columns.get_loc("gbt_code")) + 1, "gbt_name", names)
    return with_result_names(catalogue, table, lang)


registers.command(cls=VerbCommand, help=command_help("registers.help.compare"))(compare)
registers.command(cls=VerbCommand, help=command_help("registers.help.peaks"))(peaks)

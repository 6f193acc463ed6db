"""What the commands on registers share: their options, the file that is opened, and how it is counted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from geoplan.cli.command_language import help_text
from geoplan.cli.console import cannot_read
from geoplan.cli.counted_rows import row_progress
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.study_area import study_area
from geoplan.text.message import joined, message, translate

if TYPE_CHECKING:
    import pandas as pd

    from geoplan.registers.count_rows import RegisterCounts
    from geoplan.registers.counting_plan import CountingPlan
    from geoplan.registers.register_columns import RegisterColumns
    from geoplan.registers.register_file import RegisterFile
    from geoplan.registers.run_in_process import Take

ROLES: Final = "lon lat pair wkt industry founded closed capital staff address"
SUFFIXES: Final = (".csv", ".xlsx", ".json", ".parquet")
WHOLE: Final = study_area().area  # the scope where none is asked for
_LARGE: Final = 200 << 20  # bytes of a file from which processes of its own pay

File = Annotated[Path, typer.Argument(help=help_text("registers.options.file"))]
Scope = Annotated[str, typer.Option(help=help_text("registers.options.scope"))]
Crs = Annotated[str, typer.Option(help=help_text("registers.options.crs"))]
Column = Annotated[list[str] | None, typer.Option(help=help_text("registers.options.column", roles=ROLES))]
Scheduler = Annotated[str, typer.Option(help=help_text("registers.options.scheduler"))]
Workers = Annotated[int, typer.Option(min=0, max=256, help=help_text("registers.options.workers"))]


def opened(
    file: Path, column: list[str] | None, crs: str, lang: str, by_address: bool = False
) -> tuple[RegisterFile, RegisterColumns]:
    """Open a register, and say which columns are taken for what; addresses alone will do where they are asked for."""
    from geoplan.registers.register_columns import guess_columns
    from geoplan.registers.register_file import open_register

    try:
        register = open_register(file)
    except OSError as error:
        raise cannot_read(file, error, "FILE") from error
    columns = guess_columns(register.sample, file.name, _given(column or []), crs, register.system, by_address)
    shown = joined((message("registers.column", role=r, column=c) for r, c in columns.by_role.items()))
    told = "registers.assumed" if columns.assumed else "registers.columns" if columns.position else "registers.nowhere"
    echo(translate(told, lang, columns=shown, system=columns.system.label), err=True)
    return register, columns


def _given(pairs: list[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise UserError("registers.bad_column", value=pair, roles=ROLES)
    return {role.strip(): name for role, _, name in (pair.partition("=") for pair in pairs)}


def counted(
    register: RegisterFile, plan: CountingPlan, scheduler: str, workers: int, lang: str, take: Take | None = None
) -> RegisterCounts:
    """Count a register by the runner that suits it or is asked for."""
    from concurrent.futures.process import BrokenProcessPool

    from geoplan.registers.run_distributed import run_distributed
    from geoplan.registers.run_in_process import run_in_process
    from geoplan.registers.run_streamed import run_streamed, usable_workers

    parts = register.parts(plan.columns.used)
    large = sum(path.stat().st_size for path in register.paths) > _LARGE
    n = workers or (usable_workers() if large else 1)
    with row_progress("registers.progress", lang, register.n_rows) as progress:
        try:
            if scheduler:
                return run_distributed(parts, plan, scheduler, progress, take)
            if n == 1:
                return run_in_process(parts, plan, progress, take)
            return run_streamed(parts, plan, progress, n, take)
        except BrokenProcessPool as error:
            raise UserError("registers.lost_workers") from error
        except OverflowError as error:
            raise UserError("registers.sum_too_large") from error


def tell_rows(counts: RegisterCounts, register: RegisterFile, lang: str) -> None:
    """What was not fully used, by reason, and how many rows are placed."""
    from geoplan.registers.row_reasons import REASONS

    several = len(register.paths) > 1
    for reason, why in REASONS.items():
        if n := counts.reasons.counts.get(reason, 0):
            first = counts.reasons.first[reason]
            rows: Any = joined(
                message("registers.row_of", file=register.paths[at].name, row=row) if several
                else message("registers.row", row=row)
                for at, row in first
            )  # fmt: skip
            rows = message("registers.and_more", rows=rows) if n > len(first) else rows
            echo(translate("registers.reason", lang, n=n, why=why, rows=rows), err=True)
    values = {"rows": counts.n_rows, "placed": counts.n_placed, "asked": counts.n_asked}
    echo(translate("registers.placed", lang, **values), err=True)


def content(table: pd.DataFrame, output: Path) -> bytes:
    """A table as the file that its suffix names."""
    from geoplan.writers.plain_tables import as_csv, as_json, as_xlsx

    match output.suffix.lower():
        case ".csv":
            return as_csv(table)
        case ".xlsx":
            return as_xlsx(table, "registers")
        case ".json":
            return as_json(table).encode()
    buffer = io.BytesIO()
    table.to_parquet(buffer, index=False)
    return buffer.getvalue()

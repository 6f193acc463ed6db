"""``geoplan template``: sheets to fill in, their check, and the layer pair made of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    Plans,
    Wide,
    cannot_write,
    home_of,
    open_catalogue,
    plans_of,
    print_rows,
    write_file,
)
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.forms.cell_message import as_frame
from geoplan.forms.form_schema import forms
from geoplan.forms.validate import FormCheck, validate_form
from geoplan.text.message import translate

app = typer.Typer()
template = typer.Typer(help=command_help("cli.help.template"), no_args_is_help=True)
app.add_typer(template, name="template")

Files = Annotated[list[Path], typer.Argument(help=help_text("cli.template.options.files"))]


@template.command(cls=VerbCommand, help=command_help("cli.help.make"))
def make(
    tables: Annotated[list[str], typer.Argument(help=help_text("cli.template.options.tables"))],
    out: Annotated[Path, typer.Option("-o", "--out", help=".xlsx | .csv")],
    force: Annotated[bool, typer.Option(help=help_text("cli.template.options.force"))] = False,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Write a blank template with drop-downs, a guide and the known ids."""
    from geoplan.forms.blank_workbook import blank_csv, blank_workbook, chosen_forms

    language, folder = language_of(lang), home_of(home)
    chosen = chosen_forms(folder, tables)
    suffix = out.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UserError("cli.template.suffix", out=out)
    if suffix == ".csv" and len(chosen) > 1:
        raise UserError("cli.template.one_table")
    _write(out, blank_csv(chosen[0]) if suffix == ".csv" else blank_workbook(folder, chosen), force, language)


@template.command(cls=VerbCommand, help=command_help("cli.help.check_forms"))
def check(
    files: Files,
    plans: Plans = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Check filled sheets, row by row."""
    language = language_of(lang)
    verdict = _verdict(files, plans, home, lang)
    if format is Format.table:
        _print_messages(verdict, language)
    else:
        print_rows(as_frame(verdict.findings, language), format, language, wide)
    raise typer.Exit(1 if verdict.problems else 0)


@template.command(cls=VerbCommand, help=command_help("cli.help.layer"))
def layer(
    files: Files,
    out: Annotated[Path, typer.Option("-o", "--out", help=help_text("cli.template.options.folder"))],
    force: Annotated[bool, typer.Option(help=help_text("cli.template.options.force"))] = False,
    plans: Plans = None,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Make a layer's pair of files."""
    language = language_of(lang)
    verdict = _verdict(files, plans, home, lang)
    _print_messages(verdict, language)
    if verdict.layer is None:
        raise UserError("cli.template.no_layer")
    if verdict.problems:
        raise typer.Exit(1)
    targets = {out / name: content for name, content in verdict.layer.files().items()}
    for path in targets:
        _refuse_to_replace(path, force)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(out, error, "-o") from error
    for path, content in targets.items():
        _write(path, content, True, language)


def _verdict(files: list[Path], plans: Path | None, home: Path | None, lang: str) -> FormCheck:
    """Read and check filled sheets; what cannot be read is refused with its reason."""
    from geoplan.forms.filled_form import read_filled

    folder, texts = home_of(home), plans_of(plans)
    known = open_catalogue(home, lang).problems
    filled = read_filled([(path, path.name) for path in files], forms(folder))
    return validate_form(folder, filled, known, texts)


def _print_messages(verdict: FormCheck, language: str) -> None:
    for finding in verdict.findings:
        echo(finding.line(language))
    new, other, same, wrong = verdict.added, verdict.replaced, verdict.same, len(verdict.problems)
    echo(translate("cli.template.summary", language, new=new, other=other, same=same, wrong=wrong), err=bool(wrong))


def _write(path: Path, content: bytes, force: bool, language: str) -> None:
    _refuse_to_replace(path, force)
    write_file(path, content, "-o")
    echo(translate("cli.template.wrote", language, path=path), err=True)


def _refuse_to_replace(path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise UserError("cli.template.exists", path=path)

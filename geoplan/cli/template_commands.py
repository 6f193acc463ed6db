"""``geoplan template``: sheets to fill in, their check, and the layer pair made of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geoplan.cli.console import Format, Home, Lang, OutFormat, home_of, language_of, open_catalogue, print_rows
from geoplan.cli.filter_options import RefusedError
from geoplan.errors import UserError
from geoplan.files import write_atomically
from geoplan.forms.cell_message import as_frame
from geoplan.forms.form_schema import forms
from geoplan.forms.validate import FormCheck, validate_form
from geoplan.text.message import translate

app = typer.Typer()
template = typer.Typer(
    help="填写用的模板：领取、检查、制成图层。 Sheets to fill in: take one, check it, make a layer of it.",
    no_args_is_help=True,
)
app.add_typer(template, name="template")

Files = Annotated[list[Path], typer.Argument(help="填好的 .xlsx 或 .csv，可多个 / filled sheets, one or more")]
Plans = Annotated[Path | None, typer.Option(help="规划文本文件夹，逐条核对引文 / folder of plan texts")]


@template.command()
def make(
    tables: Annotated[
        list[str], typer.Argument(help="表名，或 layer / tables as in data/, or layer; several in one file")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help=".xlsx | .csv")],
    force: Annotated[bool, typer.Option(help="覆盖已有文件 / replace what is there")] = False,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """写出空白模板：列名、下拉框、说明与名录。 Write a blank template with drop-downs, a guide and the known ids."""
    from geoplan.forms.blank_workbook import blank_csv, blank_workbook, chosen_forms

    language, folder = language_of(lang), home_of(home)
    try:
        wanted = chosen_forms(folder, tables)
    except UserError as refusal:
        raise RefusedError(refusal.text(language)) from refusal
    suffix = out.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise RefusedError(translate("cli.template_commands.o_must_end_xlsx_csv", language, out=out))
    if suffix == ".csv" and len(wanted) > 1:
        zh = "-o：一个 CSV 只装得下一张表，请改用 .xlsx，或只选一张表"
        en = "-o: a CSV holds one table only; use .xlsx, or choose one table"
        raise RefusedError(zh if language == "zh" else en)
    _write(out, blank_csv(wanted[0]) if suffix == ".csv" else blank_workbook(folder, wanted), force, language)


@template.command()
def check(
    files: Files,
    plans: Plans = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """检查填好的模板，如同各行已在目录之中；问题指明工作表、行与列。 Check filled sheets, row by row."""
    language = language_of(lang)
    verdict = _verdict(files, plans, home, lang)
    if format is Format.table:
        _say(verdict, language)
    else:
        print_rows(as_frame(verdict.findings, language), format)
    raise typer.Exit(1 if verdict.problems else 0)


@template.command()
def layer(
    files: Files,
    out: Annotated[Path, typer.Option("-o", "--out", help="文件夹 / folder")],
    force: Annotated[bool, typer.Option(help="覆盖已有文件 / replace what is there")] = False,
    plans: Plans = None,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """用填好的图层模板制成 .toml 与 .geojson 一对文件；有问题则一个也不写。 Make a layer's pair of files."""
    language = language_of(lang)
    verdict = _verdict(files, plans, home, lang)
    _say(verdict, language)
    if verdict.layer is None:
        zh, en = "没有填写图层：请用 layer 模板", "no layer is filled in: use the template layer"
        raise RefusedError(zh if language == "zh" else en)
    if verdict.problems:
        raise typer.Exit(1)
    targets = {out / name: content for name, content in verdict.layer.files().items()}
    for path in targets:
        _refuse_to_replace(path, force, language)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(out, error, language) from error
    for path, content in targets.items():
        _write(path, content, True, language)


def _verdict(files: list[Path], plans: Path | None, home: Path | None, lang: str) -> FormCheck:
    """Read and check filled sheets; what cannot be read is refused with its reason."""
    from geoplan.forms.filled_form import read_filled

    language, folder = language_of(lang), home_of(home)
    if plans and not plans.is_dir():
        zh = f"--plans：没有文件夹 {plans}，请给出规划文本所在处"
        en = f"--plans: there is no folder {plans}; name the one that holds the plan texts"
        raise RefusedError(zh if language == "zh" else en)
    known = open_catalogue(home, lang).problems
    try:
        filled = read_filled([(path, path.name) for path in files], forms(folder))
    except UserError as refusal:
        raise RefusedError(refusal.text(language)) from refusal
    return validate_form(folder, filled, known, plans)


def _say(verdict: FormCheck, language: str) -> None:
    for finding in verdict.findings:
        typer.echo(finding.line(language))
    new, other, same, wrong = verdict.added, verdict.replaced, verdict.same, len(verdict.problems)
    zh = f"新增 {new} 行，改动 {other} 行，相同 {same} 行；{wrong} 个问题"
    en = f"{new} rows new, {other} changed, {same} the same; {wrong} problems"
    typer.echo(zh if language == "zh" else en, err=bool(wrong))


def _write(path: Path, content: bytes, force: bool, language: str) -> None:
    _refuse_to_replace(path, force, language)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise _cannot_write(path, error, language) from error
    typer.echo(translate("cli.template_commands.wrote", language, path=path), err=True)


def _refuse_to_replace(path: Path, force: bool, language: str) -> None:
    if path.exists() and not force:
        zh, en = f"-o：{path} 已存在，加 --force 以覆盖", f"-o: {path} exists; add --force to replace it"
        raise RefusedError(zh if language == "zh" else en)


def _cannot_write(path: Path, error: OSError, language: str) -> RefusedError:
    zh = f"-o：无法写入 {path}（{error.strerror}），请检查文件夹与权限"
    en = f"-o: cannot write {path} ({error.strerror}); check the folder and its rights"
    return RefusedError(zh if language == "zh" else en)

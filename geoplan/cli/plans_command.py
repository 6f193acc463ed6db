"""``geoplan plans``: the texts of the plans that a user gives, and the passages cited from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Format, Home, Lang, OutFormat, Wide, cannot_read, open_catalogue, print_rows
from geoplan.cli.filter_options import id_of, unknown_value
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.text.message import translate

app = typer.Typer()
plans = typer.Typer(help=command_help("cli.help.plans"), no_args_is_help=True)
app.add_typer(plans, name="plans")

PlanId = Annotated[str, typer.Argument(help=help_text("cli.plans.options.plan"))]


@plans.command(cls=VerbCommand, help=command_help("cli.help.plans_add"))
def add(
    file: Annotated[Path, typer.Argument(help=help_text("cli.plans.options.file"))],
    plan: Annotated[str, typer.Option(help=help_text("cli.plans.options.which"))] = "",
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Store the text of a plan."""
    from geoplan.plan_files.given_texts import read_given
    from geoplan.plan_text.stored_texts import store_text, text_folder
    from geoplan.text.names import name_of

    language, catalogue = language_of(lang), open_catalogue(home, lang)
    plan_id = id_of(catalogue.plans, "--plan", plan, "title") if plan else ""
    try:
        file.stat()
    except OSError as error:
        raise cannot_read(file, error, "FILE") from error
    given = read_given(catalogue, file, file.name, plan_id)
    path = store_text(given.citations.plan_id, given.text)
    title, count = name_of(catalogue.plans, given.citations.plan_id, "title"), given.citations
    values = {"plan": title, "n": count.resolved, "cited": count.cited}
    echo(translate("cli.plans.added", language, **values, path=path), err=True)
    if (shown := text_folder(count.plan_id)) != path.parent:
        echo(translate("cli.plans.setting_wins", language, folder=shown), err=True)


@plans.command("list", cls=VerbCommand, help=command_help("cli.help.plans_list"))
def list_(home: Home = None, lang: Lang = "", format: OutFormat = Format.table, wide: Wide = False) -> None:
    """List the plans and which texts are stored."""
    from geoplan.plan_files.given_texts import texts_at_hand
    from geoplan.text.names import column
    from geoplan.vocabulary import VALIDITY

    language, catalogue = language_of(lang), open_catalogue(home, lang)
    rows = texts_at_hand(catalogue)
    rows.insert(1, "plan", rows["plan_id"].map(column(catalogue.plans, "short", language)))
    if format is Format.table:
        rows["validity"] = [VALIDITY[code].text(language) if code else "" for code in rows["validity"]]
        rows["share"] = ["" if share != share else f"{share:.1%}" for share in rows["share"].astype(float)]
        rows = rows.rename(columns={"validity": "validity_name"})
    print_rows(rows, format, language, wide)


@plans.command(cls=VerbCommand, help=command_help("cli.help.plans_remove"))
def remove(plan_id: PlanId, home: Home = None, lang: Lang = "") -> None:
    """Remove the stored text of a plan."""
    from geoplan.plan_text.stored_texts import remove_text

    language, catalogue = language_of(lang), open_catalogue(home, lang)
    plan_id = id_of(catalogue.plans, "PLAN_ID", plan_id, "title")
    remove_text(plan_id)
    echo(translate("cli.plans.removed", language, plan_id=plan_id), err=True)


@plans.command(cls=VerbCommand, help=command_help("cli.help.plans_show"))
def show(
    plan_id: PlanId,
    section: Annotated[str, typer.Argument(help=help_text("cli.plans.options.section"))],
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Print the passage of a citation, the words cited from it marked."""
    import pandas as pd

    from geoplan.catalogue.cited_sections import damage_note, words_at
    from geoplan.catalogue.validity import cite
    from geoplan.plan_text.passage import marked
    from geoplan.plan_text.stored_texts import stored_outline

    language, catalogue = language_of(lang), open_catalogue(home, lang)
    plan_id = id_of(catalogue.plans, "PLAN_ID", plan_id, "title")
    outline = stored_outline(plan_id)
    if outline is None:
        raise UserError("cli.plans.no_text", plan_id=plan_id)
    node = outline.resolve(section)
    if node is None:
        raise unknown_value("SECTION", section, outline.addresses())
    words, damage = words_at(catalogue, plan_id, section), damage_note(catalogue, plan_id, section)
    note = damage.text(language) if damage else ""
    if format is not Format.table:
        row = {"plan_id": plan_id, "section": section, "passage": node.full_text(), "words": words, "damaged": note}
        print_rows(pd.DataFrame([row]), format, language, wide)
        return
    echo(cite(catalogue, plan_id, section).text(language))
    if note:
        echo(translate("citation.damaged_note", language, note=note))
    # Bold on a terminal; in a file or a pipe the passage as it is.
    echo("".join(typer.style(piece, bold=True) if hit else piece for piece, hit in marked(node.full_text(), words)))

"""``geoplan place import``: the outlines of a layer, matched to sites and confirmed, as drafts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from geoplan.cli.command_language import help_text, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    cannot_read,
    naming,
    open_catalogue,
    print_rows,
    write_file,
)
from geoplan.cli.filter_options import require_known
from geoplan.cli.reading_notes import tell_reading
from geoplan.cli.terminal_text import echo
from geoplan.cli.workspace import open_store
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.text.message import joined, translate
from geoplan.text.shorten import shorten

if TYPE_CHECKING:
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue
    from geoplan.drafts.draft import Draft
    from geoplan.readers.read_layer import LayerReading

_METHODS: Final = {"surveyed": 10.0, "digitised": 50.0}  # the radius in metres that is assumed for each
# The options that answer the questions of the reader.
_OPTIONS: Final = {
    **{"system": "--crs", "layer": "--layer", "sheet": "--sheet"},
    **{"encoding": "--encoding", "columns": "--wkt-column", "swapped": "--axes"},
}


def import_outlines(
    file: Annotated[Path, typer.Argument(help=help_text("place.options.file"))],
    source: Annotated[str, typer.Option(help=help_text("place.options.source"))],
    name_column: Annotated[str, typer.Option(help=help_text("place.options.name_column"))] = "",
    method: Annotated[str, typer.Option(help=" | ".join(_METHODS))] = "surveyed",
    radius: Annotated[
        float | None, typer.Option(help=help_text("place.options.radius", **{k: round(v) for k, v in _METHODS.items()}))
    ] = None,
    confidence: Annotated[str, typer.Option(help="high | medium")] = "high",
    checked_on: Annotated[str, typer.Option(help=help_text("place.options.checked_on"))] = "",
    author: Annotated[str, typer.Option(help=help_text("place.options.author"))] = "",
    crs: Annotated[str, typer.Option(help=help_text("place.options.crs"))] = "",
    encoding: Annotated[str, typer.Option(help=help_text("place.options.encoding"))] = "",
    layer: Annotated[str, typer.Option(help=help_text("place.options.layer"))] = "",
    sheet: Annotated[str, typer.Option(help=help_text("place.options.sheet"))] = "",
    wkt_column: Annotated[str, typer.Option(help=help_text("place.options.wkt_column"))] = "",
    axes: Annotated[str, typer.Option(help=help_text("place.options.axes"))] = "",
    accept_similar: Annotated[bool, typer.Option("--accept-similar", help=help_text("place.options.accept"))] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=help_text("place.options.output_draft"))] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """Match the outlines of a layer to sites and make drafts of them."""
    from geoplan.drafts.match_outlines import match_outlines
    from geoplan.drafts.outline_drafts import OutlineMetadata, confirmed, drafts_of
    from geoplan.readers.source_table import Answers, ColumnRoles

    language = language_of(lang)
    if output and output.exists() and file.exists() and output.samefile(file):
        raise UserError("cli.geocode.output_is_input", output=output)
    require_known("--method", method, _METHODS)
    require_known("--confidence", confidence, ("high", "medium"))
    if axes:
        require_known("--axes", axes, ("keep", "all", "rows"))
    columns = ColumnRoles(wkt=wkt_column) if wkt_column else None
    given = {"layer": layer, "sheet": sheet, "encoding": encoding, "system": crs, "swapped": axes}
    answers = Answers(columns=columns, **{key: text for key, text in given.items() if text})
    reading = _read(file, answers, language)
    catalogue = open_catalogue(home, lang)
    report = match_outlines(reading.frame, catalogue, name_column)
    _print_report(report, catalogue, format, language)
    accepted = _accepted(report, catalogue, accept_similar, format, language)
    metadata = OutlineMetadata(
        method=method,
        source=source,
        radius_m=_METHODS[method] if radius is None else radius,
        checked_on=checked_on or settings().day.isoformat(),
        source_datum=reading.system.code if reading.system.is_offset else "WGS84",
        confidence=confidence,
        author=author,
    )
    report = confirmed(report, accepted)
    drafts = drafts_of(report, reading.frame, metadata)
    if left_out := report.loc[(report["site_id"] == "") | report["needs_confirmation"], "feature"].tolist():
        values = {"n": len(left_out), "features": joined(map(str, left_out))}
        echo(translate("place.import.left_out", language, **values), err=True)
    _store(drafts, catalogue, output, language)


def _read(file: Path, answers: Any, lang: str) -> LayerReading:
    """Read the layer; refused where something only the user knows is not answered."""
    from geoplan.readers.read_layer import read_layer

    try:
        file.stat()
    except OSError as error:
        raise cannot_read(file, error, "FILE") from error
    with naming("FILE"):
        reading = read_layer(file, file.name, answers)
    if reading.pending:
        question = reading.pending[0]
        known = joined(f"{option.value} ({option.label.text(lang)})" for option in question.options)
        values = {"question": question.message, "option": _OPTIONS[question.key], "known": known}
        raise UserError("place.import.settle_first", file=file.name, **values)
    tell_reading(reading, lang)
    if reading.frame.empty:
        raise UserError("place.import.no_feature", file=file.name)
    values = {"n": len(reading.frame), "system": reading.system.label}
    echo(translate("place.import.read", lang, **values), err=True)
    return reading


def _print_report(report: pd.DataFrame, catalogue: Catalogue, format: Format, lang: str) -> None:
    if format is not Format.table:
        print_rows(report, format, lang)
        return
    from geoplan.cli.outline_lines import outline_lines

    for line in outline_lines(report, catalogue, lang):
        echo(line)


def _accepted(report: pd.DataFrame, catalogue: Catalogue, accept_similar: bool, format: Format, lang: str) -> list[int]:
    """The features whose proposals the user confirms: by the option, or one by one on a terminal."""
    from geoplan.cli.outline_lines import how_matched
    from geoplan.text.names import name_of

    doubtful = report[report["needs_confirmation"]]
    outside = ["outside_county" in remarks for remarks in doubtful["remarks"]]
    if accept_similar:  # what lies in another county would be refused by `place apply`
        return doubtful.loc[[not is_outside for is_outside in outside], "feature"].tolist()
    if not sys.stdin.isatty() or format is not Format.table:
        return []
    accepted = []
    for row in doubtful.to_dict("records"):
        values = {"site": name_of(catalogue.sites, row["site_id"]), "how": how_matched(row)}
        question = translate("place.import.confirm", lang, n=row["feature"], name=shorten(row["name"]), **values)
        if typer.confirm(question, err=True):
            accepted.append(row["feature"])
    return accepted


def _store(drafts: list[Draft], catalogue: Catalogue, output: Path | None, lang: str) -> None:
    """Write a patch, or store the drafts in the workspace; what a patch may not hold is refused for both."""
    from geoplan.drafts.patch import read_patch, write_patch

    if not drafts:
        echo(translate("place.import.nothing", lang), err=True)
        return
    content = write_patch(drafts, catalogue.version, settings().day)
    read_patch(content, str(output or settings().workspace or "-"), catalogue)
    store = None if output else open_store(lang)
    if output:
        write_file(output, content, "--output")
        echo(translate("place.import.written", lang, n=len(drafts), output=output), err=True)
    elif store is None:
        echo(translate("place.import.not_stored", lang, n=len(drafts)), err=True)
    else:
        for draft in drafts:
            store.save(draft)
        echo(translate("place.import.written", lang, n=len(drafts), output=store.folder), err=True)

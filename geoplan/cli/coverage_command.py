"""``geoplan coverage MEASURE``: what is covered, where, and how surely."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import typer

from geoplan.analysis.catchment import KILOMETRES
from geoplan.analysis.nested_sites import ALL, COUNTS
from geoplan.analysis.network_catchment import MINUTES
from geoplan.analysis.position_error import DRAWS, SEED
from geoplan.analysis.reporting_units import DENOMINATORS, reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    Wide,
    naming,
    open_catalogue,
    print_rows,
    read_file,
    tell_method,
    with_result_names,
    write_features,
)
from geoplan.cli.coverage_notes import compared_notes, measure_notes
from geoplan.cli.filter_options import Filters, id_of, require_known, selection_of, tell_possible, with_filters
from geoplan.cli.stored_streets import read_streets
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError, WeightsError
from geoplan.query.selection import select as select_sites
from geoplan.readers.population import read_weights
from geoplan.study_area import stem, study_area
from geoplan.text.message import DEFAULT, translate
from geoplan.text.method_pages import OF_MEASURE
from geoplan.text.names import BESIDE
from geoplan.vocabulary import REACHES

app = typer.Typer()

MEASURES: Final = (
    "carriers", "catchments", "uncovered", "nearest", "structure", "diversity", "parks", "pairs", "clusters", "moran",
    "access",
)  # fmt: skip

# Which measures heed an option; the other options are heeded by all.
_HEEDED: Final = {
    "by": ("carriers",),
    "count": ("carriers",),
    "depth": ("carriers", "nearest", "structure", "diversity"),
    "denominator": ("carriers", "catchments", "uncovered"),
    "km": ("catchments", "uncovered"),
    "mode": ("catchments", "nearest", "access"),
    "minutes": ("catchments",),
    "streets": ("catchments", "nearest", "access"),
    "weights": ("catchments",),
    "spacing": ("nearest",),
    "draws": ("carriers", "catchments", "nearest", "structure", "clusters", "moran", "access"),
    "seed": ("carriers", "catchments", "nearest", "structure", "clusters", "moran", "access"),
    "output": ("uncovered", "nearest"),
}


def _listed(numbers: tuple[float, ...]) -> str:
    return ",".join(f"{number:g}" for number in numbers)


def _measures_help() -> str:
    separator = translate("punctuation.semicolon", DEFAULT)
    return separator.join(f"{measure} {help_text(f'cli.coverage.measures.{measure}')}" for measure in MEASURES)


@app.command(cls=VerbCommand, help=command_help("cli.help.coverage"))
@with_filters
def coverage(
    context: typer.Context,
    filters: Filters,
    measure: Annotated[str, typer.Argument(help=_measures_help())] = "carriers",
    scope: Annotated[str, typer.Option(help=help_text("cli.coverage.options.scope"))] = study_area().home,
    by: Annotated[str, typer.Option(help=help_text("cli.coverage.options.by"))] = "county,industry",
    depth: Annotated[str, typer.Option(help="branch | term")] = "branch",
    count: Annotated[str, typer.Option(help=help_text("cli.coverage.options.count"))] = ALL,
    comparable: Annotated[
        bool, typer.Option("--comparable", help=help_text("cli.coverage.options.comparable"))
    ] = False,
    denominator: Annotated[str, typer.Option(help=" | ".join(DENOMINATORS))] = "",
    km: Annotated[str, typer.Option(help=help_text("cli.coverage.options.km"))] = _listed(KILOMETRES),
    mode: Annotated[str, typer.Option(help=" | ".join(REACHES))] = "straight",
    minutes: Annotated[str, typer.Option(help=help_text("cli.coverage.options.minutes"))] = _listed(MINUTES),
    streets: Annotated[str, typer.Option(help=help_text("cli.options.streets"))] = "",
    weights: Annotated[Path | None, typer.Option(help=help_text("cli.coverage.options.weights"))] = None,
    spacing: Annotated[float, typer.Option(help=help_text("cli.coverage.options.spacing"), min=50)] = 1000.0,
    draws: Annotated[int | None, typer.Option(help=help_text("cli.coverage.options.draws"), min=0, max=2000)] = None,
    seed: Annotated[int, typer.Option(help=help_text("cli.coverage.options.seed"), min=0)] = SEED,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="FILE.geojson")] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Measure coverage, reach, structure, rivalry and access."""
    language = language_of(lang)
    for option, value, allowed in (
        ("MEASURE", measure, MEASURES), ("--depth", depth, ("branch", "term")), ("--mode", mode, REACHES),
        ("--count", count, COUNTS),
        ("--denominator", denominator or "published", DENOMINATORS),
    ):  # fmt: skip
        require_known(option, value, allowed)
    _refuse_unheeded(context, measure)
    if denominator and measure in ("catchments", "uncovered"):  # ground is measured: a published figure has no shape
        from geoplan.analysis.measures import OUTLINES

        require_known("--denominator", denominator, OUTLINES)
    every = open_catalogue(home, lang)
    adcode = id_of(every.regions, "--scope", scope)
    catalogue = _comparable(every, adcode) if comparable else every
    selection = selection_of(catalogue, filters)
    sites = select_sites(catalogue, selection)
    tell_possible(catalogue, selection, language)
    options: dict[str, Any] = {
        "scope": adcode, "by": _words("--by", by, ("county", "industry", "plan")),
        "depth": depth, "count": count, "denominator": denominator, "km": _numbers("--km", km), "mode": mode,
        "draws": draws, "minutes": _numbers("--minutes", minutes), "spacing": spacing, "seed": seed,
        "regions": selection.regions,
        "streets": None if mode == "straight" else read_streets(streets, adcode),
        "weights": _weights(weights),
    }  # fmt: skip
    try:
        frame = _measured(catalogue, sites, measure, options)
    except UserError:
        raise
    except ValueError as error:
        raise UserError("cli.coverage.not_measured", measure=measure, reason=error) from error
    if isinstance(frame, gpd.GeoDataFrame):
        frame = _written(frame, output, language)
    notes = measure_notes(catalogue, sites, measure, frame, options)
    for note in [*compared_notes(every, adcode, comparable), *notes]:
        echo(note.text(language), err=True)
    named = with_result_names(catalogue, frame, language)
    if measure == "carriers" and len(frame):
        named = _with_total_named(named, format, language)
    print_rows(named.replace(np.inf, np.nan).round(4), format, language, wide)
    tell_method(OF_MEASURE[measure], format, language)


def _refuse_unheeded(context: typer.Context, measure: str) -> None:
    """Refuse an option that was given and that the measure does not heed."""
    for option, measures in _HEEDED.items():
        source = context.get_parameter_source(option)
        if source is not None and source.name != "DEFAULT" and measure not in measures:
            names = ", ".join(measures)
            raise UserError("cli.coverage.unheeded", option=f"--{option}", measure=measure, measures=names)


def _comparable(catalogue: Catalogue, scope: str) -> Catalogue:
    """The catalogue of the plans that speak of all counties of the scope; refused where there is none."""
    from geoplan.analysis.own_plans import comparable

    chosen = comparable(catalogue, scope)
    if chosen.sites.empty:
        raise UserError("cli.coverage.not_comparable", scope=scope)
    return chosen


def _with_total_named(frame: pd.DataFrame, format: Format, lang: str) -> pd.DataFrame:
    """The total called so in the first column of names; for people that alone tells it from the cells."""
    first = next(column for column in frame if column in BESIDE.values())
    names = frame[first].mask(frame["row"] == "total", translate("ui.coverage.total", lang))
    frame = frame.assign(**{first: names})
    return frame.drop(columns="row") if format is Format.table else frame


def _measured(catalogue: Catalogue, sites: list[str], measure: str, options: dict[str, Any]) -> pd.DataFrame:
    from geoplan.analysis import measures, network_catchment, point_patterns
    from geoplan.analysis.coverage_total import coverage_with_total, rows_of_regions

    scope, streets, seed = (options[key] for key in ("scope", "streets", "seed"))
    usual = point_patterns.DRAWS if measure == "clusters" else network_catchment.DRAWS if streets else DRAWS
    draws = usual if options["draws"] is None else options["draws"]
    outline = "boundary" if options["denominator"] == "boundary" else "land"
    network = None
    if streets and measure in ("nearest", "access"):
        network = network_catchment.network(streets, options["mode"], reporting_units(scope).crs)
    match measure:
        case "carriers":
            default = "published" if scope.startswith(stem(study_area().home)) else "boundary"
            denominator = options["denominator"] or default
            rows, count = (options["by"], options["depth"]), options["count"]
            table = coverage_with_total(catalogue, sites, *rows, scope, denominator, draws, seed, count)
            return rows_of_regions(table, options["regions"])
        case "catchments":
            common = {"outline": outline, "weights": options["weights"], "seed": seed}
            if not streets:
                return measures.catchments(catalogue, sites, scope, options["km"], draws=draws, **common)
            mode, minutes = options["mode"], options["minutes"]
            return measures.network_catchments(catalogue, sites, scope, streets, mode, minutes, draws=draws, **common)
        case "uncovered":
            frames = [measures.uncovered(catalogue, sites, scope, km, outline) for km in options["km"]]
            return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=frames[0].crs)
        case "nearest":
            of = (options["spacing"], options["depth"], network)
            return measures.nearest(catalogue, sites, scope, *of, draws=draws, seed=seed)
        case "access":
            return measures.gateway_distances(catalogue, sites, scope, ways=network, draws=draws, seed=seed)
        case "clusters":
            return measures.clusters(catalogue, sites, scope, draws=draws, seed=seed)
        case "moran":
            return measures.moran(catalogue, sites, scope, draws=draws, seed=seed)
        case "structure":
            return measures.structure(catalogue, sites, scope, depth=options["depth"], draws=draws, seed=seed)
        case "diversity":
            return measures.diversity(catalogue, sites, scope, depth=options["depth"])
        case "parks":
            return measures.parks(catalogue, sites, scope)
    return measures.pairs(catalogue, sites, scope)


def _words(option: str, text: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    for word in words or ("",):
        require_known(option, word, allowed)
    return words


def _numbers(option: str, text: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if not numbers or not all(0 < n <= 1000 for n in numbers):
        raise UserError("cli.coverage.no_numbers", option=option, text=text)
    return numbers


def _weights(path: Path | None) -> gpd.GeoDataFrame | None:
    if path is None:
        return None
    content = read_file(path, "--weights")
    with naming("--weights", WeightsError):
        return read_weights(content, path.name)


def _written(frame: gpd.GeoDataFrame, output: Path | None, lang: str) -> pd.DataFrame:
    """Write the shapes to the output, if any, in WGS 84, and return the table to print."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    if output:
        write_features(output, frame)
        echo(translate("cli.coverage.shapes", lang, n=len(frame), output=output), err=True)
    return table

"""``geoplan coverage MEASURE``: what is covered, where, and how surely."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import typer

from geoplan.analysis.reporting_units import DENOMINATORS, reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.console import Format, Home, Lang, OutFormat, cannot_read, open_catalogue, print_rows, write_file
from geoplan.cli.filter_options import Filters, ids_by_name, selection_of, unknown_value, with_filters
from geoplan.cli.help_texts import command_help, help_text
from geoplan.cli.language_option import language_of
from geoplan.cli.result_names import with_result_names
from geoplan.cli.stored_streets import read_streets
from geoplan.cli.verb_command import VerbCommand
from geoplan.errors import UserError, WeightsError
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.query.selection import select as select_sites
from geoplan.readers.population import read_weights
from geoplan.study_area import stem, study_area
from geoplan.text.message import DEFAULT, translate
from geoplan.vocabulary import REACHES

app = typer.Typer()

MEASURES: Final = (
    "carriers", "catchments", "uncovered", "nearest", "structure", "diversity", "parks", "pairs", "clusters", "access",
)  # fmt: skip


def _measures_help() -> str:
    separator = translate("punctuation.semicolon", DEFAULT)
    return separator.join(f"{measure} {help_text(f'cli.coverage.measures.{measure}')}" for measure in MEASURES)


@app.command(cls=VerbCommand, help=command_help("cli.help.coverage"))
@with_filters
def coverage(
    filters: Filters,
    measure: Annotated[str, typer.Argument(help=_measures_help())] = "carriers",
    scope: Annotated[str, typer.Option(help=help_text("cli.coverage.options.scope"))] = study_area().home,
    by: Annotated[str, typer.Option(help=help_text("cli.coverage.options.by"))] = "county,industry",
    depth: Annotated[str, typer.Option(help="branch | term")] = "branch",
    denominator: Annotated[str, typer.Option(help=" | ".join(DENOMINATORS))] = "",
    km: Annotated[str, typer.Option(help=help_text("cli.coverage.options.km"))] = "1,3,5",
    mode: Annotated[str, typer.Option(help=" | ".join(REACHES))] = "straight",
    minutes: Annotated[str, typer.Option(help=help_text("cli.coverage.options.minutes"))] = "10,15,30",
    streets: Annotated[str, typer.Option(help=help_text("cli.options.streets"))] = "",
    weights: Annotated[Path | None, typer.Option(help=help_text("cli.coverage.options.weights"))] = None,
    spacing: Annotated[float, typer.Option(help=help_text("cli.coverage.options.spacing"), min=50)] = 1000.0,
    draws: Annotated[int, typer.Option(help=help_text("cli.coverage.options.draws"), min=0, max=2000)] = 100,
    seed: Annotated[int, typer.Option(help=help_text("cli.coverage.options.seed"), min=0)] = 20260101,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="FILE.geojson")] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """Measure coverage, reach, structure, rivalry and access."""
    language = language_of(lang)
    for option, value, allowed in (
        ("MEASURE", measure, MEASURES), ("--depth", depth, ("branch", "term")), ("--mode", mode, REACHES),
        ("--denominator", denominator or "published", DENOMINATORS),
    ):  # fmt: skip
        if value not in allowed:
            raise unknown_value(option, value, list(allowed))
    catalogue = open_catalogue(home, lang)
    adcode = _scope(catalogue, scope)
    sites = select_sites(catalogue, selection_of(catalogue, filters))
    ask: dict[str, Any] = {
        "scope": adcode, "by": _words("--by", by, ("county", "industry", "plan")),
        "depth": depth, "denominator": denominator, "km": _numbers("--km", km), "mode": mode, "draws": draws,
        "minutes": _numbers("--minutes", minutes), "spacing": spacing, "seed": seed,
        "streets": None if mode == "straight" else read_streets(streets, adcode),
        "weights": _weights(weights),
    }  # fmt: skip
    try:
        frame = _MEASURE[measure](catalogue, sites, ask)
    except UserError:
        raise
    except ValueError as error:
        raise UserError("cli.coverage.not_measured", measure=measure, reason=error) from error
    if isinstance(frame, gpd.GeoDataFrame):
        frame = _written(frame, output, language)
    elif output:
        raise UserError("cli.coverage.no_shapes", measure=measure)
    print_rows(with_result_names(catalogue, frame, language).replace(np.inf, np.nan).round(4), format)


def _carriers(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> pd.DataFrame:
    from geoplan.analysis.coverage import coverage_table

    denominator = ask["denominator"] or (
        "published" if ask["scope"].startswith(stem(study_area().home)) else "boundary"
    )
    return coverage_table(
        catalogue, sites, ask["by"], ask["depth"], ask["scope"], denominator, ask["draws"], ask["seed"]
    )


def _catchments(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> pd.DataFrame:
    from geoplan.analysis import measures, network_catchment

    common = {"outline": _outline(ask), "weights": ask["weights"], "seed": ask["seed"]}
    if not ask["streets"]:
        return measures.catchments(catalogue, sites, ask["scope"], ask["km"], draws=ask["draws"], **common)
    draws = min(ask["draws"], network_catchment.DRAWS)
    return measures.network_catchments(
        catalogue, sites, ask["scope"], ask["streets"], ask["mode"], ask["minutes"], draws=draws, **common
    )


def _uncovered(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> gpd.GeoDataFrame:
    from geoplan.analysis import measures

    frames = [measures.uncovered(catalogue, sites, ask["scope"], km, _outline(ask)) for km in ask["km"]]
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=frames[0].crs)


def _nearest(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> gpd.GeoDataFrame:
    from geoplan.analysis import measures

    return measures.nearest(catalogue, sites, ask["scope"], ask["spacing"], ask["depth"], _ways(ask))


def _access(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> pd.DataFrame:
    from geoplan.analysis import measures

    return measures.gateway_distances(catalogue, sites, ask["scope"], ways=_ways(ask))


def _plain(name: str) -> Callable[[Catalogue, list[str], dict[str, Any]], pd.DataFrame]:
    def run(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> pd.DataFrame:
        from geoplan.analysis import measures

        table: pd.DataFrame = getattr(measures, name)(catalogue, sites, ask["scope"])
        return table

    return run


_MEASURE: Final = {
    "carriers": _carriers, "catchments": _catchments, "uncovered": _uncovered, "nearest": _nearest, "access": _access,
    **{name: _plain(name) for name in ("structure", "diversity", "parks", "pairs", "clusters")},
}  # fmt: skip


def _outline(ask: dict[str, Any]) -> str:
    return "boundary" if ask["denominator"] == "boundary" else "land"


def _ways(ask: dict[str, Any]) -> Any:
    from geoplan.analysis.network_catchment import network

    return network(ask["streets"], ask["mode"], reporting_units(ask["scope"]).crs) if ask["streets"] else None


def _scope(catalogue: Catalogue, scope: str) -> str:
    known = ids_by_name(catalogue.regions, "name")
    if scope not in known:
        raise unknown_value("--scope", scope, known)
    return known[scope]


def _words(option: str, text: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    for word in words or ("",):
        if word not in allowed:
            raise unknown_value(option, word, list(allowed))
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
    try:
        return read_weights(path.read_bytes(), path.name)
    except WeightsError as error:
        raise UserError("cli.option_refused", option="--weights", error=error.what) from error
    except OSError as error:
        raise cannot_read(path, error, "--weights") from error


def _written(frame: gpd.GeoDataFrame, output: Path | None, lang: str) -> pd.DataFrame:
    """Write the shapes where asked, in WGS 84; what is printed is the table."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    if output:
        write_file(output, feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)]), "--output")
        typer.echo(translate("cli.coverage.shapes", lang, n=len(frame), output=output), err=True)
    return table

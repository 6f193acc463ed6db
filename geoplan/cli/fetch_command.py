"""``geoplan fetch streets``: streets for catchments, downloaded once or read from a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import geopandas as gpd
import pandas as pd
import typer
from rich.console import Console
from rich.text import Text as Plain

from geoplan.cli.command_language import VerbCommand, command_help, help_text, language_of
from geoplan.cli.console import Home, Lang, cannot_write, home_of
from geoplan.cli.filter_options import id_of
from geoplan.cli.terminal_text import echo, visible
from geoplan.errors import UserError
from geoplan.geodata.boundaries import counties_in
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.store import save, store_path, streets_folder
from geoplan.text.message import Text, joined, message, translate

app = typer.Typer(no_args_is_help=True)


@app.callback(help=command_help("cli.help.fetch"))
def fetch() -> None:
    """Fetch what comes from outside, once, into the cache."""


@app.command(cls=VerbCommand, help=command_help("cli.help.streets"))
def streets(
    county: Annotated[list[str] | None, typer.Option(help=help_text("cli.fetch.options.county"))] = None,
    file: Annotated[Path | None, typer.Option("--from", help=".osm | .osm.bz2 | .osm.gz | .osm.pbf | .graphml")] = None,
    name: Annotated[str, typer.Option(help=help_text("cli.fetch.options.name"))] = "",
    force: Annotated[bool, typer.Option("--force", help=help_text("cli.fetch.options.force"))] = False,
    overpass: Annotated[str, typer.Option(help=help_text("cli.fetch.options.overpass"))] = "",
    timeout: Annotated[float, typer.Option(min=1, help=help_text("cli.options.timeout"))] = 180,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Download the streets of counties, or import a file."""
    language = language_of(lang)
    names, counties = _counties(county or [], home)
    if file is None and not names:
        raise UserError("cli.fetch.no_county")
    graph_name = name or "+".join(names) or (file.name.split(".")[0] if file else "")
    path = store_path(streets_folder(settings()), graph_name)
    if path.exists() and not force:
        raise UserError("cli.fetch.exists", path=path)
    try:
        if file:
            graph = _import(file, counties, graph_name)
        else:
            graph = _download(counties, graph_name, overpass, timeout, language)
        save(graph, path.parent)
        if not file:  # only once the streets are stored: until then a second run needs the answers
            from geoplan.streets.overpass import clear_cache

            clear_cache(counties, _answers(), overpass)
    except OSError as error:
        raise cannot_write(streets_folder(settings()), error, "GEOPLAN_CACHE") from error
    metadata = graph.metadata
    echo(translate("cli.fetch.done", language, nodes=metadata.nodes, edges=metadata.edges, path=path), err=True)
    echo(_limits(metadata).text(language), err=True)


def _limits(metadata: GraphMetadata) -> Text:
    """How many speeds of cars rest on tagged limits, and which limits cannot be used."""
    discarded = message("cli.fetch.discarded", n=metadata.limits_discarded, limits=joined(metadata.discarded))
    return message(
        "cli.fetch.limits",
        used=metadata.limits_used,
        missing=metadata.limits_missing,
        discarded=discarded if metadata.limits_discarded else "",
    )


def _counties(names: list[str], home: Path | None) -> tuple[list[str], gpd.GeoDataFrame]:
    """The Chinese names of regions, and the counties that make them up."""
    # One table is enough: streets can be fetched although another table has a fault.
    regions = pd.read_csv(home_of(home) / "data" / "regions.csv", dtype=str, index_col="adcode")
    adcodes = list(dict.fromkeys(id_of(regions, "--county", name) for name in names))
    frames = [counties_in(adcode) for adcode in adcodes] or [counties_in("")[:0]]
    counties = gpd.GeoDataFrame(pd.concat(frames), crs=frames[0].crs).drop_duplicates("adcode").sort_values("adcode")
    return [str(regions["name_zh"][adcode]) for adcode in adcodes], counties


def _import(file: Path, counties: gpd.GeoDataFrame, name: str) -> StreetGraph:
    from geoplan.streets.osm_file import read_osm_file
    from geoplan.streets.osmnx_graph import from_osmnx

    graph, osm_date = read_osm_file(file, counties.geometry.union_all() if len(counties) else None)
    return from_osmnx(graph, _metadata(name, file.name, counties, osm_date))


def _download(counties: gpd.GeoDataFrame, name: str, overpass: str, timeout: float, lang: str) -> StreetGraph:
    from geoplan.streets.osmnx_graph import from_osmnx
    from geoplan.streets.overpass import download_streets, overpass_url

    console = Console(stderr=True)
    with console.status("Overpass") as status:

        def show(text: Text) -> None:
            line = Plain(visible(text.text(lang)))
            console.print(line)
            status.update(line)

        graph, osm_date = download_streets(counties, _answers(), overpass, timeout, show)
        return from_osmnx(graph, _metadata(name, overpass_url(overpass), counties, osm_date))


def _answers() -> Path:
    return streets_folder(settings()) / "answers"


def _metadata(name: str, source: str, counties: gpd.GeoDataFrame, osm_date: str) -> GraphMetadata:
    area = ",".join(counties["adcode"])
    return GraphMetadata(name=name, source=source, fetched_on=date.today().isoformat(), area=area, osm_date=osm_date)

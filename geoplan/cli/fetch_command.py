"""``geoplan fetch streets``: streets for catchments, downloaded once or read from a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import geopandas as gpd
import pandas as pd
import typer
from rich.console import Console

from geoplan.cli.console import Home, Lang, home_of, language_of
from geoplan.cli.filter_options import RefusedError, unknown
from geoplan.errors import StreetsError
from geoplan.geodata.boundaries import counties_in
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.graph_metadata import GraphMetadata
from geoplan.streets.store import save, store_path, streets_folder
from geoplan.text.message import translate

app = typer.Typer(no_args_is_help=True)


@app.callback()
def fetch() -> None:
    """从外部获取数据，存入缓存。 Fetch what comes from outside, once, into the cache."""


@app.command()
def streets(
    county: Annotated[
        list[str] | None, typer.Option(help="县区或设区市代码或名称 / adcode or name; repeat for more")
    ] = None,
    file: Annotated[Path | None, typer.Option("--from", help=".osm | .osm.bz2 | .osm.gz | .osm.pbf | .graphml")] = None,
    name: Annotated[str, typer.Option(help="存为何名，默认县区名或文件名 / name to keep it by")] = "",
    force: Annotated[bool, typer.Option("--force", help="替换已有的 / replace what is there")] = False,
    overpass: Annotated[str, typer.Option(help="Overpass 服务器地址 / address of the server")] = "",
    timeout: Annotated[float, typer.Option(min=1, help="等待一次回答的秒数 / seconds to wait for an answer")] = 180,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """下载县区的街道，或从文件导入。 Download the streets of counties, or import a file.

    --from 与 --county 同用时，只取文件中属于这些县区的街道。 With both, only the counties' part of the file is taken.
    """
    language = language_of(lang)
    names, counties = _counties(county or [], home, lang)
    if file is None and not names:
        zh = "--county：没有给出县区，请用 --county 指明，或用 --from 导入文件"
        en = "--county: no county is given; name one, or import a file with --from"
        raise RefusedError(zh if language == "zh" else en)
    try:
        kept_as = name or "+".join(names) or (file.name.split(".")[0] if file else "")
        path = store_path(streets_folder(settings()), kept_as)
        if path.exists() and not force:
            zh = f"--name：{path} 已存在，请换一个名称，或用 --force 替换"
            en = f"--name: {path} is there already; choose another name, or replace it with --force"
            raise RefusedError(zh if language == "zh" else en)
        made = _import(file, counties, kept_as) if file else _download(counties, kept_as, overpass, timeout, language)
        save(made, path.parent)
        if not file:
            _forget_answers(counties, overpass)
    except StreetsError as error:
        raise RefusedError(error.text(language)) from error
    except OSError as error:
        zh = f"GEOPLAN_CACHE：无法写入 {streets_folder(settings())}（{error.strerror}），请换一个可写的文件夹"
        en = f"GEOPLAN_CACHE: cannot write to {streets_folder(settings())} ({error.strerror}); choose another folder"
        raise RefusedError(zh if language == "zh" else en) from error
    n, m = made.passport.nodes, made.passport.edges
    typer.echo(translate("cli.fetch_command.nodes_edges", language, n=n, m=m, path=path), err=True)
    typer.echo(_limits(made.passport, language), err=True)


def _limits(passport: GraphMetadata, language: str) -> str:
    """How far the speeds of cars rest on tagged limits, and which limits cannot be used."""
    used, missing, n = passport.limits_used, passport.limits_missing, passport.limits_discarded
    if language == "zh":
        why = f"；不可用的限速 {n} 条（如 {'、'.join(passport.discarded)}），请在 OpenStreetMap 中核对"
        return f"机动车：{used} 条道路按限速，{missing} 条按该类道路的速度{why if n else ''}"
    why = f"; limits that cannot be used: {n} (such as {', '.join(passport.discarded)}): check them in OpenStreetMap"
    return f"cars: ways at their limit: {used}; at the speed of their kind: {missing}{why if n else ''}"


def _counties(chosen: list[str], home: Path | None, lang: str) -> tuple[list[str], gpd.GeoDataFrame]:
    """What was asked for, by name, and the counties that make it up."""
    # One table is all it takes: a fault elsewhere in the catalogue is no reason not to fetch streets.
    regions = pd.read_csv(home_of(home) / "data" / "regions.csv", dtype=str, index_col="adcode")
    by_name = {str(name): str(i) for column in ("name_zh", "name_en") for i, name in regions[column].items()}
    known = {**by_name, **{str(i): str(i) for i in regions.index}}
    for value in chosen:
        if value not in known:
            raise RefusedError(unknown("--county", value, list(known), language_of(lang)))
    adcodes = list(dict.fromkeys(known[value] for value in chosen))
    frames = [counties_in(adcode) for adcode in adcodes] or [counties_in("")[:0]]
    counties = gpd.GeoDataFrame(pd.concat(frames), crs=frames[0].crs).drop_duplicates("adcode").sort_values("adcode")
    return [str(regions["name_zh"][adcode]) for adcode in adcodes], counties


def _import(file: Path, counties: gpd.GeoDataFrame, name: str) -> StreetGraph:
    from geoplan.streets.osm_file import read_osm_file
    from geoplan.streets.osmnx_graph import from_osmnx

    graph, osm_date = read_osm_file(file, counties.geometry.union_all() if len(counties) else None)
    return from_osmnx(graph, _passport(name, file.name, counties, osm_date))


def _download(counties: gpd.GeoDataFrame, name: str, overpass: str, timeout: float, lang: str) -> StreetGraph:
    from geoplan.streets.osmnx_graph import from_osmnx
    from geoplan.streets.overpass import download_streets, overpass_url

    console = Console(stderr=True)
    with console.status("Overpass") as status:

        def tell(zh: str, en: str) -> None:
            console.print(zh if lang == "zh" else en, highlight=False)
            status.update(zh if lang == "zh" else en)

        graph, osm_date = download_streets(counties, _answers(), overpass, timeout, tell)
        return from_osmnx(graph, _passport(name, overpass_url(overpass), counties, osm_date))


def _forget_answers(counties: gpd.GeoDataFrame, overpass: str) -> None:
    """Only once the streets are kept: until then a second run needs the answers."""
    from geoplan.streets.overpass import clear_cache

    clear_cache(counties, _answers(), overpass)


def _answers() -> Path:
    return streets_folder(settings()) / "answers"


def _passport(name: str, source: str, counties: gpd.GeoDataFrame, osm_date: str) -> GraphMetadata:
    area = ",".join(counties["adcode"])
    return GraphMetadata(name=name, source=source, fetched_on=date.today().isoformat(), area=area, osm_date=osm_date)

"""``geoplan coverage MEASURE``: what is covered, where, and how surely."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import typer

from geoplan.analysis.reporting_units import DENOMINATORS, clip_to_streets, reporting_units
from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.console import Format, Home, Lang, OutFormat, language_of, open_catalogue, print_rows
from geoplan.cli.filter_options import Filters, RefusedError, selection_of, unknown, with_filters
from geoplan.errors import StreetsError, WeightsError
from geoplan.files import write_atomically
from geoplan.query.selection import select as select_sites
from geoplan.readers.population import read_weights
from geoplan.settings import settings
from geoplan.streets.graph import StreetGraph
from geoplan.streets.store import load, store_path, stored_graphs, streets_folder
from geoplan.vocabulary import REACHES
from geoplan.writers.write_geojson import feature_collection

app = typer.Typer()

MEASURES: Final = {
    "carriers": "载体、面积与范围 / carriers, areas, footprints",
    "catchments": "服务圈覆盖 / land and people within reach",
    "uncovered": "未覆盖的地块 / ground out of reach (GeoJSON with -o)",
    "nearest": "各处最近的载体 / nearest carrier of every place (GeoJSON with -o)",
    "structure": "区位商 / location quotients",
    "diversity": "县区专业化与多样性 / specialisation and diversity per county",
    "parks": "载体多样性 / diversity per carrier",
    "pairs": "竞争与互补 / pairs that compete or complement",
    "clusters": "集聚检验 / tests of clustering",
    "access": "枢纽与科教可达 / distance to gateways and knowledge",
}


@app.command()
@with_filters
def coverage(
    filters: Filters,
    measure: Annotated[str, typer.Argument(help="；".join(f"{k} {v}" for k, v in MEASURES.items()))] = "carriers",
    scope: Annotated[str, typer.Option(help="范围：代码或名称 / scope: adcode or name")] = "350200",
    by: Annotated[
        str, typer.Option(help="carriers：county,industry,plan 之任意组合 / any of these")
    ] = "county,industry",
    depth: Annotated[str, typer.Option(help="branch | term")] = "branch",
    denominator: Annotated[str, typer.Option(help=" | ".join(DENOMINATORS))] = "",
    km: Annotated[str, typer.Option(help="直线距离，如 1,3,5 / straight-line distances")] = "1,3,5",
    mode: Annotated[str, typer.Option(help=" | ".join(REACHES))] = "straight",
    minutes: Annotated[str, typer.Option(help="沿街道，如 10,15,30 / over streets")] = "10,15,30",
    streets: Annotated[str, typer.Option(help="geoplan fetch streets 所存的名称 / name of fetched streets")] = "",
    weights: Annotated[Path | None, typer.Option(help="点或格网：csv xlsx geojson gpkg tif / points or a grid")] = None,
    spacing: Annotated[float, typer.Option(help="nearest 的格距（米）/ metres between places", min=50)] = 1000.0,
    draws: Annotated[int, typer.Option(help="位置误差的抽样次数 / draws for position error", min=0, max=2000)] = 100,
    seed: Annotated[int, typer.Option(help="抽样种子 / seed of the draws", min=0)] = 20260101,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="FILE.geojson")] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """统计覆盖：数量、面积、服务圈、结构、竞合、集聚与可达。 Measure coverage, reach, structure, rivalry and access."""
    language = language_of(lang)
    for option, value, allowed in (
        ("MEASURE", measure, MEASURES), ("--depth", depth, ("branch", "term")), ("--mode", mode, REACHES),
        ("--denominator", denominator or "published", DENOMINATORS),
    ):  # fmt: skip
        if value not in allowed:
            raise RefusedError(unknown(option, value, list(allowed), language))
    catalogue = open_catalogue(home, lang)
    adcode = _scope(catalogue, scope, language)
    sites = select_sites(catalogue, selection_of(catalogue, filters, language))
    ask: dict[str, Any] = {
        "scope": adcode, "by": _words("--by", by, ("county", "industry", "plan"), language),
        "depth": depth, "denominator": denominator, "km": _numbers("--km", km, language), "mode": mode, "draws": draws,
        "minutes": _numbers("--minutes", minutes, language), "spacing": spacing, "seed": seed,
        "streets": None if mode == "straight" else streets_named(streets, adcode, language),
        "weights": _weights(weights, language),
    }  # fmt: skip
    try:
        frame = _MEASURE[measure](catalogue, sites, ask)
    except ValueError as error:
        raise RefusedError(f"{measure}: {error}") from error
    if isinstance(frame, gpd.GeoDataFrame):
        frame = _written(frame, output, language)
    elif output:
        zh, en = f"--output：{measure} 没有图形", f"--output: {measure} has no shapes; print it with --format"
        raise RefusedError(zh if language == "zh" else en)
    print_rows(named(catalogue, frame, language).replace(np.inf, np.nan).round(4), format)


def _carriers(catalogue: Catalogue, sites: list[str], ask: dict[str, Any]) -> pd.DataFrame:
    from geoplan.analysis.coverage import coverage_table

    denominator = ask["denominator"] or ("published" if ask["scope"].startswith("3502") else "boundary")
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
    from geoplan.analysis.reporting_units import reporting_units

    return network(ask["streets"], ask["mode"], reporting_units(ask["scope"]).crs) if ask["streets"] else None


def named(catalogue: Catalogue, frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put names beside the ids of a result, in a language."""
    names = {
        "adcode": ("county", catalogue.regions[f"name_{lang}"]),
        "industry_id": ("industry", catalogue.industries[f"name_{lang}"]),
        "plan_id": ("plan", catalogue.plans[f"short_{lang}"]),
        **{key: (key.replace("_id", ""), catalogue.sites[f"name_{lang}"]) for key in ("site_id",)},
        **{key: (key.replace("site_", "name_"), catalogue.sites[f"name_{lang}"]) for key in ("site_a", "site_b")},
    }
    for key, (title, known) in names.items():
        if key in frame:
            frame.insert(frame.columns.get_loc(key) + 1, title, frame[key].map(known).fillna(""))
    return frame


def _scope(catalogue: Catalogue, scope: str, lang: str) -> str:
    regions = catalogue.regions
    known = {str(n): str(i) for column in ("name_zh", "name_en") for i, n in regions[column].items()}
    known |= {str(i): str(i) for i in regions.index}
    if scope not in known:
        raise RefusedError(unknown("--scope", scope, list(known), lang))
    return known[scope]


def _words(option: str, text: str, allowed: tuple[str, ...], lang: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    for word in words or ("",):
        if word not in allowed:
            raise RefusedError(unknown(option, word, list(allowed), lang))
    return words


def _numbers(option: str, text: str, lang: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if not numbers or not all(0 < n <= 1000 for n in numbers):
        zh = f"{option}：{text!r} 不是正数列表，例如 1,3,5"
        en = f"{option}: {text!r} is no list of positive numbers, such as 1,3,5"
        raise RefusedError(zh if lang == "zh" else en)
    return numbers


def streets_named(name: str, scope: str, lang: str) -> StreetGraph:
    """The fetched streets of a name, the first where none is given; refused where they do not lie in the scope."""
    folder = streets_folder(settings())
    known = [passport.name for passport in stored_graphs(folder)]
    if not known:
        zh = "--mode：还没有街道数据，先运行 geoplan fetch streets（--county 下载，或 --from 导入文件）"
        en = "--mode: there are no streets; run geoplan fetch streets first (--county to download, --from for a file)"
        raise RefusedError(zh if lang == "zh" else en)
    if name and name not in known:
        raise RefusedError(unknown("--streets", name, known, lang))
    try:
        streets = load(store_path(folder, name or known[0]))
    except StreetsError as error:
        raise RefusedError(f"--streets: {error.text(lang)}") from error
    if clip_to_streets(reporting_units(scope), streets).empty:
        zh = f"--streets：{streets.passport.name} 不在范围 {scope} 内，请换一份街道或换 --scope"
        en = f"--streets: {streets.passport.name} does not lie in {scope}; choose other streets or another --scope"
        raise RefusedError(zh if lang == "zh" else en)
    return streets


def _weights(path: Path | None, lang: str) -> gpd.GeoDataFrame | None:
    if path is None:
        return None
    try:
        return read_weights(path.read_bytes(), path.name)
    except WeightsError as error:
        raise RefusedError(f"--weights: {error.zh if lang == 'zh' else error.en}") from error
    except OSError as error:
        raise RefusedError(f"--weights: {path}: {error.strerror}") from error


def _written(frame: gpd.GeoDataFrame, output: Path | None, lang: str) -> pd.DataFrame:
    """Write the shapes where asked, in WGS 84; what is printed is the table."""
    table = pd.DataFrame(frame.drop(columns="geometry"))
    if output:
        try:
            write_atomically(output, feature_collection(frame, [str(i) for i in range(1, len(frame) + 1)]))
        except OSError as error:
            raise RefusedError(f"--output: {output}: {error.strerror}") from error
        zh, en = f"{len(frame)} 个图形 → {output}", f"{len(frame)} shapes → {output}"
        typer.echo(zh if lang == "zh" else en, err=True)
    return table

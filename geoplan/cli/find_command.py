"""``geoplan find`` and ``geoplan brief``: rank sites for a need, write what can be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import pandas as pd
import typer

from geoplan.analysis.network_catchment import network
from geoplan.analysis.proximity import positioned_sites
from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.console import Format, Home, Lang, OutFormat, language_of, open_catalogue, print_rows
from geoplan.cli.coverage_command import named, streets_named
from geoplan.cli.filter_options import RefusedError, unknown
from geoplan.errors import RequirementsError, ShortlistError
from geoplan.files import write_atomically
from geoplan.settings import settings
from geoplan.suitability.industry_matching import match_industries, nearest_terms
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS
from geoplan.suitability.shortlist import from_json, shortlist, to_json
from geoplan.suitability.site_selection import SiteSelection, find_sites
from geoplan.text.message import translate
from geoplan.vocabulary import REACHES

app = typer.Typer()
SHOWN: Final = ("ranking", "contributions", "criteria", "excluded", "matches")
SUFFIXES: Final = (".docx", ".pdf", ".xlsx")

Industry = Annotated[
    list[str] | None, typer.Option(help="产业代码或名称，可多次 / industry id or name; repeat for more")
]
County = Annotated[list[str] | None, typer.Option(help="县区或市 / county or city")]
MinArea = Annotated[float, typer.Option(help="规划用地至少（km²）/ stated area at least", min=0)]
Kind = Annotated[list[str] | None, typer.Option(help="类型 / kind")]
Status = Annotated[list[str] | None, typer.Option(help="状态 / status")]
Plan = Annotated[list[str] | None, typer.Option(help="只看这些规划 / heed these plans only")]
Exclude = Annotated[list[str] | None, typer.Option(help=" | ".join(EXCLUSIONS))]
Weight = Annotated[list[str] | None, typer.Option(help=f"NAME=0..100：{' | '.join(CRITERIA)}")]


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="要做什么，如 微创手术机器人 / what is to be made")] = "",
    industry: Industry = None,
    county: County = None,
    min_area: MinArea = 0.0,
    kind: Kind = None,
    status: Status = None,
    plan: Plan = None,
    exclude: Exclude = None,
    weight: Weight = None,
    show: Annotated[str, typer.Option(help=" | ".join(SHOWN))] = "ranking",
    mode: Annotated[str, typer.Option(help=" | ".join(REACHES))] = "straight",
    streets: Annotated[str, typer.Option(help="geoplan fetch streets 所存的名称 / name of fetched streets")] = "",
    save: Annotated[Path | None, typer.Option(help="把前六名存为选址清单 / keep the first six as a shortlist")] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
) -> None:
    """按需求为场址排序，并说明每一处的理由。 Rank sites for a need, with the grounds for each."""
    language = language_of(lang)
    if show not in SHOWN:
        raise RefusedError(unknown("--show", show, list(SHOWN), language))
    catalogue = open_catalogue(home, lang)
    if show == "matches":
        print_rows(_matches(catalogue, text, language), format)
        return
    need = _need(catalogue, text, industry, county, min_area, kind, status, plan, exclude, weight, language)
    if mode not in REACHES:
        raise RefusedError(unknown("--mode", mode, list(REACHES), language))
    system = positioned_sites(catalogue).crs
    ways = None if mode == "straight" else network(streets_named(streets, "350000", language), mode, system)
    result = find_sites(catalogue, need, ways)
    if result.ranking.empty:
        typer.echo(result.reason_zh if language == "zh" else result.reason_en, err=True)
    for remark in result.remarks:
        typer.echo(remark.zh if language == "zh" else remark.en, err=True)
    if save:
        first = dict.fromkeys(result.ranking["site_id"].head(6), "")
        _write(save, to_json(shortlist(catalogue, need, first)).encode(), "--save", language)
    print_rows(_shown(catalogue, result, show, language), format)


@app.command()
def brief(
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.docx | FILE.pdf | FILE.xlsx")],
    site: Annotated[
        list[str] | None, typer.Option(help="场址代码或名称，最多六处 / site id or name; up to six")
    ] = None,
    saved: Annotated[
        Path | None, typer.Option("--shortlist", help="geoplan find --save 所存 / a saved shortlist")
    ] = None,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """把一处或一份清单写成 Word、PDF 或 Excel。 Write one site or a shortlist as Word, PDF or Excel."""
    language = language_of(lang)
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise RefusedError(unknown("--output", output.name, list(SUFFIXES), language))
    catalogue = open_catalogue(home, lang)
    result: SiteSelection | None = None
    if saved:
        try:
            kept = from_json(saved.read_bytes(), catalogue)
        except ShortlistError as error:
            raise RefusedError(f"--shortlist: {error.zh if language == 'zh' else error.en}") from error
        except OSError as error:
            raise RefusedError(f"--shortlist: {saved}: {error.strerror}") from error
        sites = {entry.site_id: entry.note for entry in kept.sites}
        result = find_sites(catalogue, kept.need)
    else:
        sites = {_site(catalogue, value, language): "" for value in site or []}
    if not 1 <= len(sites) <= 6:
        zh, en = "--site：请给出一至六处，或用 --shortlist", "--site: give one to six sites, or a --shortlist"
        raise RefusedError(zh if language == "zh" else en)
    from geoplan.brief.brief_content import compose
    from geoplan.brief.document_formats import write

    made = compose(catalogue, sites, language, result, settings().approval_number)
    _write(output, write(made, suffix), "--output", language)
    typer.echo(translate("cli.find_command.sites", language, n=len(sites), output=output), err=True)


def _need(
    catalogue: Catalogue,
    text: str,
    industry: list[str] | None,
    county: list[str] | None,
    min_area: float,
    kind: list[str] | None,
    status: list[str] | None,
    plan: list[str] | None,
    exclude: list[str] | None,
    weight: list[str] | None,
    lang: str,
) -> Requirements:
    chosen = [_id(catalogue.industries, "--industry", value, "name", lang) for value in industry or []]
    if not chosen and text:
        found = match_industries(catalogue, text, limit=1)
        if not found:
            near = [str(catalogue.industries.at[m.industry_id, f"name_{lang}"]) for m in nearest_terms(catalogue, text)]
            raise RefusedError(unknown("TEXT", text, near, lang))
        why = found[0].why(catalogue)
        name = catalogue.industries.at[found[0].industry_id, f"name_{lang}"]
        typer.echo(translate("cli.find_command.text", lang, text=text, name=name, why=why), err=True)
        chosen = [found[0].industry_id]
    if not chosen:
        zh, en = "TEXT：请说明要做什么，或用 --industry", "TEXT: say what is to be made, or use --industry"
        raise RefusedError(zh if lang == "zh" else en)
    weights = dict(DEFAULT_WEIGHTS)
    for pair in weight or []:
        code, _, value = pair.partition("=")
        if code not in CRITERIA or not value.replace(".", "", 1).isdigit():
            raise RefusedError(unknown("--weight", pair, [f"{c}=0..100" for c in CRITERIA], lang))
        weights[code] = float(value)
    try:
        return Requirements(
            industries=tuple(chosen),
            regions=tuple(_id(catalogue.regions, "--county", value, "name", lang) for value in county or []),
            min_area_km2=min_area,
            kinds=tuple(kind or ()),
            statuses=tuple(status or ()),
            plans=tuple(_id(catalogue.plans, "--plan", value, "short", lang) for value in plan or []),
            exclude=tuple(exclude or ()),
            weights=weights,
        )
    except RequirementsError as error:
        raise RefusedError(error.zh if lang == "zh" else error.en) from error


def _id(frame: pd.DataFrame, option: str, value: str, stem: str, lang: str) -> str:
    known = {str(name): str(i) for tongue in ("zh", "en") for i, name in frame[f"{stem}_{tongue}"].items()}
    known |= {str(i): str(i) for i in frame.index}
    if value not in known:
        raise RefusedError(unknown(option, value, list(known), lang))
    return known[value]


def _site(catalogue: Catalogue, value: str, lang: str) -> str:
    return _id(catalogue.sites, "--site", value, "name", lang)


def _matches(catalogue: Catalogue, text: str, lang: str) -> pd.DataFrame:
    rows = [
        (
            m.industry_id,
            catalogue.industries.at[m.industry_id, f"name_{lang}"],
            m.score,
            getattr(m.why(catalogue), lang),
        )
        for m in match_industries(catalogue, text)
    ]
    return pd.DataFrame(rows, columns=["industry_id", "industry", "score", "why"])


def _shown(catalogue: Catalogue, result: SiteSelection, show: str, lang: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(result, show)
    other = "en" if lang == "zh" else "zh"
    frame = frame.drop(columns=[c for c in frame.columns if c.endswith(f"_{other}")])
    if show == "criteria":
        frame = frame.assign(citations=[[f"{p} {s}" for p, s in cited] for cited in frame["citations"]])
    return named(catalogue, frame.copy(), lang).round(4)


def _write(path: Path, content: bytes, option: str, lang: str) -> None:
    try:
        write_atomically(path, content)
    except OSError as error:
        zh = f"{option}：无法写入 {path}（{error.strerror}），请换一个可写的文件夹"
        en = f"{option}: cannot write {path} ({error.strerror}); choose a folder you may write to"
        raise RefusedError(zh if lang == "zh" else en) from error

"""``geoplan find`` and ``geoplan brief``: rank sites for a need, write what can be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import pandas as pd
import typer

from geoplan.analysis.network_catchment import network
from geoplan.analysis.proximity import positioned_sites
from geoplan.brief.document_formats import MIME, write
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
    write_file,
)
from geoplan.cli.filter_options import id_of, require_known, site_of, unknown_value
from geoplan.cli.need_text import gateways_of, meant_industry, near_of, read_line
from geoplan.cli.stored_streets import read_streets
from geoplan.cli.terminal_text import echo
from geoplan.errors import ShortlistError, UserError
from geoplan.settings import settings
from geoplan.study_area import study_area
from geoplan.suitability.conditions import GROUPS
from geoplan.suitability.industry_matching import match_need, needed_words
from geoplan.suitability.lead_reason import lead_reasons
from geoplan.suitability.need_line import read_need_line
from geoplan.suitability.requirements import EXCLUSIONS, Requirements
from geoplan.suitability.scales import CRITERIA, DEFAULT_WEIGHTS, NEAR_KM
from geoplan.suitability.shortlist import from_json, shortlist, to_json
from geoplan.suitability.site_selection import SiteSelection, find_sites
from geoplan.text.message import languages, translate
from geoplan.text.names import column, name_of
from geoplan.vocabulary import GATEWAY_KINDS, REACHES

app = typer.Typer()
SHOWN: Final = ("ranking", "contributions", "criteria", "excluded", "conditions", "matches")

_FIRST: Final = ("site_id", "site", "rank", "score", "reason")  # of a table: what a reader looks for first
_NEAR_HELP: Final = help_text(
    "cli.find.options.near", kinds=" | ".join(f"{kind}={km:g}" for kind, km in NEAR_KM.items())
)
_WEIGHT_HELP: Final = help_text("cli.find.options.weight", criteria=" | ".join(CRITERIA))


@app.command(cls=VerbCommand, help=command_help("cli.help.find"))
def find(
    text: Annotated[str, typer.Argument(help=help_text("cli.find.options.text"))] = "",
    industry: Annotated[list[str] | None, typer.Option(help=help_text("cli.find.options.industry"))] = None,
    county: Annotated[list[str] | None, typer.Option(help=help_text("cli.find.options.county"))] = None,
    min_area: Annotated[float, typer.Option(help=help_text("cli.find.options.min_area"), min=0)] = 0.0,
    min_floor: Annotated[float, typer.Option(help=help_text("cli.find.options.min_floor"), min=0)] = 0.0,
    near: Annotated[list[str] | None, typer.Option(help=_NEAR_HELP)] = None,
    kind: Annotated[list[str] | None, typer.Option(help=help_text("cli.find.options.kind"))] = None,
    status: Annotated[list[str] | None, typer.Option(help=help_text("cli.find.options.status"))] = None,
    plan: Annotated[list[str] | None, typer.Option(help=help_text("cli.find.options.plan"))] = None,
    exclude: Annotated[list[str] | None, typer.Option(help=" | ".join(EXCLUSIONS))] = None,
    weight: Annotated[list[str] | None, typer.Option(help=_WEIGHT_HELP)] = None,
    show: Annotated[str, typer.Option(help=" | ".join(SHOWN))] = "ranking",
    mode: Annotated[str, typer.Option(help=" | ".join(REACHES))] = "straight",
    streets: Annotated[str, typer.Option(help=help_text("cli.options.streets"))] = "",
    save: Annotated[Path | None, typer.Option(help=help_text("cli.find.options.save"))] = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Rank sites for a need, with the grounds for each."""
    language = language_of(lang)
    require_known("--show", show, SHOWN)
    catalogue = open_catalogue(home, lang)
    if show == "matches":
        print_rows(_matches(catalogue, text, language), format, language, wide)
        return
    need = _need(
        catalogue, text, industry, county, min_area, min_floor, near, kind, status, plan, exclude, weight, language
    )
    require_known("--mode", mode, REACHES)
    system = positioned_sites(catalogue).crs
    ways = None if mode == "straight" else network(read_streets(streets, study_area().area), mode, system)
    result = find_sites(catalogue, need, ways)
    if result.reason:
        echo(result.reason.text(language), err=True)
    for remark in result.remarks:
        echo(remark.text(language), err=True)
    if save:
        first = dict.fromkeys(result.ranking["site_id"].head(6), "")
        write_file(save, to_json(shortlist(catalogue, need, first, text)).encode(), "--save")
    rows = _shown(catalogue, result, show, language)
    if show == "ranking" and format is Format.table:
        reasons = lead_reasons(catalogue, need, result.ranking["site_id"])
        said = [reasons[site_id].text(language) if site_id in reasons else "" for site_id in rows["site_id"]]
        rows = rows.assign(reason=said)
        rows = rows[[*_FIRST, *(one for one in rows if one not in _FIRST)]]
        _print_groups(rows, bool(len(result.conditions)), language, wide)
    else:
        print_rows(rows, format, language, wide)
    tell_method("find", format, language)


@app.command(cls=VerbCommand, help=command_help("cli.help.brief"))
def brief(
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.docx | FILE.pdf | FILE.xlsx")],
    site: Annotated[list[str] | None, typer.Option(help=help_text("cli.find.options.site"))] = None,
    saved: Annotated[Path | None, typer.Option("--shortlist", help=help_text("cli.find.options.shortlist"))] = None,
    one_page: Annotated[bool, typer.Option("--one-page", help=help_text("cli.find.options.one_page"))] = False,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """Write one site or a shortlist as Word, PDF or Excel."""
    language = language_of(lang)
    suffix = output.suffix.lower()
    if suffix not in MIME:
        raise unknown_value("--output", output.name, MIME)
    if one_page and suffix == ".xlsx":
        raise UserError("cli.find.no_page")
    catalogue = open_catalogue(home, lang)
    result: SiteSelection | None = None
    line = ""
    if saved:
        content = read_file(saved, "--shortlist")
        with naming("--shortlist", ShortlistError):
            opened = from_json(content, catalogue)
        sites = {entry.site_id: entry.note for entry in opened.sites}
        result, line = find_sites(catalogue, opened.need), opened.line
    else:
        sites = {site_of(catalogue, value): "" for value in site or []}
    if not 1 <= len(sites) <= 6:
        raise UserError("cli.find.site_count")
    from geoplan.brief.brief_content import compose
    from geoplan.brief.letterhead import letterhead_of
    from geoplan.suitability.site_report import site_report

    report = site_report(catalogue, list(sites), result)
    approval, letterhead = settings().approval_number, letterhead_of(settings())
    made = compose(catalogue, report, sites, language, approval, line=line, letterhead=letterhead, one_page=one_page)
    write_file(output, write(made, suffix), "--output")
    echo(translate("cli.find.written", language, n=len(sites), output=output), err=True)


def _need(
    catalogue: Catalogue,
    text: str,
    industry: list[str] | None,
    county: list[str] | None,
    min_area: float,
    min_floor: float,
    near: list[str] | None,
    kind: list[str] | None,
    status: list[str] | None,
    plan: list[str] | None,
    exclude: list[str] | None,
    weight: list[str] | None,
    lang: str,
) -> Requirements:
    chosen = [id_of(catalogue.industries, "--industry", value) for value in industry or []]
    words: tuple[str, ...] = ()
    said = read_line(catalogue, text, lang) if text else None
    if not chosen and said and said.product:
        chosen = [meant_industry(catalogue, said.product, lang)]
        words = needed_words(catalogue, chosen[0], said.product)
    if not chosen:
        raise UserError("cli.find.no_need")
    weights = dict(DEFAULT_WEIGHTS)
    for pair in weight or []:
        code, _, value = pair.partition("=")
        if code not in CRITERIA or not value.replace(".", "", 1).isdigit():
            raise unknown_value("--weight", pair, [f"{c}=0..100" for c in CRITERIA])
        weights[code] = float(value)
    return Requirements(
        industries=tuple(chosen),
        regions=tuple(id_of(catalogue.regions, "--county", value) for value in county or [])
        or (said.regions if said else ()),
        min_area_km2=min_area or (said and said.land_km2) or 0.0,
        min_floor_m2=min_floor or (said and said.floor_m2) or 0.0,
        near=tuple(near_of(catalogue, value) for value in near or []) or (said.near if said else ()),
        words=words,
        gateway_kinds=gateways_of(said) if said else tuple(GATEWAY_KINDS),
        kinds=tuple(kind or ()),
        statuses=tuple(status or ()),
        plans=tuple(id_of(catalogue.plans, "--plan", value, "short") for value in plan or []),
        exclude=tuple(exclude or ()),
        weights=weights,
    )


def _print_groups(rows: pd.DataFrame, conditions: bool, lang: str, wide: bool) -> None:
    """The sites that meet every condition, then those of which it is not known, each under its title."""
    if not conditions:
        print_rows(rows.drop(columns="group"), Format.table, lang, wide)
        return
    for code, title in GROUPS.items():
        inside = rows[rows["group"] == code].drop(columns="group")
        echo(translate("cli.find.group", lang, title=title, n=len(inside)))
        print_rows(inside, Format.table, lang, wide)


def _matches(catalogue: Catalogue, text: str, lang: str) -> pd.DataFrame:
    found = match_need(catalogue, read_need_line(catalogue, text).product)
    rows = [
        (m.industry_id, name_of(catalogue.industries, m.industry_id).text(lang), m.score, m.why(catalogue).text(lang))
        for m in found.matches
    ]
    table = pd.DataFrame(rows, columns=["industry_id", "industry", "score", "why"])
    return table.assign(certainty=found.certainty)


def _shown(catalogue: Catalogue, result: SiteSelection, show: str, lang: str) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(result, show)
    others = tuple(f"_{language}" for language in languages() if language != lang)
    if lang in ("zh", "en"):  # the languages that results have columns of
        frame = frame.drop(columns=[c for c in frame.columns if c.endswith(others)])
    if show == "ranking":
        facts = column(result.conditions, "fact", lang).groupby(result.conditions["site_id"]).agg(list)
        frame = frame.assign(conditions=[facts.get(site_id, []) for site_id in frame["site_id"]])
    if show in ("criteria", "conditions"):
        frame = frame.assign(citations=[[f"{p} {s}" for p, s in cited] for cited in frame["citations"]])
    return with_result_names(catalogue, frame.copy(), lang).round(4)

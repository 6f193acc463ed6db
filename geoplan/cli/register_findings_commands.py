"""``geoplan registers compare`` and ``peaks``: what a register says of what the plans designate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from geoplan.cli.command_language import help_text, language_of
from geoplan.cli.console import (
    Format,
    Home,
    Lang,
    OutFormat,
    Wide,
    open_catalogue,
    print_rows,
    tell_method,
    with_result_names,
    write_features,
    write_file,
)
from geoplan.cli.filter_options import id_of, ids_by_name, require_known
from geoplan.cli.register_options import (
    SUFFIXES,
    WHOLE,
    Column,
    Crs,
    File,
    Scheduler,
    Scope,
    Workers,
    content,
    counted,
    opened,
    tell_rows,
)
from geoplan.cli.terminal_text import echo
from geoplan.errors import UserError
from geoplan.text.message import translate

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geoplan.catalogue.catalogue import Catalogue
    from geoplan.registers.count_rows import RegisterCounts

METHOD: Final = "registers"  # the page on how it is computed
_FEATURES: Final = ".geojson"

Year = Annotated[int, typer.Option(min=0, help=help_text("registers.options.year"))]
Industry = Annotated[list[str] | None, typer.Option(help=help_text("registers.options.branch"))]
Confidence = Annotated[str, typer.Option(help=help_text("registers.options.confidence"))]
Output = Annotated[Path | None, typer.Option("--output", "-o", help=help_text("registers.options.findings_output"))]


def compare(
    file: File,
    ground: Annotated[str, typer.Option(help=help_text("registers.options.ground"))] = "inside",
    year: Year = 0,
    scope: Scope = WHOLE,
    industry: Industry = None,
    confidence: Confidence = "low",
    column: Column = None,
    crs: Crs = "",
    scheduler: Scheduler = "",
    workers: Workers = 0,
    output: Output = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Compare what plans designate sites for with the enterprises of a register."""
    from geoplan.analysis.site_geometry import site_geometry
    from geoplan.crs.metric import STORAGE
    from geoplan.registers.compare_register import compare_register
    from geoplan.registers.comparison_layers import GROUND, comparison_layers
    from geoplan.registers.counting_plan import CountingPlan
    from geoplan.registers.industry_codes import industry_codes
    from geoplan.registers.register_findings import comparison_note, comparison_sentence, without_codes_sentence

    language = language_of(lang)
    require_known("--ground", ground, GROUND)
    _require_options(confidence, output)
    register, columns = opened(file, column, crs, language)
    catalogue = open_catalogue(home, lang)
    branches, region = _branches(catalogue, industry), id_of(catalogue.regions, "--scope", scope)
    plan = CountingPlan(comparison_layers(catalogue, region, ground), columns, industry_codes(catalogue))
    counts = counted(register, plan, scheduler, workers, language)
    tell_rows(counts, register, language)
    until = _year(counts, year)
    found = compare_register(counts, plan, catalogue, region, until, ground, branches, confidence)
    if without := without_codes_sentence(catalogue, found):
        echo(without.text(language), err=True)
    echo(comparison_sentence(found).text(language), err=True)
    echo(comparison_note(found).text(language), err=True)
    table = with_result_names(catalogue, found.table, language)
    table["industry"] = table["industry"].where(
        table["industry_id"] != "", translate("registers.all_industries", language)
    )
    if output and output.suffix.lower() == _FEATURES:
        places = site_geometry(catalogue, list(table["site_id"].unique()), STORAGE)
        table = places[["site_id", "geometry"]].merge(table, on="site_id", how="right")
    _hand_over(_rounded(table), output, format, language, wide)


def peaks(
    file: File,
    year: Year = 0,
    scope: Scope = WHOLE,
    industry: Industry = None,
    confidence: Confidence = "low",
    column: Column = None,
    crs: Crs = "",
    scheduler: Scheduler = "",
    workers: Workers = 0,
    output: Output = None,
    home: Home = None,
    lang: Lang = "",
    format: OutFormat = Format.table,
    wide: Wide = False,
) -> None:
    """Find where an industry is dense and no plan designates a site for it."""
    from geoplan.registers.counting_plan import CountingPlan
    from geoplan.registers.density_peaks import density_peaks, peak_layers
    from geoplan.registers.industry_codes import industry_codes
    from geoplan.registers.register_findings import peaks_sentence

    language = language_of(lang)
    _require_options(confidence, output)
    register, columns = opened(file, column, crs, language)
    catalogue = open_catalogue(home, lang)
    branches, region = _branches(catalogue, industry), id_of(catalogue.regions, "--scope", scope)
    plan = CountingPlan(peak_layers(region), columns, industry_codes(catalogue))
    counts = counted(register, plan, scheduler, workers, language)
    tell_rows(counts, register, language)
    found = density_peaks(counts, plan, catalogue, region, _year(counts, year), branches, confidence)
    echo(peaks_sentence(found).text(language), err=True)
    _hand_over(_rounded(with_result_names(catalogue, found.peaks, language)), output, format, language, wide)


def _require_options(confidence: str, output: Path | None) -> None:
    from geoplan.vocabulary import CONFIDENCES

    require_known("--confidence", confidence, CONFIDENCES)
    if output:
        require_known("--output", output.suffix.lower(), (*SUFFIXES, _FEATURES))


def _branches(catalogue: Catalogue, industries: list[str] | None) -> list[str] | None:
    """The branches of the industries that are asked for."""
    if not industries:
        return None
    known = ids_by_name(catalogue.industries, "name")
    for value in industries:
        require_known("--industry", value, known)
    return [str(catalogue.industries.at[known[value], "branch"]) for value in industries]


def _year(counts: RegisterCounts, year: int) -> int:
    """The last year that the register holds in full, as is asked for or by its foundings."""
    from geoplan.registers.compare_register import full_year, last_founding

    last = last_founding(counts)
    if not year and not last:
        raise UserError("registers.no_year")
    if last and year > last:
        raise UserError("registers.late_year", year=year, last=last)
    return full_year(counts, year or None)


def _hand_over(
    table: pd.DataFrame | gpd.GeoDataFrame, output: Path | None, format: Format, lang: str, wide: bool
) -> None:
    """Write a table, or features, to a file, or print the table."""
    if output and output.suffix.lower() == _FEATURES:
        write_features(output, table)
    elif output:
        write_file(output, content(_plain(table), output), "--output")
    else:
        print_rows(_plain(table), format, lang, wide)
        tell_method(METHOD, format, lang)
        return
    echo(translate("registers.written", lang, n=len(table), output=output), err=True)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Figures as people read them: degrees to the decimetre, p to three digits, others to four decimals."""
    for name in table.select_dtypes("float"):
        if name in ("p", "p_holm") or name.endswith(("_p", "_p_holm")):
            table[name] = table[name].map("{:.3g}".format).astype(float)
        else:
            table[name] = table[name].round(6 if name in ("lon", "lat") else 4)
    return table


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(table.drop(columns="geometry", errors="ignore"))

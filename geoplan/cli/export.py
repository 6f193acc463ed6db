"""``geoplan export``: any filtered set in the format and coordinate system wanted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from geoplan.cli.options import Filters, RefusedError, selection_of, with_filters
from geoplan.cli.shell import Home, Lang, language_of, open_catalogue
from geoplan.export.geojson import export_geojson
from geoplan.files import write_atomically
from geoplan.selection import select as select_sites

app = typer.Typer()


@app.command()
@with_filters
def export(
    output: Annotated[Path, typer.Option("--output", "-o", help="FILE.geojson; - 为标准输出 / for standard output")],
    filters: Filters,
    home: Home = None,
    lang: Lang = "",
) -> None:
    """导出所选场址为 GeoJSON（RFC 7946）。 Export the selected sites as GeoJSON (RFC 7946)."""
    language = language_of(lang)
    if str(output) != "-" and output.suffix.lower() not in {".geojson", ".json"}:
        raise RefusedError(
            f"--output：{output.name} 的后缀不受支持，请用 .geojson"
            if language == "zh"
            else f"--output: the suffix of {output.name} is not supported; use .geojson"
        )
    catalogue = open_catalogue(home, lang)
    chosen = selection_of(catalogue, filters, language_of(lang))
    sites = select_sites(catalogue, chosen)
    content = export_geojson(catalogue, sites, vars(chosen), language)
    if str(output) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        write_atomically(output, content)
    except OSError as error:
        zh = f"--output：无法写入 {output}（{error.strerror}），请换一个可写的文件夹"
        en = f"--output: cannot write {output} ({error.strerror}); choose a folder you may write to"
        raise RefusedError(zh if language == "zh" else en) from error
    typer.echo(f"{len(sites)} 个场址 → {output}" if language == "zh" else f"{len(sites)} sites → {output}", err=True)

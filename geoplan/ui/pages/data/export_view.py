"""Exports: any filtered set in any format and coordinate system."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import CoordinateSystem, parse_system
from geoplan.query.selection import Selection, select
from geoplan.text.message import DEFAULT
from geoplan.ui import map_state
from geoplan.ui.file_stems import file_stem, filtered_stem
from geoplan.ui.language import collection_titles, comma_list, lang, plain, t
from geoplan.ui.widgets.book_dialog import book_button
from geoplan.ui.widgets.choice_widgets import pill_choice
from geoplan.ui.widgets.export_popover import (
    export_content,
    export_download,
    format_choice,
    system_choice,
    warn_of_offset,
)
from geoplan.ui.widgets.publish_download import publish_download
from geoplan.writers.collect import EVERYTHING, GROUND, LAYERS, SITES
from geoplan.writers.export_content import ExportContent
from geoplan.writers.feature_collections import TABLES
from geoplan.writers.formats import Format
from geoplan.writers.gauss_kruger_zone import zone_of
from geoplan.writers.metadata_record import record
from geoplan.writers.write_export import download_name

_OPTION_OF_FACET: Final = {
    "layers": "layer", "industries": "industry", "regions": "county", "plans": "plan", "kinds": "kind",
    "roles": "role", "statuses": "status", "bases": "basis", "text": "text",
}  # fmt: skip


def view(catalogue: Catalogue) -> None:
    """Choose set, content, format and system; see what the file will hold; download it."""
    st.caption(t("export.lead"))
    selection = _selection_choice(catalogue)
    left, middle, right = st.columns(3)
    with left:
        what = _what_choice()
    with middle:
        format = format_choice("export_format", "gpkg")
    language = lang()
    with st.spinner(t("export.making")):
        content = export_content(catalogue, what, selection, format, parse_system("4326"), language)
    if not content.rows:
        st.info(t("export.nothing"))
        return
    with right:
        target = system_choice(format, "export_system", zone_of(content.collections))
    encoding = _encoding_choice(format)
    warn_of_offset(target)
    content = replace(content, system=target, encoding=encoding)
    tables = len(content.collections)
    _packing(format, tables)
    title = plain(f"export.what_{what}")
    stem = file_stem(title) if selection.is_empty() else filtered_stem(catalogue, title)
    export_download(lambda: content, stem, format, target, tables, "export")
    _contents(content)
    _fields(content)
    _command(content, what, selection, format, target)
    whole, sheets = st.columns(2)
    with whole:
        publish_download(catalogue, selection)
    with sheets:
        book_button(catalogue, selection)


def _selection_choice(catalogue: Catalogue) -> Selection:
    """What the map page filters, if it does, or everything."""
    filtered, everything = map_state.selection(), Selection()
    if filtered.is_empty():
        st.markdown(t("export.unfiltered", n=len(catalogue.sites)))
        return everything
    counts = {
        "filtered": plain("export.set_filtered", n=len(select(catalogue, filtered))),
        "all": plain("export.set_all", n=len(catalogue.sites)),
    }
    chosen = pill_choice(t("export.set"), list(counts), "export_set", lambda key: counts[key])
    return filtered if chosen == "filtered" else everything


def _what_choice() -> str:
    titles = {
        LAYERS: t("export.what_layers"),
        SITES: t("export.what_sites"),
        EVERYTHING: t("export.what_everything"),
        **collection_titles((*GROUND, *TABLES)),
    }
    return str(st.selectbox(t("export.what"), list(titles), format_func=lambda key: titles[key], key="export_what"))


def _encoding_choice(format: Format) -> str:
    if format.key != "shp":
        return "utf-8"
    titles = {"utf-8": t("export.encoding_utf8"), "gbk": t("export.encoding_gbk")}
    return str(pill_choice(t("export.encoding"), list(titles), "export_encoding", lambda key: titles[key]))


def _packing(format: Format, tables: int) -> None:
    """Why the download is a zip file, and what a shapefile cannot hold."""
    if format.key == "shp":
        st.caption(t("export.shapefile"))
    elif tables > 1 and not format.several:
        st.caption(t("export.zipped"))
    elif format.sidecar:
        st.caption(t("export.csv_zipped"))


def _contents(content: ExportContent) -> None:
    described = record(content)["collections"]
    st.subheader(t("export.contents"), anchor=False)
    columns = {
        t("export.title"): [c["title"] for c in described],
        t("export.table"): [content.table_name(c) for c in content.collections],
        t("export.rows"): [c["rows"] for c in described],
        t("export.placed"): [c["placed"] for c in described],
        t("export.meaning"): [c["meaning"] for c in described],
    }
    st.dataframe(pd.DataFrame(columns), hide_index=True)


def _fields(content: ExportContent) -> None:
    """The field dictionary, each field once."""
    owners: dict[str, list[str]] = {}
    fields = {}
    for collection in content.collections:
        for field in collection.fields:
            fields[field.name] = field
            owners.setdefault(field.name, []).append(collection.title.text(lang()))
    columns = {
        t("export.field"): [f.name for f in fields.values()],
        t("export.meaning"): [f.title.text(lang()) for f in fields.values()],
        t("export.short"): [f.short for f in fields.values()],
        t("export.type"): [f.type for f in fields.values()],
        t("export.unit"): [f.unit for f in fields.values()],
        t("export.of"): [comma_list(owners[name]) for name in fields],
    }
    with st.expander(t("export.fields")):
        st.dataframe(pd.DataFrame(columns), hide_index=True)


def _command(content: ExportContent, what: str, selection: Selection, format: Format, target: CoordinateSystem) -> None:
    """The same as a line for a shell."""
    name = download_name("geoplan", format, target, len(content.collections))
    if format.sidecar and len(content.collections) == 1:
        name = name.removesuffix(".zip")
    parts = ["geoplan", "export", "-o", name, "--what", what]
    if target.code != "EPSG:4326":
        parts += ["--crs", target.code.removeprefix("EPSG:")]
    if content.encoding != "utf-8":
        parts += ["--encoding", content.encoding]
    for facet, option in _OPTION_OF_FACET.items():
        values = getattr(selection, facet)
        for value in (values,) if isinstance(values, str) else values:
            parts += [f"--{option}", value] if value else []
    if lang() != DEFAULT:
        parts += ["--lang", lang()]
    st.caption(t("export.command"))
    st.code(shlex.join(parts), language="sh", wrap_lines=True)

"""Taking a set along: format, coordinate system, download, in a small popover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.crs.systems import CoordinateSystem, parse_system, supported_systems
from geoplan.query.selection import Selection
from geoplan.ui.file_stems import filtered_stem
from geoplan.ui.language import lang, plain, t
from geoplan.ui.widgets.download import download
from geoplan.writers.collect import SITES, collect
from geoplan.writers.export_content import ExportContent
from geoplan.writers.formats import FORMATS, ZIP, Format
from geoplan.writers.write_export import as_bytes, download_name


def export_popover(catalogue: Catalogue, selection: Selection, n: int, where: Any = st) -> None:
    """Offer the `n` sites of a selection in any format and system."""
    with where.popover(t("export.export", n=n), icon=":material/download:", width="content"):
        format = format_choice("take_format")
        target = system_choice(format, "take_system", None)
        warn_of_offset(target)
        language = lang()
        export_download(
            lambda: export_content(catalogue, SITES, selection, format, target, language),
            filtered_stem(catalogue, plain("files.sites")),
            format,
            target,
            1,
            "take",
        )
        st.caption(t("export.more"))


def format_choice(key: str, default: str = "geojson") -> Format:
    """Let a format be chosen; `default` is the key of the one chosen at first."""
    if st.session_state.get(key) not in FORMATS:
        st.session_state[key] = default
    chosen = st.selectbox(
        t("export.format"), list(FORMATS), format_func=lambda k: FORMATS[k].title.text(lang()), key=key
    )
    return FORMATS[chosen]


def system_choice(format: Format, key: str, own_zone: CoordinateSystem | None) -> CoordinateSystem:
    """Let a coordinate system be chosen among those a format carries, the data's own zone near the top."""
    systems = {s.code: s for s in supported_systems() if format.carries(s)}
    if own_zone and own_zone.code in systems:
        first = [code for code in ("EPSG:4326", "EPSG:4490") if code in systems]
        systems = {code: systems[code] for code in dict.fromkeys([*first, own_zone.code, *systems])}

    def title_of(code: str) -> str:
        title = systems[code].title(lang())
        return plain("export.suggested", system=title) if own_zone and code == own_zone.code else title

    if st.session_state.get(key) not in systems:
        st.session_state[key] = next(iter(systems))
    return parse_system(st.selectbox(t("export.system"), list(systems), format_func=title_of, key=key))


def warn_of_offset(target: CoordinateSystem) -> None:
    """Say what an offset datum is."""
    if target.is_offset:
        st.warning(t("export.displaced", code=target.code))


@lru_cache(maxsize=8)
def _laid_out(catalogue: Catalogue, what: str, selection: Selection, format_key: str, language: str) -> ExportContent:
    return collect(catalogue, what, selection, FORMATS[format_key], parse_system("4326"), language)


def export_content(
    catalogue: Catalogue, what: str, selection: Selection, format: Format, target: CoordinateSystem, language: str
) -> ExportContent:
    """Collect a content, laid out once for all systems."""
    return replace(_laid_out(catalogue, what, selection, format.key, language), system=target)


def export_download(
    make: Callable[[], ExportContent], stem: str, format: Format, target: CoordinateSystem, tables: int, key: str
) -> None:
    """Draw the button for a number of tables; offset datums and zones are named in the file's name."""
    name = download_name(stem, format, target, tables)
    download(
        t("export.download", suffix=name[name.index(format.suffix) :]),
        lambda: as_bytes(make(), name),
        name,
        mime="application/zip" if name.endswith(ZIP) else format.mime,
        key=f"download-{key}",
        type="primary",
        width="stretch",
    )

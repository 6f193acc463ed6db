"""Base maps from outside that a visitor may choose; none is needed, and none is shown before it is chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from urllib.parse import quote, urlsplit

from xyzservices import TileProvider, providers

from geoplan.map.basemap_file import Entry, read_basemap_file
from geoplan.settings import Settings
from geoplan.text.message import Text, local_text, message

OFFLINE: Final = "offline"  # the drawn base, which is always there
_TIANDITU: Final = (
    "https://t0.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)
_TIANDITU_LAYERS: Final = {"tianditu-vector": ("vec", "cva"), "tianditu-imagery": ("img", "cia")}  # map, annotation
_DATUMS: Final = {"CGCS2000": "WGS84"}  # within a metre of each other


@dataclass(frozen=True)
class BaseMap:
    """A base map of tiles in Web Mercator.

    ``urls`` are addresses of tiles with {z}, {x}, {y}, the lowest layer first, or the address of a WMS with its
    parameters in ``wms``; ``datum`` is WGS84 or GCJ-02; ``link`` is where the attribution leads, or "".
    """

    id: str
    name: Text
    urls: tuple[str, ...] = field(repr=False)  # they may hold a key
    attribution: Text
    datum: str = "WGS84"
    max_zoom: int = 18
    link: str = ""
    wms: dict[str, str] | None = None

    @property
    def host(self) -> str:
        """The server that draws it."""
        return urlsplit(self.urls[0]).netloc.rpartition("@")[2]

    def for_browser(self) -> dict[str, Any]:
        """What geoplan-tiles.js reads."""
        return {
            "id": self.id, "host": self.host, "urls": self.urls, "wms": self.wms, "datum": self.datum,
            "max_zoom": self.max_zoom, "link": self.link, "name": _said(self.name),
            "attribution": _said(self.attribution),
        }  # fmt: skip


def _said(text: Text) -> str | dict[str, str]:
    """A text by language, or once where all say the same: it goes over the wire with every change of the filter."""
    by_language = text.by_language()
    said = set(by_language.values())
    return said.pop() if len(said) == 1 else by_language


def base_maps(settings: Settings) -> list[BaseMap]:
    """List the base maps on offer: the organisation's own ones first, then the built-in ones.

    Raises
    ------
    UserError
        The file that GEOPLAN_BASEMAPS names cannot be read or has a wrong entry.
    """
    built_in = built_in_base_maps(settings)
    if not settings.basemaps:
        return built_in
    file = read_basemap_file(settings.basemaps, {OFFLINE, *_TIANDITU_LAYERS, *(one.id for one in built_in)})
    return [*map(_own, file.basemap), *(built_in if file.built_in else [])]


def built_in_base_maps(settings: Settings) -> list[BaseMap]:
    """List the public base maps; Tianditu where there is a key for it."""
    key = settings.tianditu_key.get_secret_value().strip()
    return [
        *([_tianditu(name, key) for name in _TIANDITU_LAYERS] if key else []),
        _public("amap", providers.Gaode.Normal, "GCJ-02"),
        _public("openstreetmap", providers.OpenStreetMap.Mapnik),
        _public("esri-imagery", providers.Esri.WorldImagery),
    ]


def _own(entry: Entry) -> BaseMap:
    return BaseMap(
        entry.id,
        local_text(entry.name_zh, entry.name_en),
        (entry.template,),
        local_text(entry.attribution, entry.attribution),
        _DATUMS.get(entry.datum, entry.datum),
        entry.max_zoom,
        wms=entry.wms,
    )


def _tianditu(name: str, key: str) -> BaseMap:
    urls = tuple(_TIANDITU.format(layer=layer, key=quote(key, safe="")) for layer in _TIANDITU_LAYERS[name])
    credit = message("map.base_maps.tianditu_credit")
    return BaseMap(name, message(f"map.base_maps.{name}"), urls, credit, link="https://www.tianditu.gov.cn/")


def _public(name: str, provider: TileProvider, datum: str = "WGS84") -> BaseMap:
    """A base map of xyzservices, by https alone; its attribution as text and link."""
    url = _https(provider.build_url(x="{x}", y="{y}", z="{z}"))
    credit, link = provider.html_attribution, re.search(r'href="([^"]+)"', provider.html_attribution)
    text = unescape(re.sub(r"<[^>]*>", "", credit))
    return BaseMap(
        name,
        message(f"map.base_maps.{name}"),
        (url,),
        local_text(text, text),
        datum,
        provider.get("max_zoom", 18),
        _https(link[1]) if link else "",
    )


def _https(url: str) -> str:
    return re.sub(r"^http:", "https:", url)

"""The answers as pages for people: the same documents, laid out, with a map that needs no internet.

pygeoapi's own templates load Bootstrap, Leaflet, its marker plugin, Swagger UI and map tiles from the internet, put
data into scripts unescaped and are in English; with no internet the map is blank and no error shows.
"""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import quote, urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geoplan.api.api_content import ApiContent
from geoplan.api.feature_store import FeatureStore
from geoplan.api.openapi import DEFAULT_ITEMS, MOST_ITEMS
from geoplan.text.message import section

_PACKAGE: Final = files("geoplan.api")
_LEAFLET: Final = Path(str(files("xstatic.pkg.leaflet"))) / "data"
_TEMPLATES: Final = {"schema": "fields", "queryables": "fields"}  # the others have the name of the operation


class HtmlPages:
    """The look of the service.

    Parameters
    ----------
    base : Path
        The drawn base map, as `geoplan.map.publish.publish_base` wrote it.
    """

    def __init__(self, base: Path) -> None:
        # Read once, for a later start with newer boundaries takes the file away; packed once, for it takes long.
        self.base, self.base_mark = base.read_bytes(), f'"{base.stem}"'
        self.base_packed = gzip.compress(self.base, mtime=0)
        loader = jinja2.FileSystemLoader(str(_PACKAGE / "templates"))
        self.templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
        self.templates.filters["part"] = lambda text: quote(str(text), safe="")

    def page(self, what: str, request: Request, content: ApiContent, document: dict[str, Any]) -> str:
        """Lay out an answer.

        Returns
        -------
        str
            A page; all of its links are relative, so that it works under any name of the service.
        """
        name = request.path_params.get("name")
        store = content.stores[name] if name else None
        drawn = [_outline(document["extent"])] if what == "collection" else _drawn(document, store) if store else []
        return self._rendered(
            _TEMPLATES.get(what, what), request, content, what=what, data=document, store=store, drawn=drawn
        )

    def error(self, request: Request, content: ApiContent, status: int, text: str) -> str:
        """Lay out a refusal."""
        return self._rendered("error", request, content, what="error", status=status, text=text)

    def _rendered(self, template: str, request: Request, content: ApiContent, **values: Any) -> str:
        # As the browser sees it: with the slash at its end, and with %2F as no slash.
        depth = request.scope["raw_path"].count(b"/") - 1
        query = dict(request.query_params)
        words = {k.removeprefix("pages."): v for k, v in section("api", content.lang).items() if k.startswith("pages.")}
        return self.templates.get_template(f"{template}.html").render(
            w=SimpleNamespace(**words),
            root="../" * depth or "./",
            lang_query=f"?lang={content.lang}" if "lang" in query else "",
            lang=content.lang,
            query=query,
            changed=lambda **new: "?" + urlencode({k: v for k, v in {**query, **new}.items() if v is not None}),
            attribution=content.attribution,
            about=content.api.config["metadata"]["identification"],
            title_of={name: store.title for name, store in content.stores.items()},
            stores=content.stores,
            page_size=DEFAULT_ITEMS,
            most=MOST_ITEMS,
            **values,
        )

    def static_routes(self) -> list[BaseRoute]:
        """The files that pages load; Leaflet comes from its package."""
        return [
            Route("/base.json", self._base_map),
            Mount("/leaflet", StaticFiles(directory=_LEAFLET)),
            Mount("/", StaticFiles(directory=str(_PACKAGE / "assets"))),
        ]

    async def _base_map(self, request: Request) -> Response:
        headers = {"Cache-Control": "no-cache", "ETag": self.base_mark, "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == self.base_mark:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.base_packed, headers=headers, media_type="application/json")
        return Response(self.base, headers=headers, media_type="application/json")


def _drawn(document: dict[str, Any], store: FeatureStore) -> list[dict[str, Any]]:
    """What a map shows of a page of features or of one: the place in degrees, whatever system the answer is in."""
    rows = [store.row_of[feature["id"]] for feature in document.get("features", [document]) if feature.get("geometry")]
    return [
        {
            "type": "Feature",
            "id": store.rows[at][store.key],
            "geometry": store.geometries[at],
            "properties": {name: store.rows[at].get(name) for name in (store.name_field, "method")},
        }
        for at in rows
    ]


def _outline(extent: dict[str, Any]) -> dict[str, Any]:
    """The box of a collection, to be drawn."""
    west, south, east, north = extent["spatial"]["bbox"][0]
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

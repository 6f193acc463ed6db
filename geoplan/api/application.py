"""The service as a web application: a few addresses that can be read, and nothing else.

pygeoapi's own applications (Flask, Starlette) also open processes, jobs, tiles and transactions, and take their
configuration from the environment when they are imported; its `API` below them is made for other front ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import quote

import orjson
from pygeoapi import api as core
from pygeoapi.api import APIRequest, itemtypes
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from geoplan.api import responses
from geoplan.api.api_content import ApiContent
from geoplan.api.html_pages import HtmlPages
from geoplan.api.links import response_links
from geoplan.api.provider import CRS84, WANTED
from geoplan.api.request import ApiRequest, format_of, language_of, read_request
from geoplan.api.response_headers import SafeHeaders
from geoplan.errors import InvalidQueryError
from geoplan.text.message import Text, local_text, message

_JSON_TYPES: Final = {
    "item": "application/geo+json",
    "items": "application/geo+json",
    "schema": "application/schema+json",
    "queryables": "application/schema+json",
    "openapi": "application/vnd.oai.openapi+json;version=3.0",
}
# Which parameters an address takes, by what it answers with.
_KINDS: Final = {
    "landing": "catalogue",
    "collections": "catalogue",
    "collection": "catalogue",
    "items": "items",
    "item": "item",
    "queryables": "queryables",
}
_MISSING: Final = {404: message("api.errors.missing"), 405: message("api.errors.read_only")}
_FAILED: Final = message("api.errors.failed")
Answer = tuple[int, dict[str, str], Any]


class _Understood:
    """A request as pygeoapi reads one, of what was found well formed only."""

    def __init__(self, asked: ApiRequest, path: str) -> None:
        self.query_params = asked.params
        self.headers = {"accept-language": asked.lang}
        self.scope = {"path": path}


class Service:
    """The answers to every address.

    Parameters
    ----------
    default : {"zh", "en"}
        The language where nothing says which.
    """

    def __init__(self, shelves: dict[str, ApiContent], pages: HtmlPages, default: str) -> None:
        self.shelves, self.pages, self.default = shelves, pages, default

    def endpoint(self, what: str) -> Callable[[Request], Awaitable[Response]]:
        """The function that answers one kind of address."""

        async def answer(request: Request) -> Response:
            given, accept = request.query_params.multi_items(), request.headers.get("accept", "")
            lang = language_of(given, request.headers.get("accept-language", ""), self.default)
            format_ = format_of(given, accept, _KINDS.get(what, "document"))
            shelf, name = self.shelves[lang], request.path_params.get("name")
            if name is not None and name not in shelf.holdings:
                return self.refusal(request, lang, format_, 404, _MISSING[404])
            held = shelf.holdings[name] if name else None
            systems = shelf.systems(name) if name else ()
            try:
                asked = read_request(given, format_, lang, _KINDS.get(what, "document"), held, systems)
            except InvalidQueryError as error:
                return self.refusal(request, lang, format_, 400, error.what)
            return await run_in_threadpool(self._answered, what, request, shelf, asked)

        return answer

    def _answered(self, what: str, request: Request, shelf: ApiContent, asked: ApiRequest) -> Response:
        name, held = request.path_params.get("name", ""), shelf.holdings.get(request.path_params.get("name", ""))
        WANTED.set(asked.ground)
        status, headers, said = self._said(what, request, shelf, asked)
        if status >= 400:
            description = str(said.get("description", ""))
            error = _MISSING.get(status, local_text(description, description))
            return self.refusal(request, shelf.lang, asked.format, status, error)
        headers["Content-Language"] = shelf.lang
        if asked.format == "csv" and held is not None:
            headers |= {"Content-Disposition": f'attachment; filename="{name}.csv"'}
            table = responses.as_table(said, held, asked.params.get("crs", CRS84))
            return Response(table, status, headers, "text/csv; charset=utf-8")
        if asked.format == "html":
            return Response(self.pages.page(what, request, shelf, said), status, headers, "text/html")
        return Response(
            orjson.dumps(said),
            status,
            headers,
            "application/ld+json" if asked.format == "jsonld" else _media_type(what),
        )

    def _said(self, what: str, request: Request, shelf: ApiContent, asked: ApiRequest) -> Answer:
        """What pygeoapi says, put right; status, headers, document."""
        name, held = request.path_params.get("name", ""), shelf.holdings.get(request.path_params.get("name", ""))
        if what == "conformance":
            return 200, {}, responses.conformance()
        if what == "openapi":
            return 200, {}, shelf.api.openapi
        calls: dict[str, tuple[Callable[..., Any], tuple[str, ...]]] = {
            "landing": (core.landing_page, ()),
            "collections": (core.describe_collections, ()),
            "collection": (core.describe_collections, (name,)),
            "schema": (core.get_collection_schema, (name,)),
            "queryables": (itemtypes.get_collection_queryables, (name,)),
            "items": (itemtypes.get_collection_items, (name,)),
            "item": (itemtypes.get_collection_item, (name, quote(request.path_params.get("id", ""), safe=""))),
        }
        call, about = calls[what]
        understood = APIRequest(_Understood(asked, request.url.path), shelf.api.locales)
        headers, status, text = call(shelf.api, understood, *about)
        said = orjson.loads(text)
        kept = {key: headers[key] for key in ("Content-Crs",) if key in headers}
        if status >= 400 or asked.format == "jsonld":
            return int(status), kept, said
        if what == "landing":
            said = responses.landing(said, shelf.attribution)
        elif what in {"collections", "collection"}:
            said = responses.describe_collection(said, shelf.attribution)
        elif what in {"schema", "queryables"} and held is not None:
            said = responses.with_titles(said, held)
        elif what == "items":
            said = responses.page(said, int(asked.params.get("offset", "0")))
        url = shelf.api.config["server"]["url"]
        return int(status), kept, response_links(said, url, shelf.lang, asked.params)

    def refusal(self, request: Request, lang: str, format_: str, status: int, error: Text) -> Response:
        """Say why there is no answer, as a page or as JSON."""
        code = {404: "NotFound", 405: "MethodNotAllowed", 400: "InvalidParameterValue"}.get(status, "NoApplicableCode")
        text = error.text(lang)
        headers = {"Content-Language": lang, **({"Allow": "GET, HEAD, OPTIONS"} if status == 405 else {})}
        if format_ == "html":
            return Response(self.pages.error(request, self.shelves[lang], status, text), status, headers, "text/html")
        body = orjson.dumps({"code": code, "type": code, "description": text})
        return Response(body, status, headers, "application/json")

    async def missing(self, request: Request, error: Exception) -> Response:
        """Answer an address or a method there is not."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._plain(request, status, _MISSING.get(status, _FAILED))

    async def failed(self, request: Request, _: Exception) -> Response:
        """Answer what should not have happened; Starlette hands the error on to the server's log, never to the page."""
        return self._plain(request, 500, _FAILED)

    def _plain(self, request: Request, status: int, error: Text) -> Response:
        given = request.query_params.multi_items()
        lang = language_of(given, request.headers.get("accept-language", ""), self.default)
        format_ = format_of(given, request.headers.get("accept", ""), "document")
        return self.refusal(request, lang, format_, status, error)


def _media_type(what: str) -> str:
    return _JSON_TYPES.get(what, "application/json")


def application(shelves: dict[str, ApiContent], pages: HtmlPages, default: str = "zh") -> Starlette:
    """Put the service together.

    Parameters
    ----------
    shelves : dict of ApiContent
        The contents by language; see `geoplan.api.api_content.load_content`.
    pages : HtmlPages
        How answers look to people, and the files their pages load.
    default : {"zh", "en"}
        The language where a request says none.

    Returns
    -------
    Starlette
        An ASGI application that answers GET, HEAD and OPTIONS.
    """
    service = Service(shelves, pages, default)
    addresses = {
        "/": "landing",
        "/conformance": "conformance",
        "/openapi": "openapi",
        "/collections": "collections",
        "/collections/{name}": "collection",
        "/collections/{name}/schema": "schema",
        "/collections/{name}/queryables": "queryables",
        "/collections/{name}/items": "items",
        "/collections/{name}/items/{id}": "item",
    }
    routes = [Route(at, service.endpoint(what), methods=["GET"], name=what) for at, what in addresses.items()]
    app = Starlette(
        routes=[*routes, Mount("/static", routes=pages.static_routes())],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "OPTIONS"],
                expose_headers=["Content-Crs"],
            ),
            # At its default of 9 the counties take a third of a second, in which nobody else is answered.
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={HTTPException: service.missing, Exception: service.failed},
    )
    app.router.redirect_slashes = False  # SafeHeaders takes the slash off again: the two would go on for ever
    return app

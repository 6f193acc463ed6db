"""The service as a web application: a few addresses that can be read, and nothing else.

pygeoapi's own applications (Flask, Starlette) also open processes, jobs, tiles and transactions, and take their
configuration from the environment when they are imported; its `API` below them is made for other front ends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple
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
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from geoplan.api import responses
from geoplan.api.api_content import ApiContent
from geoplan.api.html_pages import HtmlPages
from geoplan.api.provider import AREA, CRS84, FILTERED
from geoplan.api.request import FILTER_PARAMETERS, ApiRequest, format_of, language_of, read_request
from geoplan.api.response_headers import SafeHeaders
from geoplan.errors import InvalidQueryError
from geoplan.text.message import Text, local_text, message


class Operation(NamedTuple):
    """An operation of the service.

    Attributes
    ----------
    call : callable or None
        The function of pygeoapi that answers it.
    """

    path: str
    kind: str
    call: Callable[..., Any] | None = None
    media_type: str = "application/json"


_SCHEMA, _GEOJSON = "application/schema+json", "application/geo+json"
_COLLECTION: Final = "/collections/{name}"
OPERATIONS: Final = {
    "landing": Operation("/", "catalogue", core.landing_page),
    "conformance": Operation("/conformance", "document"),
    "openapi": Operation("/openapi", "document", media_type="application/vnd.oai.openapi+json;version=3.0"),
    "collections": Operation("/collections", "catalogue", core.describe_collections),
    "collection": Operation(_COLLECTION, "catalogue", core.describe_collections),
    "schema": Operation(f"{_COLLECTION}/schema", "document", core.get_collection_schema, _SCHEMA),
    "queryables": Operation(f"{_COLLECTION}/queryables", "queryables", itemtypes.get_collection_queryables, _SCHEMA),
    "items": Operation(f"{_COLLECTION}/items", "items", itemtypes.get_collection_items, _GEOJSON),
    "item": Operation(f"{_COLLECTION}/items/{{id}}", "item", itemtypes.get_collection_item, _GEOJSON),
}
_CODES: Final = {400: "InvalidParameterValue", 404: "NotFound", 405: "MethodNotAllowed"}
_MESSAGES: Final = {404: message("api.errors.missing"), 405: message("api.errors.read_only")}
_FAILED: Final = message("api.errors.failed")


class _ValidRequest:
    """A request as pygeoapi reads one, of valid parameters only."""

    def __init__(self, parameters: dict[str, str], lang: str, path: str) -> None:
        self.query_params = parameters
        self.headers = {"accept-language": lang}
        self.scope = {"path": path}


class Service:
    """The answers to every address.

    Parameters
    ----------
    default : {"zh", "en"}
        The language of a request that sets none.
    """

    def __init__(self, contents: dict[str, ApiContent], pages: HtmlPages, default: str) -> None:
        self.contents, self.pages, self.default = contents, pages, default

    def endpoint(self, what: str) -> Callable[[Request], Awaitable[Response]]:
        """The function that answers one operation."""
        operation = OPERATIONS[what]

        async def answer(request: Request) -> Response:
            content, format_ = self._preferences(request, operation.kind)
            name = request.path_params.get("name", "")
            if name and name not in content.stores:
                return self.refusal(request, content, format_, 404, _MESSAGES[404])
            if current := content.retired_ids.get(request.path_params.get("id", "")):
                suffix = f"?{request.url.query}" if request.url.query else ""
                return RedirectResponse(current + suffix, 308)  # relative, so that it holds behind any proxy
            description = content.api.openapi["paths"][operation.path.replace("{name}", name)]["get"]
            query, store = request.query_params.multi_items(), content.stores.get(name)
            try:
                valid = await run_in_threadpool(read_request, query, format_, description, store)
            except InvalidQueryError as error:
                return self.refusal(request, content, format_, 400, error.what)
            return await run_in_threadpool(self._answer, what, request, content, valid)

        return answer

    def _preferences(self, request: Request, kind: str) -> tuple[ApiContent, str]:
        """The content in the language of the answer, and the format of the answer."""
        query, headers = request.query_params.multi_items(), request.headers
        lang = language_of(query, headers.get("accept-language", ""), self.default)
        return self.contents[lang], format_of(query, headers.get("accept", ""), kind)

    def _answer(self, what: str, request: Request, content: ApiContent, valid: ApiRequest) -> Response:
        operation, name = OPERATIONS[what], request.path_params.get("name", "")
        store = content.stores.get(name)
        status, headers = 200, {"Content-Language": content.lang}
        if operation.call is None:
            document = responses.conformance() if what == "conformance" else content.api.openapi
        else:
            AREA.set(valid.area)
            FILTERED.set(valid.filtered)
            told = {name: text for name, text in valid.parameters.items() if name not in FILTER_PARAMETERS}
            pygeoapi_request = APIRequest(_ValidRequest(told, content.lang, request.url.path), content.api.locales)
            path_values = [quote(value, safe="") for value in request.path_params.values()]
            api_headers, status, text = operation.call(content.api, pygeoapi_request, *path_values)
            document = orjson.loads(text)
            if status >= 400:
                description = str(document.get("description", ""))
                error = _MESSAGES.get(status, local_text(description, description))
                return self.refusal(request, content, valid.format, int(status), error)
            headers = {key: api_headers[key] for key in ("Content-Crs",) if key in api_headers} | headers
            if valid.format != "jsonld":
                document = responses.corrected(what, document, content, store, valid.parameters)
        if valid.format == "csv" and store is not None:
            headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
            table = responses.as_table(document, store, valid.parameters.get("crs", CRS84))
            return Response(table, status, headers, "text/csv; charset=utf-8")
        if valid.format == "html":
            return Response(self.pages.page(what, request, content, document), status, headers, "text/html")
        media_type = "application/ld+json" if valid.format == "jsonld" else operation.media_type
        return Response(orjson.dumps(document), status, headers, media_type)

    def refusal(self, request: Request, content: ApiContent, format_: str, status: int, error: Text) -> Response:
        """Say why there is no answer, as a page or as JSON."""
        text, code = error.text(content.lang), _CODES.get(status, "NoApplicableCode")
        headers = {"Content-Language": content.lang, **({"Allow": "GET, HEAD, OPTIONS"} if status == 405 else {})}
        if format_ == "html":
            return Response(self.pages.error(request, content, status, text), status, headers, "text/html")
        body = orjson.dumps({"code": code, "type": code, "description": text})
        return Response(body, status, headers, "application/json")

    async def failed(self, request: Request, error: Exception) -> Response:
        """Answer an address or a method that does not exist, or an error, which Starlette hands on to the log only."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self.refusal(request, *self._preferences(request, "document"), status, _MESSAGES.get(status, _FAILED))


def application(contents: dict[str, ApiContent], pages: HtmlPages, default: str = "zh") -> Starlette:
    """Put the service together.

    Parameters
    ----------
    pages : HtmlPages
        How answers look to people, and the files their pages load.
    default : {"zh", "en"}
        The language of a request that sets none.
    """
    service = Service(contents, pages, default)
    routes = [Route(one.path, service.endpoint(what), methods=["GET"], name=what) for what, one in OPERATIONS.items()]
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
        exception_handlers={HTTPException: service.failed, Exception: service.failed},
    )
    app.router.redirect_slashes = False  # SafeHeaders takes the slash off again: the two would go on for ever
    return app

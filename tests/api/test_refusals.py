"""Nonsense is refused with the reason, writing is refused at all, and nothing is told of what went on inside."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from api.conftest import Answer, ask

Get = Callable[..., Answer]
ITEMS = "/collections/sites/items"
EPSG = quote("http://www.opengis.net/def/crs/EPSG/0/4548", safe="")


@pytest.mark.parametrize(
    "query",
    [
        "limit=-1", "limit=0", "limit=abc", "limit=1.5", "limit=", "limit=１０", f"limit={'9' * 5000}", "limit=1&limit=2",
        "offset=-1", "offset=x", "offset=1e3",
        "bbox=a,b,c,d", "bbox=1,2,3", "bbox=", "bbox=1,2,3,4,5", "bbox=nan,0,1,1", "bbox=0,0,inf,1", "bbox=118,25,119,24",
        "bbox-crs=" + EPSG, f"bbox=0,0,1,1&bbox-crs={quote('http://www.opengis.net/def/crs/EPSG/0/99999', safe='')}",
        f"bbox=1e9,1e9,2e9,2e9&bbox-crs={EPSG}", f"bbox=9,9,1,1&bbox-crs={EPSG}",
        "crs=EPSG:4326", "crs=", "crs=http://evil.example/",
        "f=xml", "f=", "f=png", "f=mvt", "f=NetCDF", "f=gzip",
        "lang=xx", "lang=zh%00", "lang=",
        "datetime=yesterday", "datetime=2025-13-01", "datetime=2025-01-01/2024-01-01", "datetime=1/2/3", "datetime=99999-01-01",
        "datetime=", "datetime=2025-01-01T25:00:00Z",
        "sortby=", "sortby=nothing", "sortby=-", "sortby=,", "sortby=name_zh,", "sortby=--name_zh", "sortby=name_zh;drop",
        "properties=", "properties=nothing", "properties=name_zh,,", "skipGeometry=maybe", "resulttype=all",
        "nothing=1", "filter=kind:'park'", "filter=", "radius_m=wide", "radius_m=nan", "radius_m=inf", "kind[$ne]=park", "%00=1", "=1",
    ],
)  # fmt: skip
def test_a_query_that_means_nothing_is_refused_and_named(get: Get, query: str) -> None:
    answer = get(f"{ITEMS}?{quote(query, safe='&=%,:/;+-.[]$')}")
    assert answer.status == 400, answer.text
    assert set(answer.json) == {"code", "type", "description"}
    assert answer.json["code"] == "InvalidParameterValue"
    assert "Traceback" not in answer.text and ".py" not in answer.text


def test_the_message_is_in_the_language_of_the_reader_and_names_what_there_is(get: Get) -> None:
    assert get(f"{ITEMS}?limit=abc").json["description"] == "limit 须为不小于 1 的整数，不能是 'abc'"
    english = get(f"{ITEMS}?resulttype=all", Accept_Language="en").json["description"]
    assert english == "resulttype cannot be 'all'; known: results, hits"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/collections/nothing", "/collections/nothing/items", "/collections/sites/nothing", "/collections/nothing/schema",
        "/collections/nothing/queryables", f"{ITEMS}/nothing", f"{ITEMS}/a%2Fb", f"{ITEMS}/%00", f"{ITEMS}/%FF%FE",
        "/collections/..%2f..%2fetc%2fpasswd", "/static/..%2f..%2fabout.py", "/static/nothing.js", "/static/leaflet/nothing",
        "/processes", "/jobs", "/TileMatrixSets", "/stac", "/admin/config", "/collections/sites/tiles", "/collections/sites/map",
        "/collections/sites/position", "/collections/sites/coverage", "/schemas/x",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status == 404
    assert answer.json["code"] == "NotFound"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/collections", "/collections/sites", ITEMS, f"{ITEMS}/software-park"])
def test_nothing_can_be_written(service: str, method: str, path: str) -> None:
    answer = ask(service + path, method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.json["code"] == "MethodNotAllowed"


def test_head_and_options_are_answered(service: str) -> None:
    assert ask(service + ITEMS, "HEAD").body == b""
    answer = ask(service + ITEMS, "OPTIONS")
    assert (answer.status, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    preflight = ask(service + ITEMS, "OPTIONS", Origin="http://a.example", Access_Control_Request_Method="GET")
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" not in preflight.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "accept",
    [
        "text/html;q=0",
        "text/html;q=1.2.3",
        "text/html;q=x",
        ";;;,,",
        "*/*",
        "image/png",
        "a" * 8000,
        "application/geo+json",
    ],
)
def test_no_accept_header_upsets_it(get: Get, accept: str) -> None:
    assert get(f"{ITEMS}?limit=1", Accept=accept, Accept_Language=accept).status == 200


def test_headers_keep_the_pages_to_themselves_and_the_data_open(get: Get) -> None:
    answer = get(f"{ITEMS}?limit=1", Origin="http://a.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "server" not in answer.headers


def test_conformance_claims_no_transactions_and_does_not_grow(get: Get) -> None:
    first = get("/conformance").json["conformsTo"]
    assert not any("create-replace-delete" in name for name in first)
    assert get("/conformance").json["conformsTo"] == first == sorted(set(first))
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in first


def test_slashes_at_the_end_are_forgiven(get: Get) -> None:
    assert get("/collections/").status == get(f"{ITEMS}/").status == get("/conformance/").status == 200


def test_every_link_of_the_service_leads_somewhere(get: Get, service: str) -> None:
    for path in ("/", "/collections/sites", "/collections/designations", "/collections/records", f"{ITEMS}?limit=2"):
        for link in get(path).json["links"]:
            if link["href"].startswith(service):
                assert get(link["href"].removeprefix(service) or "/").status == 200, link

"""Whatever stands in a filter: an answer or a refusal that names what is wrong, soon, and never a failure."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.conftest import Answer
from geoplan.api.cql2_filter import read_filter
from geoplan.api.filtered_rows import _pattern
from geoplan.errors import InvalidQueryError

Get = Callable[..., Answer]


def ask_with(get: Get, text: str, language: str = "cql2-text", collection: str = "sites") -> Answer:
    return get(f"/collections/{collection}/items?{urlencode({'filter': text, 'filter-lang': language, 'lang': 'en'})}")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kind = ", "the end"), ("kind = 'park", "'park"), ("kind == 'park'", "= 'park'"), ("(kind = 'park'", "the end"), ("kind = 1; drop table", "; drop"),
        ("colour = 'red'", "colour"), ("kind = 5", "a text with a number"), ("radius_m = 'wide'", "a number with a text"), ("radius_m > true", "a number with a truth value"),
        ("kind", "kind = 'park'"), ("kind = NULL", "null"), ("radius_m = 1e999", "null"), ("checked_on > DATE('2025-02-30')", "2025-02-30"), ("checked_on > 'soon'", "soon"),
        ("checked_on > TIMESTAMP('2025-01-01T00:00:00Z')", "timestamp"), ("__import__('os')", "__import__"), ("eval('1') = 1", "eval"), ("getattr(kind) = 1", "getattr"), ("radius_m + 1 > 2", "'+'"),
        ("kind LIKE 5", "not a number"), ("radius_m LIKE '5%'", "not a number"), ("kind LIKE name_zh", "like needs"), ("kind IN (1, 2)", "a text with a number"), ("casei(radius_m) = 'x'", "casei"),
        ("S_INTERSECTS(kind, POINT(1 2))", "not a text"), ("S_INTERSECTS(geometry, 'POINT(1 2)')", "not a text"), ("geometry = POINT(1 2)", "a place with a place"), ("S_INTERSECTS(geometry, POINT EMPTY)", "S_INTERSECTS"),
        ("S_INTERSECTS(geometry, BBOX(1,2,3))", "bbox"), ("S_INTERSECTS(geometry, BBOX(1,9,3,2))", "bbox"), ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1)))", "Polygon"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))", "Polygon"), ("S_DWITHIN(geometry, POINT(1 2), 3)", "S_DWITHIN"), ("T_AFTER(checked_on, DATE('2025-01-01'))", "t_after"),
        ("(" * 30 + "kind = 'park'" + ")" * 30, "30 levels"), ("(" * 5000, "levels"), ("NOT " * 1500 + "kind = 'park'", "levels"), ("kind = '" + "x" * 9000 + "'", "9009 characters"), ("kind = 'park' AND " * 700, "12600 characters"),
        ("x" * 10_000, "characters"), ("\x00", "CQL2"), ("kind = \x00", "CQL2"), ("'; --", "CQL2"), ("' OR 1=1 --", "CQL2"), ("${jndi:ldap://x}", "CQL2"), ("<script>alert(1)</script>", "CQL2"),
    ],
)  # fmt: skip
def test_nonsense_in_text_is_refused_in_words(get: Get, text: str, names: str) -> None:
    begun = time.monotonic()
    answer = ask_with(get, text)
    assert answer.status == 400, answer.text
    assert names in answer.json["description"], answer.json["description"]
    assert len(answer.json["description"]) < 900 and "Traceback" not in answer.text
    assert time.monotonic() - begun < 3


DEEP = '{"op":"not","args":[' * 300 + "1" + "]}" * 300


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{}", "5", '"park"', "null", "NaN", '{"op":5,"args":[]}', '{"op":"and","args":[5]}', '{"op":"=","args":[]}', '{"op":"=","args":5}', '{"op":"="}', '{"op":["="],"args":[1,1]}',
        '{"op":"=","args":[{"property":5},1]}', '{"op":"=","args":[{"property":["kind"]},1]}', '{"op":"=","args":[{"property":"kind"},{"a":1}]}', '{"op":"=","args":[{"property":"kind"},["park"]]}',
        '{"op":"in","args":[{"property":"kind"},"park"]}', '{"op":"in","args":[{"property":"kind"},[["park"]]]}', '{"op":"between","args":[{"property":"radius_m"},[1,2]]}', '{"op":"isNull","args":[]}', '{"op":"not","args":[]}',
        '{"op":"casei","args":["a"]}', '{"op":"=","args":[{"op":"casei","args":5},"a"]}', '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":"all"}]}', '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3,"4x"]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":"x"}]}', '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Moon","coordinates":[1,2]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[1e400,2]}]}', '{"op":">","args":[{"property":"checked_on"},{"date":5}]}', '{"op":">","args":[{"property":"checked_on"},{"date":"2025-13-01"}]}',
        '{"op":"=","args":[{"property":"radius_m"},' + "9" * 400 + "]}", DEEP, DEEP[:6000], "[" * 8000,
    ],
)  # fmt: skip
def test_nonsense_in_json_is_refused(get: Get, text: str) -> None:
    answer = ask_with(get, text, "cql2-json")
    assert answer.status == 400, answer.text
    assert "filter" in answer.json["description"] or "in needs" in answer.json["description"]


def test_a_language_or_system_alone_or_unknown_is_refused(get: Get) -> None:
    for query in ("filter-lang=cql2-text", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326", "filter=1=1&filter-lang=sql", "filter=1=1&filter-crs=EPSG:4326"):  # fmt: skip
        assert get(f"/collections/sites/items?{query}").status == 400, query


def test_tables_have_no_geometry_to_filter_by(get: Get) -> None:
    answer = ask_with(get, "S_INTERSECTS(geometry, POINT(1 2))", collection="designations")
    assert (answer.status, "geometry" in answer.json["description"]) == (400, True)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="kind='park'()ANDORNOT%_\\\"{}[],.<>0123456789 in like\x00中", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    for language in ("cql2-text", "cql2-json", "cql-text"):
        try:
            json.dumps(read_filter(text, language))
        except InvalidQueryError as error:
            assert error.text("zh") and error.text("en")


@settings(max_examples=100)
@given(st.text(alphabet="ab%_\\", max_size=8), st.text(alphabet="ab%_\\", max_size=8))
def test_patterns_match_as_the_rule_says(like: str, text: str) -> None:
    def matches(i: int, j: int) -> bool:  # the rule of LIKE, character by character
        if i == len(like):
            return j == len(text)
        if like[i] == "%":
            return any(matches(i + 1, k) for k in range(j, len(text) + 1))
        escaped = like[i] == "\\" and i + 1 < len(like)
        wanted = like[i + 1] if escaped else like[i]
        fits = j < len(text) and (text[j] == wanted or (wanted == "_" and not escaped))
        return fits and matches(i + 2 if escaped else i + 1, j + 1)

    assert (_pattern(like).fullmatch(text) is not None) == matches(0, 0)


def test_no_pattern_takes_long() -> None:
    begun = time.monotonic()
    assert _pattern("%a" * 2000).fullmatch("a" * 1999 + "b") is None
    assert time.monotonic() - begun < 1


def test_no_text_is_long_to_be_put_into_the_words_of_the_standard() -> None:
    begun = time.monotonic()
    for text in ("a" * 8000, "a." * 4000, "'" * 8000, '"' * 8000, "a ILIKE " * 1000, " " * 8000, "a" + " " * 7999):
        with contextlib.suppress(InvalidQueryError):
            read_filter(text, "cql-text")
    assert time.monotonic() - begun < 2

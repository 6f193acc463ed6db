"""Base maps from outside: the public ones, and an organisation's own file with every kind of damage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from geoplan.errors import UserError
from geoplan.map.base_maps import BaseMap, base_maps
from geoplan.map.map_view import build_map
from geoplan.map.publish import Published
from geoplan.settings import Settings

XYZ = {
    "id": "bureau", "name_zh": "市局底图", "name_en": "Bureau map", "type": "xyz",
    "url": "http://10.1.2.3/tiles/{z}/{x}/{y}.png?token=SECRET", "datum": "CGCS2000", "attribution": "© 市局",
}  # fmt: skip
WMTS = {
    **XYZ, "id": "province", "type": "wmts", "url": "https://gis.example.org/wmts?token=SECRET", "layer": "fj:vec 1",
    "tilematrixset": "EPSG:3857", "tilematrix": "EPSG:3857:{z}", "datum": "WGS84",
}  # fmt: skip
WMS = {**XYZ, "id": "wms", "type": "wms", "url": "https://gis.example.org/wms", "layers": "a,b"}
HOSTILE = '<img src=x onerror="window.hit=1"></script><script>window.hit=1</script>$& {{7*7}}'


def write(path: Path, *entries: dict[str, object], head: str = "") -> Path:
    """A file of own base maps; a value of None is left out."""
    tables = [
        "[[basemap]]\n" + "\n".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in e.items() if v is not None)
        for e in entries
    ]
    path.write_text("\n\n".join([head, *tables]), "utf-8")
    return path


def own(tmp_path: Path, *entries: dict[str, object], head: str = "") -> list[BaseMap]:
    return base_maps(Settings(basemaps=write(tmp_path / "own.toml", *entries, head=head)))


def refusal(tmp_path: Path, *entries: dict[str, object], head: str = "") -> tuple[str, str]:
    with pytest.raises(UserError) as caught:
        own(tmp_path, *entries, head=head)
    return caught.value.text("zh"), caught.value.text("en")


def test_tianditu_is_offered_with_a_key_only() -> None:
    assert [one.id for one in base_maps(Settings())] == ["amap", "openstreetmap", "esri-imagery"]
    vector, imagery, *_ = base_maps(Settings(tianditu_key="0123abc"))
    assert (vector.id, imagery.id) == ("tianditu-vector", "tianditu-imagery")
    assert [re.search(r"LAYER=(\w+)", url)[1] for url in (*vector.urls, *imagery.urls)] == ["vec", "cva", "img", "cia"]
    assert all(url.endswith("&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=0123abc") for url in vector.urls)
    assert "0123abc" not in repr([vector, imagery])


def test_public_base_maps_come_by_https_with_their_attribution_as_text() -> None:
    by_id = {one.id: one for one in base_maps(Settings(tianditu_key="k"))}
    for one in by_id.values():
        assert all(
            url.startswith("https://") and {"{z}", "{x}", "{y}"} <= set(re.findall(r"\{.\}", url)) for url in one.urls
        )
        assert one.attribution.text("en") and not re.search("[<>]|&[a-z]+;", one.attribution.text("en"))
        assert one.link.startswith("https://") or not one.link
    assert by_id["openstreetmap"].attribution.text("zh") == "© OpenStreetMap contributors"
    assert by_id["openstreetmap"].link == "https://www.openstreetmap.org/copyright"
    assert {one.id for one in by_id.values() if one.datum == "GCJ-02"} == {"amap"}


def test_own_base_maps_come_first_and_may_stand_alone(tmp_path: Path) -> None:
    assert [one.id for one in own(tmp_path, XYZ, WMS)] == ["bureau", "wms", "amap", "openstreetmap", "esri-imagery"]
    assert [one.id for one in own(tmp_path, XYZ, head="built_in = false")] == ["bureau"]
    (bureau,) = own(tmp_path, XYZ, head="built_in = false")
    assert bureau.for_browser() == {
        "id": "bureau", "host": "10.1.2.3", "urls": (XYZ["url"],), "wms": None, "datum": "WGS84", "max_zoom": 18, "link": "",
        "name": {"zh": "市局底图", "en": "Bureau map"}, "attribution": "© 市局",
    }  # fmt: skip


def test_a_wmts_is_addressed_by_parameters_or_by_its_template(tmp_path: Path) -> None:
    assert own(tmp_path, WMTS)[0].urls == (
        "https://gis.example.org/wmts?token=SECRET&SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=fj%3Avec%201"
        "&STYLE=default&TILEMATRIXSET=EPSG%3A3857&FORMAT=image%2Fpng&TILEMATRIX=EPSG:3857:{z}&TILEROW={y}&TILECOL={x}",
    )
    template = "https://gis.example.org/{Layer}/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"
    restful = {**WMTS, "url": template, "layer": "img", "tilematrixset": "w", "tilematrix": None}
    assert own(tmp_path, restful)[0].urls == ("https://gis.example.org/img/default/w/{z}/{y}/{x}.png",)


def test_a_wms_keeps_its_address_and_names_its_layers(tmp_path: Path) -> None:
    one = own(tmp_path, {**WMS, "version": "1.1.1"})[0]
    assert one.urls == ("https://gis.example.org/wms",)
    assert one.wms == {"layers": "a,b", "styles": "", "format": "image/png", "version": "1.1.1"}


@pytest.mark.parametrize(
    ("change", "key", "zh", "en"),
    [
        ({"datum": "BD-09"}, "datum", "自己的投影与分级", "projection and zoom levels of their own"),
        ({"datum": "GCJ02"}, "datum", "WGS84, CGCS2000, GCJ-02", "write one of WGS84, CGCS2000, GCJ-02"),
        ({"datum": None}, "datum", "缺少", "missing"),
        ({"type": "tms"}, "type", "xyz, wmts, wms", "write one of xyz, wmts, wms"),
        ({"type": None}, "type", "缺少", "missing"),
        ({"type": 3}, "type", "xyz, wmts, wms", "xyz, wmts, wms"),
        ({"colour": "red"}, "colour", "没有这样的设置", "no such setting"),
        ({"layers": "a"}, "layers", "没有这样的设置", "no such setting"),
        ({"id": "Bad Id"}, "id", "小写字母", "lower-case"),
        ({"id": "offline"}, "id", "已被占用", "is taken"),
        ({"id": "amap"}, "id", "已被占用", "is taken"),
        ({"id": "tianditu-vector"}, "id", "已被占用", "is taken"),
        ({"name_zh": ""}, "name_zh", "为空", "empty"),
        ({"name_en": "x" * 61}, "name_en", "60", "60"),
        ({"attribution": 7}, "attribution", "引号", "quotation marks"),
        ({"max_zoom": 30}, "max_zoom", "1 到 24", "from 1 to 24"),
        ({"max_zoom": "18"}, "max_zoom", "1 到 24", "from 1 to 24"),
        ({"max_zoom": True}, "max_zoom", "1 到 24", "from 1 to 24"),
        ({"url": "javascript:alert(1)//{z}{x}{y}"}, "url", "http://", "http://"),
        ({"url": "https:///{z}/{x}/{y}"}, "url", "http://", "http://"),
        ({"url": "https://[::1/{z}/{x}/{y}"}, "url", "http://", "http://"),
        ({"url": "https://a.b/{z}/{x}.png"}, "url", "{x} {y} {z}", "{x} {y} {z}"),
        ({"url": "https://a.b/{s}/{z}/{x}/{y}.png"}, "url", "{x} {y} {z}", "{x} {y} {z}"),
        ({"url": "https://a.b/{z}/{x}/{y}/}{.png"}, "url", "{x} {y} {z}", "{x} {y} {z}"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_by_file_entry_fact_and_remedy(
    tmp_path: Path, change: dict[str, object], key: str, zh: str, en: str
) -> None:
    ours, theirs = refusal(tmp_path, WMTS, {**XYZ, **change})
    name = {**XYZ, **change}["id"]
    assert f"文件 own.toml，[[basemap]] 第 2 项（{name}）的“{key}”" in ours and zh in ours
    assert f"own.toml, '{key}' of [[basemap]] no. 2 ({name})" in theirs and en in theirs
    assert "SECRET" not in ours + theirs


@pytest.mark.parametrize(
    ("entry", "needed"),
    [
        ({**WMS, "url": "https://a.b/{z}"}, "no braces"),
        ({**WMTS, "url": "https://a.b/{TileMatrix}/{TileCol}.png"}, "{tilecol} {tilematrix} {tilerow}"),
        ({**WMTS, "tilematrix": "EPSG:3857"}, "{z}"),
    ],
)
def test_the_placeholders_of_a_service_are_checked(tmp_path: Path, entry: dict[str, object], needed: str) -> None:
    assert needed in refusal(tmp_path, entry)[1]


def test_two_entries_of_one_id_are_refused(tmp_path: Path) -> None:
    assert "no. 2 (bureau): 'bureau' is taken" in refusal(tmp_path, XYZ, {**WMS, "id": "bureau"})[1]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("basemaps = 1", "'basemaps': there is no such setting, only basemap, built_in"),
        ("basemap = 'osm'", "'basemap': it has the wrong form"),
        ("basemap = [1]", "'basemap' of [[basemap]] no. 1 (?): it has the wrong form"),
        ("built_in = 'no'", "'built_in': 'no' is of the wrong type"),
        ("[[basemap]\nid=", "is not valid TOML in UTF-8 (Expected"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, fact: str) -> None:
    (tmp_path / "own.toml").write_text(text, "utf-8")
    with pytest.raises(UserError, match=re.escape(fact)):
        base_maps(Settings(basemaps=tmp_path / "own.toml"))


@pytest.mark.parametrize("damage", ["none", "folder", "bytes"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "own.toml"
    if damage == "folder":
        path.mkdir()
    if damage == "bytes":
        path.write_bytes(b"id = '\xff\xfe'")
    with pytest.raises(UserError, match=r"GEOPLAN_BASEMAPS: the file own\.toml"):
        base_maps(Settings(basemaps=path))


def test_the_document_of_the_map_holds_no_text_of_the_file_as_html(tmp_path: Path) -> None:
    offered = own(tmp_path, {**XYZ, "name_zh": HOSTILE[:60], "attribution": HOSTILE})
    page = build_map(Published(*"abcdefghij"), offered).get_root().render()
    assert "<img" not in page and "</script><script>window" not in page
    assert "\\u003cimg src=x" in page


def test_the_document_of_the_map_stays_the_same_for_the_same_settings(tmp_path: Path) -> None:
    def script() -> str:
        text = build_map(Published(*"abcdefghij"), own(tmp_path, XYZ)).get_root().render()
        return re.search(r"GeoPlan\.mount\(\w+, (.*)\);", text)[1]

    assert script() == script()
    assert json.loads(script())["base_maps"][0]["id"] == "bureau"

"""The file behind the lists of filters and layers, against the tables as their files are."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile_texts import TEXTS

import geoplan
from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.facet_file import facet_file
from geoplan.map.gateway_features import gateway_features
from geoplan.map.layer_rows import drawn_layers
from geoplan.map.publish_facets import publish_facets
from geoplan.map.site_markers import map_sites
from geoplan.query.selection import FACETS, Selection, facet_counts
from geoplan.text.message import section
from geoplan.ui.components.facet_list import facet_message, read_change

CHINESE = re.compile("[\u3400-\u9fff]")
COMPONENTS = Path(geoplan.__file__).parent / "ui" / "components"
SPECIAL = {
    *("drafts", "notes", "overlay", "choropleth", "gateways", "unplaced", "doubts", "radii"),
    *("base-names", "relief", "borders"),
}


@pytest.fixture(scope="module")
def content(catalogue: Catalogue) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(facet_file(catalogue))
    return decoded


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(content: dict[str, Any], facet: str) -> list[dict[str, Any]]:
    [found] = [one for one in content["facets"] if one["id"] == facet]
    return [value for part in found["sections"] for value in part["values"]]


def every_text(value: Any, lang: str) -> list[str]:
    """The texts of a language anywhere in the file."""
    if isinstance(value, dict):
        own = [value[lang]] if isinstance(value.get(lang), str) else []
        return own + [text for part in value.values() for text in every_text(part, lang)]
    return [text for part in value for text in every_text(part, lang)] if isinstance(value, list) else []


def test_every_facet_of_the_filter_is_listed_and_the_first_three_are_open(content: dict[str, Any]) -> None:
    assert {facet["id"] for facet in content["facets"]} == set(FACETS)
    assert len(content["facets"]) == 8
    assert [f["id"] for f in content["facets"] if f["open"]] == ["industries", "plans", "regions"]
    assert [f["id"] for f in content["facets"]][:3] == ["industries", "plans", "regions"]
    titles = {facet["id"]: facet["title"] for facet in content["facets"]}
    assert titles["layers"] == {"zh": "专题图层", "en": "Themes"}


@pytest.mark.parametrize(
    ("facet", "file", "key", "parent"),
    [
        ("industries", "industries.csv", "industry_id", "parent_id"),
        ("regions", "regions.csv", "adcode", "parent_adcode"),
    ],
)
def test_a_tree_has_every_row_of_its_table_under_its_parent(
    content: dict[str, Any], home: Path, facet: str, file: str, key: str, parent: str
) -> None:
    table, tree = {row[key]: row for row in rows(home / "data" / file)}, values(content, facet)
    assert sorted(value["id"] for value in tree) == sorted(table)
    assert len(tree) > 80
    for value in tree:
        row = table[value["id"]]
        assert value.get("up", "") == row[parent]
        assert value["name"] == {"zh": row["name_zh"], "en": row["name_en"]}


@pytest.mark.parametrize("facet", ["industries", "regions"])
def test_a_value_stands_right_after_its_parent_or_what_is_under_that(content: dict[str, Any], facet: str) -> None:
    path: list[str] = []
    for value in values(content, facet):
        while path and path[-1] != value.get("up"):
            path.pop()
        assert path[-1:] == ([value["up"]] if "up" in value else [])
        path.append(value["id"])


def test_flat_facets_have_every_code_and_layers_stand_under_their_scope(content: dict[str, Any], home: Path) -> None:
    assert [v["id"] for v in values(content, "plans")] == [row["plan_id"] for row in rows(home / "data" / "plans.csv")]
    assert {v["id"] for v in values(content, "kinds")} >= {row["kind"] for row in rows(home / "data" / "sites.csv")}
    assert {v["id"] for v in values(content, "bases")} == {"stated", "shared", "name", "inherited"}
    [layers] = [facet for facet in content["facets"] if facet["id"] == "layers"]
    files = {path.stem for path in (home / "layers").glob("*.geojson")}
    assert {part["title"]["zh"]: len(part["values"]) for part in layers["sections"]} == {"厦门": 15, "福建": 4}
    assert {value["id"] for value in values(content, "layers")} == files


def test_every_value_that_is_counted_is_listed(content: dict[str, Any], catalogue: Catalogue) -> None:
    for facet, counts in facet_counts(catalogue, Selection()).items():
        assert counts
        assert set(counts) - {value["id"] for value in values(content, facet)} == set()


def test_every_name_is_there_in_both_languages_and_english_has_no_chinese(content: dict[str, Any]) -> None:
    chinese, english = every_text(content, "zh"), every_text(content, "en")
    assert len(chinese) == len(english) > 250
    assert [text for text in [*chinese, *english] if not text.strip()] == []
    assert [text for text in english if CHINESE.search(text)] == []
    assert content["words"]["zh"].keys() == content["words"]["en"].keys()


def test_a_plan_has_a_name_for_every_state_of_validity(content: dict[str, Any]) -> None:
    [plan] = [value for value in values(content, "plans") if value["id"] == "siming-st"]
    assert plan["states"]["ended"] == {"zh": "思明科技（已到期）", "en": "Siming S&T (ended)"}
    assert set(plan["states"]) == {"in_force", "ended", "not_yet"}


def test_a_value_is_found_by_the_initials_of_its_pinyin(content: dict[str, Any]) -> None:
    initials = {value["name"]["zh"]: value["py"] for value in values(content, "regions")}
    assert (initials["集美区"], initials["厦门市"]) == ("jmq", "xms")


def test_names_stay_as_they_are_written_whatever_they_look_like(catalogue: Catalogue) -> None:
    names = [f"{TEXTS[i % len(TEXTS)]}</script>{i}" for i in range(len(catalogue.industries))]
    renamed = replace(catalogue, industries=catalogue.industries.assign(name_zh=names, name_en=names))
    listed = values(json.loads(facet_file(renamed)), "industries")
    assert sorted(value["name"]["zh"] for value in listed) == sorted(names)


def test_the_widgets_use_every_word_and_have_every_word_they_use() -> None:
    scripts = "".join((COMPONENTS / f"{name}.js").read_text("utf-8") for name in ("facet_list", "layer_list"))
    used = set(re.findall(r"\bw\.(\w+)", scripts)) | set(re.findall(r"\bwords\(\)\.(\w+)", scripts))
    given = {key for key in section("panel", "zh") if "." not in key}
    assert used == given - {"themes"}  # the title of a facet


# ---- layers and gateways ---------------------------------------------------------------------------------------------
def test_every_layer_of_the_catalogue_and_every_special_one_has_a_row(content: dict[str, Any], home: Path) -> None:
    ids = [layer["id"] for layer in content["layers"]]
    assert len(ids) == len(set(ids))
    assert set(ids) == {path.stem for path in (home / "layers").glob("*.geojson")} | SPECIAL
    assert {layer["group"] for layer in content["layers"]} == {group["id"] for group in content["groups"]}
    assert [layer["id"] for layer in content["layers"] if not layer["on"]] == ["gateways"]


def test_the_colours_of_a_theme_are_those_of_its_sites(content: dict[str, Any]) -> None:
    [parks] = [layer for layer in content["layers"] if layer["id"] == "software-parks"]
    # Five sites: four whose main industry is information technology, one without an industry.
    assert parks["mix"] == [["#0072B2", 0.8], ["#9A9A93", 0.2]]
    for layer in content["layers"]:
        assert 0 < sum(share for _, share in layer.get("mix", [["", 1]])) <= 1.001


def test_the_map_gets_the_layer_of_every_site_and_the_same_layers_as_the_list(
    content: dict[str, Any], catalogue: Catalogue, home: Path
) -> None:
    of_map = json.loads(map_sites(catalogue))
    layers = {layer["id"] for layer in of_map["layers"]}
    assert of_map["layers"] == json.loads(json.dumps(drawn_layers(catalogue)))
    assert layers == {layer["id"] for layer in content["layers"]}
    files = {
        feature["properties"]["site_id"]: path.stem
        for path in (home / "layers").glob("*.geojson")
        for feature in json.loads(path.read_text("utf-8"))["features"]
    }
    drawn = [feature["properties"] for feature in of_map["drawn"]["features"]]
    of_site = {site["s"]: site["layer"] for site in [*drawn, *of_map["trays"]]}
    assert len(of_site) > 250
    assert of_site == {site: files[site] for site in of_site}


def test_gateways_are_drawn_where_the_table_has_them(catalogue: Catalogue, home: Path) -> None:
    table = {row["gateway_id"]: row for row in rows(home / "data" / "gateways.csv")}
    drawn = json.loads(gateway_features(catalogue))
    assert [gateway["id"] for gateway in drawn] == list(table)
    for gateway in drawn:
        row = table[gateway["id"]]
        assert gateway["name"] == {"zh": row["name_zh"], "en": row["name_en"]}
        assert abs(gateway["x"] - float(row["lon"])) < 1e-6 and abs(gateway["y"] - float(row["lat"])) < 1e-6
    [building] = [gateway for gateway in drawn if gateway["id"] == "xiamen-xiangan-airport"]
    assert building["what"] == {"zh": "机场、建设中", "en": "Airport, Being built"}


# ---- the file, the message and the answer ----------------------------------------------------------------------------
def test_the_file_is_written_once_and_named_by_what_it_is_made_of(catalogue: Catalogue, tmp_path: Path) -> None:
    address = publish_facets(catalogue, tmp_path)
    [path] = tmp_path.glob("facets-*.json")
    assert address == f"/app/static/{path.name}"
    written = path.stat().st_mtime_ns
    assert publish_facets(catalogue, tmp_path) == address
    assert path.stat().st_mtime_ns == written
    assert publish_facets(replace(catalogue, version="another"), tmp_path) != address
    with pytest.raises(ValueError, match="shipped"):
        publish_facets(replace(catalogue, drafted=frozenset({"a"})), tmp_path)


def test_a_message_is_small_and_holds_no_label(catalogue: Catalogue) -> None:
    counts = facet_counts(catalogue, Selection())
    message = facet_message(catalogue, counts, {"industries": ["bio"], "regions": []}, True, "/x.json")
    text = json.dumps(message)
    assert len(text) < 2500
    for facet in json.loads(facet_file(catalogue))["facets"]:
        values = [value["id"] for section in facet["sections"] for value in section["values"]]
        numbers = dict(zip(values, message["counts"][facet["id"]], strict=True))
        assert {value: n for value, n in numbers.items() if n} == counts[facet["id"]]
    assert "生物医药" not in json.dumps(message, ensure_ascii=False)
    assert message["chosen"] == {"industries": ["bio"]}
    assert message["states"]["siming-st"] == "in_force"  # the tests' day is the last one of its period


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ({"industries": ["bio", "bio", "nothing", 3, None]}, {"industries": ["bio"]}),
        ({"regions": [], "in_force": True}, {"regions": [], "in_force": True}),
        ({"in_force": "yes", "text": ["x"], "__class__": ["y"]}, {}),
        ({"kinds": "park"}, {}),
        ({"kinds": ["park"], "plans": {"a": 1}}, {"kinds": ["park"]}),
        (None, {}),
        (["bio"], {}),
    ],
)
def test_of_an_answer_only_what_is_known_is_taken(catalogue: Catalogue, answer: Any, taken: dict[str, Any]) -> None:
    assert read_change(catalogue, answer) == taken

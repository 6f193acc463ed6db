"""The search index holds what a person may type, and says what choosing it leads to."""

import csv
import gzip
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.publish_search import publish_search
from geoplan.plan_text.normalise import normalise, simplified_forms
from geoplan.query.search import parse_lonlat
from geoplan.query.search_entry import KINDS
from geoplan.query.search_file import search_file
from geoplan.query.search_index import search_entries, search_entry, search_index
from geoplan.query.search_names import short_latin, spoken_names


@pytest.fixture(scope="module")
def index(catalogue: Catalogue) -> pd.DataFrame:
    return search_index(catalogue)


@pytest.fixture(scope="module")
def file(catalogue: Catalogue) -> bytes:
    return search_file(catalogue)


def named(index: pd.DataFrame, name: str) -> set[tuple[str, str]]:
    """The kinds and ids of the entries that have a name."""
    rows = index[
        [
            name in (zh, en, *others)
            for zh, en, others in zip(index["name_zh"], index["name_en"], index["aliases"], strict=True)
        ]
    ]
    return set(zip(rows["kind"], rows["id"], strict=True))


# Read in data/*.csv, data/base/names.csv and layers/*.geojson.
@pytest.mark.parametrize(
    ("name", "kind", "entry_id"),
    [
        ("软二", "site", "software-park-2"),
        ("软三", "site", "software-park-3"),
        ("软件园二期", "site", "software-park-2"),
        ("厦门生物医药港", "site", "biomedical-harbour"),
        ("Xiamen Biomedical Harbour", "site", "biomedical-harbour"),
        ("厦门大学", "site", "xiamen-university"),
        ("厦门大学翔安校区", "part", "xiamen-university/翔安校区"),
        ("Xiang'an campus", "part", "xiamen-university/翔安校区"),
        ("翔安区", "region", "350213"),
        ("海沧区", "region", "350205"),
        ("海沧", "region", "350205"),
        ("Haicang", "region", "350205"),
        ("后溪镇", "place", "118.0333,24.6313/后溪镇"),
        ("锂电", "industry", "lithium"),
        ("锂电池材料", "industry", "new-energy-materials"),
        ("新一代安全高效锂电池", "word", "lithium/新一代安全高效锂电池"),
        ("电池隔膜", "word", "new-energy-materials/电池隔膜"),
        ("戴尔", "firm", "戴尔"),
        ("海辰新能源", "firm", "海辰新能源"),
        ("海辰新能源", "project", "xiamen-sei-build-7"),
        ("厦门高崎国际机场", "gateway", "xiamen-gaoqi-airport"),
        ("厦门科技", "plan", "xiamen-st"),
        ("闽东药城", "programme", "mindong-pharma-city"),
    ],
)  # fmt: skip
def test_an_entry_has_the_name(index: pd.DataFrame, name: str, kind: str, entry_id: str) -> None:
    assert (kind, entry_id) in named(index, name)


def test_a_nickname_belongs_to_its_phase_alone(index: pd.DataFrame) -> None:
    # A plan calls both phases 软件园一期、二期 in one breath: the first is not 软二 for that.
    assert {entry for entry in named(index, "软二") if entry[0] == "site"} == {("site", "software-park-2")}


def test_every_row_of_the_tables_is_an_entry(home: Path, index: pd.DataFrame) -> None:
    def column(table: str, name: str) -> set[str]:
        with (home / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as rows:
            return {row[name] for row in csv.DictReader(rows)}

    ids = {kind: set(rows["id"]) for kind, rows in index.groupby("kind")}
    assert ids["site"] == column("sites", "site_id")
    assert ids["region"] == column("regions", "adcode")
    assert ids["industry"] == column("industries", "industry_id")
    assert ids["firm"] == column("firms", "name_zh")
    assert ids["project"] == column("projects", "project_id")
    assert ids["gateway"] == column("gateways", "gateway_id")
    assert ids["plan"] == column("plans", "plan_id")
    assert not index.duplicated(["kind", "id"]).any()


def test_a_second_line_says_what_and_where(catalogue: Catalogue) -> None:
    def line(kind: str, entry_id: str, lang: str) -> list[str]:
        entry = search_entry(catalogue, kind, entry_id)
        assert entry
        return [piece.text(lang) for piece in entry.pieces]

    assert line("site", "software-park-2", "zh") == ["园区", "思明区"]
    assert line("site", "software-park-2", "en") == ["Park", "Siming District"]
    assert line("firm", "戴尔", "zh") == ["企业", "厦门市，规划未写明载体"]
    assert line("firm", "势拓", "zh")[0] == "企业"
    assert line("word", "new-energy-materials/电池隔膜", "en") == ["Industry term", "New-energy materials"]
    assert line("region", "350205", "zh") == ["县区", "厦门市"]


def test_a_word_of_the_classifications_that_no_plan_uses_says_so(catalogue: Catalogue) -> None:
    # GB/T 4754 class 39, in data/industry_gbt.csv beside it, and in no wording of a plan.
    entry = search_entry(catalogue, "word", "it/计算机、通信和其他电子设备制造业")
    assert entry
    assert [piece.text("zh") for piece in entry.pieces] == ["分类标准用语，规划未使用", "新一代信息技术"]


@pytest.mark.long
def test_an_industry_that_no_plan_names_says_so(catalogue: Catalogue) -> None:
    silent = replace(
        catalogue,
        **{
            table: getattr(catalogue, table).loc[lambda rows: rows["industry_id"] != "lithium"]
            for table in ("designations", "fields", "programme_industries", "project_industries")
        },
    )
    entry = search_entry(silent, "industry", "lithium")
    assert entry
    assert [piece.text("en") for piece in entry.pieces] == ["Industry", "no plan names it"]


def test_firms_and_projects_lead_to_the_sites_that_the_tables_give(catalogue: Catalogue) -> None:
    sites = {
        kind: {entry.id: entry.sites for entry in search_entries(catalogue) if entry.kind == kind} for kind in KINDS
    }
    assert sites["firm"]["势拓"] == ("shituo-motor-park",)
    assert sites["firm"]["戴尔"] == ()
    assert set(sites["project"]["fujian-st-t4-1"]) == {"fuzhou-software-park", "fuzhou-software-park-base"}
    assert sites["project"]["xiamen-sei-build-7"] == ()
    assert sites["part"]["xiamen-university/翔安校区"] == ("xiamen-university",)


def test_places_know_where_they_are(catalogue: Catalogue) -> None:
    airport = search_entry(catalogue, "gateway", "xiamen-gaoqi-airport")
    town = search_entry(catalogue, "place", "118.0333,24.6313/后溪镇")
    haicang = search_entry(catalogue, "region", "350205")
    assert airport and town and haicang and haicang.bounds
    assert airport.bounds == (118.128, 24.544, 118.128, 24.544)
    assert (town.bounds, town.adcode) == ((118.03327, 24.6313, 118.03327, 24.6313), "350211")  # in Jimei
    west, south, east, north = haicang.bounds
    assert west < 117.99 < east and south < 24.48 < north  # Haicang's government stands there
    assert east - west < 0.5 and north - south < 0.5


def test_names_that_people_say_are_made_by_rule() -> None:
    assert spoken_names("甲城工业园三期", [], ("甲城",)) == ("工三",)
    assert spoken_names("甲城工业园", ["工业园", "工业园"], ("甲城",)) == ("工业园",)
    assert spoken_names("工业园一期、二期", [], ()) == ()
    assert (short_latin("Xiang'an District"), short_latin("Xiamen")) == (("Xiang'an",), ())


def test_an_unknown_entry_is_none(catalogue: Catalogue) -> None:
    assert search_entry(catalogue, "site", "<img onerror=alert(1)>") is None
    assert search_entry(catalogue, "no kind", "software-park-2") is None


def test_the_file_is_small_and_complete(catalogue: Catalogue, file: bytes) -> None:
    assert len(file) <= 350_000
    assert len(gzip.compress(file)) <= 120_000
    content = json.loads(file)
    rows = {kind: len(rows) for kind, rows in content["entries"].items()}
    rows["word"] = sum(len(words) for _, _, words in content["words"])
    expected = pd.Series([entry.kind for entry in search_entries(catalogue)]).value_counts().to_dict()
    assert rows == expected
    assert list(content["entries"]) == list(KINDS)


def test_the_file_reads_names_as_people_do(file: bytes) -> None:
    content = json.loads(file)
    syllable = {c: said for said, characters in content["pinyin"].items() for c in characters}
    read = {name: [syllable[c] for c in name] for name in ("软件园", "厦门大学", "海沧", "海苍"[:1])}
    assert read["软件园"] == ["ruan", "jian", "yuan"]
    assert "".join(said[0] for said in read["软件园"]) == "rjy"
    assert "".join(said[0] for said in read["厦门大学"]) == "xmdx"
    assert syllable["沧"] == "cang"


def test_the_file_simplifies_the_characters_of_its_names(file: bytes) -> None:
    pairs = json.loads(file)["simplified"]
    simple = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert "".join(simple.get(c, c) for c in "軟件園廈門廣") == "软件园厦门广"
    assert all(normalise(one) == other for one, other in simple.items())
    assert simplified_forms("园") == "園园"


def test_the_index_is_published_once_and_named_by_its_content(catalogue: Catalogue, tmp_path: Path) -> None:
    address = publish_search(catalogue, tmp_path)
    [path] = tmp_path.glob("search-*.json")
    assert address == f"/app/static/{path.name}"
    assert json.loads(path.read_bytes())["languages"] == ["zh", "en"]
    written = path.stat().st_mtime_ns
    assert publish_search(catalogue, tmp_path) == address
    assert path.stat().st_mtime_ns == written
    other = publish_search(replace(catalogue, version="other"), tmp_path)
    assert other != address
    assert {f"/app/static/{p.name}" for p in tmp_path.glob("search-*.json")} == {address, other}  # for an open page


def test_drafts_of_a_user_are_not_published(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shipped"):
        publish_search(replace(catalogue, drafted=frozenset({"software-park-2"})), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POINT (118.1 24.5)", (118.1, 24.5)),
        ("point(24.5 118.1)", (118.1, 24.5)),
        ("SRID=4326;POINT(118.1 24.5)", (118.1, 24.5)),
        ("POINT EMPTY", None),
        ("POINT (1 2 3)", None),
    ],
)  # fmt: skip
def test_a_point_is_read_as_wkt(text: str, expected: tuple[float, float] | None) -> None:
    assert parse_lonlat(text) == expected

"""What a user drew is in every output, and every output says that it is the user's."""

import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from docx import Document
from test_with_drafts import KAIYUAN, PLACE_DRAFT, POSITION_DRAFT

from geoplan.analysis.measures import gateway_distances, pairs
from geoplan.api.api_content import load_content
from geoplan.brief import map_image
from geoplan.brief.brief_content import compose
from geoplan.brief.document_formats import write
from geoplan.cartography.typesetting import typeset
from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.rows_for_people import print_for_people
from geoplan.crs.systems import parse_system
from geoplan.drafts.draft import PLACE, POSITION, Draft
from geoplan.drafts.with_drafts import with_drafts
from geoplan.geocoding.gazetteer import gazetteer
from geoplan.query.dossier import dossier
from geoplan.query.selection import Selection, facet_counts, select
from geoplan.query.table_rows import list_rows
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_report import site_report
from geoplan.suitability.site_selection import find_sites
from geoplan.writers.collect import collect
from geoplan.writers.feature_collections import sites_collection
from geoplan.writers.formats import FORMATS
from geoplan.writers.metadata_record import record
from geoplan.writers.write_export import write_export

pytestmark = pytest.mark.slow

OWN = PLACE_DRAFT.draft_id
OFFSHORE = Draft(PLACE, "own-00000002", shapely.Point(118.3, 23.3), radius_m=10.0, name_en="Reef", kind="landmark")
DRAFTED = {KAIYUAN, OWN, OFFSHORE.draft_id}


@pytest.fixture(scope="module")
def drawn(catalogue: Catalogue) -> Catalogue:
    return with_drafts(catalogue, [POSITION_DRAFT, PLACE_DRAFT, OFFSHORE])


def marked(frame: pd.DataFrame) -> set[str]:
    assert set(frame["draft"]) == {"yes", ""}
    return set(frame.loc[frame["draft"] == "yes", "site_id"])


@pytest.mark.parametrize(("lang", "title"), [("zh", "用户草稿"), ("en", "User's draft")])
def test_the_column_stands_beside_the_method_and_marks_the_users_own(drawn: Catalogue, lang: str, title: str) -> None:
    sites = sites_collection(drawn, drawn.sites.index.tolist(), lang)
    names = [field.name for field in sites.fields]
    assert names[names.index("method") :][:3] == ["method", "method_name", "draft"]
    field = next(field for field in sites.fields if field.name == "draft")
    assert (field.short, field.title.text(lang)) == ("draft", title)
    assert marked(sites.frame) == DRAFTED
    rows = sites.frame.set_index("site_id")
    assert rows.at[KAIYUAN, "source"] == "现场踏勘"
    assert rows.loc[OWN, ["layer", "plans", "cited_in", "industries", "main_industry"]].tolist() == [""] * 5
    assert rows.at[OFFSHORE.draft_id, "county"] == ""


def test_without_drafts_the_column_is_empty(catalogue: Catalogue) -> None:
    frame = sites_collection(catalogue, catalogue.sites.index.tolist()).frame
    assert set(frame["draft"]) == {""}
    content = collect(catalogue, "sites", Selection(), FORMATS["geojson"], parse_system("4326"), "zh")
    assert "drafts" not in record(content)


def read(path: Path, key: str) -> pd.DataFrame:
    """The rows of a file with ``site_id`` and ``draft``, by readers of others."""
    if key == "csv":
        return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    if key == "xlsx":
        rows = pd.read_excel(path, sheet_name=2, keep_default_na=False)
        return rows.rename(columns={"载体标识": "site_id", "用户草稿": "draft"})
    if key == "parquet":
        return pd.DataFrame(gpd.read_parquet(path))
    if key == "shp":
        with zipfile.ZipFile(path) as file:
            layers = [name for name in file.namelist() if name.endswith((".shp", ".dbf"))]
        stems = {name.rsplit(".", 1)[0]: name for name in sorted(layers)}
        return pd.concat([gpd.read_file(f"zip://{path}!{name}") for name in stems.values()])
    import pyogrio

    names = [name for name in pyogrio.list_layers(path)[:, 0] if name not in ("fields", "sites_dictionary")]
    frames = [pyogrio.read_dataframe(path, layer=name) for name in names]
    return pd.concat([frame for frame in frames if "site_id" in frame])


@pytest.mark.parametrize("key", list(FORMATS))
def test_every_format_holds_the_users_own_and_marks_it(drawn: Catalogue, key: str, tmp_path: Path) -> None:
    content = collect(drawn, "sites", Selection(), FORMATS[key], parse_system("4326"), "zh")
    path = tmp_path / f"x{FORMATS[key].suffix}{'.zip' if FORMATS[key].zipped else ''}"
    write_export(content, path)
    rows = read(path, key)
    assert set(rows.loc[rows["draft"] == "yes", "site_id"]) == DRAFTED
    assert len(set(rows["site_id"])) == len(drawn.sites)


def test_the_record_counts_the_positions_that_are_drafts(drawn: Catalogue) -> None:
    for what in ("sites", "layers", "everything"):
        content = collect(drawn, what, Selection(), FORMATS["gpkg"], parse_system("4326"), "zh")
        assert record(content)["drafts"] == "3 处位置为用户草稿"
    siming = collect(drawn, "sites", Selection(regions=("350203",)), FORMATS["csv"], parse_system("4326"), "en")
    assert record(siming)["drafts"] == "positions that are users' drafts: 2"
    plans = collect(drawn, "plans", Selection(), FORMATS["csv"], parse_system("4326"), "en")
    assert "drafts" not in record(plans)


def test_by_layer_own_places_are_a_collection_of_their_own(drawn: Catalogue) -> None:
    content = collect(drawn, "layers", Selection(), FORMATS["gpkg"], parse_system("4326"), "zh")
    own = {c.name: c for c in content.collections}["own_places"]
    assert own.frame["site_id"].tolist() == [OFFSHORE.draft_id, OWN]
    assert own.title.text("zh") == "用户自绘载体"


def test_the_list_of_sites_marks_them_beside_the_method(drawn: Catalogue, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list_rows(drawn, "sites", Selection())
    assert list(rows)[list(rows).index("method") + 1] == "draft"
    assert marked(rows) == DRAFTED
    assert rows.set_index("site_id").loc[OWN, ["plan", "plan_id", "section"]].tolist() == ["", "", ""]
    print_for_people(rows[rows["site_id"] == OWN], "zh")
    shown = capsys.readouterr().out
    assert "中试基地" in shown and "用户草稿" in shown


@pytest.mark.parametrize("text", ["中试基地", "zhongshijidi", "pilot base"])
def test_an_own_place_is_found_by_its_names(drawn: Catalogue, text: str) -> None:
    assert OWN in select(drawn, Selection(text=text))
    assert OWN in select(drawn, Selection(regions=("350200",), kinds=("base",)))
    assert OWN not in select(drawn, Selection(plans=tuple(drawn.plans.index)))


def test_facets_count_own_places_where_they_have_a_value(catalogue: Catalogue, drawn: Catalogue) -> None:
    before, after = (facet_counts(each, Selection()) for each in (catalogue, drawn))
    assert after["kinds"]["base"] == before["kinds"]["base"] + 1
    assert after["regions"]["350203"] == before["regions"]["350203"] + 1
    assert after["plans"] == before["plans"] and after["layers"] == before["layers"]
    assert after["statuses"]["unstated"] == before["statuses"].get("unstated", 0) + 2


def test_the_dossier_of_an_own_place_has_its_position_and_cites_nothing(drawn: Catalogue) -> None:
    for site_id in (OWN, OFFSHORE.draft_id):
        own = dossier(drawn, site_id)
        assert own.namings.empty and own.designations.empty and len(own.places) == 1
    assert dossier(drawn, OWN).regions == ["350203", "350200", "350000"]


def test_a_ranking_marks_the_candidates_that_stand_where_a_user_drew_them(drawn: Catalogue) -> None:
    industry = drawn.designations.loc[drawn.designations["site_id"] == KAIYUAN, "industry_id"].iloc[0]
    result = find_sites(drawn, Requirements(industries=(industry,), regions=("350203",)), weight_draws=0, draws=0)
    assert KAIYUAN in set(result.ranking["site_id"])
    assert marked(result.ranking) == {KAIYUAN}
    fact = compare_sites(drawn, [KAIYUAN], result).set_index("fact").loc["position"]
    assert "（用户草稿）" in fact["value_zh"] and "(user's draft)" in fact["value_en"]
    assert OWN in set(result.excluded["site_id"])  # no plan designates it
    none = find_sites(
        drawn,
        Requirements(industries=(industry,), min_area_km2=1e6, exclude=("area_unstated",)),
        weight_draws=0,
        draws=0,
    ).ranking
    assert none.empty and "draft" in none


def test_a_site_that_is_placed_through_a_drafted_part_is_marked_where_it_is_measured(catalogue: Catalogue) -> None:
    parent, part = next(
        (parent, parts[0])
        for parent in catalogue.sites.index[~catalogue.sites["drawn"]]
        if len(parts := catalogue.located_descendants(parent)) > 0
        and catalogue.sites.at[parent, "adcode"][:4] == "3502"
    )
    drawn = with_drafts(catalogue, [Draft(POSITION, part, POSITION_DRAFT.geometry, radius_m=5.0)])
    table = gateway_distances(drawn, [parent], "350200")
    assert set(table["draft"]) == {"yes"} and len(table)
    assert set(gateway_distances(catalogue, [parent], "350200")["draft"]) == {""}


def test_distances_and_pairs_mark_drafts(drawn: Catalogue) -> None:
    distances = gateway_distances(drawn, [KAIYUAN, OWN, "biomedical-harbour"], "350200")
    assert marked(distances) == {KAIYUAN, OWN}
    table = pairs(drawn, [s for s in drawn.sites.index if drawn.sites.at[s, "adcode"].startswith("3502")], "350200")
    through_it = {KAIYUAN, *drawn.ancestors(KAIYUAN)}  # what is placed by its parts may stand by this one
    of_it = (table["site_a"] == KAIYUAN) | (table["site_b"] == KAIYUAN)
    of_others = ~table["site_a"].isin(through_it) & ~table["site_b"].isin(through_it)
    assert of_it.any() and of_others.any()
    assert set(table.loc[of_it, "draft"]) == {"yes"} and set(table.loc[of_others, "draft"]) == {""}


def test_side_by_side_says_whose_position_it_is(drawn: Catalogue) -> None:
    table = compare_sites(drawn, [KAIYUAN, OWN, OFFSHORE.draft_id]).set_index(["fact", "site_id"])
    for site_id in DRAFTED:
        assert "（用户草稿）" in table.at[("position", site_id), "value_zh"]
    assert table.at[("county", OFFSHORE.draft_id), "value_zh"] == "县区不明"


@pytest.mark.long
@pytest.mark.parametrize(
    ("lang", "sentence", "count"),
    [
        ("zh", "位置为用户草稿（林工，2026-11-28）。", "3 处位置为用户草稿"),
        ("en", "The position is a user's draft (林工, 2026-11-28).", "positions that are users' drafts: 3"),
    ],
)
def test_a_brief_says_whose_positions_they_are(
    drawn: Catalogue, lang: str, sentence: str, count: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = []
    monkeypatch.setattr(
        map_image, "typeset", lambda files, *how, **more: pages.append(files) or typeset(files, *how, **more)
    )
    ids = [KAIYUAN, OWN, OFFSHORE.draft_id, "biomedical-harbour"]
    brief = compose(drawn, site_report(drawn, ids), {}, lang, "", "2026-11-28")
    assert count in json.loads(pages[0]["page.json"])["notes"]
    document = Document(io.BytesIO(write(brief, ".docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.count(sentence) == 2  # of Kaiyuan and the own place; the third has neither author nor day
    assert text.count("位置为用户草稿。" if lang == "zh" else "The position is a user's draft.") == 1
    assert count in text and ("中试基地" if lang == "zh" else "Pilot base") in text


def test_a_brief_of_other_sites_says_nothing_of_drafts(drawn: Catalogue) -> None:
    brief = compose(drawn, site_report(drawn, ["biomedical-harbour"]), {}, "zh", "", "2026-11-28")
    text = "".join(Document(io.BytesIO(write(brief, ".docx"))).element.body.itertext())
    assert "草稿" not in text


def test_own_places_are_known_to_the_geocoder(drawn: Catalogue) -> None:
    doubt = Draft(
        PLACE, "own-00000003", OFFSHORE.geometry.buffer(0.1), kind="park", method="area_of_doubt", confidence="low"
    )
    places = gazetteer(with_drafts(drawn, [doubt]))
    own = places[f"site:{OWN}"]
    assert (own.name_zh, own.adcode, own.radius_m) == ("中试基地", "350203", 20.0)
    assert f"site:{doubt.draft_id}" not in places  # neither where it stands nor its county is known


@pytest.mark.long
def test_the_service_holds_drafts_as_it_holds_sites(drawn: Catalogue) -> None:
    stores = load_content(drawn, "http://127.0.0.1:5000")["zh"].stores
    rows = {row["site_id"]: row for row in stores["sites"].rows}
    assert {site_id for site_id, row in rows.items() if row["draft"] == "yes"} == DRAFTED
    assert [row["site_id"] for row in stores["own_places"].rows] == [OFFSHORE.draft_id, OWN]

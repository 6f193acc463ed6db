"""What leaves the house is flat, described, and the same rows whatever the language."""

import csv
import json
from pathlib import Path

import pytest

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.query.selection import Selection, select
from geoplan.writers.feature_collections import (
    Collection,
    ground_collections,
    layer_collections,
    sites_collection,
    table_collections,
)

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(HOME, validated=True)


@pytest.fixture(scope="module", params=["zh", "en"])
def everything(request: pytest.FixtureRequest, catalogue: Catalogue) -> list[Collection]:
    ids, lang = select(catalogue, Selection()), request.param
    return [
        sites_collection(catalogue, ids, lang),
        *layer_collections(catalogue, ids, lang),
        *ground_collections(catalogue, Selection(), lang),
        *table_collections(catalogue, Selection(), lang),
    ]


def test_every_collection_is_flat_keyed_and_described(everything: list[Collection]) -> None:
    assert len({c.name for c in everything}) == len(everything)
    for c in everything:
        assert c.name.isascii() and c.name.replace("_", "").isalnum()
        assert c.frame[c.key].is_unique and c.frame[c.key].notna().all(), c.name
        assert [f.name for f in c.fields] == [column for column in c.frame.columns if column != "geometry"]
        assert all(
            len(f.short) <= 10 and f.short.isascii() and f.title.text("zh") and f.title.text("en") for f in c.fields
        )
        assert len({f.short for f in c.fields}) == len(c.fields), c.name
        cells = [type(cell) for f in c.fields for cell in c.frame[f.name]]
        assert not {list, dict, tuple, set} & set(cells), c.name


def test_an_id_does_not_depend_on_language_or_filter(catalogue: Catalogue) -> None:
    zh, en = (table_collections(catalogue, Selection(), lang) for lang in ("zh", "en"))
    assert [c.frame[c.key].tolist() for c in zh] == [c.frame[c.key].tolist() for c in en]
    some = {c.name: c for c in table_collections(catalogue, Selection(plans=("siming-st",)))}
    for c in zh:
        assert set(some[c.name].frame[some[c.name].key]) <= set(c.frame[c.key]), c.name


def test_layers_hold_what_their_files_hold(catalogue: Catalogue) -> None:
    layers = {c.name: c for c in layer_collections(catalogue, select(catalogue, Selection()))}
    for path in sorted((HOME / "layers").glob("*.geojson")):
        features = json.loads(path.read_text("utf-8"))["features"]
        c = layers[path.stem.replace("-", "_")]
        own = c.frame[c.frame["layer_id"] == path.stem]
        assert len(own) == len(features)
        # An area of doubt is drawn on the map alone and is no place of an export.
        drawn = sum(bool(f["geometry"]) and f["properties"]["method"] != "area_of_doubt" for f in features)
        assert int((~own.geometry.isna()).sum()) == drawn


def test_tables_hold_what_their_files_hold(catalogue: Catalogue) -> None:
    tables = {c.name: c for c in table_collections(catalogue, Selection())}
    for name in ("projects", "plans", "relations", "indicators", "firms", "programmes", "fields", "industries"):
        with (HOME / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(tables[name].frame) == sum(1 for _ in csv.DictReader(file)), name
    with (HOME / "data" / "designations.csv").open(encoding="utf-8", newline="") as file:
        stated = sum(1 for _ in csv.DictReader(file))
    rows = tables["designations"].frame
    assert int((rows["basis"] != "inherited").sum()) == stated


def test_a_site_carries_its_industries_projects_and_citations(catalogue: Catalogue) -> None:
    frame = sites_collection(catalogue, ["biomedical-harbour"]).frame
    row = frame.iloc[0]
    own = catalogue.designations[catalogue.designations["site_id"] == "biomedical-harbour"]
    for term in own["industry_id"].unique():
        assert catalogue.industries.at[term, "name_zh"] in row["industries"].split("; ")
    for plan_id, section in zip(own["plan_id"], own["section"], strict=True):
        assert f"{catalogue.plans.at[plan_id, 'short_zh']} {section}" in row["cited_in"].split("; ")
    assert row["kind_name"] and row["method_name"] and row["county"]

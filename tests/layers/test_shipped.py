"""The catalogue as shipped keeps every rule, and every layer is tested by existing."""

from pathlib import Path

import pytest

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.checks.check_sources import check_catalogue
from geoplan.sources import read_sources

LAYERS = [layer.layer_id for layer in read_sources(Path(__file__).resolve().parents[2]).layers]


def test_every_rule_holds(home: Path) -> None:
    assert [problem.line("en") for problem in check_catalogue(home)] == []


def test_loading_leaves_nothing_out(catalogue: Catalogue, home: Path) -> None:
    raw = read_sources(home).tables
    for name in ("sites", "designations", "relations", "site_facts", "projects", "mentions"):
        assert len(getattr(catalogue, name)) == len(raw[name])


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_shows_sites_and_says_what_it_means(catalogue: Catalogue, layer: str) -> None:
    assert catalogue.layer_sites(layer)
    assert catalogue.layers.at[layer, "meaning_zh"].endswith("。")
    assert catalogue.layers.at[layer, "meaning_en"].endswith(".")


def test_nothing_of_low_confidence_is_drawn(catalogue: Catalogue) -> None:
    low = catalogue.places[catalogue.places["confidence"] == "low"]
    assert low.geometry.isna().all()


def test_every_position_has_its_passport(catalogue: Catalogue) -> None:
    drawn = catalogue.places[catalogue.places.geometry.notna()]
    assert (drawn["source"].str.len() > 10).all()
    assert drawn["radius_m"].gt(0).all()


def test_no_sentence_of_a_plan_stands_in_the_repository(home: Path, plans_folder: Path) -> None:
    """Names and terms may be long; a run of 40 characters with a comma or full stop in it is prose."""
    from geoplan.plan_text.normalise import normalise

    plans = "".join(normalise(path.read_text("utf-8")) for path in plans_folder.glob("*.txt"))
    for path in sorted((home / "data").glob("*.csv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for cell in line.split(","):
                text = normalise(cell)
                assert not (len(text) > 40 and text in plans), f"{path.name}:{number} {cell}"


def test_a_catalogue_known_to_be_sound_loads_the_same_without_checking(catalogue: Catalogue, home: Path) -> None:
    again = load(home, validated=True)
    for name in ("sites", "designations", "places", "indicators"):
        assert getattr(again, name).equals(getattr(catalogue, name))

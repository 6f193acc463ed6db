"""Coverage of the catalogue: counted by hand, compared with geodesic areas, and its parts against its wholes."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from long_lists import one_in
from pyproj import Geod

from geoplan.analysis.carrier_gaps import carrier_gaps, carriers
from geoplan.analysis.coverage import KNOWN, NO_DATA, UNNAMED, cell_state, coverage_table
from geoplan.analysis.coverage_cells import cell_members
from geoplan.analysis.reporting_units import land_of, reporting_units
from geoplan.analysis.site_geometry import site_geometry
from geoplan.analysis.specialisation import ALL_BASES, county_specialisation
from geoplan.analysis.stated_area import stated_areas, sum_without_nested
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import possible_counties
from geoplan.geodata.boundaries import counties, counties_in
from geoplan.query.selection import Selection, select

GEOD = Geod(ellps="WGS84")


def test_the_three_empty_cells_are_told_apart() -> None:
    assert cell_state(0, float("nan")) == UNNAMED
    assert cell_state(2, float("nan")) == NO_DATA
    assert cell_state(2, 0.0) == KNOWN
    assert cell_state(0, 0.3) == KNOWN  # a neighbour's park reaches over the border


def test_mu_hectares_and_square_kilometres_agree(catalogue: Catalogue) -> None:
    areas = stated_areas(catalogue)
    assert areas["kaiyuan-community"] == pytest.approx(4680 / 1500 * 1e6)  # 1500 mu are a square kilometre: 3.12
    assert areas["marine-hightech-park"] == pytest.approx(12.9e6)
    assert areas["mintai-machinery-park"] == pytest.approx(32000 / 1500 * 1e6)


@pytest.mark.parametrize("by", [("county",), ("industry",), ("plan",), ("county", "industry"), ("industry", "plan")])
def test_the_members_of_a_cell_are_as_many_as_it_counts(catalogue: Catalogue, by: tuple[str, ...]) -> None:
    sites = catalogue.sites.index.tolist()
    keys = [{"county": "adcode", "industry": "industry_id", "plan": "plan_id"}[name] for name in by]
    table = coverage_table(catalogue, sites, by, scope="350200", denominator="published", draws=0)
    for row in table.sort_values("carriers").iloc[[0, len(table) // 2, -1]].to_dict("records"):
        found = cell_members(catalogue, sites, by, tuple(row[key] for key in keys), "350200")
        assert len(found) == len(set(found)) == row["carriers"]


def counted_in(catalogue: Catalogue, adcode: str) -> set[str]:
    """The sites known to stand in a county, or of a city or the province those of no known county."""
    where = possible_counties(catalogue)
    certain = where[where["certain"]]
    named = set(catalogue.sites.index[catalogue.sites["adcode"] == adcode])
    return set(certain.loc[certain["adcode"] == adcode, "site_id"]) | (named - set(certain["site_id"]))


def test_the_members_of_a_county_are_those_known_to_stand_there(catalogue: Catalogue) -> None:
    own = catalogue.sites.index[catalogue.sites["adcode"] == "350203"].tolist()
    found = cell_members(catalogue, catalogue.sites.index.tolist(), ("county",), ("350203",), "350200")
    assert found == [s for s in catalogue.sites.index if s in counted_in(catalogue, "350203")]
    assert set(own) < set(found) and "xiamen-university" in found  # known by city, drawn in Siming and Xiang'an
    assert cell_members(catalogue, own[:2], ("county",), ("350203",), "350200") == own[:2]


@pytest.mark.parametrize("branch", one_in(2, ["it", "bio", "creative", "future"]))
@pytest.mark.parametrize("scope", one_in(2, ["350200", "350000"]))
def test_a_count_of_a_county_is_what_the_answer_knows_to_stand_there(
    catalogue: Catalogue, branch: str, scope: str
) -> None:
    every = catalogue.sites.index.tolist()
    counties = counties_in(scope)["adcode"].tolist()
    answer = carrier_gaps(carriers(catalogue, every, [branch], scope), [branch], counties).set_index("adcode")["low"]
    table = coverage_table(catalogue, every, scope=scope, draws=0)
    counted = table[table["industry_id"] == branch].set_index("adcode")["carriers"]
    assert counted.reindex(counties).fillna(0).astype(int).to_dict() == answer.to_dict()
    structure = county_specialisation(catalogue, every, ALL_BASES)
    shown = structure[structure["industry_id"] == branch].set_index("adcode")["carriers"]
    assert shown.reindex(counties).fillna(0).astype(int).to_dict() == answer.to_dict()


def test_a_county_and_industry_that_no_plan_names_has_no_carrier(catalogue: Catalogue) -> None:
    table = coverage_table(catalogue, draws=0).set_index(["adcode", "industry_id"])
    assert ("350505", "creative") not in table.index  # no plan gives Quangang a creative industry
    huli = table.loc[("350206", "creative")]  # nor Huli, but a park of Siming's reaches over the border
    assert huli["carriers"] == 0 and 0 < huli["footprint_km2"] < 0.05
    assert table.at[("350213", "marine"), "stated_area_km2"] == pytest.approx(12.9)


def test_kinds_of_basis_sum_to_the_carriers(catalogue: Catalogue) -> None:
    table = coverage_table(catalogue)
    assert (table["stated"] + table["name_only"] + table["inherited"] == table["carriers"]).all()


def test_the_carriers_of_a_county_and_branch_are_those_the_filter_finds(catalogue: Catalogue) -> None:
    table = coverage_table(catalogue, draws=0)
    for row in table.itertuples():
        found = select(catalogue, Selection(industries=(row.industry_id,)))
        exactly = counted_in(catalogue, row.adcode).intersection(found)
        assert row.carriers == len(exactly), (row.adcode, row.industry_id)


@pytest.fixture
def three(catalogue: Catalogue) -> Catalogue:
    """Two overlapping squares of 0.01 degree across the border of Huli and Jimei's neighbour, and one site nowhere."""
    west, south = 118.10, 24.50  # in Huli
    squares = [
        shapely.box(west, south, west + 0.01, south + 0.01),
        shapely.box(west + 0.005, south, west + 0.015, south + 0.01),
    ]
    ids = ["one", "two", "lost"]
    sites = pd.DataFrame(
        {"name_zh": ids, "name_en": ids, "kind": "park", "status": "existing", "adcode": ["350206", "350206", "350203"],
         "drawn": [True, True, False], "layer_id": "x", "branch": "bio", "method": "digitised", "plan_id": "a",
            "section": "1"},
        index=pd.Index(ids, name="site_id"),
    )  # fmt: skip
    said = [
        ("one", "bio", "stated", "a"),
        ("two", "bio", "name", "a"),
        ("two", "bio", "stated", "b"),
        ("lost", "it", "shared", "b"),
    ]
    designations = pd.DataFrame(
        [
            {"site_id": s, "industry_id": i, "wording": i, "role": "lead", "basis": b, "plan_id": p, "section": "1"}
            for s, i, b, p in said
        ]
    )
    places = gpd.GeoDataFrame(
        {
            "site_id": ["one", "two", "lost"],
            "radius_m": [100.0, 100.0, 9000.0],
            "method": ["area_schematic", "area_schematic", "county"],
            "geometry": [*squares, None],
        },
        crs=4326,
    )
    nothing = designations.iloc[:0][["site_id", "plan_id", "section"]]
    facts = pd.DataFrame(
        [("one", "land_area", "150", "亩", "xiamen-st"), ("one", "land_area", "30", "公顷", "fujian-st"), ("two", "land_area", "1", "平方公里", "xiamen-st")],
        columns=["site_id", "property", "value", "unit", "plan_id"],
    ).assign(section="1")  # fmt: skip
    relations = pd.DataFrame({"site_id": [], "relation": [], "parent_id": [], "plan_id": [], "section": []}, dtype=str)
    return replace(
        catalogue,
        sites=sites,
        designations=designations,
        relations=relations,
        mentions=nothing,
        site_facts=facts,
        places=places,
    )


def test_a_made_up_catalogue_is_counted_by_hand(three: Catalogue) -> None:
    table = coverage_table(three, by=("county", "industry"), scope="350200", draws=0).set_index(
        ["adcode", "industry_id"]
    )
    huli = table.loc[("350206", "bio")]
    assert (huli["carriers"], huli["stated"], huli["name_only"], huli["placed"]) == (2, 2, 0, 2)
    lost = table.loc[("350203", "it")]
    assert (lost["carriers"], lost["stated"], lost["placed"], lost["footprint_of"]) == (1, 1, 0, 0)
    assert pd.isna(lost["footprint_km2"]) and pd.isna(lost["stated_area_km2"])


def test_the_overlap_of_two_squares_is_counted_once_and_equals_the_geodesic_area(three: Catalogue) -> None:
    west, south = 118.10, 24.50
    union = shapely.box(west, south, west + 0.015, south + 0.01)
    geodesic = abs(GEOD.geometry_area_perimeter(union)[0]) / 1e6
    row = coverage_table(three, by=("industry",), scope="350200", draws=0).set_index("industry_id").loc["bio"]
    assert row["footprint_km2"] == pytest.approx(geodesic, rel=1e-3)


def test_per_plan_only_what_that_plan_says_counts(three: Catalogue) -> None:
    table = coverage_table(three, by=("plan",), scope="350200", draws=0).set_index("plan_id")
    assert table["carriers"].to_dict() == {"a": 3, "b": 2, "fujian-st": 1, "xiamen-st": 2}
    assert table["name_only"].to_dict() == {"a": 1, "b": 0, "fujian-st": 0, "xiamen-st": 0}
    assert table["undesignated"].to_dict() == {
        "a": 1,
        "b": 0,
        "fujian-st": 1,
        "xiamen-st": 2,
    }  # plan a names the lost one, without an industry


def test_of_two_stated_areas_the_latest_plans_counts_and_units_are_converted(three: Catalogue) -> None:
    latest = max(("xiamen-st", "fujian-st"), key=lambda p: three.plans.at[p, "issued_on"])
    hand = {"xiamen-st": 150 / 1500, "fujian-st": 30 / 100}[latest] + 1  # mu, hectares, and 1 km²
    row = coverage_table(three, by=("county",), scope="350200", draws=0).set_index("adcode").loc["350206"]
    assert row["stated_area_km2"] == pytest.approx(hand)
    assert row["stated_area_of"] == 2


def test_a_part_is_not_added_to_its_whole(three: Catalogue) -> None:
    inside = replace(
        three,
        relations=pd.DataFrame(
            [{"site_id": "one", "relation": "part_of", "parent_id": "two", "plan_id": "a", "section": "1"}]
        ),
    )
    assert sum_without_nested(inside, stated_areas(inside), ["one", "two"]) == (1e6, 1)
    assert sum_without_nested(inside, stated_areas(inside), ["lost"])[1] == 0


@pytest.mark.parametrize(
    "by", [("county",), ("industry",), ("plan",), ("county", "plan"), ("county", "industry", "plan")]
)
def test_every_cross_is_sound(catalogue: Catalogue, by: tuple[str, ...]) -> None:
    table = coverage_table(catalogue, by=by, scope="350200", denominator="published", draws=20)
    kinds = table["stated"] + table["name_only"] + table["inherited"] + table["undesignated"]
    assert (kinds == table["carriers"]).all()
    assert (table["placed"] <= table["carriers"]).all() and (table["uncertain_county"] <= table["placed"]).all()
    shares = table[["share_low", "share", "share_high"]].dropna()
    assert ((shares >= 0) & (shares <= 1)).all(axis=None)
    assert (shares["share_low"] <= shares["share_high"]).all()
    assert set(table["denominator"]) == {"published"}


def test_footprints_of_the_counties_sum_to_that_of_the_city(catalogue: Catalogue) -> None:
    per_county = coverage_table(catalogue, by=("county", "industry"), scope="350200", draws=0)
    whole = coverage_table(catalogue, by=("industry",), scope="350200", draws=0).set_index("industry_id")
    parts = per_county.groupby("industry_id")["footprint_km2"].sum(min_count=1)
    pd.testing.assert_series_equal(parts, whole["footprint_km2"], check_names=False, rtol=1e-6)


def test_a_share_of_the_land_is_that_of_the_footprint_on_the_same_land(catalogue: Catalogue) -> None:
    table = coverage_table(catalogue, by=("county",), scope="350200", denominator="land", draws=0).set_index("adcode")
    land = reporting_units("350200", "county", "land").set_index("adcode").geometry
    drawn = catalogue.places[catalogue.places.geom_type.isin(["Polygon", "MultiPolygon"])].to_crs(land.crs)
    inside = drawn[drawn["site_id"].isin(catalogue.sites.index[catalogue.sites["adcode"].str.startswith("3502")])]
    for county in land.index:
        own = inside.geometry.union_all().intersection(land[county]).area / 1e6
        assert table.at[county, "footprint_km2"] == pytest.approx(own, rel=1e-6)
        assert table.at[county, "share"] == pytest.approx(own / (land[county].area / 1e6), rel=1e-6)


def test_the_same_seed_gives_the_same_table(catalogue: Catalogue) -> None:
    one, again = (coverage_table(catalogue, draws=10, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one, again)
    other = coverage_table(catalogue, draws=10, seed=4)
    assert not other["footprint_low_km2"].equals(one["footprint_low_km2"])


def test_an_unknown_dimension_or_denominator_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="colour"):
        coverage_table(catalogue, by=("colour",))
    with pytest.raises(ValueError, match="sea"):
        coverage_table(catalogue, denominator="sea")
    with pytest.raises(ValueError, match="999999"):
        reporting_units("999999")


def test_denominators_are_those_of_their_sources(catalogue: Catalogue) -> None:
    assert land_of(catalogue, "350200", "county", "published")["350203"] == 84  # published, km²
    boundary = land_of(catalogue, "350200", "county", "boundary")["350203"]
    geodesic = abs(GEOD.geometry_area_perimeter(counties().set_index("adcode").geometry["350203"])[0]) / 1e6
    assert boundary == pytest.approx(geodesic, rel=1e-3)
    assert (
        land_of(catalogue, "350200", "county", "land")["350205"]
        < land_of(catalogue, "350200", "county", "boundary")["350205"]
    )


def test_a_whole_stands_where_its_parts_stand(catalogue: Catalogue) -> None:
    city = (
        site_geometry(catalogue, ["xiamen-science-city"])
        if "xiamen-science-city" in catalogue.sites.index
        else site_geometry(catalogue)
    )
    through = site_geometry(catalogue)[lambda p: p["through_parts"]]
    assert len(through) >= 5
    for site_id in through["site_id"]:
        assert not catalogue.sites.at[site_id, "drawn"] and site_id in catalogue.placed
    assert city["radius_m"].notna().all()


def test_sites_known_by_county_alone_have_no_position(catalogue: Catalogue) -> None:
    nowhere = [s for s in catalogue.sites.index if s not in catalogue.placed]
    assert site_geometry(catalogue, nowhere).empty
    assert len(site_geometry(catalogue)) == len(catalogue.placed)

"""What the map is handed of drafts: their places, and what is drawn through its parts with them."""

import shapely
from test_with_drafts import KAIYUAN, PLACE_DRAFT, POSITION_DRAFT, RECTANGLE

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import POSITION, Draft
from geoplan.drafts.with_drafts import with_drafts
from geoplan.map.site_markers import draft_places

PARK = "software-park"  # drawn through its parts, of which Kaiyuan is one


def test_the_drafts_alone_are_handed_over_as_they_were_drawn(catalogue: Catalogue) -> None:
    features = draft_places(with_drafts(catalogue, [POSITION_DRAFT, PLACE_DRAFT]))["features"]
    shapes = {f["properties"]["s"]: shapely.geometry.shape(f["geometry"]) for f in features}
    assert shapes.keys() == {KAIYUAN, PLACE_DRAFT.draft_id}
    assert shapes[KAIYUAN].equals(RECTANGLE) and shapes[PLACE_DRAFT.draft_id].equals(PLACE_DRAFT.geometry)


def test_the_draft_of_a_part_still_shows_its_whole(catalogue: Catalogue) -> None:
    places = draft_places(with_drafts(catalogue, [POSITION_DRAFT]))
    [feature] = places["features"]
    assert PARK in feature["properties"]["via"]
    assert places["wholes"][PARK] == {"zh": "厦门软件园", "en": catalogue.sites.at[PARK, "name_en"]}


def test_a_whole_that_a_user_draws_is_no_longer_shown_through_its_parts(catalogue: Catalogue) -> None:
    drafted = with_drafts(catalogue, [Draft(POSITION, PARK, RECTANGLE)])
    wholes = draft_places(drafted)["wholes"]
    assert wholes.keys() == set(catalogue.ways.index[catalogue.ways == "parts"]) - {PARK}


def test_an_area_of_doubt_is_handed_over_as_one(catalogue: Catalogue) -> None:
    doubt = Draft(POSITION, KAIYUAN, RECTANGLE, method="area_of_doubt", confidence="low")
    [feature] = draft_places(with_drafts(catalogue, [doubt]))["features"]
    assert (feature["properties"]["l"], feature["properties"]["w"]) == ("doubt", "area_of_doubt")

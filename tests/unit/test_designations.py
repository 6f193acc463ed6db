"""Parts inherit from wholes, and a site's colour follows what is said of it most weightily."""

import pandas as pd

from geoplan.catalogue.designations import inherit, main_branch

COLUMNS = ["site_id", "industry_id", "wording", "role", "basis", "plan_id", "section"]
INDUSTRIES = pd.DataFrame({"branch": ["it", "it", "bio", "other"]}, index=["it", "ai", "bio", "other"])


def said(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame([(s, i, i, role, "stated", p, at) for s, i, role, p, at in rows], columns=COLUMNS)


def members(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["site_id", "parent_id"])


def test_a_part_inherits_what_is_said_of_the_whole() -> None:
    rows = inherit(said(("park", "ai", "lead", "p", "1")), members(("phase-2", "park")))
    got = rows[rows["site_id"] == "phase-2"].iloc[0]
    assert (got["industry_id"], got["basis"], got["from_site"]) == ("ai", "inherited", "park")


def test_inheritance_goes_down_one_level() -> None:
    rows = inherit(said(("zone", "ai", "lead", "p", "1")), members(("park", "zone"), ("phase", "park")))
    assert set(rows["site_id"]) == {"zone", "park"}


def test_what_the_same_plan_says_of_the_part_itself_is_not_inherited_again() -> None:
    rows = inherit(said(("park", "ai", "lead", "p", "1"), ("phase", "ai", "new", "p", "2")), members(("phase", "park")))
    assert rows[rows["site_id"] == "phase"]["basis"].tolist() == ["stated"]


def test_a_circle_of_parts_ends() -> None:
    rows = inherit(said(("a", "ai", "lead", "p", "1")), members(("b", "a"), ("a", "b")))
    assert sorted(rows["site_id"]) == ["a", "b"]


def test_ten_terms_of_one_branch_in_one_section_weigh_no_more_than_one() -> None:
    rows = said(
        ("s", "ai", "lead", "p", "1"),
        ("s", "it", "lead", "p", "1"),
        ("s", "bio", "lead", "p", "1"),
        ("s", "bio", "layout", "p", "2"),
    )
    assert main_branch(rows, members(), INDUSTRIES)["s"] == "bio"  # 4 + 3 against 4


def test_a_tie_goes_to_the_vocabularys_order() -> None:
    rows = said(("s", "bio", "lead", "p", "1"), ("s", "ai", "lead", "p", "1"))
    assert main_branch(rows, members(), INDUSTRIES)["s"] == "it"


def test_a_part_of_which_nothing_is_said_takes_the_colour_of_the_whole() -> None:
    branch = main_branch(said(("park", "bio", "lead", "p", "1")), members(("phase", "park")), INDUSTRIES)
    assert branch["phase"] == "bio"


def test_a_place_in_the_layout_weighs_more_than_a_supporting_role_and_less_than_a_leading_one() -> None:
    layout, other = ("s", "bio", "layout", "p", "1"), ("s", "ai", "supporting", "p", "2")
    assert main_branch(said(layout, other), members(), INDUSTRIES)["s"] == "bio"  # 3 against 2
    assert main_branch(said(layout, ("s", "ai", "lead", "p", "2")), members(), INDUSTRIES)["s"] == "it"  # 3 against 4


def test_layout_and_new_weigh_as_much_as_a_leading_role() -> None:
    rows = said(
        ("s", "bio", "layout", "p", "1"), ("s", "bio", "new", "p", "2"), ("s", "ai", "lead", "p", "3")
    )  # 3 + 1 against 4: the vocabulary's order decides
    assert main_branch(rows, members(), INDUSTRIES)["s"] == "it"
    more = pd.concat([rows, said(("s", "bio", "new", "p", "4"))])
    assert main_branch(more, members(), INDUSTRIES)["s"] == "bio"

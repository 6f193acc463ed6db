"""Marks that lie on each other become one symbol with their number."""

import shapely

from geoplan.cartography.mark_groups import mark_groups
from geoplan.cartography.sheet_places import Place


def place(site: str, x: float, y: float, colour: str = "#000000") -> Place:
    return Place(site, site, colour, "circle", "", (1, 0), shapely.Point(x, y), (x, y), 0.0, True, False)


def test_marks_that_are_apart_stay_alone() -> None:
    groups = mark_groups([place("a", 10, 10), place("b", 20, 10)], 1.0, 100, 100)
    assert [(g.x, g.y, g.sites) for g in groups] == [(10, 10, ["a"]), (20, 10, ["b"])]


def test_marks_that_touch_are_one_symbol_at_their_mean() -> None:
    (group,) = mark_groups([place("a", 10, 10), place("b", 11, 12), place("c", 12, 11)], 1.0, 100, 100)
    assert (group.x, group.y) == (11, 11)
    assert sorted(group.sites) == ["a", "b", "c"]


def test_two_places_of_one_site_are_one_mark() -> None:
    (group,) = mark_groups([place("a", 10, 10), place("a", 10.5, 10)], 1.0, 100, 100)
    assert group.is_single and group.radius == 1.0


def test_no_two_symbols_touch_and_all_are_whole_on_the_paper() -> None:
    places = [place(f"s{i}", (i * 37 % 101) * 0.5, (i * 53 % 89) * 0.5) for i in range(120)]
    groups = mark_groups(places, 1.0, 50, 45)
    discs = [shapely.Point(g.x, g.y).buffer(g.radius) for g in groups]
    assert not any(one.intersects(two) for i, one in enumerate(discs) for two in discs[:i])
    assert all(shapely.box(0, 0, 50, 45).contains(disc) for disc in discs)
    assert sum(len(g.places) for g in groups) == 120


def test_the_ring_shows_colours_by_their_share() -> None:
    (group,) = mark_groups(
        [place("a", 10, 10, "#111111"), place("b", 10, 10, "#222222"), place("c", 10, 10, "#222222")], 1.0, 50, 50
    )
    assert group.shares() == [("#222222", 2 / 3), ("#111111", 1 / 3)]

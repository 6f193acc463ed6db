"""A click on a cell and a tick of a box both pick a row: the last one counts."""

from geoplan.ui.widgets.row_pick import newest


def test_at_first_nothing_is_picked() -> None:
    assert newest(([], [], []), [], []) == []


def test_a_click_on_a_cell_picks_its_row_though_another_is_ticked() -> None:
    assert newest(([3], [], [3]), [3], [0]) == [0]


def test_a_tick_picks_its_row_though_a_cell_of_another_is_chosen() -> None:
    assert newest(([], [0], [0]), [3], [0]) == [3]


def test_what_did_not_change_leaves_the_row_picked() -> None:
    assert newest(([3], [0], [0]), [3], [0]) == [0]


def test_taking_back_a_tick_leaves_the_row_of_the_chosen_cell() -> None:
    assert newest(([3], [0], [3]), [], [0]) == [0]

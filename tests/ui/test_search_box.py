"""The server takes from the search box what it should be, whatever a browser sends."""

from typing import Any

import pytest

from geoplan.ui.components.search_box import box_texts, read_answer


@pytest.mark.parametrize(
    "answer",
    [{"kind": "site", "id": "software-park-2"}, {"coordinate": "118.1, 24.5"}, {"text": "软件园"}, {"text": ""}],
)
def test_an_answer_is_taken(answer: dict[str, str]) -> None:
    assert read_answer(answer) == answer


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        [],
        {},
        {"kind": "site"},
        {"text": 1},
        {"text": "a" * 301},
        {"text": "a", "coordinate": "b"},
        {"id": {}, "kind": ""},
    ],
)
def test_anything_else_is_no_answer(answer: Any) -> None:
    assert read_answer(answer) is None


def test_the_braces_of_the_texts_are_left_to_the_browser() -> None:
    assert box_texts("zh")["filter"] == "按“{text}”筛选列表"
    assert box_texts("en")["note_near"] == "No name contains “{text}”. Nearest: {names}."

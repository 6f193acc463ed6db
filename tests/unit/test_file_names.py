"""Files that are handed out are named by what they hold, and every system can store them."""

import re
from datetime import date

import pytest
from hostile_texts import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from geoplan.text.file_names import download_stem, sheet_name

DAY = date(2026, 11, 28)


def test_a_sheet_is_named_by_place_filter_day_and_paper() -> None:
    assert sheet_name(["厦门市", "生物医药"], DAY, "A4", "pdf") == "GeoPlan-厦门市-生物医药-2026-11-28-A4.pdf"
    assert sheet_name(["厦门市"], DAY, "16:9", "png") == "GeoPlan-厦门市-2026-11-28-16x9.png"


def test_what_is_empty_or_said_twice_is_left_out() -> None:
    assert download_stem(["", "Xiamen", " ", "Xiamen"], DAY) == "GeoPlan-Xiamen-2026-11-28"
    assert download_stem([], DAY) == "GeoPlan-2026-11-28"


def test_what_windows_forbids_becomes_a_hyphen() -> None:
    assert download_stem(['a\\b/c:d*e?f"g<h>i|j', "con. "], DAY) == "GeoPlan-a-b-c-d-e-f-g-h-i-j-con-2026-11-28"


def test_many_words_are_cut_and_the_day_stays() -> None:
    name = sheet_name([f"{i:02}" + "福建省高端装备与汽车" * 9 for i in range(30)], DAY, "A3", "svg")
    assert len(name.encode()) <= 200 and name.endswith("-2026-11-28-A3.svg") and name.startswith("GeoPlan-00福建")


def is_safe(name: str) -> bool:
    return (
        not re.search(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]', name)
        and not name.endswith((".", " "))
        and name.startswith("GeoPlan-")
        and len(name.encode()) <= 200
    )


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_words_give_safe_names(text: str) -> None:
    assert is_safe(download_stem([text, text * 3], DAY))


@given(st.lists(st.text(), max_size=6))
def test_any_words_give_safe_names(words: list[str]) -> None:
    assert is_safe(sheet_name(words, DAY, "A4", "png"))

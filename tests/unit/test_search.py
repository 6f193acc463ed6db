"""Sites are found however their name is written."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.search import parse_coordinate, search


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("开元创新社区", "kaiyuan-community"),
        ("開元創新社區", "kaiyuan-community"),
        ("kaiyuan", "kaiyuan-community"),
        ("国际科技创新城", "kaiyuan-community"),
        ("kycxsq", "kaiyuan-community"),
        ("厦门 生物医药港", "biomedical-harbour"),
        ("厦门生物医要港", "biomedical-harbour"),  # a slip of the pen
        ("SOFTWARE PARK PHASE II", "software-park-2"),
        ("海洋高新区", "marine-hightech-park"),
    ],
)  # fmt: skip
def test_a_name_is_found_first(catalogue: Catalogue, text: str, site: str) -> None:
    assert search(catalogue, text)[0] == site


def test_nonsense_finds_nothing(catalogue: Catalogue) -> None:
    assert search(catalogue, "火星基地%_'\"<b>") == []
    assert search(catalogue, "   ") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("118.1, 24.5", (118.1, 24.5)),
        ("24.5 118.1", (118.1, 24.5)),
        ("24.5°N，118.1°E", (118.1, 24.5)),
        ("软件园", None),
        ("1, 2", None),
        ("118.1", None),
        ("200, 24", None),
    ],
)  # fmt: skip
def test_coordinates_are_read_in_either_order(text: str, expected: tuple[float, float] | None) -> None:
    assert parse_coordinate(text) == expected

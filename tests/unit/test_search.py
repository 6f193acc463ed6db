"""Sites are found however their name is written."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.search import parse_lonlat, search


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
        ("24.5°S, 118.1°E", None),
        ("第3期 2026年", None),
    ],
)  # fmt: skip
def test_coordinates_are_read_in_either_order(text: str, expected: tuple[float, float] | None) -> None:
    assert parse_lonlat(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "24°26′46″N 118°05′22″E", "118°05'22\"E, 24°26'46\"N", "北纬24度26分46秒，东经118度5分22秒",
        "24 26 46 118 5 22", "N24°26.766667′ E118°5.366667′",
    ],
)  # fmt: skip
def test_degrees_minutes_and_seconds_are_read(text: str) -> None:
    # 118 + 5/60 + 22/3600 and 24 + 26/60 + 46/3600
    assert parse_lonlat(text) == pytest.approx((118.0894444, 24.4461111), abs=1e-6)

"""Lists of one subject: a member of one that the other lacks is a difference, a list of another subject is not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import Difference
from geoplan.concordance.list_differences import list_differences

COLUMNS = ["title_zh", "plan_id", "section", "member", "site_id"]
Row = tuple[str, str, str, str, str]
SEI, XST = "xiamen-sei", "xiamen-st"


def found(catalogue: Catalogue, *rows: Row, subject: str = "parks", count: int | None = None) -> list[Difference]:
    """The differences of lists of one subject, a member a row."""
    frame = pd.DataFrame(list(rows), columns=COLUMNS).assign(list_id=subject, title_en="List", industry_id="")
    frame["count_printed"] = pd.array([count] * len(rows), dtype="Int64")
    return list(list_differences(replace(catalogue, lists=frame)))


def test_a_site_that_one_list_of_a_plan_lacks_is_a_difference_about_the_site(catalogue: Catalogue) -> None:
    rows = [
        ("清单", SEI, "一", "甲园", "xinyang"), ("清单", SEI, "一", "乙园", "longshan"),
        ("专栏", SEI, "二", "乙园区", "longshan"),
    ]  # fmt: skip
    (only,) = found(catalogue, *rows)
    assert (only.kind, only.subject, only.a, only.b) == ("list", "xinyang", (SEI, "一", "甲园"), (SEI, "二", "乙园区"))


def test_the_lists_of_two_plans_are_one_difference_with_all_members_side_by_side(catalogue: Catalogue) -> None:
    rows = [
        ("甲", SEI, "一", "甲园", "xinyang"), ("甲", SEI, "一", "乙园", "longshan"), ("甲", SEI, "一", "丙园", "xingbei"),
        ("乙", XST, "二", "乙园区", "longshan"),
    ]  # fmt: skip
    (only,) = found(catalogue, *rows)
    assert (only.subject, only.a.says, only.b.says) == ("parks", "甲园、乙园、丙园", "乙园区")
    assert "甲园、丙园" in only.why.text("zh")  # those that only one has


def test_a_part_of_a_listed_site_is_not_missing(catalogue: Catalogue) -> None:
    rows = [("甲", SEI, "一", "软件园", "software-park"), ("乙", XST, "二", "一期", "software-park-1")]
    assert found(catalogue, *rows) == []


def test_lists_of_two_subjects_are_not_compared(catalogue: Catalogue) -> None:
    rows = [("甲", SEI, "一", "a", "", "parks"), ("乙", XST, "二", "b", "", "fields")]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "list_id"]).assign(
        title_en="List", industry_id="", count_printed=pd.NA
    )
    assert list(list_differences(replace(catalogue, lists=frame))) == []


def test_the_order_of_a_list_is_no_difference(catalogue: Catalogue) -> None:
    rows = [
        ("甲", SEI, "一", "a", ""),
        ("甲", SEI, "一", "b", ""),
        ("乙", XST, "二", "b", ""),
        ("乙", XST, "二", "a", ""),
    ]
    assert found(catalogue, *rows) == []


def test_the_number_that_a_plan_prints_goes_before_the_number_of_members(catalogue: Catalogue) -> None:
    (only,) = found(catalogue, ("甲", SEI, "一", "a", ""), ("乙", XST, "二", "b", ""), count=7)
    assert only.why.text("en").count(": 7") == 2


def test_many_missing_sites_are_one_difference_of_the_lists(catalogue: Catalogue) -> None:
    alone = [s for s in catalogue.sites.index if s not in catalogue.parents and s not in catalogue.parts][:10]
    rows = [("甲", SEI, "一", site, site) for site in alone[1:]]
    own, lists = found(catalogue, *rows, ("乙", SEI, "二", "甲园", alone[0]))
    assert (own.subject, lists.subject) == (alone[0], "parks")  # one site, then nine together


@pytest.mark.parametrize(
    ("sections", "address"),
    [
        (("表3/8", "表3/9"), "表3"),
        (("第五章/海洋高新", "第五章/数字创意"), "第五章"),
        (("表1/2", "第一章"), "表1/2；第一章"),
    ],
)
def test_a_list_over_several_sections_is_cited_by_what_holds_them(
    catalogue: Catalogue, sections: tuple[str, str], address: str
) -> None:
    rows = [("甲", SEI, section, section, "") for section in sections]
    (only,) = found(catalogue, *rows, ("乙", XST, "二", "b", ""))
    assert only.a.section == address


def test_a_list_named_after_a_site_lists_its_parts(catalogue: Catalogue) -> None:
    rows = [("甲", SEI, "一", "甲片区", ""), ("乙", XST, "二", "乙片区", "")]
    (only,) = found(catalogue, *rows, subject="science-city")
    assert (only.kind, only.subject) == ("extent", "science-city")

"""Lists of one subject: a member of one that the other lacks is a difference, a list of another subject is not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.list_differences import list_differences

COLUMNS = ["list_id", "title_zh", "title_en", "plan_id", "section", "member", "site_id", "industry_id"]
Row = tuple[str, str, str, str, str]  # list_id, plan_id, section, member, site_id


def with_lists(catalogue: Catalogue, *rows: Row, count: int | None = None) -> Catalogue:
    cells = [
        (list_id, "名单", "List", plan, section, member, site, "") for list_id, plan, section, member, site in rows
    ]
    lists = pd.DataFrame(cells, columns=COLUMNS).assign(count_printed=pd.array([count] * len(rows), dtype="Int64"))
    return replace(catalogue, lists=lists)


def test_a_site_that_only_one_list_names_is_a_difference_about_the_site(catalogue: Catalogue) -> None:
    rows = [
        ("parks", "xiamen-sei", "一", "甲园", "xinyang"), ("parks", "xiamen-sei", "一", "乙园", "longshan"),
        ("parks", "xiamen-st", "二", "乙园区", "longshan"),
    ]  # fmt: skip
    (only,) = list_differences(with_lists(catalogue, *rows))
    assert (only.kind, only.subject, only.a, only.b) == (
        "list", "xinyang", ("xiamen-sei", "一", "甲园"), ("xiamen-st", "二", "乙园区"),
    )  # fmt: skip


def test_a_part_of_a_listed_site_is_not_missing(catalogue: Catalogue) -> None:
    rows = [
        ("parks", "xiamen-sei", "一", "软件园", "software-park"),
        ("parks", "xiamen-st", "二", "一期", "software-park-1"),
    ]
    assert list(list_differences(with_lists(catalogue, *rows))) == []


def test_lists_of_two_subjects_are_not_compared(catalogue: Catalogue) -> None:
    rows = [("parks", "xiamen-sei", "一", "甲", ""), ("fields", "xiamen-st", "二", "乙", "")]
    assert list(list_differences(with_lists(catalogue, *rows))) == []


def test_the_order_of_a_list_is_no_difference(catalogue: Catalogue) -> None:
    rows = [
        ("f", "xiamen-sei", "一", "甲", ""), ("f", "xiamen-sei", "一", "乙", ""),
        ("f", "xiamen-st", "二", "乙", ""), ("f", "xiamen-st", "二", "甲", ""),
    ]  # fmt: skip
    assert list(list_differences(with_lists(catalogue, *rows))) == []


def test_the_number_that_a_plan_prints_goes_before_the_number_of_members(catalogue: Catalogue) -> None:
    rows = [("f", "xiamen-sei", "一", "甲", ""), ("f", "xiamen-st", "二", "乙", "")]
    (only,) = list_differences(with_lists(catalogue, *rows, count=7))
    assert only.why.text("en").count(": 7") == 2


def test_many_missing_sites_are_one_difference_of_the_lists(catalogue: Catalogue) -> None:
    alone = [s for s in catalogue.sites.index if s not in catalogue.parents and s not in catalogue.parts][:10]
    rows = [("parks", "xiamen-sei", "一", site, site) for site in alone[1:]]
    own, lists = list_differences(with_lists(catalogue, *rows, ("parks", "xiamen-st", "二", "甲园", alone[0])))
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
    rows = [("f", "xiamen-sei", section, section, "") for section in sections]
    (only,) = list_differences(with_lists(catalogue, *rows, ("f", "xiamen-st", "二", "乙", "")))
    assert only.a.section == address


def test_a_list_named_after_a_site_lists_its_parts(catalogue: Catalogue) -> None:
    rows = [("science-city", "xiamen-sei", "一", "甲片区", ""), ("science-city", "xiamen-st", "二", "乙片区", "")]
    (only,) = list_differences(with_lists(catalogue, *rows))
    assert (only.kind, only.subject) == ("extent", "science-city")

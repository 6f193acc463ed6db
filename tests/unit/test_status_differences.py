"""States of a site: what two statements say differently is reported, and why it may be no conflict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.concordance.difference_table import Difference
from geoplan.concordance.status_differences import status_differences


def found(catalogue: Catalogue, *rows: tuple[str, str, str]) -> list[Difference]:
    """The differences of one site, of which each row gives a status, a plan and its words."""
    cells = [("xinyang", status, plan, str(number), words) for number, (status, plan, words) in enumerate(rows)]
    statuses = pd.DataFrame(cells, columns=["site_id", "status", "plan_id", "section", "wording"])
    return list(status_differences(replace(catalogue, statuses=statuses)))


def test_two_plans_of_one_year_that_give_two_states_contradict_each_other(catalogue: Catalogue) -> None:
    (only,) = found(catalogue, ("existing", "xiamen-sei", "依托甲"), ("building", "xiamen-st", "建设甲"))
    assert (only.severity, only.a, only.b) == (
        "contradiction", ("xiamen-sei", "0", "依托甲"), ("xiamen-st", "1", "建设甲"),
    )  # fmt: skip


@pytest.mark.parametrize(("first", "severity"), [("existing", "contradiction"), ("planned", "scope")])
def test_two_sections_of_one_plan_contradict_each_other_where_one_says_it_stands(
    catalogue: Catalogue, first: str, severity: str
) -> None:
    (only,) = found(catalogue, (first, "xiamen-st", "成立"), ("proposed", "xiamen-st", "策划"))
    assert (only.severity, only.a.plan, only.b.plan) == (severity, "xiamen-st", "xiamen-st")


@pytest.mark.parametrize(
    ("earlier", "later", "severity"),
    [("planned", "existing", "scope"), ("proposed", "building", "scope"), ("existing", "building", "contradiction")],
)
def test_a_newer_plan_may_find_a_site_further_and_never_further_back(
    catalogue: Catalogue, earlier: str, later: str, severity: str
) -> None:
    # 2021 and 2023; the order of the rows does not matter.
    pairs = (earlier, "fujian-st", ""), (later, "xiamen-susong", "")
    for rows in (pairs, pairs[::-1]):
        (only,) = found(catalogue, *rows)
        assert only.severity == severity


def test_plans_that_share_a_state_do_not_differ(catalogue: Catalogue) -> None:
    rows = [("building", "xiamen-sei", ""), ("existing", "xiamen-sei", ""), ("building", "xiamen-st", "")]
    (only,) = found(catalogue, *rows)  # the first plan from itself
    assert (only.a.plan, only.b.plan) == ("xiamen-sei", "xiamen-sei")


def test_to_be_built_and_being_built_are_one_stage(catalogue: Catalogue) -> None:
    # 建设 in one plan, 加快建设 in the other.
    assert found(catalogue, ("planned", "xiamen-sei", "建设甲"), ("building", "xiamen-st", "加快建设甲")) == []


def test_a_plan_that_says_nothing_disagrees_with_nobody(catalogue: Catalogue) -> None:
    assert found(catalogue, ("building", "xiamen-sei", ""), ("building", "xiamen-sei", "")) == []


def test_the_name_of_the_state_stands_where_no_words_are_cited(catalogue: Catalogue) -> None:
    (only,) = found(catalogue, ("existing", "xiamen-sei", ""), ("building", "xiamen-st", ""))
    assert (only.a.says, only.b.says) == ("已有", "建设中")


def test_a_status_of_neither_a_site_nor_a_programme_is_refused(copy: Path) -> None:
    with (copy / "data" / "statuses.csv").open("a", encoding="utf-8") as file:
        file.write("no-such-site,existing,xiamen-st,表1/6,\n")
    row = len((copy / "data" / "statuses.csv").read_text("utf-8").splitlines())
    assert [(p.file, p.row, p.rule) for p in load(copy).problems] == [("data/statuses.csv", row, "orphan")]

"""A plan is in force through the last day of its period, ended the day after, and every list and citation says so."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from test_cli import run

from geoplan.brief.blocks import Table
from geoplan.brief.brief_content import compose
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.validity import cite, labelled_plans, plan_name, validity
from geoplan.errors import UserError
from geoplan.query.selection import Selection, facet_counts, select
from geoplan.settings import settings
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.site_report import site_report
from geoplan.suitability.site_selection import find_sites

pytestmark = pytest.mark.slow

LAST, NEXT = "2025-12-31", "2026-01-01"
# The periods printed in the titles: four five-year plans of 2021–2025, and the Su Song project of 2023–2026.
ENDED = {"fujian-st", "xiamen-st", "xiamen-sei", "siming-st"}


@pytest.fixture(params=[LAST, NEXT])
def day(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("GEOPLAN_TODAY", request.param)
    settings.cache_clear()
    yield request.param
    settings.cache_clear()


def test_both_years_of_a_period_belong_to_it() -> None:
    plans = pd.DataFrame({"period_start": [2021], "period_end": [2025]}, index=["p"])
    on = {
        "2020-12-31": "not_yet", "2021-01-01": "in_force", "2023-07-01": "in_force", "2025-12-31": "in_force",
        "2026-01-01": "ended",
    }  # fmt: skip
    assert {text: validity(plans, date.fromisoformat(text))["p"] for text in on} == on


def test_a_period_that_is_not_known_is_never_guessed() -> None:
    periods = [(None, None), (2021, None), (None, 2025), (None, 2030), (2027, None)]
    plans = pd.DataFrame(periods, columns=["period_start", "period_end"], dtype="Int64", index=list("abcde"))
    # Without a start a plan may have ended, without an end it may not have begun; nothing else is certain.
    assert validity(plans, date(2026, 1, 1)).to_dict() == {"a": "", "b": "", "c": "ended", "d": "", "e": "not_yet"}


@pytest.mark.parametrize("text", ["tomorrow", "2026-13-01", "2026-02-30", "01/01/2026", "2026"])
def test_a_day_that_is_no_date_is_refused_with_the_remedy(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOPLAN_TODAY", text)
    said = run("list", "plans", code=2).stderr
    assert said.startswith(f"GEOPLAN_TODAY：“{text}”") and "2026-01-01" in said and said.count("\n") == 1
    settings.cache_clear()
    with pytest.raises(UserError, match="unset it"):
        settings().day  # noqa: B018


def test_without_the_setting_the_day_is_the_current_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOPLAN_TODAY", "")
    settings.cache_clear()
    assert settings().day in {date.today(), date.fromordinal(date.today().toordinal() - 1)}
    settings.cache_clear()


def test_names_and_citations_say_that_a_plan_ended(catalogue: Catalogue, day: str) -> None:
    ended = day == NEXT
    assert cite(catalogue, "fujian-st", "第五章").text("zh") == f"《福建科技》{'（已到期）' if ended else ''}第五章"
    assert cite(catalogue, "fujian-st", "第五章").text("en") == f"Fujian S&T {'(ended) ' if ended else ''}第五章"
    assert plan_name(catalogue.plans, "siming-st").text("zh") == f"思明科技{'（已到期）' if ended else ''}"
    assert plan_name(catalogue.plans, "xiamen-susong").text("en") == "Xiamen Su Song"
    labels = labelled_plans(catalogue.plans, "zh")
    assert labels["xiamen-susong"] == "厦门苏颂工程（现行）"
    assert labels["fujian-st"] == f"福建科技（{'已到期' if ended else '现行'}）"


def test_the_list_of_plans_says_which_are_in_force(day: str) -> None:
    rows = json.loads(run("list", "plans", "--format", "json").stdout)
    assert {row["plan_id"] for row in rows if row["validity"] == "ended"} == (ENDED if day == NEXT else set())
    assert {row["validity"] for row in rows if row["plan_id"] == "xiamen-susong"} == {"in_force"}


def test_other_lists_stay_as_they_are(day: str) -> None:
    heading = run("list", "designations", "--format", "csv").stdout.splitlines()[0]
    assert "validity" not in heading and "in_force" not in heading


def test_an_export_says_of_every_row_whether_its_plan_is_in_force(day: str, tmp_path: Path) -> None:
    in_force = {"xiamen-susong"} if day == NEXT else ENDED | {"xiamen-susong"}
    for table in ("designations", "projects", "plans"):
        path = tmp_path / f"{table}.csv"
        run("export", "-o", str(path), "--what", table, "--lang", "en")
        frame = pd.read_csv(path, encoding="utf-8-sig")
        assert frame["in_force"].dtype == bool
        assert set(frame.loc[frame["in_force"], "plan_id"]) == in_force
        assert set(frame.loc[~frame["in_force"], "plan_id"]) == (ENDED if day == NEXT else set())
    about = json.loads((tmp_path / "plans.csv-metadata.json").read_text("utf-8"))["notes"][0]
    assert about["validity_on"] == day
    assert sum(title.endswith(" (ended)") for title in about["sources"]) == (4 if day == NEXT else 0)


def test_a_brief_says_it_where_plans_are_cited_and_listed(catalogue: Catalogue, day: str) -> None:
    brief = compose(catalogue, site_report(catalogue, ["biomedical-harbour"]), {}, "zh", made_on=day)
    listed = next(b for b in brief.blocks if isinstance(b, Table) and b.title == "所依据的规划")
    ended = day == NEXT
    states = [row[2:] for row in listed.rows]
    assert (states.count(("2021–2025", "已到期")), states.count(("2023–2026", "现行"))) == (4 if ended else 0, 1)
    cells = [str(c) for b in brief.blocks if isinstance(b, Table) for row in b.rows for c in row]
    assert any("《厦门新兴产业》（已到期）" in c for c in cells) == ended
    assert not any("《厦门苏颂工程》（" in c for c in cells)


@pytest.mark.long
def test_a_ranking_notes_the_plans_that_ended(catalogue: Catalogue, day: str) -> None:
    result = find_sites(catalogue, Requirements(industries=("devices",)))
    remarks = [remark.text("zh") for remark in result.remarks]
    assert any("已到期" in remark for remark in remarks) == (day == NEXT)


def test_the_filter_keeps_sites_that_a_plan_in_force_names_or_designates(catalogue: Catalogue, day: str) -> None:
    rows = pd.concat([catalogue.citations, catalogue.all_designations])[["site_id", "plan_id"]]
    of_susong = set(rows.loc[rows["plan_id"] == "xiamen-susong", "site_id"])
    expected = of_susong if day == NEXT else set(catalogue.sites.index)
    assert set(select(catalogue, Selection(in_force=True))) == expected
    listed = json.loads(run("list", "sites", "--in-force", "--format", "json").stdout)
    assert {row["site_id"] for row in listed} == expected
    statuses = facet_counts(catalogue, Selection(in_force=True))["statuses"]
    assert sum(statuses.values()) == len(expected)


def test_the_plan_in_force_must_give_the_designation_that_the_filter_asks_for(catalogue: Catalogue, day: str) -> None:
    rows = catalogue.all_designations
    leading = rows[rows["role"] == "lead"]
    expected = set(leading.loc[(leading["plan_id"] == "xiamen-susong") | (day == LAST), "site_id"])
    assert set(select(catalogue, Selection(roles=("lead",), in_force=True))) == expected
    listed = json.loads(run("list", "designations", "--in-force", "--format", "json").stdout)
    assert {row["plan_id"] for row in listed} == ({"xiamen-susong"} if day == NEXT else set(rows["plan_id"]))


@pytest.mark.long
def test_an_export_of_the_filter_names_the_day(day: str, tmp_path: Path) -> None:
    for name in ("x.csv", "x.xlsx", "x.kml"):
        run("export", "-o", str(tmp_path / name), "--what", "sites", "--in-force", "--county", "海沧区")
    about = json.loads((tmp_path / "x.csv-metadata.json").read_text("utf-8"))["notes"][0]
    assert about["filters"]["in_force"] == day

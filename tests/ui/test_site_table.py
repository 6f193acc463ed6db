"""The table beside the map: its rows are computed once for all sessions, and each session gets a copy."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.ui.widgets.site_table import site_rows

# Read by hand in data/ and layers/: name, county, kind, main industry, terms as worded, plans, status, stated area (none), position.
TERMS = "高性能医疗器械、新型医用材料、新材料、功能膜材料、新型树脂材料、高性能橡胶材料、新材料与新能源、生物医药与健康"
XINYANG = {
    "zh": ["新阳工业区", "海沧区", "产业组团与集中区", "新材料与新能源", TERMS, "厦门新兴产业", "规划未说明", "", "按 POI 推定范围"],
    "en": ["Xinyang Industrial Zone", "Haicang District", "Industrial cluster", "New materials and new energy", TERMS, "Xiamen SEI", "Not stated by a plan", "", "Outline inferred from POIs"],
}  # fmt: skip


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Choose the language of the session."""

    def choose(language: str) -> None:
        monkeypatch.setattr("geoplan.ui.widgets.site_table.lang", lambda: language)

    choose("zh")
    return choose


def test_a_row_says_what_the_files_say_in_the_language_of_the_session(
    catalogue: Catalogue, speak: Callable[[str], None]
) -> None:
    for language in ("zh", "en", "zh"):
        speak(language)
        assert site_rows(catalogue, ["xinyang"]).loc["xinyang"].tolist() == XINYANG[language]


def test_rows_come_in_the_order_asked_for(catalogue: Catalogue, speak: Callable[[str], None]) -> None:
    for ids in (["xinyang", "software-park-2"], ["software-park-2", "xinyang"], ["xinyang"], []):
        assert site_rows(catalogue, ids).index.tolist() == ids


def test_a_term_and_a_plan_stand_once_and_plans_in_the_order_of_the_catalogue(
    catalogue: Catalogue, speak: Callable[[str], None]
) -> None:
    said = [("siming-st", "软件"), ("fujian-st", "动漫"), ("siming-st", "动漫"), ("fujian-st", "软件")]
    rows = pd.DataFrame(said, columns=["plan_id", "wording"]).assign(
        site_id="xinyang", industry_id="it", role="lead", basis="stated", section=["1", "2", "3", "4"]
    )
    nothing = {name: getattr(catalogue, name).iloc[:0] for name in ("mentions", "relations", "site_facts")}
    row = site_rows(replace(catalogue, designations=rows, **nothing), ["xinyang"]).loc["xinyang"].tolist()
    assert row[4] == "软件、动漫"
    assert row[5] == "福建科技、厦门新兴产业、思明科技"  # Xiamen's plan is the one data/sites.csv cites for the site


def test_changing_the_rows_does_not_change_the_next_answer(catalogue: Catalogue, speak: Callable[[str], None]) -> None:
    rows = site_rows(catalogue, catalogue.sites.index.tolist())
    rows.iloc[:, :] = "spoilt"
    del rows[rows.columns[0]]
    assert site_rows(catalogue, ["xinyang"]).loc["xinyang"].tolist() == XINYANG["zh"]


def test_a_changed_file_gives_new_rows(copy: Path, speak: Callable[[str], None]) -> None:
    path = copy / "data" / "sites.csv"
    before = load(copy, validated=True)
    assert site_rows(before, ["xinyang"]).iloc[0, 0] == "新阳工业区"
    path.write_text(path.read_text("utf-8").replace("xinyang,新阳工业区,", "xinyang,新阳新城,", 1), "utf-8")
    after = load(copy, validated=True)
    assert after.version != before.version
    assert site_rows(after, ["xinyang"]).iloc[0, 0] == "新阳新城"

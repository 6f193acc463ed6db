"""The page of enterprises reads a register of the user's own, compares it with the plans, and keeps nothing of it."""

import gc
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from long_lists import one_in
from streamlit.testing.v1 import AppTest
from test_pages import page_script

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in
from geoplan.text.message import translate
from geoplan.ui import address
from geoplan.ui.pages.registers.register_roles import FORM
from geoplan.ui.pages.registers.session_register import SessionRegister

# Ten enterprises on one spot of Siming: six of chips (3973), four of retail (5211), two of which had closed before 2023.
FOUNDED = [2010, 2012, 2019, 2021, 2022, 2023, 2011, 2015, 2018, 2024]
CLOSED = ["", "", "", "2022-05-01", "", "", "2020-03-01", "", "", ""]
ROWS = pd.DataFrame(
    {
        "经度": [118.0820] * 10, "纬度": [24.4460] * 10, "行业代码": ["3973"] * 6 + ["5211"] * 4,
        "成立日期": [f"{year}-01-01" for year in FOUNDED], "注销日期": CLOSED,
    }
)  # fmt: skip


def opened(content: bytes | None = None, name: str = "register.csv", lang: str = "zh", **state: object) -> AppTest:
    at = AppTest.from_string(page_script("registers", lang), default_timeout=120)
    at.session_state[address._BEGUN] = ("SelectionQuery", "RegisterQuery")
    for key, value in state.items():
        at.session_state[key] = value
    if content is not None:
        at.session_state["register"] = kept(content, name)
    return at.run()


def kept(content: bytes, name: str) -> SessionRegister:
    from geoplan.registers.register_file import open_register

    folder = TemporaryDirectory(prefix="geoplan-register-")
    path = Path(folder.name) / name
    path.write_bytes(content)
    return SessionRegister(open_register(path), name, len(content), False, folder)


def csv(frame: pd.DataFrame = ROWS) -> bytes:
    return frame.to_csv(index=False).encode()


def shown(at: AppTest) -> dict[str, Any]:
    return dict(at.session_state["page_map"])


def test_without_a_register_it_says_what_it_would_answer(catalogue: Catalogue) -> None:
    at = opened()
    assert not at.exception and not at.error
    assert len(shown(at)["sites"]) == len(catalogue.sites)
    assert any("规划外集中区" in m.value for m in at.markdown)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize("view", one_in(2, ["designated", "peaks", "counts", "left_out"]))
def test_synthetic_enterprises_are_labelled_wherever_they_are_counted(view: str, lang: str) -> None:
    at = opened(lang=lang, register_view=view)
    label = translate("ui.registers.try_synthetic", lang, n="20,000")
    next(b for b in at.button if b.label == label).click().run()
    assert not at.exception and not at.error
    assert any(w.value == translate("ui.registers.synthetic_note", lang) for w in at.warning)
    names = [b.proto.label for b in at.get("download_button")]
    assert names
    assert at.session_state["register"].synthetic


def test_counties_are_counted_at_the_end_of_the_year_that_is_asked_for() -> None:
    at = opened(csv(), register_view="counts")
    table = at.dataframe[0].value.set_index("所在县区")
    assert at.number_input[0].value == 2023  # the last year with foundings, less one
    # 9 were founded until 2023, 2 of them closed until then; 2023 brought one.
    assert table["企业数"].to_dict() == {**dict.fromkeys(table.index, 0), "思明区": 7}
    assert table.loc["思明区", "成立数"] == 1
    at.number_input[0].set_value(2020).run()
    # 6 were founded until 2020, one of them closed in 2020.
    assert at.dataframe[0].value.set_index("所在县区").loc["思明区", "企业数"] == 5
    assert set(shown(at)["classes"]["of"]) == set(counties_in("350200")["adcode"])


def test_an_industry_that_is_filtered_by_is_the_one_that_is_counted() -> None:
    at = opened(csv(), register_view="counts", industries=["it"])
    row = at.dataframe[0].value.set_index("所在县区").loc["思明区"]
    # Chips: 6 founded until 2023, one of them closed in 2022; retail: 3 founded, one closed in 2020.
    assert (row["属于该产业"], row["企业数"]) == (5, 7)
    assert row["占比"] == pytest.approx(5 / 7, abs=1e-4)


def test_rows_that_are_not_used_are_listed_with_their_numbers() -> None:
    rows = ROWS.astype(str)
    rows.loc[2, "经度"], rows.loc[4, "行业代码"] = "", "九九九九"
    at = opened(csv(rows), register_view="left_out")
    table = at.dataframe[0].value.set_index("原因")
    assert table.loc["没有坐标", "行数"] == 1 and "第 4 行" in table.loc["没有坐标", "最先的几行"]
    assert any("9 行有可用的位置" in m.value for m in at.markdown)


def test_every_row_that_is_not_used_can_be_taken_along() -> None:
    at = opened(csv(ROWS.assign(成立日期=["去年", *ROWS["成立日期"][1:]])), register_view="left_out")
    assert [b.proto.label for b in at.get("download_button")][-1] == "下载全部 1 行"
    [piece] = at.session_state["register"].counted.left_out.pieces()
    assert piece.column("row").to_pylist() == [2] and piece.column("text").to_pylist() == ["去年"]


def test_capital_of_what_goes_on_is_summed_up_in_the_unit_of_the_file() -> None:
    rows = ROWS.assign(**{"注册资本(万元)": [100, 200, 300, 400, "", 500, 10, 20, 30.5, 40]})
    row = opened(csv(rows), register_view="counts").dataframe[0].value.set_index("所在县区").loc["思明区"]
    # 8 have not closed: the fifth has no value; 100 + 200 + 300 + 500 + 20 + 30.5 + 40.
    assert row[["存续数", "注册资本", "有注册资本的家数"]].tolist() == [8, 1190.5, 7]


@pytest.mark.long
def test_rows_with_an_address_only_are_counted_in_their_county() -> None:
    rows = ROWS.assign(经度="", 纬度="", 地址="厦门市集美区软件园三期")
    at = opened(csv(rows), register_view="counts")
    assert at.dataframe[0].value.set_index("所在县区").loc["集美区", "企业数"] == 7


def test_columns_can_be_set_by_hand() -> None:
    at = opened(csv(ROWS.assign(甲=117.98, 乙=24.49)), register_view="counts", **{FORM[False]: True})
    for role, column in (("lon", "甲"), ("lat", "乙")):
        at.selectbox(key=f"register-role-{role}").set_value(column)
    next(b for b in at.button if b.label == "应用").click().run()
    assert not at.error and not at.exception
    assert at.dataframe[0].value.set_index("所在县区").loc["海沧区", "企业数"] == 7


def test_a_register_without_coordinates_is_refused_in_words() -> None:
    at = opened(csv(ROWS[["行业代码", "成立日期"]]))
    assert at.error and not at.exception
    assert not at.dataframe


def test_a_register_is_deleted_when_it_is_removed() -> None:
    at = opened(csv())
    folder = Path(at.session_state["register"].folder.name)
    assert list(folder.iterdir())
    next(b for b in at.button if b.label == "移除").click().run()
    assert "register" not in at.session_state
    gc.collect()
    assert not folder.exists()


def test_an_upload_that_is_no_table_is_refused_in_words() -> None:
    from geoplan.ui.pages.registers import register_upload

    class Upload(io.BytesIO):
        name = "x|y.parquet"

    error = register_upload._store(Upload(b"PAR1 nothing else"))
    assert error is not None
    assert "register.parquet" not in error.text("zh") and "|" in error.text("zh")


@pytest.mark.parametrize("view", ["designated", "peaks", "counts", "left_out"])
def test_a_run_that_changes_nothing_lays_nothing_out_again(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from geoplan.ui.pages.registers import register_result, register_roles

    at = opened(csv(ROWS.assign(经度=["", *ROWS["经度"][1:]])), register_view=view).run()
    assert not at.error and not at.exception
    before = [*at.session_state["register"].results]
    monkeypatch.setattr(register_result, "chart_spec", None)
    monkeypatch.setattr(register_roles, "guess_columns", None)
    at.run()
    assert not at.error and not at.exception
    assert sorted(map(str, at.session_state["register"].results)) == sorted(map(str, before))


def test_results_that_were_asked_for_longest_ago_are_forgotten() -> None:
    register = kept(csv(), "register.csv")
    for n in [*range(24), 0, 24]:
        assert register.once((n,), lambda n=n: n) == n
    assert set(register.results) == {(n,) for n in range(25)} - {(1,)}
    assert register.once((0,), lambda: "anew") == 0 and register.once((1,), lambda: "anew") == "anew"


def test_rows_of_a_count_go_when_another_scope_is_counted() -> None:
    at = opened(csv(ROWS.assign(经度=["", *ROWS["经度"][1:]])), register_view="left_out")
    register = at.session_state["register"]
    [before] = Path(register.folder.name).glob("rows-*")
    at.session_state["register_scope"] = "350000"
    at.run()
    assert not at.error and not at.exception
    [after] = Path(register.folder.name).glob("rows-*")
    assert before != after and list(after.iterdir())
    assert len(register.counted.left_out) == 1

"""What a spreadsheet would evaluate is marked; numbers, telephone numbers and dashes arrive as they were."""

import csv
import io
import re
import unicodedata
from decimal import Decimal, InvalidOperation

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from geoplan.cli.console import Format, print_rows
from geoplan.readers.text_table import open_sheet
from geoplan.text.formula_guard import guard, unguard
from geoplan.writers.plain_tables import as_csv, as_xlsx

NUMBERS = st.one_of(
    st.integers().map(str),
    st.integers().map("{:+d}".format),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(-180, 180).map("{:+.6f}".format),
    st.integers(-(10**12), 10**12).map("{:,}".format),
    st.floats(-1, 1).map("{:+.1%}".format),
    st.floats(-1e9, 1e9).map("{:e}".format),
)
GROUPS = st.lists(st.text("0123456789", min_size=2, max_size=4), min_size=3, max_size=3)
TELEPHONES = st.tuples(st.sampled_from(["+86", "+1", "+ 44", "+(86)"]), st.sampled_from(" -."), GROUPS).map(
    lambda told: told[1].join([told[0], *told[2]])
)
STARTS = st.sampled_from([*"=+-@\t\r", "＝", "＋", "－", "＠", " =", "\u3000+", "\x0b@", "\ufeff="])
FOCUSED = st.text("=+-@ 0123456789.,;()%|!AE':/转\t\r\n", max_size=20)
STARTED = st.builds(str.__add__, STARTS, st.one_of(st.text(max_size=20), FOCUSED))
TEXTS = st.one_of(STARTED, st.text(max_size=20), NUMBERS, TELEPHONES, STARTED.map("'{}".format), FOCUSED)
EXECUTED = [
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+SUM(A1:A9)", "-A1", "-1+2+cmd|' /C calc'!A0", '=HYPERLINK("http://x")',
    "+1*2", "-1/2", "-5+A1", "+86A1", "=5", "=-5", "@5", "\t=1", "\r-1+1", "＝1＋1", "－Ａ1", "+", "=", "-5元", " =1+1",
    "+1-800-SUM(A1)", "-1e5e5", "-1,2,3", "+12345(", "-(5)", "--5", "+-5", "\n=1", "\u200b=1", "+9" * 8, "+86 592 1234567 1234567",
]  # fmt: skip


def could_be_a_number_or_telephone(text: str) -> bool:
    """A reading of its own, wider than the guard's."""
    plain = unicodedata.normalize("NFKC", text)
    if plain[:1] in "\t\r\n" or not set(plain) - {"-", " "}:
        return bool(plain) and plain[:1] not in "\t\r\n"
    digits = re.sub("[ .()-]|转", "", plain)
    try:
        Decimal(re.sub("[ ,%‰°]", "", plain))
    except InvalidOperation:
        return digits.startswith("+") and digits[1:].isdecimal() and 7 <= len(digits) - 1 <= 21
    return True


@given(st.one_of(NUMBERS, TELEPHONES))
@example("-5")
@example("+8612345")
@example("+86 592 1234567")
@example("-118.1")
@example("+86-592-1234567 转 801")
@example("+86（592）123 4567")
@example("－0.02")
@example("-.5")
@example("-5%")
@example("-")
@example("--")
@example(" -3 ")
def test_a_number_and_a_telephone_number_are_left_alone(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(STARTED)
@example("+9" * 8)
def test_any_other_text_with_such_a_beginning_is_marked(text: str) -> None:
    assume(not could_be_a_number_or_telephone(text))
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", EXECUTED)
def test_what_would_be_evaluated_is_marked(text: str) -> None:
    assert guard(text) == "'" + text


@given(TEXTS)
@example("'=1+1")
@example("''=1+1")
@example("'-5")
@example("'引文'")
def test_the_mark_comes_off_and_nothing_else_does(text: str) -> None:
    assert unguard(guard(text)) == text


@given(TEXTS, TEXTS)
def test_no_two_texts_are_written_alike(one: str, other: str) -> None:
    assert (guard(one) == guard(other)) == (one == other)


@given(st.lists(TEXTS, max_size=8), NUMBERS)
def test_no_cell_of_a_csv_is_evaluated(texts: list[str], number: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(pd.DataFrame({"=x": [*texts, number]})).decode("utf-8-sig"), newline="")))
    assert rows[0] == ["'=x"]
    cells = [row[0] if row else "" for row in rows[1:]]
    assert cells[-1] == number
    for cell in cells:
        assert not cell.startswith(("=", "@", "\t", "\r")) and (
            not cell.startswith(("+", "-")) or could_be_a_number_or_telephone(cell)
        )
    assert [unguard(cell) for cell in cells] == [*texts, number]


def test_a_csv_reads_back_as_it_was_and_a_workbook_marks_nothing() -> None:
    draw = np.random.default_rng(5)
    letters = np.array(list("=+-@'0123456789.,%()|!甲乙 A;\"\n"))
    texts = ["".join(draw.choice(letters, 9)).strip() for _ in range(80)] + EXECUTED[:10] + ["'=1+1", "''-A1"]
    numbers = [f"{n:+.2f}" for n in draw.normal(0, 100, 20)]
    frame = pd.DataFrame({"名称": [f"第{n}行" for n in range(112)], "=备注": [*texts, *numbers]})
    assert open_sheet(as_csv(frame), "a.csv").frame["=备注"].tolist() == [*texts, *numbers]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(frame, "x"))).active
    assert [cell.value or "" for cell in sheet["B"]] == ["=备注", *texts, *numbers]
    assert {cell.data_type for cell in sheet["B"] if cell.value} == {"s"}


def test_rows_printed_as_csv_are_guarded_as_files_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows(pd.DataFrame({"a": ["=1+1", "-5", "+86 592 1234567"], "b": [-1.5, 2, 3]}), Format.csv, "en")
    assert capsys.readouterr().out == "a,b\n'=1+1,-1.5\n-5,2.0\n+86 592 1234567,3.0\n"

"""Rows on a terminal: one line a row, as many columns as fit, ids only where no name stands beside them."""

from __future__ import annotations

import csv
import unicodedata

import pandas as pd
import pytest
from long_lists import one_in
from test_cli import run

from geoplan.cli.rows_for_people import print_for_people
from geoplan.cli.wrapped_lines import wrapped
from geoplan.vocabulary import TABLES

pytestmark = pytest.mark.slow

PARKS = pd.DataFrame(
    {
        "site_id": ["old-park", "new-park"],
        "site": ["Old Park", "New Park of Huli"],
        "number": [7, 1200],
        "note": ["", None],
        "share": [0.0625, 0.5],
    }
)


def printed(
    frame: pd.DataFrame, width: int, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    print_for_people(frame, lang)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_table_that_fits_has_no_ids_of_names_and_no_empty_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(PARKS, 40, "en", monkeypatch, capsys) == [
        "┏━━━━━━━━━━━━━━━━━━┳━━━━━━━━┳━━━━━━━━┓",
        "┃ Site             ┃ Number ┃  Share ┃",
        "┡━━━━━━━━━━━━━━━━━━╇━━━━━━━━╇━━━━━━━━┩",
        "│ Old Park         │      7 │ 0.0625 │",
        "│ New Park of Huli │   1200 │    0.5 │",
        "└──────────────────┴────────┴────────┘",
    ]


def test_columns_that_do_not_fit_are_left_out_and_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "37")  # 16 + 6 + 6 and ten for lines and blanks are 38
    print_for_people(PARKS, "en")
    shown = capsys.readouterr()
    assert shown.out.splitlines()[3:5] == ["│ Old Park         │      7 │", "│ New Park of Huli │   1200 │"]
    assert shown.err == "1 more columns: --wide shows them, --format csv exports them\n"
    print_for_people(PARKS, "en", wide=True)
    assert capsys.readouterr().out.splitlines()[4] == "│ New Park of Huli │   1200 │    0.5 │"
    monkeypatch.delenv("COLUMNS")  # what is piped is never cut
    print_for_people(PARKS, "en")
    assert capsys.readouterr().out.splitlines()[4] == "│ New Park of Huli │   1200 │    0.5 │"


SITES = pd.DataFrame(
    {
        "site": ["厦门生物医药港", "Huli Innovation Park"],
        "rank": [1, 2],
        "score": [0.7819, 0.5],
        "reason": ["规划列“医疗器械”，是主导产业，与所需的产品同一产业，另有三部规划点名", "The plan names it"],
        "note": [
            "软件园二期",
            "a note that is long enough to be cut at eighty columns, and at a hundred and twenty too",
        ],
        "radius_m": [120.5, 33650.0],
    }
)
# The table takes 3 columns for each line and its blanks, and one more. At 80: 20 + 4 + 6 for the names and numbers,
# 37 are left for the reason; at 120: 24 for the reason, 8 for the radius, 39 are left for the note; at 200 the note is
# whole with 87, and 56 are left for the reason.
GOLDEN = {
    80: [
        "│ 厦门生物医药港       │    1 │ 0.7819 │ 规划列“医疗器械”，是主导产业，与所需… │",
        "│ Huli Innovation Park │    2 │    0.5 │ The plan names it                     │",
    ],
    120: [
        "│ 厦门生物医药港       │    1 │ 0.7819 │ 规划列“医疗器械”，是主…  │ 软件园二期                              │    120.5 │",
        "│ Huli Innovation Park │    2 │    0.5 │ The plan names it        │ a note that is long enough to be cut a… │  33650.0 │",
    ],
    200: [
        "│ 厦门生物医药港       │    1 │ 0.7819 │ 规划列“医疗器械”，是主导产业，与所需的产品同一产业，另…  │ 软件园二期"
        "                                                                              │    120.5 │",
        "│ Huli Innovation Park │    2 │    0.5 │ The plan names it                                        │ a note that is"
        " long enough to be cut at eighty columns, and at a hundred and twenty too │  33650.0 │",
    ],
}


@pytest.mark.parametrize("columns", GOLDEN)
def test_a_table_fits_the_terminal_one_line_a_row(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [line for line in printed(SITES, columns, "zh", monkeypatch, capsys) if line.startswith("│")]
    assert rows == GOLDEN[columns] and max(map(width, rows)) <= columns


def test_chinese_characters_take_two_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame(
        {
            "site_id": ["software-park"],
            "site": ["厦门软件园"],
            "industry_id": ["ai"],
            "industry": ["人工智能"],
            "wording": ["面向 software 的（人工智能）产业集群，以及配套"],
        }
    )
    assert printed(frame, 24, "zh", monkeypatch, capsys) == [
        "厦门软件园 · 人工智能",  # 10 + 3 + 8 = 21
        "  规划用语：面向",  # `software` needs 9 of the 8 columns left
        "    software 的（人工智",  # 4 + 8 + 1 + 2 + 8 = 23
        "    能）产业集群，以及配",  # 4 + 20 = 24
        "    套",
        "",
    ]


def test_an_id_without_a_name_stays(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    frame = pd.DataFrame({"site_id": ["old-park", "lost"], "site": ["Old Park", ""], "plan_id": ["xiamen-st", "a"]})
    assert "│ lost" in "\n".join(printed(frame, 80, "en", monkeypatch, capsys))


def test_a_name_said_in_the_heading_is_not_said_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame(
        {"site": ["Old Park"], "industry": ["Software"], "wording": ["Software"], "from": ["Old Park"]}
    )
    assert printed(frame, 30, "en", monkeypatch, capsys) == [
        "Old Park · Software",
        "  The plan's own term:",
        "    Software",
        "",
    ]


@pytest.mark.parametrize(("lang", "said"), [("en", "No rows."), ("zh", "没有符合条件的行。")])
def test_no_rows_are_said_in_words(
    lang: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(PARKS.iloc[:0], 80, lang, monkeypatch, capsys) == [said]


def test_a_cell_does_not_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame({"unit": ["\x1b[2J甲\x9b31m\x07", "\u202e乙\r丙"], "names": [["\x1b]0;x\x07"], ["丁\n戊"]]})
    rows = [line for line in printed(frame, 80, "zh", monkeypatch, capsys) if line.startswith("│")]
    assert [[cell.strip() for cell in row.strip("│").split("│")] for row in rows] == [
        [r"\x1b[2J甲\x9b31m\x07", r"\x1b]0;x\x07"],
        [r"\u202e乙 丙", "丁 戊"],
    ]


def test_square_brackets_are_printed_as_they_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame({"unit": ["[bold]万元[/bold]"]})
    assert "│ [bold]万元[/bold] │" in printed(frame, 80, "en", monkeypatch, capsys)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("a park of science", 7, ["a park", "of", "science"]),
        ("科学城，软件园", 6, ["科学", "城，软", "件园"]),  # no line begins with a comma
        ("（科学）", 4, ["（科", "学）"]),
        ("在“AI”城", 4, ["在", "“AI”", "城"]),
        ("incomparable", 5, ["incom", "parab", "le"]),  # wider than any line
        ("", 5, [""]),
    ],
)
def test_a_line_ends_between_words_or_chinese_characters(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


LISTED = [
    *(f"list {table}" for table in TABLES),
    *(f"coverage {measure}" for measure in ("carriers", "structure", "diversity", "parks", "pairs", "uncovered")),
    "coverage catchments --draws 2",
    "coverage nearest --spacing 8000",
    "coverage clusters --draws 20",
    "coverage access",
    "plans list",
    *(f"find --industry bio --show {show}" for show in ("ranking", "contributions", "criteria", "excluded")),
    "find vaccines --show matches",
]


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
@pytest.mark.parametrize("command", one_in(9, LISTED))
def test_every_listing_is_readable_at_80_columns(command: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = run(*command.split(), "--lang", lang).stdout
    whole = run(*command.split(), "--lang", lang, "--format", "csv").stdout
    lines = shown.splitlines()
    assert len(lines) >= 5
    assert max(map(width, lines)) <= 80
    rows = [line for line in lines if line.startswith("│")]
    assert len(rows) == len(list(csv.reader(whole.splitlines()))) - 1


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.mark.parametrize("lang", one_in(2, ["zh", "en"]))
def test_figures_keep_their_digits(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    command = ["coverage", "structure", "--wide", "--lang", lang]
    # The quotient and its interval; two bounds more and the verdict stand last.
    rows = [line.split(",")[-6:-3] for line in run(*command, "--format", "csv").stdout.splitlines()[1:]]
    cells = [line.split("│") for line in run(*command).stdout.splitlines() if line.startswith("│")]
    assert [[cell.strip() for cell in row[-7:-4]] for row in cells if row[-2].strip()] == rows
    assert len(rows) > 20

"""A call that is wrong ends with status 2 and one line in the language that was asked for; no terminal breaks it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_cli import run

HERE = Path(__file__).resolve().parents[2]


def called(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """What the command does in a process of its own: status, output and errors as ASCII or UTF-8."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("GEOPLAN_", "LC_", "LANG", "PYTHONUTF8", "COLUMNS"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "geoplan", *arguments], capture_output=True, cwd=HERE, check=False,
        env={**kept, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["list"], "缺少 TABLE；用法见 geoplan list --help", "TABLE is missing; see geoplan list --help"),
        (["list", "plans", "--fromat", "csv"], "没有选项 --fromat，是否指 --format", "there is no option --fromat; perhaps --format"),
        (["lst"], "没有命令 lst，是否指 list", "there is no command lst; perhaps list"),
        (["qqqqq"], "没有命令 qqqqq；用法见 geoplan --help", "there is no command qqqqq; see geoplan --help"),
        (["list", "plans", "--format", "xx"], "--format 的值不对，可选 table、csv、json", "use one of table, csv, json"),
        (["export", "--what"], "--what 后面缺少值", "--what lacks its value"),
        (["find", "x", "--min-area", "abc"], "--min-area 的值应为数字", "the value of --min-area should be a number"),
        (["brief", "--shortlist", "nope.json", "-o", "a.docx"], "nope.json（没有这个文件或文件夹）", "nope.json (no such file or folder)"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_on_one_line(
    arguments: list[str], zh: str, en: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        monkeypatch.setenv("GEOPLAN_LANG", language)
        done = run(*arguments, code=2)
        assert (done.stdout, done.stderr.count("\n")) == ("", 1) and said in done.stderr, done.stderr


@pytest.mark.long
def test_a_language_of_the_environment_that_is_not_there_is_refused() -> None:
    status, out, error = called("list", "plans", GEOPLAN_LANG="xx")
    assert (status, out) == (2, "") and error == "GEOPLAN_LANG：没有语言 'xx'，可选 zh、en\n"


ASCII = {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.long
def test_a_terminal_of_ascii_is_spoken_to_in_english_and_loses_no_letter() -> None:
    status, out, error = called("list", "plans", **ASCII)
    assert status == 0 and out.isascii() and error == ""
    assert "Fujian" in out and "Title" in out and "\\u798f\\u5efa" in out  # 福建
    status, out, error = called("list", "nothing", **ASCII)
    assert status == 2 and error.isascii() and "nothing" in error


def test_help_version_and_nothing_at_all_are_answered() -> None:
    assert called("--version")[0] == 0 and called("list", "--help")[0] == 0
    status, out, error = called()
    assert status == 2 and "geoplan" in out + error

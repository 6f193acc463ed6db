"""Texts on the terminal: what in them would steer it is shown by its number."""

from __future__ import annotations

import re
import sys
from typing import Final

import typer

# The controls of C0 and C1 but tabulator and line feed, and what turns round the text that follows it.
_STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Write a character that would steer the terminal as its number, such as ``\x1b``; nothing else changes."""
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def echo(text: str, err: bool = False) -> None:
    """Print a line for people."""
    typer.echo(visible(text), err=err)


def echo_data(text: str) -> None:
    """Print what a program may read: as it is, unless it goes to a terminal."""
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()  # a broken pipe is met here, not when Python ends

"""Passages of plan texts, and the words cited from them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.parser import parse


@lru_cache(maxsize=8)
def read_outline(path: Path, _modified: float) -> Outline:
    """Parse a plan text, once for each state of the file."""
    return parse(path.read_text("utf-8"))


def outline_of(folder: Path, plan_id: str) -> Outline | None:
    """The outline of a plan whose text lies in a folder as ``<plan_id>.txt``; None where it does not."""
    path = folder / f"{plan_id}.txt"
    return read_outline(path, path.stat().st_mtime) if path.is_file() else None


def passage(outline: Outline | None, section: str) -> str | None:
    """The text of a section, for display; None where there is no outline or the address does not resolve."""
    node = outline.resolve(section) if outline else None
    return node.full_text() if node else None


def excerpt(text: str, words: list[str], longest: int) -> str:
    """Cut a long passage to some characters around the first words cited from it; … stands for what is cut."""
    if len(text) <= longest:
        return text
    pieces = marked(text, words)
    first = 0 if len(pieces) == 1 or pieces[0][1] else len(pieces[0][0])
    line = text.rfind("\n", 0, first) + 1
    start = line if first - line < longest // 2 else first - longest // 2
    end = start + longest
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """Split a passage at the words cited from it.

    Parameters
    ----------
    words : list of str
        What is cited; found whatever the script, width and spacing.

    Returns
    -------
    list of tuple of str and bool
        The passage in pieces; True marks a cited one. Joined they are the passage.
    """
    folded, origin = "", []
    for at, character in enumerate(text):
        part = normalise(character)
        folded += part
        origin += [at] * len(part)
    hit = [False] * len(text)
    for word in {normalise(w) for w in words if normalise(w)}:
        start = folded.find(word)
        while start >= 0:
            for at in range(origin[start], origin[start + len(word) - 1] + 1):
                hit[at] = True
            start = folded.find(word, start + 1)
    pieces: list[tuple[str, bool]] = []
    for character, is_hit in zip(text, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + character, is_hit)
        else:
            pieces.append((character, is_hit))
    return pieces

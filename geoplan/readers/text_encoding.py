"""Which encoding a text is in, by its bytes.

UTF-8 proves itself; GB 18030 and Big5 accept nearly each other's bytes, and are told apart by how many of the
characters that come out are common ones.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Final, NamedTuple

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OFFERED: Final = ("utf-8", "gb18030", "big5", "utf-16")
_CHINESE: Final = {"gb18030": "gb2312", "big5": "big5"}  # an encoding and the one that holds its common characters
_SURE: Final = 0.8  # share of common characters
_CLEAR: Final = 0.15  # lead over the next
_PART: Final = 1 << 20  # bytes decoded at a time


class Encoding(NamedTuple):
    """What a text is written in: ``name`` ("" where nothing fits), ``sure``, and ``fits``, all that decode it."""

    name: str
    sure: bool
    fits: tuple[str, ...]


def encoding_of(content: bytes) -> Encoding:
    """Tell the encoding of a text by its mark, else UTF-8 if it is valid, else by common Chinese characters."""
    marked = marked_encoding(content)
    return Encoding(marked, True, (marked,)) if marked else _judged([content])


def marked_encoding(content: bytes) -> str:
    """Tell an encoding by its mark, or by the zeros that UTF-16 puts beside every Latin letter; "" without."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    even, odd = (content[i:4096:2].count(0) for i in (0, 1))
    least = min(len(content), 4096) // 8
    if odd > least and not even:
        return "utf-16-le"
    return "utf-16-be" if even > least and not odd else ""


def encoding_of_values(values: Iterable[bytes]) -> Encoding:
    """Tell the encoding of many short texts, such as the cells of a dBASE table, without marks.

    A character cut off at the end of a cell is forgiven.
    """
    return _judged([_without_cut(value) for value in values])


def first_undecodable(content: bytes, encoding: str) -> int | None:
    """The position of the first byte that an encoding cannot read; None where all can be read."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _PART):
        part = content[start : start + _PART]
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(part, final=start + _PART >= len(content))
        except UnicodeError as error:
            return start + max(getattr(error, "start", 0) - pending, 0)
    return None


def _judged(texts: list[bytes]) -> Encoding:
    if all(first_undecodable(text, "utf-8") is None for text in texts):
        return Encoding("utf-8", True, ("utf-8",))
    fits = [name for name in _CHINESE if all(first_undecodable(text, name) is None for text in texts)]
    scores = {name: _common(texts, name) for name in fits}
    if not scores:
        return Encoding("", False, ())
    order = sorted(scores, key=lambda name: -scores[name])
    best, next_score = order[0], scores[order[1]] if len(order) > 1 else 0.0
    return Encoding(best, scores[best] >= _SURE and scores[best] - next_score >= _CLEAR, tuple(order))


def _common(texts: list[bytes], encoding: str) -> float:
    """The share of common characters among those that are not ASCII, in the first part of the text."""
    sample = b"\n".join(text[:_PART] for text in texts)[:_PART]
    beyond = [c for c in sample.decode(encoding, errors="ignore") if ord(c) > 127]
    if encoding == "big5":  # its first plane holds the common characters and the signs
        common = sum(0xA1 <= c.encode("big5")[0] <= 0xC6 for c in beyond)
    else:
        common = sum(bool(c.encode(_CHINESE[encoding], "ignore")) for c in beyond)
    return common / max(len(beyond), 1)


def _without_cut(value: bytes) -> bytes:
    """Without the first bytes of a character whose rest was cut off."""
    for cut in range(4):
        shorter = value[: len(value) - cut]
        if first_undecodable(shorter, "utf-8") is None:
            return shorter
    if first_undecodable(value, "gb18030") is not None and first_undecodable(value[:-1], "gb18030") is None:
        return value[:-1]
    return value

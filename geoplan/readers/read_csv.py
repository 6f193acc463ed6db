"""Delimited text as rows of cells: the encoding and the delimiter are found from the content."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from geoplan.errors import ReaderError
from geoplan.readers.patterns import DELIMITERS
from geoplan.readers.shape_cells import is_wkt_line
from geoplan.readers.text_encoding import OFFERED, encoding_of, first_undecodable
from geoplan.text.formula_guard import unguard
from geoplan.text.shorten import shorten

_SNIFFED: Final = 60  # rows a delimiter is judged by
_FIELD: Final = 1 << 20  # characters a cell may have
_DECIMAL: Final = re.compile(r"(?<!\S)[-+]?\d+\.\d+(?!\S)")
_LINE: Final = 4 << 20  # characters a line may have


class Dialect(NamedTuple):
    """How a text is written; ``encodings``: all to choose from where its bytes fit several, else none."""

    encoding: str
    encodings: tuple[str, ...]
    delimiter: str


def sniff(content: bytes, name: str, encoding: str | None = None) -> Dialect:
    """Find the encoding and the delimiter of a text, or take the encoding that the user has chosen.

    ReaderError is raised where the bytes are in no known encoding or not in the chosen one; it names the first.
    """
    guess = encoding_of(content)
    chosen = encoding or guess.name
    if not chosen or first_undecodable(content, chosen) is not None:
        raise _undecodable(content, name, chosen)
    options = () if guess.sure else tuple(dict.fromkeys((*guess.fits, *OFFERED[:3])))
    return Dialect(chosen, options, _delimiter(content, chosen))


def csv_rows(content: bytes, name: str, dialect: Dialect) -> Iterator[list[str]]:
    """Read the rows of a delimited text as they stand, blank ones included, without the marks of `formula_guard.guard`.

    ReaderError names the row where a quote is not closed, or a cell or line is too long.
    """
    csv.field_size_limit(_FIELD)
    stream = io.TextIOWrapper(io.BytesIO(content), dialect.encoding, newline="")
    number = 1
    try:
        is_blank = dialect.delimiter == " "  # of which any number is one
        for row in csv.reader(_short_lines(stream), delimiter=dialect.delimiter, skipinitialspace=is_blank):
            yield [unguard(cell) for cell in row]
            number += 1
    except csv.Error as error:
        raise ReaderError("readers.read_csv.broken_row", name=shorten(name), number=number) from error


def _undecodable(content: bytes, name: str, encoding: str) -> ReaderError:
    """Of the encodings that get stuck, the one that gets furthest is most likely the one that was meant."""
    stuck = {e: first_undecodable(content, e) or 0 for e in ([encoding] if encoding else OFFERED[:3])}
    furthest = max(stuck, key=lambda e: stuck[e])
    at = stuck[furthest]
    line = content.count(b"\n", 0, at) + 1
    values = {"line": line, "byte": at + 1, "encoding": furthest.upper()}
    return ReaderError("readers.read_csv.undecodable", name=shorten(name), **values)


def _delimiter(content: bytes, encoding: str) -> str:
    """The delimiter by which most of the first rows have the same number of cells, and more than one."""
    text = content[: 1 << 18].decode(encoding, errors="ignore")
    lines = text.splitlines(keepends=True)[: _SNIFFED * 2]
    filled = [line for line in lines if line.strip()]
    if filled and all(map(is_wkt_line, filled[:-1] or filled)):
        return "\t"  # the commas are those of the shapes
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SNIFFED) if row]
        except csv.Error:
            continue
        common = max(set(widths), key=lambda w: (widths.count(w), w), default=1)
        score = (widths.count(common) / max(len(widths), 1), common) if common > 1 else (0.0, 0)
        if score > best_score:
            best, best_score = delimiter, score
    return best if best_score[0] else _by_blanks(filled)


def _by_blanks(lines: list[str]) -> str:
    """A blank where it gives every row as many cells, and all but the first hold numbers, as lists of points do."""
    widths = {len(line.split()) for line in lines}
    is_table = len(lines) > 1 and len(widths) == 1 and widths != {1} and all(map(_DECIMAL.search, lines[1:]))
    return " " if is_table else ","


def _short_lines(stream: Iterable[str]) -> Iterator[str]:
    """Lines a row can be made of; one of millions of delimiters would become millions of cells at once."""
    for number, line in enumerate(stream):
        if len(line) > _LINE:
            raise csv.Error("line too long")
        yield line if number else line.removeprefix("\ufeff")

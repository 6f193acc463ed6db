"""JSON as it stands in files: in any encoding, a record a line, or within a script that a tutorial loads."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

from geoplan.errors import ReaderError
from geoplan.readers.text_encoding import encoding_of
from geoplan.text.shorten import shorten

_SEPARATOR: Final = b"\x1e"  # of the records of a sequence (RFC 8142), which may be of several lines
SCRIPT: Final = re.compile(rb"(?:export\s+default\s+|(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]*\s*[=(]\s*)(?=[\[{])")
_SCRIPT_END: Final = re.compile(rb"[\s;)]+\Z")
LIKE_JSON: Final = (b"{", b"[", b"//", b"/*")


def parse_json(content: bytes, name: str) -> Any:
    """Read a text of one JSON document, or of one record a line; of the latter a list is made.

    A script that gives the document a name, or calls a function with it, is taken for its document. ReaderError names
    the line where it is no JSON.
    """
    encoding = encoding_of(content).name or "utf-8"
    text = content.removeprefix(b"\xef\xbb\xbf")
    if not encoding.startswith("utf-8"):
        text = content.decode(encoding, errors="replace").encode()
    if script := SCRIPT.match(text.lstrip()):
        text = _SCRIPT_END.sub(b"", text.lstrip()[script.end() :])
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _records(text, name)


def parsed_or_none(text: str) -> Any:
    """Read a short JSON text; None where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _records(text: bytes, name: str) -> Any:
    is_sequence = _SEPARATOR in text[:100]
    records = text.split(_SEPARATOR) if is_sequence else text.splitlines()
    filled = [record.strip() for record in records if record.strip()]
    if not (filled and (len(filled) > 1 or is_sequence) and filled[0].endswith(b"}")):
        return _lenient(text, name, 1)
    read, line = [], 1
    for record in records:
        if record.strip():
            read.append(_lenient(record, name, line + record[: -len(record.lstrip())].count(b"\n")))
        line += record.count(b"\n") if is_sequence else 1
    return read


def _lenient(text: bytes, name: str, first_line: int) -> Any:
    """One JSON text, which may have NaN and Infinity, as some programs write them."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as strict:
        try:
            return json.loads(text.decode(errors="replace"))
        except (ValueError, RecursionError) as error:
            at = error if isinstance(error, json.JSONDecodeError) else strict
            values = {"line": first_line + at.lineno - 1, "column": at.colno}
            raise ReaderError("readers.json_text.broken_json", name=shorten(name), **values) from error

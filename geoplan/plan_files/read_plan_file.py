"""The plain text of a file that a user gives as the text of a plan: told by its content, bounded in size."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Final

from geoplan.errors import ReaderError
from geoplan.readers.read_limits import MEGABYTES, limit_message
from geoplan.readers.text_encoding import encoding_of
from geoplan.text.message import message
from geoplan.text.shorten import shorten

SUFFIXES: Final = (".txt", ".docx", ".pdf")  # what can be given
MOST_MEGABYTES: Final = 60
_MOST_CHARACTERS: Final = 1_000_000  # the longest plan has 60,000
_MOST_LINES: Final = 20_000  # and 1,100
_LEAST_CHARACTERS: Final = 200  # that are no blanks; a scan has none
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
# Beginnings of files that are none of these, and the message that says what they are.
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "old_office"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
_log = logging.getLogger(__name__)


def read_plan_file(content: bytes | Path, name: str) -> str:
    """Read the text of a file.

    Parameters
    ----------
    content : bytes or Path
        .txt in UTF-8, UTF-16 or GB 18030, .docx, or .pdf with text; told apart by what they begin with.
    name : str
        The name of the file, for messages.

    Returns
    -------
    str
        A paragraph or a row of a table a line, cells between tabs, without control characters.

    Raises
    ------
    ReaderError
        The file cannot be opened, is none of these, is damaged, encrypted or too large, or has no text.
    """
    file = shorten(name)
    data = _bytes(content, file)
    try:
        text = _text(data, file)
    except ReaderError:
        raise
    except Exception as error:  # whatever a hostile document makes its library raise
        _log.info("a plan text could not be read", exc_info=True)
        raise ReaderError("plan_files.read_plan_file.damaged", file=file) from error
    if len(text) > _MOST_CHARACTERS:
        raise ReaderError("plan_files.read_plan_file.too_long", file=file, n=len(text), most=_MOST_CHARACTERS)
    if (n_lines := len(text.splitlines())) > _MOST_LINES:
        raise ReaderError("plan_files.read_plan_file.too_many_lines", file=file, n=n_lines, most=_MOST_LINES)
    text = _CONTROLS.sub("", text)
    if sum(not c.isspace() for c in text[: 100 * _LEAST_CHARACTERS]) < _LEAST_CHARACTERS:
        raise ReaderError("plan_files.read_plan_file.no_text", file=file)
    return text


def _bytes(content: bytes | Path, file: str) -> bytes:
    try:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        if size > MOST_MEGABYTES * 2**20:
            raise limit_message(file, MEGABYTES, size / 2**20, MOST_MEGABYTES)
        return content.read_bytes() if isinstance(content, Path) else content
    except OSError as error:
        raise ReaderError("readers.read_limits.unreadable_file", file=file) from error


def _text(data: bytes, file: str) -> str:
    if data.startswith(b"PK"):
        from geoplan.plan_files.docx_text import docx_text  # takes a while to import

        if b"word/" not in data:  # the names in an archive are not packed
            raise _no_plan_text(file, "archive")
        return docx_text(data, file)
    if b"%PDF-" in data[:1024]:
        from geoplan.plan_files.pdf_text import pdf_text

        return pdf_text(data, file)
    for start, kind in _OTHERS:
        if data.startswith(start):
            raise _no_plan_text(file, kind)
    return _decoded(data, file)


def _decoded(data: bytes, file: str) -> str:
    encoding = encoding_of(data)
    if not encoding.name:
        raise _no_plan_text(file, "binary")
    text = data.decode(encoding.name, "replace").removeprefix("\ufeff")
    if "\0" in text[:65536]:
        raise _no_plan_text(file, "binary")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise _no_plan_text(file, "page")
    return text


def _no_plan_text(file: str, kind: str) -> ReaderError:
    content = message(f"plan_files.read_plan_file.content.{kind}")
    return ReaderError("plan_files.read_plan_file.unread_content", file=file, content=content)

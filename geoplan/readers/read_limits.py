"""How much may be brought at once, so that one file never takes the memory of all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from geoplan.readers.messages import Message, ReaderError, shorten

MOST_BYTES: Final = 100 * 2**20
MOST_ROWS: Final = 200_000  # rows of a sheet, features of a layer
MOST_COLUMNS: Final = 500
MOST_CELLS: Final = 5_000_000
MOST_VERTICES: Final = 5_000_000
MOST_MEMBERS: Final = 5_000  # files in an archive
MOST_UNPACKED: Final = 300 * 2**20  # bytes
MOST_PARTS: Final = 20_000_000  # numbers, elements and cells of a text: their number costs memory, not their bytes
MOST_RATIO: Final = 250  # unpacked over packed; sheets and layers of text stay under 60

MEGABYTES: Final = Message("MB", "MB")
UNPACKED: Final = Message("MB（解压后）", "MB when unpacked")
ROWS: Final = Message("行", "rows")
COLUMNS: Final = Message("列", "columns")
CELLS: Final = Message("个单元格", "cells")
FEATURES: Final = Message("个要素", "features")
VERTICES: Final = Message("个顶点", "vertices")
PARTS: Final = Message("个数值或元素", "numbers or elements")
MEMBERS: Final = Message("个文件", "files")


def limit_message(spot: str, what: Message, n: float | None, most: float) -> ReaderError:
    """Say that something is larger than can be taken.

    Parameters
    ----------
    spot : str
        The file, and where in it.
    what : Said
        What is counted.
    n : float or None
        How many there are; None where counting stopped at the limit.
    most : float
        How many may be.

    Returns
    -------
    IntakeError
        To be raised.
    """
    zh, en = ("", "") if n is None else (f"有 {n:,.0f} {what.zh}，", f"{n:,.0f} {what.en}, ")
    return ReaderError(
        f"{spot}：{zh}超过上限 {most:,.0f} {what.zh}，请拆分或删减后再用",
        f"{spot}: {en}more than the limit of {most:,.0f} {what.en}; split or thin it first",
    )


def content_of(content: bytes | Path, name: str) -> bytes:
    """Take a file's bytes, unless they are none or too many.

    Parameters
    ----------
    content : bytes or Path
        The file, or where it is.
    name : str
        Its name, for messages.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    IntakeError
        It is empty, larger than `MOST_BYTES`, or cannot be opened.
    """
    file = shorten(name)
    try:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        if size > MOST_BYTES:
            raise limit_message(file, MEGABYTES, size / 2**20, MOST_BYTES / 2**20)
        taken = content.read_bytes() if isinstance(content, Path) else content
    except OSError as error:
        raise ReaderError(
            f"{file}：文件打不开，请检查路径与权限", f"{file}: the file cannot be opened; check its path and rights"
        ) from error
    if not taken:
        raise ReaderError(
            f"{file}：文件是空的（0 字节），请重新导出", f"{file}: the file is empty (0 bytes); export it anew"
        )
    return taken

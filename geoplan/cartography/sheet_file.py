"""A map sheet as a file: PNG with its resolution, SVG with its title, or PDF with its faces."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html import escape
from typing import Final

from geoplan.cartography.fonts import faces

MIME: Final = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
_HEADER: Final = 33  # bytes of a PNG's signature and its first chunk


def compiled(pages: Mapping[str, bytes], format: str, ppi: float, title: str, day: date) -> bytes:
    """Set a sheet of one page.

    Parameters
    ----------
    pages : mapping of bytes
        What typst reads, by name; ``main.typ`` is set.
    ppi : float
        Pixels to an inch of a PNG.
    """
    import typst

    timestamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    setting = {"font_paths": faces(), "timestamp": timestamp}
    if format == "png":
        return _with_resolution(bytes(typst.compile(dict(pages), format="png", ppi=ppi, **setting)), ppi)
    if format == "svg":
        drawn = bytes(typst.compile(dict(pages), format="svg", **setting))
        end = drawn.index(b">", drawn.index(b"<svg")) + 1
        return drawn[:end] + f"<title>{escape(title)}</title>".encode() + drawn[end:]
    return bytes(typst.compile(dict(pages), **setting))


def _with_resolution(png: bytes, ppi: float) -> bytes:
    """Write into a PNG how many pixels a metre has."""
    per_metre = round(ppi / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    written = struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_HEADER] + written + png[_HEADER:]

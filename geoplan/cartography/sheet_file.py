"""A map sheet as a file: PNG with its resolution, SVG with its title, or PDF with its faces."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Final

from geoplan.cartography.typesetting import typeset

MIME: Final = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
_EMBEDDED: Final = re.compile(
    r'<image transform="(?P<move>[^"]*)" xlink:href="data:image/svg\+xml;base64,(?P<data>[^"]*)" '
    r'width="(?P<width>[^"]*)" height="(?P<height>[^"]*)" preserveAspectRatio="none"/>'
)
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
    if format == "pdf":
        return typeset(pages, day=day)
    return finished(typeset(pages, format, ppi=ppi if format == "png" else None, day=day), format, ppi, title)


def finished(page: bytes, format: str, ppi: float, title: str) -> bytes:
    """Finish a page that typst set as a picture: a PNG says its resolution; an SVG has a title and drawings to edit."""
    if format == "png":
        return _with_resolution(page, ppi)
    drawn = page.decode()
    end = drawn.index(">", drawn.index("<svg")) + 1
    return (drawn[:end] + f"<title>{escape(title)}</title>" + _EMBEDDED.sub(_inlined, drawn[end:])).encode()


def _inlined(image: re.Match[str]) -> str:
    """A drawing within the drawing as elements of it, which every program can edit, where typst has a picture."""
    inner = b64decode(image["data"]).decode()
    box = re.search(r'viewBox="[^"]+"', inner)
    start = inner.index(">", inner.index("<svg")) + 1
    size = f'width="{image["width"]}" height="{image["height"]}" {box[0] if box else ""} preserveAspectRatio="none"'
    return f'<g transform="{image["move"]}"><svg {size}>{inner[start:]}</g>'


def _with_resolution(png: bytes, ppi: float) -> bytes:
    """Write into a PNG how many pixels a metre has."""
    per_metre = round(ppi / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    written = struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_HEADER] + written + png[_HEADER:]

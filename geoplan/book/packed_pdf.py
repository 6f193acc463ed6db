"""A PDF in less room: its many small objects, as those of its tags and links, in compressed streams."""

from __future__ import annotations

import io

import pikepdf


def packed_pdf(content: bytes) -> bytes:
    """Pack a PDF; what it shows and says is the same, and so are the bytes for the same input."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()

"""Who sends a brief, from the settings of the deployment."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from geoplan.brief.blocks import Letterhead
from geoplan.errors import UserError
from geoplan.settings import Settings
from geoplan.text.document_text import clean_for_document

_MOST_PIXELS: Final = (900, 300)


def letterhead_of(settings: Settings) -> Letterhead:
    """The organisation, its logo, the author and how to reach them.

    Raises
    ------
    UserError
        The logo cannot be read as a picture.
    """
    texts = (settings.brief_organisation, settings.brief_author, settings.brief_contact)
    organisation, author, contact = (" ".join(clean_for_document(text).split()) for text in texts)
    logo = _read_logo(settings.brief_logo) if settings.brief_logo else b""
    return Letterhead(organisation, logo, author, contact)


def _read_logo(path: Path) -> bytes:
    """A picture as a PNG no larger than a letterhead needs; the same bytes for the same picture."""
    try:
        with Image.open(path) as picture:
            small = picture.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise UserError("brief.letterhead.bad_logo", file=path) from error
    small.thumbnail(_MOST_PIXELS)
    buffer = io.BytesIO()
    small.save(buffer, "PNG")
    return buffer.getvalue()

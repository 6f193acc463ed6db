"""Where drafts are stored: in the folder of a team, or in one that a visitor's token leads to."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Final

from geoplan.settings import Settings

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 22 characters of base64 are 128 bits
_VISITOR: Final = re.compile(r"[0-9a-f]{32}")
_UNUSED: Final = 180 * 24 * 3600  # seconds after which a visitor's folder may be deleted


def drafts_folder(settings: Settings, token: str | None) -> Path | None:
    """The folder that holds the drafts of who asks; it need not exist yet.

    Parameters
    ----------
    token : str or None
        The visitor's secret: 22 to 64 letters, digits, ``_`` and ``-``.

    Returns
    -------
    Path or None
        The team's, where a workspace is set; else the visitor's; None where the token is no such text.

    Raises
    ------
    UserError
        The workspace does not exist or cannot be written to.
    """
    if (shared := settings.workspace_drafts) is not None:
        return shared
    return settings.visitor_drafts(token) if token and _TOKEN.fullmatch(token) else None


def forget_old(folder: Path) -> None:
    """Delete the folders of other visitors that nobody used for 180 days.

    Parameters
    ----------
    folder : Path
        A visitor's folder, which stays; beside any other folder nothing is deleted.
    """
    if not _VISITOR.fullmatch(folder.name):
        return
    for other in folder.parent.iterdir():
        if other != folder and _VISITOR.fullmatch(other.name) and not other.is_symlink() and _is_unused(other):
            shutil.rmtree(other, ignore_errors=True)


def _is_unused(folder: Path) -> bool:
    try:
        latest = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    except OSError:  # removed meanwhile, or no folder
        return False
    return time.time() - latest > _UNUSED

"""Why the system refuses a file, in the words of the user."""

from __future__ import annotations

import errno
from typing import Final

from geoplan.text.message import Text, message

_REASONS: Final = (
    *("enoent", "eacces", "eperm", "eisdir", "enotdir", "enospc", "edquot", "efbig", "erofs", "eio", "enametoolong"),
)


def system_reason(error: OSError) -> Text | str:
    """Why the system refuses a file, in the language of the user where it is one of the usual reasons."""
    name = errno.errorcode.get(error.errno or 0, "").lower()
    return message(f"common.reasons.{name}") if name in _REASONS else error.strerror or str(error)

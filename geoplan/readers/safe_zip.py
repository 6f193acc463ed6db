"""Opening zip archives that may mean harm: counted before they are unpacked, and never unpacked by their own names."""

from __future__ import annotations

import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from geoplan.errors import ReaderError
from geoplan.readers.read_limits import MEMBERS, MOST_MEMBERS, MOST_RATIO, MOST_UNPACKED, UNPACKED, limit_message
from geoplan.readers.text_encoding import encoding_of
from geoplan.text.shorten import shorten

_WORTH_A_RATIO: Final = 20 * 2**20  # bytes; smaller members may be as compressible as they like
_UTF8_NAME: Final = 0x800
_LOCKED: Final = 0x1
ARCHIVES: Final = (".zip", ".rar", ".7z", ".gz", ".tar", ".kmz")


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """Open an archive after counting what it would become; nothing is unpacked yet.

    ReaderError is raised where it is damaged, or would unpack to more files or bytes than may be.
    """
    file = shorten(name)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReaderError("readers.safe_zip.damaged_archive", file=file) from error
    members = archive.infolist()
    if not all(member.filename for member in members):  # what Python's own questions to a member cannot bear
        raise ReaderError("readers.safe_zip.damaged_archive", file=file)
    if len(members) > MOST_MEMBERS:
        raise limit_message(file, MEMBERS, len(members), MOST_MEMBERS)
    total = sum(member.file_size for member in members)
    if total > MOST_UNPACKED:
        raise limit_message(file, UNPACKED, total / 2**20, MOST_UNPACKED / 2**20)
    for member in members:
        if member.file_size > max(_WORTH_A_RATIO, MOST_RATIO * member.compress_size):
            times = f"{member.file_size / max(member.compress_size, 1):,.0f}"
            raise ReaderError("readers.safe_zip.zip_bomb", file=file, member=member_name(member), times=times)
    return archive


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member on one line, as a message can show it."""
    return shorten(readable_name(member))


def readable_name(member: zipfile.ZipInfo) -> str:
    """The name of a member as it was meant, with forward slashes.

    Chinese archivers write names in GBK without saying so, which the standard takes for code page 437.
    """
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
            name = raw.decode(encoding_of(raw).name or "cp437")
        except (UnicodeError, LookupError):
            name = member.filename
    return name.replace("\\", "/")


def unsafe_reason(member: zipfile.ZipInfo) -> str:
    """Tell why a member is not to be touched; "" for a plain file.

    ``link``, ``outside`` (its name leads out of the archive), ``locked`` or ``archive``.
    """
    name = readable_name(member)
    if stat.S_ISLNK(member.external_attr >> 16):
        return "link"
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        return "outside"
    if member.flag_bits & _LOCKED:
        return "locked"
    return "archive" if path.suffix.lower() in ARCHIVES else ""


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Unpack one member into memory, no further than its declared size.

    ReaderError is raised where it is locked, packed in a way that cannot be read, or damaged.
    """
    location = f"{shorten(name)} › {member_name(member)}"
    if member.flag_bits & _LOCKED:
        raise ReaderError("readers.safe_zip.locked", location=location)
    try:
        with archive.open(member) as file:
            return file.read(member.file_size)
    except NotImplementedError as error:
        raise ReaderError("readers.safe_zip.unsupported_packing", location=location) from error
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error) as error:
        raise ReaderError("readers.safe_zip.damaged_member", location=location) from error

"""The drafts of a workspace in one zip file, and back."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from geoplan.drafts.draft_store import FILE_BYTES, DraftStore
from geoplan.errors import UserError
from geoplan.files import write_zip
from geoplan.readers.safe_zip import member_name, open_archive, read_member, unsafe_reason

_FOLDER: Final = "drafts"


def back_up(store: DraftStore) -> tuple[bytes, int]:
    """Pack every draft that can be read, with its earlier versions.

    Returns
    -------
    tuple of bytes and int
        A zip file, the same for the same drafts, and how many drafts are in it.

    Raises
    ------
    UserError
        The folder cannot be read.
    """
    files, packed = store.files(), BytesIO()
    write_zip(packed, [(f"{_FOLDER}/{draft_id}.json", content) for draft_id, content in files.items()])
    return packed.getvalue(), len(files)


def restore(store: DraftStore, content: bytes, name: str) -> tuple[int, int]:
    """Put the drafts of a backup back; of a draft that is there too the one that was drawn later stays.

    What is not in the backup stays as it is. All members are checked before the first is put back.

    Parameters
    ----------
    content : bytes
        What `back_up` made.
    name : str
        Of the file, for errors.

    Returns
    -------
    tuple of int
        How many drafts were put back, and how many were left as they are.

    Raises
    ------
    ReaderError
        This is no zip file, or it is damaged or too large.
    UserError
        A member is no draft, or nothing can be written.
    """
    archive = open_archive(content, name)
    drafts: dict[str, bytes] = {}
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if unsafe_reason(member) or path.parts[:-1] != (_FOLDER,) or path.suffix != ".json":
            raise UserError("drafts.backup.stranger", file=name, member=member_name(member))
        packed = b"" if member.file_size > FILE_BYTES else read_member(archive, member, name)
        if not store.is_draft(path.stem, packed):
            raise UserError("drafts.backup.damaged", file=name, member=member_name(member))
        drafts[path.stem] = packed
    put_back = sum(store.restore(draft_id, packed) for draft_id, packed in drafts.items())
    return put_back, len(drafts) - put_back

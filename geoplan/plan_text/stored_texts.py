"""The plan texts that are at hand: in the folder of GEOPLAN_PLANS, else where those are stored that the user gave."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from geoplan.errors import UserError
from geoplan.files import write_atomically
from geoplan.plan_text.outline import Outline
from geoplan.plan_text.passage import outline_of
from geoplan.settings import settings
from geoplan.text.system_reason import system_reason

_FILE_STEM: Final = re.compile(r"[\w-]+")  # of a plan id that may name a file


def text_folder(plan_id: str) -> Path | None:
    """The folder that holds the text of a plan; None where none does."""
    folders = [folder for folder in (settings().plans, settings().stored_plans) if folder]
    return next((folder for folder in folders if (folder / f"{plan_id}.txt").is_file()), None)


def stored_outline(plan_id: str) -> Outline | None:
    """The outline of a plan's text; None where the text is not at hand or cannot be read."""
    folder = text_folder(plan_id)
    try:
        return outline_of(folder, plan_id) if folder else None
    except (OSError, UnicodeDecodeError):  # removed meanwhile, or damaged by other programs
        return None


def stored_on(plan_id: str) -> date | None:
    """The day on which the text of a plan was stored; None where it is not at hand."""
    folder = text_folder(plan_id)
    return date.fromtimestamp((folder / f"{plan_id}.txt").stat().st_mtime) if folder else None


def store_text(plan_id: str, text: str) -> Path:
    """Store the text of a plan, in place of one stored before.

    Raises
    ------
    UserError
        The folder cannot be written to; a text stored before stays.
    """
    path = _stored_path(plan_id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    except OSError as error:
        raise UserError(
            "plan_text.stored_texts.not_written", folder=path.parent, reason=system_reason(error)
        ) from error
    return path


def remove_text(plan_id: str) -> None:
    """Remove the stored text of a plan.

    Raises
    ------
    UserError
        There is none, it lies in the folder of GEOPLAN_PLANS, or it cannot be deleted.
    """
    path = _stored_path(plan_id)
    try:
        path.unlink()
    except FileNotFoundError as error:
        folder = text_folder(plan_id)
        key = "in_settings_folder" if folder else "not_given"
        raise UserError(f"plan_text.stored_texts.{key}", plan_id=plan_id, folder=folder or "") from error
    except OSError as error:
        raise UserError("plan_text.stored_texts.not_removed", path=path, reason=system_reason(error)) from error


def _stored_path(plan_id: str) -> Path:
    if not _FILE_STEM.fullmatch(plan_id):
        raise ValueError(f"{plan_id!r} names no file")
    return settings().stored_plans / f"{plan_id}.txt"

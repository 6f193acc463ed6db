"""The day that a document is of, as an option gives it."""

from __future__ import annotations

from datetime import date

from geoplan.errors import UserError
from geoplan.settings import settings


def day_of(text: str) -> date:
    """The day of ``--date``, or today's.

    Raises
    ------
    UserError
        It is no date.
    """
    try:
        return date.fromisoformat(text) if text else settings().day
    except ValueError:
        raise UserError("cli.bad_date", value=text) from None

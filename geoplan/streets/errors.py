"""What is said when streets cannot be had."""

from __future__ import annotations

from geoplan.errors import UserError


class StreetsError(UserError):
    """Streets cannot be fetched, converted or read."""

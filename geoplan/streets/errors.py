"""What is said when streets cannot be had."""

from __future__ import annotations

from geoplan.refusal import Refusal


class StreetsError(Refusal):
    """Streets cannot be fetched, converted or read."""

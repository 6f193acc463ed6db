"""导出: any filtered set in the format and coordinate system wanted."""

from __future__ import annotations

from geoplan.catalogue import Catalogue


def export_view(catalogue: Catalogue) -> None:
    """Draw the view."""

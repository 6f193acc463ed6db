"""模板: sheets for a new layer and for the data tables, and their check."""

from __future__ import annotations

from geoplan.catalogue import Catalogue


def templates_view(catalogue: Catalogue) -> None:
    """Draw the view."""

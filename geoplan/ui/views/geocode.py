"""地理编码: names and addresses to places, with how sure."""

from __future__ import annotations

from geoplan.catalogue import Catalogue


def geocode_view(catalogue: Catalogue) -> None:
    """Draw the view."""

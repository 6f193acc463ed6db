"""服务: the same layers as an OGC API that a GIS connects to."""

from __future__ import annotations

from geoplan.catalogue import Catalogue


def service_view(catalogue: Catalogue) -> None:
    """Draw the view."""

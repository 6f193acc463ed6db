"""自有图层: a layer or sheet of the user's own, for this session only."""

from __future__ import annotations

from geoplan.catalogue import Catalogue


def own_layers_view(catalogue: Catalogue) -> None:
    """Draw the view."""

"""``geoplan serve``: the layers as an OGC API."""

from __future__ import annotations

import typer

app = typer.Typer()

"""``geoplan geocode``: names and addresses to places."""

from __future__ import annotations

import typer

app = typer.Typer()

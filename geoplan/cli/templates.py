"""``geoplan template``: sheets to fill in."""

from __future__ import annotations

import typer

app = typer.Typer()

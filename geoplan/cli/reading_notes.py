"""What became of a layer that a user brings, told on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoplan.cli.terminal_text import echo
from geoplan.text.message import local_text, translate

if TYPE_CHECKING:
    from geoplan.readers.read_layer import LayerReading


def tell_reading(reading: LayerReading, lang: str) -> None:
    """Tell how a layer was read, and every row that was left out with the reason."""
    for note in reading.notes:
        echo(note.text(lang), err=True)
    for _, row in reading.report[reading.report["what"] == "left_out"].iterrows():
        reason = local_text(row["why_zh"], row["why_en"])
        echo(translate("place.import.unread", lang, n=row["row"], reason=reason), err=True)

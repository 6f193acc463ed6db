"""The map's own texts, for the browser."""

from __future__ import annotations

from pathlib import Path

from geoplan.geodata.base_files import base_credit
from geoplan.text.message import languages, section, translate


def map_texts() -> dict[str, dict[str, str]]:
    """The map's own texts by language; the attribution is not filled."""
    return {
        language: {
            key.removeprefix("map."): text for key, text in section("ui", language).items() if key.startswith("map.")
        }
        for language in languages()
    }


def credited_texts(home: Path, approval: str) -> dict[str, dict[str, str]]:
    """The map's own texts by language, the attribution with an approval number; "" says that it is pending."""
    texts = map_texts()
    for language, of_map in texts.items():
        number = approval or translate("ui.app.pending", language)
        of_map["attribution"] = of_map["attribution"].format(approval=number, base=base_credit(home))
    return texts

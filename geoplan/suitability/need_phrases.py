"""Conditions as a line of need says them: written so that `geoplan.suitability.need_line` reads them back."""

from __future__ import annotations

import re
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import simplified
from geoplan.suitability.nearness import Nearness, near_what
from geoplan.suitability.need_line import LONGEST, Chip
from geoplan.suitability.need_tokens import line_words
from geoplan.text.message import Text, message

# Units of land that a user may choose, by code: square kilometres in one.
LAND_UNITS: Final = {"mu": 1 / 1500, "ha": 0.01, "km2": 1.0}
UNIT_NAMES: Final = {code: message(f"suitability.need_phrases.units.{code}") for code in LAND_UNITS}


def land_phrase(amount: float, unit: str) -> Text:
    """So much land; `unit` is a key of `LAND_UNITS`."""
    return message("suitability.need_phrases.land", amount=amount, unit=UNIT_NAMES[unit])


def floor_phrase(square_metres: float) -> Text:
    """So much floor."""
    return message("suitability.need_phrases.floor", amount=square_metres)


def near_phrase(catalogue: Catalogue, near: Nearness) -> Text:
    """Near something, within a reach where one is given."""
    what = _what(catalogue, near)
    if near.km is None:
        return message("suitability.need_phrases.near", what=what)
    return message("suitability.need_phrases.within", what=what, km=near.km)


def _what(catalogue: Catalogue, near: Nearness) -> Text:
    return near_what(catalogue, near) if near.name else message(f"suitability.need_phrases.kinds.{near.kind}")


def unit_of(chip: Chip) -> str | None:
    """The unit in which a chip of land is written, a key of `LAND_UNITS`; None for another, such as acres."""
    languages = {code: set(name.by_language().values()) for code, name in UNIT_NAMES.items()}
    return next((code for code, names in languages.items() if any(chip.text.endswith(name) for name in names)), None)


def replace_part(line: str, chip: Chip, phrase: str) -> str:
    """The line with a phrase in place of what a chip was read from."""
    line = simplified(line[:LONGEST])
    return line[: chip.start] + phrase + line[chip.end :]


def remove_part(line: str, chip: Chip) -> str:
    """The line without what a chip was read from, and without the separator that it needed."""
    line = simplified(line[:LONGEST])
    before, after = line[: chip.start], line[chip.end :]
    between = f"[{line_words()['phrases']['separators']}]+"
    kept, rest = re.sub(f"{between}$", "", before), re.sub(f"^{between}", "", after)
    if not kept or not rest:
        return kept or rest
    return kept + (before[len(kept) :] or after[: len(after) - len(rest)]) + rest


def add_part(line: str, phrase: Text, lang: str) -> str:
    """The line with a further phrase at its end."""
    kept = re.sub(f"[{line_words()['phrases']['separators']}]+$", "", line)
    said = [part for part in (kept, phrase.text(lang)) if part]
    return message("suitability.need_phrases.separator").text(lang).join(said)

"""Classes of numbers of carriers: the same colours in the matrix and on the map."""

from __future__ import annotations

from typing import Final

from geoplan.symbology import symbology
from geoplan.text.message import translate

NONE: Final = 0  # no plan names one, and none of unknown county can lie here
UNKNOWN: Final = 1  # none is known, and some may lie here
FROM: Final = (1, 2, 5, 10, 20)  # the least number of each further class


def class_of(low: int, high: int) -> int:
    """The class of a county, by the bounds of its number of carriers."""
    if not low:
        return UNKNOWN if high else NONE
    return UNKNOWN + sum(low >= least for least in FROM)


def classes(lang: str) -> list[dict[str, str]]:
    """The classes: colours on light and dark ground ``c``, ``d``, of text ``ink``, ``dink``, and a title ``t``."""
    charts = symbology().charts
    titles = [
        _say(lang, "gaps.class_none"),
        _say(lang, "gaps.class_unknown"),
        *(_range(i, lang) for i in range(len(FROM))),
    ]
    return [
        {"c": light, "ink": ink_on(light), "d": dark, "dink": ink_on(dark), "t": title}
        for light, dark, title in zip(charts["counties"], charts["counties_dark"], titles, strict=True)
    ]


def _range(i: int, lang: str) -> str:
    least = FROM[i]
    if i + 1 == len(FROM):
        return _say(lang, "gaps.class_from", least=least)
    most = FROM[i + 1] - 1
    return str(least) if most == least else f"{least}–{most}"


def ink_on(colour: str) -> str:
    """The colour of text that contrasts more with a ground: that of texts, or white."""
    text = symbology().colours["text"]
    return max(text, "#FFFFFF", key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _say(lang: str, key: str, **values: object) -> str:
    return translate(f"ui.{key}", lang, **values)

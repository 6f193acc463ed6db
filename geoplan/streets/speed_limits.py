"""How fast a car drives: at a street's own limit where that is plausible, else at the speed of its kind.

A speed depends on the tags of its street alone. A mean or median over the limits of a kind would depend on which
streets an extract holds and which of them are tagged: in Fujian few are, mostly the fast ones. One wrong tag would
move all others, and the same street would have two speeds in two extracts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# km/h of kinds of street, for streets without a usable limit. The middle design speed of the class in CJJ 37-2012,
# table 3.2.1 (快速路 100/80/60, 主干路 60/50/40, 次干路 50/40/30, 支路 40/30/20); motorways as in JTG B01-2014
# (120/100/80); a ramp takes the class below; lanes inside blocks take the lowest value of 支路.
CAR_KPH: Final[dict[str, float]] = {
    "motorway": 100, "trunk": 80, "primary": 50, "secondary": 40, "tertiary": 30, "unclassified": 30, "road": 30,
    "motorway_link": 50, "trunk_link": 50, "primary_link": 40, "secondary_link": 30, "tertiary_link": 30,
    "residential": 20, "living_street": 20, "service": 20,
}  # fmt: skip
OTHER_KPH: Final = 20.0  # km/h; a kind not in the table that its tags open to cars, such as a pedestrian street

LEAST_KPH: Final = 5.0  # km/h; at gates of works, GB 4387-2008: the lowest limit of a national standard
MOST_KPH: Final = 120.0  # km/h; on motorways, 道路交通安全法实施条例, article 78: the highest limit there is
# km/h of limits without a number: walking pace, and where no sign stands (the same regulation, articles 45 and 78).
IMPLICIT_KPH: Final[dict[str, float]] = {"walk": 5, "cn:urban": 50, "cn:rural": 70, "cn:motorway": 120}
_UNITS: Final = {None: 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}  # km/h
_NUMBER: Final = re.compile(r"(\d+(?:\.\d+)?) ?(km/h|kmh|kph|mph|knots)?", re.ASCII)


def limit_kph(values: Iterable[str]) -> float | None:
    """Read a speed limit as OpenStreetMap writes it.

    Parameters
    ----------
    values : iterable of str
        Of ``maxspeed``: a number in km/h or with a unit (``30 mph``), ``walk`` or ``CN:urban``, ``CN:rural``,
        ``CN:motorway``. Several where ways were merged into one; one may itself hold several, with ``;`` or ``|``
        between them. Blank ones count as absent.

    Returns
    -------
    float or None
        In km/h, the lowest of several. None where there is no limit, and where one of them has no number
        (``none``, ``signals``, ``variable``) or lies outside 5 to 120 km/h: from the lowest limit at gates of works
        (GB 4387-2008) to the highest on motorways (道路交通安全法实施条例, article 78).

    References
    ----------
    https://wiki.openstreetmap.org/wiki/Key:maxspeed
    """
    limits = [_one(part) for value in values for part in re.split("[;|]", value) if part.strip()]
    usable = [kph for kph in limits if kph is not None and LEAST_KPH <= kph <= MOST_KPH]
    return min(usable) if usable and len(usable) == len(limits) else None


def _one(text: str) -> float | None:
    text = text.strip().lower()
    number = _NUMBER.fullmatch(text)
    return float(number[1]) * _UNITS[number[2]] if number else IMPLICIT_KPH.get(text)

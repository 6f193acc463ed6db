"""Names a spreadsheet accepts for its sheets: no sign it forbids, 31 long at most, no two alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from geoplan.brief.cell_format import clean_for_document

_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\n]+")
_LONGEST: Final = 31  # UTF-16 units
_RESERVED: Final = {"history", "历史记录"}


def sheet_names(titles: Sequence[str], otherwise: str) -> list[str]:
    """Name the sheets of a workbook after their titles.

    Parameters
    ----------
    titles : sequence of str
        What they are called where any name will do.
    otherwise : str
        The name of a sheet whose title has no sign that may stand in a name.

    Returns
    -------
    list of str
        One a title, unlike one another also when case is ignored.
    """
    names: list[str] = []
    for title in titles:
        plain = " ".join(_FORBIDDEN.sub(" ", clean_for_document(title)).split()).strip("' ")
        wanted = plain if plain and plain.lower() not in _RESERVED else f"{otherwise} {plain}".strip()
        taken = {name.lower() for name in names}
        number, name = 1, _cut(wanted, _LONGEST)
        while name.lower() in taken:
            number += 1
            tail = f" ({number})"
            name = _cut(wanted, _LONGEST - len(tail)) + tail
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore").strip("' ")

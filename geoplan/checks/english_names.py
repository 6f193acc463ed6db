"""English names: one for each Chinese name over all tables, each a whole name in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from geoplan.plan_text.normalise import normalise
from geoplan.problem import Problem
from geoplan.sources import Sources

_TABLES: Final = ("sites", "projects", "programmes", "indicators", "industries", "functions", "regions", "gateways")
# A name that ends so was cut, or was never English.
_CUT: Final = re.compile(r"(?<!['’])\b(?:a|an|the|of|and|or|for|in|on|at|to|by|with|from)$|[,;:(–-]$|[\u3400-\u9fff]")


def check_english_names(sources: Sources) -> Iterator[Problem]:
    """Compare the English names of all tables.

    Yields
    ------
    Problem
        A Chinese name that has another English name elsewhere; an English name that is cut or holds Chinese.
    """
    first: dict[str, tuple[str, str]] = {}
    for table in _TABLES:
        for row, chinese, english in sources.tables[table][["name_zh", "name_en"]].itertuples():
            file = f"data/{table}.csv"
            if _CUT.search(english):
                yield Problem(file, row, "english-cut", {"value": english})
            known, place = first.setdefault(normalise(chinese), (english, f"{file}:{row}"))
            if known != english:
                values = {"value": chinese, "name": english, "other": known, "place": place}
                yield Problem(file, row, "english-differs", values)

"""The quantities that plans state of a site, and what is none, as lines of HTML."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd

from geoplan import vocabulary
from geoplan.analysis.site_area import area_text
from geoplan.catalogue.catalogue import Catalogue
from geoplan.dossier.reader import Reader
from geoplan.query.stated_quantities import is_foreign, remark_text, unit_text

_KM2: Final = 1e6  # m²
NO_QUANTITIES: Final = ("builder", "operator", "finish_year", "facility")


def fact_lines(catalogue: Catalogue, rows: pd.DataFrame, reader: Reader) -> list[str]:
    """A block of HTML a fact: what it is of, the value as printed, a remark, the citation."""
    lines = []
    for fact in rows.itertuples():
        label = reader.html("dossier.labelled", label=vocabulary.PROPERTIES[fact.property], text="")
        where = reader.cite(catalogue, [(fact.plan_id, fact.section)], [str(fact.value)])
        lines.append(f"<div>{label}{_value(fact, reader)}{escape(_remark(fact, reader))}{where}</div>")
    return lines


def _value(fact: Any, reader: Reader) -> str:
    """The value with its unit, an area in all units of the language; words of a plan are marked as Chinese."""
    factor = vocabulary.AREA_UNITS.get(fact.unit)
    if factor is not None:
        return escape(_area(fact, factor, reader))
    value = fact.value_en if fact.value_en and reader.lang != "zh" else str(fact.value)
    text = f"{value} {reader.say(unit_text(fact.unit))}".strip()
    return f"<span{reader.chinese()}>{escape(text)}</span>" if is_foreign(str(value), reader.lang) else escape(text)


def _area(fact: Any, factor: float, reader: Reader) -> str:
    """As printed and in all units; what is printed in km² is among these."""
    if factor == _KM2:
        return reader.say(area_text(float(fact.value) * factor))
    printed = f"{fact.value} {reader.say(unit_text(fact.unit))}"
    return reader.plain("dossier.converted", printed=printed, area=area_text(float(fact.value) * factor))


def _remark(fact: Any, reader: Reader) -> str:
    return reader.plain("dossier.remark", remark=remark_text(fact.note)) if fact.note else ""

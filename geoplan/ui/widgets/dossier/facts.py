"""The quantities that plans state of a site; apart from them what is none: responsible bodies, dates, facilities."""

from __future__ import annotations

from html import escape
from typing import Any, Final

import pandas as pd

from geoplan import vocabulary
from geoplan.analysis.site_area import area_text
from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.dossier import Dossier
from geoplan.query.stated_quantities import is_foreign, remark_text, unit_text
from geoplan.ui.language import html, lang, name, plain
from geoplan.ui.widgets.dossier.section import blocks, chinese, heading
from geoplan.ui.widgets.plan_passages import citation_line

_KM2: Final = 1e6  # m²
_NO_QUANTITIES: Final = ("builder", "operator", "finish_year", "facility")


def facts(catalogue: Catalogue, record: Dossier) -> None:
    """List the quantities, then the rest."""
    other = record.facts["property"].isin(_NO_QUANTITIES)
    for key, rows in (("facts", record.facts[~other]), ("particulars", record.facts[other])):
        if not rows.empty:
            heading(key, len(rows))
            blocks(fact_lines(catalogue, rows))


def fact_lines(catalogue: Catalogue, rows: pd.DataFrame) -> list[str]:
    """A block of HTML a fact: what it is of, the value as printed, a remark, the citation."""
    lines = []
    for fact in rows.itertuples():
        label = html("dossier.labelled", label=vocabulary.PROPERTIES[fact.property], text="")
        where = citation_line(catalogue, [(fact.plan_id, fact.section)], [str(fact.value)])
        lines.append(f"<div>{label}{_value(fact)}{escape(_remark(fact))}{where}</div>")
    return lines


def _value(fact: Any) -> str:
    """The value with its unit, an area in all units of the language; words of a plan are marked as Chinese."""
    factor = vocabulary.AREA_UNITS.get(fact.unit)
    if factor is not None:
        return escape(_area(fact, factor))
    value = fact.value_en if fact.value_en and lang() != "zh" else str(fact.value)
    text = f"{value} {name(unit_text(fact.unit))}".strip()
    return f"<span{chinese()}>{escape(text)}</span>" if is_foreign(str(value), lang()) else escape(text)


def _area(fact: Any, factor: float) -> str:
    """As printed and in all units; what is printed in km² is among these."""
    if factor == _KM2:
        return name(area_text(float(fact.value) * factor))
    printed = f"{fact.value} {name(unit_text(fact.unit))}"
    return plain("dossier.converted", printed=printed, area=area_text(float(fact.value) * factor))


def _remark(fact: Any) -> str:
    return plain("dossier.remark", remark=remark_text(fact.note)) if fact.note else ""

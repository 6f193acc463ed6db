"""The table in which a person decides: accept an answer, or choose a rival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.result_table import label_with_region
from geoplan.geocoding.review import RowPosition, result_position, rival_position
from geoplan.geocoding.scoring import METHODS, NOTES, RIVALS, GeocodingResult
from geoplan.text.message import Text, joined
from geoplan.ui.language import lang, name, names, t
from geoplan.vocabulary import CONFIDENCES

_NONE: Final = "–"


def geocode_decisions(
    catalogue: Catalogue, answers: Sequence[GeocodingResult]
) -> tuple[list[str], list[RowPosition | None]]:
    """Draw the table and read what ``geo_accept`` is to say of each row, and where the accepted rows are."""
    rows = _rows(catalogue, answers)
    edited = st.data_editor(
        rows,
        key=f"geocode-{hash((tuple(a.text for a in answers), tuple(a.how for a in answers), lang())) & 0xFFFFFFFF:x}",
        hide_index=True,
        placeholder="",
        height=min(36 * (len(rows) + 1) + 2, 480),
        disabled=[c for c in rows.columns if c not in {t("geocode.accept"), t("geocode.rival")}],
        column_config={
            t("geocode.accept"): st.column_config.CheckboxColumn(pinned=True, width="small"),
            t("geocode.rival"): st.column_config.SelectboxColumn(
                options=[_NONE, *map(str, range(1, RIVALS + 1))], width="small"
            ),
            t("geocode.query"): st.column_config.TextColumn(width="medium"),
            t("geocode.note"): st.column_config.TextColumn(width="medium"),
            t("geocode.rivals"): st.column_config.TextColumn(width="large"),
            t("geocode.lon"): st.column_config.NumberColumn(format="%.5f"),
            t("geocode.lat"): st.column_config.NumberColumn(format="%.5f"),
            t("geocode.radius"): st.column_config.NumberColumn(format="%d"),
        },
    )
    rows_edited = zip(answers, edited[t("geocode.accept")], edited[t("geocode.rival")], strict=True)
    decided = [_decision(answer, bool(accepted), str(rival)) for answer, accepted, rival in rows_edited]
    return [decision for decision, _ in decided], [position for _, position in decided]


def _decision(answer: GeocodingResult, accepted: bool, rival: str) -> tuple[str, RowPosition | None]:
    number = int(rival) if rival.isdigit() else 0
    if number and number <= len(answer.rivals):
        return str(number), rival_position(answer.rivals[number - 1].place, lang())
    if accepted and not number and answer.place is not None:
        return "yes", result_position(answer, lang())
    return "", None


def _rows(catalogue: Catalogue, answers: Sequence[GeocodingResult]) -> pd.DataFrame:
    regions = names(catalogue.regions).to_dict()
    places = [answer.place for answer in answers]
    return pd.DataFrame(
        {
            t("geocode.accept"): [answer.confidence == "high" for answer in answers],
            t("geocode.rival"): _NONE,
            t("geocode.query"): [answer.text for answer in answers],
            t("geocode.answer"): [place.name(lang()) if place else "" for place in places],
            t("geocode.region"): [regions.get(place.adcode, "") if place else "" for place in places],
            t("geocode.confidence"): [name(CONFIDENCES[a.confidence]) if a.confidence else "" for a in answers],
            t("geocode.how"): [name(METHODS[answer.how]) for answer in answers],
            t("geocode.radius"): [answer.radius_m for answer in answers],
            t("geocode.note"): [_semicolons(NOTES[note] for note in answer.notes) for answer in answers],
            t("geocode.rivals"): [
                _semicolons(
                    f"{n} {label_with_region(r.place, regions, lang())}" for n, r in enumerate(answer.rivals, start=1)
                )
                for answer in answers
            ],
            t("geocode.lon"): [answer.lon for answer in answers],
            t("geocode.lat"): [answer.lat for answer in answers],
            t("geocode.source"): [place.source if place else "" for place in places],
        }
    ).astype({t("geocode.lon"): float, t("geocode.lat"): float, t("geocode.radius"): float})


def _semicolons(parts: Iterable[Text | str]) -> str:
    return name(joined(parts, "punctuation.semicolon"))


def with_input_text(rows: Sequence[tuple[str, str]], answers: Sequence[GeocodingResult]) -> list[GeocodingResult]:
    """The answers with the name and address of the sheet as their text."""
    return [replace(a, text=" · ".join(filter(None, row))) for a, row in zip(answers, rows, strict=True)]

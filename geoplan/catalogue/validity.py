"""Whether a plan is in force on a day, from its period; its name and citations with that state beside them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.cited_sections import damage_note
from geoplan.settings import settings
from geoplan.text.citation import citation, with_state
from geoplan.text.message import Text
from geoplan.text.names import name_of
from geoplan.vocabulary import VALIDITY


def validity(plans: pd.DataFrame, day: date) -> pd.Series:
    """Find which plans are in force on a day.

    Parameters
    ----------
    plans : DataFrame
        ``period_start``, ``period_end``: years, both included.

    Returns
    -------
    Series
        Codes of ``geoplan.vocabulary.VALIDITY``, with the index of `plans`; "" where a year that decides it is
        missing.
    """
    periods = zip(plans["period_start"], plans["period_end"], strict=True)
    states = [_state(start, end, day.year) for start, end in periods]
    return pd.Series(states, index=plans.index, dtype=object, name="validity")


def _state(start: object, end: object, year: int) -> str:
    first, last = (None if pd.isna(cell) or cell == "" else int(str(cell)) for cell in (start, end))
    if last is not None and last < year:
        return "ended"
    if first is not None and year < first:
        return "not_yet"
    return "in_force" if first is not None and last is not None else ""


def validity_today(plans: pd.DataFrame) -> pd.Series:
    """Find which plans are in force today; today is as `geoplan.settings.Settings.day` gives it."""
    return validity(plans, settings().day)


def state_of(plans: pd.DataFrame, plan_id: str) -> Text | None:
    """The state of a plan today in words, for a plan that is not in force; None for the others."""
    start, end = (plans.at[plan_id, column] for column in ("period_start", "period_end"))
    code = _state(start, end, settings().day.year)
    return None if code in ("", "in_force") else VALIDITY[code]


def labelled_plans(plans: pd.DataFrame, lang: str) -> pd.Series:
    """The short titles of plans, each with its state today, for a list to choose from."""
    states = validity_today(plans)
    labels = {p: with_state(name_of(plans, p, "short"), VALIDITY.get(states[p])).text(lang) for p in plans.index}
    return pd.Series(labels, dtype=object)


def plan_name(plans: pd.DataFrame, plan_id: str, prefix: str = "short") -> Text:
    """The name of a plan, with its state where it is not in force today.

    Parameters
    ----------
    prefix : {"short", "title", "issuer"}
        Of the columns ``<prefix>_<lang>``.
    """
    return with_state(name_of(plans, plan_id, prefix), state_of(plans, plan_id))


def plan_names(plans: pd.DataFrame, lang: str) -> pd.Series:
    """The short titles of plans by id, for the cells of a table; see `plan_name`."""
    return pd.Series({plan: plan_name(plans, plan).text(lang) for plan in plans.index}, dtype=object)


def cite(catalogue: Catalogue, plan_id: str, section: str) -> Text:
    """Cite a section of a plan by its short title; a plan not in force today and a damaged passage say so."""
    damaged = damage_note(catalogue, plan_id, section) is not None
    return citation(name_of(catalogue.plans, plan_id, "short"), section, state_of(catalogue.plans, plan_id), damaged)

"""The codes of GB/T 4754 that belong to a class of the strategic emerging industries (2018), wholly or in part."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.plan_text.normalise import normalise


class StrategicClass(NamedTuple):
    """A strategic class and its codes; one that belongs in part somewhere and wholly elsewhere is among ``whole``."""

    code: str
    name_zh: str
    whole: tuple[str, ...]
    part: tuple[str, ...]


def strategic_class(catalogue: Catalogue, text: str) -> StrategicClass | None:
    """Find a strategic class by its code or name, and what belongs to it or to those below it.

    Parameters
    ----------
    text : str
        Such as ``1.2.1``, or a name of any of the three levels.

    Returns
    -------
    StrategicClass or None
        None where there is no such class.
    """
    classes, folded = catalogue.classes, normalise(text)
    named = [str(code) for code, name in classes["name_zh"].items() if normalise(name) == folded]
    code = text.strip() if text.strip() in classes.index else next(iter(named), "")
    if not code:
        return None
    rows, full = catalogue.gbt_to_sei, _full_codes(catalogue)
    of_class = rows[[each == code or each.startswith(f"{code}.") for each in full]]
    whole = set(of_class.loc[of_class["extent"] == "whole", "gbt_code"])
    part = set(of_class["gbt_code"]) - whole
    return StrategicClass(code, str(classes.at[code, "name_zh"]), tuple(sorted(whole)), tuple(sorted(part)))


def class_codes(catalogue: Catalogue) -> dict[str, set[str]]:
    """Codes of GB/T 4754 that belong to strategic classes or to those below them, wholly or in part, by class."""
    found: dict[str, set[str]] = {}
    for gbt_code, full in zip(catalogue.gbt_to_sei["gbt_code"], _full_codes(catalogue), strict=True):
        parts = full.split(".")
        for n in range(1, len(parts) + 1):
            found.setdefault(".".join(parts[:n]), set()).add(gbt_code)
    return found


def _full_codes(catalogue: Catalogue) -> pd.Series:
    """Of each row of `data/gbt_to_sei.csv` the class, or the group where no class is known."""
    rows = catalogue.gbt_to_sei
    return rows["class_code"].where(rows["class_code"] != "", rows["group_code"])

"""The codes of GB/T 4754 that belong to a class of the strategic emerging industries (2018), wholly or in part."""

from __future__ import annotations

from typing import NamedTuple

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
    rows = catalogue.gbt_to_sei
    full = rows["class_code"].where(rows["class_code"] != "", rows["group_code"])
    of_class = rows[[each == code or each.startswith(f"{code}.") for each in full]]
    whole = set(of_class.loc[of_class["extent"] == "whole", "gbt_code"])
    part = set(of_class["gbt_code"]) - whole
    return StrategicClass(code, str(classes.at[code, "name_zh"]), tuple(sorted(whole)), tuple(sorted(part)))

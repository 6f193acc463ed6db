"""The industries of the plans that each class of GB/T 4754 belongs to."""

from __future__ import annotations

from functools import lru_cache

from geoplan.catalogue.catalogue import Catalogue


@lru_cache(maxsize=4)
def class_industries(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """Map the codes of GB/T 4754 to industries, with the confidence of each.

    A code has the industries given to it in ``industry_gbt``; without any, those of the nearest code above. What only
    ``low`` codes above give stays low: some firms of the code belong there.

    Returns
    -------
    dict of dict of str
        Codes that no plan places are not in it.
    """
    given: dict[str, dict[str, str]] = {}
    for row in catalogue.industry_gbt.itertuples():
        given.setdefault(row.gbt_code, {})[row.industry_id] = row.confidence
    parents = catalogue.gbt4754["parent_code"].to_dict()
    found = {}
    for code in parents:
        above = code
        while above and above not in given:
            above = parents.get(above, "")
        if above:
            found[code] = given[above]
        elif f"{code}0" in given:  # a group of one class, with its name
            found[code] = given[f"{code}0"]
    return found

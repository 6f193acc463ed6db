"""Codes of the two national classifications beside the industry terms, and the colours of the branches."""

from itertools import combinations

import numpy as np
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.symbology import symbology

# Vision without one of the three cone pigments, on linear sRGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes,
# IEEE Transactions on Visualization and Computer Graphics 15 (2009) 1291-1298, severity 1.
VISIONS = {
    "all": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.119192, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
ADDED = {"equipment", "modern-services", "agriculture", "traditional"}


def cielab(colour: str, vision: str) -> np.ndarray:
    encoded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(VISIONS[vision] @ linear, 0, 1) / WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_every_branch_has_a_colour_in_the_order_of_the_vocabulary(catalogue: Catalogue) -> None:
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    assert list(symbology().branches) == branches.tolist()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("vision", VISIONS)
def test_the_colours_of_the_added_branches_differ_for_every_colour_vision(vision: str, dark: bool) -> None:
    """By at least 15 in CIELAB (1976); 2.3 is just noticeable, and small symbols need several times that."""
    branches = symbology().dark["branches"] if dark else symbology().branches
    colours = {name: cielab(colour, vision) for name, colour in branches.items()}
    near = {
        (a, b): round(float(np.linalg.norm(colours[a] - colours[b])), 1)
        for a, b in combinations(colours, 2)
        if {a, b} & ADDED and np.linalg.norm(colours[a] - colours[b]) < 15
    }
    assert near == {}


def test_every_branch_stands_out_from_the_dark_land() -> None:
    """By 3:1, as WCAG 2.2 asks of graphical objects."""
    dark = symbology().dark
    assert list(dark["branches"]) == list(symbology().branches)
    grounds = [dark["ground"]["province"], dark["ground"]["land"], dark["ground"]["sea"]]
    assert min(luminance_ratio(c, ground) for c in dark["branches"].values() for ground in grounds) >= 3


def luminance_ratio(light: str, dark: str) -> float:
    """The contrast of WCAG, from the luminance Y that L* of CIELAB is made of."""
    y = [((cielab(colour, "all")[0] + 16) / 116) ** 3 for colour in (light, dark)]
    return float((y[0] + 0.05) / (y[1] + 0.05))


def test_a_code_stands_below_its_parent_in_both_classifications(catalogue: Catalogue) -> None:
    classes = catalogue.classes[catalogue.classes["level"] > 1]
    assert all(code.startswith(f"{parent}.") for code, parent in classes["parent_code"].items())
    gbt = catalogue.gbt4754
    below = gbt[gbt["level"] > 2]
    assert all(code[:-1] == parent for code, parent in below["parent_code"].items())
    assert gbt.loc[gbt["level"] == 2, "parent_code"].map(gbt["level"]).eq(1).all()


def test_gbt_4754_has_its_20_sections_97_divisions_473_groups_and_1382_classes(catalogue: Catalogue) -> None:
    """The numbers that the standard states of itself."""
    assert catalogue.gbt4754["level"].value_counts().sort_index().tolist() == [20, 97, 473, 1382]


def test_the_names_beside_codes_are_those_of_the_standard(catalogue: Catalogue) -> None:
    rows = catalogue.industry_gbt
    assert rows["name_zh"].tolist() == rows["gbt_code"].map(catalogue.gbt4754["name_zh"]).tolist()


def test_a_code_of_an_industry_has_a_confidence_and_no_confidence_stands_alone(catalogue: Catalogue) -> None:
    terms = catalogue.industries
    assert (terms["code"].eq("") == terms["code_confidence"].eq("")).all()


def test_terms_without_a_class_of_2018_have_none(catalogue: Catalogue) -> None:
    """By the reference list: 1491 and 1492, health foods, are not mapped; textiles, fishing and quantum neither."""
    for term in ("functional-food", "food", "textiles", "fishing-port", "marine-tourism", "quantum", "deep-blue"):
        assert catalogue.industries.at[term, "code"] == ""
    health_foods = catalogue.industry_gbt[catalogue.industry_gbt["industry_id"] == "functional-food"]
    assert {"1491", "1492"} <= set(health_foods["gbt_code"])


def test_chips_are_designed_and_made_in_two_classes(catalogue: Catalogue) -> None:
    """GB/T 4754: 6520 is design, whole in 1.3.4; 3973 is making, whole in 1.2.4."""
    codes = catalogue.industry_gbt.groupby("industry_id")["gbt_code"].agg(set)
    assert codes["ic"] == {"3973", "6520"} and codes["ic-design"] == {"6520"} and codes["ic-manufacturing"] == {"3973"}
    assert catalogue.industries.loc[["ic-design", "ic-manufacturing"], "code"].tolist() == ["1.3.4", "1.2.4"]


def test_the_drawer_of_other_fields_holds_less_than_5_percent(catalogue: Catalogue) -> None:
    branches = catalogue.designations["industry_id"].map(catalogue.industries["branch"])
    assert (branches == "other").mean() < 0.05


def test_the_correspondence_of_the_two_classifications_is_whole(catalogue: Catalogue) -> None:
    """944 rows, 123 of them without a star; 6520 (design of chips) is whole in 1.3.4, 3985 in part in 1.2.3."""
    rows = catalogue.gbt_to_sei
    assert rows["extent"].value_counts().to_dict() == {"part": 821, "whole": 123}
    assert rows["confidence"].value_counts().to_dict() == {"high": 679, "medium": 243, "low": 22}
    known = rows[rows["class_code"] != ""]
    assert known["class_code"].map(catalogue.classes["parent_code"]).eq(known["group_code"]).all()
    assert rows.loc[rows["class_code"] == "", "note"].str.contains("4.3.1").all()
    assert rows["gbt_code"].map(catalogue.gbt4754["level"]).eq(4).all()
    extents = set(zip(rows["gbt_code"], rows["class_code"], rows["extent"], strict=True))
    assert {("6520", "1.3.4", "whole"), ("3985", "1.2.3", "part")} <= extents

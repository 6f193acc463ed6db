"""A dossier holds everything said of one site, what is stated of it before what it inherits, each with its section."""

from dataclasses import replace

import pandas as pd
import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.dossier import Dossier, dossier

TERMS = ["site_id", "industry_id", "wording", "role", "basis", "plan_id", "section"]


@pytest.fixture(scope="module")
def known(catalogue: Catalogue) -> Dossier:
    """A phase of a park in a zone: one term of its own, one from the park, one from the zone; the rest is empty."""
    sites = catalogue.sites.iloc[:4].set_axis(pd.Index(["zone", "park", "phase", "lake"], name="site_id"))
    sites = sites.assign(adcode="350203", plan_id="a", section="一", drawn=False)
    designations = [
        ("zone", "bio", "生物", "lead", "stated", "a", "一"),
        ("phase", "ai", "智能", "new", "stated", "b", "二"),
        ("park", "it", "信息", "lead", "stated", "a", "三"),
        ("lake", "it", "信息", "lead", "stated", "a", "九"),
    ]
    facts = [
        ("phase", "land_area", "2", "", "平方公里", "a", "四", ""),
        ("park", "land_area", "9", "", "平方公里", "a", "五", ""),
    ]
    small = replace(
        catalogue,
        sites=sites,
        designations=pd.DataFrame(designations, columns=TERMS),
        relations=pd.DataFrame(
            [("phase", "part_of", "park", "a", "六"), ("park", "part_of", "zone", "b", "七")],
            columns=["site_id", "relation", "parent_id", "plan_id", "section"],
        ),
        site_facts=pd.DataFrame(facts, columns=catalogue.site_facts.columns),
        mentions=pd.DataFrame([("phase", "b", "八")], columns=["site_id", "plan_id", "section"]),
        projects=catalogue.projects.iloc[:2].set_axis(pd.Index(["p1", "p2"], name="project_id")),
        project_sites=pd.DataFrame([("p2", "phase"), ("p1", "lake")], columns=["project_id", "site_id"]),
        places=catalogue.places.iloc[:0],
    )
    return dossier(small, "phase")


def test_stated_terms_stand_before_inherited_ones(known: Dossier) -> None:
    rows = known.designations[["industry_id", "basis", "from_site", "section"]].to_numpy().tolist()
    assert rows[0] == ["ai", "stated", "phase", "二"]
    assert rows[1:] == [["it", "inherited", "park", "三"]]  # one step: nothing from the zone the park is part of


def test_only_direct_parents_and_parts_are_listed(known: Dossier) -> None:
    assert known.parents[["site_id", "relation", "plan_id", "section"]].to_numpy().tolist() == [
        ["park", "part_of", "a", "六"]
    ]
    assert known.children.empty


def test_facts_and_projects_are_those_of_the_site_alone(known: Dossier) -> None:
    assert known.facts[["value", "section"]].to_numpy().tolist() == [["2", "四"]]
    assert known.projects.index.tolist() == ["p2"]


def test_regions_run_from_the_county_outward(known: Dossier) -> None:
    assert known.regions == ["350203", "350200", "350000"]


def test_a_site_that_is_not_there_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError):
        dossier(catalogue, "nowhere")


def test_a_phase_of_the_software_park_is_as_the_plans_have_it(catalogue: Catalogue) -> None:
    """Read independently in the plans: phase II is part of the park, and 第五章/专栏6 names it."""
    known = dossier(catalogue, "software-park-2")
    assert "software-park" in known.parents["site_id"].tolist()
    assert known.site["name_zh"] == "厦门软件园二期"

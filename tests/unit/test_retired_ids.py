"""An id that was retired opens the site that stands for it: in a shortlist and in an address."""

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from test_cli import run

from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.shortlist import from_json, shortlist, to_json
from geoplan.ui.map_state import SiteQuery

NEED = Requirements(("devices",))


@pytest.fixture(scope="module")
def renamed(catalogue: Catalogue) -> Catalogue:
    """The catalogue, in which the Xinyang zone had two other ids once."""
    rows = {"retired_id": ["xinyang-zone", "old-xinyang"], "site_id": ["xinyang"] * 2, "reason": ["one zone"] * 2}
    return dataclasses.replace(catalogue, retired_ids=pd.DataFrame(rows).set_index("retired_id"))


def test_an_id_in_use_and_any_other_text_stay(renamed: Catalogue) -> None:
    assert [renamed.current_id(s) for s in ("old-xinyang", "xinyang", "新阳")] == ["xinyang", "xinyang", "新阳"]


def test_a_shortlist_of_an_earlier_edition_opens(catalogue: Catalogue, renamed: Catalogue) -> None:
    earlier = shortlist(catalogue, NEED, {"science-city": "", "xinyang": "note"})
    earlier.sites[1] = earlier.sites[1].model_copy(update={"site_id": "old-xinyang"})
    assert [(e.site_id, e.note) for e in from_json(to_json(earlier), renamed).sites] == [
        ("science-city", ""),
        ("xinyang", "note"),
    ]


def test_of_two_that_have_become_one_the_first_stays(catalogue: Catalogue, renamed: Catalogue) -> None:
    earlier = shortlist(catalogue, NEED, {"xinyang": "first", "science-city": "second"})
    earlier.sites[1] = earlier.sites[1].model_copy(update={"site_id": "old-xinyang"})
    assert [(e.site_id, e.note) for e in from_json(to_json(earlier), renamed).sites] == [("xinyang", "first")]


def test_an_old_link_opens_the_site(renamed: Catalogue) -> None:
    assert SiteQuery.from_query({"site": ["xinyang-zone"]}, renamed).site == "xinyang"


def test_a_retired_id_that_is_still_in_use_is_refused(copy: Path) -> None:
    with (copy / "data" / "retired_ids.csv").open("a", encoding="utf-8") as file:
        file.write("xinyang,science-city,planted\n")
    row = len((copy / "data" / "retired_ids.csv").read_text("utf-8").splitlines())
    found = [(p.file, p.row, p.rule) for p in load(copy).problems]
    assert found == [("data/retired_ids.csv", row, "retired-id-in-use")]


def test_a_programme_leads_to_the_site_that_alone_holds_it(catalogue: Catalogue) -> None:
    # Software Park alone holds the animation base (xiamen-sei 第四章/第四节/动漫游戏); nobody holds the class of all zones.
    assert catalogue.current_id("xiamen-software-park-national-animation") == "software-park"
    assert catalogue.current_id("national-hightech-zones") == "national-hightech-zones"


@pytest.mark.parametrize(("lang", "words"), [("zh", "不是一处地方"), ("en", "is no site")])
def test_a_programme_asked_for_as_a_site_is_refused_as_what_it_is(tmp_path: Path, lang: str, words: str) -> None:
    done = run("brief", "--site", "国家级高新区", "-o", str(tmp_path / "x.pdf"), "--lang", lang, code=2)
    assert words in done.stderr

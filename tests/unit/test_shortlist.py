"""A shortlist comes back as it was kept; a broken, older, newer or changed file is refused with the reason."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import RequirementsError, ShortlistError
from geoplan.suitability.comparison import compare_sites
from geoplan.suitability.nearness import Nearness
from geoplan.suitability.requirements import Requirements
from geoplan.suitability.shortlist import MOST_SITES, _checksum, from_json, shortlist, to_json
from geoplan.suitability.site_selection import find_sites

NEED = Requirements(
    ("devices", "ai"),
    regions=("350200",),
    min_area_km2=1.5,
    weights={"strength": 40, "room": 2.5},
    near=(Nearness("airport"), Nearness("county", "350206", 60.0)),
    min_floor_m2=800,
)
SITES = {"biomedical-harbour": "看过现场\n=cmd()<b>", "xinyang": "", "science-city": "备" * 300}


@pytest.fixture
def text(catalogue: Catalogue) -> str:
    return to_json(shortlist(catalogue, NEED, SITES))


def test_nothing_is_lost_on_the_way(catalogue: Catalogue, text: str) -> None:
    for given in (text, text.encode(), b"\xef\xbb\xbf" + text.encode()):
        again = from_json(given, catalogue)
        assert {e.site_id: e.note for e in again.sites} == SITES
        assert again.need == NEED
        assert again.data_version == catalogue.version
        assert to_json(again) == text


def test_a_file_from_before_there_was_nearness_opens(catalogue: Catalogue, text: str) -> None:
    def older(whole: dict) -> None:
        for name in ("near", "min_floor_m2"):
            del whole["shortlist"]["asked"][name]

    again = from_json(changed(text, older), catalogue).need
    assert again == replace(NEED, near=(), min_floor_m2=0.0)


def test_a_weight_of_an_older_file_that_is_no_criterion_any_more_is_dropped(catalogue: Catalogue, text: str) -> None:
    older = changed(text, lambda whole: whole["shortlist"]["asked"]["weights"].update(certainty=5.0))
    assert from_json(older, catalogue).need == NEED


def test_an_empty_shortlist_is_one_too(catalogue: Catalogue) -> None:
    assert from_json(to_json(shortlist(catalogue, NEED, {})), catalogue).sites == []


def changed(text: str, change: Callable[[dict], object], sealed: bool = True) -> str:
    whole = json.loads(text)
    change(whole)
    if sealed:
        whole["checksum"] = _checksum(whole["shortlist"])
    return json.dumps(whole, ensure_ascii=False)


def inside(**values: object) -> Callable[[dict], object]:
    return lambda whole: whole["shortlist"].update(values)


def asked(**values: object) -> Callable[[dict], object]:
    return lambda whole: whole["shortlist"]["asked"].update(values)


BROKEN = {
    "cut off": (lambda t: t[:-40], "JSON"),
    "empty": (lambda _: "", "JSON"),
    "not text": (lambda _: b"\xff\xfe\x00", "UTF-8"),
    "a list": (lambda _: "[]", "not a GeoPlan shortlist"),
    "another format": (lambda t: changed(t, lambda w: w.update(format="other")), "not a GeoPlan shortlist"),
    "too large": (lambda t: t + " " * 300_000, "too large"),
    "deeply nested": (lambda _: "[" * 100_000, "JSON"),
    "older": (lambda t: changed(t, lambda w: w.update(version=0)), "older"),
    "newer": (lambda t: changed(t, lambda w: w.update(version=2)), "newer"),
    "version as text": (lambda t: changed(t, lambda w: w.update(version="1")), "version"),
    "version true": (lambda t: changed(t, lambda w: w.update(version=True)), "version"),
    "a note changed": (lambda t: t.replace("看过现场", "没看现场"), "checksum"),
    "a weight changed": (lambda t: t.replace("40.0", "50.0"), "checksum"),
    "no checksum": (lambda t: changed(t, lambda w: w.pop("checksum"), sealed=False), "lacks parts"),
    "an extra part": (lambda t: changed(t, lambda w: w.update(extra=1)), "extra"),
    "no contents": (lambda t: changed(t, lambda w: w.update(shortlist=None), sealed=False), "lacks parts"),
    "a field missing": (lambda t: changed(t, lambda w: w["shortlist"].pop("asked")), "asked"),
    "a field too many": (lambda t: changed(t, inside(secret=1)), "secret"),
    "a note that is a number": (lambda t: changed(t, inside(sites=[{"site_id": "xinyang", "note": 5}])), "note"),
    "too many sites": (lambda t: changed(t, inside(sites=7 * [{"site_id": "xinyang", "note": ""}])), "sites"),
    "a site twice": (lambda t: changed(t, inside(sites=2 * [{"site_id": "xinyang", "note": ""}])), "twice"),
    "unknown sites": (
        lambda t: changed(t, inside(sites=[{"site_id": s, "note": ""} for s in ("atlantis", "xinyang", "eldorado")])),
        "atlantis, eldorado",
    ),
    "an unknown industry": (lambda t: changed(t, asked(industries=["alchemy"])), "alchemy"),
    "an unknown criterion": (lambda t: changed(t, asked(weights={"beauty": 1.0})), "beauty"),
    "weights of nothing": (lambda t: changed(t, asked(weights={"room": 0.0})), "all 0"),
    "a weight that is no number": (lambda t: changed(t, asked(weights={"room": float("nan")})), "nan"),
    "an area as text": (lambda t: changed(t, asked(min_area_km2="big")), "min_area_km2"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused_with_the_reason_in_both_languages(
    catalogue: Catalogue, text: str, fault: str
) -> None:
    spoil, why = BROKEN[fault]
    with pytest.raises(ShortlistError, match=why) as refused:
        from_json(spoil(text), catalogue)
    assert refused.value.text("zh")
    assert refused.value.text("zh") != refused.value.text("en")


def test_a_shortlist_of_more_than_six_or_of_unknown_sites_is_not_made(catalogue: Catalogue) -> None:
    with pytest.raises(ShortlistError, match="6"):
        shortlist(catalogue, NEED, dict.fromkeys(catalogue.sites.index[: MOST_SITES + 1], ""))
    with pytest.raises(ShortlistError, match="atlantis"):
        shortlist(catalogue, NEED, {"atlantis": ""})
    with pytest.raises(ShortlistError, match="note"):
        shortlist(catalogue, NEED, {"xinyang": "长" * 5000})


@pytest.mark.long
def test_sites_stand_side_by_side_and_differing_facts_are_marked(catalogue: Catalogue) -> None:
    ids = ["biomedical-harbour", "xinyang", "xiamen-university"]
    result = find_sites(catalogue, NEED, weight_draws=0, draws=0)
    table = compare_sites(catalogue, ids, result)
    cells = table.pivot(index="fact", columns="site_id", values="value_zh")
    differs = table.groupby("fact")["differs"].first()
    assert cells.loc["county", "biomedical-harbour"] == cells.loc["county", "xinyang"]
    assert differs["county"]  # the university is elsewhere
    assert not compare_sites(catalogue, ids[:2]).groupby("fact")["differs"].first()["county"]
    assert "主导" in cells.loc["role:devices", "biomedical-harbour"]
    assert cells.loc["area", "xinyang"] == "规划未载"
    rank = result.ranking.set_index("site_id").at["biomedical-harbour", "rank"]
    assert cells.loc["rank", "biomedical-harbour"] == str(rank)
    assert cells.loc["rank", "xiamen-university"].startswith("未参评")
    assert table.groupby("fact")["site_id"].agg(list).map(lambda s: s == ids).all()
    assert (table[["title_zh", "title_en", "value_zh", "value_en"]] != "").all(axis=None)


def test_an_unknown_site_cannot_be_compared(catalogue: Catalogue) -> None:
    with pytest.raises(RequirementsError, match="atlantis"):
        compare_sites(catalogue, ["xinyang", "atlantis"])

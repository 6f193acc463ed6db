"""The sentence on which counties lack a carrier, in all its forms and both languages; written out by hand."""

import pytest
from shapely import Point
from small_catalogues import CITY, HAICANG, HULI, JIMEI, PROVINCE, SIMING, TONGAN, XIAMEN, XIANGAN, small

from geoplan.analysis.carrier_gaps import asked_columns, carrier_gaps, carriers
from geoplan.analysis.gap_sentence import gap_sentence
from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.boundaries import counties_in

BIO = ["bio"]


def said(
    catalogue: Catalogue,
    sites: dict[str, list[str]],
    asked: list[str],
    scope: str = CITY,
    counties: list[str] | None = None,
    industry: str = "bio",
    **more: object,
) -> tuple[str, str]:
    """What is said of carriers named by their adcode; `sites` holds the industries of each, "" for `industry`."""
    where = {name: name.split()[0] for name in sites}
    of = {name: terms or [industry] for name, terms in sites.items()}
    made = small(catalogue, where, of, **more)  # type: ignore[arg-type]
    counties = counties or counties_in(scope)["adcode"].tolist()
    columns = asked_columns(catalogue, asked)
    found = carriers(made, list(where), columns, scope)
    found = found[found["adcode"].isin(counties)]
    text = gap_sentence(made, found, carrier_gaps(found, columns, counties), scope)
    return text.text("zh"), text.text("en")


def each(*adcodes: str) -> dict[str, list[str]]:
    """A carrier for each adcode, numbered where one comes again."""
    return {f"{code} {i}": [] for i, code in enumerate(adcodes)}


def test_one_county_lacks_it_and_some_are_known_by_city_only(catalogue: Catalogue) -> None:
    # 5 known and 3 by city: 3 of 8 are 37.5 %, shown as 38 %.
    carriers_ = each(*[code for code in XIAMEN if code != JIMEI], CITY, CITY, CITY)
    assert said(catalogue, carriers_, BIO) == (
        "6 个区中，集美区没有已知的生物医药与健康载体；另有 3 处（占 38%）仅知在厦门市，结论可能因此改变。",
        "Of 6 districts, Jimei District has no known site for Biomedicine and health; 3 more (38%) are known only to be in Xiamen, which could change this.",
    )


def test_several_lack_it_and_one_is_known_by_city_only(catalogue: Catalogue) -> None:
    carriers_ = each(SIMING, HAICANG, HULI, CITY)
    assert said(catalogue, carriers_, BIO) == (
        "6 个区中，集美区、同安区、翔安区没有已知的生物医药与健康载体；另有 1 处（占 25%）仅知在厦门市，结论可能因此改变。",
        "Of 6 districts, Jimei District, Tong'an District and Xiang'an District have no known site for Biomedicine and health; 1 more (25%) is known only to be in Xiamen, which could change this.",
    )


def test_where_every_county_is_known_the_sentence_says_so(catalogue: Catalogue) -> None:
    assert said(catalogue, each(*XIAMEN[:5]), BIO) == (
        "6 个区中，翔安区没有已知的生物医药与健康载体；所有载体所在的县区均已知。",
        "Of 6 districts, Xiang'an District has no known site for Biomedicine and health; the county of every site is known.",
    )


def test_all_have_one_and_what_is_unknown_only_adds(catalogue: Catalogue) -> None:
    assert said(catalogue, each(*XIAMEN, CITY, PROVINCE), BIO) == (
        "6 个区都有已知的生物医药与健康载体（共 6 处）；另有 2 处（占 25%）仅知所属的市或省，实际数量可能更多。",
        "All 6 districts have a known site for Biomedicine and health (6 in all); 2 more (25%) are known only by city or province, so true numbers may be higher.",
    )


def test_all_have_one_and_everything_is_known(catalogue: Catalogue) -> None:
    zh, en = said(catalogue, each(*XIAMEN), BIO)
    assert zh == "6 个区都有已知的生物医药与健康载体（共 6 处）；所有载体所在的县区均已知。"
    assert (
        en
        == "All 6 districts have a known site for Biomedicine and health (6 in all); the county of every site is known."
    )


def test_no_county_has_a_known_one_and_some_are_known_by_city(catalogue: Catalogue) -> None:
    assert said(catalogue, each(CITY, CITY), BIO) == (
        "6 个区都没有已知的生物医药与健康载体；另有 2 处（占 100%）仅知在厦门市，结论可能因此改变。",
        "None of the 6 districts has a known site for Biomedicine and health; 2 more (100%) are known only to be in Xiamen, which could change this.",
    )


def test_no_carrier_anywhere_is_said_of_the_plans(catalogue: Catalogue) -> None:
    assert said(catalogue, {f"{HULI} 0": ["marine"]}, BIO) == (
        "厦门市没有规划明确的生物医药与健康载体。",
        "No plan names a site for Biomedicine and health in Xiamen.",
    )
    assert said(catalogue, {}, []) == (
        "厦门市没有规划明确的产业载体。",
        "No plan names a site for any industry in Xiamen.",
    )


def test_of_many_counties_only_the_number_is_given_and_another_citys_sites_change_some(catalogue: Catalogue) -> None:
    # 84 counties, one has it; Xiamen's other 5 could, the remaining 78 could not.
    assert said(catalogue, each(HULI, CITY), BIO, PROVINCE) == (
        "84 个县区中，有 83 个没有已知的生物医药与健康载体；另有 1 处（占 50%）仅知在厦门市，部分结论可能因此改变。",
        "Of 84 counties, 83 have no known site for Biomedicine and health; 1 more (50%) is known only to be in Xiamen, which could change part of this.",
    )


def test_what_could_only_lie_where_one_is_known_anyway_changes_nothing(catalogue: Catalogue) -> None:
    middle = (Point(118.11, 24.487), 2000.0)  # on the island: Siming or Huli
    assert said(catalogue, each(SIMING, HULI, CITY), BIO, points={f"{CITY} 2": middle})[0] == (
        "6 个区中，海沧区、集美区、同安区、翔安区没有已知的生物医药与健康载体；另有 1 处（占 33%）仅知在厦门市，不影响这一结论。"
    )


@pytest.mark.parametrize(
    ("known", "zh", "en"),
    [
        (0, "集美区没有已知的生物医药与健康载体；另有 1 处（占 100%）仅知在厦门市，结论可能因此改变。", "Jimei District has no known site for Biomedicine and health; 1 more (100%) is known only to be in Xiamen, which could change this."),
        (1, "集美区有 1 处已知的生物医药与健康载体；另有 1 处（占 50%）仅知在厦门市，实际数量可能更多。", "Jimei District has 1 known site for Biomedicine and health; 1 more (50%) is known only to be in Xiamen, so true numbers may be higher."),
        (3, "集美区有 3 处已知的生物医药与健康载体；另有 1 处（占 25%）仅知在厦门市，实际数量可能更多。", "Jimei District has 3 known sites for Biomedicine and health; 1 more (25%) is known only to be in Xiamen, so true numbers may be higher."),
    ],
)  # fmt: skip
def test_of_one_county_alone(catalogue: Catalogue, known: int, zh: str, en: str) -> None:
    assert said(catalogue, each(*[JIMEI] * known, CITY), BIO, counties=[JIMEI]) == (zh, en)


def test_with_no_industry_asked_the_most_striking_gaps_are_named(catalogue: Catalogue) -> None:
    branches = asked_columns(catalogue, [])[1:]
    everything = {f"{code} {i}": branches for i, code in enumerate(XIAMEN)}
    everything[f"{XIANGAN} 5"] = [b for b in branches if b not in ("marine", "bio")]
    everything[f"{TONGAN} 4"] = [b for b in branches if b != "marine"]
    assert said(catalogue, everything, []) == (
        "6 个区的 11 个产业中，有县区没有已知载体的是海洋高新（同安区、翔安区）、生物医药与健康（翔安区）；翔安区缺的产业最多（11 个中的 2 个）；所有载体所在的县区均已知。",
        "Of 11 industries in 6 districts, those without a known site somewhere are Marine high technology (Tong'an District and Xiang'an District) and Biomedicine and health (Xiang'an District); Xiang'an District lacks the most industries (2 of 11); the county of every site is known.",
    )


def test_with_no_industry_asked_and_none_lacking(catalogue: Catalogue) -> None:
    branches = asked_columns(catalogue, [])[1:]
    zh, en = said(catalogue, {f"{code} {i}": branches for i, code in enumerate([*XIAMEN, CITY])}, [])
    assert zh == "6 个区的 11 个产业都有已知载体；另有 1 处（占 14%）仅知在厦门市，实际数量可能更多。"
    assert (
        en
        == "All 6 districts have a known site for each of the 11 industries; 1 more (14%) is known only to be in Xiamen, so true numbers may be higher."
    )


def test_with_no_industry_asked_and_many_lacking_the_three_most_are_counted(catalogue: Catalogue) -> None:
    branches = asked_columns(catalogue, [])[1:]
    most = [b for b in branches if b not in ("agriculture", "marine", "future")]
    sites = {f"{code} {i}": most for i, code in enumerate(XIAMEN)}
    sites[f"{SIMING} 0"] = [*most, "marine"]
    sites[f"{HULI} 2"] = [b for b in most if b != "it"]
    assert said(catalogue, sites, [])[0] == (
        "6 个区中，缺少已知载体最多的产业是未来赛道（6 个区）、特色现代农业（6 个区）、海洋高新（5 个区）；湖里区缺的产业最多（11 个中的 4 个）；所有载体所在的县区均已知。"
    )


def test_of_one_county_and_no_industry_the_missing_ones_are_named(catalogue: Catalogue) -> None:
    branches = asked_columns(catalogue, [])[1:]
    sites = {f"{JIMEI} 0": [b for b in branches if b not in ("bio", "marine")]}
    assert said(catalogue, sites, [], counties=[JIMEI]) == (
        "集美区的 11 个产业中，没有已知载体的有 2 个：生物医药与健康、海洋高新；所有载体所在的县区均已知。",
        "Of 11 industries, Jimei District has no known site for 2: Biomedicine and health and Marine high technology; the county of every site is known.",
    )
    zh, _ = said(catalogue, {f"{JIMEI} 0": branches}, [], counties=[JIMEI])
    assert zh == "集美区的 11 个产业都有已知载体；所有载体所在的县区均已知。"


def test_a_share_is_never_rounded_to_nothing_or_all(catalogue: Catalogue) -> None:
    zh, _ = said(catalogue, each(*[HULI] * 300, CITY), BIO)
    assert "（占 1%）" in zh  # 1 of 301 is 0.3 %
    zh, _ = said(catalogue, each(HULI, *[CITY] * 300), BIO)
    assert "（占 99%）" in zh

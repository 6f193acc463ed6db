"""Each measure has a page on method in both languages, with its sections, the values of the code and its sources."""

import inspect
import re
import sysconfig
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from geoplan.analysis import (
    catchment,
    clustering,
    county_clusters,
    measures,
    network_catchment,
    point_patterns,
    position_error,
    similarity,
    specialisation,
)
from geoplan.analysis.access import travel_to
from geoplan.analysis.autocorrelation import MIN_AREAS, PERMUTATIONS
from geoplan.analysis.nearest_site import fastest_sites
from geoplan.cli.coverage_command import MEASURES
from geoplan.concordance.indicator_differences import _ABOUT
from geoplan.streets.speed_limits import CAR_KPH, LEAST_KPH, MOST_KPH
from geoplan.streets.travel_rules import BIKE_KPH, FOOT_KPH
from geoplan.text import method_pages
from geoplan.text.method_pages import INDEX, OF_MEASURE, PAGES, method_folder, method_page

HOME = Path(__file__).resolve().parents[2]
SUFFIX = {"zh": "", "en": ".en"}
SECTIONS = {
    "zh": ("回答什么", "公式", "列", "来源", "假定", "不能说明什么", "示例"),
    "en": ("What it answers", "Formula", "Columns", "Source", "Assumptions", "What it cannot say", "Example"),
}
REFERENCES = {"zh": "文献", "en": "Bibliography"}
FIND = {"find"}  # ranking has sections of its own beside the four that every page has
CONSTANT = re.compile(r"^\| `((?:\w+\.)+[A-Z_]+)` \| ([^|]+) \|", re.M)


def file(name: str, lang: str) -> Path:
    return HOME / "docs" / "method" / f"{name}{SUFFIX[lang]}.md"


def text(name: str, lang: str) -> str:
    return file(name, lang).read_text("utf-8")


def sections(name: str, lang: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text(name, lang), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def present() -> list[tuple[str, str]]:
    return [(name, lang) for name in PAGES for lang in SUFFIX if file(name, lang).is_file()]


def references(section: str) -> list[str]:
    """The lines that begin with an author and a year in brackets."""
    return re.findall(r"^- (.+? \(\d{4}\)\. .+)$", section, flags=re.M)


def shown(value: object) -> str:
    """A constant as the pages print it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {number:g}" for key, number in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_each_measure_of_the_command_has_a_page_and_each_page_is_listed() -> None:
    assert list(OF_MEASURE) == list(MEASURES)
    assert set(OF_MEASURE.values()) <= set(PAGES)
    there = {path.name.split(".")[0] for path in method_folder().glob("*.md")}
    assert there | FIND == set(PAGES)
    assert {path.name for path in method_folder().glob("*.md")} >= {
        f"{name}{suffix}.md" for name in {*PAGES} - FIND for suffix in SUFFIX.values()
    }


@pytest.mark.parametrize(("name", "lang"), present())
def test_a_page_has_every_section_with_something_in_it(name: str, lang: str) -> None:
    if name == INDEX:
        assert len(references(sections(name, lang)[REFERENCES[lang]])) >= 20
        return
    wanted = [SECTIONS[lang][i] for i in ((1, 3, 4, 5) if name in FIND else range(7))]
    found = sections(name, lang)
    for title in wanted:
        own = [body for heading, body in found.items() if title in heading]
        assert own and all(len(body.strip()) > 20 for body in own), title


@pytest.mark.parametrize(("name", "lang"), present())
def test_a_constant_on_a_page_has_the_value_of_the_code(name: str, lang: str) -> None:
    for dotted, value in CONSTANT.findall(text(name, lang)):
        module, _, constant = dotted.rpartition(".")
        assert shown(getattr(import_module(f"geoplan.{module}"), constant)) == value.strip(), dotted


def test_the_pages_name_many_constants_and_the_same_in_both_languages() -> None:
    by_lang = {
        lang: {
            (name, *row) for name in PAGES if file(name, lang).is_file() for row in CONSTANT.findall(text(name, lang))
        }
        for lang in SUFFIX
    }
    assert by_lang["zh"] == by_lang["en"]
    assert len(by_lang["zh"]) > 40


def default(function: Callable[..., object], argument: str) -> str:
    return shown(inspect.signature(function).parameters[argument].default)


# Numbers within sentences, each made of the constant that it stands for.
SAID = {
    "clusters": (
        (f"任一所选载体 {clustering.NEAR_KM:g} 公里以内", f"within {clustering.NEAR_KM:g} km of any chosen site"),
        (f"随机重排 {point_patterns.DRAWS} 次", f"dealt anew {point_patterns.DRAWS} times"),
        (f"少于 {point_patterns.MIN_POINTS} 个点位", f"fewer than {point_patterns.MIN_POINTS} spots"),
        (f"p ≤ {point_patterns.ALPHA} 才称", f"need p ≤ {point_patterns.ALPHA}"),
        (f"未定位的载体 {clustering.SCATTERS} 次", f"placed {clustering.SCATTERS} times at random"),
        (f"移动 {point_patterns.DISPLACEMENTS} 次", f"within its radius, {point_patterns.DISPLACEMENTS} times"),
    ),
    "moran": (
        (f"随机重排 {PERMUTATIONS} 次", f"dealt anew {PERMUTATIONS} times"),
        (f"共 {position_error.DRAWS} 次", f"are dealt {position_error.DRAWS} times"),
        (f"分 {county_clusters.DEALS} 次", f"dealt {county_clusters.DEALS} times, asked for or not"),
        (f"少于 {point_patterns.MIN_POINTS} 处", f"fewer than {point_patterns.MIN_POINTS} sites"),
        (f"少于 {MIN_AREAS} 个县区", f"fewer than {MIN_AREAS} counties"),
    ),
    "specialisation": (
        (f"Clopper–Pearson，{1 - 2 * specialisation.TAIL:.0%}", f"Clopper–Pearson, {100 - 200 * specialisation.TAIL:g} %"),
        (f"载体少于 {specialisation.FEW_SITES} 处", f"fewer than {specialisation.FEW_SITES} sites"),
    ),
    "pairs": (
        (f"确定相距 {similarity.WITHIN_KM:g} 公里以内", f"surely within {similarity.WITHIN_KM:g} km"),
        (f"条目相似度不低于 {similarity.SAME_TERMS}", f"similarity of terms {similarity.SAME_TERMS} or more"),
        (f"条目相似度低于 {similarity.OTHER_TERMS}", f"similarity of terms below {similarity.OTHER_TERMS}"),
        (f"领域相似度不低于 {similarity.SAME_FIELD}", f"of fields {similarity.SAME_FIELD} or more"),
    ),
    "catchments": (
        (f"直线 {position_error.DRAWS} 次、沿街道 {network_catchment.DRAWS} 次",
         f"{position_error.DRAWS} draws in a straight line, {network_catchment.DRAWS} over streets"),
        (f"每县 {catchment._FEWEST}–{catchment._MOST} 个格点", f"at {catchment._FEWEST} to {catchment._MOST} lattice points"),
        (f"每四分之一圆 {catchment._FINE} 段", f"{catchment._FINE} chords a quarter circle"),
    ),
    "coverage": ((f"移动 {position_error.DRAWS} 次", f"moved {position_error.DRAWS} times"),),
    "nearest": (
        (f"共 {position_error.DRAWS} 次", f"found anew, {position_error.DRAWS} times"),
        (f"每隔 {default(measures.nearest, 'spacing_m')} 米", f"every {default(measures.nearest, 'spacing_m')} metres"),
        (f"{default(fastest_sites, 'limit')} 分钟以内", f"within {default(fastest_sites, 'limit')} minutes"),
    ),
    "access": ((f"{default(travel_to, 'limit')} 分钟以内", f"within {default(travel_to, 'limit')} minutes"),),
    "streets": (
        (f"{LEAST_KPH:g}–{MOST_KPH:g} 公里/小时", f"between {LEAST_KPH:g} and {MOST_KPH:g} km/h"),
        (f"自行车 {BIKE_KPH:g} 公里/小时，步行 {FOOT_KPH:g} 公里/小时",
         f"Bicycles ride {BIKE_KPH:g} km/h, walkers go {FOOT_KPH:g} km/h"),
    ),
    "indicators": ((f"x ± {_ABOUT * 100:g}%", f"x ± {_ABOUT * 100:g} %"),),
    INDEX: (
        (f"抽样 {position_error.DRAWS} 次", f"drawn {position_error.DRAWS} times"),
        (f"固定种子 {position_error.SEED}", f"fixed seed {position_error.SEED}"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", SUFFIX)
@pytest.mark.parametrize("name", SAID)
def test_a_number_in_a_sentence_is_that_of_the_code(name: str, lang: str) -> None:
    said = re.sub(r"\s+", " ", text(name, lang))
    for phrases in SAID[name]:
        assert phrases[list(SUFFIX).index(lang)] in said


@pytest.mark.parametrize("lang", SUFFIX)
def test_the_speeds_of_the_page_on_streets_are_those_of_the_code(lang: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|$", text("streets", lang), flags=re.M))
    assert len(rows) >= 9
    assert {kind: float(speed) for kind, speed in rows.items()} == {kind: CAR_KPH[kind] for kind in rows}


@pytest.mark.parametrize(("name", "lang"), present())
def test_a_reference_stands_in_the_bibliography_as_it_is_cited(name: str, lang: str) -> None:
    known = references(sections(INDEX, lang)[REFERENCES[lang]])
    assert known == sorted(known)
    assert set(references(text(name, lang))) <= set(known)


def test_both_languages_have_one_bibliography() -> None:
    assert references(text(INDEX, "zh")) == references(text(INDEX, "en"))


@pytest.mark.parametrize(("name", "lang"), present())
def test_a_page_holds_nothing_that_the_site_or_the_app_renders_otherwise(name: str, lang: str) -> None:
    page = text(name, lang)
    assert page.startswith("# ")
    # Formulas would need a script from outside; HTML and pictures are not shown by the app.
    assert "$" not in page and "![" not in page and "<br" not in page
    outside_code = re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.S)
    assert not re.search(r"<\w|:\w+:|~", outside_code)


@pytest.mark.parametrize(("name", "lang"), present())
def test_a_page_links_only_to_pages_that_there_are(name: str, lang: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text(name, lang)):
        other = target.partition("#")[0]
        # The reference is generated when the site is built, which refuses links that lead nowhere.
        assert other.startswith("../reference/") or other.removesuffix(".md") in PAGES, target


def test_the_index_lists_every_page() -> None:
    for lang in SUFFIX:
        assert {name for name in PAGES if f"]({name}.md)" in text(INDEX, lang)} == {*PAGES} - {INDEX}


def test_a_page_is_read_in_the_language_with_its_links_as_words() -> None:
    zh, en = method_page("clusters", "zh"), method_page("catchments", "en")
    assert zh and en
    assert (zh.title, en.title) == ("集聚", "Catchments")
    assert "streets and speeds" in en.body and "](" not in en.body and "# Catchments" not in en.body
    assert method_page("no-such-page", "en") is None


def test_the_wheel_puts_the_pages_where_they_are_looked_for() -> None:
    described = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    for target, patterns in described["tool"]["setuptools"]["data-files"].items():
        assert Path(sysconfig.get_path("data")) / target == method_pages._INSTALLED
        assert {path for pattern in patterns for path in HOME.glob(pattern)} == set(method_folder().glob("*.md"))


def test_pages_that_did_not_come_along_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method_pages, "_CHECKOUT", tmp_path / "none")
    monkeypatch.setattr(method_pages, "_INSTALLED", tmp_path)
    method_page.cache_clear()
    try:
        assert method_page("clusters", "zh") is None
        (tmp_path / "clusters.md").write_text("# 集聚\n\n本页。\n", "utf-8")
        method_page.cache_clear()
        page = method_page("clusters", "en")  # English falls back on the language that has the page
        assert page and (page.title, page.body) == ("集聚", "本页。")
    finally:
        monkeypatch.undo()
        method_page.cache_clear()

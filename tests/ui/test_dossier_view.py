"""A dossier leads with the key figures, keeps its order, speaks one language, and hands over what its buttons promise."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from long_lists import one_in
from streamlit.testing.v1 import AppTest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.widgets.dossier.error_report import report_file_name, report_mail, report_of

PAGE = """
import streamlit as st
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.dossier.dossier_panel import dossier_panel
dossier_panel(get_catalogue(), st.session_state["site"])
"""
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[\s,;:]+[A-Za-z]{2,}){2,}")  # a website's name is one word
OTHER_NAME = re.compile(r'<p class="gp-sub" lang="en">.*?</p>')
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def opened(site: str, lang: str = "zh") -> AppTest:
    at = AppTest.from_string(PAGE, default_timeout=120)
    at.session_state["site"], at.session_state["lang"] = site, lang
    at.run()
    assert not at.exception
    return at


def written(at: AppTest) -> str:
    """All HTML of a dossier but its style sheet and the name in the other language."""
    body = "".join(element.proto.body for element in at.get("html"))
    return OTHER_NAME.sub("", STYLE.sub("", body))


def said(at: AppTest) -> list[str]:
    """Every text that a reader sees."""
    pieces = TAG.sub("\n", written(at)).split("\n")
    labels = [e.label for kind in ("button", "expander", "text_area") for e in at.get(kind)]
    return [*pieces, *labels, *(e.value for kind in ("caption", "subheader", "markdown") for e in at.get(kind))]


def in_order(at: AppTest) -> list[tuple[str, str]]:
    """The headings and blocks of HTML in the order of the page."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if node.type == "subheader":
            found.append(("heading", node.value))
        elif node.type == "html":
            found.append(("html", node.proto.body))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(at._tree)
    return found


def test_the_key_figures_come_before_every_section() -> None:
    order = in_order(opened("kaiyuan-community"))
    first_heading = next(i for i, (kind, _) in enumerate(order) if kind == "heading")
    (at,) = [i for i, (_, text) in enumerate(order) if "gp-figures" in text and "<table" in text]
    assert at < first_heading


@pytest.mark.parametrize(
    ("lang", "area"),
    [("zh", "3.12 平方公里（4,680 亩），规划所载"), ("en", "3.12 km², 312 ha (4,680 mu), stated in a plan")],
)
def test_kaiyuan_has_its_area_in_square_kilometres_and_mu(lang: str, area: str) -> None:
    assert f"<td>{area}</td>" in written(opened("kaiyuan-community", lang))


def test_a_site_without_a_stated_area_says_so() -> None:
    assert "<td>规划未载</td>" in written(opened("xinyang"))


def test_sections_stand_in_one_order() -> None:
    wanted = ["产业定位", "功能", "组成部分", "重点项目", "荣誉与计划", "规划所载数量", "建设单位、时限与设施"]
    wanted += ["与其他载体的关系", "各规划表述差异", "位置与来源", "规划依据"]
    for site in ("kaiyuan-community", "science-city", "marine-hightech-park", "software-park"):
        titles = [text.partition("（")[0] for kind, text in in_order(opened(site)) if kind == "heading"]
        assert titles == [title for title in wanted if title in titles]
        assert {"产业定位", "位置与来源", "规划依据"} <= set(titles)


def test_who_is_responsible_is_no_quantity() -> None:
    """B20: 承担单位 stood among the stated quantities, and English remarks in the Chinese page."""
    order = in_order(opened("marine-hightech-park"))
    after = {text: order[i + 1][1] for i, (kind, text) in enumerate(order) if kind == "heading"}
    assert "承担单位" not in after["规划所载数量"] and "承担单位" in after["建设单位、时限与设施"]
    assert "六个主导产业" in after["规划所载数量"] and "six leading" not in "".join(after.values())
    assert "six leading and two supporting" in written(opened("marine-hightech-park", "en"))


@pytest.mark.slow
@pytest.mark.parametrize("part", one_in(6, range(6)))
def test_no_dossier_in_chinese_has_a_run_of_english_words(catalogue: Catalogue, part: int) -> None:
    names = set(catalogue.sites["name_zh"]) | set(catalogue.projects["name_zh"])
    at = opened("kaiyuan-community")
    found = []
    for site in catalogue.sites.index[part::6]:
        at.session_state["site"] = site
        at.run()
        assert not at.exception, site
        found += [(site, text) for text in said(at) if ENGLISH.search(text) and text not in names]
    assert found == [], "\n".join(map(str, found))


@pytest.mark.parametrize("site", ["marine-hightech-park", "biomedical-harbour", "sanaifu-base", "xinyang"])
def test_the_dossiers_that_had_english_remarks_have_none(site: str) -> None:
    assert [text for text in said(opened(site)) if ENGLISH.search(text)] == []


def test_the_buttons_are_named_and_compare_and_shortlist_take_the_site() -> None:
    at = opened("xinyang")
    assert all(button.label for button in at.button)
    at.button(key="compare").click().run()
    at.button(key="shortlist").click().run()
    assert at.session_state["compare_sites"] == ["xinyang"] and at.session_state["find_picked"] == ["xinyang"]
    assert at.button(key="compare").label == "已在对比" and "移出对比" in at.button(key="compare").help
    at.button(key="compare").click().run()
    assert at.session_state["compare_sites"] == []


def test_a_full_comparison_takes_no_more() -> None:
    at = opened("xinyang")
    four = ["kaiyuan-community", "software-park", "science-city", "biomedical-harbour"]
    at.session_state["compare_sites"] = four
    at.run()
    assert at.button(key="compare").disabled and at.session_state["compare_sites"] == four


def test_a_relative_opens_its_dossier() -> None:
    at = opened("software-park-2")
    at.button(key="parents:part_of:software-park").click().run()
    assert at.session_state["site"] == "software-park"
    assert '<h2 class="gp-name">厦门软件园</h2>' in written(at)


def test_a_report_holds_what_finds_the_place_and_its_file_is_named_by_it(catalogue: Catalogue) -> None:
    report = report_of(catalogue, "xinyang", "面积不对 <b>", "http://a/?site=xinyang")
    assert json.loads(json.dumps(report, ensure_ascii=False)) == {
        "site_id": "xinyang", "name": "新阳工业区", "data_version": catalogue.version, "app_version": "0.5.0",
        "address": "http://a/?site=xinyang", "day": "2025-12-31", "words": "面积不对 <b>",
    }  # fmt: skip
    assert report_file_name(report) == "GeoPlan-新阳工业区-错误报告-2025-12-31.json"
    assert report_file_name({**report, "name": 'a/b\\c:*?"<>| d.'}) == "GeoPlan-a-b-c-d-错误报告-2025-12-31.json"


HOSTILE = "a&bcc=x@y.z?body=1#f\r\nBcc: x@y.z %0d%0aCc: <script>\"' \ud800"


def test_the_mail_says_what_the_file_says_and_has_no_address_unless_one_is_set(catalogue: Catalogue) -> None:
    report = report_of(catalogue, "xinyang", "面积不对，应为 3 平方公里", "http://a/?site=xinyang")
    url = urlsplit(report_mail(report))
    assert (url.scheme, url.path) == ("mailto", "")
    query = parse_qs(url.query, strict_parsing=True)
    assert query["subject"] == ["关于“新阳工业区”（xinyang）的错误报告"] and set(query) == {"subject", "body"}
    lines = query["body"][0].split("\r\n")
    assert [line.partition("：")[2] for line in lines] == list(report.values())
    assert urlsplit(report_mail(report, "maps@example.org")).path == "maps@example.org"


def test_a_hostile_name_word_or_address_stays_within_its_part_of_the_mail(catalogue: Catalogue) -> None:
    report = {**report_of(catalogue, "xinyang", HOSTILE, "http://a/"), "name": HOSTILE}
    mail = report_mail(report, HOSTILE)
    assert mail.isascii() and mail.count("?") == 1 and mail.count("&") == 1 and not set(mail) & set("<>\"'\r\n #")
    query = parse_qs(mail.partition("?")[2], strict_parsing=True)
    assert set(query) == {"subject", "body"} and "<script>" in query["body"][0]


def test_a_mail_stays_short_enough_for_mail_programs_however_long_the_words(catalogue: Catalogue) -> None:
    report = report_of(catalogue, "xinyang", "错" * 2000, "http://a/")  # nine bytes a letter
    body = parse_qs(urlsplit(report_mail(report)).query)["body"][0]
    assert len(report_mail(report)) < 8000 and body.endswith("错" * 300)


def test_the_dossier_offers_the_mail() -> None:
    (link,) = [one.proto for one in opened("xinyang").get("link_button")]
    assert link.url.startswith("mailto:?subject=") and link.label == "写邮件"

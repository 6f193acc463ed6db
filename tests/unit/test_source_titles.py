"""Of an English note on a position the sources are named as titles; remarks are in the reader's language or say not."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.source_titles import source_titles
from geoplan.query.stated_quantities import is_foreign, remark_text, unit_text
from geoplan.text.message import section

NOTES = {
    "AMap park POIs, 2019: 厦金机械工业园 凤南路65号 (118.057027,24.673221)": ["高德地图兴趣点"],
    "siming-st 四/(一) puts it in 软件园一期; OpenStreetMap 2024-08: way 565178510; the building is not known": [
        "《思明科技》四/(一)", "OpenStreetMap",
    ],
    "厦门日报 2024-04-17 (baijiapai.com 31623869): the institute as drawn": ["厦门日报（2024-04-17）", "baijiapai.com"],
    "闽政文〔2012〕444号 (zfgb.fj.gov.cn 3635); seat in 九湖镇": ["闽政文〔2012〕444号", "zfgb.fj.gov.cn"],
    "xmtv 2023-05-07 and Xiamen Daily 2022-11-30: GeoNames: Lianhecun": [
        "xmtv（2023-05-07）", "Xiamen Daily（2022-11-30）", "GeoNames 地名库",
    ],
    "chinanews.cn and fjsen.com 2021-03-13: as drawn; jimei.gov.cn t20130228_4980 (集美报 2004-09-06)": [
        "chinanews.cn", "fjsen.com（2021-03-13）", "jimei.gov.cn", "集美报（2004-09-06）",
    ],
    "by hand": [],
}  # fmt: skip


@pytest.mark.parametrize("note", NOTES)
def test_the_sources_of_a_note_are_named_in_its_order(catalogue: Catalogue, note: str) -> None:
    assert [title.text("zh") for title in source_titles(catalogue, note)] == NOTES[note]


@pytest.mark.parametrize(
    ("text", "in_zh", "in_en"),
    [
        ("规划用地", False, True), ("technologies to be developed", True, False), ("AR/VR实验室", False, True),
        ("6+2", False, False), ("way 厦门软件园 is its seat", True, False), ("EDA", True, False),
    ],
)  # fmt: skip
def test_a_text_in_another_language_is_told_apart(text: str, in_zh: bool, in_en: bool) -> None:
    assert (is_foreign(text, "zh"), is_foreign(text, "en")) == (in_zh, in_en)


def test_every_remark_and_unit_of_the_data_has_both_languages(catalogue: Catalogue) -> None:
    facts = catalogue.site_facts
    for group, given in (("remarks", facts["note"]), ("units", facts["unit"])):
        for lang in ("zh", "en"):
            known = section("stated_quantities", lang)
            assert {text for text in given if text and f"{group}.{text}" not in known} == set()


def test_a_remark_the_data_have_in_one_language_alone_says_so_in_the_other() -> None:
    assert remark_text("built in two steps").text("zh") == "备注仅有英文"
    assert remark_text("分两步建成").text("en") == "remark in Chinese only"
    assert remark_text("分两步建成").text("zh") == "分两步建成"
    assert unit_text("亩").text("en") == "mu"

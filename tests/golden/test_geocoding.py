"""Names and addresses of Xiamen and Fujian, and what a reader of the plans says each means.

Written from the plans and general knowledge of the places, before and beside the code: expected is a site or gateway
by its id, a county or city by its code where no more can be known, or nothing. The figures are printed with ``-s``.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.geocoder import geocoder
from geoplan.geocoding.scoring import GeocodingResult


class Reading(NamedTuple):
    kind: str
    text: str
    expected: str  # site or gateway id, adcode, or "" for nothing
    rivals: tuple[str, ...] = ()  # ids that must be offered beside it


READINGS = [
    # addresses inside a place
    Reading("address", "厦门市思明区软件园二期望海路10号楼501", "software-park-2"),
    Reading("address", "福建省厦门市思明区软件园二期观日路56号之一", "software-park-2"),
    Reading("address", "厦门市集美区软件园三期诚毅北大街62号109单元", "software-park-3"),
    Reading("address", "厦门火炬高新区软件园三期A03栋", "software-park-3"),
    Reading("address", "厦门市思明区曾厝垵北路1号软件园一期创新大厦", "software-park-1"),
    Reading("address", "厦门市海沧区翁角西路2048号厦门生物医药港B1栋", "biomedical-harbour"),
    Reading("address", "厦门市海沧区新阳工业区阳光西路6号", "xinyang"),
    Reading("address", "厦门市湖里区火炬园火炬路56-58号", "torch-park"),
    Reading("address", "厦门市翔安区火炬（翔安）产业区翔星路88号台湾科技企业育成中心", "taiwan-technology-enterprise-incubation-centre"),
    Reading("address", "厦门市同安区同安工业集中区集成路1569号", "tongan-industrial-zone"),
    Reading("address", "厦门市同安工业集中区思明园1号楼", "tongan-industrial-zone"),
    Reading("address", "福建省厦门市集美区机械工业集中区灌口片区金辉路", "machinery-zone-guankou"),
    Reading("address", "厦门市思明区龙山南路84号龙山文创区", "longshan"),
    Reading("address", "厦门市思明区观音山国际商务营运中心11号楼", "guanyinshan-innovation-concentration-area"),
    Reading("address", "厦门市翔安区翔安南路4221号厦门大学翔安校区", "xiamen-university"),
    Reading("address", "厦门市集美区银江路185号集美大学", "jimei-university"),
    Reading("address", "福州市鼓楼区软件大道89号福州软件园", "fuzhou-software-park"),
    Reading("address", "泉州市石狮市石狮市海洋生物科技园", "shishi-marine-bio-park"),
    Reading("address", "莆田高新区涵江片区", "putian-hightech-zone"),
    Reading("address", "厦门市海沧区中沧工业园坪埕北路5号", "zhongcang"),
    # names as they stand, or with the region before them
    Reading("name", "厦门软件园三期", "software-park-3"),
    Reading("name", "湖里创新园", "huli-innovation-park"),
    Reading("name", "厦门市同安区凤南高端制造业基地", "fengnan"),
    Reading("name", "自然资源部第三海洋研究所", "third-institute-of-oceanography"),
    Reading("name", "开元创新社区", "kaiyuan-community"),
    Reading("name", "厦门站", "xiamen-station"),
    Reading("name", "厦门北站", "xiamen-north-station"),
    Reading("name", "高崎机场", "xiamen-gaoqi-airport"),
    Reading("name", "晋江国际机场", "quanzhou-jinjiang-airport"),
    Reading("name", "福州火车站", "fuzhou-station"),
    # other names, by which plans and people call them
    Reading("alias", "国际科技创新城", "kaiyuan-community"),
    Reading("alias", "海洋三所", "third-institute-of-oceanography"),
    Reading("alias", "厦门市翔安区海洋高新区", "marine-hightech-park"),
    Reading("alias", "上杭科创谷", "shanghang-materials-valley"),
    Reading("alias", "软件园2期", "software-park-2"),
    Reading("alias", "嘉庚创新实验室", "jiageng-lab"),
    # traditional characters, full width, blanks
    Reading("traditional", "廈門市海滄區生物醫藥港", "biomedical-harbour"),
    Reading("traditional", "廈門軟件園二期", "software-park-2"),
    Reading("traditional", "廈門市湖里區湖里創新園", "huli-innovation-park"),
    Reading("traditional", "厦门 软件园 Ⅲ期", "software-park-3"),
    Reading("traditional", "福州軟件園", "fuzhou-software-park"),
    # pinyin
    Reading("pinyin", "xiamen ruanjianyuan erqi", "software-park-2"),
    Reading("pinyin", "Xiamen Shengwu Yiyaogang", "biomedical-harbour"),
    Reading("pinyin", "jimei daxue", "jimei-university"),
    Reading("pinyin", "xiamenbeizhan", "xiamen-north-station"),
    Reading("pinyin", "xinyang gongyequ, haicang qu, xiamen", "xinyang"),
    # English
    Reading("english", "Software Park Phase II, Xiamen", "software-park-2"),
    Reading("english", "Xiamen Software Park 3", "software-park-3"),
    Reading("english", "Kaiyuan Innovation Community", "kaiyuan-community"),
    Reading("english", "Xiamen Gaoqi International Airport", "xiamen-gaoqi-airport"),
    Reading("english", "No. 88, Torch Park, Huli District, Xiamen", "torch-park"),
    Reading("english", "Jimei University, Jimei District", "jimei-university"),
    # slips
    Reading("typo", "火炬高薪区", "torch-hightech-zone"),
    Reading("typo", "厦门生物医要港", "biomedical-harbour"),
    Reading("typo", "厦门市海沧区新洋工业区", "xinyang"),
    Reading("typo", "厦门软件圆二期", "software-park-2"),
    Reading("typo", "厦门市湖里创新圆", "huli-innovation-park"),
    Reading("typo", "鼓浪与", "gulangyu"),
    Reading("typo", "Xiamen Biomedical Harbor", "biomedical-harbour"),
    Reading("typo", "ruanjianyuan eqi xiamen", "software-park-2"),
    # more than one place fits: an answer may be given, never a sure one, and the others must be offered
    Reading("ambiguous", "软件园", "software-park", ("software-park-1", "software-park-2", "software-park-3")),
    Reading("ambiguous", "厦门软件园观日路", "software-park", ("software-park-1", "software-park-2", "software-park-3")),
    Reading("ambiguous", "厦门大学", "xiamen-university", ("xiamen-university",)),
    Reading("ambiguous", "同翔高新城", "tongxiang-hightech-city", ("tongxiang-hightech-city",)),
    Reading("ambiguous", "福建自贸区", "china-fujian-pilot-free-trade-zone", ("xiamen-ftz",)),
    # found wanting by a later, unseen set of 55 (50 right at first sight), and mended or kept as missed
    Reading("name", "厦门高铁北站", "xiamen-north-station"),
    Reading("address", "厦门市集美区集美大道1799号中国科学院城市环境研究所", "institute-of-urban-environment"),
    Reading("english", "Xinyang Industrial Zone, Haicang", "xinyang"),
    Reading("region", "厦门理工学院附属中学", "350200"),
    Reading("nothing", "软件园二期（南京）", ""),
    # only the region can be known
    Reading("region", "厦门市翔安区翔安西路6999号", "350213"),
    Reading("region", "厦门市集美区灌口镇金龙路9号", "350211"),
    Reading("region", "厦门市湖里区火炬园路5号", "350206"),
    Reading("region", "厦门市思明区厦门大学附属第一医院", "350203"),
    Reading("region", "泉州市软件园", "350500"),
    Reading("region", "福建省三明市永安市燕江中路12号", "350481"),
    Reading("region", "福州市鼓楼区五四路158号", "350102"),
    Reading("region", "厦门市思明区观音山路2号", "350203"),
    Reading("region", "泉州市鲤城区江滨北路", "350502"),
    Reading("region", "南平市武夷山市崇安街道", "350782"),
    Reading("region", "Siming District, Xiamen", "350203"),
    # nothing here
    Reading("nothing", "广东省深圳市南山区软件园二期", ""),
    Reading("nothing", "江苏省南京市鼓楼区软件大道", ""),
    Reading("nothing", "大连软件园", ""),
    Reading("nothing", "四川省成都市高新区天府软件园", ""),
    Reading("nothing", "火星基地", ""),
    Reading("nothing", "国家重点实验室", ""),
    Reading("nothing", "新墟工业区", ""),
    Reading("nothing", "湖里大道10号", ""),
    Reading("nothing", "恒达智能制造有限公司", ""),
    Reading("nothing", "二期厂房", ""),
    Reading("nothing", "上海市浦东新区张江高科技园区", ""),
    Reading("nothing", "shenzhen software park", ""),
    Reading("nothing", "=HYPERLINK(\"x\")", ""),
]  # fmt: skip

# Known to be missed: counted in the figures, and to be taken from here once found.
MISSED = {
    "厦门高铁北站": "the order of words is not that of the name",
    "ruanjianyuan eqi xiamen": "a letter short, it holds 软件园, which is answered, not surely, with its phases",
}


def said(answer: GeocodingResult) -> str:
    return answer.place.id if answer.place else ""


@pytest.mark.parametrize("reading", READINGS, ids=lambda r: f"{r.kind}-{r.text}")
def test_a_reading_is_shared(catalogue: Catalogue, reading: Reading) -> None:
    answer = geocoder(catalogue).answer(reading.text)
    if reading.text in MISSED:
        assert said(answer) != reading.expected and answer.confidence == "low"
        return
    assert said(answer) == reading.expected, (answer.how, answer.matched, answer.notes)
    assert {rival.place.id for rival in answer.rivals} >= set(reading.rivals)
    if reading.kind in {"ambiguous", "region"}:
        assert answer.lon is None and answer.lat is None
    if reading.kind == "ambiguous":
        assert answer.confidence == "low"
    if reading.kind == "nothing":
        assert answer.notes and answer.radius_m is None


def test_precision_and_recall_are_as_published(catalogue: Catalogue) -> None:
    """Precision: of the places answered, how many are right. Recall: of those that are to be found, how many are."""
    coder = geocoder(catalogue)
    tally: Counter[tuple[str, str]] = Counter()
    for reading in READINGS:
        answer = coder.answer(reading.text)
        answered = answer.place is not None and answer.place.kind != "region"
        wanted = reading.kind not in {"region", "nothing"}
        right = said(answer) == reading.expected
        tally[reading.kind, "right"] += right
        tally[reading.kind, "all"] += 1
        tally["places", "answered"] += answered
        tally["places", "wanted"] += wanted
        tally["places", "right"] += answered and wanted and right
        sure = answered and answer.confidence in {"high", "medium"}
        tally["sure", "answered"] += sure
        tally["sure", "right"] += sure and right
    for kind in dict.fromkeys(reading.kind for reading in READINGS):
        print(f"{kind:12} {tally[kind, 'right']}/{tally[kind, 'all']}")
    precision = tally["places", "right"] / tally["places", "answered"]
    recall = tally["places", "right"] / tally["places", "wanted"]
    print(f"precision {precision:.3f} recall {recall:.3f}, sure {tally['sure', 'right']}/{tally['sure', 'answered']}")
    assert precision >= 0.95 and recall >= 0.95
    assert tally["sure", "right"] == tally["sure", "answered"]


def test_places_of_an_independent_gazetteer_are_not_sent_to_another_spot(catalogue: Catalogue, home: Path) -> None:
    """The reference gazetteer was gathered apart from the names here: whoever is sure of a spot is near its spot."""
    path = home.parent / "shared" / "reference" / "gazetteer.csv"
    if not path.exists():
        pytest.skip("the reference gazetteer does not lie beside the project (../shared/reference)")
    coder = geocoder(catalogue)
    far = []
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["confidence"] != "low"]
    answered = 0
    for row in rows:
        answer = coder.answer(row["name"])
        if answer.confidence not in {"high", "medium"} or answer.lon is None or answer.lat is None:
            continue
        answered += 1
        metres = (
            111_000 * (((answer.lon - float(row["lon"])) * 0.906) ** 2 + (answer.lat - float(row["lat"])) ** 2) ** 0.5
        )  # cos 25°
        if metres > float(row["radius_m"]) + float(answer.radius_m or 0):
            far.append((row["name"], said(answer), round(metres)))
    print(f"{answered} of {len(rows)} answered surely, {len(far)} far away: {far}")
    assert answered >= 60
    assert not far

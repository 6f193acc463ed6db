"""A name that stands elsewhere, or is only the end of another, is never sure; spellings that are safe are understood."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.fuzzy_match import keeps_head
from geoplan.geocoding.geocoder import geocoder
from geoplan.geocoding.name_normalisation import normalise_latin, syllables
from geoplan.geocoding.outside_province import (
    CITY,
    COUNTY,
    FULL,
    PROVINCE,
    outside_regions,
    outside_regions_latin,
)


def test_the_rest_of_china_is_known_with_taiwan_and_its_county_towns() -> None:
    known = outside_regions()
    assert [known[name] for name in ("江苏省", "江苏", "南京市", "南京", "高雄市", "高雄", "昆山市", "昆山", "全州县")] == [
        FULL, PROVINCE, FULL, CITY, FULL, CITY, COUNTY, CITY, COUNTY,
    ]  # fmt: skip
    assert not {"厦门市", "厦门", "南靖县", "南靖", "福建", "金门县", "连江县"} & set(known)
    assert outside_regions_latin()["nanjing"] == CITY and outside_regions_latin()["jiangxi"] == PROVINCE


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("昆山软件园二期", "elsewhere"),  # 软件园二期 is 软件园 by another stage
        ("高雄市软件园区", "elsewhere"),
        ("深圳光明科学城", "unknown"),  # a city's name begins it and the short name ends it
        ("信阳工业区", "unknown"),  # sounds like 新阳工业区
        ("义乌市科学城", "elsewhere"),
        ("一期", "unknown"),
        ("火车站", "unknown"),
        ("智能制造", "unknown"),  # an industry
        ("自然资源部第二海洋研究所", "unknown"),  # no slip of 第三
        ("厦门大学马来西亚分校", "unknown"),
        ("Nanjing", "elsewhere"),  # and Nanjing County only beside its city
        ("Fuzhou, Jiangxi Province, China 344000", "elsewhere"),
        ("Huzhou University", "unknown"),
        ("airport", "unknown"),
    ],
)
def test_look_alikes_mean_nothing(catalogue: Catalogue, text: str, note: str) -> None:
    answer = geocoder(catalogue).answer(text)
    assert (answer.place, answer.notes) == (None, (note,))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("琶洲会展中心", "joined"),
        ("国家会展中心", "joined"),
        ("恒隆软件园二期", "joined"),
        ("华侨大学华文学院", "other_part"),
    ],
)
def test_the_end_of_a_longer_name_is_not_sure(catalogue: Catalogue, text: str, note: str) -> None:
    answer = geocoder(catalogue).answer(text)
    assert answer.confidence == "low" and note in answer.notes


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("厦门国际会展中心", "conference-and-exhibition-centre"),  # where the city is named, it is the one of the city
        ("厦门市思明区某某公司软件园二期", "software-park-2"),
        ("夏门大学", "xiamen-university"),  # 厦 is read xia in 厦门
        ("杏北工业区", "xingbei"),  # the catalogue calls it 组团
        ("Xiamen Univ.", "xiamen-university"),
        ("Third Institute of Oceanography", "third-institute-of-oceanography"),
        ("Gaoqi Airport", "xiamen-gaoqi-airport"),
        ("Nanjing County, Zhangzhou", "350627"),
    ],
)
def test_what_people_write_is_understood(catalogue: Catalogue, text: str, place: str) -> None:
    answer = geocoder(catalogue).answer(text)
    assert answer.place is not None and answer.place.id == place


def test_sounds_are_read_as_words_and_numbers_tell_names_apart() -> None:
    assert syllables("厦门bsl3") == ("xia", "men", "b", "s", "l", "3")
    assert normalise_latin("Xiamen Intl. Hi-Tech Center") == "xiamen international high tech centre"
    assert keeps_head("中科院城市环镜研究所", "中科院城市环境研究所")
    assert not keeps_head("自然资源部第二海洋研究所", "自然资源部第三海洋研究所")

"""The layout passages of three plans, read again by hand for this test and not from data/.

Sources: 厦门新兴产业 第五章 and 专栏6; 思明科技 四; 福建科技 专栏3 and 表4.
"""

from __future__ import annotations

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.query.search import search

# 第五章, as each industry's paragraph lists its parks; brackets are parts.
CHAPTER_5 = {
    "it": "同翔高新城 厦门科学城 厦门软件园 厦门软件园一期 厦门软件园二期 厦门软件园三期 开元创新社区 火炬园 火炬园龙头山片区 火炬（翔安）产业区 湖里东部科技创新园 "
    "湖里创新园 海沧南部工业组团 海沧集成电路产业园 中沧工业园 嘉诚工业组团 集美北部工业区 马銮湾智慧产业组团",
    "bio": "厦门生物医药港 孚新工业区 东孚工业区西片区 同翔东寮片区 翔安数字经济产业园 五缘湾健康组团 轻工食品工业区 同安工业集中区 马銮湾智慧产业组团 新阳工业区",
    "materials": "新阳工业区 杏北工业组团 同安凤南高端制造业基地 火炬（翔安）产业区 同翔高新城 翔安工业集中区 翔安工业集中区内厝片区 翔安工业集中区市头片区",
    "creative": "龙山文创区 厦门影视拍摄基地 黄厝影视小镇 沙坡尾海洋文化创意街区",
    "marine": "厦门海洋高新产业园 厦门生物医药港 沙坡尾海洋文化创意街区",
}

# 专栏6, item by item: the carrier and the terms the item gives it.
BOX_6 = [
    ("厦门科学城", "新一代信息技术 新能源与智能汽车 生命健康 高技术服务 创新药物 合成生物 空天开发 能源材料"),
    ("同翔高新城", "新一代信息技术 新材料 新能源 高端装备制造 生物医药与健康"),
    ("厦门软件园", "软件和信息服务 人工智能 大数据 云计算 5G 区块链 集成电路设计 金融科技服务 信创产业 数字创意"),
    ("火炬（翔安）产业区", "新型显示 半导体与集成电路 下一代网络信息设备 柔性电子 新材料与新能源 机械装备"),
    ("湖里东部科技创新园", "研发设计 高端软件和信息服务业 智慧城市 软件研发 人工智能"),
    ("海沧南部工业组团", "集成电路设计 机械装备"),
    ("马銮湾智慧产业组团", "人工智能 5G 信创产业 数字服务出口 医疗器械研发 智能制造"),
    ("厦门生物医药港", "药品 医疗器械 新型医用材料 新型疫苗"),
    ("翔安数字经济产业园", "医疗大数据 互联网医疗服务 数字健康管理"),
    ("同安工业集中区", "健身器材 康复器材 养生辅具"),
    ("新阳工业区", "高性能橡胶材料 新型树脂材料 功能膜材料 新型医用材料 高性能医疗器械"),
    ("同安凤南高端制造业基地", "机械装备 新材料 生物医药与健康"),
    ("厦门势拓稀土永磁电机产业园", "电机"),
    ("翔安工业集中区", "电子信息 高端装备制造 新材料 新能源"),
    ("龙山文创区", "文化创意 动漫游戏 影视创制 智能网络视听"),
    ("厦门影视拍摄基地", "影视拍摄 后期制作 人才培育 专业服务"),
    ("黄厝影视小镇", "影视版权 后期制作 宣传发行"),
    (
        "厦门海洋高新产业园",
        "海洋生物医药与制品 海洋高端装备与新材料 海洋信息与数字产业 海洋种苗业 渔港经济 海洋文创及高端滨海旅游 蓝碳及海水综合利用",
    ),
    ("航空工业园", "航空工业 新一代信息技术 高端装备制造 临空产业"),
    ("机械工业集中区", "汽车制造 工程机械 装备制造 新材料"),
]
BRACKETS = {
    "厦门科学城": "厦门科学城美峰-西柯片区 厦门科学城莲河片区",
    "厦门软件园": "厦门软件园一期 厦门软件园二期 厦门软件园三期 开元创新社区",
    "海沧南部工业组团": "海沧集成电路产业园 中沧工业园 嘉诚工业组团",
    "厦门生物医药港": "孚新工业区 东孚工业区西片区",
    "翔安工业集中区": "翔安工业集中区内厝片区 翔安工业集中区市头片区",
    "航空工业园": "航空工业园莲河片区 航空工业园高崎片区",
    "机械工业集中区": "机械工业集中区灌口片区 机械工业集中区后溪片区",
    "火炬园": "火炬园龙头山片区",
}

SIMING_4 = {
    "厦门软件园一期": "智慧城市 数字文创 IC设计与应用 金融科技 5G 人工智能",
    "厦门软件园二期": "大数据 人工智能 数字创意 数字平台经济 智慧城市与行业应用 信创产业 工业互联网 5G应用 网络视听",
    "环厦大科创谷": "核心算法 IC设计 人工智能 VR/AR 区块链 融媒体直播 物联网 大数据 云计算 动漫 游戏",
    "黄厝数字小镇": "人工智能 大数据 物联网 交通 医疗 教育 影视 文旅",
    "开元创新社区": "AI芯片 前沿算法 深蓝智能 区块链 脑机接口 数字机器人 信息安全 边缘计算 云端软件 智慧金融 智能制造 智慧医疗 智慧政务 智慧安防 智能家居 智能家电",
}

FUJIAN_BOX_3 = {
    "福州国家高新区": "光电信息 生物技术 先进制造 人工智能 区块链",
    "厦门火炬高新区": "集成电路 人工智能 物联网",
    "漳州国家高新区": "大装备制造 新一代信息技术 大健康 数字应用 生物医药",
    "泉州国家高新区": "机械装备 电子信息 新一代信息技术 太阳能光伏 集成电路",
    "三明国家高新区": "高端装备 生物医药 新材料 高端纺织 食品",
    "莆田国家高新区": "新一代电子信息 精密机械制造 食品加工 高端装备 新能源",
    "龙岩国家高新区": "机械装备 新一代信息技术 新材料 新医药",
    "泉州半导体省级高新区": "集成电路 化合物半导体 光电",
    "南平省级高新区": "新能源新材料 食品加工 新型轻纺 机电制造 现代物流",
    "武平省级高新区": "新型显示 智能制造 新材料 先进制造业 农林产品精深加工",
    "厦门海洋高新产业园": "海洋高新产业",
    "宁德高新区": "生物医药 锂电新能源",
    "平潭新兴产业园": "新一代信息技术 大健康",
}

TABLE_4 = [
    ("福州软件园双创示范基地", "数字经济"), ("福州智能产业园", "智能产业"), ("中国东南大数据产业园", "大数据集成应用"),
    ("福州海峡星云国产整机先进制造基地（一期）", "服务器"), ("集成电路双创基地", "集成电路"), ("开元创新社区", "软件信息 人工智能"),
    ("厦门海洋高新产业园", "海洋生物医药与制品 海洋高端装备与新材料 蓝碳及海水综合利用"), ("闽台精密机械产业园", "机床 精密"),
    ("漳州高新区绿色材料产业园", "光刻胶 高分子材料 改性材料"), ("石狮市海洋生物科技园", "海洋生物食品 冷链物流"), ("时空科创基地", "时空产业"),
    ("三明经济开发区科技创新成果转移转化（中试）产业孵化中心", "新能源"), ("三明中关村科技园", "新材料 生物医药"),
    ("清流县氟新材料产业园", "氟精细化工 医药"), ("莆田未来科技产业园", ""), ("南平三爱富（邵武）氟材料产业基地", "氟化工"),
    ("上杭新材料科创谷（一期）", "锂电新能源 先进半导体 含氟材料 锂电池材料 电子化学材料"), ("龙净智慧环保产业园", "除尘 脱硫 脱硝"),
    ("龙岩高层次人才项目孵化基地", "新材料 电子 机械设备 生物医药"), ("柘荣高新技术产业园", "医药"), ("瑞谦智能运营中心", "智能锁具 智能电子控制器"),
]  # fmt: skip


def site(catalogue: Catalogue, name: str) -> str:
    found = catalogue.sites.index[catalogue.sites["name_zh"] == name]
    assert len(found) == 1, name
    return str(found[0])


def says(catalogue: Catalogue, name: str, term: str, plan: str) -> bool:
    rows = catalogue.designations
    rows = rows[(rows["site_id"] == site(catalogue, name)) & (rows["plan_id"] == plan)]
    return bool(rows["wording"].str.contains(term, regex=False).any())


@pytest.mark.parametrize(("branch", "names"), [(b, n) for b, names in CHAPTER_5.items() for n in names.split()])
def test_chapter_5_lists_the_carrier_under_its_industry(catalogue: Catalogue, branch: str, names: str) -> None:
    rows = catalogue.all_designations
    rows = rows[(rows["site_id"] == site(catalogue, names)) & (rows["plan_id"] == "xiamen-sei")]
    branches = set(rows["industry_id"].map(catalogue.industries["branch"]))
    assert branch in branches


@pytest.mark.parametrize(("name", "terms"), BOX_6)
def test_box_6_gives_the_carrier_its_terms(catalogue: Catalogue, name: str, terms: str) -> None:
    missing = [term for term in terms.split() if not says(catalogue, name, term, "xiamen-sei")]
    assert not missing


@pytest.mark.parametrize(("whole", "parts"), BRACKETS.items())
def test_what_stands_in_brackets_is_a_part(catalogue: Catalogue, whole: str, parts: str) -> None:
    got = catalogue.parts[site(catalogue, whole)]
    assert {site(catalogue, part) for part in parts.split()} <= set(got)


@pytest.mark.parametrize(("name", "terms"), SIMING_4.items())
def test_siming_gives_the_carrier_its_terms(catalogue: Catalogue, name: str, terms: str) -> None:
    assert not [term for term in terms.split() if not says(catalogue, name, term, "siming-st")]


@pytest.mark.parametrize(("name", "terms"), [*FUJIAN_BOX_3.items(), *TABLE_4])
def test_the_province_gives_the_carrier_its_terms(catalogue: Catalogue, name: str, terms: str) -> None:
    assert not [term for term in terms.split() if not says(catalogue, name, term, "fujian-st")]


def test_table_4_is_21_numbered_projects(catalogue: Catalogue) -> None:
    rows = catalogue.projects[(catalogue.projects["plan_id"] == "fujian-st") & (catalogue.projects["group"] == "表4")]
    assert sorted(rows["number"].astype(int)) == list(range(1, 22))
    assert rows["investment"].sum() == pytest.approx(
        3 + 32 + 10 + 0.7 + 100 + 19 + 2 + 7.8 + 25.5 + 20 + 1.5 + 65 + 50 + 20 + 3.9 + 6.3 + 2.37
    )


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        ("science-city", "厦门科学城美峰-西柯片区"),
        ("science-city", "厦门科学城莲河片区"),
        ("software-parks", "厦门软件园一期"),
        ("software-parks", "厦门软件园二期"),
        ("software-parks", "厦门软件园三期"),
        ("kaiyuan-community", "开元创新社区"),
        ("biomedical-harbour", "厦门生物医药港"),
        ("marine-high-tech-zone", "厦门海洋高新产业园"),
    ],
)
def test_the_named_carriers_have_their_own_layers(catalogue: Catalogue, layer: str, name: str) -> None:
    assert catalogue.sites.at[site(catalogue, name), "layer_id"] == layer


def test_every_designation_has_a_section_and_wording(catalogue: Catalogue) -> None:
    assert (catalogue.designations[["section", "wording"]] != "").all().all()


def test_names_of_other_plans_find_the_same_place(catalogue: Catalogue) -> None:
    for name in ("厦门海洋省级高新区", "国际科技创新城", "厦门国家火炬高新区", "智能产业园"):
        assert search(catalogue, name)


def test_the_vocabulary_has_the_fields_of_5_plus_x(catalogue: Catalogue) -> None:
    """The sub-fields that 第四章 of the strategic-industries plan sets out."""
    fields = {
        "it": "新型显示 下一代信息网络设备 集成电路 物联网 人工智能 大数据 云计算 区块链",
        "bio": "新药 高性能医疗器械 智慧医疗健康服务 功能性食品 数字健康器材设备",
        "materials": "特种金属材料 新能源材料 新型高分子及复合材料 先进碳材料 清洁能源",
        "creative": "动漫游戏 影视创制 创意设计 数字文化服务",
        "marine": "海洋高端装备与材料 海洋生物科技 海洋新兴服务",
        "future": "柔性电子 第三代半导体 航空航天 智能制造装备 精准医疗 绿色低碳技术",
    }
    terms = catalogue.industries
    for branch, names in fields.items():
        for name in names.split():
            row = terms[terms["name_zh"] == name]
            assert row["branch"].tolist() == [branch], name
            assert row["name_en"].iloc[0]
    assert terms.at["functional-food", "code"] == ""  # the 2018 list has no class for it

"""The sentence of a site quotes the term of its plan and says no more than that: read by hand in data/designations.csv."""

import pytest

from geoplan.catalogue.catalogue import Catalogue
from geoplan.suitability.lead_reason import lead_reasons
from geoplan.suitability.requirements import Requirements

SEPARATORS = Requirements(("new-energy-materials",), words=("锂电池隔膜",))
DRONES = Requirements(("aerospace",), words=("无人机整机",))
BIO = Requirements(("bio",))
# Of each need and site: what the sentence holds in Chinese and in English.
SAID = [
    (SEPARATORS, "science-city", ["列“能源材料”（主导）", "未写明所需产品"], ["lists “能源材料” (Lead)", "does not name the product"]),
    (SEPARATORS, "xinyang", ["列“新材料”（主导）", "宽于“新能源材料”"], ["broader than “New-energy materials”"]),
    (DRONES, "aviation-park-gaoqi", ["列“航空维修”（主导）", "未写明所需产品"], ["lists “航空维修” (Lead)", "does not name the product"]),
    (BIO, "kaiyuan-community", ["列“智慧医疗”（主导）", "为“生物医药与健康”的细分"], ["a part of “Biomedicine and health”"]),
    (BIO, "biomedical-harbour", ["列“生物医药与健康”（主导）", "属所需产业。"], ["of the industry needed."]),
    (Requirements(("new-energy-materials",), words=("能源材料",)), "science-city", ["写明“能源材料”（主导）。"], ["names “能源材料” (Lead)."]),
    (SEPARATORS, "science-city-lianhe", ["（主导，沿用上级载体定位）"], ["(Lead, Inherited from its parent)"]),
]  # fmt: skip


@pytest.mark.parametrize(("need", "site_id", "zh", "en"), SAID)
def test_a_reason_says_what_the_plan_says(
    catalogue: Catalogue, need: Requirements, site_id: str, zh: list[str], en: list[str]
) -> None:
    reason = lead_reasons(catalogue, need, [site_id])[site_id]
    for lang, parts in (("zh", zh), ("en", en)):
        assert all(part in reason.text(lang) for part in parts), reason.text(lang)


def test_sites_keep_their_order_and_one_that_is_not_designated_has_no_reason(catalogue: Catalogue) -> None:
    reasons = lead_reasons(catalogue, BIO, ["xinyang", "software-park-1", "biomedical-harbour"])
    assert list(reasons) == ["xinyang", "biomedical-harbour"]

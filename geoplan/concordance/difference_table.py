"""One difference between two statements of plans: its kinds, its severities, its columns."""

from __future__ import annotations

from typing import Any, Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.vocabulary import Term

KINDS: Final = {
    "value": Term("数值", "Value"),
    "target": Term("目标推移", "Target that moved"),
    "industry": Term("产业", "Industry"),
    "membership": Term("隶属", "Membership"),
    "extent": Term("范围或组成", "Extent or parts"),
    "name": Term("名称", "Name"),
    "timing": Term("时间", "Timing"),
    "edition": Term("版本更新", "Newer edition"),
    "list": Term("列与未列", "In one list, not in the other"),
}
SEVERITIES: Final = {
    "contradiction": Term("矛盾", "Contradiction"),
    "scope": Term("口径或年份不同", "Difference of scope or year"),
    "variant": Term("名称异写", "Variant of a name"),
}
COLUMNS: Final = [
    "kind", "severity", "within", "subject", "subject_zh", "subject_en",
    "plan_a", "section_a", "says_a", "plan_b", "section_b", "says_b", "why_zh", "why_en",
]  # fmt: skip


def difference(
    kind: str, severity: str, subject: tuple[str, str, str], a: dict[str, Any], b: dict[str, Any], why: Term
) -> list[Any]:
    """Put a difference into a row of `COLUMNS`; `a` and `b` hold plan, section and says."""
    return [
        kind, severity, a["plan"] == b["plan"], *subject,
        a["plan"], a["section"], a["says"], b["plan"], b["section"], b["says"], why.zh, why.en,
    ]  # fmt: skip


def short(catalogue: Catalogue, plan: str) -> Term:
    """A plan's short title in both languages."""
    return Term(str(catalogue.plans.at[plan, "short_zh"]), str(catalogue.plans.at[plan, "short_en"]))


def subject_of(catalogue: Catalogue, site_id: str) -> tuple[str, str, str]:
    """A site as the subject of a difference: its id and both names."""
    return site_id, str(catalogue.sites.at[site_id, "name_zh"]), str(catalogue.sites.at[site_id, "name_en"])

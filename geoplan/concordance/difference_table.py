"""One difference between two statements of plans: its kinds, its severities, its columns."""

from __future__ import annotations

from typing import Any, Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, local_text, message

KINDS: Final = {
    "value": message("concordance.difference_table.kinds.value"),
    "target": message("concordance.difference_table.kinds.target"),
    "industry": message("concordance.difference_table.kinds.industry"),
    "membership": message("concordance.difference_table.kinds.membership"),
    "extent": message("concordance.difference_table.kinds.extent"),
    "name": message("concordance.difference_table.kinds.name"),
    "timing": message("concordance.difference_table.kinds.timing"),
    "edition": message("concordance.difference_table.kinds.edition"),
    "list": message("concordance.difference_table.kinds.list"),
}
SEVERITIES: Final = {
    "contradiction": message("concordance.difference_table.severities.contradiction"),
    "scope": message("concordance.difference_table.severities.scope"),
    "variant": message("concordance.difference_table.severities.variant"),
}
COLUMNS: Final = [
    "kind", "severity", "within", "subject", "subject_zh", "subject_en",
    "plan_a", "section_a", "says_a", "plan_b", "section_b", "says_b", "why_zh", "why_en",
]  # fmt: skip


def difference(
    kind: str, severity: str, subject: tuple[str, str, str], a: dict[str, Any], b: dict[str, Any], why: Text
) -> list[Any]:
    """Put a difference into a row of `COLUMNS`; `a` and `b` hold plan, section and says."""
    return [
        kind, severity, a["plan"] == b["plan"], *subject,
        a["plan"], a["section"], a["says"], b["plan"], b["section"], b["says"], why.zh, why.en,
    ]  # fmt: skip


def short(catalogue: Catalogue, plan: str) -> Text:
    """A plan's short title in both languages."""
    return local_text(str(catalogue.plans.at[plan, "short_zh"]), str(catalogue.plans.at[plan, "short_en"]))


def subject_of(catalogue: Catalogue, site_id: str) -> tuple[str, str, str]:
    """A site as the subject of a difference: its id and both names."""
    return site_id, str(catalogue.sites.at[site_id, "name_zh"]), str(catalogue.sites.at[site_id, "name_en"])

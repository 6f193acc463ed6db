"""One difference between two statements of plans: its kinds, its severities, its columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, message, translate
from geoplan.text.names import name_of

KINDS: Final = {
    code: message(f"concordance.difference_table.kinds.{code}")
    for code in ("value", "target", "status", "list", "membership", "extent", "industry", "timing", "name", "edition")
}
SEVERITIES: Final = {
    code: message(f"concordance.difference_table.severities.{code}") for code in ("contradiction", "scope", "variant")
}
COLUMNS: Final = [
    "kind", "severity", "within", "subject", "subject_zh", "subject_en",
    "plan_a", "section_a", "says_a", "plan_b", "section_b", "says_b", "why_zh", "why_en",
]  # fmt: skip
_PLANS: Final = "zh"  # the language plans are written in


class Statement(NamedTuple):
    """What a section of a plan says, in the plan's words."""

    plan: str
    section: str
    says: str


class Difference(NamedTuple):
    """Two statements about one subject that differ, and why.

    The subject is the id of a site, programme or list, or the name of an indicator.
    """

    kind: str
    severity: str
    subject: str
    subject_name: Text
    a: Statement
    b: Statement
    why: Text


def site_difference(
    catalogue: Catalogue, kind: str, severity: str, site_id: object, a: Statement, b: Statement, why: Text
) -> Difference:
    """A difference about a site."""
    return Difference(kind, severity, str(site_id), name_of(catalogue.sites, str(site_id)), a, b, why)


def difference_table(differences: Iterable[Difference]) -> pd.DataFrame:
    """One row a difference, with `COLUMNS`."""
    rows = [
        (d.kind, d.severity, d.a.plan == d.b.plan, d.subject, *map(d.subject_name.text, ("zh", "en")), *d.a, *d.b,
         *map(d.why.text, ("zh", "en")))
        for d in differences
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def words_of(words: Iterable[str]) -> str:
    """Words of a plan as a list, each once."""
    return translate("punctuation.list", _PLANS).join(dict.fromkeys(words))


def sections_of(sections: Iterable[str]) -> str:
    """Addresses in a plan as a list, each once."""
    return translate("punctuation.semicolon", _PLANS).join(dict.fromkeys(sections))


def short_title(catalogue: Catalogue, plan_id: object) -> Text:
    """The short title of a plan."""
    return name_of(catalogue.plans, str(plan_id), "short")

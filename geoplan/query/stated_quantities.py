"""Units and remarks of stated quantities in a reader's language, and what to say where the data lack it."""

from __future__ import annotations

import re
from typing import Final

from geoplan.text.message import DEFAULT, LocalText, Text, fallbacks, languages, section, translate

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH: Final = re.compile(r"[A-Za-z]{2,}[\s,]+[A-Za-z]{2,}")  # two words; one may be a name


def is_foreign(text: str, lang: str) -> bool:
    """Whether a text of the data is written in another language than a reader's; names within it do not count."""
    chinese, english = bool(_CHINESE.search(text)), bool(_ENGLISH.search(text))
    return english or (not chinese and bool(re.search("[A-Za-z]{2,}", text))) if lang == DEFAULT else (
        chinese and not english
    )  # fmt: skip


def remark_text(remark: str) -> Text:
    """A remark beside a quantity; where the data have it in one other language only, that is said in its place."""
    return LocalText(tuple((lang, _remark(remark, lang)) for lang in languages()))


def unit_text(unit: str) -> Text:
    """A unit of the data, in Chinese as the plans print it."""
    return LocalText(tuple((lang, _known("units", unit, lang) or unit) for lang in languages()))


def _remark(remark: str, lang: str) -> str:
    if not remark:
        return ""
    if known := _known("remarks", remark, lang):
        return known
    return translate("stated_quantities.only_in_other", lang) if is_foreign(remark, lang) else remark


def _known(group: str, text: str, lang: str) -> str:
    tables = (section("stated_quantities", language) for language in fallbacks(lang)[:2])
    return next((table[f"{group}.{text}"] for table in tables if f"{group}.{text}" in table), "")

"""Key figures of the sites of a region: how many, and how each is known."""

from __future__ import annotations

from collections.abc import Sequence

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, message, translate
from geoplan.vocabulary import WAYS


def ways_counted(catalogue: Catalogue, site_ids: Sequence[str], lang: str) -> list[tuple[str, str]]:
    """How many sites are drawn in which way: a label and a number each; ways that none has are left out."""
    ways = catalogue.ways.loc[list(site_ids)].value_counts()
    return [
        (name.text(lang), translate("book.n_sites", lang, n=ways[code]))
        for code, name in WAYS.items()
        if code in ways.index
    ]


def fact(code: str, value: Text | str, lang: str) -> tuple[str, str]:
    """A label (``book.facts``) and what is said under it."""
    return translate(f"book.facts.{code}", lang), value if isinstance(value, str) else value.text(lang)


def sites_counted(n: int, possible: int, lang: str) -> str:
    """How many sites are there, and how many more may be."""
    if not possible:
        return translate("book.n_sites", lang, n=n)
    return message("book.n_sites_and_possible", n=n, possible=possible).text(lang)

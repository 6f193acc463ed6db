"""Who is in one list of a plan and not in another list of the same subject."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.concordance.difference_table import (
    Difference,
    Statement,
    sections_of,
    short_title,
    site_difference,
    words_of,
)
from geoplan.text.citation import plan_title
from geoplan.text.message import Text, joined, local_text, message
from geoplan.text.names import name_of

_MANY: Final = 8  # sites that a list lacks: more are no longer told one by one


def list_differences(catalogue: Catalogue) -> Iterator[Difference]:
    """Members of lists.csv that only one of two lists of a subject has.

    Two lists are one difference. Where they are of one plan, a site that one lacks is a difference of its own, unless
    it lacks many. A list whose id is that of a site lists its parts: two such lists are one difference of extent.
    """
    for list_id, rows in catalogue.lists.groupby("list_id", sort=False):
        lists = [members for _, members in rows.groupby(["plan_id", "title_zh"], sort=False)]
        for a, b in combinations(lists, 2):
            yield from _differences(catalogue, str(list_id), a, b)


def _differences(catalogue: Catalogue, list_id: str, a: pd.DataFrame, b: pd.DataFrame) -> Iterator[Difference]:
    only_a, only_b = _only(catalogue, a, b), _only(catalogue, b, a)
    if list_id in catalogue.sites.index:
        if len(only_a) or len(only_b):
            why = _why_of_lists(catalogue, a, b, only_a, only_b)
            yield site_difference(catalogue, "extent", "scope", list_id, _statement(a), _statement(b), why)
        return
    rest, within = [], a["plan_id"].iloc[0] == b["plan_id"].iloc[0]
    for here, other, only in ((a, b, only_a), (b, a, only_b)):
        sites = only[only["site_id"] != ""]
        sites = sites if within and sites["site_id"].nunique() <= _MANY else sites.iloc[:0]
        rest.append(only.drop(sites.index))
        for site_id, own in sites.groupby("site_id", sort=False):
            why = message(
                "concordance.list_differences.site", here=_title(catalogue, here), other=_title(catalogue, other)
            )
            one, two = _statement(own), _statement(other)
            yield site_difference(catalogue, "list", "scope", site_id, one, two, why)
    if any(map(len, rest)):
        why = _why_of_lists(catalogue, a, b, *rest)
        yield Difference("list", "scope", list_id, _subject(a, b), _statement(a), _statement(b), why)


def _only(catalogue: Catalogue, here: pd.DataFrame, elsewhere: pd.DataFrame) -> pd.DataFrame:
    """The members of one list that the other has neither by themselves nor as a part or whole of one of its own."""
    near = set(_keys(elsewhere))
    for site_id in near & set(catalogue.sites.index):
        near |= {*catalogue.parents.get(site_id, []), *catalogue.parts.get(site_id, [])}
    return here[~_keys(here).isin(near)]


def _keys(members: pd.DataFrame) -> pd.Series:
    """What tells members apart: the site, else the industry, else the plan's wording."""
    return members["site_id"].where(
        members["site_id"] != "", members["industry_id"].where(members["industry_id"] != "", members["member"])
    )


def _statement(members: pd.DataFrame) -> Statement:
    return Statement(str(members["plan_id"].iloc[0]), _address(members["section"]), words_of(members["member"]))


def _address(sections: pd.Series) -> str:
    """The address that holds all sections; the sections one by one where none does."""
    shared: list[str] = []
    for labels in zip(*(section.split("/") for section in sections), strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(labels[0])
    return "/".join(shared) or sections_of(sections)


def _title(catalogue: Catalogue, members: pd.DataFrame) -> Text:
    first = members.iloc[0]
    return message(
        "concordance.list_differences.list",
        plan=plan_title(short_title(catalogue, first["plan_id"])),
        title=local_text(first["title_zh"], first["title_en"]),
    )


def _subject(a: pd.DataFrame, b: pd.DataFrame) -> Text:
    titles = {rows["title_zh"].iloc[0]: rows["title_en"].iloc[0] for rows in (a, b)}
    return joined((local_text(zh, en) for zh, en in titles.items()), "punctuation.semicolon")


def _why_of_lists(
    catalogue: Catalogue, a: pd.DataFrame, b: pd.DataFrame, only_a: pd.DataFrame, only_b: pd.DataFrame
) -> Text:
    counts = [
        message("concordance.list_differences.count", list=_title(catalogue, rows), n=_count(rows)) for rows in (a, b)
    ]
    alone = [
        message(
            "concordance.list_differences.only", list=_title(catalogue, rows), members=joined(_names(catalogue, only))
        )
        for rows, only in ((a, only_a), (b, only_b))
        if len(only)
    ]
    return message(
        "concordance.list_differences.lists",
        counts=joined(counts, "punctuation.comma"),
        alone=joined(alone, "punctuation.semicolon"),
    )


def _count(members: pd.DataFrame) -> int:
    """How many the plan says there are, or how many it names."""
    printed = members["count_printed"].dropna()
    return int(printed.iloc[0]) if len(printed) else members["member"].nunique()


def _names(catalogue: Catalogue, members: pd.DataFrame) -> list[Text]:
    """The plan's wordings, with the English name of a site or industry where the member is one."""
    names = []
    for row in members.drop_duplicates("member").itertuples():
        known = [(catalogue.sites, row.site_id), (catalogue.industries, row.industry_id)]
        english = next((name_of(frame, key).text("en") for frame, key in known if key), row.member)
        names.append(local_text(row.member, english))
    return names

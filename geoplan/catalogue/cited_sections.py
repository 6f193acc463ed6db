"""The sections that the catalogue cites, the words cited from each, and those damaged in the source text."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.checks.citations import CITED_WORDS
from geoplan.text.message import Text
from geoplan.text.names import name_of


@lru_cache(maxsize=4)
def cited_words(catalogue: Catalogue) -> pd.DataFrame:
    """List what every table cites.

    Returns
    -------
    DataFrame
        ``plan_id``, ``section``, ``word`` (as `geoplan.checks.citations` looks for it), each once.
    """
    named = {"site_id": catalogue.sites["name_zh"], "programme_id": catalogue.programmes["name_zh"]}
    frames = []
    for table, column in CITED_WORDS.items():
        if table == "damaged_passages":  # speaks of what other tables cite
            continue
        rows = getattr(catalogue, table).reset_index()
        words = rows[column].map(named[column]) if column in named else rows[column]
        frames.append(rows[["plan_id", "section"]].assign(word=words.fillna("").astype(str)))
    cited = pd.concat(frames)
    return cited[cited["section"] != ""].drop_duplicates(ignore_index=True)


@lru_cache(maxsize=4)
def cited_sections(catalogue: Catalogue) -> dict[str, list[str]]:
    """The sections cited of each plan, by plan id, each once."""
    sections = cited_words(catalogue).groupby("plan_id", sort=False)["section"].unique()
    return {plan: list(sections.get(plan, [])) for plan in catalogue.plans.index}


def words_at(catalogue: Catalogue, plan_id: str, section: str) -> list[str]:
    """The words that the catalogue cites from a section."""
    rows = cited_words(catalogue)
    words = rows.loc[(rows["plan_id"] == plan_id) & (rows["section"] == section), "word"]
    return [word for word in words if word]


def damage_note(catalogue: Catalogue, plan_id: str, section: str) -> Text | None:
    """Say what is damaged in the source text of a section, or of the one it is part of; None where it is whole."""
    notes = (n for plan, place, n in _damaged(catalogue) if plan == plan_id and f"{section}/".startswith(f"{place}/"))
    return next(notes, None)


@lru_cache(maxsize=4)
def _damaged(catalogue: Catalogue) -> list[tuple[str, str, Text]]:
    rows = catalogue.damaged_passages.set_axis([str(at) for at in catalogue.damaged_passages.index])
    return [(row.plan_id, row.section, name_of(rows, str(row.Index), "note")) for row in rows.itertuples()]

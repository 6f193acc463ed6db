"""Names that the data give: the column of a language, and names beside the ids of a table."""

from __future__ import annotations

from typing import Final, Protocol

import pandas as pd

from geoplan.text.message import LocalText, Text, fallbacks, languages

# The column to the right of an id that holds its name.
BESIDE: Final = {
    "site_id": "site", "parent_id": "parent", "from_site": "from", "industry_id": "industry",
    "programme_id": "programme", "function_id": "function", "plan_id": "plan", "adcode": "county",
    "site_a": "name_a", "site_b": "name_b",
}  # fmt: skip


class NamedTables(Protocol):
    """Tables indexed by id with ``name_<lang>`` columns; plans have ``title_<lang>`` and ``short_<lang>``."""

    @property
    def sites(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def industries(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def programmes(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def functions(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def plans(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def regions(self) -> pd.DataFrame: ...  # noqa: D102


def column(frame: pd.DataFrame, prefix: str, lang: str) -> pd.Series:
    """The column ``<prefix>_<lang>`` of a table.

    Parameters
    ----------
    frame : DataFrame
        With at least one of ``<prefix>_zh``, ``<prefix>_en``.

    Returns
    -------
    Series
        That of the first fallback where the data lack the language.
    """
    names = [f"{prefix}_{language}" for language in fallbacks(lang)]
    return frame[next(name for name in names if name in frame)]


def name_of(frame: pd.DataFrame, key: str, prefix: str = "name") -> Text:
    """The name of one row in every language that the table has.

    Parameters
    ----------
    frame : DataFrame
        Indexed by id, with ``<prefix>_<lang>`` columns.

    Raises
    ------
    KeyError
        There is no such row.
    """
    known = [(lang, f"{prefix}_{lang}") for lang in languages() if f"{prefix}_{lang}" in frame]
    return LocalText(tuple((lang, str(frame.at[key, name])) for lang, name in known))


def with_names(frame: pd.DataFrame, tables: NamedTables, lang: str) -> pd.DataFrame:
    """Put the name beside every id.

    Parameters
    ----------
    frame : DataFrame
        Any of ``site_id``, ``parent_id`` (of a site or an industry), ``from_site``, ``industry_id``, ``programme_id``,
        ``function_id``, ``plan_id``, ``adcode``.

    Returns
    -------
    DataFrame
        With ``site``, ``parent``, ``from``, ``industry``, ``programme``, ``function``, ``plan`` (its title) and
        ``county`` to the right of the ids, empty where there is no such id. A table of sites, industries or programmes
        keeps its own names.
    """
    sites, industries = column(tables.sites, "name", lang), column(tables.industries, "name", lang)
    names = {
        "site_id": sites,
        "parent_id": pd.concat([sites, industries]),
        "from_site": sites,
        "industry_id": industries,
        "programme_id": column(tables.programmes, "name", lang),
        "function_id": column(tables.functions, "name", lang),
        "plan_id": column(tables.plans, "title", lang),
        "adcode": column(tables.regions, "name", lang),
    }
    own = any(f"name_{language}" in frame for language in fallbacks(lang))
    frame = frame.reset_index(drop=True)
    for key, known in names.items():
        beside = BESIDE[key]
        if key in frame and beside not in frame and not (own and key in {"industry_id", "site_id", "programme_id"}):
            frame.insert(int(frame.columns.get_loc(key)) + 1, beside, frame[key].map(known).fillna(""))
    return frame

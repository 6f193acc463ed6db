"""The table of sites as the browser fetches it once: the rows of every site and the table's own words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import orjson
import pandas as pd

from geoplan import vocabulary
from geoplan.analysis.site_area import area_text
from geoplan.analysis.stated_area import stated_areas
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.drafts.draft_marks import method_label
from geoplan.text.message import DEFAULT, languages, translate
from geoplan.text.names import column

_WORDS: Final = {
    "caption": "ui.table.alt", "sort": "ui.table.sort", "add": "ui.dossier.compare", "remove": "ui.table.remove",
    "compare": "ui.table.compare_site",
}  # fmt: skip
_BRACES: Final = {"name": "{name}"}  # the table fills these itself


@lru_cache(maxsize=8)
def all_rows(catalogue: Catalogue, language: str) -> pd.DataFrame:
    """Lay out every site in a language; the frame is shared by all sessions, so copy it before changing it."""
    sites = catalogue.sites
    branches = column(catalogue.industries, "name", language)
    wordings = catalogue.designations.drop_duplicates(["site_id", "wording"])
    terms = wordings.groupby("site_id")["wording"].agg(translate("punctuation.list", DEFAULT).join)
    namings = catalogue.citations.drop_duplicates(["site_id", "plan_id"])
    plans = column(catalogue.plans, "short", language).rename("plan").to_frame().merge(namings, on="plan_id")
    plans = plans.groupby("site_id")["plan"].agg(translate("punctuation.list", language).join)  # the catalogue's order
    stated = stated_areas(catalogue)
    areas = {s: area_text(stated[s]).text(language) if s in stated.index else "" for s in sites.index}
    # By the code of the title; a column of the data has one in ``fields.columns``.
    columns = {
        "ui.table.name": column(sites, "name", language),
        "ui.table.county": [place_name(catalogue, s).text(language) for s in sites.index],
        "ui.table.kind": [vocabulary.KINDS[k].text(language) for k in sites["kind"]],
        "ui.table.industry": sites["branch"].map(branches).fillna(""),
        "ui.table.terms": terms.reindex(sites.index).fillna(""),
        "ui.table.plans": plans.reindex(sites.index).fillna(""),
        "ui.table.status": [vocabulary.STATUSES[s].text(language) for s in sites["status"]],
        "ui.table.area": [areas[s] for s in sites.index],
        "ui.table.position": [
            method_label(method, bool(mark)).text(language)
            for method, mark in zip(sites["method"], catalogue.draft_marks(sites.index), strict=True)
        ],
    }
    return pd.DataFrame({translate(title, language): values for title, values in columns.items()}, index=sites.index)


def table_file(catalogue: Catalogue) -> bytes:
    """The rows of every site by id, and the table's own words, by language, as the browser fetches them once."""
    frames = {language: all_rows(catalogue, language) for language in languages()}
    content = {
        language: {
            "head": list(frame.columns),
            "rows": dict(zip(frame.index, frame.to_numpy().tolist(), strict=True)),
            "texts": {word: translate(key, language, **_BRACES) for word, key in _WORDS.items()},
        }
        for language, frame in frames.items()
    }
    return orjson.dumps(content)

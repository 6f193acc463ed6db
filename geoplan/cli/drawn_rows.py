"""How each site is drawn, as rows: way, method, certainty, area and source, and how many there are of each way."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd
from rich.console import Console

from geoplan.analysis.site_geometry import site_geometry
from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.wrapped_lines import wrapped
from geoplan.crs.metric import AREA
from geoplan.text.clean_text import clean_text
from geoplan.text.message import Text, joined, message, translate
from geoplan.text.names import name_of
from geoplan.vocabulary import CONFIDENCES, KINDS, METHODS, WAYS


def drawn_rows(catalogue: Catalogue, site_ids: list[str]) -> pd.DataFrame:
    """One row a site: site_id, way, method, radius_m, confidence, area_km2 (NaN for what is no area), source, draft."""
    sites = catalogue.sites.loc[site_ids]
    placed = site_geometry(catalogue, site_ids, AREA)
    areas = placed[~placed["through_parts"]].set_index("site_id").area / 1e6
    origins = pd.concat([catalogue.places, catalogue.areas_of_doubt]).groupby("site_id")["source"]
    sources = origins.agg(lambda texts: "; ".join(dict.fromkeys(texts)))
    return pd.DataFrame(
        {
            "site_id": site_ids,
            "way": catalogue.ways.loc[site_ids].to_numpy(),
            "method": sites["method"].to_numpy(),
            "radius_m": sites["radius_m"].to_numpy(),
            "confidence": sites["confidence"].to_numpy(),
            "area_km2": areas[areas > 0].round(3).reindex(site_ids).to_numpy(),
            "source": sources.reindex(site_ids).fillna("").to_numpy(),
            "draft": [site_id in catalogue.drafted for site_id in site_ids],
        }
    )


def drawn_lines(rows: pd.DataFrame, catalogue: Catalogue, lang: str, sources: bool) -> Iterator[str]:
    """The rows for people, in lines as wide as the terminal; the sources below where they are asked for."""
    width = Console().width
    for row in rows.to_dict("records"):
        site = name_of(catalogue.sites, row["site_id"])
        line = message("place.list.line", site=site, facts=joined(_facts(row), "punctuation.comma"))
        text, source = clean_text(line.text(lang)), clean_text(row["source"])
        first = wrapped(text, width)[0]
        yield first
        below = [text.removeprefix(first), source if sources else ""]
        yield from ("  " + part for more in below if more for part in wrapped(more, width - 2))


def _facts(row: dict[Hashable, Any]) -> Iterator[Text]:
    """How one site is drawn; a way that its method says as well is said once."""
    yield WAYS[row["way"]]
    if row["way"] not in ("parts", row["method"]):
        yield METHODS[row["method"]]
    if row["way"] not in ("parts", "county"):
        yield message("place.list.radius", metres=row["radius_m"])
        yield message("place.list.confidence", confidence=CONFIDENCES[row["confidence"]])
    if row["area_km2"] == row["area_km2"]:
        yield message("place.list.area", km2=row["area_km2"])
    if row["draft"]:
        yield message("place.list.draft")


def summary_rows(rows: pd.DataFrame, catalogue: Catalogue, lang: str = "") -> pd.DataFrame:
    """One row a kind of site: how many there are of each way, and of all; for people where a language is given."""
    kinds = rows["site_id"].map(catalogue.sites["kind"])
    table = pd.crosstab(kinds, rows["way"]).reindex(columns=list(WAYS), fill_value=0)
    table = table.reindex([kind for kind in KINDS if kind in table.index])
    table["total"] = table.sum(axis=1)
    table = table.rename_axis(index="kind", columns=None).reset_index()
    if not lang:
        return table
    titles = {key: translate(f"place.columns.{key}", lang) for key in WAYS}
    numbers = table[list(WAYS)].astype("Int64")
    numbers = numbers.where(numbers != 0)
    numbers.insert(0, "kind_name", [KINDS[kind].text(lang) for kind in table["kind"]])
    return numbers.rename(columns=titles)


def counts(rows: pd.DataFrame) -> Text:
    """How many sites there are, and how many of each way."""
    numbers = rows["way"].value_counts()
    of_ways = [message("place.list.count", way=WAYS[way], n=int(numbers[way])) for way in WAYS if way in numbers]
    return message("place.list.counts", n=len(rows), counts=joined(of_ways))

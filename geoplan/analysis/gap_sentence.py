"""One sentence that answers which counties lack a carrier, and how what has no known county bears on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from geoplan.analysis.carrier_gaps import ANY, HAS, MAY_HAVE, unplaced_carriers
from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of

_NAMED: Final = 5  # counties that the sentence names; of more it gives the number
_ITEMS: Final = 3  # industries that it names
_SMALL: Final = 20  # counties among which the one that lacks most is worth a word
_DISTRICT: Final = 20  # the last two digits of a code up to this are those of a district of a city (GB/T 2260)


def gap_sentence(
    catalogue: Catalogue, found: pd.DataFrame, table: pd.DataFrame, scope: str
) -> Text:  # fmt: skip
    """Say which counties have no known carrier, and whether carriers of unknown county could change that.

    Parameters
    ----------
    found : DataFrame
        `geoplan.analysis.carrier_gaps.carriers`.
    table : DataFrame
        `geoplan.analysis.carrier_gaps.carrier_gaps` of them: its first industry is the one asked for, or
        `geoplan.analysis.carrier_gaps.ANY` where none or several were.
    scope : str
        Adcode of the region that the counties are of.
    """
    counties = list(dict.fromkeys(table["adcode"]))
    asked = str(table["industry_id"].iloc[0])
    of_asked = found[(found["industry_id"] == asked) & found["adcode"].isin(counties)]
    place = name_of(catalogue.regions, counties[0] if len(counties) == 1 else scope)
    if of_asked.empty:
        industry = message("carrier_gaps.any_industry") if asked == ANY else name_of(catalogue.industries, asked)
        return _ended(message("carrier_gaps.one.nobody", place=place, industry=industry))
    if asked == ANY:
        cells = table[table["industry_id"] != ANY]
        text = _several(catalogue, cells, counties)
    else:
        cells = table[table["industry_id"] == asked]
        text = _one(catalogue, cells, asked, counties, of_asked[of_asked["certain"]]["site_id"].nunique())
    return _ended(_with_unplaced(catalogue, text, of_asked, asked, cells["state"]))


def _one(catalogue: Catalogue, cells: pd.DataFrame, asked: str, counties: list[str], known: int) -> Text:
    """Which counties have no known carrier of one industry."""
    industry, every = name_of(catalogue.industries, asked), _counted(counties)
    lacking = cells.loc[cells["state"] != HAS, "adcode"].tolist()
    if len(counties) == 1:
        county = name_of(catalogue.regions, counties[0])
        if lacking:
            return message("carrier_gaps.one.lacks_itself", county=county, industry=industry)
        code = "carrier_gaps.one.has_one" if known == 1 else "carrier_gaps.one.has_many"
        return message(code, county=county, industry=industry, n=known)
    if not lacking:
        return message("carrier_gaps.one.complete", all=every, industry=industry, n=known)
    if len(lacking) == len(counties):
        return message("carrier_gaps.one.lacks_all", all=every, industry=industry)
    if len(lacking) > _NAMED:
        return message("carrier_gaps.one.lacks_count", all=every, industry=industry, n=len(lacking))
    code = "carrier_gaps.one.lacks_one" if len(lacking) == 1 else "carrier_gaps.one.lacks_many"
    return message(code, all=every, industry=industry, names=_names(catalogue.regions, lacking))


def _several(catalogue: Catalogue, cells: pd.DataFrame, counties: list[str]) -> Text:
    """Which industries most counties lack, and which county lacks most."""
    industries, every = list(dict.fromkeys(cells["industry_id"])), _counted(counties)
    lacking = cells[cells["state"] != HAS]
    by_industry = lacking.groupby("industry_id", sort=False)["adcode"].agg(list)
    k = len(industries)
    if len(counties) == 1:
        county = name_of(catalogue.regions, counties[0])
        if lacking.empty:
            return message("carrier_gaps.several.complete_itself", county=county, k=k)
        names = _names(catalogue.industries, [i for i in industries if i in by_industry])
        return message("carrier_gaps.several.lacks_itself", county=county, k=k, n=len(by_industry), names=names)
    if lacking.empty:
        return message("carrier_gaps.several.complete", all=every, k=k)
    most = sorted((i for i in industries if i in by_industry), key=lambda i: -len(by_industry[i]))  # stable
    items = [_item(catalogue, industry, by_industry[industry], counties) for industry in most[:_ITEMS]]
    code = "carrier_gaps.several.striking" if len(most) > _ITEMS else "carrier_gaps.several.lacking"
    text = message(code, all=every, items=_listing(items), k=k)
    by_county = lacking["adcode"].value_counts()
    worst = by_county.index[by_county == by_county.max()]
    if len(worst) == 1 and by_county.max() > 1 and len(counties) <= _SMALL:
        county = name_of(catalogue.regions, worst[0])
        text = message("carrier_gaps.several.most", text=text, county=county, n=int(by_county.max()), k=k)
    return text


def _item(catalogue: Catalogue, industry: str, lacking: list[str], counties: list[str]) -> Text:
    """An industry with the counties that lack it."""
    name = name_of(catalogue.industries, industry)
    if len(lacking) <= _ITEMS and len(lacking) < len(counties):
        return message("carrier_gaps.several.named", industry=name, names=_names(catalogue.regions, lacking))
    return message("carrier_gaps.several.counted", industry=name, counties=_counted(lacking))


def _with_unplaced(catalogue: Catalogue, text: Text, of_asked: pd.DataFrame, asked: str, states: pd.Series) -> Text:
    """Add how many carriers have no known county, and what they could change."""
    unplaced = unplaced_carriers(of_asked, asked)
    lacking, possible = int((states != HAS).sum()), int((states == MAY_HAVE).sum())
    if not unplaced:
        return message("carrier_gaps.unplaced.none", text=text) if not possible else text
    regions = list(dict.fromkeys(catalogue.sites.loc[unplaced, "adcode"]))
    known = message("carrier_gaps.unplaced.by_region")
    if len(regions) == 1:
        known = message("carrier_gaps.unplaced.in_place", place=name_of(catalogue.regions, regions[0]))
    effect = "adds" if not lacking else "changes_nothing" if not possible else "changes"
    if 0 < possible < lacking:
        effect = "changes_some"
    code = f"carrier_gaps.unplaced.{effect}_{'one' if len(unplaced) == 1 else 'many'}"
    share = _share(len(unplaced), of_asked["site_id"].nunique())
    return message(code, text=text, n=len(unplaced), share=share, known=known)


def _share(part: int, whole: int) -> str:
    """A share in whole percent; 0 and 100 only where they are exact."""
    return f"{part / whole if part == whole else min(max(part / whole, 0.01), 0.99):.0%}"


def _counted(counties: Sequence[str]) -> Text:
    """A number of counties, as districts where all are."""
    kind = "district" if all(int(code[4:]) <= _DISTRICT for code in counties) else "county"
    return message(f"carrier_gaps.counted.{kind}_{'one' if len(counties) == 1 else 'many'}", n=len(counties))


def _names(frame: pd.DataFrame, keys: Sequence[str]) -> Text:
    return _listing([name_of(frame, key) for key in keys])


def _listing(parts: list[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    return message("carrier_gaps.and", first=joined(parts[:-1]), last=parts[-1])


def _ended(text: Text) -> Text:
    return message("carrier_gaps.ended", text=text)

"""Match the features of a user's layer to sites: by id, by name, by misspelt name, by overlap with what is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.checks.layers import TOLERANCE
from geoplan.crs.metric import metric_crs_for
from geoplan.drafts.drawn_sites import DrawnSites
from geoplan.drafts.site_names import SiteMatch, SiteNameIndex, site_names
from geoplan.errors import UserError
from geoplan.geocoding.name_columns import NAMES, matching_headings
from geoplan.geodata.boundaries import counties_in
from geoplan.readers.read_limits import FEATURES, limit_message
from geoplan.text.clean_text import is_text
from geoplan.text.message import joined
from geoplan.text.shorten import shorten

HOW: Final = ("id", "name", "alias", "similar_name", "overlap", "none")
REMARKS: Final = ("no_area", "several_fit", "outside_county", "united", "same_site")
MOST_OUTLINES: Final = 5_000
_AREAS: Final = ("Polygon", "MultiPolygon")
_SAMPLE: Final = 50  # rows in which similar names are looked for, to find their column


def match_outlines(frame: gpd.GeoDataFrame, catalogue: Catalogue, name_column: str = "") -> pd.DataFrame:
    """Propose a site for each feature of a layer.

    Parameters
    ----------
    frame : GeoDataFrame
        EPSG:4326, ``row`` and the user's columns; see `geoplan.readers.read_layer.LayerReading`.
    name_column : str
        Which column holds names; by default the one with the most values that are names of sites.

    Returns
    -------
    DataFrame
        One row a feature, with the index of `frame`: ``feature`` (its number), ``name``, ``site_id`` (or ""), ``how``
        (a code of `HOW`), ``score`` (0 to 1), ``rival`` (another site_id, or ""), ``needs_confirmation``, ``area_m2``
        (0 for what is no area), ``shift_m`` (from the centroid of what is drawn; NaN where nothing is), ``remarks``
        (list of codes of `REMARKS`).

        An id, a name and an alias need no confirmation where one site bears them and the feature lies in its county.
        Features that are proposed for one site are parts of it: `drafts_of` unites them.

    Raises
    ------
    UserError
        There is no such column, or the layer has more than 5,000 features.
    """
    if len(frame) > MOST_OUTLINES:
        raise limit_message("FILE", FEATURES, len(frame), MOST_OUTLINES)
    texts = [
        column for column in frame.columns if column not in ("row", frame.geometry.name) and is_text(frame[column])
    ]
    if name_column and name_column not in frame.columns:
        raise UserError("place.match_outlines.no_column", column=shorten(name_column), known=joined(texts))
    names = site_names(catalogue)
    retired = set(catalogue.retired_ids.index)
    id_column = _column_with_most(frame, texts, lambda text: text in catalogue.sites.index or text in retired)
    name_column = name_column or _name_column(frame, texts, names)
    metric = frame.to_crs(metric_crs_for(frame))
    drawn = DrawnSites(catalogue, metric.crs)
    rows = []
    for at, shape in metric.geometry.items():
        site_id = catalogue.current_id(_text(frame.at[at, id_column])) if id_column else ""
        name = _text(frame.at[at, name_column]) if name_column else ""
        candidates = [SiteMatch(site_id, "id", 1.0)] if site_id in catalogue.sites.index else []
        is_area = shape.geom_type in _AREAS
        candidates = _candidates(name, shape, names, drawn) if is_area and not candidates else candidates
        rows.append({"feature": int(frame.at[at, "row"]), "name": name, **_row(candidates, shape, drawn)})
    report = pd.DataFrame(rows, index=frame.index)
    _flag_outside(report, metric, catalogue)
    _flag_same_site(report)
    return report


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _column_with_most(frame: pd.DataFrame, columns: list[str], fits: Callable[[str], bool]) -> str:
    """The column with the most values that fit; "" where none has any."""
    counts = {column: sum(fits(text) for text in map(_text, frame[column]) if text) for column in columns}
    best = max(counts, key=lambda column: counts[column], default="")
    return best if counts.get(best) else ""


def _name_column(frame: pd.DataFrame, texts: list[str], names: SiteNameIndex) -> str:
    headings = matching_headings(texts, NAMES)
    first = [*headings, *(column for column in texts if column not in headings)]
    best = _column_with_most(frame, first, lambda text: bool(names.exact(text)))
    best = best or _column_with_most(frame.head(_SAMPLE), first, lambda text: bool(names.similar(text)))
    return best or next(iter(headings), "")


def _candidates(name: str, outline: shapely.Geometry, names: SiteNameIndex, drawn: DrawnSites) -> list[SiteMatch]:
    """By name where it tells one site, else with those first that the outline covers."""
    by_name = names.exact(name) if name else []
    if len(by_name) == 1:
        return by_name
    by_name = by_name or (names.similar(name) if name and re.search(r"\w", name) else [])
    overlap = drawn.overlapping(outline)
    covered = [site_id for site_id, _ in overlap]
    if by_name:
        return sorted(by_name, key=lambda match: match.site_id not in covered)
    return [SiteMatch(site_id, "overlap", share) for site_id, share in overlap]


def _row(candidates: list[SiteMatch], shape: shapely.Geometry, drawn: DrawnSites) -> dict[str, Any]:
    is_area = shape.geom_type in _AREAS
    remarks = [] if is_area else ["no_area"]
    if not candidates or not is_area:
        site = {"site_id": "", "how": "none", "score": 0.0, "rival": "", "needs_confirmation": False}
        return {**site, "area_m2": round(shape.area, 1), "shift_m": float("nan"), "remarks": remarks}
    best, *others = candidates
    is_sure = best.how == "id" or (best.how in ("name", "alias") and not others)
    return {
        **best._asdict(),
        "rival": others[0].site_id if others else "",
        "needs_confirmation": not is_sure,
        "area_m2": round(shape.area, 1),
        "shift_m": drawn.shift(best.site_id, shape),
        "remarks": ["several_fit"] if others else [],
    }


def _flag_outside(report: pd.DataFrame, metric: gpd.GeoDataFrame, catalogue: Catalogue) -> None:
    """An outline that does not lie in the county of its site is of another site, or in another system."""
    adcodes = report["site_id"].map(catalogue.sites["adcode"]).fillna("")
    for adcode, rows in adcodes[adcodes != ""].groupby(adcodes):
        counties = counties_in(str(adcode)).to_crs(metric.crs)
        if counties.empty:
            continue
        ground = counties.union_all()
        for at in rows.index:
            if metric.geometry[at].representative_point().distance(ground) > TOLERANCE:
                _flag(report, [at], "outside_county", needs_confirmation=True)


def _flag_same_site(report: pd.DataFrame) -> None:
    for _, rows in report[report["site_id"] != ""].groupby("site_id"):
        sure = rows.index[~rows["needs_confirmation"]]
        if len(sure) > 1:
            _flag(report, sure, "united")
        if len(rows) > 1:
            _flag(report, rows.index.difference(sure), "same_site")


def _flag(report: pd.DataFrame, index: Iterable[Any], remark: str, needs_confirmation: bool = False) -> None:
    for at in index:
        report.at[at, "remarks"] = [*report.at[at, "remarks"], remark]
        report.at[at, "needs_confirmation"] |= needs_confirmation

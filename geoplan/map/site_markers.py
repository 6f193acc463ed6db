"""The sites as the browser draws them: colour by main industry, marker by kind, line by method of the position."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.symbology import symbology
from geoplan.text.message import joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import METHODS

# Rank 0 is labelled from afar, 1 at city scale, 2 (parts of something that is drawn itself) only close up.
_FROM_AFAR: Final = {"science_city", "high_tech_zone", "new_town"}


def drawn_features(catalogue: Catalogue) -> bytes:
    """Lay out every drawn place for the browser, once.

    Returns
    -------
    bytes
        GeoJSON; properties are what drawing needs: ``s`` site, ``zh``, ``en`` labels, ``c`` colour, ``f`` form,
        ``l`` line ("" for a bare position), ``r`` radius in metres, ``k`` rank, ``x``, ``y`` of the mark.
    """
    style = symbology()
    places = catalogue.places[catalogue.places.geometry.notna()]
    sites = catalogue.sites.loc[places["site_id"]]
    points = shapely.point_on_surface(places.geometry.to_numpy())
    centres = shapely.centroid(places.geometry.to_numpy())
    marks = [
        c if g.contains(c) or g.geom_type == "Point" else s
        for g, c, s in zip(places.geometry, centres, points, strict=True)
    ]
    frame = gpd.GeoDataFrame(
        {
            "s": places["site_id"].to_numpy(),
            "zh": _labels(sites["name_zh"].tolist(), places["part"].tolist(), " "),
            "en": _labels(sites["name_en"].tolist(), places["part_en"].tolist(), ", "),
            "c": [style.branch_colour(b) for b in sites["branch"]],
            "f": [style.marker_of(k) for k in sites["kind"]],
            "l": [style.line_of(m) for m in places["method"]],
            "r": places["radius_m"].to_numpy(),
            "k": [_rank(catalogue, s, kind) for s, kind in zip(places["site_id"], sites["kind"], strict=True)],
            "x": [round(p.x, 6) for p in marks],
            "y": [round(p.y, 6) for p in marks],
        },
        geometry=places.geometry.to_numpy(),
        crs=places.crs,
    )
    return feature_collection(frame, [str(i) for i in range(len(frame))])


def _labels(names: list[str], parts: list[str], between: str) -> list[str]:
    return [f"{name}{between}{part}" if part else name for name, part in zip(names, parts, strict=True)]


def _rank(catalogue: Catalogue, site_id: str, kind: str) -> int:
    if any(bool(catalogue.sites.at[p, "drawn"]) for p in catalogue.parents.get(site_id, [])):
        return 2
    return 0 if kind in _FROM_AFAR else 1


def legend(catalogue: Catalogue) -> dict[str, list[dict[str, str]]]:
    """What the legend can show, in every language; the browser shows the entries of what is in view.

    Returns
    -------
    dict of list of dict
        ``branches`` (``c`` colour), ``forms`` (``f`` marker) and ``lines`` (``l`` line style), with a text by language.
    """
    style = symbology()
    branches = catalogue.industries.index[catalogue.industries["depth"] == 0]
    return {
        "branches": [
            *({"c": style.branch_colour(b), **name_of(catalogue.industries, b).by_language()} for b in branches),
            {"c": style.colours["no_industry"], **message("map.legend.no_industry").by_language()},
        ],
        "forms": [{"f": name, **message(f"map.legend.markers.{name}").by_language()} for name in style.markers],
        "lines": [
            {"l": name, **joined(METHODS[method] for method in line.methods).by_language()}
            for name, line in style.lines.items()
        ],
    }

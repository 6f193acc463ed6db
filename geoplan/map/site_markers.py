"""The sites as the browser draws them: colour by main industry, form by kind, line by how the extent is known."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import orjson
import pandas as pd
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geodata.geojson_codec import feature_collection
from geoplan.map.gateway_features import gateway_features
from geoplan.map.layer_rows import drawn_layers
from geoplan.map.site_tips import site_tips
from geoplan.study_area import study_area
from geoplan.symbology import symbology
from geoplan.text.message import joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import AREA_OF_DOUBT, METHODS, WAY_OF_METHOD, WAYS

_FROM_AFAR: Final = {"science_city", "high_tech_zone", "new_town"}  # kinds that are named at province scale


def map_sites(catalogue: Catalogue) -> bytes:
    """Lay out every site for the browser, once.

    Returns
    -------
    bytes
        JSON: ``drawn``, a GeoJSON collection of places and areas of doubt, see `drawn_places`; ``wholes``, the names by
        site_id of sites that are drawn through their parts; ``trays``, the sites known by county or city alone, with
        ``adcode``; ``tips``, lines of text by site_id and language; ``ids`` of all sites in order; ``gateways`` and
        ``layers``, see `gateway_features` and `drawn_layers`.
    """
    drawn = drawn_places(catalogue, _all_places(catalogue))
    sites, style = catalogue.sites, symbology()
    trays = [
        {
            "s": str(site.Index),
            **name_of(sites, str(site.Index)).by_language(),
            "c": style.branch_colour(site.branch),
            "f": style.marker_of(site.kind),
            "adcode": site.adcode,
            "layer": site.layer_id,
        }
        for site in sites[catalogue.ways == "county"].itertuples()
    ]
    return orjson.dumps(
        {
            "drawn": orjson.Fragment(feature_collection(drawn, [str(i) for i in range(len(drawn))])),
            "wholes": _wholes(catalogue),
            "trays": trays,
            "tips": site_tips(catalogue),
            "ids": catalogue.sites.index.tolist(),
            "gateways": orjson.Fragment(gateway_features(catalogue)),
            "layers": drawn_layers(catalogue),
        }
    )


@lru_cache(maxsize=16)
def draft_places(catalogue: Catalogue) -> dict[str, Any]:
    """The places that users drew, as a GeoJSON collection with what drawing needs; see `drawn_places`.

    A further member ``wholes`` has what is drawn through its parts now; see `map_sites`.
    """
    places = _all_places(catalogue)
    drawn = drawn_places(catalogue, places[places["site_id"].isin(catalogue.drafted)])
    collection: dict[str, Any] = orjson.loads(feature_collection(drawn, [str(i) for i in range(len(drawn))]))
    return {**collection, "wholes": _wholes(catalogue)}


def _wholes(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The names by language of the sites that are drawn through their parts."""
    through_parts = catalogue.ways.index[catalogue.ways == "parts"]
    return {str(s): name_of(catalogue.sites, s).by_language() for s in through_parts}


def _all_places(catalogue: Catalogue) -> gpd.GeoDataFrame:
    places = pd.concat([catalogue.places[catalogue.places.geometry.notna()], catalogue.areas_of_doubt])
    return gpd.GeoDataFrame(places, geometry="geometry", crs=catalogue.places.crs)


def drawn_places(catalogue: Catalogue, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add to places what drawing needs.

    Parameters
    ----------
    places : GeoDataFrame
        Rows as of ``Catalogue.places``, each with a geometry.

    Returns
    -------
    GeoDataFrame
        ``s`` site, ``zh``, ``en`` labels, ``c`` colour, ``f`` form, ``l`` line ("" for a bare position, ``doubt`` for
        an area of doubt), ``w`` way, ``r`` radius in metres, ``k`` rank (0 is named at province scale), ``o`` order of
        its layer, ``layer`` the layer's id, ``via`` undrawn sites that are shown through it, ``x``, ``y`` of the mark,
        geometry.
    """
    style = symbology()
    sites = catalogue.sites.loc[places["site_id"]]
    points = shapely.point_on_surface(places.geometry.to_numpy())
    centres = shapely.centroid(places.geometry.to_numpy())
    marks = [
        c if g.contains(c) or g.geom_type == "Point" else s
        for g, c, s in zip(places.geometry, centres, points, strict=True)
    ]
    return gpd.GeoDataFrame(
        {
            "s": places["site_id"].to_numpy(),
            "zh": _labels(sites["name_zh"].tolist(), places["part"].tolist(), " "),
            "en": _labels(sites["name_en"].tolist(), places["part_en"].tolist(), ", "),
            "c": [style.branch_colour(b) for b in sites["branch"]],
            "f": [style.marker_of(k) for k in sites["kind"]],
            "l": ["doubt" if m == AREA_OF_DOUBT else style.line_of(m) for m in places["method"]],
            "w": places["method"].map(WAY_OF_METHOD).to_numpy(),
            "r": places["radius_m"].to_numpy(),
            "k": [int(kind not in _FROM_AFAR) for kind in sites["kind"]],
            "o": catalogue.layers["order"].reindex(places["layer_id"]).to_numpy(),
            "layer": places["layer_id"].to_numpy(),
            "via": [_shown_through(catalogue, s) for s in places["site_id"]],
            "x": [round(p.x, 6) for p in marks],
            "y": [round(p.y, 6) for p in marks],
        },
        geometry=places.geometry.to_numpy(),
        crs=places.crs,
    )


def _labels(names: list[str], parts: list[str], between: str) -> list[str]:
    return [f"{name}{between}{part}" if part else name for name, part in zip(names, parts, strict=True)]


def _shown_through(catalogue: Catalogue, site_id: str) -> list[str]:
    """The sites that are not drawn themselves and are shown through this one."""
    wholes = sorted(catalogue.ancestors(site_id))
    return [w for w in wholes if catalogue.ways[w] == "parts" and site_id in catalogue.located_descendants(w)]


def legend(catalogue: Catalogue) -> dict[str, Any]:
    """What the legend can show, in every language; the browser shows the entries of what is in view.

    Returns
    -------
    dict
        Lists of ``branches`` (``c`` colour), ``forms`` (``f`` marker), ``lines`` (``l`` line style) and ``ways`` (``w``
        way of drawing), each with a text by language; the name of the ``area``.
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
        "ways": [{"w": way, **name.by_language()} for way, name in WAYS.items()],
        "area": name_of(catalogue.regions, study_area().area).by_language(),
    }

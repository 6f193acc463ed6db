"""How a site looks on the map: colour by main industry, form by kind, line by how sure its outline is."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import orjson
import shapely

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import message
from geoplan.vocabulary import BRANCH_COLOURS, METHODS, NO_INDUSTRY_COLOUR
from geoplan.writers.write_geojson import feature_collection

# A form for each family of kinds; the legend shows those in view.
FORMS: Final = {
    "hexagon": message("map.site_markers.forms.hexagon"),
    "diamond": message("map.site_markers.forms.diamond"),
    "square": message("map.site_markers.forms.square"),
    "circle": message("map.site_markers.forms.circle"),
    "drop": message("map.site_markers.forms.drop"),
    "triangle": message("map.site_markers.forms.triangle"),
    "cross": message("map.site_markers.forms.cross"),
}
FORM_OF_KIND: Final = {
    "science_city": "hexagon",
    "new_town": "hexagon",
    "high_tech_zone": "diamond",
    "demonstration_zone": "diamond",
    "park": "square",
    "cluster": "square",
    "community": "circle",
    "innovation_block": "circle",
    "town": "circle",
    "base": "drop",
    "incubator": "drop",
    "laboratory": "triangle",
    "institute": "triangle",
    "university": "triangle",
}
LINES: Final = {"solid": ("surveyed", "digitised"), "dashed": ("poi_hull",), "dotted": ("area_schematic",)}
LINE_OF_METHOD: Final = {method: line for line, methods in LINES.items() for method in methods}

# Rank 0 is labelled from afar, 1 at city scale, 2 (parts of something that is drawn itself) only close up.
_FROM_AFAR: Final = {"science_city", "high_tech_zone", "new_town"}


def colour_of(branch: str) -> str:
    """The colour of a branch of the vocabulary, grey where there is none."""
    return BRANCH_COLOURS.get(branch, NO_INDUSTRY_COLOUR)


def drawn_features(catalogue: Catalogue) -> bytes:
    """Lay out every drawn place for the browser, once.

    Parameters
    ----------
    catalogue : Catalogue
        Where they are.

    Returns
    -------
    bytes
        GeoJSON; properties are what drawing needs: ``s`` site, ``zh``, ``en`` labels, ``c`` colour, ``f`` form,
        ``l`` line ("" for a bare position), ``r`` radius in metres, ``k`` rank, ``x``, ``y`` of the mark.
    """
    places = catalogue.places[catalogue.places.geometry.notna()]
    sites = catalogue.sites.loc[places["site_id"]]
    spots = shapely.point_on_surface(places.geometry.to_numpy())
    centres = shapely.centroid(places.geometry.to_numpy())
    marks = [
        c if g.contains(c) or g.geom_type == "Point" else s
        for g, c, s in zip(places.geometry, centres, spots, strict=True)
    ]
    frame = gpd.GeoDataFrame(
        {
            "s": places["site_id"].to_numpy(),
            "zh": _labels(sites["name_zh"].tolist(), places["part"].tolist(), " "),
            "en": _labels(sites["name_en"].tolist(), places["part_en"].tolist(), ", "),
            "c": [colour_of(b) for b in sites["branch"]],
            "f": [FORM_OF_KIND.get(k, "cross") for k in sites["kind"]],
            "l": [LINE_OF_METHOD.get(m, "") for m in places["method"]],
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


def legend(catalogue: Catalogue) -> dict[str, Any]:
    """What the legend can show, in both languages; the browser picks what is in view."""
    branches = catalogue.industries[catalogue.industries["depth"] == 0]
    return {
        "branches": [
            {"c": colour_of(i), "zh": zh, "en": en}
            for i, zh, en in zip(branches.index, branches["name_zh"], branches["name_en"], strict=True)
        ]
        + [{"c": NO_INDUSTRY_COLOUR, "zh": "未指定产业", "en": "No industry named"}],
        "forms": [{"f": f, "zh": t.zh, "en": t.en} for f, t in FORMS.items()],
        "lines": [
            {"l": line, "zh": "、".join(METHODS[m].zh for m in ms), "en": ", ".join(METHODS[m].en for m in ms)}
            for line, ms in LINES.items()
        ],
    }


def as_json(value: Any) -> bytes:
    """Serialise for the browser."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)

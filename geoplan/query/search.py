"""Finding sites by name, alias, English name or pinyin, and places by coordinates."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from geoplan.catalogue.catalogue import Catalogue
from geoplan.geocoding.name_normalisation import pinyin
from geoplan.plan_text.normalise import normalise
from geoplan.readers.coordinate_parsing import parse_coordinate_pair
from geoplan.readers.extents import CHINA
from geoplan.readers.row_report import RowError

_WKT_POINT = re.compile(r"\s*(?:SRID=4326;)?\s*POINT\s*\(([^()]*)\)\s*", re.IGNORECASE)
NEAR_ENOUGH = 78  # rapidfuzz score, 0-100, below which a name is another name
NEAREST = 5  # names unlike the text that are taken for it


def search(catalogue: Catalogue, text: str) -> list[str]:
    """Find sites whose names contain a text, best first.

    Parameters
    ----------
    text : str
        Chinese (simplified or traditional), English, or pinyin in full or by initials; case and spaces do not matter.

    Returns
    -------
    list of str
        Site ids. Where nothing contains the text, the names most like it, if any are alike enough.
    """
    wanted = normalise(text)
    if not wanted:
        return []
    keys = name_keys(catalogue) + (pinyin_keys(catalogue) if wanted.isascii() else [])
    hits = [(_badness(key, wanted), site_id) for site_id, key in keys if wanted in key]
    if not hits:
        names = [key for _, key in keys]
        near = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=NEAREST)
        hits = [(int(100 - score), keys[at][0]) for _, score, at in near]
    return list(dict.fromkeys(site_id for _, site_id in sorted(hits, key=lambda hit: hit[0])))


def _badness(key: str, wanted: str) -> int:
    """Exact names first, then names that begin with the text, then shorter ones."""
    return (0 if key == wanted else 1000 if key.startswith(wanted) else 2000) + len(key)


@lru_cache(maxsize=4)
def name_keys(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The names of sites ready for comparing, and their ids, each with the site."""
    keys: list[tuple[str, str]] = []
    for site_id, site in zip(catalogue.sites.index, catalogue.sites.itertuples(), strict=True):
        chinese = [site.name_zh, *site.aliases]
        keys += [(site_id, normalise(name)) for name in chinese]
        keys += [(site_id, normalise(site.name_en)), (site_id, normalise(site_id))]
    return keys


@lru_cache(maxsize=4)
def pinyin_keys(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Apart, for the dictionaries of pinyin are 50 MB and a Chinese text is in none of it."""
    sites = catalogue.sites
    chinese = [
        (s, [name, *more]) for s, name, more in zip(sites.index, sites["name_zh"], sites["aliases"], strict=True)
    ]
    return [(site_id, key) for site_id, names in chinese for name in names for key in pinyin(name)]


def parse_lonlat(text: str) -> tuple[float, float] | None:
    """Read a position.

    Parameters
    ----------
    text : str
        Two coordinates in degrees in either order, as `geoplan.readers.coordinate_parsing` reads them: ``118.1, 24.5``,
        ``24.5N 118.1E``, ``24°26′46″N 118°05′22″E``, also as WKT, ``POINT (118.1 24.5)``. In China the longitude is
        always the larger one.

    Returns
    -------
    tuple of float or None
        Longitude and latitude, WGS 84; None when the text is no such pair or lies outside China.
    """
    wkt = _WKT_POINT.fullmatch(text)
    try:
        lat, lon = sorted(angle.value for angle in parse_coordinate_pair(wkt[1] if wkt else text))
    except RowError:
        return None
    west, south, east, north = CHINA
    return (lon, lat) if west <= lon <= east and south <= lat <= north else None

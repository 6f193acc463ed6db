"""What a search finds on the ground: sites and their parts, regions, names of the base map, gateways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.possible_counties import regions_of
from geoplan.geocoding.outside_province import short_name
from geoplan.geodata.base_files import read_names
from geoplan.geodata.boundaries import counties
from geoplan.plan_text.normalise import normalise
from geoplan.query.search_entry import SearchEntry, bounds_of, in_region, in_units, rounded
from geoplan.query.search_names import short_latin, short_regions, spoken_names
from geoplan.text.message import message
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS, KINDS

_WIDE: Final = ("island", "sea", "bay", "lake", "hill", "reserve")  # may lie in several counties: the city is told
# Classes of the base map's names that a person looks for; the others are single buildings and housing estates.
PLACE_CLASSES: Final = {
    name: message(f"search_index.places.{name}")
    for name in (
        *("town", "island", "sea", "bay", "lake", "hill", "reserve", "university"),
        *("airport", "station", "port", "metro", "museum", "stadium"),
    )
}


def site_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the sites."""
    drawn, regions = _drawn(catalogue), short_regions(catalogue.regions)
    plan_names = catalogue.names.groupby("site_id")["name_zh"].unique()
    for site in catalogue.sites.itertuples():
        shown = {site.Index, *catalogue.located_descendants(site.Index)}
        stands_in = regions_of(catalogue)[site.Index]
        yield SearchEntry(
            "site", site.Index, site.name_zh, site.name_en,
            (KINDS[site.kind], *in_region(catalogue, *stands_in)),
            spoken_names(site.name_zh, [*site.aliases, *plan_names.get(site.Index, [])], regions),
            (site.Index,), adcode=stands_in[0], bounds=bounds_of(drawn[drawn["site_id"].isin(shown)]),
        )  # fmt: skip


def part_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the named parts of sites; the id is that of the site, a slash and the name of the part."""
    drawn = _drawn(catalogue)
    for (site_id, part, part_en), places in drawn[drawn["part"] != ""].groupby(["site_id", "part", "part_en"]):
        whole = name_of(catalogue.sites, site_id)
        yield SearchEntry(
            "part", f"{site_id}/{part}", part, part_en, (message("search_index.part"), whole),
            (f"{whole.text('zh')}{part}",), (site_id,), adcode=regions_of(catalogue)[site_id][0],
            bounds=bounds_of(places),
        )  # fmt: skip


def region_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the province, its cities and their counties."""
    outlines = counties()
    for region in catalogue.regions.itertuples():
        code = {"county": "adcode", "city": "city_adcode"}.get(region.level)
        inside = outlines[outlines[code] == region.Index] if code else outlines
        kind = message(f"search_index.levels.{region.level}")
        yield SearchEntry(
            "region", region.Index, region.name_zh, region.name_en,
            (kind, *in_region(catalogue, region.parent_adcode)),
            (short_name(region.name_zh), *short_latin(region.name_en)), adcode=region.Index, bounds=bounds_of(inside),
        )  # fmt: skip


def place_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield names of the base map; the id is the position, a slash and the name.

    A region, a site or a gateway of the same name stands for the place.
    """
    regions, gateways = catalogue.regions["name_zh"], catalogue.gateways["name_zh"]
    taken = {normalise(name) for name in [*regions, *gateways, *catalogue.sites["name_zh"]]}
    names = read_names(catalogue.home)
    names = names[names["class"].isin(PLACE_CLASSES.keys()) & ~names["name_zh"].map(normalise).isin(taken)]
    names = names.drop_duplicates(["name_zh", "lon", "lat"])
    points = gpd.GeoDataFrame(names, geometry=gpd.points_from_xy(names["lon"], names["lat"]), crs="EPSG:4326")
    inside = gpd.sjoin(points, counties()[["adcode", "geometry"]], predicate="within", how="left")
    inside = inside[~inside.index.duplicated()]
    for place in inside.itertuples():
        kind, bounds = PLACE_CLASSES[place[1]], rounded((place.lon, place.lat, place.lon, place.lat))
        lon, lat = in_units(bounds)
        adcode = place.adcode if place.adcode in catalogue.regions.index else ""
        if adcode and place[1] in _WIDE:
            adcode = str(catalogue.regions.at[adcode, "parent_adcode"])
        yield SearchEntry(
            "place", f"{lon / 1e4:.4f},{lat / 1e4:.4f}/{place.name_zh}", place.name_zh, place.name_en,
            (kind, *in_region(catalogue, adcode)),
            adcode=adcode, bounds=bounds,
        )  # fmt: skip


def gateway_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield airports, stations and ports."""
    regions = short_regions(catalogue.regions)
    for gateway in catalogue.gateways.itertuples():
        yield SearchEntry(
            "gateway", gateway.Index, gateway.name_zh, gateway.name_en,
            (GATEWAY_KINDS[gateway.kind], *in_region(catalogue, gateway.adcode)),
            spoken_names(gateway.name_zh, [], regions), (gateway.site_id,) if gateway.site_id else (),
            adcode=gateway.adcode, bounds=rounded((gateway.lon, gateway.lat, gateway.lon, gateway.lat)),
        )  # fmt: skip


def _drawn(catalogue: Catalogue) -> gpd.GeoDataFrame:
    """Every place and area of doubt that has a geometry: ``site_id``, ``part``, ``part_en``."""
    places = catalogue.places[catalogue.places.geometry.notna()]
    return pd.concat([places, catalogue.areas_of_doubt[places.columns]], ignore_index=True)

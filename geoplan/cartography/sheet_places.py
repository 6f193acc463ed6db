"""What of a set of sites is seen on a map sheet, and how it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from geoplan.cartography.map_extent import Extent
from geoplan.catalogue.catalogue import Catalogue
from geoplan.map.site_markers import drawn_places
from geoplan.study_area import stem
from geoplan.text.document_text import clean_for_document
from geoplan.text.message import in_fallback, message
from geoplan.text.names import name_of

_COUNTIES_TO: Final = 260e3  # metres across, up to which sites are counted by county


@dataclass(frozen=True)
class Place:
    """One place of a site on paper; lengths in millimetres.

    Attributes
    ----------
    site : str
        The site it stands for: its own, or a whole that is shown through it.
    wholes : tuple of str
        The other sites of the sheet that are shown through it.
    line : str
        A line of the symbology, ``doubt``, or "" for a bare position.
    rank : tuple
        The lower, the sooner it is named.
    radius : float
        Of the error of its position; 0 where none is known.
    """

    site: str
    name: str
    colour: str
    form: str
    line: str
    rank: tuple[int, int]
    shape: shapely.Geometry
    at: tuple[float, float]
    radius: float
    is_position: bool
    is_draft: bool
    wholes: tuple[str, ...] = ()

    @property
    def sites(self) -> tuple[str, ...]:
        """All sites that are seen by it."""
        return (self.site, *self.wholes)


@dataclass(frozen=True)
class SheetPlaces:
    """The places on a sheet, the sites known by region alone by the head of the region's code, and how many are out."""

    places: list[Place]
    regions: dict[str, list[str]] = field(default_factory=dict)
    outside: int = 0

    @property
    def on_map(self) -> list[str]:
        """The sites that are seen, themselves or through a part, each once."""
        return [*dict.fromkeys(site for place in self.places for site in place.sites)]


def sheet_places(
    catalogue: Catalogue, site_ids: Sequence[str], lang: str, extent: Extent, regions_seen: Sequence[str]
) -> SheetPlaces:
    """Find what of some sites is seen in an extent.

    Parameters
    ----------
    regions_seen : sequence of str
        Heads of the codes of counties and cities that are in view.
    """
    wanted, seen = dict.fromkeys(site_ids), set(regions_seen)
    places: list[Place] = []
    every = _every_place(catalogue)
    west, south, east, north = extent.box()
    near = every.intersects(shapely.box(west, south, east, north))
    near |= every["x"].between(west, east) & every["y"].between(south, north)  # a mark may stand beside its shape
    for row in every[near].itertuples():
        shown = row.s if row.s in wanted else next((whole for whole in row.via if whole in wanted), None)
        wholes = tuple(whole for whole in row.via if whole in wanted and whole != shown)
        place = None if shown is None else _place(catalogue, row, shown, wholes, lang, extent)
        places += [place] if place else []
    on_map = {site for place in places for site in place.sites}
    by_region: dict[str, list[str]] = {}
    digits = 4 if extent.metres > _COUNTIES_TO else 6  # of a city's code, of a county's
    for site in wanted:
        if site not in on_map and catalogue.ways[site] == "county":
            head = stem(str(catalogue.sites.at[site, "adcode"]))[:digits]
            if head in seen:
                by_region.setdefault(head, []).append(site)
    counted = len(on_map) + sum(map(len, by_region.values()))
    return SheetPlaces(places, by_region, len(wanted) - counted)


@lru_cache(maxsize=4)
def _every_place(catalogue: Catalogue) -> gpd.GeoDataFrame:
    places = pd.concat([catalogue.places[catalogue.places.geometry.notna()], catalogue.areas_of_doubt])
    return drawn_places(catalogue, gpd.GeoDataFrame(places, geometry="geometry", crs=catalogue.places.crs))


def _place(
    catalogue: Catalogue, row: object, shown: str, wholes: tuple[str, ...], lang: str, extent: Extent
) -> Place | None:
    """A row of `drawn_places` on paper; None where nothing of it is seen."""
    own = row.s == shown  # type: ignore[attr-defined]
    name = in_fallback({"zh": row.zh, "en": row.en}, lang) if own else name_of(catalogue.sites, shown).text(lang)  # type: ignore[attr-defined]
    is_draft = row.s in catalogue.drafted  # type: ignore[attr-defined]
    if is_draft:
        name = message("cartography.sheet.draft_name", name=name).text(lang)
    shape, mark = extent.on_paper(row.geometry), extent.on_paper(shapely.Point(row.x, row.y))  # type: ignore[attr-defined]
    if shape.is_empty or (mark.is_empty and not row.l):  # type: ignore[attr-defined]
        return None
    if mark.is_empty:  # an area that is seen in part
        mark = shapely.point_on_surface(shape)
    return Place(
        site=shown,
        name=clean_for_document(name),
        colour=row.c,  # type: ignore[attr-defined]
        form=row.f,  # type: ignore[attr-defined]
        line=row.l,  # type: ignore[attr-defined]
        rank=(int(row.k), int(row.o)),  # type: ignore[attr-defined]
        shape=shape,
        at=(float(mark.x), float(mark.y)),
        radius=float(row.r) * extent.per_metre if row.r == row.r else 0.0,  # type: ignore[attr-defined]
        is_position=row.w == "position",  # type: ignore[attr-defined]
        is_draft=is_draft,
        wholes=wholes,
    )

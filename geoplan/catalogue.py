"""One object that holds the whole catalogue: read, checked, joined.

A broken row never stops the rest: it is left out, with everything that refers to it, and `Catalogue.problems` says so.

Frames
------
plans : plan_id (index), title_zh, title_en, short_zh, short_en, issuer_zh, issuer_en, level, scope_adcode,
    period_start, period_end (years), issued_on, document_no, supersedes, note
regions : adcode (index), level, name_zh, name_en, parent_adcode, land_area_km2 (published, km²; NaN = no figure),
    source
industries : industry_id (index), name_zh, name_en, parent_id, code, code_confidence, aliases (list), branch, depth,
    path (list of ids from the branch down)
classes : code (index) of 战略性新兴产业分类(2018), level (1 or 2), name_zh, name_en, parent_code
sites : site_id (index), name_zh, name_en, aliases (list), kind, status, adcode, plan_id, section, note, layer_id,
    branch (main industry, or ""), method, confidence, radius_m (m; the widest of its parts), drawn (bool)
memberships, designations, site_facts, mentions, projects, project_sites, project_industries, indicators, firms,
    programmes, fields, names : see data/datapackage.json
gateways : GeoDataFrame, EPSG:4326; gateway_id (index), name_zh, name_en, kind, status, adcode, lon, lat (degrees,
    WGS 84), radius_m (m), confidence, source, source_datum, site_id (the same place among the sites, or ""),
    checked_on, geometry (points)
places : GeoDataFrame, EPSG:4326; one row a feature: site_id, layer_id, part, part_en, method, source, source_datum,
    radius_m (m), confidence, checked_on, geometry (None where only the county is known)
layers : layer_id (index), title_zh, title_en, meaning_zh, meaning_en, scope, order, licence, sources, also
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import shape

from geoplan.check import check_sources, rules_version
from geoplan.check.layers import LayerDescription
from geoplan.crs import STORAGE
from geoplan.designations import inherit, main_branch
from geoplan.files import write_atomically
from geoplan.problem import Problem
from geoplan.sources import Sources, data_version, read_package, read_sources

_INDEXED = {
    "plans": "plan_id",
    "regions": "adcode",
    "industries": "industry_id",
    "classes": "code",
    "sites": "site_id",
    "projects": "project_id",
    "gateways": "gateway_id",
}
_LISTS = {"industries": ["aliases"], "sites": ["aliases"]}
_PASSPORT = ["part", "part_en", "method", "source", "source_datum", "radius_m", "confidence", "checked_on"]


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The catalogue's frames, as the module describes them; treat them as read-only. Compared by identity."""

    home: Path
    version: str
    plans: pd.DataFrame
    regions: pd.DataFrame
    industries: pd.DataFrame
    classes: pd.DataFrame
    sites: pd.DataFrame
    mentions: pd.DataFrame
    names: pd.DataFrame
    memberships: pd.DataFrame
    designations: pd.DataFrame
    site_facts: pd.DataFrame
    projects: pd.DataFrame
    project_sites: pd.DataFrame
    project_industries: pd.DataFrame
    indicators: pd.DataFrame
    firms: pd.DataFrame
    programmes: pd.DataFrame
    fields: pd.DataFrame
    gateways: gpd.GeoDataFrame
    places: gpd.GeoDataFrame
    layers: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def all_designations(self) -> pd.DataFrame:
        """Designations with those inherited from parents; see `geoplan.designations.inherit`."""
        return inherit(self.designations, self.memberships)

    @cached_property
    def namings(self) -> pd.DataFrame:
        """Every address at which a plan names a site: ``site_id``, ``plan_id``, ``section``."""
        columns = ["site_id", "plan_id", "section"]
        frames = [self.sites.reset_index(), self.mentions, self.memberships, self.designations, self.site_facts]
        return pd.concat([frame[columns] for frame in frames]).drop_duplicates(ignore_index=True)

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """The sites directly part of each site."""
        return self.memberships.groupby("parent_id")["site_id"].unique().map(list).to_dict()

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """The sites each site is directly part of."""
        return self.memberships.groupby("site_id")["parent_id"].unique().map(list).to_dict()

    def wholes(self, site_id: str) -> set[str]:
        """Everything a site is part of, at any depth."""
        above: set[str] = set()
        queue = list(self.parents.get(site_id, []))
        while queue:
            whole = queue.pop()
            if whole not in above:
                above.add(whole)
                queue += self.parents.get(whole, [])
        return above

    def drawn_parts(self, site_id: str) -> list[str]:
        """The nearest drawn parts of a site, at any depth; none below a part that is drawn itself."""
        found: set[str] = set()
        seen, queue = {site_id}, list(self.parts.get(site_id, []))
        while queue:
            part = queue.pop()
            if part in seen:
                continue
            seen.add(part)
            if self.sites.at[part, "drawn"]:
                found.add(part)
            else:
                queue += self.parts.get(part, [])
        return sorted(found)

    def is_placed(self, site_id: str) -> bool:
        """Whether a site is drawn, itself or through a part of it."""
        if bool(self.sites.at[site_id, "drawn"]):
            return True
        return any(self.is_placed(part) for part in self.parts.get(site_id, []))

    def layer_sites(self, layer_id: str) -> list[str]:
        """The sites a layer shows: its own, then those it names under ``also``."""
        own = self.sites.index[self.sites["layer_id"] == layer_id].tolist()
        return [*own, *(s for s in self.layers.at[layer_id, "also"] if s in self.sites.index)]


def load(home: Path, sound: bool = False) -> Catalogue:
    """Read the catalogue and leave out what is broken.

    Parameters
    ----------
    home : Path
        The folder that holds data/ and layers/.
    sound : bool
        These very files were checked before and no rule was broken: do not check them again.

    Returns
    -------
    Catalogue
        With ``problems`` naming every row that was left out and why.

    Raises
    ------
    FileNotFoundError
        There is no data/datapackage.json in `home`.
    """
    sources = read_sources(home)
    problems = [] if sound else check_sources(sources)
    tables = _without_broken_rows(sources, problems)
    tables = _without_orphans(tables, read_package(home))
    frames = {name: _typed(name, frame, read_package(home)) for name, frame in tables.items()}
    places, layers = _join_layers(sources, problems, frames["sites"])
    industries = _with_paths(frames["industries"])
    sites = _with_places(
        frames["sites"], places, main_branch(frames["designations"], frames["memberships"], industries)
    )
    known = {name: frames[name] for name in frames if name in Catalogue.__dataclass_fields__}
    return Catalogue(
        **{**known, "industries": industries, "sites": sites, "gateways": _as_points(frames["gateways"])},
        home=home,
        version=data_version(home),
        places=places,
        layers=layers,
        problems=problems,
    )


def load_once_checked(home: Path, marks: Path) -> Catalogue:
    """Load the catalogue, checking it only when its files or the rules have changed since it was found sound.

    Parameters
    ----------
    home : Path
        As in `load`.
    marks : Path
        A folder to remember in what was found sound; where it cannot be written, everything is checked each time.

    Returns
    -------
    Catalogue
        As from `load`.

    Raises
    ------
    FileNotFoundError
        As in `load`.
    """
    mark = marks / f"sound-{data_version(home)}-{rules_version()}"
    known = mark.exists()
    catalogue = load(home, sound=known)
    if not known and not catalogue.problems:
        with suppress(OSError):
            marks.mkdir(parents=True, exist_ok=True)
            write_atomically(mark, b"")
    return catalogue


def _without_broken_rows(sources: Sources, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    broken: dict[str, set[int]] = {}
    for problem in problems:
        # A site without a feature is listed all the same: it lacks a place, not a meaning.
        if problem.row is not None and problem.rule != "site-nowhere":
            broken.setdefault(problem.file, set()).add(problem.row)
    return {
        name: frame[~frame.index.isin(broken.get(f"data/{name}.csv", set()))] for name, frame in sources.tables.items()
    }


def _without_orphans(tables: dict[str, pd.DataFrame], package: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Drop rows whose references were dropped, until nothing refers to what is not there."""
    references = [
        (own := Path(r["path"]).stem, key["fields"][0], _table(key["reference"]["resource"], own), _target(key))
        for r in package["resources"]
        for key in r["schema"].get("foreignKeys", [])
    ]
    while True:
        dropped = 0
        for name, column, other, target in references:
            frame = tables[name]
            keep = (frame[column] == "") | frame[column].isin(tables[other][target])
            dropped += int((~keep).sum())
            tables[name] = frame[keep]
        if not dropped:
            return tables


def _table(resource: str, own: str) -> str:
    return resource.replace("-", "_") or own


def _target(key: dict[str, Any]) -> str:
    return key["reference"]["fields"][0]


def _typed(name: str, frame: pd.DataFrame, package: dict[str, Any]) -> pd.DataFrame:
    schema = next(r["schema"] for r in package["resources"] if Path(r["path"]).stem == name)
    frame = frame.copy()
    for spec in schema["fields"]:
        if spec["type"] == "number":
            frame[spec["name"]] = pd.to_numeric(frame[spec["name"]], errors="coerce")
        elif spec["type"] == "integer":
            frame[spec["name"]] = pd.to_numeric(frame[spec["name"]], errors="coerce").astype("Int64")
    for column in _LISTS.get(name, []):
        frame[column] = [[part.strip() for part in cell.split(";") if part.strip()] for cell in frame[column]]
    key = _INDEXED.get(name)
    return frame.set_index(key) if key else frame.reset_index(drop=True)


def _with_paths(industries: pd.DataFrame) -> pd.DataFrame:
    """Add each term's path from its branch down."""
    parents = industries["parent_id"].to_dict()

    def path(term: str) -> list[str]:
        return [*path(parents[term]), term] if parents.get(term) else [term]

    paths = [path(term) for term in industries.index]
    return industries.assign(path=paths, branch=[p[0] for p in paths], depth=[len(p) - 1 for p in paths])


def _join_layers(
    sources: Sources, problems: list[Problem], sites: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    broken = {(p.file, p.row) for p in problems if p.row is not None or p.rule == "layer-key"}
    rows, descriptions = [], []
    for layer in sources.layers:
        if not layer.description or any((layer.toml, None) == spot for spot in broken):
            continue
        descriptions.append({"also": [], **layer.description, "layer_id": layer.layer_id})
        for number, feature in enumerate(layer.features or [], start=1):
            if (layer.geojson, number) in broken or feature["properties"]["site_id"] not in sites.index:
                continue
            passport = feature["properties"]
            geometry = feature.get("geometry")
            rows.append(
                {
                    "site_id": passport["site_id"],
                    "layer_id": layer.layer_id,
                    **{key: passport.get(key) for key in _PASSPORT},
                    "geometry": shape(geometry) if geometry else None,
                }
            )
    columns = ["site_id", "layer_id", *_PASSPORT, "geometry"]
    places = gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=STORAGE)
    places[["part", "part_en"]] = places[["part", "part_en"]].fillna("")
    places["radius_m"] = pd.to_numeric(places["radius_m"])
    layers = pd.DataFrame(descriptions, columns=["layer_id", *LayerDescription.model_fields])
    return places, layers.sort_values("order", kind="stable").set_index("layer_id")


def _as_points(gateways: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(gateways["lon"], gateways["lat"])
    return gpd.GeoDataFrame(gateways.astype({"radius_m": float}), geometry=points, crs=STORAGE)


def _with_places(sites: pd.DataFrame, places: gpd.GeoDataFrame, branch: pd.Series) -> pd.DataFrame:
    by_site = places.groupby("site_id", sort=False)
    drawn = places[places.geometry.notna()].groupby("site_id").size()
    return sites.assign(
        layer_id=by_site["layer_id"].first().reindex(sites.index).fillna(""),
        method=by_site["method"].first().reindex(sites.index).fillna("county"),
        confidence=by_site["confidence"].first().reindex(sites.index).fillna("low"),
        radius_m=by_site["radius_m"].max().reindex(sites.index),
        drawn=drawn.reindex(sites.index).fillna(0) > 0,
        branch=branch.reindex(sites.index).fillna(""),
    )

"""The catalogue as one object: read, checked, joined.

A broken row is left out, with everything that refers to it, and listed in `Catalogue.problems`; the rest is loaded.

Frames
------
plans : plan_id (index), title_zh, title_en, short_zh, short_en, issuer_zh, issuer_en, level, scope_adcode,
    period_start, period_end (years), issued_on, document_no, supersedes, note
regions : adcode (index), level, name_zh, name_en, parent_adcode, land_area_km2 (published, km²; NaN = no figure),
    source
industries : industry_id (index), name_zh, name_en, parent_id, code, code_confidence, aliases (list), branch, depth,
    path (list of ids from the branch down)
classes : code (index) of 战略性新兴产业分类(2018), level (1 to 3), name_zh, name_en, parent_code, confidence, source
gbt4754 : code (index) of GB/T 4754-2017, level (1 to 4), name_zh, parent_code, confidence, source
gbt_to_sei : gbt_code, extent ("whole" or "part"), group_code, class_code (of classes; or ""), subclass_zh, confidence,
    source, note; which classes of GB/T 4754 belong to the strategic ones
sites : site_id (index), name_zh, name_en, aliases (list), kind, adcode, ground, plan_id, section, note, status (the
    newest; see `geoplan.catalogue.status`), layer_id,
    branch (main industry, or ""), method, confidence, radius_m (m; the widest of its parts), drawn (bool)
industry_gbt, industry_words, gbt_words, relations, designations, site_facts, mentions, projects, project_sites,
    project_industries, indicators, firms, programme_mentions, programme_sites, programme_industries, site_functions,
    fields, names : see data/datapackage.json
functions : function_id (index), name_zh, name_en; what a site does beside an industry
programmes : programme_id (index), name_zh, name_en, aliases (list), kind, adcode (or ""), plan_id, section
gateways : GeoDataFrame, EPSG:4326; gateway_id (index), name_zh, name_en, kind, status, adcode, lon, lat (degrees,
    WGS 84), radius_m (m), confidence, source, source_datum, site_id (the same place among the sites, or ""),
    checked_on, geometry (points)
retired_ids : retired_id (index), site_id (the site that stands for it), reason
statuses : site_id (of a site or a programme), status, plan_id, section, wording (or "")
lists : list_id, title_zh, title_en, plan_id, section, count_printed, member (the plan's wording), site_id,
    industry_id (each or "")
damaged_passages : plan_id, section, note_zh, note_en (what is damaged in the text that the data were read from)
places : GeoDataFrame, EPSG:4326; one row a feature: site_id, layer_id, part, part_en, method, source, source_datum,
    radius_m (m), confidence, checked_on, licence, author and drawn_at (of a user's draft, "" else; ISO 8601, UTC),
    geometry (None where only the county or an area of doubt is known)
areas_of_doubt : GeoDataFrame, EPSG:4326; the rows of places with that method, geometry: where the site may stand. It
    is drawn and never measured.
layers : layer_id (index), title_zh, title_en, meaning_zh, meaning_en, scope, order, licence, sources, also
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geoplan.catalogue.assemble import assemble
from geoplan.catalogue.designations import inherit
from geoplan.checks.rules_version import rules_version
from geoplan.files import write_atomically
from geoplan.problem import Problem
from geoplan.sources import Sources, data_version, read_sources
from geoplan.vocabulary import WAY_OF_METHOD


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The catalogue's frames, as the module describes them; treat them as read-only. Compared by identity."""

    home: Path
    version: str
    plans: pd.DataFrame
    regions: pd.DataFrame
    industries: pd.DataFrame
    classes: pd.DataFrame
    gbt4754: pd.DataFrame
    gbt_to_sei: pd.DataFrame
    industry_gbt: pd.DataFrame
    industry_words: pd.DataFrame
    gbt_words: pd.DataFrame
    sites: pd.DataFrame
    mentions: pd.DataFrame
    names: pd.DataFrame
    relations: pd.DataFrame
    designations: pd.DataFrame
    site_facts: pd.DataFrame
    projects: pd.DataFrame
    project_sites: pd.DataFrame
    project_industries: pd.DataFrame
    indicators: pd.DataFrame
    firms: pd.DataFrame
    programmes: pd.DataFrame
    programme_mentions: pd.DataFrame
    programme_sites: pd.DataFrame
    programme_industries: pd.DataFrame
    functions: pd.DataFrame
    site_functions: pd.DataFrame
    fields: pd.DataFrame
    gateways: gpd.GeoDataFrame
    retired_ids: pd.DataFrame
    statuses: pd.DataFrame
    lists: pd.DataFrame
    damaged_passages: pd.DataFrame
    places: gpd.GeoDataFrame
    areas_of_doubt: gpd.GeoDataFrame
    layers: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    drafted: frozenset[str] = frozenset()  # the sites whose position is a user's draft

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """The relations that make one site part of another."""
        return self.relations[self.relations["relation"] == "part_of"]

    @cached_property
    def all_designations(self) -> pd.DataFrame:
        """Designations with those inherited from parents; see `geoplan.catalogue.designations.inherit`."""
        return inherit(self.designations, self.memberships)

    @cached_property
    def citations(self) -> pd.DataFrame:
        """Every address at which a plan names a site: ``site_id``, ``plan_id``, ``section``."""
        columns = ["site_id", "plan_id", "section"]
        frames = [self.sites.reset_index(), self.mentions, self.relations, self.designations, self.site_functions]
        frames += [self.site_facts, self.statuses[self.statuses["site_id"].isin(self.sites.index)]]
        rows = pd.concat([frame[columns] for frame in frames])
        return rows[rows["plan_id"] != ""].drop_duplicates(ignore_index=True)  # a user's own place is in no plan

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """The sites directly part of each site."""
        return self.memberships.groupby("parent_id")["site_id"].unique().map(list).to_dict()

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """The sites each site is directly part of."""
        return self.memberships.groupby("site_id")["parent_id"].unique().map(list).to_dict()

    def current_id(self, site_id: str) -> str:
        """The id a site has now, where it was retired; any other text as it is.

        What was listed as a site and is a programme leads to the site that alone holds or hosts it.
        """
        holders = self.programme_sites.loc[self.programme_sites["programme_id"] == site_id, "site_id"].unique()
        return str(self.retired_ids["site_id"].get(site_id, holders[0] if len(holders) == 1 else site_id))

    def ancestors(self, site_id: str) -> set[str]:
        """All sites that a site is part of, at any depth."""
        above: set[str] = set()
        queue = list(self.parents.get(site_id, []))
        while queue:
            parent = queue.pop()
            if parent not in above:
                above.add(parent)
                queue += self.parents.get(parent, [])
        return above

    def located_descendants(self, site_id: str) -> list[str]:
        """The nearest drawn parts of a site, at any depth; none below a part that is drawn itself."""
        located: set[str] = set()
        seen, queue = {site_id}, list(self.parts.get(site_id, []))
        while queue:
            part = queue.pop()
            if part in seen:
                continue
            seen.add(part)
            if self.sites.at[part, "drawn"]:
                located.add(part)
            else:
                queue += self.parts.get(part, [])
        return sorted(located)

    @cached_property
    def placed(self) -> frozenset[str]:
        """The sites that are drawn, themselves or through a part at any depth."""
        drawn = self.sites.index[self.sites["drawn"]].tolist()
        return frozenset(drawn).union(*(self.ancestors(site_id) for site_id in drawn))

    @cached_property
    def ways(self) -> pd.Series:
        """How each site is drawn: a code of `geoplan.vocabulary.WAYS`, by site_id."""
        ways = self.sites["method"].map(WAY_OF_METHOD)
        through_parts = self.sites.index.isin(self.placed) & ~self.sites["drawn"].to_numpy(dtype=bool)
        return ways.mask(through_parts, "parts").rename("way")

    def draft_marks(self, site_ids: Iterable[str]) -> list[str]:
        """``yes`` for each site whose position is a user's draft, "" for the others."""
        return ["yes" if site_id in self.drafted else "" for site_id in site_ids]

    def layer_sites(self, layer_id: str) -> list[str]:
        """The sites a layer shows: its own, then those it names under ``also``."""
        own = self.sites.index[self.sites["layer_id"] == layer_id].tolist()
        return [*own, *(s for s in self.layers.at[layer_id, "also"] if s in self.sites.index)]


def load(home: Path, validated: bool = False) -> Catalogue:
    """Read the catalogue and leave out what is broken.

    Parameters
    ----------
    validated : bool
        Whether these files passed the checks before: they are not checked again.

    Returns
    -------
    Catalogue
        With ``problems`` naming every row that was left out and why.

    Raises
    ------
    UserError
        data/datapackage.json is missing or broken.
    """
    sources = read_sources(home)
    problems = [] if validated else _check(sources)
    frames = assemble(sources, problems)
    fields: dict[str, Any] = {name: frames[name] for name in frames if name in Catalogue.__dataclass_fields__}
    return Catalogue(**fields, home=home, version=data_version(home), problems=problems)


def _check(sources: Sources) -> list[Problem]:
    # Frictionless takes as long to import as a quarter of a command; a validated catalogue does without.
    from geoplan.checks.check_sources import check_sources

    return check_sources(sources)


def load_cached(home: Path, cache: Path) -> Catalogue:
    """Load the catalogue; it is checked only when its files or the rules have changed since it passed.

    Parameters
    ----------
    cache : Path
        A folder for an empty file that stands for the files and rules that passed; where it cannot be written, the
        catalogue is checked each time.
    """
    validated = is_validated(home, cache)
    catalogue = load(home, validated=validated)
    if not validated and not catalogue.problems:
        with suppress(OSError):
            cache.mkdir(parents=True, exist_ok=True)
            write_atomically(cache / _mark(home), b"")
    return catalogue


def is_validated(home: Path, cache: Path) -> bool:
    """Whether files and rules, as they now are, have passed; who ships them says so in ``cache`` beside data/."""
    return any((folder / _mark(home)).exists() for folder in (cache, home / "cache"))


def _mark(home: Path) -> str:
    return f"validated-{data_version(home)}-{rules_version()}"

"""The tables of data/ as plain rows, read with the csv module, and what follows from them without any geometry."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Row = dict[str, str]

# Metres² in a unit as plans print it; a mu is a fifteenth of a hectare.
AREA_UNITS = {"平方公里": 1e6, "公顷": 1e4, "亩": 1e4 / 15, "万亩": 1e8 / 15, "万平方米": 1e4, "平方米": 1.0}


@dataclass(frozen=True)
class Designation:
    """What a plan says a site is for, of the site itself or of the whole that it is part of."""

    site: str
    industry: str
    plan: str
    basis: str
    role: str


@dataclass
class RawTables:
    """Tables of data/, a list of rows each, and a few ways to look them up."""

    home: Path
    read: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row]:
        if name not in self.read:
            with (self.home / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                self.read[name] = list(csv.DictReader(file))
        return self.read[name]

    @cached_property
    def county_of(self) -> dict[str, str]:
        return {row["site_id"]: row["adcode"] for row in self.rows("sites")}

    @cached_property
    def regions(self) -> dict[str, set[str]]:
        """By site the counties under which it is counted, or the city or province where no more is known."""
        return {site: {adcode} for site, adcode in self.county_of.items()}

    def is_in(self, site: str, scope: str) -> bool:
        return any(self.in_scope(region, scope) for region in self.regions[site])

    @cached_property
    def branches(self) -> list[str]:
        return [row["industry_id"] for row in self.rows("industries") if not row["parent_id"]]

    @cached_property
    def line_of(self) -> dict[str, list[str]]:
        """Of each term itself and all above it, the branch last."""
        parent = {row["industry_id"]: row["parent_id"] for row in self.rows("industries")}
        lines = {}
        for term in parent:
            line, above = [term], parent[term]
            while above:
                line.append(above)
                above = parent[above]
            lines[term] = line
        return lines

    @cached_property
    def wholes(self) -> dict[str, set[str]]:
        """What each site is directly part of."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("relations"):
            if row["relation"] == "part_of":
                found[row["site_id"]].add(row["parent_id"])
        return found

    def is_within(self, site: str, whole: str) -> bool:
        """Whether a site is part of a whole at any depth."""
        return any(up == whole or self.is_within(up, whole) for up in self.wholes.get(site, ()))

    @cached_property
    def designations(self) -> list[Designation]:
        """Own ones, and those of each direct whole, unless the same plan gives the site that term itself."""
        own = [
            Designation(row["site_id"], row["industry_id"], row["plan_id"], row["basis"], row["role"])
            for row in self.rows("designations")
        ]
        given = {(one.site, one.industry, one.plan) for one in own}
        taken = [
            Designation(part, one.industry, one.plan, "inherited", one.role)
            for part, wholes in self.wholes.items()
            for one in own
            if one.site in wholes and (part, one.industry, one.plan) not in given
        ]
        return own + taken

    @cached_property
    def plans_naming(self) -> dict[str, set[str]]:
        """By site the plans that speak of it anywhere."""
        tables = ("sites", "mentions", "relations", "designations", "site_functions", "site_facts", "statuses")
        named: dict[str, set[str]] = defaultdict(set)
        for table in tables:
            for row in self.rows(table):
                if row["site_id"] in self.county_of:  # statuses speak of programmes too
                    named[row["site_id"]].add(row["plan_id"])
        return named

    def in_scope(self, adcode: str, scope: str) -> bool:
        """GB/T 2260: two digits a province, four a city, six a county."""
        return adcode.startswith(
            scope.rstrip("0") if scope[2:] == "0000" else scope[:4] if scope[4:] == "00" else scope
        )

    def carriers_of(self, industry: str) -> set[str]:
        """The sites designated for an industry or a term under it, what is taken over from wholes included."""
        return {one.site for one in self.designations if industry in self.line_of[one.industry]}

    def stated_m2(self, plan: str = "") -> dict[str, float]:
        """Land areas by site, of one plan or of the newest that states one."""
        issued = {row["plan_id"]: row["issued_on"] for row in self.rows("plans")}
        best: dict[str, tuple[str, float]] = {}
        for row in self.rows("site_facts"):
            if row["property"] == "land_area" and plan in ("", row["plan_id"]):
                found = (issued[row["plan_id"]], float(row["value"]) * AREA_UNITS[row["unit"]])
                if row["site_id"] not in best or found[0] >= best[row["site_id"]][0]:
                    best[row["site_id"]] = found
        return {site: area for site, (_, area) in best.items()}

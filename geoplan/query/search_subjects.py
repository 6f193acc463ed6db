"""What a search finds that is no place: industries and their words, firms, projects, plans and programmes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import county_name
from geoplan.plan_text.normalise import normalise
from geoplan.query.search_entry import SearchEntry, in_region
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.vocabulary import PROGRAMME_KINDS

_NO_NAMES: Final = ("category", "task", "mechanism", "other")  # kinds of programmes


def industry_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the industries of the vocabulary, and say of which no plan speaks."""
    industries, named = catalogue.industries, _named_industries(catalogue)
    for industry in industries.itertuples():
        kind = message("search_index.industry")
        if industry.Index not in named:
            what: tuple[Text, ...] = (kind, message("search_index.no_plan"))
        elif industry.parent_id:
            what = (kind, name_of(industries, industry.parent_id))
        else:
            what = (kind,)
        yield SearchEntry(
            "industry", industry.Index, industry.name_zh, industry.name_en, what, tuple(industry.aliases),
            industry_id=industry.Index,
        )  # fmt: skip


def word_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the words of plans and of the national classifications; the id is the industry, a slash and the word.

    A word of a classification that no plan uses says so. Words that the industry's names hold already are left out.
    """
    industries = catalogue.industries
    seen = {
        (industry.Index, normalise(name))
        for industry in industries.itertuples()
        for name in (industry.name_zh, industry.name_en, *industry.aliases)
    }
    used = {normalise(word) for _, word in _plan_words(catalogue)}
    for industry_id, word in [*_plan_words(catalogue), *_standard_words(catalogue)]:
        if industry_id in industries.index and (industry_id, normalise(word)) not in seen:
            seen.add((industry_id, normalise(word)))
            code = "search_index.word" if normalise(word) in used else "search_index.standard_word"
            pieces = (message(code), name_of(industries, industry_id))
            yield SearchEntry("word", f"{industry_id}/{word}", word, "", pieces, industry_id=industry_id)


def firm_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the firms that plans name, once each; the id is the name."""
    for name, rows in catalogue.firms.groupby("name_zh", sort=False):
        sites, adcodes = _known(rows["site_id"]), _known(rows["adcode"])
        where = joined([county_name(catalogue.regions, adcode) for adcode in adcodes])
        what = (message("search_index.firm"), _where(catalogue, sites, where))
        yield SearchEntry("firm", str(name), str(name), "", what, sites=sites, adcode=adcodes[0] if adcodes else "")


def project_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the projects. One without a site lies in the region that its plan prints, or in the plan's own."""
    sites_of = catalogue.project_sites.groupby("project_id")["site_id"].unique()
    by_name = {name: adcode for adcode, name in catalogue.regions["name_zh"].items()}
    for project in catalogue.projects.itertuples():
        sites = _known(sites_of.get(project.Index, []))
        adcode = str(by_name.get(project.place, catalogue.plans.at[project.plan_id, "scope_adcode"]))
        what = (message("search_index.project"), _where(catalogue, sites, county_name(catalogue.regions, adcode)))
        yield SearchEntry(
            "project", project.Index, project.name_zh, project.name_en, what, sites=sites, adcode=adcode,
            plan_id=project.plan_id,
        )  # fmt: skip


def plan_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield the plans."""
    for plan in catalogue.plans.itertuples():
        kind = message("search_index.plan", start=str(plan.period_start), end=str(plan.period_end))
        others = (plan.short_zh, plan.short_en, plan.document_no)
        yield SearchEntry(
            "plan", plan.Index, plan.title_zh, plan.title_en, (kind, *in_region(catalogue, plan.scope_adcode)),
            tuple(other for other in others if other), adcode=plan.scope_adcode, plan_id=plan.Index,
        )  # fmt: skip


def programme_entries(catalogue: Catalogue) -> Iterator[SearchEntry]:
    """Yield what plans name that is no place, but for mere classes and tasks, which are no names."""
    sites_of = catalogue.programme_sites.groupby("programme_id")["site_id"].unique()
    for programme in catalogue.programmes[~catalogue.programmes["kind"].isin(_NO_NAMES)].itertuples():
        plan = name_of(catalogue.plans, programme.plan_id, "short")
        yield SearchEntry(
            "programme", programme.Index, programme.name_zh, programme.name_en,
            (PROGRAMME_KINDS[programme.kind], plan), tuple(programme.aliases),
            _known(sites_of.get(programme.Index, [])), adcode=programme.adcode, plan_id=programme.plan_id,
        )  # fmt: skip


def _where(catalogue: Catalogue, sites: tuple[str, ...], where: Text) -> Text:
    """The site, how many there are, or the region and that no plan names a site."""
    if len(sites) == 1:
        return name_of(catalogue.sites, sites[0])
    return message("search_index.sites", n=len(sites)) if sites else message("search_index.no_site", where=where)


def _known(values: pd.Series) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _plan_words(catalogue: Catalogue) -> list[tuple[str, str]]:
    rows = pd.concat([catalogue.designations, catalogue.fields])[["industry_id", "wording"]].drop_duplicates()
    return [(industry_id, wording) for industry_id, wording in rows.to_numpy() if industry_id and wording]


def _standard_words(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Names of GB/T 4754 and of the strategic classes, by the industry that has the code or the nearest above it."""
    industries, words = catalogue.industries, catalogue.industry_gbt[["industry_id", "name_zh"]].to_numpy().tolist()
    by_code = industries[industries["code"] != ""].groupby("code").groups
    for row in catalogue.classes.itertuples():
        code = str(row.Index)
        while code and code not in by_code:
            code = str(catalogue.classes["parent_code"].get(code, ""))
        words += [[industry_id, row.name_zh] for industry_id in by_code.get(code, [])]
    return [(industry_id, word) for industry_id, word in words]


def _named_industries(catalogue: Catalogue) -> set[str]:
    """The industries that a plan names, themselves or through one below them."""
    frames = [catalogue.designations, catalogue.fields, catalogue.programme_industries, catalogue.project_industries]
    named = {industry_id for frame in frames for industry_id in frame["industry_id"] if industry_id}
    return {step for industry_id in named for step in catalogue.industries["path"].get(industry_id, [])}

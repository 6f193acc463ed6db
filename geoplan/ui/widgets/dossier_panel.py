"""A site's dossier: what each plan says of it, section by section, and how its position is known."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.region_path import county_name
from geoplan.catalogue.validity import plan_name
from geoplan.drafts.draft_marks import draft_note, method_label
from geoplan.query.dossier import Dossier, dossier
from geoplan.symbology import symbology
from geoplan.text.message import languages, message
from geoplan.text.names import name_of
from geoplan.ui import map_state
from geoplan.ui.language import html, lang, literal, name, names, plain, t, wording_list
from geoplan.ui.widgets.brief_download import brief_download
from geoplan.ui.widgets.drafts_panel import begin_position, drafted_buttons
from geoplan.ui.widgets.plan_passages import citation_line, passages_hint

_SQUARE_KM = 1e6  # m²


def dossier_panel(catalogue: Catalogue, site_id: str) -> None:
    """Draw the dossier of a site."""
    record = dossier(catalogue, site_id)
    _names(catalogue, record)
    left, right = st.columns(2)
    if site_id in catalogue.placed:
        left.button(
            t("dossier.locate"), key="locate", on_click=map_state.go_to_site, args=(catalogue, site_id),
            icon=":material/my_location:", width="stretch",
        )  # fmt: skip
    right.button(
        t("layout.close"), key="close", on_click=map_state.choose, args=(None,), icon=":material/close:",
        width="stretch",
    )  # fmt: skip
    _relatives(catalogue, record, "parents", record.parents)
    _relatives(catalogue, record, "children", record.children)
    with st.expander(t("brief.title"), icon=":material/edit_document:"):
        brief_download(catalogue, {site_id: ""}, None, f"brief_{site_id}")
    _designations(catalogue, record)
    _functions(catalogue, record)
    _facts(catalogue, record)
    _projects(catalogue, record)
    _programmes(catalogue, record)
    _position(catalogue, record)
    _namings(catalogue, record)
    passages_hint(catalogue)


def _names(catalogue: Catalogue, record: Dossier) -> None:
    """The name, the name in the other languages, where and what the site is, its aliases."""
    site, title = record.site, name_of(catalogue.sites, record.site_id)
    others = [title.text(language) for language in languages() if language != lang()]
    regions = " · ".join(names(catalogue.regions)[code] for code in reversed(record.regions[:2]))
    kind, status = name(vocabulary.KINDS[site["kind"]]), name(vocabulary.STATUSES[site["status"]])
    aliases = f"{plain('dossier.aliases')} {wording_list(site['aliases'])}" if site["aliases"] else ""
    lines = [*dict.fromkeys(others), " · ".join(filter(None, (regions, kind, status))), aliases]
    body = "".join(f'<p class="gp-sub">{escape(line)}</p>' for line in lines if line)
    st.html(f'<p class="gp-name">{escape(name(title))}</p>{body}')


def _relatives(catalogue: Catalogue, record: Dossier, side: str, relatives: pd.DataFrame) -> None:
    """The sites on one side of the relations, ``parents`` or ``children``, under the name of each relation."""
    for relation in vocabulary.RELATIONS:
        rows = relatives[relatives["relation"] == relation]
        if rows.empty:
            continue
        st.subheader(t(f"dossier.{side}.{relation}"), anchor=False)
        with st.container(horizontal=True, gap="small"):
            for site_id in dict.fromkeys(rows["site_id"]):
                st.button(
                    literal(names(catalogue.sites)[site_id]), key=f"{side}:{relation}:{site_id}",
                    on_click=map_state.open_site, args=(catalogue, site_id), type="tertiary",
                )  # fmt: skip
        words = [*_names_of(record), *catalogue.sites["name_zh"].reindex(rows["site_id"]).dropna()]
        st.html(citation_line(catalogue, zip(rows["plan_id"], rows["section"], strict=True), words))


def _designations(catalogue: Catalogue, record: Dossier) -> None:
    st.subheader(t("dossier.industries"), anchor=False)
    rows = record.designations
    own, inherited = rows[rows["basis"] != "inherited"], rows[rows["basis"] == "inherited"]
    if own.empty:
        st.caption(t("dossier.none_stated"))
    for cited, group in own.groupby(["plan_id", "section"], sort=False):
        st.html(f"<div>{_terms(catalogue, group)}</div>{citation_line(catalogue, [cited], group['wording'])}")
    if inherited.empty:
        return
    with st.expander(f"{t('dossier.inherited')} ({len(inherited)})"):
        for (source, *cited), group in inherited.groupby(["from_site", "plan_id", "section"], sort=False):
            origin = html("dossier.inherited_from", site=name_of(catalogue.sites, source))
            line = citation_line(catalogue, [tuple(cited)], group["wording"])
            st.html(f'<div>{_terms(catalogue, group)}</div><span class="gp-cite">{origin}</span> {line}')


def _terms(catalogue: Catalogue, designations: pd.DataFrame) -> str:
    return "".join(_term(catalogue, row) for row in designations.itertuples())


def _term(catalogue: Catalogue, row: Any) -> str:
    """A designation: the plan's wording, the term of the vocabulary, the role, and the basis if it is not stated."""
    industry = names(catalogue.industries)[row.industry_id]
    notes = [name(vocabulary.ROLES[row.role])]
    if industry != row.wording:
        notes.insert(0, industry)
    if row.basis not in {"stated", "inherited"}:
        notes.append(name(vocabulary.BASES[row.basis]))
    style = "inherited" if row.basis == "inherited" else ""
    colour = symbology().branch_colour(catalogue.industries.at[row.industry_id, "branch"])
    small = escape(" · ".join(notes))
    return f'<span class="gp-term {style}" style="--c:{colour}">{escape(row.wording)}<small>{small}</small></span>'


def _functions(catalogue: Catalogue, record: Dossier) -> None:
    """What the site does beside its industries, in the words of the plans."""
    if record.functions.empty:
        return
    st.subheader(t("dossier.functions"), anchor=False)
    for cited, group in record.functions.groupby(["plan_id", "section"], sort=False):
        terms = "".join(
            f'<span class="gp-term">{escape(row.wording)}<small>{escape(names(catalogue.functions)[row.function_id])}'
            "</small></span>"
            for row in group.itertuples()
        )
        st.html(f"<div>{terms}</div>{citation_line(catalogue, [cited], group['wording'])}")


def _facts(catalogue: Catalogue, record: Dossier) -> None:
    if record.facts.empty:
        return
    st.subheader(t("dossier.facts"), anchor=False)
    lines = []
    for fact in record.facts.itertuples():
        value = fact.value_en if fact.value_en and lang() != "zh" else fact.value
        quantity = f"{value} {fact.unit}{_in_km2(fact)}"
        if fact.note:
            quantity += plain("dossier.remark", remark=fact.note)
        line = html("dossier.labelled", label=vocabulary.PROPERTIES[fact.property], text=quantity)
        where = citation_line(catalogue, [(fact.plan_id, fact.section)], [str(fact.value)])
        lines.append(f"<div>{line}{where}</div>")
    st.html("".join(lines))


def _in_km2(fact: Any) -> str:
    """An area in km² beside the printed unit, unless that is what is printed."""
    unit = vocabulary.AREA_UNITS.get(fact.unit)
    if unit in (None, _SQUARE_KM):
        return ""
    return plain("dossier.in_km2", km2=f"{float(fact.value) * unit / _SQUARE_KM:.3g}")


def _projects(catalogue: Catalogue, record: Dossier) -> None:
    if record.projects.empty:
        return
    st.subheader(t("dossier.projects"), anchor=False)
    lines = []
    for title, project in zip(names(record.projects), record.projects.itertuples(), strict=True):
        parts = [title]
        if pd.notna(project.investment):
            parts.append(plain("dossier.investment", v=f"{project.investment:g}"))
        if pd.notna(project.finish_year):
            parts.append(plain("dossier.finish", y=project.finish_year))
        if project.builder:
            parts.append(project.builder)
        where = citation_line(catalogue, [(project.plan_id, project.section)], [project.name_zh])
        lines.append(f"<div>{escape(' · '.join(parts))}{where}</div>")
    st.html("".join(lines))


def _programmes(catalogue: Catalogue, record: Dossier) -> None:
    """The honours and programmes that the site holds or hosts, each with its kind and its industries."""
    if record.programmes.empty:
        return
    st.subheader(t("dossier.programmes"), anchor=False)
    lines = []
    for title, row in zip(names(record.programmes), record.programmes.itertuples(), strict=True):
        industries = [names(catalogue.industries)[term] for term in row.industry_ids]
        parts = [title, name(vocabulary.PROGRAMME_KINDS[row.kind]), wording_list(industries)]
        where = citation_line(catalogue, [(row.plan_id, row.section)], [row.name_zh])
        lines.append(f"<div>{escape(' · '.join(filter(None, parts)))}{where}</div>")
    st.html("".join(lines))


def _position(catalogue: Catalogue, record: Dossier) -> None:
    st.subheader(t("dossier.position"), anchor=False)
    way = catalogue.ways[record.site_id]
    st.html(f"<div>{html('dossier.way', way=vocabulary.WAYS[way], why=message(f'ui.dossier.why_{way}'))}</div>")
    places = record.places[record.places["method"] != "county"]
    if places.empty and way == "county":
        county = county_name(catalogue.regions, record.site["adcode"])
        st.caption(t("dossier.no_spot", county=county))
    for part, place in zip(names(places.rename(columns={"part": "part_zh"}), "part"), places.itertuples(), strict=True):
        line = plain(
            "dossier.precision",
            method=method_label(place.method, record.site_id in catalogue.drafted),
            m="?" if pd.isna(place.radius_m) else f"{place.radius_m:,.0f}",
            c=vocabulary.CONFIDENCES[place.confidence],
            d=vocabulary.DATUMS[place.source_datum],
            day=place.checked_on,
        )
        if part:
            line = plain("dossier.labelled", label=part, text=line)
        st.html(f'<div>{escape(line)}</div><div class="gp-cite">{escape(place.source)}</div>')
    if record.site_id in catalogue.drafted:
        st.caption(literal(draft_note(places["author"].iloc[0], places["drawn_at"].iloc[0])))
        drafted_buttons(record.site_id)
    st.button(
        t("draft.correct" if way in ("outline", "schematic", "position") else "draft.supply"), key="dossier_edit",
        on_click=begin_position, args=(catalogue, record.site_id), icon=":material/edit_location_alt:", width="stretch",
    )  # fmt: skip


def _namings(catalogue: Catalogue, record: Dossier) -> None:
    if record.namings.empty:  # a user's own place
        return
    st.subheader(t("dossier.named_in"), anchor=False)
    lines = []
    for plan_id, group in record.namings.groupby("plan_id", sort=False):
        plan = catalogue.plans.loc[plan_id]
        edition = plain("dossier.edition", start=plan["period_start"], end=plan["period_end"])
        title = escape(name(plan_name(catalogue.plans, str(plan_id), "title")))
        sections = [(str(plan_id), section) for section in group["section"]]
        where = citation_line(catalogue, sections, _cited_words(record), plain=True)
        lines.append(f'<div>{title}</div>{where}<div class="gp-cite">{escape(edition)}</div>')
    st.html("".join(lines))


def _names_of(record: Dossier) -> list[str]:
    return [str(record.site["name_zh"]), *record.site["aliases"]]


def _cited_words(record: Dossier) -> list[str]:
    """What is cited of a site: its names, and the wordings of its industries and functions."""
    own = record.designations[record.designations["basis"] != "inherited"]
    return [*_names_of(record), *own["wording"], *record.functions["wording"]]

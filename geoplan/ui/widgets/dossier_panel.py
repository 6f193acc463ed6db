"""A site's dossier: what each plan says of it, section by section, and how its position is known."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from geoplan import vocabulary
from geoplan.catalogue.catalogue import Catalogue
from geoplan.checks.citations import marked, passage
from geoplan.map.site_markers import colour_of
from geoplan.query.dossier import Dossier, dossier
from geoplan.settings import settings
from geoplan.text.message import translate
from geoplan.ui import map_state
from geoplan.ui.language import lang, name, t
from geoplan.ui.widgets.brief_download import brief_buttons


def dossier_panel(catalogue: Catalogue, site_id: str) -> None:
    """Draw the dossier of a site."""
    known = dossier(catalogue, site_id)
    _names(catalogue, known)
    left, right = st.columns(2)
    with left:
        if site_id in catalogue.placed:
            st.button(
                t("dossier.locate"),
                key="locate",
                on_click=map_state.go_to_site,
                args=(catalogue, site_id),
                icon=":material/my_location:",
                width="stretch",
            )
    with right:
        st.button(
            t("layout.close"),
            key="close",
            on_click=map_state.choose,
            args=(None,),
            icon=":material/close:",
            width="stretch",
        )
    _relatives(catalogue, t("dossier.part_of"), known.parents, "up")
    _relatives(catalogue, t("dossier.parts"), known.parts, "down")
    with st.expander(t("brief.title"), icon=":material/edit_document:"):
        brief_buttons(catalogue, {site_id: ""}, None, f"brief_{site_id}")
    _designations(catalogue, known)
    _facts(catalogue, known)
    _projects(catalogue, known)
    _position(catalogue, known)
    _namings(catalogue, known)
    passages(catalogue, known.namings, _words(known))


def _names(catalogue: Catalogue, known: Dossier) -> None:
    language, site = lang(), known.site
    other = "en" if language == "zh" else "zh"
    regions = " · ".join(catalogue.regions[f"name_{language}"][code] for code in reversed(known.regions[:2]))
    kind, status = name(vocabulary.KINDS[site["kind"]]), name(vocabulary.STATUSES[site["status"]])
    aliases = f"{t('dossier.aliases')} {'、'.join(site['aliases'])}" if site["aliases"] else ""
    lines = [site[f"name_{other}"], f"{regions} · {kind} · {status}", aliases]
    body = "".join(f'<p class="gp-sub">{escape(line)}</p>' for line in lines if line)
    st.html(f'<p class="gp-name">{escape(site[f"name_{language}"])}</p>{body}')


def _relatives(catalogue: Catalogue, title: str, rows: pd.DataFrame, direction: str) -> None:
    ids = list(dict.fromkeys(rows["site_id"]))
    if not ids:
        return
    names = catalogue.sites[f"name_{lang()}"]
    st.subheader(title, anchor=False)
    with st.container(horizontal=True, gap="small"):
        for site_id in ids:
            key = f"{direction}:{site_id}"
            st.button(names[site_id], key=key, on_click=_open, args=(catalogue, site_id), type="tertiary")
    st.html(_citation(catalogue, rows.drop_duplicates(["plan_id", "section"])))


def _open(catalogue: Catalogue, site_id: str) -> None:
    map_state.choose(site_id)
    map_state.go_to_site(catalogue, site_id)


def _designations(catalogue: Catalogue, known: Dossier) -> None:
    st.subheader(t("dossier.industries"), anchor=False)
    rows = known.designations
    own, inherited = rows[rows["basis"] != "inherited"], rows[rows["basis"] == "inherited"]
    if own.empty:
        st.caption(t("dossier.none_stated"))
    for (plan_id, section), group in own.groupby(["plan_id", "section"], sort=False):
        terms = "".join(_term(catalogue, row) for row in group.itertuples())
        st.html(f"<div>{terms}</div>{_citation(catalogue, pd.DataFrame({'plan_id': [plan_id], 'section': [section]}))}")
    if len(inherited):
        names = catalogue.sites[f"name_{lang()}"]
        with st.expander(f"{t('dossier.inherited')} ({len(inherited)})"):
            for (source, plan_id, section), group in inherited.groupby(["from_site", "plan_id", "section"], sort=False):
                terms = "".join(_term(catalogue, row) for row in group.itertuples())
                where = _citation(catalogue, pd.DataFrame({"plan_id": [plan_id], "section": [section]}))
                whence = escape(t("dossier.inherited_from", site=names[source]))
                st.html(f'<div>{terms}</div><span class="gp-cite">{whence}</span> {where}')


def _term(catalogue: Catalogue, row: object) -> str:
    """A designation: the plan's wording, the term of the vocabulary, the role, and the basis if it is not stated."""
    industry = catalogue.industries.loc[row.industry_id]  # type: ignore[attr-defined]
    wording, role, basis = row.wording, row.role, row.basis  # type: ignore[attr-defined]
    called = industry[f"name_{lang()}"]
    notes = [name(vocabulary.ROLES[role])]
    if called != wording:
        notes.insert(0, called)
    if basis not in {"stated", "inherited"}:
        notes.append(name(vocabulary.BASES[basis]))
    style = "inherited" if basis == "inherited" else ""
    small = escape(" · ".join(notes))
    colour = colour_of(industry["branch"])
    return f'<span class="gp-term {style}" style="--c:{colour}">{escape(wording)}<small>{small}</small></span>'


def _citation(catalogue: Catalogue, rows: pd.DataFrame) -> str:
    short = catalogue.plans[f"short_{lang()}"]
    parts = [
        translate("ui.widgets.dossier_panel.text", lang(), short=short[p], s=s)
        for p, s in zip(rows["plan_id"], rows["section"], strict=True)
    ]
    return f'<div class="gp-cite">{escape("；".join(dict.fromkeys(parts)))}</div>'


def _facts(catalogue: Catalogue, known: Dossier) -> None:
    facts = known.facts
    if facts.empty:
        return
    st.subheader(t("dossier.facts"), anchor=False)
    lines = []
    for fact in facts.itertuples():
        what = name(vocabulary.PROPERTIES[fact.property])
        note = f"（{fact.note}）" if fact.note else ""
        where = _citation(catalogue, pd.DataFrame({"plan_id": [fact.plan_id], "section": [fact.section]}))
        lines.append(f"<div>{escape(f'{what}：{fact.value} {fact.unit}{_in_km2(fact)}{note}')}{where}</div>")
    st.html("".join(lines))


def _in_km2(fact: object) -> str:
    """An area in km² beside the printed unit."""
    unit = vocabulary.AREA_UNITS.get(fact.unit)  # type: ignore[attr-defined]
    if unit is None or fact.unit == "平方公里":  # type: ignore[attr-defined]
        return ""
    return f"（= {float(fact.value) * unit / 1e6:.3g} km²）"  # type: ignore[attr-defined]


def _projects(catalogue: Catalogue, known: Dossier) -> None:
    if known.projects.empty:
        return
    st.subheader(t("dossier.projects"), anchor=False)
    lines = []
    for project in known.projects.itertuples():
        title = project.name_zh if lang() == "zh" else project.name_en
        more = []
        if pd.notna(project.investment):
            more.append(t("dossier.investment", v=f"{project.investment:g}"))
        if pd.notna(project.finish_year):
            more.append(t("dossier.finish", y=project.finish_year))
        if project.builder:
            more.append(project.builder)
        where = _citation(catalogue, pd.DataFrame({"plan_id": [project.plan_id], "section": [project.section]}))
        lines.append(f"<div>{escape(title)}{' · ' if more else ''}{escape(' · '.join(more))}{where}</div>")
    st.html("".join(lines))


def _position(catalogue: Catalogue, known: Dossier) -> None:
    st.subheader(t("dossier.position"), anchor=False)
    county = catalogue.regions.at[known.site["adcode"], f"name_{lang()}"]
    if known.places.geometry.isna().all():
        st.caption(t("dossier.via_parts") if known.site_id in catalogue.placed else t("dossier.no_spot", county=county))
        return
    for place in known.places.itertuples():
        if place.geometry is None:
            continue
        called = place.part if lang() == "zh" else place.part_en
        part = f"{called}：" if called else ""
        method = name(vocabulary.METHODS[place.method])
        sure = t(
            "dossier.precision",
            m=f"{place.radius_m:,.0f}",
            c=name(vocabulary.CONFIDENCES[place.confidence]),
            d=name(vocabulary.DATUMS[place.source_datum]),
            day=place.checked_on,
        )
        st.html(f'<div>{escape(f"{part}{method}，{sure}")}</div><div class="gp-cite">{escape(place.source)}</div>')


def _namings(catalogue: Catalogue, known: Dossier) -> None:
    st.subheader(t("dossier.named_in"), anchor=False)
    lines = []
    for plan_id, group in known.namings.groupby("plan_id", sort=False):
        plan = catalogue.plans.loc[plan_id]
        sections = "、".join(dict.fromkeys(group["section"]))
        edition = t("dossier.edition", start=plan["period_start"], end=plan["period_end"])
        title = escape(plan[f"title_{lang()}"])
        lines.append(f'<div>{title}</div><div class="gp-cite">{escape(sections)} · {escape(edition)}</div>')
    st.html("".join(lines))


def _words(known: Dossier) -> list[str]:
    """What is cited of a site: its names and the wordings of its designations."""
    own = known.designations[known.designations["basis"] != "inherited"]
    return [str(known.site["name_zh"]), *known.site["aliases"], *own["wording"]]


def passages(catalogue: Catalogue, citations: pd.DataFrame, words: list[str]) -> None:
    """Show the passages cited with the words marked, where the folder of plan texts is configured.

    Parameters
    ----------
    catalogue : Catalogue
        For the plans' titles.
    citations : DataFrame
        ``plan_id``, ``section``.
    words : list of str
        What to mark.
    """
    folder = settings().plans
    if not folder:
        return
    with st.expander(t("dossier.passages")):
        for plan_id, section in citations[["plan_id", "section"]].drop_duplicates().itertuples(index=False):
            text = passage(folder, plan_id, section)
            if text is None:
                continue
            shown = "".join(
                f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in marked(text[:1500], words)
            )
            where = _citation(catalogue, pd.DataFrame({"plan_id": [plan_id], "section": [section]}))
            st.html(f'{where}<p class="gp-passage">{shown}</p>')

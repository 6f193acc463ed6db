"""Plan texts: give the files once, see which are at hand, remove them."""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.cited_sections import cited_sections
from geoplan.catalogue.validity import validity_today
from geoplan.errors import ReaderError, UserError
from geoplan.plan_files.given_texts import read_given
from geoplan.plan_files.read_plan_file import MOST_MEGABYTES
from geoplan.plan_files.recognise import resolve_citations
from geoplan.plan_text.stored_texts import stored_on, text_folder
from geoplan.settings import settings
from geoplan.text.names import name_of
from geoplan.text.shorten import shorten
from geoplan.ui.language import literal, name, names, plain, t
from geoplan.ui.plan_text_state import forget, is_stored_for_all, keep, outline_at_hand, own_outlines
from geoplan.vocabulary import VALIDITY

_OUTCOMES: Final = "plan_file_outcomes"  # session key: what came of each file, by its content
_log = logging.getLogger(__name__)


def view(catalogue: Catalogue) -> None:
    """Take plan files, list which plans have their text, remove one."""
    st.markdown(t("plan_texts.lead"))
    files = st.file_uploader(
        t("plan_texts.drop"), accept_multiple_files=True,
        key="plan_files", max_upload_size=MOST_MEGABYTES,
    )  # fmt: skip
    st.caption(t("plan_texts.stored_for_all" if is_stored_for_all() else "plan_texts.session_only"))
    for file in files or []:
        _show(catalogue, _outcome(catalogue, file), file.name)
    st.dataframe(plan_text_rows(catalogue), hide_index=True)
    _remove(catalogue)


def _outcome(catalogue: Catalogue, file: Any) -> Any:
    """What came of a file: it is read once, and not again when the page is drawn anew."""
    content = file.getvalue()
    digest = sha256(file.name.encode() + b"\0" + content).hexdigest() + file.file_id
    outcomes: dict[str, Any] = st.session_state.setdefault(_OUTCOMES, {})
    if digest not in outcomes:
        try:
            with st.spinner(t("plan_texts.reading")):
                given = read_given(catalogue, content, file.name)
                keep(given)
            outcomes[digest] = given.citations
        except UserError as error:
            outcomes[digest] = error
        except Exception:  # whatever a file holds, the page goes on
            _log.exception("a plan text could not be taken")
            outcomes[digest] = ReaderError("plan_files.read_plan_file.damaged", file=shorten(file.name))
    return outcomes[digest]


def _show(catalogue: Catalogue, outcome: Any, file: str) -> None:
    if isinstance(outcome, UserError):
        st.error(literal(outcome))
        return
    title = name_of(catalogue.plans, outcome.plan_id, "title")
    st.success(t("plan_texts.taken", file=shorten(file), plan=title, n=outcome.resolved, cited=outcome.cited))


def plan_text_rows(catalogue: Catalogue) -> pd.DataFrame:
    """Lay out the plans for reading: validity, since when the text is at hand, and how many citations resolve."""
    plans, states, rows = catalogue.plans, validity_today(catalogue.plans), []
    for plan_id in map(str, plans.index):
        outline, day, cited = outline_at_hand(plan_id), stored_on(plan_id), len(cited_sections(catalogue)[plan_id])
        since = plain("plan_texts.in_session") if plan_id in own_outlines() else day.isoformat() if day else ""
        rows.append(
            {
                t("data.title"): names(plans, "title")[plan_id],
                t("data.validity"): name(VALIDITY[states[plan_id]]) if states[plan_id] else "",
                t("plan_texts.since"): since if outline else plain("plan_texts.missing"),
                t("plan_texts.resolved"): plain("plan_texts.of_cited", n=_resolved(catalogue, plan_id), cited=cited)
                if outline
                else "",
            }
        )
    return pd.DataFrame(rows)


def _resolved(catalogue: Catalogue, plan_id: str) -> int:
    outline = outline_at_hand(plan_id)
    return resolve_citations(catalogue, plan_id, outline).resolved if outline else 0


def _remove(catalogue: Catalogue) -> None:
    """Offer the texts for removal that this visitor may remove."""
    own = own_outlines()
    stored = [str(p) for p in catalogue.plans.index if text_folder(str(p)) == settings().stored_plans]
    removable = [*own, *(p for p in stored if p not in own and is_stored_for_all())]
    if not removable:
        return
    short = names(catalogue.plans, "short")
    with st.container(horizontal=True):
        for plan_id in removable:
            st.button(
                t("plan_texts.remove", plan=short[plan_id]), key=f"remove_text_{plan_id}", on_click=_forget,
                args=(plan_id,), icon=":material/delete:",
            )  # fmt: skip


def _forget(plan_id: str) -> None:
    try:
        forget(plan_id)
    except UserError as error:
        st.error(literal(error))

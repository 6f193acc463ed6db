"""Which column of a register holds what: shown as guessed, and set by whoever knows better."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from geoplan.errors import UserError
from geoplan.registers.register_columns import ROLES, RegisterColumns, guess_columns
from geoplan.text.shorten import shorten
from geoplan.ui.language import comma_list, literal, plain, t
from geoplan.ui.pages.registers.session_register import SessionRegister

# Session keys: whether the form is open, where columns were found, and where it is asked for them.
FORM: Final = {False: "register-columns-offered", True: "register-columns-asked"}
_GUESSED: Final = "…"  # of a select box: the role is left to be guessed


def register_roles(register: SessionRegister) -> RegisterColumns | None:
    """Show how a register is read and let it be set; None until it can be read."""
    columns, refused = _guess(register)
    if columns:
        told = "read_assumed" if columns.assumed else "read_as" if columns.position else "read_nowhere"
        roles = comma_list(
            plain("registers.column", role=plain(f"registers.roles.{role}"), column=shorten(column))
            for role, column in columns.by_role.items()
        )
        st.caption(t(f"registers.{told}", columns=roles, system=columns.system.label))
    if refused:
        st.error(literal(refused))
    asked = columns is None
    form = st.expander(t("registers.set_columns"), expanded=asked, key=FORM[asked], on_change="rerun")
    if form.open:  # twelve fields, which few need: closed, no run draws them
        with form:
            _set(register, columns)
    return columns


def _guess(register: SessionRegister) -> tuple[RegisterColumns | None, UserError | None]:
    key = ("columns", register.system, *sorted(register.given.items()))
    return register.once(key, lambda: _guessed(register))


def _guessed(register: SessionRegister) -> tuple[RegisterColumns | None, UserError | None]:
    file = register.file
    try:
        return guess_columns(file.sample, register.name, register.given, register.system, file.system, True), None
    except UserError as error:
        return None, error


def _set(register: SessionRegister, columns: RegisterColumns | None) -> None:
    headings = list(map(str, register.file.sample.columns))
    guessed = columns.by_role if columns else {}
    given: dict[str, str] = {}
    with st.form("register_columns", border=False):
        places = st.columns(3)
        for i, role in enumerate(ROLES):
            options = [_GUESSED, "", *headings]
            now = register.given.get(role, _GUESSED)
            seen = shorten(guessed.get(role, "")) or plain("registers.no_column")
            titles = {_GUESSED: plain("registers.guessed", column=seen), "": plain("registers.no_column")}
            chosen = str(
                places[i % 3].selectbox(
                    t(f"registers.roles.{role}"),
                    options,
                    options.index(now),
                    format_func=partial(_title, titles),
                    key=f"register-role-{role}",
                )
            )
            if chosen != _GUESSED:
                given[role] = chosen
        system = st.text_input(t("registers.system"), register.system, max_chars=20, help=t("registers.system_help"))
        if st.form_submit_button(t("registers.apply")):
            register.given, register.system = given, str(system).strip()
            register.forget_counts()
            st.rerun()


def _title(titles: dict[str, str], option: str) -> str:
    return titles.get(option) or shorten(option)

"""Sign-in by OpenID Connect, where the deployment names a provider in Streamlit's secrets; else all may visit."""

from __future__ import annotations

import streamlit as st

from geoplan.ui.language import t


def is_asked() -> bool:
    """Whether the deployment asks visitors to sign in: ``[auth]`` of ``.streamlit/secrets.toml``."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def sign_in() -> None:
    """Stop the page of who has to sign in and has not, and offer to."""
    if not is_asked() or st.user.is_logged_in:
        return
    with st.container(key="sign-in", horizontal_alignment="center"):
        st.title(t("app.brand"), anchor=False)
        st.write(t("sign_in.why"))
        st.button(t("sign_in.begin"), key="sign_in", type="primary", on_click=st.login)
    st.stop()


def sign_out_entry() -> None:
    """Say who has signed in, and offer to end it; nothing where nobody has to."""
    if not is_asked():
        return
    who = st.user.get("name") or st.user.get("email") or ""
    st.caption(t("sign_in.who", name=str(who)))
    st.button(t("sign_in.end"), key="sign_out", on_click=st.logout)

"""What every page shares: the catalogue, the style, the map, the dossier, the address, and how failures are shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import streamlit as st
from PIL import Image, ImageDraw

import geoplan
from geoplan.errors import UserError
from geoplan.settings import settings
from geoplan.symbology import symbology
from geoplan.text.message import translate
from geoplan.text.system_reason import system_reason
from geoplan.ui import address, frame, page_map
from geoplan.ui.components.accessibility import accessibility
from geoplan.ui.components.widget_words import widget_words
from geoplan.ui.language import html, lang, plain, t
from geoplan.ui.resources import get_catalogue, withheld
from geoplan.ui.sign_in import sign_in
from geoplan.ui.widgets.drawer import drawer
from geoplan.ui.widgets.map_widget import draw_map

_log = logging.getLogger(__name__)

_STYLE = (files("geoplan.ui") / "style.css").read_text("utf-8")
_PAPER = (files("geoplan.ui") / "paper.css").read_text("utf-8")  # for the print of a dark page


@st.cache_resource(show_spinner=False)
def _icon() -> Image.Image:
    """The tab's icon, drawn here: Streamlit's own icons would be fetched from outside."""
    image = Image.new("RGBA", (64, 64))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((2, 2, 62, 62), 12, fill="#1d5a86")
    draw.regular_polygon((32, 32, 20), 6, fill="#f8f6ef")
    draw.ellipse((25, 25, 39, 39), fill="#c8500a")
    return image


@contextmanager
def page_chrome(page: str = "", title: str = "") -> Iterator[None]:
    """Draw a page, and around it what all pages share; a failure is shown as a message, never as a stack trace.

    `page` is its place in the address, `title` the key of what it is called.
    """
    address.read()  # with it the language
    name = t(title) if title else ""
    st.set_page_config(
        page_title=f"{name} · GeoPlan" if name else "GeoPlan",
        page_icon=_icon(),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    st.html(f"<style>:root{{{symbology().css_variables()}}}\n{_STYLE}</style>")
    st.html(f"<style>{_PAPER if st.context.theme.type == 'dark' else ''}</style>")
    sign_in()
    try:
        with st.spinner(t("app.loading")):
            catalogue = get_catalogue()
            settings().day  # noqa: B018  (settings that are none are refused before the page)
            settings().stores_plans(local=False)
            settings().workspace_drafts  # noqa: B018
    except UserError as error:
        st.error(t("app.failed"))
        st.code(error.text(lang()), language=None)
        st.stop()
    places = frame.reserve()

    def draw() -> None:
        address.update(page)  # first, for the map may move and write where it is
        if page_map.is_asked() and withheld():
            with places.before_map, st.container(key="withheld"):  # over the map: see the style sheet
                tell_withheld()
        with places.map:
            draw_map(get_catalogue())

    page_map.begin(draw)
    try:
        yield
        page_map.draw()
        widget_words()
        catalogue = get_catalogue()
        with places.before_map:
            accessibility(catalogue, name)
        if page_map.is_asked():
            with places.drawer:
                drawer(catalogue)
    except Exception as error:  # the page's last resort; st.stop and st.rerun are no Exceptions
        _log.exception("page failed")
        with frame.sheet():
            st.error(t("app.failed"))
            st.code(_told(error), language=None)


def _told(error: Exception) -> str:
    """What went wrong, in the language of the user where it is known."""
    if isinstance(error, UserError):
        return error.text(lang())
    if isinstance(error, OSError) and error.filename:
        return translate("sources.unwritable", lang(), file=error.filename, why=system_reason(error))
    return f"{type(error).__name__}: {str(error)[:300]}"


def heading(title: str, lead: str) -> None:
    """A page's title and first sentence, each the key of a text."""
    st.title(t(title), anchor=False)
    st.html(f'<p class="gp-lead">{html(lead)}</p>')


def note(text: str) -> None:
    """A line of small print under a chart, in HTML."""
    st.html(f'<p class="gp-key">{text}</p>')


def tell_withheld() -> None:
    """Say that a change broke the catalogue, what it broke, and that the one before is shown."""
    if (what := withheld()) is not None:
        st.warning(t("app.withheld", version=get_catalogue().version, what=what))


def foot() -> None:
    """What stands at the end of every page without a map: the version, the plans, the approval number."""
    catalogue = get_catalogue()
    if not page_map.is_asked():
        tell_withheld()
    approval = settings().approval_number or plain("app.pending")
    if catalogue.problems:
        st.warning(t("app.left_out", n=len(catalogue.problems)))
    versions = {"release": geoplan.__version__, "version": catalogue.version}
    st.html(f'<p class="gp-foot">{html("app.foot", **versions, approval=approval)}</p>')

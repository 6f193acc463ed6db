"""A report of an error in what a dossier says: a file, a mail and a text to copy, with what finds the place."""

from __future__ import annotations

import json
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

import streamlit as st

import geoplan
from geoplan.catalogue.catalogue import Catalogue
from geoplan.settings import settings
from geoplan.text.file_names import download_stem
from geoplan.ui.language import names, plain, t
from geoplan.ui.widgets.download import download

_LONGEST: Final = 2000  # characters of the visitor's words
_MAIL_BYTES: Final = 6000  # of the body of a mail, percent-encoded; mail programs refuse longer addresses


def error_report(catalogue: Catalogue, site_id: str) -> None:
    """Draw the popover."""
    with st.popover(t("dossier.button.report"), icon=":material/flag:", help=t("dossier.report"), key="dossier_report"):
        st.caption(t("dossier.report_how"))
        words = st.text_area(t("dossier.report_words"), key=f"report_words_{site_id}", max_chars=_LONGEST)
        report = report_of(catalogue, site_id, words or "", _address(site_id))
        text = json.dumps(report, ensure_ascii=False, indent=1)
        download(t("dossier.report_take"), text, report_file_name(report), key=f"report_take_{site_id}")
        st.link_button(t("dossier.report_mail"), report_mail(report, settings().report_to), icon=":material/mail:")
        st.caption(t("dossier.report_copy"))
        st.code(report_text(report), language=None, wrap_lines=True)


def report_of(catalogue: Catalogue, site_id: str, words: str, address: str) -> dict[str, str]:
    """What a report says: the site, the versions, the address, the day and the visitor's words."""
    return {
        "site_id": site_id,
        "name": names(catalogue.sites)[site_id],
        "data_version": catalogue.version,
        "app_version": geoplan.__version__,
        "address": address,
        "day": settings().day.isoformat(),
        "words": words,
    }


def report_text(report: dict[str, str]) -> str:
    """A report as lines in the visitor's language."""
    return "\n".join(plain("dossier.labelled", label=plain(f"dossier.column_{k}"), text=v) for k, v in report.items())


def report_mail(report: dict[str, str], to: str = "") -> str:
    """The address of a mail with a report (RFC 6068): all but letters, digits and ``-._~`` percent-encoded.

    The visitor's words are cut where the mail would be longer than mail programs take; the file has them whole.
    """
    subject = quote(
        plain("dossier.report_subject", name=report["name"], id=report["site_id"]), safe="", errors="replace"
    )
    text, words = report_text({**report, "words": ""}), report["words"]
    while words and len(_body(text + words)) > _MAIL_BYTES:
        words = words[: len(words) * 9 // 10]
    return f"mailto:{quote(to.strip(), safe='@,', errors='replace')}?subject={subject}&body={_body(text + words)}"


def _body(text: str) -> str:
    """A mail's text within an address, where lines end in CR and LF."""
    return quote("\r\n".join(text.splitlines()), safe="", errors="replace")


def report_file_name(report: dict[str, str]) -> str:
    """The name of the file: the site and the day, without what a file system refuses."""
    day = date.fromisoformat(report["day"])
    return f"{download_stem([report['name'], plain('dossier.report_name')], day)}.json"


def _address(site_id: str) -> str:
    base = (st.context.url or "").partition("?")[0].rstrip("/")
    return f"{base}/?{urlencode({'site': site_id})}"

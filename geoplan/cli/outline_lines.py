"""The report of matched outlines as lines for people."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import Console

from geoplan.catalogue.catalogue import Catalogue
from geoplan.cli.wrapped_lines import wrapped
from geoplan.text.message import Text, joined, message
from geoplan.text.names import name_of
from geoplan.text.shorten import shorten


def outline_lines(report: pd.DataFrame, catalogue: Catalogue, lang: str) -> Iterator[str]:
    """The outlines of `geoplan.drafts.match_outlines` with their sites, in lines as wide as the terminal."""
    width, margin = Console().width, len(str(report["feature"].max())) + 2
    for row in report.to_dict("records"):
        texts = [_match(row, catalogue)]
        if row["needs_confirmation"] or row["remarks"] or row["rival"]:
            texts.append(_remarks(row, catalogue))
        lines = [line for text in texts for line in wrapped(text.text(lang), width - margin)]
        yield f"{row['feature']:>{margin - 2}}  {lines[0]}"
        yield from (" " * margin + line for line in lines[1:])


def how_matched(row: dict[str, object]) -> Text:
    """How an outline was matched, with the score where it is not certain."""
    how = message(f"place.how.{row['how']}")
    certain = row["how"] in ("id", "name", "alias", "none")
    return how if certain else message("place.import.scored", how=how, score=row["score"])


def _match(row: dict[str, object], catalogue: Catalogue) -> Text:
    size = {"name": shorten(row["name"]) or message("place.import.unnamed"), "ha": float(str(row["area_m2"])) / 1e4}
    if not row["site_id"]:
        return message("place.import.line_without_site", **size, how=how_matched(row))
    site = name_of(catalogue.sites, str(row["site_id"]))
    if pd.isna(row["shift_m"]):
        return message("place.import.line_not_drawn", **size, site=site, how=how_matched(row))
    return message("place.import.line", **size, site=site, how=how_matched(row), shift=row["shift_m"])


def _remarks(row: dict[str, object], catalogue: Catalogue) -> Text:
    remarks: list[Text] = [message("place.remarks.to_confirm")] if row["needs_confirmation"] else []
    remarks += [message(f"place.remarks.{code}") for code in row["remarks"]]  # type: ignore[attr-defined]
    if row["rival"]:
        remarks.append(message("place.remarks.rival", site=name_of(catalogue.sites, str(row["rival"]))))
    return joined(remarks, "punctuation.semicolon")

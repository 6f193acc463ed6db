"""The plan texts at hand, plan by plan; a text given as a file, recognised."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.cited_sections import cited_sections
from geoplan.catalogue.validity import validity_today
from geoplan.plan_files.read_plan_file import read_plan_file
from geoplan.plan_files.recognise import Resolved, recognise, resolve_citations
from geoplan.plan_text.stored_texts import stored_on, stored_outline


class GivenText(NamedTuple):
    """The text of a plan, and how many of the plan's citations resolve in it."""

    text: str
    citations: Resolved


def read_given(catalogue: Catalogue, content: bytes | Path, name: str, plan_id: str = "") -> GivenText:
    """Read a file and tell which plan it is.

    Raises
    ------
    UserError
        As `geoplan.plan_files.read_plan_file.read_plan_file` and `geoplan.plan_files.recognise.recognise` do.
    """
    text = read_plan_file(content, name)
    return GivenText(text, recognise(catalogue, text, name, plan_id))


def texts_at_hand(catalogue: Catalogue) -> pd.DataFrame:
    """List the plans and which texts are stored.

    Returns
    -------
    DataFrame
        ``plan_id``, ``validity`` (today), ``stored_on`` (ISO date; "" where no text is stored), ``resolved`` and
        ``cited`` (sections; <NA> resolved where no text is stored), ``share``.
    """
    states = validity_today(catalogue.plans)
    rows = []
    for plan_id in map(str, catalogue.plans.index):
        outline, day = stored_outline(plan_id), stored_on(plan_id)
        count = resolve_citations(catalogue, plan_id, outline) if outline else None
        rows.append(
            {
                "plan_id": plan_id,
                "validity": states[plan_id],
                "stored_on": day.isoformat() if day and outline else "",
                "resolved": count.resolved if count else pd.NA,
                "cited": len(cited_sections(catalogue)[plan_id]),
                "share": round(count.share, 4) if count else pd.NA,
            }
        )
    return pd.DataFrame(rows).astype({"resolved": "Int64", "cited": "Int64", "share": "Float64"})

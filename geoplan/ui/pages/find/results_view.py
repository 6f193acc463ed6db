"""The results: cards in two groups, the map with the same sites, and beneath them those that are left out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geoplan.catalogue.catalogue import Catalogue
from geoplan.catalogue.site_place import place_name
from geoplan.suitability.conditions import MET, NOT_PUBLISHED
from geoplan.suitability.lead_reason import lead_reasons
from geoplan.suitability.shortlist import MOST_SITES
from geoplan.suitability.site_selection import SiteSelection
from geoplan.ui import map_state
from geoplan.ui import site_search_state as state
from geoplan.ui.components.site_cards import site_cards
from geoplan.ui.file_stems import file_stem
from geoplan.ui.language import lang, literal, name, names, plain, t
from geoplan.ui.need_reading import ReadNeed, need_words
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.download import table_downloads
from geoplan.ui.widgets.method_link import method_link

_GROUPS = {MET: "find.group.met", NOT_PUBLISHED: "find.group.not_published"}
_BRACES = {name: f"{{{name}}}" for name in ("score", "low", "high")}  # the cards fill these themselves


def view(catalogue: Catalogue, need: ReadNeed, result: SiteSelection) -> None:
    """Show the cards."""
    if result.reason:
        st.warning(literal(result.reason))
    else:
        site_cards(cards(catalogue, result), _open, _pick)
        st.caption(t("find.map_key"))
        method_link("find")
    for remark in result.remarks:
        st.caption(literal(remark))
    _excluded(catalogue, need, result)


def cards(catalogue: Catalogue, result: SiteSelection) -> dict[str, Any]:
    """What the browser draws: groups of cards with their words, and what is chosen and picked."""
    picked = state.picked_sites()
    groups = dict(iter(result.ranking.groupby("group", sort=False)))
    numbers = card_numbers(result)
    reasons = lead_reasons(catalogue, result.need, result.ranking["site_id"])
    facts = names(result.conditions, "fact")
    outcomes: dict[str, list[dict[str, Any]]] = {}
    for site_id, outcome, text in zip(result.conditions["site_id"], result.conditions["outcome"], facts, strict=True):
        outcomes.setdefault(site_id, []).append({"met": outcome == MET, "text": text})
    titles = names(catalogue.sites)

    def card(row: Any) -> dict[str, Any]:
        return {
            "id": row.site_id,
            "number": numbers[row.site_id],
            "name": str(titles[row.site_id]),
            "place": name(place_name(catalogue, row.site_id)),
            "score": round(row.score, 3),
            "low": round(row.score_low, 3),
            "high": round(row.score_high, 3),
            "reason": reasons[row.site_id].text(lang()),
            "outcomes": outcomes.get(row.site_id, []),
        }

    return {
        "groups": [
            {"title": group_title(result, str(code), len(rows)), "cards": [card(row) for row in rows.itertuples()]}
            for code, rows in groups.items()
        ],
        "picked": list(picked),
        "full": len(picked) >= MOST_SITES,
        "chosen": st.session_state.get(map_state.SITE),
        "words": {
            "pick": plain("find.pick"), "picked": plain("find.picked"), "drop": plain("find.drop"),
            "full": plain("find.full", most=MOST_SITES), "met": plain("find.met"), "unknown": plain("find.not_known"),
            "score": plain("find.score_of", **_BRACES),
        },
    }  # fmt: skip


def group_title(result: SiteSelection, code: str, n: int) -> str:
    """The title of a group; where no condition is asked for there is one group without a judgement."""
    return plain(_GROUPS[code] if len(result.conditions) else "find.group.all", n=n)


def card_numbers(result: SiteSelection) -> dict[str, int]:
    """The number of each site on its card and on the map: its rank, counted on from group to group."""
    numbers: dict[str, int] = {}
    for _, rows in result.ranking.groupby("group", sort=False):
        before = len(numbers)
        numbers |= {site_id: before + int(rank) for site_id, rank in zip(rows["site_id"], rows["rank"], strict=True)}
    return numbers


def _open(site_id: str) -> None:
    catalogue = get_catalogue()
    if site_id in catalogue.sites.index:
        map_state.open_site(catalogue, site_id)


def _pick(site_id: str) -> None:
    if site_id in get_catalogue().sites.index:
        state.toggle_pick(site_id)


def _excluded(catalogue: Catalogue, need: ReadNeed, result: SiteSelection) -> None:
    rows = result.excluded
    with st.expander(t("find.excluded", n=len(rows))):
        table = pd.DataFrame(
            {
                t("table.name"): rows["site_id"].map(names(catalogue.sites)),
                t("table.county"): [name(place_name(catalogue, site_id)) for site_id in rows["site_id"]],
                t("find.why_not"): names(rows, "reason"),
            }
        )
        st.dataframe(table, hide_index=True)
        table_downloads(table, file_stem(*need_words(catalogue, need), plain("find.file_excluded")), "excluded")

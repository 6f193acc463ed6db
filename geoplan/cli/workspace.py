"""The drafts of the workspace that GEOPLAN_WORKSPACE names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geoplan.cli.terminal_text import echo
from geoplan.settings import settings

if TYPE_CHECKING:
    from geoplan.drafts.draft_store import DraftStore


def open_store(lang: str) -> DraftStore | None:
    """The store of drafts, its unreadable files listed on standard error; None where no workspace is set."""
    from geoplan.drafts.draft_store import DraftStore

    folder = settings().workspace_drafts
    if folder is None:
        return None
    store = DraftStore(folder)
    for problem in store.problems():
        echo(problem.text(lang), err=True)
    return store

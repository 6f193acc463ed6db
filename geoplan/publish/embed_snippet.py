"""The snippet that puts a published page into another one."""

from __future__ import annotations

from html import escape


def embed_snippet(address: str, title: str) -> str:
    """Write an iframe for a page at an address; it may run its script and print, and nothing else."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="720" loading="lazy" '
        'sandbox="allow-scripts allow-modals" referrerpolicy="no-referrer" style="border:0"></iframe>'
    )

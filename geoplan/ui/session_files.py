"""Files that a session's own browser may fetch: what is too large for every message, and for nobody else."""

from __future__ import annotations

from streamlit import runtime


def session_file(content: bytes, name: str, mime: str = "application/json") -> str:
    """Hand out a file until the session ends or a run no longer asks for it; `name` tells those of a session apart.

    Returns
    -------
    str
        Its address, relative to the server's root; "" without a server.
    """
    return str(runtime.get_instance().media_file_mgr.add(content, mime, name)) if runtime.exists() else ""

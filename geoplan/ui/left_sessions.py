"""Sessions whose visitors have left: Streamlit keeps each for two minutes, and then until the next visitor leaves.

Until then all that a session holds stays, such as a register of a million enterprises. What is used here of Streamlit
is not documented; where it changes, a session goes with the next one.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from typing import Any, Final

_PATIENCE: Final = 5.0  # seconds for the server's loop to answer


def forget_left_sessions() -> set[str]:
    """Let go of the sessions whose two minutes are over, in the thread that holds them; ids of those that remain."""
    from streamlit.runtime import exists, get_instance

    with suppress(AttributeError, RuntimeError):
        if exists():
            runtime: Any = get_instance()
            sessions, loop = runtime._session_mgr, runtime._get_async_objs().eventloop
            kept, done = sessions._session_storage._cache, Event()

            def expire() -> None:
                kept.expire()
                done.set()

            loop.call_soon_threadsafe(expire)
            done.wait(_PATIENCE)
            return {info.session.id for info in sessions.list_sessions()}
    return set()


def forget_upload(file: Any) -> None:
    """Let go of an uploaded file that has been copied: Streamlit holds it in memory as long as its session."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    with suppress(AttributeError):
        manager: Any = context.uploaded_file_mgr  # type: ignore[union-attr]
        manager.remove_file(context.session_id, file.file_id)  # type: ignore[union-attr]

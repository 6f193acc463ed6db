"""How OSMnx is to behave while we use it: who it says it is, what it keeps, how long it waits; put back afterwards."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Any, Final

import osmnx

from geoplan import __version__
from geoplan.streets.travel_rules import TAGS

# The server may work this long on a question. It is part of the question, and so of the key an answer is kept under:
# were it to follow --timeout, a new --timeout would ask again for answers already here.
SERVER_SECONDS: Final = 180

_MANNERS: Final[dict[str, Any]] = {
    "use_cache": True,
    "useful_tags_way": list(TAGS),
    "http_user_agent": f"GeoPlan/{__version__}",
    "http_referer": "GeoPlan",
    "doh_url_template": None,  # a name that does not resolve is nobody else's business
    "overpass_settings": f"[out:json][timeout:{SERVER_SECONDS}]{{maxsize}}",
}


@contextlib.contextmanager
def osmnx_settings(**more: Any) -> Iterator[None]:
    """Set OSMnx's settings for a while.

    Parameters
    ----------
    **more : object
        Further settings of `osmnx.settings`, by name.

    Yields
    ------
    None
        Once they are set.
    """
    wanted = {**_MANNERS, **more}
    before = {name: getattr(osmnx.settings, name) for name in wanted}
    resolver = socket.getaddrinfo  # OSMnx pins the server's address in it and leaves it pinned
    try:
        for name, value in wanted.items():
            setattr(osmnx.settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(osmnx.settings, name, value)
        socket.getaddrinfo = resolver

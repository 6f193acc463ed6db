"""Whether the service answers; this module does not import pygeoapi."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Final, Literal
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

_PATIENCE: Final = 0.4  # seconds: a page waits for it
_ENOUGH: Final = 100_000  # bytes; a landing page has two thousand

State = Literal["serving", "stranger", "silent"]


def service_state(address: str) -> State:
    """Ask an address who is there.

    Parameters
    ----------
    address : str
        Where the service should be; no proxy is used.

    Returns
    -------
    {"serving", "stranger", "silent"}
        GeoPlan's service; something else; nothing within half a second.
    """
    if not address.startswith(("http://", "https://")):
        return "silent"
    try:
        request = Request(f"{address.rstrip('/')}/?f=json", headers={"Accept": "application/json"})  # noqa: S310
        with build_opener(ProxyHandler({})).open(request, timeout=_PATIENCE) as answer:
            document = json.loads(answer.read(_ENOUGH))
    except (HTTPError, HTTPException, json.JSONDecodeError, UnicodeDecodeError):
        return "stranger"
    except (OSError, ValueError):
        return "silent"
    is_geoplan = isinstance(document, dict) and str(document.get("title", "")).startswith("GeoPlan")
    return "serving" if is_geoplan else "stranger"

"""Running the service: one process, one address, until it is interrupted."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from geoplan.api.api_content import load_content
from geoplan.api.application import application
from geoplan.api.html_pages import HtmlPages
from geoplan.catalogue.catalogue import Catalogue
from geoplan.errors import ServerError
from geoplan.map.publish import publish_base

_PATIENCE = 3  # seconds that requests under way get to end in


def listen(host: str, port: int) -> socket.socket:
    """Take a port.

    Parameters
    ----------
    host : str
        Name or number of an address of this machine.
    port : int
        0 for any that is free.

    Raises
    ------
    ServerError
        The port is taken, may not be taken, or the host is none of this machine's addresses.
    """
    try:
        return _listening(host, port)
    except (OSError, UnicodeError, OverflowError) as error:
        number = getattr(error, "errno", None)
        if number == errno.EADDRINUSE:
            raise ServerError("api.server.port_taken", port=port) from error
        if number == errno.EACCES:
            raise ServerError("api.server.port_forbidden", port=port) from error
        raise ServerError("api.server.no_host", host=host) from error


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    # The protocol is named, for only then does asyncio send at once: without, each answer waits 40 ms for more.
    listener = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def public_address(url: str, host: str, port: int) -> str:
    """The address clients know the service by.

    Parameters
    ----------
    url : str
        The value of ``--url``; "" for the address of host and port.

    Raises
    ------
    ServerError
        The address is none, or there is none although the service listens everywhere.
    """
    if url:
        if not _is_address(url):
            raise ServerError("api.server.no_url", url=url)
        return url.rstrip("/")
    if _is_everywhere(host):
        raise ServerError("api.server.everywhere", host=host, port=port)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _is_everywhere(host: str) -> bool:
    """Whether a host is 0.0.0.0 or ::, in any of the ways these can be written."""
    try:
        return ip_address(socket.getaddrinfo(host, None)[0][4][0]).is_unspecified
    except (OSError, ValueError):
        return False


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    has_more = parts.query or parts.fragment or re.search(r"\s", url)
    return has_host and parts.scheme in {"http", "https"} and not has_more


def serve(
    catalogue: Catalogue, listener: socket.socket, url: str, lang: str, cache: Path, ready: Callable[[], None]
) -> None:
    """Answer requests until interrupted.

    Parameters
    ----------
    cache : Path
        A folder to keep the drawn base map in.
    ready : callable
        Called once everything is read, just before the first request is answered.

    Raises
    ------
    ServerError
        A file of the base map cannot be read, or the folder cannot be written.
    """
    try:
        cache.mkdir(parents=True, exist_ok=True)
        pages = HtmlPages(publish_base(catalogue.home, catalogue.regions, cache))
    except OSError as error:
        raise ServerError("api.server.no_base_map", file=error.filename) from error
    app = application(load_content(catalogue, url), pages, lang)
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
        lifespan="off",
    )
    ready()
    uvicorn.Server(config).run(sockets=[listener])

"""HTTP with limits and patience: bodies bounded in size, time and depth; busy servers asked again; answers kept."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote_plus

import requests
from requests_cache import CachedSession, SQLiteCache
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import WaitBaseT
from urllib3.exceptions import HTTPError, ReadTimeoutError

from geoplan import __version__

HEADERS: Final = {"User-Agent": f"GeoPlan/{__version__}"}
MAX_BYTES: Final = 2 << 20  # of one JSON body, unpacked; a geocoder's has a few thousand
_CHUNK: Final = 1 << 16  # bytes
_TIMEOUTS_PER_BODY: Final = 6
T = TypeVar("T")


class ResponseTooLargeError(Exception):
    """A body is longer than any valid one."""


def read_body(response: requests.Response, timeout: float, max_bytes: int = MAX_BYTES) -> bytes:
    """Read the body of a response that was requested with ``stream=True``.

    Parameters
    ----------
    response : Response
        Only its headers have been read; it keeps the body, so that ``response.json()`` works afterwards.
    timeout : float
        Seconds between two bytes; the whole body may take six times as long.

    Raises
    ------
    ResponseTooLargeError
        The body exceeds `max_bytes`.
    requests.RequestException
        The server stops sending, closes the connection, or the compression is invalid.
    """
    until = time.monotonic() + _TIMEOUTS_PER_BODY * timeout
    content = bytearray()
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > max_bytes:
                raise ResponseTooLargeError
            if time.monotonic() > until:
                raise requests.Timeout
    except ReadTimeoutError as error:
        raise requests.Timeout from error
    except (HTTPError, OSError) as error:
        if isinstance(error, requests.RequestException):
            raise
        raise requests.ConnectionError from error
    finally:
        response.close()
    response._content, response._content_consumed = bytes(content), True  # for response.json()
    return bytes(content)


def parse_json(content: bytes) -> Any:
    """Parse JSON of any origin; a ValueError where it is none, nested too deep, or has numbers too long for Python."""
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deep") from None


def retry_busy(
    request: Callable[[], T],
    is_busy: Callable[[BaseException], bool],
    tries: int,
    wait: WaitBaseT,
    on_wait: Callable[[BaseException, float, int], None],
) -> T:
    """Send a request again while the server is busy.

    Parameters
    ----------
    request : callable
        Sends it; raises an error where there is no usable response.
    tries : int
        The most there are; the last error is raised.
    wait : tenacity.wait.wait_base or callable
        How long to wait between them; a callable takes tenacity's state and returns seconds.
    on_wait : callable
        Is called before each wait with the error, the seconds and the number of the next try.

    Returns
    -------
    object
        What `request` returns.
    """

    def report(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if error and state.next_action:
            on_wait(error, state.next_action.sleep, state.attempt_number + 1)

    return Retrying(
        retry=retry_if_exception(is_busy), stop=stop_after_attempt(tries), wait=wait, before_sleep=report, reraise=True
    )(request)


def cached_session(
    file: Path,
    is_valid: Callable[[requests.Response], bool],
    secret: str = "",
    secret_parameters: Iterable[str] = (),
    on_damage: Callable[[Path], None] = lambda file: None,
) -> CachedSession:
    """Open a session that keeps JSON responses in a file and requests nothing twice.

    Parameters
    ----------
    file : Path
        An SQLite database; it is made where there is none, and replaced where it is damaged.
    is_valid : callable
        Whether a response may be kept; only those of status 200 are. One in the file that may not is removed.
    secret : str
        A key of the user. Neither the parameter that carries it nor a body that repeats it is written to the file.
    on_damage : callable
        Is called with the file where it is damaged, before it is replaced.

    Returns
    -------
    requests_cache.CachedSession
        Requests need ``stream=True`` and ``timeout``, so that bodies are read by `read_body`.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and not is_database(file):
        on_damage(file)
        file.unlink()
    try:
        session = CachedSession(
            backend=SQLiteCache(file, serializer="json", decode_content=True),
            filter_fn=lambda response: response.status_code == 504 or is_valid(response),  # 504: not in the file
            key_fn=partial(_key, secret),
            ignored_parameters=[*secret_parameters, "Authorization", "Set-Cookie"],
        )
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    session.headers.update({**HEADERS, "Accept": "application/json"})
    session.hooks["response"].append(partial(_read_without_secret, secret))
    return session


def is_database(file: Path) -> bool:
    """Whether a file is an SQLite database that is whole."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:  # locked or not readable, which is no damage
        return True
    except sqlite3.DatabaseError:
        return False


def _key(secret: str, request: Any, **_: Any) -> str:
    """The key of a response: its URL as it was sent, without the secret."""
    url = request.url.replace(f"={quote_plus(secret)}", "=") if secret else request.url
    return sha256(url.encode()).hexdigest()


def _read_without_secret(secret: str, response: requests.Response, *, timeout: float, **_: Any) -> None:
    """Read a body; write its JSON anew, so that no escape sequence hides the secret, and drop headers and cookies."""
    if hasattr(response, "from_cache"):  # requests-cache calls hooks a second time
        return
    content = read_body(response, timeout)
    if response.status_code == 200:
        response.headers = requests.structures.CaseInsensitiveDict({"Content-Type": "application/json"})
        response.cookies.clear()
        response.reason = "OK"
    try:
        text = json.dumps(parse_json(content))
    except ValueError:
        return  # no JSON, and not kept
    response._content = (text.replace(json.dumps(secret)[1:-1], "\\u2026") if secret else text).encode()

"""Requests to a geocoding service: one at a time, no faster than it permits, none sent twice, the key never shown.

A key is part of the URL, as the services require. So no redirection is followed, no message quotes more of a URL than
its host, and libraries do not log while requests are sent.
"""

from __future__ import annotations

import contextlib
import logging
import math
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.utils import get_auth_from_url, urldefragauth
from tenacity import wait_exponential

from geoplan.errors import GeocoderError
from geoplan.geocoding.services.providers import GeocodingService, InvalidResponseError
from geoplan.geocoding.services.results import GeocoderResult
from geoplan.http_client import MAX_BYTES, ResponseTooLargeError, cached_session, parse_json, retry_busy
from geoplan.text.message import Text, message
from geoplan.text.system_reason import system_reason

TRIES: Final = 5  # of one request, while the server is busy or does not answer
_WAIT: Final = wait_exponential(multiplier=2, max=60)  # seconds before the second try and on: 2, 4, 8 …
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_LOGGERS: Final = ("urllib3", "requests_cache")


class GeocodingStoppedError(GeocoderError):
    """A service cannot be asked to the end; its answers until then are kept."""

    def __init__(self, error: GeocoderError, results: dict[str, list[GeocoderResult]], total: int) -> None:
        super().__init__("geocoding.client.stopped", error=error.what, number=len(results), total=total)
        self.results = results


def geocode_batch(
    texts: Sequence[str],
    service: GeocodingService,
    folder: Path,
    timeout: float = 10,
    on_wait: Callable[[Text], None] = lambda text: None,
    on_progress: Callable[[int, int], None] = lambda number, total: None,
) -> dict[str, list[GeocoderResult]]:
    """Ask a service about texts, each once.

    Parameters
    ----------
    folder : Path
        Keeps the answers; a second run asks only for those it lacks.
    timeout : float
        Seconds to wait for one answer.
    on_wait : callable
        Is called with a message when the service has to be waited for, or the kept answers are damaged.
    on_progress : callable
        Is called with the number of queries answered and of all.

    Returns
    -------
    dict of str to list of GeocoderResult
        By text; an empty list where the service knows no such place.

    Raises
    ------
    GeocoderError
        The service needs a key that is not set, or its address is no URL.
    GeocodingStoppedError
        The service refuses the key, has no quota left, stays busy, cannot be reached or answers something else.
    """
    _check(service)
    queries = list(dict.fromkeys(text for text in texts if text.strip()))
    results: dict[str, list[GeocoderResult]] = {}
    with _quiet_loggers():
        try:
            with _Client(service, folder, timeout, on_wait) as client:
                for number, query in enumerate(queries, start=1):
                    results[query] = client.geocode(query)
                    on_progress(number, len(queries))
        except (OSError, sqlite3.Error) as error:
            reason = system_reason(error) if isinstance(error, OSError) else error
            refusal = GeocoderError("geocoding.client.cannot_write", folder=folder, error=reason)
            raise GeocodingStoppedError(refusal, results, len(queries)) from None
        except GeocoderError as error:
            raise GeocodingStoppedError(error, results, len(queries)) from None
    return results


def _check(service: GeocodingService) -> None:
    address = urlsplit(service.address)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise GeocoderError("geocoding.client.invalid_address", name=service.name)
    if service.setting and not service.key:
        raise GeocoderError("geocoding.client.no_key", service=service.title, setting=service.setting)


class _Client:
    """A session with one service."""

    def __init__(
        self, service: GeocodingService, folder: Path, timeout: float, on_wait: Callable[[Text], None]
    ) -> None:
        self.service, self.timeout, self.on_wait = service, timeout, on_wait
        self.url = urldefragauth(service.address).rstrip("/") + service.path
        self.auth = get_auth_from_url(service.address)
        self.last_request = -math.inf
        self.session = cached_session(
            folder / f"{service.name}.sqlite",
            self._is_valid,
            service.key,
            [name for name, value in service.ask("", service.key).items() if service.key and value == service.key],
            lambda file: on_wait(message("geocoding.client.cache_damaged", file=file.name)),
        )

    def __enter__(self) -> _Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()

    def geocode(self, query: str) -> list[GeocoderResult]:
        """The cached answer, or a new one; while the server is busy, it is asked again a few times, each time later."""
        cached = self._get(query, only_if_cached=True)
        if cached.status_code == 200 and self._is_valid(cached):
            return self._read(cached)
        if (pause := self.last_request + self.service.pause - time.monotonic()) > 0:
            time.sleep(pause)
        try:
            return retry_busy(lambda: self._request(query), _is_busy, TRIES, _WAIT, self._report_wait)
        except (InvalidResponseError, requests.RequestException) as error:
            raise self._refusal(error) from None
        finally:
            self.last_request = time.monotonic()

    def _get(self, query: str, **options: Any) -> requests.Response:
        params = self.service.ask(query, self.service.key)
        return self.session.get(
            self.url, params=params, auth=self.auth if any(self.auth) else None, timeout=self.timeout,
            allow_redirects=False, stream=True, **options,
        )  # fmt: skip

    def _request(self, query: str) -> list[GeocoderResult]:
        try:
            return self._read(self._get(query))
        except ResponseTooLargeError:
            raise InvalidResponseError("bad", f"> {MAX_BYTES >> 20} MB") from None

    def _read(self, response: requests.Response) -> list[GeocoderResult]:
        code = f"HTTP {response.status_code}"
        if response.status_code in _BUSY:
            raise InvalidResponseError("busy", str(response.status_code))
        if response.is_redirect:
            raise InvalidResponseError("bad", code)
        try:
            data = parse_json(response.content or b"")
        except ValueError:
            raise InvalidResponseError("bad", code) from None
        try:
            return self.service.read(data)
        except InvalidResponseError as error:
            raise InvalidResponseError(error.verdict, error.detail or ("" if response.ok else code)) from None

    def _is_valid(self, response: requests.Response) -> bool:
        """Whether to keep an answer: services also report errors with status 200."""
        try:
            self._read(response)
        except InvalidResponseError:
            return False
        return True

    def _report_wait(self, error: BaseException, seconds: float, number: int) -> None:
        values = {"error": _detail(error), "seconds": seconds, "number": number, "tries": TRIES}
        self.on_wait(message("geocoding.client.waiting", service=self.service.title, **values))

    def _refusal(self, error: InvalidResponseError | requests.RequestException) -> GeocoderError:
        values = {"service": self.service.title, "error": _detail(error), "host": urlsplit(self.url).netloc}
        if _is_busy(error):
            return GeocoderError("geocoding.client.busy", tries=TRIES, **values)
        if isinstance(error, InvalidResponseError) and error.verdict in {"key", "quota"}:
            return GeocoderError(f"geocoding.client.{error.verdict}", setting=self.service.setting, **values)
        detail = message("geocoding.client.detail", error=_detail(error)) if _detail(error) else ""
        return GeocoderError("geocoding.client.invalid_response", **{**values, "error": detail})


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, requests.RequestException) or getattr(error, "verdict", "") == "busy"


def _detail(error: BaseException) -> str:
    """A word for an error; the text of a requests error may hold the URL with the key."""
    if isinstance(error, InvalidResponseError):
        return "".join(c for c in error.detail if c.isprintable())[:60]
    return "timeout" if isinstance(error, requests.Timeout) else type(error).__name__


@contextlib.contextmanager
def _quiet_loggers() -> Iterator[None]:
    """Keep libraries from logging URLs, which hold the key."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)

"""Asking a geocoding service: one question at a time, no faster than it wants, nothing twice, and never its key aloud.

A key is sent in the address of a question, as the services want it. So no redirection is followed, no message quotes
an address beyond the server's, and urllib3 does not log while questions are asked.
"""

from __future__ import annotations

import contextlib
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from geoplan import __version__
from geoplan.errors import GeocoderError
from geoplan.geocoding.services.providers import GeocodingService, InvalidResponseError
from geoplan.geocoding.services.response_cache import ResponseCache
from geoplan.geocoding.services.results import GeocoderResult
from geoplan.http_client import MAX_BYTES, ResponseTooLargeError, parse_json, read_body
from geoplan.streets.osmnx_settings import osmnx_settings
from geoplan.streets.overpass_responses import Tell
from geoplan.text.message import local_text

TRIES: Final = 5  # of one question, while the server is busy or does not answer
_WAIT: Final = 2.0  # seconds before the second try; doubled each time
_MOST: Final = 60.0  # seconds; a server that wants to be left alone for longer is left for today
_BUSY: Final = frozenset({429, 500, 502, 503, 504})
_RESULTS: Final = 5  # of Nominatim


class GeocodingStoppedError(GeocoderError):
    """A service could not be asked to the end; what it answered until then is kept.

    Parameters
    ----------
    zh, en : str
        Fact and remedy.
    found : dict
        The answers there are, by query.
    """

    def __init__(self, zh: str, en: str, found: dict[str, list[GeocoderResult]]) -> None:
        super().__init__(zh, en)
        self.found = found


def geocode_batch(
    texts: Sequence[str],
    service: GeocodingService,
    folder: Path,
    timeout: float = 10,
    tell: Tell = lambda zh, en: None,
    done: Callable[[int, int], None] = lambda at, of: None,
) -> dict[str, list[GeocoderResult]]:
    """Ask a service about texts, each once.

    Parameters
    ----------
    texts : sequence of str
        Names or addresses.
    service : GeocodingService
        Whom to ask.
    folder : Path
        Where answers are kept; a second run asks only for what is not there.
    timeout : float
        Seconds to wait for one answer.
    tell : callable
        Is told, in Chinese and in English, when the service has to be waited for.
    done : callable
        Is told how many of how many are answered.

    Returns
    -------
    dict of str to list of Found
        By text; an empty list where the service knows no such place.

    Raises
    ------
    GeocoderError
        The service needs a key that is not set, or its address is none.
    GeocodingStoppedError
        The service does not take the key, has no quota left, stays busy, cannot be reached or answers nonsense.
    """
    _check(service)
    kept = ResponseCache(folder, service.name, service.address)
    wanted = list(dict.fromkeys(text for text in texts if text.strip()))
    found: dict[str, list[GeocoderResult]] = {}
    last = -math.inf
    with _discreet():
        for at, text in enumerate(wanted, start=1):
            answer = kept.get(text)
            if answer is None:
                if (early := last + service.pause - time.monotonic()) > 0:
                    time.sleep(early)
                try:
                    answer = _asked(text, service, timeout, tell)
                    kept.put(text, answer)
                except GeocoderError as error:
                    raise _stopped(error, found, len(wanted)) from None
                except OSError as error:
                    zh = f"GEOPLAN_CACHE：无法写入 {folder}（{error.strerror}），请换一个可写的文件夹"
                    en = f"GEOPLAN_CACHE: cannot write to {folder} ({error.strerror}); choose another folder"
                    raise _stopped(GeocoderError(zh, en), found, len(wanted)) from None
                last = time.monotonic()
            found[text] = answer
            done(at, len(wanted))
    return found


def _check(service: GeocodingService) -> None:
    address = urlsplit(service.address)
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise GeocoderError("geocoding.services.client.service_address_no_http_s", name=service.name)
    if service.setting and not service.key:
        raise GeocoderError(
            "geocoding.services.client.service_wants_key_set_environment", title=service.title, setting=service.setting
        )


def _asked(text: str, service: GeocodingService, timeout: float, tell: Tell) -> list[GeocoderResult]:
    """One answer; a busy server is asked again a few times, each time later."""
    wait = _WAIT
    for tries in range(1, TRIES + 1):
        try:
            found = service.read(_download(text, service, timeout))
            # A server may write the question into its answer, and the key with it: that would stay in files.
            return [replace(item, label=item.label.replace(service.key or "\0", "…")) for item in found]
        except InvalidResponseError as error:
            if error.verdict != "busy":
                raise _refused(service, error) from None
            said = error.said or "429"
        except requests.RequestException as error:  # its text may hold the address with the key
            said = "timeout" if isinstance(error, requests.Timeout) else type(error).__name__
        if tries < TRIES:
            tell(
                f"{service.title.zh}暂不回答（{said}），{wait:g} 秒后再试，第 {tries + 1} 次，共 {TRIES} 次",
                f"{service.title.en} does not answer ({said}); trying again in {wait:g} s, {tries + 1} of {TRIES}",
            )
            time.sleep(wait)
            wait = min(_MOST, wait * 2)
    raise GeocoderError(
        "geocoding.services.client.does_not_answer_tries_run",
        title=service.title,
        service=_host(service),
        said=said,
        tries=TRIES,
    )


def _download(text: str, service: GeocodingService, timeout: float) -> Any:
    if service.name == "nominatim":
        return _by_osmnx(text, service, timeout)
    answer = requests.get(
        service.address.rstrip("/") + service.path,
        params=service.ask(text, service.key),
        timeout=timeout,
        headers={"User-Agent": f"GeoPlan/{__version__}", "Accept": "application/json"},
        allow_redirects=False,
        stream=True,
    )
    return _parsed(answer, timeout)


def _parsed(answer: requests.Response, timeout: float) -> Any:
    if answer.status_code in _BUSY:
        answer.close()
        raise InvalidResponseError("busy", str(answer.status_code))
    try:
        data = parse_json(read_body(answer, timeout))
    except ResponseTooLargeError:
        raise InvalidResponseError("bad", f"HTTP {answer.status_code}, > {MAX_BYTES >> 20} MB") from None
    except ValueError:
        raise InvalidResponseError("bad", f"HTTP {answer.status_code}") from None
    if not answer.ok and not isinstance(data, dict):
        raise InvalidResponseError("bad", f"HTTP {answer.status_code}")
    return data


def _by_osmnx(text: str, service: GeocodingService, timeout: float) -> Any:
    """Nominatim by OSMnx, which waits a second before each question as its usage policy asks."""
    from osmnx import _nominatim  # its public geocode() keeps only the first place, and of that only the coordinates

    def judge(answer: requests.Response, *_: Any, **__: Any) -> None:
        data = _parsed(answer, timeout)  # raises before OSMnx would wait 55 s and ask again without end
        if not answer.ok or answer.is_redirect or not isinstance(data, list):
            raise InvalidResponseError("bad", f"HTTP {answer.status_code}")

    options = {
        "nominatim_url": service.address,
        "nominatim_key": None,
        "use_cache": False,  # answers are kept here, judged and without the server's address
        "requests_timeout": timeout,
        "requests_kwargs": {"hooks": {"response": judge}, "allow_redirects": False, "stream": True},
    }
    with osmnx_settings(**options):
        return _nominatim._download_nominatim_element(text, limit=_RESULTS, polygon_geojson=False)


def _refused(service: GeocodingService, error: InvalidResponseError) -> GeocoderError:
    zh, en, host = service.title.zh, service.title.en, _host(service)
    said = "".join(c for c in error.said if c.isprintable()).replace(service.key or "\0", "…")[:60]
    if error.verdict == "key":
        return GeocoderError(
            "geocoding.services.client.does_not_take_key_check",
            said=said,
            setting=service.setting,
            zh=local_text(zh, en),
        )
    if error.verdict == "quota":
        return GeocoderError("geocoding.services.client.no_quota_left_run_again", said=said, zh=local_text(zh, en))
    return GeocoderError(
        "geocoding.services.client.answer_cut_short_not_json",
        host=host,
        zh=local_text(zh, en),
        value=local_text(said and f"（{said}）", said and f" ({said})"),
    )


def _stopped(error: GeocoderError, found: dict[str, list[GeocoderResult]], of: int) -> GeocodingStoppedError:
    return GeocodingStoppedError(
        f"{error.zh}；已得到 {len(found)}/{of} 条，已保存，再运行时不会重问",
        f"{error.en}; {len(found)} of {of} are answered and kept, and will not be asked for again",
        found,
    )


def _host(service: GeocodingService) -> str:
    return urlsplit(service.address).netloc.rpartition("@")[2]


@contextlib.contextmanager
def _discreet() -> Iterator[None]:
    """Keep urllib3 from logging addresses, which hold the key."""
    log = logging.getLogger("urllib3")
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)

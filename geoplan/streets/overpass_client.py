"""One query to an Overpass server: in turn, with a bounded number of waits, and only whole answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import osmium
import requests
from tenacity import RetryCallState, wait_fixed

from geoplan.errors import StreetsError
from geoplan.http_client import HEADERS, ResponseTooLargeError, read_body, retry_busy
from geoplan.text.message import Text, message

OnMessage = Callable[[Text], None]

TRIES: Final = 5  # of one query, while the server is busy
BUSY_WAIT: Final = 55  # seconds between them
STATUS_TRIES: Final = 60  # of asking whether a slot is free
STATUS_WAIT: Final = 5  # seconds between them while a query of ours runs
_STATUS_TIMEOUT: Final = 10  # seconds
_BUSY: Final = frozenset({429, 504})
_MAX_BYTES: Final = 1 << 30
_LIMITED: Final = re.compile(r"^Rate limit: *[1-9]", re.M)
_SLOT_IN: Final = re.compile(r"^Slot available after: .*, in (\d+) seconds", re.M)
_REMARK: Final = re.compile(rb"<remark>\s*(.*?)\s*</remark>", re.S)


class _BusyError(Exception):
    """The server has no slot, or no time, for a query."""


class OverpassClient:
    """Sends queries to one server, one at a time.

    Parameters
    ----------
    server : str
        Its address, without ``/interpreter``.
    timeout : float
        Seconds to wait for an answer.
    on_message : callable
        Is called with a message when the server has to be waited for.
    """

    def __init__(self, server: str, timeout: float, on_message: OnMessage) -> None:
        self.server, self.timeout, self.on_message = server, timeout, on_message
        self.session = requests.Session()
        self.session.headers.update(HEADERS)

    def query(self, text: str) -> bytes:
        """Send a query.

        Parameters
        ----------
        text : str
            In Overpass QL, with ``[out:xml]``.

        Raises
        ------
        StreetsError
            The server cannot be reached, is slow, stays busy, or its answer is partial or no OSM XML.
        """

        def send() -> bytes:
            self._wait_for_slot()
            return self._post(text)

        try:
            return retry_busy(send, _is_busy, TRIES, wait_fixed(BUSY_WAIT), self._report_wait)
        except _BusyError as error:
            raise self._error("busy", status=str(error), tries=TRIES) from None
        except requests.Timeout as error:
            raise self._error("timeout") from error
        except requests.RequestException as error:
            raise self._error("unreachable", error=type(error).__name__) from error

    def _report_wait(self, error: BaseException, seconds: float, number: int) -> None:
        self.on_message(
            message("streets.overpass_client.waiting", status=error, seconds=seconds, number=number, tries=TRIES)
        )

    def _wait_for_slot(self) -> None:
        """Wait only where the server sets a limit: one without a limit, or without a status page, names no slots."""
        try:
            retry_busy(self._check_slot, _is_busy, STATUS_TRIES, _slot_wait, lambda error, seconds, number: None)
        except _BusyError:
            raise self._error("busy", status="status", tries=STATUS_TRIES) from None

    def _check_slot(self) -> None:
        answer = self.session.get(f"{self.server}/status", timeout=min(self.timeout, _STATUS_TIMEOUT), stream=True)
        text = read_body(answer, self.timeout).decode("utf-8", "replace")
        if answer.ok and (seconds := seconds_to_slot(text)):
            raise _BusyError(seconds)

    def _post(self, text: str) -> bytes:
        address = f"{self.server}/interpreter"
        answer = self.session.post(address, data={"data": text}, timeout=self.timeout, stream=True)
        if answer.status_code in _BUSY:
            answer.close()
            raise _BusyError(answer.status_code)
        if not answer.ok:
            answer.close()
            raise self._error("http_error", status=answer.status_code, reason=answer.reason)
        try:
            content = read_body(answer, self.timeout, _MAX_BYTES)
        except ResponseTooLargeError:
            raise self._error("not_overpass") from None
        if remark := _REMARK.search(content):
            raise self._error("partial", remark=remark[1].decode("utf-8", "replace"))
        if b"<osm" not in content[:1000]:
            raise self._error("not_overpass")
        if not is_whole(content):
            raise self._error("cut_short")
        return content

    def _error(self, key: str, **values: object) -> StreetsError:
        return StreetsError(f"streets.overpass_client.{key}", server=self.server, **values)


def seconds_to_slot(status: str) -> int:
    """Read from the text of ``/status`` how many seconds to wait; 0 where a slot is free or no limit is set."""
    lines = status.splitlines()
    if not _LIMITED.search(status) or len(lines) < 5 or "available now" in status:
        return 0
    if soonest := [int(seconds) for seconds in _SLOT_IN.findall(status)]:
        return max(min(soonest), 1)
    return STATUS_WAIT if lines[4].startswith("Currently running") else 0


def is_whole(content: bytes) -> bool:
    """Whether something is complete OSM XML without a remark, by which Overpass marks partial data."""
    try:
        for _ in osmium.FileProcessor(osmium.io.FileBuffer(content, "osm"), osmium.osm.RELATION):
            pass
    except RuntimeError:
        return False
    return _REMARK.search(content) is None


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, _BusyError)


def _slot_wait(state: RetryCallState) -> float:
    return float(str(state.outcome.exception())) if state.outcome else 0.0

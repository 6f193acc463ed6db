"""Judging what Overpass answers: OSMnx retries without end and lets partial answers pass, this does neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import requests

from geoplan.errors import StreetsError

Tell = Callable[[str, str], None]  # is told, in Chinese and in English, what goes on

TRIES: Final = 5  # of one question, while the server is busy; OSMnx waits 55 s between them
STATUS_TRIES: Final = 60  # of asking whether it is our turn; OSMnx waits 5 s between them
_BUSY: Final = frozenset({429, 504})


def is_limited(overpass: str, seconds: float = 10) -> bool:
    """Ask an Overpass server whether it hands out turns.

    Parameters
    ----------
    overpass : str
        Address, without ``/status`` or ``/interpreter``.
    seconds : float
        How long to wait for it.

    Returns
    -------
    bool
        True where ``/status`` answers as OSMnx reads it, so that OSMnx may wait for its turn. Elsewhere it would
        wait a minute before each question, or for ever where the server sets no limit.

    Raises
    ------
    StreetsError
        The server does not answer.
    """
    try:
        answer = requests.get(f"{overpass}/status", timeout=seconds)
    except requests.RequestException as error:
        raise unreachable(overpass, error) from error
    lines = answer.text.splitlines()
    limit = next((line for line in lines if line.startswith("Rate limit:")), "")
    return answer.ok and len(lines) > 4 and limit.removeprefix("Rate limit:").strip() not in {"", "0"}


class ResponseGuard:
    """A hook of requests that sees every answer before OSMnx does."""

    def __init__(self, overpass: str, tell: Tell) -> None:
        self.overpass = overpass
        self.tell = tell
        self.busy = self.waiting = 0

    def __call__(self, answer: requests.Response, *_: Any, **__: Any) -> None:
        """Let a good answer pass, wait a bounded number of times, refuse the rest."""
        if answer.is_redirect:
            return
        if answer.request.method == "GET":  # OSMnx asks for its turn
            self.waiting += 1
            if self.waiting > STATUS_TRIES:
                raise self._too_busy(self.waiting - 1, "status")
        elif answer.status_code in _BUSY:
            self._wait(answer.status_code)
        else:
            self._read(answer)
            self.busy = self.waiting = 0

    def _wait(self, status: int) -> None:
        self.busy += 1
        if self.busy == TRIES:
            raise self._too_busy(TRIES, str(status))
        self.tell(
            f"服务器忙（{status}），55 秒后再试，第 {self.busy + 1} 次，共 {TRIES} 次",
            f"the server is busy ({status}); trying again in 55 s, {self.busy + 1} of {TRIES}",
        )

    def _too_busy(self, tries: int, said: str) -> StreetsError:
        return StreetsError(
            "streets.overpass_responses.overpass_stays_busy_tries_run", overpass=self.overpass, said=said, tries=tries
        )

    def _read(self, answer: requests.Response) -> None:
        if not answer.ok:
            raise StreetsError(
                "streets.overpass_responses.overpass_answered_check_address_name",
                overpass=self.overpass,
                status_code=answer.status_code,
                reason=answer.reason,
            )
        try:
            data = answer.json()
        except requests.JSONDecodeError as error:
            raise StreetsError(
                "streets.overpass_responses.overpass_answer_cut_short_no", overpass=self.overpass
            ) from error
        if remark := isinstance(data, dict) and data.get("remark"):
            raise StreetsError(
                "streets.overpass_responses.overpass_gave_part_data_run", overpass=self.overpass, remark=remark
            )
        if not is_sound(data):
            raise StreetsError("streets.overpass_responses.overpass_answer_no_overpass_data", overpass=self.overpass)


def is_sound(data: object) -> bool:
    """Whether something is a whole answer of Overpass."""
    return isinstance(data, dict) and isinstance(data.get("elements"), list) and "remark" not in data


def unreachable(overpass: str, error: requests.RequestException) -> StreetsError:
    """What to say when a server does not answer, or stops doing so.

    Parameters
    ----------
    overpass : str
        Its address.
    error : requests.RequestException
        What happened.

    Returns
    -------
    StreetsError
        A time-out and a missing connection have different remedies.
    """
    if isinstance(error, requests.Timeout):
        return StreetsError("streets.overpass_responses.timeout_did_not_answer_time", overpass=overpass)
    return StreetsError(
        "streets.overpass_responses.overpass_cannot_reach_check_network", overpass=overpass, name=type(error).__name__
    )

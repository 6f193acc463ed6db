"""Reading what a server sends only as far as an answer can reach: in size, in time and in depth."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

MAX_BYTES: Final = 2 << 20  # of one answer, unpacked; a geocoder's has a few thousand
_PIECE: Final = 1 << 16  # bytes
_PATIENCE: Final = 6  # times the seconds a server may keep silent, for all of its answer


class ResponseTooLargeError(Exception):
    """An answer longer than any sound one."""


def read_body(answer: requests.Response, timeout: float) -> bytes:
    """Read the body of an answer that was asked for with ``stream=True``.

    Parameters
    ----------
    answer : Response
        Its headers have come; it also keeps what is read, so that ``answer.json()`` works afterwards.
    timeout : float
        Seconds the server may keep silent; six times as long may the whole answer take, one byte now and then.

    Returns
    -------
    bytes
        Unpacked.

    Raises
    ------
    ResponseTooLargeError
        More than 2 MB.
    requests.RequestException
        The server falls silent, breaks off, or packs badly.
    """
    until = time.monotonic() + _PATIENCE * timeout
    content = bytearray()
    try:
        while piece := answer.raw.read1(_PIECE, decode_content=True):
            content += piece
            if len(content) > MAX_BYTES:
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
        answer.close()
    answer._content, answer._content_consumed = bytes(content), True  # for answer.json()
    return bytes(content)


def parse_json(content: bytes) -> Any:
    """Parse JSON of anyone's making.

    Parameters
    ----------
    content : bytes
        UTF-8, -16 or -32.

    Returns
    -------
    object
        The data.

    Raises
    ------
    ValueError
        It is no JSON, nested without end, or holds a number of thousands of digits.
    """
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deep") from None

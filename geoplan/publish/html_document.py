"""One HTML document of a style sheet, a script, data and plain content, whose policy forbids every request."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Any, Final

import orjson

_ENDS_SCRIPT: Final = re.compile(r"<(?=/script|!--)", re.IGNORECASE)
_LEVEL: Final = 9  # the smallest


def packed(value: Any) -> str:
    """JSON, compressed (RFC 1950), in base64: letters, digits, ``+``, ``/`` and ``=`` alone."""
    content = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)
    return b64encode(zlib.compress(content, _LEVEL)).decode()


def html_document(
    title: str, lang: str, style: str, script: str, data: dict[str, str], start: dict[str, Any], body: str
) -> bytes:
    """Write the document.

    Parameters
    ----------
    title : str
        Plain text.
    data : dict of str
        What `packed` gives, by the id of the element that it stands in.
    start : dict
        What is small and needed first, as JSON in the element ``start``.
    body : str
        HTML.

    Returns
    -------
    bytes
        UTF-8. Its policy allows this one script by its hash, styles within it, pictures within it, and no request.
    """
    safe_script = _ENDS_SCRIPT.sub(r"\\x3c", script)
    digest = b64encode(sha256(safe_script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    blocks = "\n".join(f'<script type="text/plain" id="{name}">{text}</script>' for name, text in data.items())
    return f"""<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style.replace("</style", "")}</style>
</head>
<body>
{body}
<script type="application/json" id="start">{_inline_json(start)}</script>
{blocks}
<script>{safe_script}</script>
</body>
</html>
""".encode()


def _inline_json(value: Any) -> str:
    """JSON that may stand in a script: nothing in it ends or opens an element, or a line of JavaScript."""
    text = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

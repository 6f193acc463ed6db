"""The links of an answer: to addresses that are there, with what was asked for kept, in the reader's language.

pygeoapi's lead to the landing page without a slash, from which a page behind a proxy's prefix loads nothing; drop
``lang`` and, of a later page, ``offset``; and have English titles alone.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from geoplan.text.message import section

_OF_ITSELF: Final = {"self", "alternate"}


def response_links(said: dict[str, Any], url: str, lang: str, asked: dict[str, str]) -> dict[str, Any]:
    """Put the links of a document right, and those of the collections in it.

    Parameters
    ----------
    url : str
        The address clients know the service by, without a slash at its end.
    asked : dict of str
        The parameters of the request, as far as they were given.
    """
    if "collections" in said:
        said = {**said, "collections": [response_links(one, url, lang, asked) for one in said["collections"]]}
    if "links" not in said:
        return said
    return {**said, "links": [_right(link, url, lang, asked) for link in said["links"]]}


def _right(link: dict[str, Any], url: str, lang: str, asked: dict[str, str]) -> dict[str, Any]:
    title = link.get("title", "")
    told = {**link, "title": section("api_links", lang).get(title, title)}
    within = link["href"].removeprefix(url)
    if not link["href"].startswith(url) or within[:1] not in {"", "/", "?"}:
        return told
    path, _, query = (within if within.startswith("/") else f"/{within}").partition("?")
    names = ("lang", "offset") if link["rel"] in _OF_ITSELF else ("lang",)
    added = urlencode({name: asked[name] for name in names if name in asked and f"{name}=" not in query})
    query = "&".join(part for part in (query, added) if part)
    return {**told, "href": f"{url}{path}?{query}" if query else f"{url}{path}"}

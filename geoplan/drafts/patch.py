"""Patch files: drafts as GeoJSON (RFC 7946), to be handed on, read by others and put into a catalogue.

The collection has the foreign member ``geoplan_patch``: ``format`` (1), ``data_version`` of the catalogue that was
drawn on, and ``written_on``, an ISO day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.drafts.draft import Draft
from geoplan.drafts.draft_checks import read_feature
from geoplan.drafts.draft_store import DRAFTS
from geoplan.errors import UserError
from geoplan.forms.layer_features import rounded_geometry
from geoplan.readers.read_limits import FEATURES, MEGABYTES, limit_message
from geoplan.text.clean_text import clean_text
from geoplan.text.message import Text, joined, message
from geoplan.text.shorten import shorten

FORMAT: Final = 1
MEMBER: Final = "geoplan_patch"
MOST_BYTES: Final = 10 * 2**20

_LISTED: Final = 10  # reasons in one error


def write_patch(drafts: Sequence[Draft], data_version: str, day: date) -> bytes:
    """Write drafts as a patch file.

    Parameters
    ----------
    drafts : sequence of Draft
        In any order; the file has them by category and id.
    data_version : str
        Of the catalogue.
    day : date
        On which it is written.

    Returns
    -------
    bytes
        UTF-8, one feature a line, coordinates with 7 decimals; the same for the same drafts.
    """
    head = {"format": FORMAT, "data_version": data_version, "written_on": day.isoformat()}
    ordered = sorted(drafts, key=lambda draft: (draft.category, draft.draft_id))
    lines = b",\n".join(map(_line, ordered))
    member = orjson.dumps({"type": "FeatureCollection", MEMBER: head})[:-1]
    return member + b',"features":[\n' + lines + b"\n]}\n"


def _line(draft: Draft) -> bytes:
    values = {key: clean_text(value) for key, value in vars(draft).items()}
    return orjson.dumps(Draft(**values | {"geometry": rounded_geometry(draft.geometry)}).to_feature())


def read_patch(content: bytes, name: str, catalogue: Catalogue) -> list[Draft]:
    """Read a patch file, all of it or nothing.

    Parameters
    ----------
    name : str
        Of the file, for messages.

    Returns
    -------
    list of Draft
        In the order of the file; see `geoplan.drafts.draft_checks.read_feature`.

    Raises
    ------
    UserError
        It is no patch, too large, of a newer format, or a feature is wrong; up to ten reasons are listed, each with
        the number of the feature from 1.
    """
    features = _features(content, shorten(name))
    drafts: list[Draft] = []
    reasons: list[Text] = []
    first: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        draft, faults = read_feature(feature, catalogue)
        if draft is not None:
            drafts.append(draft)
            if first.setdefault(draft.draft_id, number) != number:
                values = {"draft_id": draft.draft_id, "first": first[draft.draft_id]}
                faults = [message("place.patch.repeated", **values)]
        reasons += [message("place.patch.reason", n=number, id=_id_of(feature), reason=fault) for fault in faults]
    if reasons:
        raise UserError("place.patch.refused", name=shorten(name), n=len(reasons), reasons=listed(reasons))
    return drafts


def listed(reasons: Sequence[Text]) -> Text:
    """The first ten of several reasons, a line each, and how many there are beyond."""
    lines = [*reasons[:_LISTED]]
    if len(reasons) > _LISTED:
        lines.append(message("place.patch.and_more", n=len(reasons) - _LISTED))
    return joined(lines, "place.patch.line_break")


def _features(content: bytes, name: str) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise limit_message(name, MEGABYTES, len(content) / 2**20, MOST_BYTES / 2**20)
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise UserError("place.patch.no_json", name=name, line=error.lineno, column=error.colno) from error
    head = document.get(MEMBER) if isinstance(document, dict) else None
    format = head.get("format") if isinstance(head, dict) else None
    if isinstance(format, int) and format > FORMAT:
        raise UserError("place.patch.newer", name=name, format=format, known=FORMAT)
    features = document.get("features") if isinstance(document, dict) else None
    if format != FORMAT or document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise UserError("place.patch.no_patch", name=name, member=MEMBER)
    if len(features) > DRAFTS:
        raise limit_message(name, FEATURES, len(features), DRAFTS)
    return features


def _id_of(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return shorten(properties.get("draft_id", "")) if isinstance(properties, dict) else ""

"""Ports, airports and railway stations as the browser draws them."""

from __future__ import annotations

import orjson

from geoplan.catalogue.catalogue import Catalogue
from geoplan.text.message import Text, joined
from geoplan.text.names import name_of
from geoplan.vocabulary import GATEWAY_KINDS, STATUSES


def gateway_features(catalogue: Catalogue) -> bytes:
    """Lay out the gateways for geoplan-gateways.js.

    Returns
    -------
    bytes
        JSON, a list: ``id``; ``k``, the kind, and ``what``, its name by language, with the state where it is not in
        use; ``name`` by language; ``x``, ``y`` (degrees, WGS 84); ``s``, the same place among the sites, or "".
    """
    rows = [
        {
            "id": str(row.Index),
            "k": row.kind,
            "what": _what(row.kind, row.status).by_language(),
            "name": name_of(catalogue.gateways, str(row.Index)).by_language(),
            "x": round(row.lon, 6),
            "y": round(row.lat, 6),
            "s": row.site_id,
        }
        for row in catalogue.gateways.itertuples()
    ]
    return orjson.dumps(rows)


def _what(kind: str, status: str) -> Text:
    parts = [GATEWAY_KINDS[kind]] if status in ("", "existing") else [GATEWAY_KINDS[kind], STATUSES[status]]
    return joined(parts)

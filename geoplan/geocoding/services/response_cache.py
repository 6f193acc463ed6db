"""What services have answered, kept on disk so that nothing is asked twice and a stopped run goes on where it was."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from geoplan.files import write_atomically
from geoplan.geocoding.services.results import GeocoderResult, validate_result

_DATUMS: Final = frozenset({"GCJ-02", "WGS84"})


class ResponseCache:
    """The answers of one service.

    Parameters
    ----------
    folder : Path
        Where all services' answers are kept.
    service : str
        Its name.
    address : str
        Of its server: another server may know other places.
    """

    def __init__(self, folder: Path, service: str, address: str) -> None:
        self.folder = folder / service
        self.address = address

    def path(self, text: str) -> Path:
        """Where the answer to one query is kept; neither name nor content hold a key."""
        mark = hashlib.sha256(f"{self.address}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self.folder / mark[:2] / f"{mark}.json"

    def get(self, text: str) -> list[GeocoderResult] | None:
        """What the service answered to a query; None where it was not asked or the file is damaged.

        Parameters
        ----------
        text : str
            The query.

        Returns
        -------
        list of GeocoderResult or None
            An empty list is an answer: the service knows no such place.
        """
        try:
            data = json.loads(self.path(text).read_bytes())
            found = [validate_result(i["lon"], i["lat"], i["datum"], i["level"], i["label"]) for i in data["found"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if data.get("query") != text or any(item is None or item.datum not in _DATUMS for item in found):
            return None
        return [item for item in found if item is not None]

    def put(self, text: str, found: list[GeocoderResult]) -> None:
        """Keep the answer to a query, whole or not at all.

        Parameters
        ----------
        text : str
            The query.
        found : list of GeocoderResult
            The answer.

        Raises
        ------
        OSError
            The folder cannot be written to.
        """
        path = self.path(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"query": text, "found": [asdict(item) for item in found]}
        write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))

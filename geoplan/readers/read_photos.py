"""Photos that say where they were taken: each a point, by the GPS block of its EXIF."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from geoplan.crs.systems import parse_system
from geoplan.readers.archive_type import PHOTOS, is_clutter
from geoplan.readers.row_report import RowReport
from geoplan.readers.safe_zip import open_archive, read_member, readable_name, unsafe_reason
from geoplan.readers.source_table import SourceTable
from geoplan.text.clean_text import clean_text
from geoplan.text.message import message

_ZIP: Final = b"PK"
_GPS, _EXIF = 0x8825, 0x8769  # the blocks of an EXIF, and tags in them
_LAT_REF, _LAT, _LON_REF, _LON, _ALTITUDE_REF, _ALTITUDE, _DIRECTION = 1, 2, 3, 4, 5, 6, 17
_TAKEN, _TAKEN_ANY = 0x9003, 0x0132
_COLUMNS: Final = ("file", "taken", "altitude_m", "direction")


def read_photos(content: bytes, name: str) -> SourceTable:
    """Read where a photo, or each photo of an archive, was taken, as points in WGS 84.

    Returns
    -------
    SourceTable
        ``file``, ``taken`` (day and time as the camera had them), ``altitude_m`` (metres) and ``direction`` (degrees
        from north); photos without a position are reported as left out.

    Raises
    ------
    ReaderError
        The archive is damaged.

    References
    ----------
    CIPA DC-008, Exif 2.32, section 4.6.6
    """
    photos = _members(content, name) if content.startswith(_ZIP) else [(name, content)]
    row_report = RowReport()
    shapes: list[Any] = []
    rows: list[dict[str, Any]] = []
    for number, (file, photo) in enumerate(photos, start=1):
        gps, taken = _blocks(photo)
        point = _point(gps)
        if point is None:
            row_report.add(number, "left_out", message("readers.read_photos.no_position"), file)
        shapes.append(point)
        rows.append({"file": file, "taken": taken, **_measures(gps)})
    index = pd.RangeIndex(1, len(rows) + 1, name="row")
    geometries = np.empty(len(shapes), dtype=object)
    geometries[:] = shapes
    locations = {number: row["file"] for number, row in enumerate(rows, start=1)}
    frame = pd.DataFrame(rows, index=index, columns=list(_COLUMNS))
    return SourceTable(geometries, frame, row_report, locations, parse_system("4326"))


def _members(content: bytes, name: str) -> Iterable[tuple[str, bytes]]:
    with open_archive(content, name) as archive:
        for member in archive.infolist():
            path = PurePosixPath(readable_name(member))
            if path.suffix.lower() in PHOTOS and not is_clutter(path) and not unsafe_reason(member):
                yield str(path), read_member(archive, member, name)


def _blocks(photo: bytes) -> tuple[dict[int, Any], str | None]:
    """The GPS block of a photo and when it was taken; nothing where it has none or cannot be read."""
    from PIL import Image  # imported only where a photo is read

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken EXIF and large pictures, of which no pixel is read
            exif = Image.open(BytesIO(photo), formats=("JPEG", "MPO")).getexif()
            gps, taken = dict(exif.get_ifd(_GPS)), exif.get_ifd(_EXIF).get(_TAKEN) or exif.get(_TAKEN_ANY)
    except Exception:  # Pillow fails in as many ways as a file can be wrong
        return {}, None
    return gps, str(clean_text(str(taken))).strip() if taken else None


def _point(gps: dict[int, Any]) -> Any:
    latitude, longitude = (_degrees(gps.get(at), gps.get(ref)) for at, ref in ((_LAT, _LAT_REF), (_LON, _LON_REF)))
    return None if latitude is None or longitude is None else shapely.Point(longitude, latitude)


def _degrees(parts: Any, reference: Any) -> float | None:
    """Degrees, minutes and seconds as degrees, negative to the south and west."""
    values = [value for value in map(_number, parts if isinstance(parts, tuple | list) else ()) if value is not None]
    if len(values) != 3:
        return None
    degrees = values[0] + values[1] / 60 + values[2] / 3600
    return -degrees if str(reference).strip("\0 ").upper() in ("S", "W") else degrees


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _measures(gps: dict[int, Any]) -> dict[str, float | None]:
    altitude = _number(gps.get(_ALTITUDE))
    below = gps.get(_ALTITUDE_REF) in (1, b"\x01")
    return {
        "altitude_m": -altitude if altitude is not None and below else altitude,
        "direction": _number(gps.get(_DIRECTION)),
    }

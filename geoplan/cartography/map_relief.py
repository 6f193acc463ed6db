"""The shaded relief under a printed map, warped to its coordinate system."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image
from pyproj import CRS, Transformer
from scipy.ndimage import map_coordinates

from geoplan.cartography.map_extent import Extent
from geoplan.cartography.svg import picture
from geoplan.crs.metric import STORAGE
from geoplan.geodata.base_files import passport
from geoplan.study_area import Box, study_area
from geoplan.symbology import symbology

_FINE: Final = 4.0  # pixels to a millimetre
_STEP: Final = 16  # pixels, 4 mm


def shaded_relief(home: Path, extent: Extent) -> str:
    """Draw the shade as one element: black that covers the more, the darker it is, which multiplies what lies under it.

    Nothing where the study area has no relief or the scale is too large for it.
    """
    name, style, zoom = study_area().base.relief, symbology().relief, extent.zoom()
    if not name or zoom > style.until:
        return ""
    opacity = style.far if zoom < style.nearer else style.near
    shade = _shade(home / "data" / name)
    columns, rows = _cells(extent, tuple(passport(home, name)["bounds"]), shade.shape)
    grey = map_coordinates(shade, [rows, columns], output=np.float32, order=1, cval=255)
    cover = np.zeros((*grey.shape, 4), dtype=np.uint8)
    cover[..., 3] = np.round((255 - grey) * opacity)
    content = io.BytesIO()
    Image.fromarray(cover, "RGBA").save(content, "PNG")
    return picture(content.getvalue(), extent.width, extent.height)


@lru_cache(maxsize=2)
def _shade(file: Path) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image.convert("L"))


@lru_cache(maxsize=16)
def _to_mercator(crs: CRS | str) -> Transformer:
    return Transformer.from_crs(crs, "EPSG:3857", always_xy=True)


def _cells(extent: Extent, bounds: Box, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of the picture (EPSG:3857) under each pixel of the paper, 0 in the middle of its first cell.

    Reckoned for every `_STEP`-th pixel, and in between as if the paper were flat there.
    """
    height, width = round(extent.height * _FINE), round(extent.width * _FINE)
    x = extent.west + (np.arange(0, width + _STEP, _STEP) + 0.5) / _FINE / extent.per_metre
    y = extent.north - (np.arange(0, height + _STEP, _STEP) + 0.5) / _FINE / extent.per_metre
    mercator_x, mercator_y = _to_mercator(extent.crs).transform(*np.meshgrid(x, y))
    west, south, east, north = _to_mercator(STORAGE).transform_bounds(*bounds)
    columns = (mercator_x - west) / (east - west) * shape[1] - 0.5
    rows = (north - mercator_y) / (north - south) * shape[0] - 0.5
    pixels = np.indices((height, width)) / _STEP
    return map_coordinates(columns, pixels, order=1), map_coordinates(rows, pixels, order=1)

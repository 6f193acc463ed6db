"""Write a Shapefile of twelve invented outlines: rectangles, GBK texts, EPSG:4548, two names misspelt.

None of them is the extent of a park. They only stand where the park of the name is, so that the how-to can be followed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Final

import geopandas as gpd
from shapely.geometry import box

from geoplan.files import write_zip

# Name, easting and northing of the centre, width and height, in metres.
OUTLINES: Final = (
    ("软件圆二期", 619240, 2710150, 1200, 1000),  # 园 is misspelt
    ("火炬园", 613480, 2713360, 1500, 1300),
    ("新洋工业区", 600980, 2713900, 4000, 2000),  # 阳 is misspelt
    ("同安工业集中区", 612910, 2732880, 3000, 3000),
    ("集美北部工业区", 611510, 2723170, 1000, 1200),
    ("机械工业集中区灌口片区", 598580, 2721600, 2800, 2000),
    ("杏北工业组团", 604670, 2720540, 700, 1000),
    ("火炬（翔安）产业区", 625230, 2727600, 1200, 2400),
    ("轻工食品工业区", 613330, 2728740, 2000, 800),
    ("五缘湾健康组团", 617760, 2712450, 1400, 1000),
    ("鼓浪屿", 607740, 2705270, 1600, 1500),
    ("龙山文创区", 614900, 2709710, 700, 600),
)


def invented_outlines() -> gpd.GeoDataFrame:
    """The outlines, EPSG:4548, with the columns 名称 and 备注."""
    shapes = [box(x - width / 2, y - height / 2, x + width / 2, y + height / 2) for _, x, y, width, height in OUTLINES]
    columns = {"名称": [name for name, *_ in OUTLINES], "备注": ["虚构"] * len(OUTLINES)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4548)


def write_outlines(target: Path) -> None:
    """Write them as a zipped Shapefile as offices hand them over: in GBK, without a .cpg file that says so."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "虚构园区范围.shp"
        invented_outlines().to_file(path, driver="ESRI Shapefile", encoding="gbk")
        parts = [path.with_suffix(suffix) for suffix in (".shp", ".shx", ".dbf", ".prj")]
        write_zip(target, [(part.name, part) for part in parts])


if __name__ == "__main__":
    write_outlines(Path(sys.argv[1]))

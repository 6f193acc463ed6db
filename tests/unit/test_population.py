"""Weights in every form they come in, and what is said of those that cannot be used."""

from io import BytesIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from geoplan.errors import WeightsError
from geoplan.readers.population import read_weights

TABLE = pd.DataFrame({"经度": [118.1, 118.2, None], "纬度": [24.5, 24.6, 24.7], "人口": [100, 300, 5]})


def test_a_chinese_table_is_read_in_either_encoding_and_rows_without_a_place_are_left_out() -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        frame = read_weights(TABLE.to_csv(index=False).encode(encoding), "人口.csv")
        assert frame["weight"].tolist() == [100, 300]
        assert frame.geometry.iloc[0].coords[0] == (118.1, 24.5)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "big5"])
def test_a_table_is_read_with_any_delimiter_titles_above_it_and_degrees_and_minutes(encoding: str) -> None:
    text = "廈門人口\n名稱;經度;緯度;人口\n軟件園一期;118°30′E;24°15′N;7\n集美新城;118.25;24.75;9\n"
    frame = read_weights(text.encode(encoding), "人口.csv")
    assert [p.coords[0] for p in frame.geometry] == [(118.5, 24.25), (118.25, 24.75)]
    assert frame["weight"].tolist() == [7, 9]


@pytest.mark.long
@pytest.mark.slow
def test_more_rows_than_a_layer_may_have_are_read_in_their_order() -> None:
    n = 250_001
    content = "lon,lat,weight\n" + "\n".join(f"118.1,24.5,{i}" for i in range(n))
    assert (read_weights(content.encode(), "w.csv")["weight"] == np.arange(n)).all()


def test_a_sheet_without_weights_counts_one_each() -> None:
    out = BytesIO()
    TABLE.drop(columns="人口").to_excel(out, index=False)
    assert read_weights(out.getvalue(), "firms.xlsx")["weight"].tolist() == [1, 1]


def test_a_layer_is_taken_to_wgs84() -> None:
    layer = gpd.GeoDataFrame({"weight": [7]}, geometry=[shapely.Point(118.1, 24.5)], crs=4326).to_crs(4548)
    out = BytesIO()
    layer.to_file(out, driver="GPKG")
    frame = read_weights(out.getvalue(), "w.gpkg")
    assert frame.geometry.iloc[0].coords[0] == pytest.approx((118.1, 24.5), abs=1e-9)


def test_a_grid_gives_the_middle_of_each_cell_that_has_people() -> None:
    with rasterio.MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=3, height=2, count=1, dtype="float32", crs="EPSG:4326", nodata=-1,
            transform=from_origin(118.0, 24.6, 0.1, 0.1),
        ) as grid:  # fmt: skip
            grid.write(np.array([[1, 0, 2], [-1, 3, 0]], dtype="float32"), 1)
        frame = read_weights(memory.read(), "pop.tif")
    assert frame["weight"].tolist() == [1, 2, 3]
    assert [tuple(np.round(p.coords[0], 6)) for p in frame.geometry] == [
        (118.05, 24.55),
        (118.25, 24.55),
        (118.15, 24.45),
    ]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "cannot be read"),
        (b"lon,lat\n", "a.csv", "no row"),
        (b"a,b\n1,2\n", "a.csv", "longitude"),
        (b"lon,lat\n24.5,118.1\n", "a.csv", "axis order"),
        (b"lon,lat,weight\n118.1,24.5,-3\n", "a.csv", "record 1"),
        (b"lon,lat,weight\n118.1,24.5,many\n", "a.csv", "no row"),
        (b"lon,lat\ninf,nan\n", "a.csv", "no row"),
        (b"\xff\xfe\x00", "a.csv", "cannot be read"),
        (b"not a zip", "a.xlsx", "cannot be read"),
        (b"not a tiff", "a.tif", "cannot be read"),
        (b"{}", "a.geojson", "cannot be read"),
        (b"x", "a.pdf", "no column holds coordinates"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_in_both_languages(content: bytes, name: str, says: str) -> None:
    with pytest.raises(WeightsError) as refused:
        read_weights(content, name)
    assert says in refused.value.text("en") and "\n" not in refused.value.text("en")
    assert any("\u4e00" <= c <= "\u9fff" for c in refused.value.text("zh"))

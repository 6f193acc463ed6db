"""``geoplan geocode``: every row kept, a person decides, what was accepted becomes a layer."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from geocoder_standin import StandIn, amap, amap_error, service
from test_cli import run

from geoplan.settings import settings

pytestmark = pytest.mark.slow

ROWS = [
    ("甲", "厦门市思明区软件园二期望海路10号", "=1+1"),
    ("乙", "厦门市翔安区翔安西路6999号", ""),
    ("丙", "软件园", "-5"),
    ("丁", "深圳市南山区", "x,y"),
    ("戊", "", "a"),
]
SHEET = pd.DataFrame(ROWS, columns=["企业名称", "地址", "备注"])
SECRET = "0123456789abcdef-secret"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(SHEET.to_csv(index=False).encode("gb18030"))
    return path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StandIn]:
    with service() as standin:
        monkeypatch.setenv("GEOPLAN_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("GEOPLAN_AMAP", standin.url)
        monkeypatch.setenv("GEOPLAN_AMAP_KEY", SECRET)
        settings.cache_clear()
        yield standin
    settings.cache_clear()


def read(path: Path) -> pd.DataFrame:
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        return pd.read_excel(io.BytesIO(content), dtype=str).fillna("")
    assert content.startswith(b"\xef\xbb\xbf")
    return pd.read_csv(io.BytesIO(content), dtype=str).fillna("")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_row_and_column_is_kept_in_order(sheet: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    done = run("geocode", str(sheet), "-o", str(out))
    assert "5 行：1 行已定位" in done.stderr
    made = read(out)
    assert made.columns[:3].tolist() == ["企业名称", "地址", "备注"]
    assert made["企业名称"].tolist() == [row[0] for row in ROWS]
    assert made["geo_id"].tolist() == ["software-park-2", "350213", "software-park", "", ""]
    assert made["geo_lon"].tolist()[1:] == ["", "", "", ""]
    assert "geo_accept" not in made
    formula = made["备注"].tolist()[0]
    assert formula == ("'=1+1" if suffix == ".csv" else "=1+1")
    if suffix == ".xlsx":
        assert openpyxl.load_workbook(out).active["C2"].data_type == "s"


@pytest.mark.slow
def test_the_same_sheet_gives_the_same_bytes(sheet: Path, tmp_path: Path) -> None:
    for suffix in (".csv", ".geojson"):
        made = []
        for n in (1, 2):
            run("geocode", str(sheet), "-o", str(tmp_path / f"{n}{suffix}"), "--review")
            made.append((tmp_path / f"{n}{suffix}").read_bytes())
        assert made[0] == made[1]


def test_a_layer_has_no_spot_where_only_the_region_is_known(sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.geojson"
    run("geocode", str(sheet), "-o", str(out))
    features = json.loads(out.read_bytes())["features"]
    assert [f["geometry"] is None for f in features] == [False, True, True, True, True]
    assert [f["properties"]["method"] for f in features] == ["point", "county", "county", None, None]
    first = features[0]["properties"]
    assert first["备注"] == "=1+1" and first["confidence"] == "high" and first["checked_on"] == ""
    assert {"source", "source_datum", "radius_m"} <= set(first)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_reviewed_sheet_becomes_a_layer(sheet: Path, tmp_path: Path, suffix: str) -> None:
    out, layer = tmp_path / f"out{suffix}", tmp_path / "layer.geojson"
    run("geocode", str(sheet), "-o", str(out), "--review")
    made = read(out)
    assert made.loc[2, "geo_rival_3"] == "厦门软件园二期（思明区）"
    made["geo_accept"] = ["yes", "是", "3", "no", ""]
    reviewed = tmp_path / f"reviewed{suffix}"
    if suffix == ".csv":
        made.to_csv(reviewed, index=False, encoding="utf-8-sig")
    else:
        made.to_excel(reviewed, index=False)
    done = run("geocode", "--from-review", str(reviewed), "-o", str(layer))
    assert "3 个要素，其中 2 个有位置，1 个仅知县区" in done.stderr
    features = json.loads(layer.read_bytes())["features"]
    assert [f["properties"]["企业名称"] for f in features] == ["甲", "乙", "丙"]
    assert [f["properties"]["site_id"] for f in features] == ["software-park-2", "", "software-park-2"]
    assert features[1]["geometry"] is None and features[1]["properties"]["method"] == "county"
    assert features[2]["geometry"]["coordinates"] == features[0]["geometry"]["coordinates"]
    assert not [key for f in features for key in f["properties"] if key.startswith("geo_")]


def test_figures_and_telephones_of_a_sheet_come_back_from_its_review_as_they_were(tmp_path: Path) -> None:
    own = pd.DataFrame(
        {
            "名称": list("甲乙丙"),
            "地址": ["厦门市思明区软件园二期望海路10号"] * 3,
            "注册资本": ["=1+1", "-3", "@SUM(A1)"],
            "电话": ["+86 592 1234567", "-", "+8612345"],
            "变动": ["-0.02", "-5%", "-118.1"],
            "编号": ["00123", "91350200123456789012", "'=x"],
        }
    )
    given, out, layer = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "layer.geojson"
    own.to_csv(given, index=False)
    run("geocode", str(given), "-o", str(out), "--review")
    made = read(out)
    assert made["电话"].tolist() == own["电话"].tolist() and made["变动"].tolist() == own["变动"].tolist()
    assert made["注册资本"].tolist() == ["'=1+1", "-3", "'@SUM(A1)"]
    made["geo_accept"] = "yes"
    made.to_csv(out, index=False)
    run("geocode", "--from-review", str(out), "-o", str(layer))
    features = json.loads(layer.read_bytes())["features"]
    kept = pd.DataFrame([f["properties"] for f in features])[own.columns]
    # The last cell looked guarded when it was brought, so its mark came off with the first reading.
    assert kept.to_dict("list") == {**own.to_dict("list"), "编号": ["00123", "91350200123456789012", "=x"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("geo_accept", "perhaps", "row 2: geo_accept 'perhaps' is not understood"),
        ("geo_accept", "4", "row 2: there is no rival 4"),
        ("geo_lon", "24.49", "row 2: geo_lon '24.49' is no number from 73 to 136"),
        ("geo_lat", "nan", "row 2: geo_lat 'nan' is no number"),
        ("geo_lat", "", "only one of geo_lon and geo_lat"),
        ("geo_radius_m", "-3", "geo_radius_m '-3' is no number"),
        ("geo_confidence", "sure", "there is no answer to accept"),
    ],
)
def test_a_review_with_faults_names_row_and_cell(
    sheet: Path, tmp_path: Path, column: str, value: str, says: str
) -> None:
    out = tmp_path / "out.csv"
    run("geocode", str(sheet), "-o", str(out), "--review")
    made = read(out)
    made["geo_accept"] = ["yes", "", "", "", ""]
    made.loc[0, column] = value
    made.to_csv(out, index=False)
    done = run("geocode", "--from-review", str(out), "-o", str(tmp_path / "x.geojson"), "--lang", "en", code=2)
    assert says in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "x.geojson").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "x.csv"], "give a sheet"),
        (["IN", "--from-review", "IN", "-o", "x.csv"], "one of the two"),
        (["IN", "-o", "x.pdf"], "--output"),
        (["IN", "-o", "x.csv", "--service", "google"], "--service"),
        (["IN", "-o", "x.csv", "--ask", "none"], "--ask"),
        (["IN", "-o", "x.csv", "--address-column", "住址"], "no column '住址'"),
        (["missing.csv", "-o", "x.csv"], "missing.csv"),
        (["--from-review", "IN", "-o", "x.geojson"], "this is no review"),
        (["IN", "-o", "x.csv", "--service", "amap"], "GEOPLAN_AMAP_KEY"),
    ],
)
def test_what_cannot_be_done_is_said_on_one_line(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("geocode", *(str(sheet) if a == "IN" else a for a in arguments), "--lang", "en", code=2)
    assert says in done.stderr and done.stderr.strip().count("\n") == 0
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.slow
def test_a_service_is_asked_only_about_open_rows(sheet: Path, tmp_path: Path, server: StandIn) -> None:
    server.answers = [amap(("118.2200,24.6700", "门牌号"), label="翔安西路6999号")]
    out = tmp_path / "out.csv"
    run("geocode", str(sheet), "-o", str(out), "--service", "amap", "--review")
    assert {asked["address"] for _, asked in server.asked} == {ROWS[1][1], "软件园", "戊"}
    made = read(out)
    assert made.loc[1, ["geo_how", "geo_datum", "geo_radius_m", "geo_confidence"]].tolist() == [
        "amap", "GCJ-02", "50.0", "high",
    ]  # fmt: skip
    assert made.loc[2, "geo_rival_1_ref"] == "site:software-park"
    for path in [out, *tmp_path.rglob("*.json")]:
        assert SECRET not in path.read_text("utf-8")
    run("geocode", str(sheet), "-o", str(out), "--service", "amap")
    assert len(server.asked) == 3  # nothing twice


@pytest.mark.slow
def test_a_run_that_stops_writes_what_it_has(sheet: Path, tmp_path: Path, server: StandIn) -> None:
    server.answers = [amap(("118.2200,24.6700", "门牌号")), amap_error("INVALID_USER_KEY")]
    out = tmp_path / "out.csv"
    done = run("geocode", str(sheet), "-o", str(out), "--service", "amap", "--lang", "en", code=2)
    assert "does not take the key (INVALID_USER_KEY)" in done.stderr and "1 of 3 are answered" in done.stderr
    assert SECRET not in done.stderr + done.stdout
    assert read(out)["geo_how"].tolist()[:2] == ["contained", "amap"]


@pytest.mark.slow
def test_an_online_rival_can_be_chosen(sheet: Path, tmp_path: Path, server: StandIn) -> None:
    server.answers = [amap(("118.2200,24.6700", "门牌号"), ("118.3000,24.6700", "兴趣点"))]
    out, layer = tmp_path / "out.csv", tmp_path / "layer.geojson"
    run("geocode", str(sheet), "-o", str(out), "--service", "amap", "--review")
    made = read(out)
    assert made.loc[1, "geo_confidence"] == "low"
    assert made.loc[1, "geo_rival_1_ref"].startswith("amap@118.29")
    made["geo_accept"] = ["", "1", "", "", ""]
    made.to_csv(out, index=False)
    run("geocode", "--from-review", str(out), "-o", str(layer))
    (feature,) = json.loads(layer.read_bytes())["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([118.2952, 24.6726], abs=0.001)
    assert feature["properties"]["source_datum"] == "GCJ-02"


def test_the_sheet_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["地址"])
    book.active.append(["软件园二期"])
    book.create_sheet("另一张").append(["x"])
    path = tmp_path / "in.xlsx"
    book.save(path)
    before = path.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(path)
    for output in (path, tmp_path / "link.xlsx"):
        assert "会被覆盖" in run("geocode", str(path), "-o", str(output), code=2).stderr
    assert path.read_bytes() == before


@pytest.mark.slow
def test_a_workbook_of_several_sheets_and_unsaved_formulas_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["地址"])
    book.active.append(["软件园二期"])
    book.active.append(["=A2"])
    book.create_sheet("企业").append(["地址"])
    book.save(tmp_path / "in.xlsx")
    done = run("geocode", str(tmp_path / "in.xlsx"), "-o", str(tmp_path / "o.csv"))
    assert "读的是工作表 说明，另有 企业" in done.stderr
    assert "公式没有保存结果，视为空白：A3" in done.stderr
    chosen = run("geocode", str(tmp_path / "in.xlsx"), "-o", str(tmp_path / "o.csv"), "--sheet", "说明")
    assert "另有" not in chosen.stderr


@pytest.mark.slow
def test_ones_own_geo_columns_stay_and_those_of_an_earlier_run_give_way(tmp_path: Path) -> None:
    path, once, twice = tmp_path / "in.csv", tmp_path / "once.csv", tmp_path / "twice.csv"
    path.write_text("地址,geo_parcel,面积(亩)\n软件园二期,K-12,30\n", encoding="utf-8")
    done = run("geocode", str(path), "-o", str(once), "--review")
    assert "重复" not in done.stderr
    run("geocode", str(once), "-o", str(twice), "--review")
    assert once.read_bytes() == twice.read_bytes()
    assert read(once)["geo_parcel"].tolist() == ["K-12"]

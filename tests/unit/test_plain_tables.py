"""Sheets open right: byte order mark, typed numbers, and no text turned into a formula."""

import io

import openpyxl
import pandas as pd

from geoplan.writers.plain_tables import as_csv, as_xlsx

FRAME = pd.DataFrame(
    {"名称": ["开元", "=cmd()", "+1", "<b>", "两\n行"], "数": [1.5, 2, 3, 4, 5], "列": [["a", "b"], [], [], [], []]}
)


def test_csv_has_a_byte_order_mark_and_reads_back() -> None:
    content = as_csv(FRAME)
    assert content.startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")
    assert back["名称"].tolist() == ["开元", "'=cmd()", "+1", "<b>", "两\n行"]
    assert back["列"][0] == "a; b"


def test_a_workbook_keeps_numbers_as_numbers_and_texts_as_texts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(FRAME, "不一致"))).active
    assert sheet.title == "不一致"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C6"
    assert [cell.data_type for cell in sheet["B"][1:]] == ["n"] * 5
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:3]] == [("开元", "s"), ("=cmd()", "s")]

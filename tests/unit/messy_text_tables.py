"""Text tables as planners have them: encodings, separators, and what stands around the table."""

from __future__ import annotations

from messy_outcomes import HERE, THERE, Outcome, messy, refused

LINES = ["名称,经度,纬度", "甲,118.1,24.5", "乙,118.2,24.6"]
TABLE = "\n".join(LINES) + "\n"
NAMES = {"名称": ["甲", "乙"]}
PLAIN = Outcome(values=NAMES)
TITLED = "text_table.heading_rows"
NO_COORDINATES = "read_table.no_coordinates"
NOT_ONE = "coordinate_parsing.not_a_coordinate"


def lines(*those: str) -> str:
    return "\n".join(those) + "\n"


# ---- encodings ------------------------------------------------------------------------------------------------------
LONG = TABLE.replace("甲", "厦门火炬高新技术产业开发区").replace("乙", "软件园三期研发中心")
LONG_NAMES = Outcome(values={"名称": ["厦门火炬高新技术产业开发区", "软件园三期研发中心"]})
messy("csv_gbk", "a.csv", LONG.encode("gbk"), LONG_NAMES)
messy("csv_gbk_and_short", "a.csv", TABLE.encode("gbk"), PLAIN)
messy("csv_gb18030_with_a_rare_character", "a.csv", LONG.replace("厦门", "厦门㐂").encode("gb18030"),
      Outcome(values={"名称": ["厦门㐂火炬高新技术产业开发区", "软件园三期研发中心"]}))  # fmt: skip
messy("csv_big5", "a.csv", "名稱,經度,緯度\n廈門國際會展中心,118.1,24.5\n軟體園區研發大樓,118.2,24.6\n".encode("big5"),
      Outcome(values={"名稱": ["廈門國際會展中心", "軟體園區研發大樓"]}))  # fmt: skip
messy("csv_utf8_with_mark", "a.csv", TABLE.encode("utf-8-sig"), PLAIN)
messy("csv_utf16_of_excel_with_tabs", "a.txt", TABLE.replace(",", "\t").encode("utf-16"), PLAIN)
messy("csv_utf16_big_endian", "a.csv", b"\xfe\xff" + TABLE.encode("utf-16-be"), PLAIN)
messy("csv_utf16_without_mark", "a.csv", TABLE.encode("utf-16-le"), PLAIN)
messy("csv_utf32", "a.csv", TABLE.encode("utf-32"), PLAIN)
messy("csv_gbk_line_in_utf8", "a.csv", LONG.encode() + "丙市场监督管理局,118.3,24.7\n".encode("gbk"),
      refused("read_csv.undecodable", line=4, encoding="UTF-8"))  # fmt: skip
messy("csv_utf8_cut_in_a_character", "a.csv", (TABLE + "丙,118.3,24.7,软件园").encode()[:-1],
      refused("read_csv.undecodable", line=4, encoding="UTF-8"))  # fmt: skip
messy("csv_two_files_joined_with_their_marks", "a.csv", TABLE.encode("utf-8-sig") * 2,
      Outcome(at=(HERE, THERE, HERE, THERE), left_out={4: NOT_ONE}))  # fmt: skip

# ---- separators and line ends ---------------------------------------------------------------------------------------
messy("csv_lines_of_windows", "a.csv", TABLE.replace("\n", "\r\n"), PLAIN)
messy("csv_lines_of_old_mac", "a.csv", TABLE.replace("\n", "\r"), PLAIN)
messy("csv_lines_ended_in_two_ways", "a.csv", TABLE.replace("\n", "\r\n", 1), PLAIN)
messy("csv_last_line_without_an_end", "a.csv", TABLE.rstrip("\n"), PLAIN)
messy("csv_semicolons_and_decimal_commas", "a.csv", "名称;经度;纬度\n甲;118,1;24,5\n乙;118,2;24,6\n", PLAIN)
messy("csv_tabs", "a.tsv", TABLE.replace(",", "\t"), PLAIN)
messy("csv_bars", "a.txt", TABLE.replace(",", "|"), PLAIN)
messy("csv_full_width_commas", "a.csv", TABLE.replace(",", "，"), PLAIN)
messy("csv_full_width_semicolons", "a.csv", TABLE.replace(",", "；"), PLAIN)
messy(
    "csv_that_names_its_separator", "a.csv", "sep=;\n" + TABLE.replace(",", ";"), Outcome(values=NAMES, notes=(TITLED,))
)
messy("csv_with_blanks_as_separators", "a.txt", "名称 经度 纬度\n甲 118.1 24.5\n乙 118.2 24.6\n", PLAIN)
messy("csv_in_columns_of_blanks", "a.prn", "名称      经度      纬度\n甲       118.1      24.5\n乙       118.2      24.6\n",
      Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))  # fmt: skip
messy("csv_blanks_after_commas", "a.csv", TABLE.replace(",", ", "), PLAIN)
messy("csv_trailing_separators", "a.csv", TABLE.replace("\n", ",,\n"), PLAIN)
messy("csv_all_cells_in_quotes", "a.csv", "\n".join(",".join(f'"{c}"' for c in li.split(",")) for li in LINES), PLAIN)
messy("csv_line_end_in_a_cell", "a.csv", lines("名称,经度,纬度", '"软件园\n三期",118.1,24.5', "乙,118.2,24.6"),
      Outcome(values={"名称": ["软件园\n三期", "乙"], "row": [2, 3]}))  # fmt: skip
messy("csv_quotes_in_quotes", "a.csv", lines(LINES[0], '"所谓""硅谷""",118.1,24.5', LINES[2]),
      Outcome(values={"名称": ['所谓"硅谷"', "乙"]}))  # fmt: skip
messy("csv_a_lone_quote_in_a_cell", "a.csv", lines(LINES[0], '5" 管,118.1,24.5', LINES[2]),
      Outcome(values={"名称": ['5" 管', "乙"]}))  # fmt: skip
messy("csv_a_separator_in_a_quoted_cell", "a.csv", lines(LINES[0], '"甲,乙,丙",118.1,24.5', LINES[2]),
      Outcome(values={"名称": ["甲,乙,丙", "乙"]}))  # fmt: skip
messy("csv_a_zero_byte_in_a_cell", "a.csv", TABLE.encode().replace("甲".encode(), b"a\0"),
      refused("file_type.unread_content"))  # fmt: skip

# ---- around the table -----------------------------------------------------------------------------------------------
messy("csv_a_title_above", "a.csv", lines("2026年重点园区一览表", *LINES), Outcome(values=NAMES, notes=(TITLED,)))
messy("csv_three_titles_above", "a.csv", lines("一览表,,", "编制单位：某局,,", "2026年5月,,", *LINES),
      Outcome(values=NAMES, notes=(TITLED,)))  # fmt: skip
messy(
    "csv_comments_above",
    "a.csv",
    lines("# exported from QGIS", "# by x", *LINES),
    Outcome(values=NAMES, notes=(TITLED,)),
)
messy("csv_blank_lines_above_and_between", "a.csv", lines("", "", LINES[0], "", LINES[1], ",,", LINES[2]),
      Outcome(values={**NAMES, "row": [5, 7]}, notes=(TITLED,)))  # fmt: skip
messy("csv_a_blank_first_column", "a.csv", lines(*("," + li for li in LINES)), PLAIN)
messy("csv_totals_below", "a.csv", lines("名称,经度,纬度,面积", "甲,118.1,24.5,3", "乙,118.2,24.6,4", "合计,,,7"),
      Outcome(left_out={4: NO_COORDINATES}, values={"面积": ["3", "4"]}))  # fmt: skip
messy("csv_notes_below", "a.csv", lines(*LINES, "", "注：数据截至2026年5月。"), Outcome(left_out={5: NO_COORDINATES}))
messy("csv_the_heading_again_on_each_page", "a.csv", lines(*LINES, *LINES),
      Outcome(at=(HERE, THERE, HERE, THERE), left_out={4: NOT_ONE}))  # fmt: skip
messy("csv_a_row_of_units_under_the_heading", "a.csv", lines("名称,经度,纬度,面积", ",度,度,亩", "甲,118.1,24.5,3", "乙,118.2,24.6,4"),
      Outcome(left_out={2: NOT_ONE}))  # fmt: skip
messy("csv_a_row_of_english_names_under_the_heading", "a.csv", lines(LINES[0], "name,lon,lat", *LINES[1:]),
      Outcome(left_out={2: NOT_ONE}))  # fmt: skip
messy("csv_a_heading_alone", "a.csv", LINES[0] + "\n", refused("read_layer.no_row", name="a.csv"))
messy("csv_of_titles_alone", "a.csv", "2026年重点园区一览表\n", refused("coordinate_columns.no_coordinate_columns"))
messy("csv_without_a_heading", "a.csv", lines(*LINES[1:]),
      Outcome(values={"A": ["甲", "乙"]}, notes=("text_table.no_heading",), asks=("columns",)))  # fmt: skip
messy("csv_fields_as_rows", "a.csv", lines("名称,甲,乙", "经度,118.1,118.2", "纬度,24.5,24.6"),
      refused("coordinate_columns.no_coordinate_columns"))  # fmt: skip
messy("csv_two_tables_one_below_the_other", "a.csv", lines(*LINES, "", "名称,x,y", "丙,118.3,24.7"),
      Outcome(at=(HERE, THERE, (118.3, 24.7)), left_out={5: NOT_ONE}))  # fmt: skip

# ---- columns --------------------------------------------------------------------------------------------------------
messy("csv_two_columns_of_a_name", "a.csv", lines("名称,名称,经度,纬度", "甲,1,118.1,24.5", "乙,2,118.2,24.6"),
      Outcome(values={**NAMES, "名称 (2)": ["1", "2"]}, notes=("text_table.repeated_heading",)))  # fmt: skip
messy("csv_columns_without_names", "a.csv", lines("名称,,经度,纬度", "甲,x,118.1,24.5", "乙,y,118.2,24.6"),
      Outcome(values={**NAMES, "B": ["x", "y"]}))  # fmt: skip
messy("csv_a_row_longer_than_the_heading", "a.csv", lines(*LINES[:2], "乙,118.2,24.6,备注"),
      Outcome(values={"D": ["", "备注"]}))  # fmt: skip
messy("csv_a_row_shorter_than_the_heading", "a.csv", lines(LINES[0], "甲,118.1", LINES[2]),
      Outcome(at=(THERE,), left_out={2: NO_COORDINATES}))  # fmt: skip
messy("csv_a_cell_of_thirty_thousand_characters", "a.csv", lines(LINES[0], "很" * 30_000 + ",118.1,24.5", LINES[2]),
      Outcome(values={"名称": ["很" * 30_000, "乙"]}))  # fmt: skip
messy("csv_a_cell_of_two_million_characters", "a.csv", lines(LINES[0], "x" * 2_000_000 + ",118.1,24.5"),
      refused("read_csv.broken_row", number=2))  # fmt: skip
messy("csv_codes_with_leading_zeros", "a.csv", lines("编号,经度,纬度", "0012,118.1,24.5", "350203198001010011,118.2,24.6"),
      Outcome(values={"编号": ["0012", "350203198001010011"]}))  # fmt: skip
messy("csv_codes_that_repeat", "a.csv", lines("编号,经度,纬度", "A1,118.1,24.5", "A1,118.2,24.6"),
      Outcome(told={3: "attribute_columns.repeated_id"}, notes=("attribute_columns.repeated_ids",)))  # fmt: skip
messy("csv_days_as_numbers", "a.csv", lines("批准日期,经度,纬度", "45678,118.1,24.5", "2026/5/1,118.2,24.6"),
      Outcome(values={"批准日期": ["45678", "2026/5/1"]}))  # fmt: skip
messy("csv_a_column_called_row", "a.csv", lines("row,geometry,lon,lat", "9,x,118.1,24.5", "8,y,118.2,24.6"),
      Outcome(values={"row": [2, 3], "row (2)": ["9", "8"], "geometry (2)": ["x", "y"]}))  # fmt: skip
messy("csv_headings_with_line_ends", "a.csv", lines('名称,"经度\n(E)","纬度\n(N)"', *LINES[1:]), PLAIN)
messy("csv_headings_with_blanks_within", "a.csv", lines("名 称,经 度,纬　度", *LINES[1:]),
      Outcome(values={"名 称": ["甲", "乙"]}))  # fmt: skip
for _case, _heads in {
    "traditional": "經度,緯度", "english": "Longitude,Latitude", "short": "lng,lat", "pinyin": "jd,wd",
    "of_arcgis": "POINT_X,POINT_Y", "capitals": "LON,LAT", "with_units": "经度(°),纬度(°)", "in_words": "东经,北纬",
    "with_system": "经度_WGS84,纬度_WGS84", "of_the_centre": "中心点经度,中心点纬度",
}.items():  # fmt: skip
    messy(f"csv_headings_{_case}", "a.csv", lines(f"名称,{_heads}", *LINES[1:]), PLAIN)
messy("table_of_windows_saved_as_xls", "a.xls", TABLE.replace(",", "\t").encode("gbk"),
      Outcome(values=NAMES, notes=("read_layer.suffix_differs",)))  # fmt: skip
PARCELS = "[属性描述]\n格式版本号=1.01版本\n坐标系=2000国家大地坐标系\n带号=39\n[地块坐标]\n4,1.2,1,甲,面,,,,@\nJ1,1,2711000.1,39440000.4\n"
messy("text_of_parcels_in_gbk", "a.txt", PARCELS.encode("gbk"), refused("file_type.unread_content", name="a.txt"))
messy("text_of_parcels", "a.txt", PARCELS, refused("file_type.unread_content", name="a.txt"))

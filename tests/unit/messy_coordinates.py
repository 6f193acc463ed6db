"""Coordinates in tables as planners write them: angles, units, words, offset datums, and metres of every zone."""

from __future__ import annotations

from coord_convert.transform import wgs2bd, wgs2gcj
from messy_outcomes import HERE, THERE, Outcome, in_system, messy, refused
from messy_text_tables import NAMES, NO_COORDINATES, NOT_ONE, PLAIN, TITLED, lines

HEAD = "名称,经度,纬度"
TWO = {"甲": HERE, "乙": THERE}


def cells(x1: str, y1: str, x2: str = "118.2", y2: str = "24.6", head: str = HEAD) -> str:
    return lines(head, f"甲,{x1},{y1}", f"乙,{x2},{y2}")


def pairs(one: str, other: str = '"118.2,24.6"', head: str = "坐标") -> str:
    return lines(f"名称,{head}", f"甲,{one}", f"乙,{other}")


def metres(code: str, head: str = "名称,东坐标,北坐标", turned: bool = False, form: str = "{:.4f}") -> str:
    rows = [(y, x) if turned else (x, y) for x, y in in_system(code)]
    return lines(head, *(f"{n},{form.format(a)},{form.format(b)}" for n, (a, b) in zip(TWO, rows, strict=True)))


# ---- angles: 118.1 is 118°06′, 24.5 is 24°30′, 118.2 is 118°12′, 24.6 is 24°36′ --------------------------------------
for _case, _one in {
    "degrees_minutes_seconds": ("118°06′00″", "24°30′00″"),
    "plain_quotes": ('118°06\'00""', '24°30\'00""'),  # doubled as CSV has it, within quotes below
    "letters_after": ("118°6′E", "24°30′N"),
    "letters_before": ("E118°06′", "N24°30′"),
    "words": ("东经118度06分00秒", "北纬24度30分00秒"),
    "colons": ("118:06:00", "24:30:00"),
    "blanks": ("118 06 00", "24 30 00"),
    "dashes": ("118-06-00", "24-30-00"),
    "letter_d_as_proj_writes": ("118d6'E", "24d30'N"),
    "full_width": ("１１８．１", "２４．５"),
    "full_width_angles": ("１１８°０６′", "２４°３０′"),
    "a_sign_of_degrees": ("118.1°", "24.5°"),
    "the_word_for_degrees": ("118.1度", "24.5度"),
    "an_apostrophe_before": ("'118.1", "'24.5"),
    "blanks_around": ("  118.1 ", "\u300024.5\xa0"),
    "marks_without_width": ("\u200b118.1", "24.5\ufeff"),
    "an_exponent": ("1.181E+02", "2.45E+01"),
    "a_plus": ("+118.1", "+24.5"),
    "many_decimals": ("118.10000000000000001", "24.500000000000000001"),
    "masculine_ordinals": ("118º06′", "24º30′"),
    "primes_of_two_apostrophes": ("118°06'00''", "24°30'00''"),
    "heading_words_in_cells": ("经度118.1", "纬度24.5"),
}.items():
    messy(f"cells_{_case}", "a.csv", cells(*(f'"{c}"' for c in _one)), PLAIN)
messy("cells_with_decimal_commas_in_quotes", "a.csv", cells('"118,1"', '"24,5"'), PLAIN)
messy("cells_with_letters_that_contradict_the_headings", "a.csv", cells("24°30′N", "118°6′E"),
      Outcome(mended={2: "read_table.columns_exchanged"}))  # fmt: skip
messy("cells_of_seventy_minutes", "a.csv", cells("118°70′", "24°30′"),
      Outcome(at=(THERE,), left_out={2: "coordinate_parsing.minutes_over_60"}))  # fmt: skip
messy(
    "cells_of_chinese_numerals",
    "a.csv",
    cells("一百一十八点一", "二十四点五"),
    Outcome(at=(THERE,), left_out={2: NOT_ONE}),
)
for _case, _one in {
    "dashes_for_nothing": "-", "strokes_for_nothing": "/", "words_for_nothing": "无", "na_of_a_program": "N/A",
    "null_of_a_database": "NULL", "an_error_of_excel": "#N/A", "a_lost_reference": "#REF!", "a_question": "待定",
    "two_dots": "118.1.2", "a_range": "118.1~118.2", "hashes_of_a_narrow_column": "########",
}.items():  # fmt: skip
    messy(f"cells_{_case}", "a.csv", cells(_one, _one), Outcome(at=(THERE,), left_out={2: NOT_ONE}))
messy("cells_blank_in_one_of_two", "a.csv", cells("118.1", ""), Outcome(at=(THERE,), left_out={2: NO_COORDINATES}))
messy("cells_of_zero", "a.csv", cells("0", "0"), Outcome(at=(THERE,), left_out={2: "repair.null_island"}))
messy("cells_off_the_globe", "a.csv", cells("1181", "24.5"), Outcome(at=(THERE,), left_out={2: "repair.off_the_globe"}))
messy("cells_with_a_minus_too_many", "a.csv", cells("-118.1", "24.5"),
      Outcome(at=((-118.1, 24.5), THERE), told={2: "repair.outside_study_area"}))  # fmt: skip
messy("cells_of_another_province", "a.csv", cells("116.4", "39.9"),
      Outcome(at=((116.4, 39.9), THERE), told={2: "repair.outside_study_area"}))  # fmt: skip
messy("cells_all_turned_round", "a.csv", cells("24.5", "118.1", "24.6", "118.2"),
      Outcome(asks=("swapped",), mended=dict.fromkeys((2, 3), "read_layer.axes_exchanged")))  # fmt: skip
messy("cells_turned_round_in_one_row", "a.csv", cells("24.5", "118.1"),
      Outcome(asks=("swapped",), mended={2: "read_layer.axes_exchanged"}))  # fmt: skip

# ---- two in one cell, shapes in a cell ------------------------------------------------------------------------------
for _case, _one in {
    "comma": '"118.1,24.5"', "full_width_comma": "118.1，24.5", "list_comma": "118.1、24.5", "blank": "118.1 24.5",
    "semicolon": "118.1;24.5", "stroke": "118.1/24.5", "brackets": '"[118.1, 24.5]"', "parentheses": '"(118.1, 24.5)"',
    "latitude_first": '"24.5,118.1"', "letters": "N24.5 E118.1", "words": '"东经118°06′，北纬24°30′"',
    "named": '"经度:118.1,纬度:24.5"', "angles": "118°06′00″ 24°30′00″",
}.items():  # fmt: skip
    messy(f"pair_{_case}", "a.csv", pairs(_one), PLAIN)
messy("pair_of_one", "a.csv", pairs("118.1"), Outcome(at=(THERE,), left_out={2: NOT_ONE}))
messy("pair_of_three", "a.csv", pairs('"118,1,24.5"'), Outcome(at=(THERE,), left_out={2: NOT_ONE}))  # which comma?
messy(
    "pairs_of_an_outline",
    "a.csv",
    pairs('"118.1,24.5;118.2,24.5;118.2,24.6"'),
    Outcome(at=(THERE,), left_out={2: NOT_ONE}),
)
BOX = "POLYGON ((118.1 24.5, 118.2 24.5, 118.2 24.6, 118.1 24.5))"
messy("wkt_in_a_column", "a.csv", lines("名称,wkt", f'甲,"{BOX}"', "乙,POINT (118.2 24.6)"),
      Outcome(values=NAMES, notes=("read_layer.mixed_geometry",)))  # fmt: skip
messy("wkt_with_srid", "a.csv", lines("名称;geom", '甲;"SRID=4490;POINT(118.1 24.5)"', '乙;"SRID=4490;POINT(118.2 24.6)"'),
      Outcome(system="EPSG:4490"))  # fmt: skip
messy("wkt_with_heights", "a.csv", lines("名称,wkt", "甲,POINT Z (118.1 24.5 9)", "乙,POINT (118.2 24.6)"),
      Outcome(mended={2: "repair.heights_dropped"}))  # fmt: skip
messy("wkt_empty", "a.csv", lines("名称,wkt", "甲,POINT EMPTY", "乙,POINT (118.2 24.6)"),
      Outcome(at=(THERE,), left_out={2: "repair.empty_geometry"}))  # fmt: skip
messy("wkt_cut_off_at_255_characters", "a.csv", lines("名称,wkt", f'甲,"{BOX[:-9]}"', "乙,POINT (118.2 24.6)"),
      Outcome(at=(THERE,), left_out={2: "shape_cells.not_wkt"}))  # fmt: skip
messy("wkt_a_line_and_no_heading", "a.wkt", lines("POINT (118.1 24.5)", "POINT (118.2 24.6)"),
      Outcome(notes=("read_layer.suffix_differs", "text_table.no_heading"), asks=("columns",)))  # fmt: skip
messy("wkt_an_area_a_line_and_no_heading", "a.txt", lines(BOX, BOX.replace("118.1", "118.15")),
      Outcome(at=(HERE, (118.15, 24.5)), notes=("text_table.no_heading",), asks=("columns",)))  # fmt: skip
# EWKB: byte order, type 1 with the flag of an SRID, 4326, then 118.1, 24.5 and 118.2, 24.6 in IEEE 754.
messy("wkb_in_hex_of_postgis", "a.csv",
      lines("名称,geom", "甲,0101000020E61000006666666666865D400000000000803840",
            "乙,0101000020E6100000CDCCCCCCCC8C5D409A99999999993840"), PLAIN)  # fmt: skip
messy("geojson_in_a_column", "a.csv",
      lines("名称;geometry", '甲;"{""type"":""Point"",""coordinates"":[118.1,24.5]}"', '乙;"{""type"":""Point"",""coordinates"":[118.2,24.6]}"'), PLAIN)  # fmt: skip

# ---- offset datums --------------------------------------------------------------------------------------------------
GCJ, BD = ([move(*place) for place in (HERE, THERE)] for move in (wgs2gcj, wgs2bd))
OF_GCJ, OF_BD = Outcome(system="GCJ-02", values=NAMES), Outcome(system="BD-09", values=NAMES)


def moved(places: list[tuple[float, float]], head: str = HEAD, above: str = "", below: str = "") -> str:
    return above + lines(head, *(f"{n},{x:.9f},{y:.9f}" for n, (x, y) in zip(TWO, places, strict=True))) + below


messy("gcj_in_headings", "a.csv", moved(GCJ, "名称,lng_gcj02,lat_gcj02"), OF_GCJ)
messy("gcj_of_amap_in_headings", "a.csv", moved(GCJ, "名称,高德经度,高德纬度"), OF_GCJ)
messy("gcj_in_the_file_name", "园区_gcj02.csv", moved(GCJ), OF_GCJ)
messy("gcj_of_a_chinese_file_name", "火星坐标.csv", moved(GCJ), OF_GCJ)
messy(
    "gcj_in_a_title", "a.csv", moved(GCJ, above="坐标系：GCJ-02（高德）\n"), Outcome(system="GCJ-02", notes=(TITLED,))
)
messy("bd_in_headings", "a.csv", moved(BD, "名称,bd_lng,bd_lat"), OF_BD)
messy("bd_in_chinese_headings", "a.csv", moved(BD, "名称,百度经度,百度纬度"), OF_BD)
messy("bd_in_the_file_name", "园区-bd09.csv", moved(BD), OF_BD)
messy("bd_in_a_note_below", "a.csv", moved(BD, below="注：坐标为百度坐标系（BD-09）\n"),
      Outcome(system="BD-09", left_out={4: NO_COORDINATES}))  # fmt: skip
messy("bd_as_the_user_says", "a.csv", moved(BD), OF_BD, system="bd09")
messy("gcj_and_wgs_side_by_side", "a.csv",
      lines("名称,gcj_lng,gcj_lat,wgs_lng,wgs_lat", *(f"{n},{g[0]},{g[1]},{w[0]},{w[1]}" for (n, w), g in zip(TWO.items(), GCJ, strict=True))),
      Outcome(system="GCJ-02", tolerance=3e-8))  # fmt: skip
messy(
    "degrees_of_cgcs2000",
    "a.csv",
    moved([HERE, THERE], "名称,经度(CGCS2000),纬度(CGCS2000)"),
    Outcome(system="EPSG:4490"),
)

# ---- metres ---------------------------------------------------------------------------------------------------------
SYSTEM = ("system",)
for _case, _code in {
    "of_cgcs2000_zone_of_117": "EPSG:4548", "of_cgcs2000_with_zone_39": "EPSG:4527", "of_web_mercator": "EPSG:3857",
    "of_cgcs2000_six_degrees_zone_20": "EPSG:4498",
}.items():  # fmt: skip
    messy(f"metres_{_case}", "a.csv", metres(_code), Outcome(system=_code, asks=SYSTEM))
EAST = ((119.3, 26.1), (119.4, 26.0))  # Fuzhou, in the zones of 120
EASTERN = {
    code: lines("x,y", *(f"{x:.4f},{y:.4f}" for x, y in in_system(code, *EAST))) for code in ("EPSG:4549", "EPSG:4528")
}
messy(
    "metres_of_cgcs2000_with_zone_40", "a.csv", EASTERN["EPSG:4528"], Outcome(at=EAST, system="EPSG:4528", asks=SYSTEM)
)
messy(
    "metres_of_cgcs2000_zone_of_120_as_the_user_says",
    "a.csv",
    EASTERN["EPSG:4549"],
    Outcome(at=EAST, system="EPSG:4549"),
    system="4549",
)
messy("metres_of_either_meridian", "a.csv", EASTERN["EPSG:4549"],  # the same numbers lie in Fujian 3 degrees west, too
      Outcome(at=((116.3, 26.1), (116.4, 26.0)), system="EPSG:4548", asks=SYSTEM))  # fmt: skip
for _case, _code in {
    "of_xian_1980": "EPSG:2384", "of_beijing_1954": "EPSG:2436", "of_utm_50": "EPSG:32650",
}.items():  # fmt: skip
    messy(f"metres_{_case}_as_the_user_says", "a.csv", metres(_code), system=_code,
          outcome=Outcome(system=_code, notes=() if "utm" in _case else ("georeference.inexact_datum",)))  # fmt: skip
TURNED = dict.fromkeys((2, 3), "read_layer.axes_exchanged")
messy("metres_with_x_to_the_north", "a.csv", metres("EPSG:4548", "点号,X,Y", turned=True),
      Outcome(system="EPSG:4548", asks=("swapped", "system"), mended=TURNED))  # fmt: skip
messy("metres_with_x_to_the_north_in_words", "a.csv", metres("EPSG:4548", "点号,X(北),Y(东)", turned=True),
      Outcome(system="EPSG:4548", asks=SYSTEM))  # fmt: skip
messy(
    "metres_with_units_in_cells",
    "a.csv",
    metres("EPSG:4548", form="{:.4f}米"),
    Outcome(system="EPSG:4548", asks=SYSTEM),
)
messy(
    "metres_with_units_in_headings",
    "a.csv",
    metres("EPSG:4548", "名称,X（m）,Y（m）"),
    Outcome(system="EPSG:4548", asks=SYSTEM),
)
messy(
    "metres_in_groups_of_three",
    "a.csv",
    metres("EPSG:4548", form='"{:,.4f}"'),
    Outcome(system="EPSG:4548", asks=SYSTEM),
)
messy("metres_with_exponents", "a.csv", lines("x,y", *(f"{x:.10E},{y:.10E}" for x, y in 2 * in_system("EPSG:4548"))),
      Outcome(at=(HERE, THERE) * 2, system="EPSG:4548", asks=SYSTEM))  # fmt: skip
messy(
    "metres_rounded",
    "a.csv",
    metres("EPSG:4548", form="{:.0f}"),
    Outcome(system="EPSG:4548", asks=SYSTEM, tolerance=1e-5),
)
messy("metres_with_a_code_in_a_comment", "a.csv", "# EPSG:4549\n" + lines("x,y", *(f"{x},{y}" for x, y in in_system("EPSG:4549"))),
      Outcome(system="EPSG:4549", notes=(TITLED,), asks=SYSTEM))  # fmt: skip
messy("metres_of_points_of_cass", "a.dat", lines(*(f"{n},,{x:.3f},{y:.3f},5.2" for n, (x, y) in enumerate(in_system("EPSG:4548"), 1))),
      Outcome(system="EPSG:4548", notes=("read_layer.suffix_differs", "text_table.no_heading"), asks=("columns", "system"), tolerance=2e-8))  # fmt: skip
messy(
    "metres_in_kilometres",
    "a.csv",
    lines("x,y", "440.1,2711.2", "440.2,2711.3"),
    refused("georeference.no_system_fits"),
)
messy(
    "metres_in_a_local_grid",
    "a.csv",
    lines("x,y", "51234.5,23456.7", "51235.5,23457.7"),
    refused("georeference.no_system_fits"),
)
messy("metres_and_degrees_mixed", "a.csv", lines("x,y", "118.1,24.5", "118.2,24.6", "440000.1,2711000.1"),
      Outcome(left_out={4: "repair.off_the_globe"}))  # fmt: skip

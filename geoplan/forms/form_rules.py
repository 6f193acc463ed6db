"""What can be said of a filled sheet beside the catalogue's own rules, in both languages."""

from __future__ import annotations

from typing import Final

from geoplan.problem import Rule

# Told, but nothing that must be mended: the sheet was understood all the same.
NOTES: Final = frozenset(
    {
        "sheet-misnamed", "header-low", "column-called", "row-skipped", "number-for-text", "serial-day", "replaces",
        "catalogue-broken",
    }
)  # fmt: skip

SHEET_RULES: Final[dict[str, Rule]] = {
    # the workbook
    "sheet-misnamed": Rule(
        "工作表名不是表名，按列名读作 {form}",
        "its name is not a table's; by its columns it was read as {form}",
        "改名为 {form}",
        "rename it to {form}",
    ),
    "sheet-unknown": Rule(
        "看不出是哪张表",
        "it cannot be told which table this is",
        "改名为 {offered} 之一，并保留模板的列名",
        "rename it to one of {offered} and keep the template's column names",
    ),
    "sheet-none": Rule(
        "文件里没有填写任何一行",
        "nothing is filled in",
        "在模板中填写后再检查",
        "fill in a template and check that",
    ),
    "header-missing": Rule(
        "前 {rows} 行里没有列名",
        "none of the first {rows} rows holds the column names",
        "第 1 行写列名：{columns}",
        "write the column names into row 1: {columns}",
    ),
    "header-low": Rule(
        "列名在第 {row} 行，其上各行未读",
        "the column names stand in row {row}; what is above was not read",
        "删去其上各行",
        "delete the rows above",
    ),
    "header-merged": Rule(
        "列名行有合并单元格 {range}",
        "the heading has merged cells {range}",
        "取消合并，每列各写一个列名",
        "unmerge them and name each column",
    ),
    "cells-merged": Rule(
        "单元格 {range} 已合并，只有第一格有值",
        "the cells {range} are merged: only the first holds a value",
        "取消合并，每行各写各的值",
        "unmerge them and write the value into each row",
    ),
    "column-twice": Rule(
        "列 {column} 出现两次，只读了前一列",
        "column {column} comes twice; only the first was read",
        "删去其中一列",
        "remove one of them",
    ),
    "column-unnamed": Rule(
        "{letter} 列有内容但没有列名",
        "column {letter} has content but no name",
        "写上列名，或清空该列",
        "name it, or clear it",
    ),
    "column-called": Rule(
        "列名 {value} 读作 {column}",
        "the column name {value} was read as {column}",
        "改为 {column}",
        "write {column}",
    ),
    "row-skipped": Rule(
        "中间有空行（共 {count} 行），已跳过",
        "blank rows in between ({count}) were skipped",
        "删去空行",
        "delete them",
    ),
    # cells
    "formula-unsaved": Rule(
        "{column} 是公式，文件里没有它的结果",
        "{column} is a formula whose result the file does not hold",
        "在 Excel 中打开并保存，或粘贴为数值",
        "open and save the file in Excel, or paste the value",
    ),
    "formula-error": Rule(
        "{column} 的公式出错：{value}",
        "the formula in {column} failed: {value}",
        "改正公式，或粘贴为数值",
        "correct the formula, or paste the value",
    ),
    "full-width": Rule(
        "{column} 的值 {value!r} 含全角数字",
        "{column} has {value!r} with full-width digits",
        "改用半角：{half}",
        "write it in half width: {half}",
    ),
    "number-for-text": Rule(
        "{column} 应为文本，单元格里是数字，读作 {value}（共 {count} 处）",
        "{column} is text; the cell holds a number, read as {value} (cells like it: {count})",
        "核对末尾或开头的零；把该列设为文本格式",
        "see that no zeros are lost; format the column as text",
    ),
    "serial-day": Rule(
        "{column} 是日期序号，读作 {value}（共 {count} 处）",
        "{column} holds a day's serial number, read as {value} (cells like it: {count})",
        "把单元格设为日期格式，或写成 {value}",
        "format the cell as a date, or write {value}",
    ),
    "day-for-text": Rule(
        "{column} 应为文本，Excel 把它变成了日期 {value}",
        "{column} is text; Excel turned it into the day {value}",
        "把单元格设为文本格式后重新输入",
        "format the cell as text and type it anew",
    ),
    # against the catalogue
    "replaces": Rule(
        "替换目录中 {place} 的原行，改动：{columns}",
        "replaces the row at {place}, changing {columns}",
        "若本想新增，请换一个键：{key}",
        "if a new row was meant, give it another key: {key}",
    ),
    "catalogue-broken": Rule(
        "目录本身已有 {count} 个问题",
        "the catalogue itself has {count} problems",
        "先运行 geoplan check 改正",
        "run geoplan check and mend them first",
    ),
    # a layer
    "layer-missing": Rule(
        "有要素而没有图层标识",
        "there are features but no layer id",
        "在工作表“图层”里填写 layer_id",
        "fill in layer_id in the sheet 图层",
    ),
    "system-missing": Rule(
        "有坐标而没有坐标系",
        "there are coordinates but no coordinate system",
        "填写 system：WGS84、GCJ-02、BD-09 或 EPSG 代码",
        "fill in system: WGS84, GCJ-02, BD-09 or an EPSG code",
    ),
    "system-unknown": Rule(
        "没有坐标系 {value!r}",
        "there is no coordinate system {value!r}",
        "填写 WGS84、GCJ-02、BD-09 或有效的 EPSG 代码",
        "use WGS84, GCJ-02, BD-09 or a valid EPSG code",
    ),
    "coordinates-half": Rule(
        "lon、lat 只填了一个",
        "only one of lon and lat is filled in",
        "两个都填，或都留空",
        "fill in both or neither",
    ),
    "coordinates-twice": Rule(
        "既有 lon、lat 又有 wkt",
        "there are both lon, lat and wkt",
        "只留一种",
        "keep one of the two",
    ),
    "wkt-broken": Rule(
        "wkt 不是有效的 POLYGON 或 MULTIPOLYGON",
        "wkt is no valid POLYGON or MULTIPOLYGON",
        "从 GIS 软件中重新复制面的 WKT，环须闭合、不自交",
        "copy the area's WKT from a GIS anew; rings must close and not cross themselves",
    ),
    "method-missing": Rule(
        "有边界而没有写明 method",
        "there is an outline but no method",
        "填写 surveyed、digitised 或 poi_hull",
        "fill in surveyed, digitised or poi_hull",
    ),
    "method-differs": Rule(
        "method 写的是 {method}，所填的却是 {found}",
        "method says {method}, but what is filled in is {found}",
        "改正 method，或补上、删去相应的列",
        "correct method, or fill in or clear the columns it needs",
    ),
    "area-half": Rule(
        "stated_area 与 area_unit 只填了一个",
        "only one of stated_area and area_unit is filled in",
        "两个都填，或都留空",
        "fill in both or neither",
    ),
    "area-without-centre": Rule(
        "有面积而没有中心坐标",
        "there is an area but no centre",
        "填写 lon、lat 与 system",
        "fill in lon, lat and system",
    ),
    "area-too-large": Rule(
        "{km2} 平方公里超过所在县区的陆地 {land} 平方公里",
        "{km2} km² are more than the {land} km² of its county's land",
        "核对面积与单位",
        "check the area and its unit",
    ),
    "centre-off-land": Rule(
        "中心点距所在县区 {county} 的陆地 {metres} 米",
        "its centre lies {metres} m off the land of {county}, the county it claims",
        "核对坐标、坐标系与 sites 表的 adcode",
        "check the coordinates, their system and adcode in sites",
    ),
}  # fmt: skip

"""A problem of the catalogue: where it is, what the fact is, what to do; in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple


class Rule(NamedTuple):
    """What a broken rule says and how to mend it; braces are filled from the problem's values."""

    fact_zh: str
    fact_en: str
    remedy_zh: str
    remedy_en: str


RULES: Final[dict[str, Rule]] = {
    # files
    "file-missing": Rule("文件不存在", "the file is missing", "放回该文件", "put the file back"),
    "file-unreadable": Rule(
        "无法读取：{why}", "cannot be read: {why}", "改存为 UTF-8 的有效文件", "save it as a valid UTF-8 file"
    ),
    "package-invalid": Rule(
        "数据包描述有误：{why}", "the data package is wrong: {why}", "改正 datapackage.json", "correct datapackage.json"
    ),
    # table schema
    "column-missing": Rule("缺少列 {column}", "column {column} is missing", "补上该列", "add the column"),
    "column-unknown": Rule(
        "列 {column} 不在结构中",
        "column {column} is not in the schema",
        "删去该列或改正列名",
        "remove the column or correct its name",
    ),
    "row-blank": Rule("空行", "the row is blank", "删去该行", "delete the row"),
    "cell-count": Rule(
        "单元格数与列数不符",
        "the row has more or fewer cells than the header",
        "检查逗号与引号",
        "check commas and quotes",
    ),
    "cell-required": Rule("{column} 不能为空", "{column} is empty", "填写 {column}", "fill in {column}"),
    "cell-type": Rule(
        "{column} 的值 {value!r} 类型不对",
        "{column} has {value!r}, not {expected}",
        "改为 {expected}",
        "write {expected}",
    ),
    "cell-constraint": Rule(
        "{column} 的值 {value!r} 不合规定：{expected}",
        "{column} has {value!r}, against: {expected}",
        "改为允许的值",
        "use an allowed value",
    ),
    "cell-untidy": Rule(
        "{column} 的值 {value!r} 前后有空白或含控制字符",
        "{column} has {value!r} with stray blanks or control characters",
        "去掉它们",
        "remove them",
    ),
    "key-duplicate": Rule(
        "主键 {value} 重复", "the key {value} occurs twice", "删去重复行", "remove the duplicate row"
    ),
    "orphan": Rule(
        "{column} 引用的 {value!r} 不存在",
        "{column} refers to {value!r}, which does not exist",
        "改正 {column} 或补上被引用的行",
        "correct {column} or add the row it refers to",
    ),
    # relations
    "circular-parent": Rule(
        "隶属关系成环：{chain}",
        "parents form a circle: {chain}",
        "删去其中一行",
        "remove one of the rows",
    ),
    "name-duplicate": Rule(
        "名称 {value!r} 在同一县区已被 {other} 使用",
        "the name {value!r} is used by {other} in the same county",
        "合并两者，或写出区别二者的名称",
        "merge the two, or give names that tell them apart",
    ),
    "period-reversed": Rule(
        "规划期 {start}–{end} 首尾颠倒",
        "the period {start}–{end} ends before it begins",
        "对调两个年份",
        "swap the years",
    ),
    "unit-unknown": Rule(
        "{property} 的单位 {unit!r} 不可换算",
        "the unit {unit!r} of {property} cannot be converted",
        "可用：{allowed}",
        "use one of {allowed}",
    ),
    "number-expected": Rule(
        "{property} 的值 {value!r} 不是数字",
        "the value {value!r} of {property} is not a number",
        "写成阿拉伯数字",
        "write digits",
    ),
    "site-nowhere": Rule(
        "场址 {site_id} 不在任何图层中",
        "the site {site_id} is in no layer",
        "在 layers/ 的一个图层中为它加一个要素；位置不明时 geometry 写 null",
        "give it a feature in a layer of layers/; geometry null where the place is not known",
    ),
    # layer descriptions
    "layer-pair": Rule(
        "图层缺少另一半 {other}",
        "the layer lacks its other half, {other}",
        "补上 {other}",
        "add {other}",
    ),
    "layer-key": Rule("{where}：{why}", "{where}: {why}", "按 layers/ 中其他图层改正", "follow the other layers"),
    "layer-shows-unknown": Rule(
        "also 中的 {value!r} 不是任何图层中的场址",
        "also names {value!r}, which no layer holds",
        "改正或删去",
        "correct or remove it",
    ),
    # features
    "geojson-root": Rule(
        "不是 FeatureCollection", "not a FeatureCollection", "以 FeatureCollection 保存", "save a FeatureCollection"
    ),
    "geojson-crs": Rule(
        "含有 crs 成员（RFC 7946 不允许）",
        "has a crs member, which RFC 7946 forbids",
        "转为 WGS 84 并删去 crs",
        "convert to WGS 84 and remove crs",
    ),
    "passport": Rule("位置档案：{why}", "position passport: {why}", "补全或改正该属性", "complete or correct it"),
    "site-unknown": Rule(
        "要素的 site_id {value!r} 不在 sites.csv 中",
        "the feature's site_id {value!r} is not in sites.csv",
        "改正 site_id 或在 sites.csv 中补上",
        "correct site_id or add it to sites.csv",
    ),
    "site-twice": Rule(
        "场址 {value} 已在图层 {other} 中有几何",
        "the site {value} has its geometry in layer {other} already",
        "只留一处；另一图层用 also 引用",
        "keep one; let the other layer name it under also",
    ),
    "geometry-broken": Rule("几何无法读取：{why}", "the geometry cannot be read: {why}", "重画该要素", "redraw it"),
    "geometry-invalid": Rule("几何无效：{why}", "the geometry is invalid: {why}", "修正自交等错误", "mend it"),
    "ring-order": Rule(
        "外环须逆时针、内环须顺时针",
        "rings must run counter-clockwise outside, clockwise inside",
        "反转环的方向",
        "reverse the ring",
    ),
    "outside-wgs84": Rule(
        "坐标 ({x}, {y}) 不是福建一带的 WGS 84 经纬度",
        "({x}, {y}) is not a WGS 84 longitude and latitude near Fujian",
        "检查经纬度次序、坐标系与偏移",
        "check axis order, coordinate system and datum",
    ),
    "precision": Rule(
        "坐标多于 7 位小数", "coordinates have more than 7 decimals", "舍入到 7 位", "round to 7 decimals"
    ),
    "method-geometry": Rule(
        "方法 {method} 不能配 {found}",
        "method {method} cannot have {found}",
        "county 不带几何；point 配点；其余配面",
        "county has no geometry; point a point; the others an area",
    ),
    "low-as-spot": Rule(
        "置信度 low 的位置不得画成点",
        "a position of low confidence may not be drawn as a spot",
        "改为 method = county、geometry = null",
        "use method = county and geometry = null",
    ),
    "outside-county": Rule(
        "代表点不在所称的 {county} 内（相距 {metres} 米）",
        "its representative point is not in {county} as claimed ({metres} m away)",
        "改正位置或 sites.csv 的 adcode",
        "correct the position or adcode in sites.csv",
    ),
    # gateways
    "gateway-unsure": Rule(
        "置信度 low 的交通枢纽不得列入",
        "a gateway whose position is of low confidence may not be listed",
        "核实位置，或删去该行",
        "confirm the position or remove the row",
    ),
    "gateway-outside-county": Rule(
        "坐标在所称的 {county} 之外 {metres} 米，超出误差半径 {radius} 米",
        "it lies {metres} m outside {county} as claimed, beyond its radius of {radius} m",
        "改正 lon、lat 或 adcode",
        "correct lon, lat or adcode",
    ),
    "gateway-off-site": Rule(
        "距图层中的场址 {site_id} {metres} 米，超出两者误差半径之和 {radius} 米",
        "it lies {metres} m from the site {site_id} in its layer, beyond both radii, {radius} m",
        "改正 lon、lat 或 site_id",
        "correct lon, lat or site_id",
    ),
    # citations (only where the plan texts are given)
    "plan-text-missing": Rule(
        "找不到规划文本 {plan_id}.txt",
        "the plan text {plan_id}.txt is not there",
        "把它放进 --plans 所指的文件夹",
        "put it into the folder given with --plans",
    ),
    "section-unresolved": Rule(
        "{plan_id} 中没有地址 {section}",
        "{plan_id} has no section {section}",
        "相近的地址：{near}",
        "near addresses: {near}",
    ),
    "wording-absent": Rule(
        "{plan_id} 的 {section} 中没有 {wording!r}",
        "{plan_id} {section} does not contain {wording!r}",
        "改正地址或所引的词",
        "correct the section or the wording",
    ),
}


@dataclass(frozen=True, order=True)
class Problem:
    """One broken rule at one spot.

    Attributes
    ----------
    file : str
        Path relative to the catalogue's home.
    row : int or None
        The row of the sheet (the header is row 1), or the ordinal of the feature from 1; None for the whole file.
    rule : str
        A key of `RULES`.
    values : dict
        What fills the rule's texts.
    """

    file: str
    row: int | None
    rule: str
    values: dict[str, object] = field(default_factory=dict, compare=False)

    def fact(self, lang: str = "zh") -> str:
        """What is wrong, in one sentence."""
        rule = RULES[self.rule]
        return (rule.fact_zh if lang == "zh" else rule.fact_en).format(**self.values)

    def remedy(self, lang: str = "zh") -> str:
        """What to do about it."""
        rule = RULES[self.rule]
        return (rule.remedy_zh if lang == "zh" else rule.remedy_en).format(**self.values)

    def line(self, lang: str = "zh") -> str:
        """Place, fact and remedy on one line."""
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        stop, then = ("。", "→ ") if lang == "zh" else (". ", "→ ")
        return f"{place}  {self.fact(lang)}{stop}{then}{self.remedy(lang)}".replace("\n", " ")

"""Briefs whose every word and figure is typed by hand, for tests of the documents made of them."""

from __future__ import annotations

import struct
import zlib

from geoplan.brief.blocks import Beside, Block, Brief, Column, Facts, Figure, Heading, Paragraph, Part, Table

HOSTILE = [
    "=cmd()",
    "<b>x</b>",
    '#import "x"',
    "$\\alpha$",
    "Q" * 300,
    "厦" * 300,
    "line one\nline two",
    "bell\x07null\x00end",
    "smile 😀 works 🏭 end",
    "שלום",
    "*b* _i_ `c` @r <l> [x]",
    "{{x}} %s \\n",
    "'quoted",
    "https://example.org/?a=1&b=2",
    "+1-2",
    "@SUM(A1)",
    "_x0041_",
    "turned\u202eround",
]


def png(width: int = 40, height: int = 20) -> bytes:
    """A grey rectangle."""
    rows = zlib.compress(b"".join(b"\x00" + b"\xbb" * 3 * width for _ in range(height)))
    parts = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


COLUMNS = (
    Column("场址", "text", 3),
    Column("名次", "integer"),
    Column("得分", "score"),
    Column("用地", "km2"),
    Column("到机场", "km"),
    Column("占比", "percent"),
    Column("建成", "year"),
    Column("数", "number"),
)
RANKING = Table(
    "候选场址排名",
    COLUMNS,
    (
        ("厦门生物医药港", 1, 0.8304, 12.345, 18.25, 0.125, 2027, 1234567.5),
        ("厦门软件园二期", 2, 0.7, None, 0.04, None, None, 3),
        ("同翔高新城", 3, None, 1234.5, None, 1.0, 2030, 0.00123),
    ),
    "得分为贴近度；— 为无数据。",
)
# What a reader sees of it, cell by cell.
RANKING_PRINTED = [
    ["厦门生物医药港", "1", "0.830", "12.35", "18.3", "12.5%", "2027", "1,234,567.5"],
    ["厦门软件园二期", "2", "0.700", "—", "0.0", "—", "—", "3"],
    ["同翔高新城", "3", "—", "1,234.50", "—", "100.0%", "2030", "0.0012"],
]
RANKING_HEADINGS = ["场址", "名次", "得分", "用地（km²）", "到机场（km）", "占比", "建成", "数"]
FACTS = Facts((("指明强度", "两部规划列为主导"), ("土地", "规划未说明")), "依据")


def chinese() -> Brief:
    first: tuple[Block, ...] = (
        Facts((("首选", "生物医药港得分最高，在 1,000 次扰动中居首。"),), large=True),
        Figure(png(), "六处候选场址的示意地图", "图中编号同表。"),
        Heading("排名", 2),
        RANKING,
        FACTS,
    )
    return Brief(
        "zh",
        "植入式医疗器械企业选址简报",
        "张工 · 2026-03-05",
        "数据版本 1.2.3 · 规划示意图 · 审图号：待定",
        "2026-03-05",
        (
            Part("结论", (Heading("结论"), *first)),
            Part(
                "厦门生物医药港",
                (Heading("1 厦门生物医药港"), Beside(Figure(png(), "近图", "", 98), Facts((("阶段", "已有"),)))),
            ),
            Part("来源", (Heading("来源"), Paragraph("《厦门市科技创新规划》第五章。", small=True)), landscape=True),
        ),
    )


def english() -> Brief:
    table = Table(
        "Candidates, ranked",
        (Column("Site", weight=3), Column("Score", "score"), Column("To airport", "km")),
        (("Xiamen Biomedical Harbour", 0.8304, 18.25), ("Xiamen Software Park", None, 7.0)),
        "A dash means there is no figure.",
    )
    blocks = (Heading("In short"), Paragraph("The harbour scores highest."), Heading("Ranking"), table)
    return Brief(
        "en",
        "Where could an implant maker settle?",
        "2026-03-05",
        "Data version 1.2.3",
        "2026-03-05",
        (Part("Conclusion", blocks),),
    )


def hostile() -> Brief:
    columns = (Column("=A"), Column("<b>"), Column("#n", "km"))
    table = Table("[]:*?/\\", columns, tuple((text, text, i * 1.5) for i, text in enumerate(HOSTILE)), "$note$")
    facts = Facts(tuple((f"{i}", text) for i, text in enumerate(HOSTILE)), "$b$")
    blocks = (
        Heading("# [x] <b>"),
        *(Paragraph(text) for text in HOSTILE),
        table,
        facts,
        Figure(png(), "<alt>", "$c$ #c"),
    )
    return Brief(
        "zh",
        "=cmd() <b>#import</b> $x$",
        "*sub* \x00_x_",
        "foot & <x> #y &P",
        "2026-03-05",
        (Part("[]:*?/\\", blocks),),
    )


def only(*blocks: Block, lang: str = "zh") -> Brief:
    return Brief(lang, "题", "", "脚", "2026-03-05", (Part("页", blocks),))


def long_table(rows: int = 200) -> Table:
    columns = (Column("编号"), Column("名称", weight=2), Column("里程", "km"))
    return Table("长表", columns, tuple((f"R{i:03d}R", f"第{i}处场址的名称", i / 2) for i in range(rows)))

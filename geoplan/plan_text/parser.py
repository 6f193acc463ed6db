"""Reading a plan text into its outline: headings by their style of numbering, boxes, tables, items, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline import Node, Outline

_DIGITS = "零一二三四五六七八九"
_CN = r"[一二三四五六七八九十]+"
_RANKED = [  # outermost first; the first group is the number, the second the title
    ("chapter", re.compile(rf"^第\s*({_CN}|\d+)\s*章\s*(.*)$")),
    ("chapter", re.compile(r"^(前\s*言)()$")),
    ("section", re.compile(rf"^第\s*({_CN}|\d+)\s*节\s*(.*)$")),
    ("heading", re.compile(rf"^({_CN})、(.*)$")),
    ("subheading", re.compile(rf"^[（(]({_CN})[)）](.*)$")),
    ("item", re.compile(r"^(\d{1,2})\s*[.．、](?!\d)\s*(.*)$")),
    ("item", re.compile(r"^((?:项目|策略)\s*\d+)\s*[:：]\s*(.*)$")),
]
_RANK = {"chapter": 0, "section": 1, "heading": 2, "subheading": 3, "box": 4, "item": 5, "paragraph": 6}
_BOX = re.compile(r"^专栏\s*(\d+(?:-\d+)?)\s*[:：、]?\s*(.*)$")
_TABLE = re.compile(r"^表\s*(\d+)\s*[:：、]?\s*(.*)$")
_TABLE_ROW = re.compile(r"^(?:[^\t]*\t)?(\d{1,2})\t")
_TABLE_HEADER = re.compile(r"^(?:领域\t)?序号\t")
_ROW_END = {"预期性", "约束性"}  # the last cell of an indicator's row, in tables printed a cell a line
_CONTENTS = re.compile(r"^目\s*[录錄]$")
_FIRST_SENTENCE = re.compile(r"^([^。；：！？]{2,44})。(.+)$", re.S)
_REMARK = re.compile(r"^备注\s*[:：]?")
_BREADCRUMB = " > "  # of a web page a plan was taken from
_RUN_IN = re.compile(r"^([^，。；：！？]{2,24})。(.+)$", re.S)
_SENTENCE_END = tuple("。！？；：:”）)】")


def parse(text: str) -> Outline:
    """Turn a plan text into its outline.

    Parameters
    ----------
    text : str
        The plan, one paragraph or table row a line, page breaks and blank lines included.

    Returns
    -------
    Outline
        Headings nest by their style of numbering: 第一章, 第一节, 一、, (一), then boxes, then 1. and 项目1.
    """
    builder = _Builder()
    for line in _joined(_without_contents([line.rstrip() for line in text.splitlines()])):
        builder.add(line)
    builder.finish()
    return Outline(builder.root)


def _without_contents(lines: list[str]) -> list[str]:
    """Drop the table of contents: short lines after 目录 up to the first that is prose or an empty-handed title."""
    starts = [i for i, line in enumerate(lines) if _CONTENTS.match(line.strip())]
    if not starts:
        return lines
    end = starts[0] + 1
    paged = any(re.search(r"\t\d+$", line) for line in lines[end : end + 20])
    for i in range(end, len(lines)):
        line = lines[i].strip()
        if not line:
            continue
        is_entry = bool(re.search(r"\t\d+$", lines[i])) if paged else ("。" not in line and len(line) < 60)
        if not is_entry:
            break
        end = i + 1
    return lines[: starts[0]] + lines[end:]


def _joined(lines: list[str]) -> Iterator[str]:
    """Join paragraphs that a page break cut in two."""
    held = ""
    for line in lines:
        if not line.strip():
            continue
        starts_new = _starts_something(line)
        if held and not starts_new and _looks_cut(held):
            held += line.strip()
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _starts_something(line: str) -> bool:
    stripped = line.strip()
    return (
        line.startswith(("\t", "  ", "——", "★"))
        or bool(_BOX.match(stripped) or _TABLE.match(stripped) or _TABLE_ROW.match(line))
        or "\t" in line
        or any(pattern.match(stripped) for _, pattern in _RANKED)
    )


def _looks_cut(line: str) -> bool:
    """A long line of prose that does not end like a sentence goes on after the page break."""
    stripped = line.strip()
    is_prose = len(stripped) > 30 and "\t" not in stripped and not stripped.startswith(("《", "附件"))
    return is_prose and not stripped.endswith(_SENTENCE_END)


class _Builder:
    """Keeps the path of open nodes while lines come in."""

    def __init__(self) -> None:
        self.root = Node("", "root")
        self.path: list[Node] = [self.root]
        self.table: Node | None = None
        self.printed_in_rows = False  # a row a line, else a cell a line
        self.cells: list[str] = []
        self.after = ""  # number of the last row, for rows without one
        self.below = 0

    def add(self, line: str) -> None:
        stripped = line.strip()
        if _BREADCRUMB in stripped:
            return
        table, box = _TABLE.match(stripped), _BOX.match(stripped)
        ranked = self._ranked(line, stripped)
        if table and len(stripped) < 60 and not stripped.endswith("。"):
            self._open_table(table[1], table[2], stripped)
        elif box:
            self.finish()
            self._open(Node(f"专栏{box[1]}", "box", box[2].strip(), stripped))
        elif self.table is not None and not (ranked and ranked[0] in {"chapter", "section", "heading"}):
            self._table_line(self.table, line, stripped)
        elif ranked:
            self.finish()
            self._open_ranked(*ranked, stripped)
        elif (row := _TABLE_ROW.match(line)) and self.path[-1].kind in {"box", "row"}:
            self._close_to("row")
            self.path[-1].children.append(Node(row[1], "row", "", stripped))
        elif not _TABLE_HEADER.match(stripped):
            self._paragraph(stripped)

    def finish(self) -> None:
        """Close an open table."""
        self._row()
        self.table = None

    def _ranked(self, line: str, stripped: str) -> tuple[str, str, str] | None:
        for kind, pattern in _RANKED:
            if match := pattern.match(stripped):
                if kind in {"chapter", "section"} and (len(stripped) > 40 or stripped.endswith("。")):
                    return None
                if _TABLE_ROW.match(line):
                    return None
                return kind, match[1].replace(" ", ""), match[2].strip()
        return None

    def _open_ranked(self, kind: str, number: str, rest: str, stripped: str) -> None:
        chinese = _chinese(number) if number.isdigit() else number
        label = {
            "chapter": "前言" if "前" in number else f"第{chinese}章",
            "section": f"第{chinese}节",
            "subheading": f"({number})",
        }.get(kind, number)
        title = rest.partition("。")[0] if "。" in rest else rest
        self._open(Node(label, kind, title.strip() if len(title) < 60 else "", stripped))

    def _open(self, node: Node) -> None:
        self._close_to(node.kind)
        self.path[-1].children.append(node)
        self.path.append(node)

    def _close_to(self, kind: str) -> None:
        rank = _RANK.get(kind, 6)
        while len(self.path) > 1 and _RANK.get(self.path[-1].kind, 6) >= rank:
            self.path.pop()

    def _paragraph(self, stripped: str) -> None:
        parent = self.path[-1]
        if parent.kind == "item" and not stripped[0].isdigit() and self._item_goes_on(parent):
            parent.text += "\n" + stripped
            return
        ordinal = sum(child.kind == "paragraph" for child in parent.children) + 1
        run_in = _RUN_IN.match(stripped)
        title = run_in[1] if run_in else ""
        in_box = parent.kind == "box"
        label = str(ordinal) if in_box else (title or f"段{ordinal}")
        node = Node(label, "paragraph", title, stripped)
        node.names.add(normalise(f"段{ordinal}"))
        if first := _FIRST_SENTENCE.match(stripped):
            node.names.add(normalise(first[1]))
        parent.children.append(node)

    @staticmethod
    def _item_goes_on(item: Node) -> bool:
        """An item under a box or heading owns the paragraphs that follow it."""
        return not item.children

    def _open_table(self, number: str, title: str, stripped: str) -> None:
        self.finish()
        self.table = Node(f"表{number}", "table", title.strip(), stripped)
        self.root.children.append(self.table)
        self.after, self.below = "", 0
        self.printed_in_rows = False

    def _table_line(self, table: Node, line: str, stripped: str) -> None:
        if row := _TABLE_ROW.match(line):
            self.printed_in_rows = True
            table.children.append(Node(row[1], "row", "", stripped))
        elif _TABLE_HEADER.match(stripped):
            return  # repeated on every page
        elif _REMARK.match(stripped) or (table.children and table.children[-1].kind == "paragraph"):
            self._remark(table, stripped)
        elif self.printed_in_rows and table.children:
            table.children[-1].text += stripped  # a row that a page break cut
        else:
            is_continuation = line.strip() == line and self.cells and line[:1] not in "\t "
            if is_continuation:
                self.cells[-1] += stripped
            else:
                self.cells.append(stripped)
            if stripped in _ROW_END:
                self._row()

    def _remark(self, table: Node, stripped: str) -> None:
        """What follows 备注 under a table belongs to one node."""
        self._row()
        if table.children and table.children[-1].kind == "paragraph":
            table.children[-1].text += "\n" + stripped
        else:
            table.children.append(Node("备注", "paragraph", "", stripped))

    def _row(self) -> None:
        """Close a row printed a cell a line."""
        if self.table is None or not self.cells:
            return
        cells, self.cells = self.cells, []
        if cells[-1] not in _ROW_END:
            self.table.text += "\n" + " ".join(cells)
            return
        numbers = [i for i, cell in enumerate(cells) if cell.isdigit()]
        expected = str(int(self.after or 0) + 1)
        at = next((i for i in numbers if cells[i] == expected and i + 1 < len(cells) - 1), None)
        if at is None:
            self.below += 1
            label = f"{self.after}.{self.below}"
        else:
            label, self.after, self.below = expected, expected, 0
            cells = cells[at:]
        self.table.children.append(Node(label, "row", "", "\t".join(cells)))


def _chinese(number: str) -> str:
    """Write 1 to 99 in Chinese numerals."""
    tens, ones = divmod(int(number), 10)
    lead = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return lead + (_DIGITS[ones] if ones or not tens else "")

"""A plan text as an outline: chapters, sections, boxes, tables with rows, numbered items and paragraphs.

Every node has a label, and its address is the labels from the outermost heading to it, joined by ``/``:
``第五章/专栏6/4`` is the fourth item of box 6 in chapter five, ``表4/6`` the row numbered 6 of table 4,
``第四章/第一节/新型显示`` the paragraph that begins with that run-in title, ``四/段1`` the first paragraph under 四.
An address may leave levels out where the rest is unambiguous, since boxes and tables are numbered through a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from geoplan.plans.folding import fold

_DIGITS = "零一二三四五六七八九"
_CN = r"[一二三四五六七八九十]+"
_RANKED = [  # outermost first; the first group is the number, the second the title
    ("chapter", re.compile(rf"^第\s*({_CN}|\d+)\s*章\s*(.*)$")),
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
_RUN_IN = re.compile(r"^([^，。；：！？]{2,24})。(.+)$", re.S)
_SENTENCE_END = tuple("。！？；：:”）)】")


@dataclass
class Node:
    """A heading, box, table, row, item or paragraph.

    Attributes
    ----------
    label : str
        The last part of its address.
    kind : str
        chapter, section, heading, subheading, box, table, row, item or paragraph.
    title : str
        Its heading or run-in title, else empty.
    text : str
        Its own words, the heading's included.
    names : set of str
        Folded labels it answers to.
    children : list of Node
        In the order of the text.
    """

    label: str
    kind: str
    title: str = ""
    text: str = ""
    names: set[str] = field(default_factory=set)
    children: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names |= {fold(self.label)} | ({fold(self.title)} if self.title else set())

    def full_text(self) -> str:
        """Its words and those of everything below it, a line a part."""
        return "\n".join([self.text, *(child.full_text() for child in self.children)]).strip()

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[str, Node]]:
        """Every node below, with its full address."""
        for child in self.children:
            # A box sums up the section around it, not the last heading printed before it.
            outer = tuple(a for a in above if a.startswith("第")) if child.kind == "box" else above
            path = (*outer, child.label)
            yield "/".join(path), child
            yield from child.walk(path)


@dataclass
class Outline:
    """The outline of one plan text."""

    root: Node

    def resolve(self, address: str) -> Node | None:
        """Find the node an address names.

        Parameters
        ----------
        address : str
            Labels joined by ``/``. Each names a descendant of the one before, the nearest in level winning.

        Returns
        -------
        Node or None
            None when no node, or more than one at the nearest level, answers to the address.
        """
        node = self.root
        for label in address.split("/"):
            found = _nearest(node, fold(label))
            if found is None:
                return None
            node = found
        return node

    def addresses(self) -> list[str]:
        """Every full address, in the order of the text."""
        return [address for address, _ in self.root.walk()]


def _nearest(node: Node, name: str) -> Node | None:
    level = node.children
    while level:
        found = [child for child in level if name in child.names]
        if found:
            exact = [child for child in found if fold(child.label) == name]
            best = exact or found
            return best[0] if len(best) == 1 else None
        level = [grandchild for child in level for grandchild in child.children]
    return None


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
        table, box = _TABLE.match(stripped), _BOX.match(stripped)
        ranked = self._ranked(line, stripped)
        if table and len(stripped) < 60 and not stripped.endswith("。"):
            self._open_table(table[1], table[2], stripped)
        elif box:
            self.finish()
            self._open(Node(f"专栏{box[1]}", "box", box[2].strip(), stripped))
        elif self.table is not None and not (ranked and ranked[0] != "item"):
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
        label = {"chapter": f"第{chinese}章", "section": f"第{chinese}节", "subheading": f"({number})"}.get(
            kind, number
        )
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
        node.names.add(fold(f"段{ordinal}"))
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

"""Reading a plan text into its outline: headings by their style of numbering, boxes, tables, items, paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from geoplan.plan_text import outline_patterns
from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline import Node, Outline
from geoplan.plan_text.outline_patterns import STOP, TABLE_HEADER, TABLE_ROW, label_of

_RANK: Final = {"chapter": 0, "section": 1, "heading": 2, "subheading": 3, "box": 4, "item": 5, "paragraph": 6}
_LONGEST_HEADING: Final = 40  # characters
_LONGEST_TITLE: Final = 60


def parse(text: str) -> Outline:
    """Turn a plan text into its outline.

    Parameters
    ----------
    text : str
        The plan, one paragraph or table row a line, page breaks and blank lines included.

    Returns
    -------
    Outline
        Headings nest by their style of numbering, as `outline_patterns.HEADINGS` lists them, with boxes before items.
    """
    builder = _Builder()
    for line in _joined(_without_contents([line.rstrip() for line in text.splitlines()])):
        builder.add(line)
    builder.finish()
    return Outline(builder.root)


def _without_contents(lines: list[str]) -> list[str]:
    """Drop the table of contents: its heading and the entries after it."""
    starts = [i for i, line in enumerate(lines) if outline_patterns.CONTENTS.match(line.strip())]
    if not starts:
        return lines
    end = starts[0] + 1
    paged = any(outline_patterns.PAGED_ENTRY.search(line) for line in lines[end : end + 20])
    for i in range(end, len(lines)):
        line = lines[i].strip()
        if not line:
            continue
        is_entry = (
            bool(outline_patterns.PAGED_ENTRY.search(lines[i]))
            if paged
            else (STOP not in line and len(line) < _LONGEST_TITLE)
        )
        if not is_entry:
            break
        end = i + 1
    return lines[: starts[0]] + lines[end:]


def _joined(lines: list[str]) -> Iterator[str]:
    """Join paragraphs that a page break cut in two."""
    paragraph = ""
    for line in filter(str.strip, lines):
        if paragraph and not _starts_something(line) and _is_cut(paragraph):
            paragraph += line.strip()
            continue
        if paragraph:
            yield paragraph
        paragraph = line
    if paragraph:
        yield paragraph


def _starts_something(line: str) -> bool:
    stripped = line.strip()
    return (
        line.startswith(outline_patterns.NEW_LINE)
        or bool(outline_patterns.BOX.match(stripped) or outline_patterns.TABLE.match(stripped) or TABLE_ROW.match(line))
        or "\t" in line
        or any(pattern.match(stripped) for _, pattern in outline_patterns.HEADINGS)
    )


def _is_cut(line: str) -> bool:
    """A long line of prose that does not end like a sentence goes on after the page break."""
    stripped = line.strip()
    is_prose = len(stripped) > 30 and "\t" not in stripped and not stripped.startswith(outline_patterns.TITLE_STARTS)
    return is_prose and not stripped.endswith(outline_patterns.SENTENCE_ENDS)


class _Builder:
    """Keeps the path of open nodes while lines come in."""

    def __init__(self) -> None:
        self.root = Node("", "root")
        self.path: list[Node] = [self.root]
        self.paragraphs: dict[int, int] = {}  # how many a node has, by its identity
        self.table: Node | None = None
        self.printed_in_rows = False  # a row a line, else a cell a line
        self.cells: list[str] = []
        self.after = ""  # number of the last row, for rows without one
        self.below = 0

    def add(self, line: str) -> None:
        stripped = line.strip()
        if outline_patterns.BREADCRUMB in stripped:
            return
        table, box = outline_patterns.TABLE.match(stripped), outline_patterns.BOX.match(stripped)
        ranked = self._ranked(line, stripped)
        if table and len(stripped) < _LONGEST_TITLE and not stripped.endswith(STOP):
            self._open_table(table[1], table[2], stripped)
        elif box:
            self.finish()
            self._open(Node(label_of("box", box[1]), "box", box[2].strip(), stripped))
        elif self.table is not None and not (ranked and ranked[0] in {"chapter", "section", "heading"}):
            self._table_line(self.table, line, stripped)
        elif ranked:
            self.finish()
            self._open_ranked(*ranked, stripped)
        elif (row := TABLE_ROW.match(line)) and self.path[-1].kind in {"box", "row"}:
            self._close_to("row")
            self.path[-1].children.append(Node(row[1], "row", "", stripped))
        elif not TABLE_HEADER.match(stripped):
            self._paragraph(stripped)

    def finish(self) -> None:
        """Close an open table."""
        self._row()
        self.table = None

    def _ranked(self, line: str, stripped: str) -> tuple[str, str, str] | None:
        for kind, pattern in outline_patterns.HEADINGS:
            if match := pattern.match(stripped):
                if kind in {"chapter", "section"} and (len(stripped) > _LONGEST_HEADING or stripped.endswith(STOP)):
                    return None
                if TABLE_ROW.match(line):
                    return None
                return kind, match[1].replace(" ", ""), match[2].strip()
        return None

    def _open_ranked(self, kind: str, number: str, rest: str, stripped: str) -> None:
        title = rest.partition(STOP)[0].strip()
        self._open(Node(label_of(kind, number), kind, title if len(title) < _LONGEST_TITLE else "", stripped))

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
        ordinal = self.paragraphs[id(parent)] = self.paragraphs.get(id(parent), 0) + 1
        run_in = outline_patterns.RUN_IN_TITLE.match(stripped)
        title = run_in[1] if run_in else ""
        in_box = parent.kind == "box"
        label = str(ordinal) if in_box else (title or label_of("paragraph", ordinal))
        node = Node(label, "paragraph", title, stripped)
        node.names.add(normalise(label_of("paragraph", ordinal)))
        if first := outline_patterns.FIRST_SENTENCE.match(stripped):
            node.names.add(normalise(first[1]))
        parent.children.append(node)

    @staticmethod
    def _item_goes_on(item: Node) -> bool:
        """An item under a box or heading owns the paragraphs that follow it."""
        return not item.children

    def _open_table(self, number: str, title: str, stripped: str) -> None:
        self.finish()
        self.table = Node(label_of("table", number), "table", title.strip(), stripped)
        self.root.children.append(self.table)
        self.after, self.below = "", 0
        self.printed_in_rows = False

    def _table_line(self, table: Node, line: str, stripped: str) -> None:
        if row := TABLE_ROW.match(line):
            self.printed_in_rows = True
            self.after, self.below = row[1], 0
            table.children.append(Node(row[1], "row", "", stripped))
        elif TABLE_HEADER.match(stripped):
            return  # repeated on every page
        elif outline_patterns.REMARK.match(stripped) or (table.children and table.children[-1].kind == "paragraph"):
            self._remark(table, stripped)
        elif self.printed_in_rows and table.children:
            if line[0] == "\t" and stripped.split("\t")[-1] in outline_patterns.ROW_ENDS:
                self._numbered_below(table, stripped)  # a whole row, whose cell of the number is empty
            else:
                table.children[-1].text += stripped  # a row that a page break cut
        else:
            is_continuation = line.strip() == line and self.cells and line[:1] not in "\t "
            if is_continuation:
                self.cells[-1] += stripped
            else:
                self.cells.append(stripped)
            if stripped in outline_patterns.ROW_ENDS:
                self._row()

    def _remark(self, table: Node, stripped: str) -> None:
        """What follows a remark under a table belongs to one node."""
        self._row()
        if table.children and table.children[-1].kind == "paragraph":
            table.children[-1].text += "\n" + stripped
        else:
            table.children.append(Node(label_of("remark"), "paragraph", "", stripped))

    def _row(self) -> None:
        """Close a row printed a cell a line."""
        if self.table is None or not self.cells:
            return
        cells, self.cells = self.cells, []
        if cells[-1] not in outline_patterns.ROW_ENDS:
            self.table.text += "\n" + " ".join(cells)
            return
        numbers = [i for i, cell in enumerate(cells) if cell.isdigit()]
        expected = str(int(self.after or 0) + 1)
        at = next((i for i in numbers if cells[i] == expected and i + 1 < len(cells) - 1), None)
        if at is None:
            self._numbered_below(self.table, "\t".join(cells))
        else:
            self.after, self.below = expected, 0
            self.table.children.append(Node(expected, "row", "", "\t".join(cells[at:])))

    def _numbered_below(self, table: Node, cells: str) -> None:
        """Add a row without a number: it is counted below the last row that has one."""
        self.below += 1
        table.children.append(Node(f"{self.after}.{self.below}", "row", "", cells))

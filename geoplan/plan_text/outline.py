"""A plan text as an outline: chapters, sections, boxes, tables with rows, numbered items and paragraphs.

Every node has a label, and its address is the labels from the outermost heading to it, joined by ``/``:
``第五章/专栏6/4`` is the fourth item of box 6 in chapter five, ``表4/6`` the row numbered 6 of table 4,
``第四章/第一节/新型显示`` the paragraph that begins with that run-in title, ``四/段1`` the first paragraph under 四.
An address may leave levels out where the rest is unambiguous, since boxes and tables are numbered through a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from geoplan.plan_text.normalise import normalise
from geoplan.plan_text.outline_patterns import is_chapter_or_section


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
    """

    label: str
    kind: str
    title: str = ""
    text: str = ""
    names: set[str] = field(default_factory=set)
    children: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names |= {normalise(self.label)} | ({normalise(self.title)} if self.title else set())

    def full_text(self) -> str:
        """Its words and those of everything below it, a line a part."""
        return "\n".join([self.text, *(child.full_text() for child in self.children)]).strip()

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[str, Node]]:
        """Every node below, with its full address."""
        for child in self.children:
            # A box sums up the section around it, not the last heading printed before it.
            outer = tuple(label for label in above if is_chapter_or_section(label)) if child.kind == "box" else above
            path = (*outer, child.label)
            yield "/".join(path), child
            yield from child.walk(path)


@dataclass(eq=False)
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
            nearest = _nearest(node, normalise(label))
            if nearest is None:
                return None
            node = nearest
        return node

    def addresses(self) -> list[str]:
        """Every full address, in the order of the text."""
        return [address for address, _ in self.root.walk()]


def _nearest(node: Node, name: str) -> Node | None:
    level = node.children
    while level:
        matches = [child for child in level if name in child.names]
        if matches:
            exact = [child for child in matches if normalise(child.label) == name]
            best = exact or matches
            return best[0] if len(best) == 1 else None
        level = [grandchild for child in level for grandchild in child.children]
    return None

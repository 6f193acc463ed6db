"""How many blocks of a section stand open, and which are folded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

SHOWN: Final = 6  # blocks of a section that are not folded
SHOWN_DIFFERENCES: Final = 3  # of differences between plans
Block = TypeVar("Block")


def folded(blocks: Sequence[Block], shown: int = SHOWN) -> tuple[Sequence[Block], Sequence[Block]]:
    """Part blocks into those that stand open and the rest; one block more is not worth folding."""
    at = len(blocks) if len(blocks) <= shown + 1 else shown
    return blocks[:at], blocks[at:]

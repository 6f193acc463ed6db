"""The invented outlines of the how-to, as a file and as they are read."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parents[2] / "docs" / "how-to" / "make_invented_outlines.py"
_MODULE: dict[str, Any] = runpy.run_path(str(SCRIPT))
OUTLINES: tuple[tuple[str, int, int, int, int], ...] = _MODULE["OUTLINES"]
# The site of each outline, as a person reads the names.
SITES = (
    "software-park-2", "torch-park", "xinyang", "tongan-industrial-zone", "jimei-north", "machinery-zone-guankou",
    "xingbei", "torch-xiangan", "light-industry-food-zone", "wuyuan-bay-health", "gulangyu", "longshan",
)  # fmt: skip
MISSPELT = (1, 3)  # the numbers of the features


def write_invented(folder: Path) -> Path:
    """The zipped Shapefile."""
    path = folder / "outlines.zip"
    _MODULE["write_outlines"](path)
    return path

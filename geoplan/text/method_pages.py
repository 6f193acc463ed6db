"""The pages on method, as docs/method holds them: which there are, which explains a figure, and their texts."""

from __future__ import annotations

import re
import sysconfig
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from geoplan.text.message import DEFAULT, fallbacks

# Beside the package in a checkout, else where the wheel puts it (``data-files`` of pyproject.toml).
_CHECKOUT: Final = Path(__file__).resolve().parents[2] / "docs" / "method"
_INSTALLED: Final = Path(sysconfig.get_path("data")) / "share" / "geoplan" / "method"

INDEX: Final = "index"  # the rules that all figures share, and the bibliography
PAGES: Final = (
    INDEX, "gaps", "coverage", "catchments", "streets", "uncovered", "nearest", "access", "clusters", "moran",
    "specialisation", "registers", "pairs", "find", "concordance", "indicators",
)  # fmt: skip
# The page of each measure of ``geoplan coverage``.
OF_MEASURE: Final = {
    "carriers": "coverage", "catchments": "catchments", "uncovered": "uncovered", "nearest": "nearest",
    "structure": "specialisation", "diversity": "specialisation", "parks": "specialisation", "pairs": "pairs",
    "clusters": "clusters", "moran": "moran", "access": "access",
}  # fmt: skip
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class MethodPage(NamedTuple):
    """A page: its heading, the Markdown below it with no links, and its file."""

    title: str
    body: str
    path: Path


def method_folder() -> Path:
    """Where the pages are."""
    return _CHECKOUT if _CHECKOUT.is_dir() else _INSTALLED


@lru_cache(maxsize=64)
def method_page(name: str, lang: str) -> MethodPage | None:
    """Read a page.

    Parameters
    ----------
    name : str
        One of `PAGES`.

    Returns
    -------
    MethodPage or None
        In the language or the first of its fallbacks that has the page; None where the pages did not come along.
    """
    suffixes = ("" if language == DEFAULT else f".{language}" for language in fallbacks(lang))
    path = next((p for s in suffixes if (p := method_folder() / f"{name}{s}.md").is_file()), None)
    if path is None:
        return None
    heading, _, body = path.read_text("utf-8").partition("\n")
    return MethodPage(heading.removeprefix("# ").strip(), _LINK.sub(r"\1", body).strip(), path)

"""The pages: a folder each, imported when it is first opened."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NamedTuple


class PageEntry(NamedTuple):
    """A page: its folder, the key of its title, its icon and its place in the address."""

    folder: str
    title: str
    icon: str
    path: str | None

    def load(self) -> Any:
        """Import the page."""
        return import_module(f"geoplan.ui.pages.{self.folder}.{self.folder}_page")

    def show(self) -> None:
        """Say what the map shows, in a page whose map does not wait for its widgets."""
        if show := getattr(self.load(), "show", None):
            show()

    def run(self) -> None:
        """Draw the page."""
        self.load().page()


PAGES: Final = (
    PageEntry("map", "page.layout", ":material/map:", None),
    PageEntry("coverage", "page.coverage", ":material/grid_on:", "coverage"),
    PageEntry("find", "page.find", ":material/travel_explore:", "find"),
    PageEntry("concordance", "page.plans", ":material/compare_arrows:", "plans"),
    PageEntry("registers", "page.registers", ":material/domain:", "enterprises"),
    PageEntry("data", "page.data", ":material/database:", "data"),
)

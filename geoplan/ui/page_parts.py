"""What the address of each page holds, by the page's folder."""

from __future__ import annotations

from typing import Final

from geoplan.ui.address import PageQuery
from geoplan.ui.choice_state import CoverageQuery, DataQuery, RegisterQuery
from geoplan.ui.compare_state import CompareQuery
from geoplan.ui.map_state import SelectionQuery, SiteQuery
from geoplan.ui.site_search_state import SiteSearchQuery

PARTS: Final[dict[str, tuple[type[PageQuery], ...]]] = {
    "map": (SelectionQuery, SiteQuery),
    "coverage": (SelectionQuery, CoverageQuery, SiteQuery),
    "find": (SiteSearchQuery, SiteQuery),
    "concordance": (CompareQuery, SiteQuery),
    "registers": (SelectionQuery, RegisterQuery, SiteQuery),
    "data": (SelectionQuery, DataQuery),
}

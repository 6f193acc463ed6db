"""How much one request may take; what bounds the service's memory and the time of an answer."""

from __future__ import annotations

from typing import Final

DEFAULT_ITEMS: Final = 100  # of one page where nothing is said
MOST_ITEMS: Final = 1000  # of one page
MOST_PHRASES: Final = 20  # of one search: every text is searched for each

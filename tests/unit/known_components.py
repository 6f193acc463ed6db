"""What Streamlit finds when it looks through every installed package for components, found once a process."""

from __future__ import annotations

from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


def remember(patch: pytest.MonkeyPatch) -> None:
    """An app that runs looks once; `AppTest` would look at each of its runs, which takes longer than most of them."""
    patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))

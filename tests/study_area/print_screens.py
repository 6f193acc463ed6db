"""Print what every screen holds, as JSON by its name; the study area is that of GEOPLAN_HOME."""

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

from google.protobuf.text_format import MessageToString
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from geoplan.ui.choice_state import COVERAGE_VIEW, DATA_VIEW
from geoplan.ui.pages.coverage.coverage_page import VIEWS as COVERAGE_VIEWS
from geoplan.ui.pages.data.data_page import VIEWS as DATA_VIEWS

# An app that runs looks through the installed packages once; `AppTest` would look at each run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
SCREENS = {
    "map": {"site": "park"},
    "find": {},
    "concordance": {},
    **{f"coverage {view}": {COVERAGE_VIEW: view} for view in COVERAGE_VIEWS},
    **{f"data {view}": {DATA_VIEW: view} for view in DATA_VIEWS},
}


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from nodes(child)


def screen(page: str, lang: str, state: dict[str, str]) -> str:
    """Everything the browser is sent for a page: texts, help, placeholders, and the data of components and tables."""
    script = (
        "from geoplan.ui.page_chrome import page_chrome\n"
        f"from geoplan.ui.pages.{page} import {page}_page\n"
        f"with page_chrome():\n    {page}_page.page()\n"
    )
    at = AppTest.from_string(script, default_timeout=120)
    for key, value in {"lang": lang, **state}.items():
        at.session_state[key] = value
    at.run()
    assert not at.exception, (page, state, at.exception)
    assert not at.error, (page, state, [error.value for error in at.error])
    protos = [node.proto for node in nodes(at._tree) if getattr(node, "proto", None) is not None]
    tables = [table.value.to_csv() for table in at.dataframe]
    return "\n".join([*(MessageToString(proto, as_utf8=True) for proto in protos), *tables])


if __name__ == "__main__":
    print(json.dumps({name: screen(name.split()[0], sys.argv[1], state) for name, state in SCREENS.items()}))

"""How long each view of the page 覆盖 takes to answer a change of filter, warm: server time at the shipped data.

Each view is opened once for each scope (imports, first reading: what the launcher does ahead), then asked for industries and scopes it has not computed yet, so
nothing comes from a cache. The promise is 1 s; run ``python benchmarks/bench_coverage_page.py``.
"""

from __future__ import annotations

import sys
import time

from streamlit.testing.v1 import AppTest

from geoplan.ui.pages.coverage.coverage_page import VIEWS, scopes

PROMISE = 1.0  # seconds of CPU
SCRIPT = (
    "from geoplan.ui.page_chrome import page_chrome\nfrom geoplan.ui.pages.coverage import coverage_page\n"
    "with page_chrome():\n    coverage_page.page()\n"
)  # fmt: skip
CHANGES = ([], ["it"], ["bio"], ["marine"])


def main() -> None:
    worst = 0.0
    for view in VIEWS:
        at = AppTest.from_string(SCRIPT, default_timeout=120)
        at.session_state["coverage_view"] = view
        at.session_state["industries"] = ["future"]
        at.session_state["begun"], at.session_state["text"] = ("SelectionQuery",), ""
        for scope in scopes():  # what the launcher reads in the background
            at.session_state["coverage_scope"] = scope
            at.run()
        spent = []
        for scope in scopes():
            for industries in CHANGES:
                at.session_state["coverage_scope"], at.session_state["industries"] = scope, industries
                start = time.process_time()
                at.run()
                spent.append(time.process_time() - start)
                assert not at.exception and not at.error, view
        worst = max(worst, *spent)
        print(f"{view:10s} median {sorted(spent)[len(spent) // 2]:.2f} s, most {max(spent):.2f} s of CPU")
    if worst > PROMISE:
        sys.exit(f"promised {PROMISE:.0f} s")


if __name__ == "__main__":
    main()

"""``python -m geoplan.ui``: run the app, reading the catalogue while the browser still loads its page."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

APP = Path(__file__).resolve().parent.parent.parent / "app.py"


def _warm() -> None:
    import folium  # noqa: F401  (what the first page will ask for)

    from geoplan.ui.shelf import published, the_catalogue

    published(the_catalogue())


def main() -> None:
    """Hand over to Streamlit with whatever options were given."""
    from streamlit.web.cli import main as streamlit  # whole before the thread, or the two wait for each other

    threading.Thread(target=_warm, daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    streamlit()


if __name__ == "__main__":
    main()

"""``python -m geoplan.ui``: run the app, reading the catalogue while the browser still loads its page."""

from __future__ import annotations

import socket
import sys
import threading
import time
import webbrowser
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from geoplan.catalogue.check_apart import check_apart
from geoplan.settings import settings
from geoplan.ui import memory_upkeep

_LATER = 12.0  # seconds; by then the first page is drawn, and what the other pages will ask for can be read
_PATIENCE = 120  # quarters of a second that the app may take to answer
_OPEN = "--open"
APP = Path(__file__).resolve().parent.parent.parent / "app.py"


def _warm() -> None:
    import folium  # noqa: F401  (what the first page will ask for)

    from geoplan.query.search_index import search_entry
    from geoplan.query.selection import Selection, facet_counts
    from geoplan.text.message import languages
    from geoplan.ui.pages import PAGES
    from geoplan.ui.resources import published, shipped_catalogue
    from geoplan.ui.widgets.site_table import all_rows

    PAGES[0].load()
    catalogue = shipped_catalogue()
    published(catalogue)
    facet_counts(catalogue, Selection())
    for language in languages():
        all_rows(catalogue, language)
    time.sleep(_LATER)
    search_entry(catalogue, "", "")  # lists all entries, once for all searches
    for page in PAGES:
        page.load()
    import_module("altair")

    from geoplan.analysis.reporting_units import reporting_units
    from geoplan.geodata.base_map import drawn_land
    from geoplan.study_area import study_area

    drawn_land(settings().home)
    for scope in (study_area().home, study_area().area):
        for level, outline in (("county", "land"), ("county", "boundary"), ("province", "boundary")):
            reporting_units(scope, level, outline)
    memory_upkeep.settle()
    memory_upkeep.keep_up()


def _open(port: int) -> None:
    """Open the browser once the app listens."""
    for _ in range(_PATIENCE):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.25)
        else:
            webbrowser.open(f"http://localhost:{port}")
            return


def main() -> None:
    """Hand over to Streamlit with whatever options were given; ``--open`` opens the browser."""
    from streamlit.web.cli import main as streamlit  # whole before the thread, or the two wait for each other

    memory_upkeep.share_heaps()
    with suppress(OSError):  # the page says which file cannot be read
        check_apart(settings().home, settings().cache_folder)
    options = [option for option in sys.argv[1:] if option != _OPEN]
    ports = [option.partition("=")[2] for option in options if option.startswith("--server.port=")]
    threading.Thread(target=_warm, daemon=True).start()
    if _OPEN in sys.argv:
        threading.Thread(target=_open, args=(int((ports or ["8501"])[-1]),), daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *options]
    streamlit()


if __name__ == "__main__":
    main()

"""``python -m geoplan.ui.publish_ahead``: write all that a browser fetches from static/, before the first visit.

``make setup`` and the container image call it: the first page comes sooner, and the app needs no place to write to.
"""

from __future__ import annotations

from geoplan.ui.components import publish_widget, widget_names
from geoplan.ui.resources import facets_url, published, search_url, shipped_catalogue
from geoplan.ui.widgets.site_table import table_url


def main() -> None:
    """Check and read the catalogue, and publish what is made of it and of the widgets."""
    published(shipped_catalogue())
    search_url()
    facets_url()
    table_url()
    for name in widget_names():
        publish_widget(name)


if __name__ == "__main__":
    main()

"""数据: what is in it and how sure, exports, the service, own layers, geocoding, templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from geoplan.catalogue import Catalogue
from geoplan.ui.frame import heading
from geoplan.ui.shelf import the_catalogue
from geoplan.ui.text import t
from geoplan.ui.views.contents import contents_view
from geoplan.ui.views.export import export_view
from geoplan.ui.views.geocode import geocode_view
from geoplan.ui.views.own_layers import own_layers_view
from geoplan.ui.views.service import service_view
from geoplan.ui.views.templates import templates_view
from geoplan.ui.widgets.choice import choice

VIEWS: Final[dict[str, Callable[[Catalogue], None]]] = {
    "contents": contents_view,
    "export": export_view,
    "service": service_view,
    "own_layers": own_layers_view,
    "geocode": geocode_view,
    "templates": templates_view,
}


def page() -> None:
    """Choose a view, draw it."""
    catalogue = the_catalogue()
    heading(t("page.data"), t("data.lead"))
    view = choice(t("data.view"), list(VIEWS), "data_view", lambda key: t(f"data.view_{key}"))
    VIEWS[view](catalogue)

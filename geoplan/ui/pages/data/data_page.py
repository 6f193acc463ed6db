"""数据: what is in it and how sure, exports, the service, own layers, geocoding, templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from geoplan.catalogue.catalogue import Catalogue
from geoplan.ui.language import t
from geoplan.ui.page_chrome import heading
from geoplan.ui.pages.data.catalogue_overview import contents_view
from geoplan.ui.pages.data.export_view import export_view
from geoplan.ui.pages.data.forms_view import templates_view
from geoplan.ui.pages.data.geocode_view import geocode_view
from geoplan.ui.pages.data.service_view import service_view
from geoplan.ui.pages.data.user_layers_view import own_layers_view
from geoplan.ui.resources import get_catalogue
from geoplan.ui.widgets.pill_choice import choice

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
    catalogue = get_catalogue()
    heading(t("page.data"), t("data.lead"))
    view = choice(t("data.view"), list(VIEWS), "data_view", lambda key: t(f"data.view_{key}"))
    VIEWS[view](catalogue)

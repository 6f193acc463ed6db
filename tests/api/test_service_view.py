"""The view 服务 tells how to start the service, whether it answers, and where each layer is."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geoplan.settings import settings


def view() -> None:
    from geoplan.ui.pages.data import service_view
    from geoplan.ui.resources import get_catalogue

    service_view.view(get_catalogue())


def shown(monkeypatch: pytest.MonkeyPatch, address: str) -> AppTest:
    monkeypatch.setattr(settings(), "service", address)
    at = AppTest.from_function(view, default_timeout=30).run()
    assert not at.exception
    return at


def test_a_running_service_is_seen_and_its_layers_are_addressed(monkeypatch: pytest.MonkeyPatch, service: str) -> None:
    at = shown(monkeypatch, service)
    assert f"`{service}`" in at.success[0].value
    codes = [code.value for code in at.code]
    assert codes[0] == f"geoplan serve --port {service.rsplit(':', 1)[1]}"
    at.selectbox(key="served_layer").select("software_parks").run()
    assert f"{service}/collections/software_parks/items?f=csv&limit=1000" in [code.value for code in at.code]


def test_where_nothing_answers_the_command_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    at = shown(monkeypatch, "http://127.0.0.1:9")
    assert not at.success
    assert "127.0.0.1:9" in at.info[0].value


def test_something_else_at_the_address_is_told_apart(monkeypatch: pytest.MonkeyPatch, service: str) -> None:
    at = shown(monkeypatch, f"{service}/collections")
    assert "GEOPLAN_SERVICE" in at.warning[0].value

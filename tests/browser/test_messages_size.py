"""What a step costs on the wire: bytes of the socket for one change of the filter, and loads of the map's frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from long_lists import one_in
from playwright.sync_api import Page, WebSocket

from .conftest import Atlas
from .test_history import STEPS

pytestmark = pytest.mark.browser

_MOST = 20_000  # bytes of one change of the filter, both ways


@dataclass
class Wire:
    """What goes over the sockets of a page, bytes of each message."""

    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> Wire:
        wire = cls()

        def size(payload: str | bytes) -> int:
            return len(payload.encode() if isinstance(payload, str) else payload)

        def opened(socket: WebSocket) -> None:
            socket.on("framesent", lambda payload: wire.sent.append(size(payload)))
            socket.on("framereceived", lambda payload: wire.received.append(size(payload)))

        page.on("websocket", opened)
        return wire

    def total(self) -> int:
        return sum(self.sent) + sum(self.received)

    def during(self, atlas: Atlas, step: Callable[[], None]) -> int:
        """Bytes that a step costs, with what follows it within a second."""
        self.sent.clear()
        self.received.clear()
        step()
        atlas.settle()
        atlas.page.wait_for_timeout(1000)
        return self.total()


@pytest.mark.parametrize("is_open", one_in(2, [True, False]))
def test_a_change_of_the_filter_costs_at_most_20_kb(atlas: Atlas, is_open: bool) -> None:
    wire = Wire.of(atlas.page)
    atlas.open()
    print(f"\nfirst page: {wire.total():,} B in {len(wire.received)} messages")
    if is_open:
        print(
            f"table opened: {wire.during(atlas, atlas.page.locator('.st-key-table_toggle button:visible').click):,} B"
        )
    values = {"marine": "industries", "bio": "industries", "350213": "regions", "it": "industries"}
    costs = {}
    for value, facet in values.items():
        tick = atlas.page.locator(f'section[data-facet="{facet}"] [data-value="{value}"]')
        costs[f"{value} on"] = wire.during(atlas, tick.click)
        print(value, f"{sum(wire.sent):,} B up, {sum(wire.received):,} B down, messages", sorted(wire.received)[-4:])
    tick = atlas.page.locator('section[data-facet="industries"] [data-value="it"]')
    costs["it off"] = wire.during(atlas, tick.click)
    costs["clear"] = wire.during(atlas, atlas.page.locator(".st-key-clear button:visible").click)
    print(costs)
    assert min(costs.values()) > 0
    assert max(costs.values()) <= _MOST, costs


@pytest.mark.long
def test_the_frame_of_the_map_loads_once_over_twelve_steps(atlas: Atlas) -> None:
    # Counted at the frame's document and at the files of the map, of which each is fetched once.
    loads: list[str] = []
    atlas.page.on("request", lambda r: loads.append(r.url) if r.resource_type == "document" and r.frame.parent_frame else None)  # fmt: skip
    files: list[str] = []
    atlas.page.on("requestfinished", lambda r: files.append(r.url) if "/static/map-" in r.url or "sites-" in r.url else None)  # fmt: skip
    atlas.open()
    first, fetched = len(loads), len(files)
    assert first == 1 and fetched
    atlas.frame.locator("body").evaluate("() => { window.same = true; }")
    assert len(STEPS) == 12
    for name, step in STEPS.items():
        step(atlas)
        atlas.settle()
        assert atlas.frame.locator("body").evaluate("() => window.same === true"), name
    assert len(loads) == 1 and len(files) == fetched, (loads, files[fetched:])
    assert atlas.errors == []

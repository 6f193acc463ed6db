"""Pages of a browser that no test uses now: one that has compiled what it shows opens it again with half the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

_IDLE: dict[str, list[Page]] = {}  # by the options of their contexts


@contextmanager
def idle_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page that another test has left, or a new one; options are those of contexts.

    What it kept for its address is the caller's to clear, see `forget_storage`.
    """
    options = {"accept_downloads": True, **options}
    idle = _IDLE.setdefault(repr(sorted(options.items())), [])
    page = idle.pop() if idle else browser.new_context(**options).new_page()
    with listening(page):
        yield page
    page.unroute_all()
    if size := options.get("viewport"):
        page.set_viewport_size(size)
    page.emulate_media(color_scheme=options.get("color_scheme", "null"), media="null")
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.context.clear_cookies()
    page.goto("about:blank")  # what is still under way ends before the next visitor listens
    idle.append(page)


def forget_storage(page: Page) -> None:
    """Clear what scripts of the page's address kept."""
    page.evaluate("sessionStorage.clear(); localStorage.clear();")


@contextmanager
def listening(page: Page) -> Iterator[Callable[[str, Any], None]]:
    """Listen to a page, by ``page.on`` too, and stop listening afterwards."""
    kept, on = [], page.on

    def listen(event: str, heard: Any) -> None:
        kept.append((event, heard))
        on(event, heard)  # type: ignore[call-overload]

    page.on = listen  # type: ignore[method-assign,assignment]
    try:
        yield listen
    finally:
        page.on = on  # type: ignore[method-assign]
        for event, heard in kept:
            page.remove_listener(event, heard)

"""Sign-in: with a provider set up nobody sees a page before it, and who has signed in is named and may sign out."""

from __future__ import annotations

from collections.abc import Iterator

import oidc_provider_mock
import pytest
from long_lists import one_in
from playwright.sync_api import Browser, expect

from .conftest import IFRAME, Atlas, free_port, opened_atlas, start_app, words

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app with a provider."""
    officer = oidc_provider_mock.User(sub="officer", claims={"name": "*李四*"})
    with oidc_provider_mock.run_server_in_thread(user_claims=[officer]) as provider:
        port = free_port()
        secrets = tmp_path_factory.mktemp("secrets") / "secrets.toml"
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{"x" * 32}"\n'
            'client_id = "geoplan"\nclient_secret = "secret"\n'
            f'server_metadata_url = "http://127.0.0.1:{provider.server_port}/.well-known/openid-configuration"\n',
            "utf-8",
        )
        process = start_app(port, is_for_long=False, STREAMLIT_SECRETS_FILES=str(secrets))
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(10)


@pytest.fixture
def visitor(browser: Browser, guarded: str) -> Iterator[Atlas]:
    with opened_atlas(browser, guarded) as atlas:
        yield atlas


@pytest.mark.parametrize(
    "path", one_in(3, ["", "coverage", "find?for=bio", "?site=kaiyuan-community", "plans", "data"])
)
def test_no_page_is_seen_before(visitor: Atlas, path: str) -> None:
    visitor.page.goto(f"{visitor.address}/{path}")
    expect(visitor.page.get_by_role("button", name=words("sign_in.begin"))).to_be_visible(timeout=60_000)
    expect(visitor.page.locator(f"{IFRAME}, .st-key-pages, .st-key-sheet")).to_have_count(0)
    assert "开元创新社区" not in visitor.page.content()


def test_who_has_signed_in_is_named_and_may_sign_out(visitor: Atlas) -> None:
    page = visitor.page
    page.goto(visitor.address)
    page.get_by_role("button", name=words("sign_in.begin")).click(timeout=60_000)
    page.get_by_role("button", name="officer").click()
    page.locator(IFRAME).wait_for(timeout=60_000)
    visitor.settle()
    page.locator(".st-key-help button").click()
    expect(page.get_by_text(words("sign_in.who", name="*李四*"))).to_be_visible(timeout=30_000)  # no Markdown
    page.get_by_role("button", name=words("sign_in.end")).click()
    page.get_by_role("button", name="End session").click()  # the provider asks whether its own session ends too
    expect(page.get_by_role("button", name=words("sign_in.begin"))).to_be_visible(timeout=60_000)


@pytest.mark.long
def test_without_a_provider_nobody_is_asked(atlas: Atlas) -> None:
    atlas.open("")
    atlas.page.locator(".st-key-help button").click()
    atlas.settle()
    expect(atlas.page.get_by_text(words("help.figures")).first).to_be_visible()
    expect(atlas.page.locator(".st-key-sign_out, .st-key-sign-in")).to_have_count(0)

"""A passkey in a real browser: added, then asked for at the log-in.

Browsers know no passkeys of an address such as 127.0.0.1, so this desk is served at localhost.
"""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect, sync_playwright

from newsroom.accounts.models import DeskSession, Passkey
from newsroom.desk.roles import DUTY_EDITOR
from tests.browser import CHROMIUM_ARGUMENTS, DESK, PHONE
from tests.factories import newsroom
from tests.test_log_in_limits import PASSWORD
from tests.test_rights_changes import member

AXE = Axe().axe_script
ARGUMENTS = [argument.replace("127.0.0.1", "localhost") for argument in CHROMIUM_ARGUMENTS]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(settings: Any, live_server: Any) -> str:
    """The desk, where Dora is a duty editor who has no second factor yet."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    newsroom()
    member("dora", DUTY_EDITOR)
    return live_server.url


def with_authenticator(page: Page) -> None:
    """Plug in a security key that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill("dora")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def accessible(page: Page, picture: Path) -> None:
    """Keep a picture of the page; axe finds nothing in what is ours of it."""
    page.screenshot(path=picture, full_page=True)
    page.evaluate(AXE)
    ours = "main" if page.locator(".desk-page").count() == 0 else ".desk-page"
    found = page.evaluate("ours => axe.run(ours).then(found => found.violations)", ours)
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def visit(page: Page, address: str, pictures: Path) -> None:
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    with_authenticator(page)
    log_in(page, address)
    expect(page.get_by_text("Your role needs one before you can go on.")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("They are shown now and never again.")).to_be_visible()
    accessible(page, pictures / "codes.png")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="CPS News", exact=True)).to_be_visible()
    page.goto(f"{address}{reverse('desk_security')}")
    expect(page.get_by_role("cell", name="Blue key", exact=True)).to_be_visible()
    accessible(page, pictures / "security.png")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page, pictures / "security-phone.png")
    page.goto(f"{address}{reverse('desk_add_app')}")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(page, pictures / "app-phone.png")

    # An answer on its way would bring the cookie back.
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    log_in(page, address)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    accessible(page, pictures / "second-step-phone.png")
    page.set_viewport_size(DESK)
    accessible(page, pictures / "second-step.png")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="CPS News", exact=True)).to_be_visible()
    assert faults == []


def test_a_passkey_is_added_and_logs_in(address: str, chromium: str, tmp_path: Path) -> None:
    # Nothing asks the database while Playwright runs: Django refuses that in the same thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(viewport=DESK)
        page.set_default_timeout(15_000)
        visit(page, address, tmp_path)
    passkey = Passkey.objects.get()
    assert passkey.name == "Blue key"
    assert passkey.used_at
    assert DeskSession.objects.count() == 2

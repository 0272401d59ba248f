"""A reader asks for emails in a browser, at the services as they are deployed."""

import email
import email.policy
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.alerts import path_of
from tests.browser import PHONE, Visits
from tests.programs import call
from tests.test_browser_accessibility import everywhere

pytestmark = pytest.mark.browser


def link(folder: Path, name: str) -> str:
    """The path of a link in the newest mail."""
    newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime)
    message = email.message_from_bytes(newest.read_bytes(), policy=email.policy.default)
    words = message.get_body(("plain",)).get_content()
    return path_of(re.findall(rf"https://\S+/alerts/{name}/\S+", words)[0])


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reader_subscribes_and_stops_without_javascript(visits: Visits):
    """Each run of the worker is a program of its own, which takes seconds to start."""
    # One environment for both runs: it holds the key that signs links.
    environment = visits.site.place.desk
    mails = Path(environment["MAIL_FOLDER"])

    def work() -> None:
        call(sys.executable, "manage.py", "send_alerts", "--once", env=environment)

    page = visits.page(java_script_enabled=False, viewport=PHONE)
    page.goto(visits.site.addresses["filtered list"])
    page.get_by_role("link", name="Get emails about this news").click()
    page.wait_for_url("**/news/alerts/?*")
    press(page, "Send me the link")
    page.get_by_role("alert").get_by_role("link", name="Enter an email address").click()
    assert page.url.endswith("#address")
    page.get_by_label("Email address").fill("reader@example.org")
    page.get_by_label("How often").select_option(label="At once")
    press(page, "Send me the link")
    assert page.get_by_role("heading", level=1).inner_text() == "Check your email"
    work()
    page.goto(link(mails, "confirm"))
    press(page, "Yes, send me these emails")
    assert page.get_by_role("heading", level=1).inner_text() == "You will get these emails"
    # The same request again: its mail has the link to all emails.
    page.goto(visits.site.addresses["filtered list"])
    page.get_by_role("link", name="Get emails about this news").click()
    page.get_by_label("Email address").fill("reader@example.org")
    press(page, "Send me the link")
    work()
    page.goto(link(mails, "yours"))
    press(page, "Change")
    assert "We have your change." in page.get_by_role("status").inner_text()
    assert fits(page)
    press(page, "Stop all emails")
    work()
    page.reload()
    assert page.get_by_text("You get no emails from us.").is_visible()


def test_axe_finds_nothing_on_the_form_and_its_errors(visits: Visits):
    page = visits.page()
    page.goto("/news/alerts/")
    assert everywhere(page) == {}
    page.get_by_label("Email address").fill("reader")
    press(page, "Send me the link")
    assert page.get_by_text("There is a problem").is_visible()
    assert everywhere(page) == {}

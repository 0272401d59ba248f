"""The gate beside the form, in a real browser: it follows what is typed, and leads to the field."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from newsroom.demo.logins import PASSWORD
from tests.browser import DESK, Visits

pytestmark = pytest.mark.browser

ON_THE_PANEL = """() => axe.run("[data-side-panel='gate']", {runOnly: ["wcag2a", "wcag2aa"]})
    .then(found => found.violations.map(fault => fault.id + ": " + fault.nodes[0].html))"""

# What is typed before Wagtail begins to watch the form, two seconds after it is loaded, it takes
# for what was there from the start, and does not save by itself.
WATCHED = """addEventListener("w-unsaved:watch-edits", () => {
    document.documentElement.dataset.watched = "yes";
}, true)"""


def sign_in(visits: Visits, username: str = "press.officer") -> Page:
    page = visits.desk_page(viewport=DESK)
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{visits.site.desk}/admin/")
    return page


def new_release(page: Page) -> None:
    page.goto("/admin/pages/")
    page.locator("a[href$='/add_subpage/']").first.click()
    page.add_init_script(WATCHED)
    page.get_by_role("link", name="Press release").first.click()
    expect(page.locator("html[data-watched]")).to_be_attached()


def write(page: Page, words: str) -> None:
    text = page.get_by_role("region", name="Text")
    text.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Paragraph").click()
    text.get_by_role("textbox").fill(words)


def test_the_checks_follow_what_is_written_and_lead_to_it(visits: Visits):
    """It takes some ten seconds: the panel waits after each change, and asks the gate anew."""
    page = sign_in(visits)
    new_release(page)
    panel = page.locator("[data-side-panel='gate']")
    # Who comes for the first time finds it open.
    expect(panel).to_contain_text("The checks begin as soon as you write.")
    headline = page.get_by_role("textbox", name="Headline")
    headline.fill("Man charged with arson in XX")
    # The page has no address, and cannot be saved, before its headline is left.
    headline.blur()
    expect(panel).to_contain_text("“XX” was left to be filled in.")
    mark = page.locator("[data-side-panel-toggle='gate'] [data-side-panel-toggle-counter]")
    expect(mark).to_have_text(re.compile(r"^\d+$"))
    expect(panel.get_by_role("status")).to_contain_text("in the way of release")

    write(page, "He set light to the the mill.")
    expect(panel).to_contain_text("a word stands twice")
    # By now the page has saved itself, and is asked about at the address it has got.
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    page.get_by_role("region", name="Text").get_by_role("textbox").fill("He set light to the mill.")
    expect(panel).not_to_contain_text("a word stands twice")

    page.get_by_role("tab", name="Where it belongs").click()
    panel.get_by_role("button", name="Headline").first.click()
    expect(headline).to_be_focused()
    panel.get_by_role("button", name="Crime types").click()
    expect(page.get_by_label("Violent crime")).to_be_visible()
    expect(page.locator("[data-contentpath='crime_types'] input").first).to_be_focused()
    page.get_by_label("Violent crime").check()
    expect(panel).not_to_contain_text("No crime type is set")

    # Whoever stands on a finding stays there when the list is written anew.
    way = panel.get_by_role("button", name="Headline").first
    way.focus()
    with page.expect_response(re.compile("/checks/$")):
        page.evaluate(
            "document.querySelector('[data-edit-form]').dispatchEvent(new Event('input'))"
        )
    expect(panel.get_by_role("button", name="Headline").first).to_be_focused()

    page.evaluate(Axe().axe_script)
    assert page.evaluate(ON_THE_PANEL) == []


def test_a_long_headline_is_seen_whole(visits: Visits):
    """It takes some ten seconds: a browser logs in and loads the admin's editor."""
    page = sign_in(visits)
    new_release(page)
    headline = page.get_by_role("textbox", name="Headline")
    one_line = headline.bounding_box()
    headline.fill("Man charged with running a county lines network that used children " * 3)
    page.wait_for_timeout(300)
    box = headline.bounding_box()
    assert one_line is not None
    assert box is not None
    assert box["height"] > one_line["height"] * 2
    assert headline.evaluate("field => field.scrollHeight - field.clientHeight") <= 2

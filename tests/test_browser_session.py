"""What was written survives the end of a session, in a real browser, as each kind of person."""

import json
import re

import pytest
from playwright.sync_api import Page, Request, expect

from newsroom.demo.logins import PASSWORD
from tests.browser import Visits
from tests.test_browser_desk import new_release, sign_in

pytestmark = pytest.mark.browser

COPIES = """() => Object.entries(localStorage).filter(([name]) => name.startsWith("desk-words:"))
    .map(([name, copy]) => name + copy)"""
EXPECTED = re.compile("(status of|Status:) (401|403)|ERR_FAILED")
ON_THEIR_WAY: dict[Page, set[Request]] = {}
"""Of each page, the requests that have no answer yet."""


def headline(page: Page):
    return page.get_by_role("textbox", name="Headline")


def write(page: Page, words: str) -> None:
    """Type another headline. The form saves itself once its field is left."""
    headline(page).fill("")
    headline(page).press_sequentially(words, delay=20)
    headline(page).blur()


def started(visits: Visits, words: str) -> Page:
    """A draft that has saved itself."""
    page = sign_in(visits)
    asked: set[Request] = set()
    ON_THEIR_WAY[page] = asked
    page.on("request", lambda request: asked.add(request))
    page.on("requestfinished", lambda request: asked.discard(request))
    page.on("requestfailed", lambda request: asked.discard(request))
    new_release(page)
    write(page, words)
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    page.wait_for_function(f"() => ({COPIES})().length === 0")
    return page


def log_out(page: Page) -> None:
    """Take the session's cookie away once no answer is on its way that would bring it back."""
    for _ in range(100):
        if not ON_THEIR_WAY[page]:
            break
        page.wait_for_timeout(100)
    page.context.clear_cookies()


def expected(visits: Visits) -> None:
    """The browser reports each answer that is a refusal; these tests ask for some."""
    visits.faults[:] = [fault for fault in visits.faults if not EXPECTED.search(fault)]


def log_in_here(page: Page, username: str = "press.officer"):
    dialog = page.get_by_role("dialog", name="You were logged out")
    frame = dialog.frame_locator("iframe")
    frame.get_by_label("Username").fill(username)
    frame.get_by_label("Password").fill(PASSWORD)
    frame.get_by_role("button", name="Sign in").click()
    return dialog


def test_whoever_was_logged_out_logs_in_on_the_form_and_goes_on(visits: Visits):
    """It takes some fifteen seconds: a draft saves itself twice, with a log-in in between."""
    page = started(visits, "Man charged with arson at Drayholme mill")
    log_out(page)
    write(page, "Man charged with arson at Drayholme and Ovenden mills")
    expect(log_in_here(page)).to_be_hidden()
    # It saves itself now, and says nowhere that it does not.
    page.wait_for_function(f"() => ({COPIES})().length === 0")
    expect(page.locator("#w-autosave-indicator")).to_contain_text("Saved")
    expect(page.get_by_text("paused", exact=True)).to_be_hidden()
    page.reload()
    expect(headline(page)).to_have_value("Man charged with arson at Drayholme and Ovenden mills")
    expected(visits)


def test_nobody_goes_on_in_the_form_of_another_person(visits: Visits):
    """It takes some ten seconds: a draft saves itself, and two people log in."""
    page = started(visits, "Woman charged with theft from Ovenden museum")
    log_out(page)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(log_in_here(page, "duty.editor")).to_be_hidden()
    expect(page.get_by_role("dialog", name="Somebody else is logged in now")).to_be_visible()
    expected(visits)


def test_somebody_is_warned_before_the_session_ends_and_stays(visits: Visits):
    page = sign_in(visits)
    left = {"seconds": 300}

    def sooner(route) -> None:
        answer = route.fetch()
        if route.request.method == "POST":
            left["seconds"] = 28_800
        route.fulfill(response=answer, body=json.dumps({**answer.json(), **left}))

    page.route("**/admin/session/", sooner)
    page.reload()
    dialog = page.get_by_role("dialog", name="You will be logged out soon")
    expect(dialog).to_contain_text(re.compile(r"logged out at \d\d:\d\d\."))
    dialog.get_by_role("button", name="Stay logged in").click()
    expect(dialog).to_be_hidden()


def test_words_that_never_arrived_are_offered_again_to_their_writer_alone(visits: Visits):
    """It takes some twenty seconds: drafts are saved, and two people log in."""
    page = started(visits, "Two men charged with fraud by letter")
    form = page.url
    page.route(form, lambda route: route.abort())
    headline(page).fill("Three men charged with fraud by letter")
    page.wait_for_function(f"() => ({COPIES})().length === 1")
    # At rest it is of use to nobody.
    assert "fraud" not in "".join(page.evaluate(COPIES))
    page.unroute(form)
    page.on("dialog", lambda dialog: dialog.accept())

    log_out(page)
    page.goto("/admin/")
    page.get_by_label("Username").fill("duty.editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(form)
    expect(page.locator("html[data-watched]")).to_be_attached()
    expect(page.get_by_role("button", name="Take my words back")).to_be_hidden()

    log_out(page)
    page.goto("/admin/")
    page.get_by_label("Username").fill("press.officer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(form)
    page.get_by_role("button", name="Take my words back").click()
    expect(headline(page)).to_have_value("Three men charged with fraud by letter")
    expect(page.locator("html[data-watched]")).to_be_attached()
    headline(page).fill("Three men charged with fraud by letters")
    page.wait_for_function(f"() => ({COPIES})().length === 0")
    expected(visits)


def test_a_button_pressed_too_late_leads_to_a_page_that_has_the_words(visits: Visits):
    """It takes some ten seconds: a draft saves itself, and somebody logs in again."""
    page = started(visits, "Man jailed for handling stolen clocks")
    page.reload()
    headline(page).evaluate("field => field.value = 'Man jailed for stealing clocks'")
    log_out(page)
    page.locator("[data-edit-form]").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You were logged out")
    page.get_by_role("button", name="Log in").click()
    expect(log_in_here(page)).to_be_hidden()
    page.get_by_role("button", name="Send it again").click()
    expect(headline(page)).to_have_value("Man jailed for stealing clocks")
    expect(page.get_by_text("has been updated")).to_be_visible()
    expected(visits)

"""After an autosave, every button of the form does what it says: in a real browser."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser import Visits
from tests.test_browser_desk import WATCHED, new_release, sign_in

pytestmark = pytest.mark.browser

HELD = re.compile(r"/conflict/")
REFUSED = "Failed to load resource: the server responded with a status of 400"
LOOKED_AT_AGAIN = 700
"""Milliseconds after which Wagtail 8.0 has noticed a change of the form: it looks each 500."""
FORM_ADDRESS = re.compile(r"/pages/(add/[^?]+/\d+|\d+/edit)/$")


def fill_in(page: Page, title: str) -> None:
    page.get_by_role("textbox", name="Headline").fill(title)
    text = page.get_by_role("region", name="Text")
    text.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Paragraph").click()
    text.get_by_role("textbox").fill("He set light to it by night.")
    page.get_by_role("tab", name="Where it belongs").click()
    page.get_by_label("Violent crime").check()
    page.get_by_label("Wessex").check()


def autosaved(page: Page, do: Callable[[], object]) -> None:
    """Do something that changes the form, and wait until the form has saved all of it by itself.

    One that is still on its way would be saved after what somebody else does next.
    """
    sent: list[Request] = []
    answered: set[Request] = set()

    def note(request: Request) -> None:
        if is_autosave(request):
            sent.append(request)

    def note_end(request: Request) -> None:
        answered.add(request)

    page.on("request", note)
    page.on("requestfinished", note_end)
    do()
    for _ in range(100):
        before = len(sent)
        page.wait_for_timeout(LOOKED_AT_AGAIN)
        if 0 < len(sent) == before and answered.issuperset(sent):
            break
    page.remove_listener("request", note)
    page.remove_listener("requestfinished", note_end)
    last = sent[-1].response()
    assert last is not None
    assert last.json()["success"], last.text()


def a_title() -> str:
    """A headline whose address is free."""
    return f"Man jailed for arson at barn {uuid4().hex[:8]}"


def is_autosave(request) -> bool:
    asks_json = request.headers.get("accept") == "application/json"
    return request.method == "POST" and asks_json and bool(FORM_ADDRESS.search(request.url))


def type_teaser(page: Page, words: str) -> None:
    page.get_by_role("tab").first.click()
    teaser = page.get_by_role("textbox", name="Teaser")
    teaser.fill("")
    autosaved(page, lambda: teaser.press_sequentially(words, delay=50))


def press(page: Page, name: str | re.Pattern) -> None:
    """Press a button of the form, which is not held."""
    button = more(page, name)
    # First what the button does, then the screen that it leads to. By keyboard: checks and notices
    # that come meanwhile may move a button from under a mouse.
    with page.expect_navigation(wait_until="commit"):
        button.press("Enter")
    page.wait_for_load_state()
    expect(page).not_to_have_url(HELD)


def said(page: Page) -> str:
    return page.locator(".messages").inner_text()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html[data-watched]")).to_be_attached()
    return page


def test_every_button_works_after_an_autosave_as_each_role(visits: Visits):
    """It takes a minute: three people write, and press each button of the form."""
    officer, lawyer, editor = (
        sign_in(visits, name) for name in ("press.officer", "reviewing.lawyer", "duty.editor")
    )
    for page in (lawyer, editor):
        page.add_init_script(WATCHED)
    page = officer
    new_release(page)
    autosaved(page, lambda: fill_in(page, a_title()))
    press(page, "Save draft")
    address = re.sub(r"[?#].*", "", page.url)
    page = opened(officer, address)
    type_teaser(page, "First.")
    type_teaser(page, "Second.")
    press(page, re.compile("^Submit"))
    assert "submitted" in said(page)

    page = opened(lawyer, address)
    type_teaser(page, "As the lawyer has it.")
    press(page, "Clear these words")
    assert "another lawyer must clear" in said(page)
    page = opened(lawyer, address)
    type_teaser(page, "As the lawyer has it now.")
    more(page, "Request changes").click()
    page.locator(".modal textarea").fill("Say where.")
    with page.expect_navigation():
        page.locator(".modal [type=submit]").click()
    assert "sent back for changes" in said(page)

    page = opened(officer, address)
    type_teaser(page, "Third.")
    press(page, re.compile("^Resubmit"))
    assert "submitted" in said(page)
    page = opened(lawyer, address)
    type_teaser(page, "As the lawyer has it then.")
    more(page, "Request changes").click()
    page.locator(".modal textarea").fill("Say when.")
    with page.expect_navigation():
        page.locator(".modal [type=submit]").click()
    page = opened(officer, address)
    type_teaser(page, "Fourth.")
    press(page, "Take back from review")
    assert "cancelled" in said(page)

    page = opened(editor, address)
    type_teaser(page, "As the duty editor has it.")
    press(page, "Save draft")
    page = opened(editor, address)
    type_teaser(page, "As the duty editor has it now.")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name=re.compile("schedule", re.IGNORECASE)).first.click()
    page.get_by_label("Embargo ends").fill("26/11/2031 09:30")
    press(page, "Save schedule")
    # A schedule is saved with the draft; it goes out once somebody approves it.
    page = opened(editor, address)
    assert "26/11/2031 09:30" in page.get_by_label("Embargo ends").input_value()
    # An autosave that is on its way when its page is submitted finds the page locked.
    visits.faults[:] = [fault for fault in visits.faults if "/edit/: " + REFUSED not in fault]


def more(page: Page, name: str | re.Pattern) -> Locator:
    """A button in the menu beside the first one."""
    button = page.get_by_role("button", name=name).first
    if not button.is_visible():
        page.get_by_role("button", name="More actions").click()
    return button


@pytest.mark.parametrize("button", ["Save draft", re.compile("^Submit")], ids=["save", "submit"])
def test_a_new_page_may_be_saved_while_its_first_autosave_is_not_answered(
    visits: Visits, button: str | re.Pattern
):
    """It takes some ten seconds: a browser logs in and loads the admin's editor."""
    page, title = sign_in(visits), a_title()
    new_release(page)
    news = re.search(r"/add/newsroom/pressreleasepage/(\d+)/", page.url)[1]
    waiting = hold_answers(page)
    fill_in(page, title)
    wait_until_sent(page, waiting)
    press(page, button)
    assert title in page.content()
    assert "in use" not in page.content()
    page.goto(f"/admin/pages/{news}/?ordering=-latest_revision_created_at")
    assert page.get_by_role("link", name=title, exact=True).count() == 1


def test_a_page_may_be_saved_while_an_autosave_is_not_answered(visits: Visits):
    """It takes some ten seconds: a browser logs in and loads the admin's editor."""
    page = sign_in(visits)
    new_release(page)
    autosaved(page, lambda: fill_in(page, a_title()))
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    waiting = hold_answers(page)
    page.get_by_role("tab").first.click()
    page.get_by_role("textbox", name="Teaser").press_sequentially("Not answered.", delay=50)
    wait_until_sent(page, waiting)
    page.get_by_role("textbox", name="Teaser").fill("Pressed.")
    press(page, "Save draft")
    expect(page.get_by_role("textbox", name="Teaser")).to_have_value("Pressed.")


def hold_answers(page: Page) -> list[Route]:
    """Have autosaves reach the server, and no answer come back; the list says of which."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if is_autosave(route.request):
            route.fetch()
            held.append(route)
        else:
            route.continue_()

    page.route(FORM_ADDRESS, hold)
    return held


def wait_until_sent(page: Page, held: list[Route]) -> None:
    """Wait until an autosave has reached the server whose answer is held."""
    for _ in range(200):
        if held:
            return
        page.wait_for_timeout(100)
    pytest.fail("The form does not save itself.")

"""The screens of the desk: axe finds nothing serious as each role, nothing is cut off or hidden."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import DESK, Visits
from tests.test_browser_desk import new_release, sign_in

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
ASK = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations
    .filter(rule => ["serious", "critical"].includes(rule.impact))
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""
PHONE = {"width": 360, "height": 740}
SCREENS = {
    "press.officer": ["/admin/", "/admin/guide/", "/admin/images/add/"],
    "reviewing.lawyer": ["/admin/", "/admin/snippets/newsroom/reportingrestriction/add/"],
    "duty.editor": ["/admin/", "/admin/reports/release-log/"],
    "administrator": ["/admin/users/", "/admin/users/new/", "/admin/account/security/"],
}
BELOW_THE_EDGE = """element => {
    const box = element.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || box.bottom > innerHeight;
}"""
COVERS = """() => {
    const picker = [...document.querySelectorAll(".xdsoft_datetimepicker")]
        .find(one => one.offsetHeight).getBoundingClientRect();
    return [...document.querySelectorAll(".w-dialog button:not(.xdsoft_datetimepicker *)")]
        .map(button => [button.textContent.trim(), button.getBoundingClientRect()])
        .filter(([, box]) => box.width && box.left < picker.right && box.right > picker.left
            && box.top < picker.bottom && box.bottom > picker.top)
        .map(([words]) => words);
}"""


# Wagtail 8.0.1: on the form of a user a link to the tab of roles stands outside the list of tabs.
OF_WAGTAIL = 'aria-required-parent: <a href="#tab-roles"'


def serious(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [fault for fault in page.evaluate(ASK) if not fault.startswith(OF_WAGTAIL)]


@pytest.mark.parametrize("username", SCREENS)
def test_axe_finds_nothing_serious_on_the_screens_of_a_role(visits: Visits, username: str):
    """It takes some ten seconds: a browser logs in and loads three screens of the admin."""
    page = sign_in(visits, username)
    for address in SCREENS[username]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert serious(page) == [], address


def test_the_form_of_a_page_is_whole_and_has_names_on_a_desk_and_on_a_telephone(visits: Visits):
    """It takes some fifteen seconds: a form is loaded, refused, and looked at in two sizes."""
    page = sign_in(visits)
    new_release(page)
    expect(page.get_by_role("textbox", name="Notes to editors")).to_be_visible()
    page.get_by_role("textbox", name="Headline").fill("!!!")
    page.locator("[data-edit-form]").evaluate("form => form.submit()")
    summary = page.get_by_role("region", name="This was not saved.")
    expect(summary).to_be_focused()
    assert serious(page) == []
    buttons = page.locator("#page-edit-form > .footer")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        expect(buttons).to_be_in_viewport(ratio=1)
        assert not buttons.evaluate(BELOW_THE_EDGE)
        for tab in page.get_by_role("tab").all():
            assert not tab.evaluate(BELOW_THE_EDGE)
    summary.get_by_role("button", name="Address").click()
    expect(page.locator("#id_slug")).to_be_focused()
    # The browser reports that a draft without an address does not save itself.
    visits.faults[:] = [fault for fault in visits.faults if "status of 400" not in fault]


def test_a_release_begins_from_a_template_by_keyboard_on_a_telephone(visits: Visits):
    """It takes some ten seconds: a browser logs in and loads the admin's editor."""
    page = sign_in(visits)
    page.set_viewport_size(PHONE)
    page.get_by_text("Begin from…").press("Enter")
    kind = page.get_by_role("link", name="Charging decision")
    expect(kind).to_be_visible()
    assert serious(page) == []
    kind.press("Enter")
    headline = page.get_by_role("textbox", name="Headline")
    expect(headline).to_have_value("[Name] charged with [offence]")
    expect(page.get_by_text("Has a court made an order about the case?")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert serious(page) == []
    page.get_by_role("button", name="Show what is left").press("Enter")
    panel = page.locator("[data-side-panel='gate']")
    expect(panel).to_contain_text("“[Name]”, “[offence]” was left to be filled in.")
    expect(page.locator("#release-checks")).to_be_focused()
    # Nothing is saved before somebody writes.
    assert "/add/" in page.url


def test_the_date_picker_covers_no_button(visits: Visits):
    """It takes some ten seconds: a browser logs in and loads the admin's editor."""
    page = sign_in(visits)
    new_release(page)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    for field in ("Embargo ends", "Comes down"):
        page.get_by_label(field).click()
        expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)
        assert page.evaluate(COVERS) == []
        assert serious(page) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(visits: Visits, tmp_path: Path):
    page = sign_in(visits)
    large = tmp_path / "court.png"
    with large.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    for address in ("/admin/images/add/", "/admin/images/multiple/add/", "/admin/documents/add/"):
        page.goto(address)
        field = page.locator("main input[type=file]")
        sent.clear()
        field.set_input_files([large])
        alert = page.get_by_role("alert").filter(has_text="too big")
        expect(alert).to_have_text(
            "“court.png” is too big (60 MB). The most is 10.0\xa0MB. It was not sent."
        )
        assert field.evaluate("field => field.files.length") == 0
        assert "POST" not in sent

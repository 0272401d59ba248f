"""What readers and press officers come for, from the first page to the last."""

import re
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Locator, Page, Response, expect

from newsroom.demo.logins import PASSWORD
from tests.browser import DESK, PHONE, Visits

pytestmark = pytest.mark.browser

PAIR = 'crime type "Sexual offences" & area "CPS"'
LIST_HTML, STYLE_SHEET, LIST, ITEM = 15_000, 12_000, 30_000, 120_000

# Wagtail saves drafts at moments of its own, and a test must not run into one.
NO_AUTOSAVE = """
    addEventListener("w-unsaved:add", event => event.stopImmediatePropagation(), true);
"""


def sentence(page: Page) -> str:
    return page.locator("#results-sentence").inner_text()


def chips(page: Page) -> list[str]:
    """The filters in force, as they can be seen."""
    texts = page.locator(".chip").all_inner_texts()
    return [re.sub(r"\s+", " ", text).removesuffix("×").strip() for text in texts]


def choose(page: Page, facet: str, value: str) -> None:
    """Tick one value of a filter, unfolding what hides it."""
    box = page.locator(f"#{facet}-{value}")
    if not box.is_visible():
        page.locator(f"details.facet:has(#{facet}-{value}) summary").click()
    box.check()


def apply(page: Page) -> None:
    follow(page.get_by_role("button", name="Apply filters"))


def follow(link: Locator) -> None:
    """Click on what leads to another page, and wait until that has come."""
    with link.page.expect_navigation():
        link.click()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_reader_filters_reads_and_comes_back_without_javascript(visits: Visits, size: dict):
    page = visits.open("front page", viewport=size, java_script_enabled=False)
    if size is PHONE:
        page.get_by_text("Search and filter").first.click()
    choose(page, "crime_type", "sexual-offences")
    choose(page, "area", "cps")
    apply(page)
    assert page.url.endswith("/news/?crime_type=sexual-offences&area=cps#results")
    assert sentence(page) == f"Showing 1 - 10 of 16 results for {PAIR}"
    follow(page.get_by_role("link", name="Next page"))
    assert sentence(page) == f"Showing 11 - 16 of 16 results for {PAIR}"
    assert page.locator("#results article").count() == 6
    results = page.url
    card = page.locator("#results h3 a").last
    title = card.inner_text()
    follow(card)
    assert page.locator("h1").inner_text() == title
    follow(page.get_by_role("link", name="Back to your results"))
    assert page.url.startswith(f"{results}#item-")
    expect(page.locator("#results li:target h3 a")).to_have_text(title)
    assert sentence(page) == f"Showing 11 - 16 of 16 results for {PAIR}"


def test_removing_one_filter_keeps_the_others(visits: Visits):
    page = visits.open("filtered list", java_script_enabled=False)
    assert chips(page) == ["Remove filter Crime type: Sexual offences", "Remove filter Area: CPS"]
    follow(page.get_by_role("link", name="Remove filter Area: CPS"))
    assert page.url.endswith("/news/?crime_type=sexual-offences")
    assert chips(page) == ["Remove filter Crime type: Sexual offences"]
    follow(page.get_by_role("link", name="Clear all filters"))
    assert page.url.endswith("/news/")


def test_a_count_beside_a_filter_is_the_number_found_with_it(visits: Visits):
    page = visits.open("filtered list", java_script_enabled=False)
    label = page.locator("label[for='area-south-west']").inner_text()
    count = int(re.search(r"\((\d+)", label)[1])
    choose(page, "area", "south-west")
    page.locator("#area-cps").uncheck()
    apply(page)
    assert f"of {count} result" in sentence(page)


def test_a_date_may_be_typed_as_people_write_it(visits: Visits):
    page = visits.open("front page", java_script_enabled=False)
    page.get_by_label("From").fill("21/11/2024")
    apply(page)
    assert chips(page) == ["Remove filter Published from: 21 November 2024"]
    assert "published from 21 November 2024" in sentence(page)
    days = page.locator("#results time").evaluate_all("all => all.map(time => time.dateTime)")
    assert days
    assert min(days) >= "2024-11-21"


def test_a_date_that_is_none_is_said_and_kept(visits: Visits):
    page = visits.open("front page", java_script_enabled=False)
    page.get_by_label("From").fill("31/02/2024")
    apply(page)
    assert page.title().startswith("Error: ")
    summary = page.locator(".govuk-error-summary")
    assert summary.get_by_role("heading").inner_text() == "There is a problem"
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    field = page.locator("#from")
    expect(field).to_be_focused()
    assert field.input_value() == "31/02/2024"
    assert page.locator("#from-error").inner_text() in field.evaluate(
        "field => document.getElementById(field.getAttribute('aria-describedby').split(' ')[0])"
        ".innerText"
    )
    field.fill("2024")
    apply(page)
    assert chips(page) == ["Remove filter Published from: 1 January 2024"]


def test_after_going_back_the_boxes_agree_with_the_results(visits: Visits):
    page = visits.open("front page")
    page.get_by_label("From", exact=True).fill("2024")
    apply(page)
    page.get_by_label("From", exact=True).fill("2025")
    apply(page)
    assert chips(page) == ["Remove filter Published from: 1 January 2025"]
    page.go_back()
    assert chips(page) == ["Remove filter Published from: 1 January 2024"]
    expect(page.get_by_label("From", exact=True)).to_have_value("01/01/2024")


def test_words_that_were_looked_for_are_marked(visits: Visits):
    page = visits.open("front page", java_script_enabled=False)
    page.locator(".filter").get_by_label("Search", exact=True).fill("court")
    follow(page.locator(".filter").get_by_role("button", name="Search"))
    assert 'results for words "court"' in sentence(page)
    marks = page.locator("#results mark")
    assert marks.count() > 0
    assert {word.lower() for word in marks.all_inner_texts()} <= {"court", "courts"}


def test_a_search_begins_in_the_header_of_any_page(visits: Visits):
    page = visits.open("press release", java_script_enabled=False)
    page.get_by_role("banner").get_by_label("Search", exact=True).fill("court")
    page.keyboard.press("Enter")
    assert 'results for words "court"' in sentence(page)
    assert page.locator("#q").input_value() == "court"


def test_a_year_can_be_jumped_to(visits: Visits):
    page = visits.open("front page", java_script_enabled=False)
    link = page.locator(".years a", has_text="2019")
    assert re.fullmatch(r"2019 \(\d+\s+items\s*\)", link.inner_text())
    follow(link)
    days = page.locator("#results time").evaluate_all("all => all.map(time => time.dateTime)")
    assert any(day.startswith("2019-") for day in days)
    assert sentence(page).startswith("Showing ")


@pytest.mark.parametrize(
    ("name", "most"), [("front page", LIST), ("filtered list", LIST), ("press release", ITEM)]
)
def test_a_page_is_light(visits: Visits, name: str, most: int):
    weights = {}

    def weigh(response: Response) -> None:
        if response.status == 200:
            weights[response.url] = response

    page = visits.page(viewport={"width": 360, "height": 640})
    page.on("response", weigh)
    page.goto(visits.site.addresses[name], wait_until="networkidle")
    total = 0
    for response in weights.values():
        body, kind = response.body(), response.headers["content-type"]
        weight = len(body) if kind.startswith("image/") and "svg" not in kind else squeezed(body)
        total += weight
        if kind.startswith("text/html") and most == LIST:
            assert weight <= LIST_HTML
        if kind.startswith("text/css"):
            assert weight <= STYLE_SHEET
    assert len(weights) >= 2
    assert total <= most


def squeezed(body: bytes) -> int:
    """Its weight on the way to the reader."""
    return len(brotli.compress(body))


def test_a_page_that_asks_elsewhere_or_breaks_the_policy_does_not_pass(visits: Visits):
    page = visits.open("front page")
    with page.expect_console_message(lambda message: "a.example" in message.text):
        page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'https://a.example/'}))"
        )
    with page.expect_console_message(lambda message: "style-src" in message.text):
        page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert "asked elsewhere: https://a.example/" in visits.faults
    assert sum("Content Security Policy" in fault for fault in visits.faults) == 2
    visits.faults.clear()


def test_a_release_goes_from_hand_to_hand_to_readers_and_is_withdrawn(visits: Visits):
    """It takes half a minute: three people log in and load a dozen pages of the admin."""
    title = "Man jailed for arson at a mill"
    page = at_desk(visits, "press.officer")
    page.goto("/admin/pages/")
    page.locator("a[href$='/add_subpage/']").first.click()
    page.get_by_role("link", name="Press release").first.click()
    write(page, title)
    expect(page.locator("footer nav button").first).to_contain_text("Save draft")
    more(page).get_by_role("button", name=re.compile("^Submit")).click()
    expect(page.locator(".messages")).to_contain_text("submitted")
    address = page.locator(".messages a[href*='/edit/']").first.get_attribute("href")
    for username, step in (
        ("reviewing.lawyer", "Clear these words"),
        ("duty.editor", "Approve: goes out now"),
    ):
        page = at_desk(visits, username)
        page.goto(address)
        default = page.locator("footer nav button").first
        expect(default).to_have_text(step)
        expect(page.locator(".desk-status")).to_contain_text("In review with the")
        if username == "reviewing.lawyer":
            must_say_what_to_change(page)
        default.click()
        expect(page.locator(".messages")).to_contain_text(title)

    reader = visits.page(java_script_enabled=False)
    reader.goto("/news/?crime_type=violent-crime&area=wessex")
    assert title in reader.locator("#results").inner_text()
    reader.goto("/news/")
    newest = reader.locator(".top__newest h3 a").first
    assert newest.inner_text() == title
    follow(newest)
    assert reader.locator(".prose").first.inner_text() == "He set light to it by night."
    public = reader.url
    page.goto(f"{visits.site.desk}{urlsplit(public).path}")
    assert page.url == public
    assert reader.goto("/admin/login/").status == 404

    page.goto(address)
    more(page).get_by_role("link", name="Withdraw").click()
    page.get_by_label("Why it is withdrawn").fill("The sentence was another one.")
    page.get_by_label("It was published in error.").check()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("is withdrawn")
    assert reader.goto(public).status == 410
    assert title not in reader.content()
    for place in ("/news/", "/news/?q=arson+mill", "/news/?crime_type=violent-crime&area=wessex"):
        reader.goto(place)
        assert title not in reader.content(), place


def at_desk(visits: Visits, username: str) -> Page:
    """The admin, where this person has logged in."""
    page = visits.desk_page(viewport=DESK)
    page.add_init_script(NO_AUTOSAVE)
    page.goto("/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{visits.site.desk}/admin/")
    return page


def write(page: Page, title: str) -> None:
    """Fill in a new press release of the admin."""
    page.get_by_role("textbox", name="Headline").fill(title)
    text = page.get_by_role("region", name="Text")
    text.get_by_role("button", name="Insert a block").click()
    page.get_by_role("option", name="Paragraph").click()
    text.get_by_role("textbox").fill("He set light to it by night.")
    page.get_by_role("tab", name="Where it belongs").click()
    page.get_by_label("Violent crime").check()
    page.get_by_label("Wessex").check()


def must_say_what_to_change(page: Page) -> None:
    """Ask for changes without saying which: the dialog asks for them, and nothing is sent back."""
    more(page).get_by_role("button", name="Request changes").click()
    dialog = page.locator(".modal-dialog")
    expect(dialog).to_contain_text("What has to be changed, and why")
    dialog.locator("[type=submit]").click()
    expect(dialog).to_contain_text("Say what has to be changed.")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def more(page: Page) -> Page:
    """The page, with the list of what else can be done than saving a draft."""
    page.get_by_role("button", name="More actions").click()
    return page

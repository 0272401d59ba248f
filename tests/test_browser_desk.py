"""The gate beside the form, in a real browser: it follows what is typed, and leads to the field."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

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


# What word processors put on the clipboard, with invented words: those that were struck out or
# stand in a comment say “Ada Quill”, the others “Kept”.
CLIPBOARDS = {
    file.stem: file.read_text() for file in Path(__file__).with_name("clipboards").glob("*.html")
}
DROP = """(node, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const options = {dataTransfer: data, bubbles: true, cancelable: true};
    return node.dispatchEvent(new DragEvent("drop", options));
}"""
PASTE = """(node, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.textContent);
    node.focus();
    const options = {clipboardData: data, bubbles: true, cancelable: true};
    node.dispatchEvent(new ClipboardEvent("paste", options));
}"""
TYPED = """form => [...new FormData(form)].filter(([name]) => /^(body|notes|summary)/.test(name))
    .map(([name, value]) => `${name}=${value}`).join("\\n")"""


def typed(page: Page, words: str) -> str:
    """What the form holds once it holds these words: the editor tells it a moment later."""
    page.wait_for_function(
        f"words => ({TYPED})(document.forms['page-edit-form']).includes(words)", arg=words
    )
    return page.locator("[data-edit-form]").evaluate(TYPED)


def test_what_was_struck_out_stays_out_of_every_field_it_is_pasted_into(visits: Visits):
    """It takes some fifteen seconds: the shapes of five word processors, in one screen."""
    assert {"Ada Quill" in " ".join(shape.split()) for shape in CLIPBOARDS.values()} == {True}
    page = sign_in(visits)
    new_release(page)
    page.get_by_role("textbox", name="Headline").fill("Man charged with fraud by letter")
    write(page, "Before and after")
    body = page.get_by_role("region", name="Text")
    box = body.get_by_role("textbox").first
    for _letter in " and after":
        box.press("ArrowLeft")
    # The rest of the text stands after what is pasted in its middle.
    box.evaluate(PASTE, CLIPBOARDS["word"])
    expect(body.locator(".desk-pasted")).to_have_text(
        "Left out: 3 deletions, 1 review comment. "
        "Made blocks of their own: 1 heading, 2 lists, 1 table. Give each table a caption."
    )
    expect(body.locator(".desk-pasted")).to_have_role("status")
    blocks = body.locator("input[name$='-type'][name^='body-']:not([name*='value'])")
    kinds = ["paragraph", "heading", "paragraph", "list", "list", "table", "paragraph", "paragraph"]
    assert [one.input_value() for one in blocks.all()] == kinds
    form = typed(page, "and after")
    for kept in ("Kept heading", "Kept insertion", "Kept point one", "Kept number one", "Offence"):
        assert kept in form
    assert '"url":"https://www.gov.uk/help"' in form
    assert form.index("Before") < form.index("Kept heading") < form.index("Kept end")
    assert form.index("Kept end") < form.index("and after")

    # A field that has lists, but neither headings nor tables.
    notes = page.locator("[data-contentpath='notes_to_editors']")
    said = notes.locator(".desk-pasted")
    for shape, words in (
        (
            "libreoffice",
            "Left out: 2 deletions, 1 review comment. Made paragraphs, as this field has "
            "nothing else: 1 heading, 1 table (one row a paragraph).",
        ),
        (
            "google-docs",
            "Left out: 1 deletion, 1 review comment. Made paragraphs, as this field has "
            "nothing else: 1 heading.",
        ),
        ("outlook", "Left out: 2 deletions, 1 picture."),
        (
            "word-online",
            "Left out: 1 deletion, 1 review comment. Made paragraphs, as this field has "
            "nothing else: 1 heading.",
        ),
    ):
        notes.get_by_role("textbox").evaluate(PASTE, CLIPBOARDS[shape])
        expect(said).to_have_text(words)
    form = typed(page, "Kept second")
    for kept in (
        "Fraud | 4",
        "Kept below",
        "Kept in its place",
        "Kept second",
        "ordered-list-item",
    ):
        assert kept in form
    # What was copied here, or is plain, is pasted as ever.
    notes.get_by_role("textbox").evaluate(PASTE, "<p>Quite <b>plain</b></p>")
    expect(said).to_have_text("")
    assert "Quite plain" in typed(page, "Quite plain")

    teaser = page.get_by_role("textbox", name="Teaser")
    teaser.evaluate(PASTE, CLIPBOARDS["google-docs"])
    expect(page.locator("[data-contentpath='summary'] .desk-pasted")).to_contain_text("1 deletion")
    expect(teaser).to_have_value(re.compile("^Kept heading\\s+Kept words.\\s+- Kept point"))
    # Dragged text would come as plain words, with the deleted ones among them.
    caption = page.get_by_role("textbox", name="Caption", exact=True).last
    assert not caption.evaluate(DROP, CLIPBOARDS["outlook"])
    assert caption.evaluate(DROP, "<p>Kept</p>")
    refused = "Nothing was taken over: the text holds deletions or comments."
    expect(page.locator("[data-contentpath='image_caption']")).to_contain_text(refused)
    assert "Quill" not in typed(page, "Kept below")
    # All of it is saved as it stands.
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))


NESTED = "<ul><li>First<ul><li>Below the first</li></ul></li><li>Second</li></ul><h2>Then</h2>"


def kinds_of(body: Locator) -> list[str]:
    """The kinds of the blocks of a body that are not deleted."""
    return body.evaluate(
        """body => [...body.querySelectorAll("input[name^='body-'][name$='-type']")]
            .filter(one => /^body-\\d+-type$/.test(one.name))
            .filter(one => body.querySelector(
                `[name='${one.name.replace("type", "deleted")}']`).value !== "1")
            .map(one => one.value)"""
    )


def test_a_paste_that_made_blocks_can_be_undone(visits: Visits):
    """It takes some ten seconds: a browser logs in and loads the admin's editor."""
    page = sign_in(visits)
    new_release(page)
    # Without a headline the page cannot save itself, and the browser complains of the refusal.
    page.get_by_role("textbox", name="Headline").fill("Paste that is undone")
    write(page, "Before and after")
    body = page.get_by_role("region", name="Text")
    box = body.get_by_role("textbox").first
    for way in ("the button", "the keyboard"):
        box.focus()
        page.keyboard.press("Home")
        for _letter in "Before":
            page.keyboard.press("ArrowRight")
        box.evaluate(PASTE, NESTED)
        expect(body.locator(".desk-pasted")).to_have_text(
            "Made blocks of their own: 1 heading, 1 list. A list within a list became points of it."
        )
        assert kinds_of(body) == ["paragraph", "list", "heading", "paragraph"]
        if way == "the button":
            body.get_by_role("button", name="Undo this paste").click()
        else:
            body.get_by_role("textbox").first.press("Control+z")
        expect(body.locator(".desk-pasted")).to_have_text("The paste is undone.")
        assert kinds_of(body) == ["paragraph"]
        assert "Before and after" in typed(page, "Before and after")
        box = body.get_by_role("textbox").first
    box.evaluate(PASTE, NESTED)
    undo = body.get_by_role("button", name="Undo this paste")
    expect(undo).to_be_visible()
    body.get_by_role("textbox").first.press("x")
    expect(undo).not_to_be_visible()

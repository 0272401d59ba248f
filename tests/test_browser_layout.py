"""What axe cannot see: reflow, spacing, focus, targets, forced colours, print, no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PAGES, PHONE, Visits, tab_stops

pytestmark = pytest.mark.browser

OVERFLOW = """() => ({
    page: Math.max(0, document.scrollingElement.scrollWidth - document.documentElement.clientWidth),
    clipped: [...document.querySelectorAll("body *")].filter(element =>
        getComputedStyle(element).overflow === "hidden" &&
        element.scrollWidth > element.clientWidth + 2 &&
        !element.className.toString().includes("visually-hidden")
    ).map(element => element.outerHTML.slice(0, 80)),
})"""
NO_OVERFLOW = {"page": 0, "clipped": []}
# The spacing that WCAG 1.4.12 asks a page to bear.
SPACING = """
    * {line-height: 1.5 !important; letter-spacing: .12em !important}
    * {word-spacing: .16em !important}
    p {margin-bottom: 2em !important}
"""
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const points = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2],
        [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
    const seen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (top === element || element.contains(top) || top.contains(element)
            || top.htmlFor === element.id);
    });
    const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const mark = element.nextElementSibling && getComputedStyle(element.nextElementSibling,
        "::before");
    const onLabel = mark?.outlineStyle !== "none" && parseFloat(mark?.outlineWidth) > 0;
    return {
        name: element.outerHTML.slice(0, 80), href: element.getAttribute("href"),
        outline: drawn || onLabel, visible: drawn || onLabel || style.boxShadow !== "none", seen,
    };
}"""
# Targets of less than 24 by 24 px whose 24 px circle touches another one (WCAG 2.5.8).
CROWDED = """() => {
    const targets = [...document.querySelectorAll("a[href], button, input, select, summary")]
        .filter(element => element.offsetParent && !element.closest(".govuk-visually-hidden"));
    const box = element => element.getBoundingClientRect();
    const middle = element => [(box(element).left + box(element).right) / 2,
        (box(element).top + box(element).bottom) / 2];
    const inline = element => getComputedStyle(element).display === "inline" &&
        element.parentElement.innerText.trim().length > element.innerText.trim().length + 3;
    return targets
        .filter(element => box(element).width < 24 || box(element).height < 24)
        .filter(element => !inline(element))
        .filter(element => targets.some(other => {
            if (other === element) return false;
            const [x, y] = middle(element), [a, b] = middle(other);
            return Math.hypot(x - a, y - b) < 24;
        }))
        .map(element => element.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows_a_phone_even_with_wide_spacing(visits: Visits, name: str):
    page = visits.open(name, viewport=PHONE, bypass_csp=True)
    assert page.evaluate(OVERFLOW) == NO_OVERFLOW
    page.set_viewport_size({"width": 320, "height": 256})
    assert page.evaluate(OVERFLOW) == NO_OVERFLOW
    page.add_style_tag(content=SPACING)
    assert page.evaluate(OVERFLOW) == NO_OVERFLOW


@pytest.mark.parametrize("name", PAGES)
def test_each_tab_stop_shows_itself_uncovered(visits: Visits, name: str):
    page = visits.open(name)
    stops = list(tab_stops(page, FOCUS))
    assert len(stops) > 8
    assert [stop["name"] for stop in stops if not stop["visible"]] == []
    assert [stop["name"] for stop in stops if not stop["seen"]] == []
    assert stops[0]["href"] == "#main"


@pytest.mark.parametrize("name", PAGES)
def test_targets_are_large_or_apart(visits: Visits, name: str):
    page = visits.open(name)
    assert page.evaluate(CROWDED) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate(CROWDED) == []


@pytest.mark.parametrize("name", ["filtered list", "press release"])
def test_focus_is_outlined_in_forced_colours(visits: Visits, name: str):
    page = visits.open(name, forced_colors="active")
    stops = list(tab_stops(page, FOCUS))
    assert [stop["name"] for stop in stops if not stop["outline"]] == []


def test_the_checks_find_planted_faults(visits: Visits):
    page = visits.open("front page", viewport=PHONE, bypass_csp=True)
    page.add_style_tag(
        content="h2 {width: 400px} a {outline: 0 !important; box-shadow: none !important}"
        "#main > b {display: block; height: 20px} #main > b a {display: block; line-height: 1}"
    )
    page.locator("#main").evaluate(
        "main => main.insertAdjacentHTML('afterbegin', '<b><a href=#a>A</a></b>'.repeat(2))"
    )
    assert page.evaluate(OVERFLOW)["page"] > 0
    assert page.evaluate(CROWDED) != []
    assert any(not stop["visible"] for stop in tab_stops(page, FOCUS))


@pytest.mark.parametrize(("place", "skips_to"), [(1, "main"), (2, "results")])
def test_the_skip_links_lead_past_what_they_name(visits: Visits, place: int, skips_to: str):
    page = visits.open("filtered list", java_script_enabled=False)
    for _ in range(place):
        page.keyboard.press("Tab")
    assert page.locator(f"a[href='#{skips_to}']").first.is_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{skips_to}$"))
    page.keyboard.press("Tab")
    assert page.locator(f"#{skips_to} :focus").count() == 1


def test_a_table_that_scrolls_on_the_screen_is_printed_whole(visits: Visits):
    page = visits.open("topic", viewport={"width": 700, "height": 900})
    row = page.locator(".table-scroll tr").first
    row.evaluate("""row => {
        for (let n = 0; n < 9; n++) row.append(row.lastElementChild.cloneNode());
        for (const cell of row.cells) cell.textContent = "x".repeat(30);
    }""")
    frame = page.locator(".table-scroll").first
    wider = "frame => frame.scrollWidth - frame.clientWidth"
    assert frame.evaluate(wider) > 0
    page.emulate_media(media="print")
    assert frame.evaluate(wider) == 0


@pytest.mark.parametrize("name", ["filtered list", "press release"])
def test_print_leaves_out_what_paper_cannot_do(visits: Visits, name: str):
    page = visits.open(name)
    page.emulate_media(media="print")
    for part in (".filter__form", ".masthead__nav", ".govuk-pagination", ".share", ".skip-link"):
        for found in page.locator(part).all():
            assert not found.is_visible(), part
    assert page.locator("h1").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF-")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_without_javascript(visits: Visits, name: str):
    page = visits.open(name, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    # One script may keep a line true that was right when it was served, another the boxes of a
    # filter when somebody goes back; the third is data. As deployed, the name of a static file
    # holds a hash of what is in it.
    ours = [f"[src^='/static/js/{name}.'][src$='.js']" for name in ("press-line", "filter")]
    known = ", ".join([*ours, "[type='application/ld+json']"])
    assert page.locator(f"script:not({known})").count() == 0
    assert broken_pictures(page) == []


def broken_pictures(page: Page) -> list[str]:
    """Addresses of pictures that did not come."""
    return [
        picture.get_attribute("src") or ""
        for picture in page.locator("img").all()
        if picture.evaluate("image => image.complete && !image.naturalWidth")
    ]

"""axe finds nothing on any page, in light and dark, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page

from newsroom.pages.base import NewsroomPage
from tests.browser import DESK, PAGES, PHONE, Visits

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
STANDARDS = {
    "type": "tag",
    "values": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
        "best-practice",
    ],
}
# The dark scheme differs from the light one in nothing else.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
ASK = """rules => axe.run({runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`)))"""


def violations(page: Page, rules: dict = STANDARDS) -> list[str]:
    """What axe finds on the page as it is shown now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(ASK, rules)


def everywhere(page: Page) -> dict[str, list[str]]:
    """What axe finds in each colour scheme at each width; nothing where nothing is found."""
    found = {}
    for scheme, rules in (("light", STANDARDS), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            if faults := violations(page, rules):
                found[f"{scheme}, {size['width']} px"] = faults
    return found


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visits: Visits, name: str):
    page = visits.open(name)
    if name == "wrong date":
        assert page.locator(".govuk-error-summary").is_visible()
    assert everywhere(page) == {}


@pytest.mark.parametrize("status", [500, 503])
def test_axe_finds_nothing_on_error_pages(visits: Visits, status: int):
    page = visits.page()
    body = render_to_string(f"{status}.html")
    page.route("**/broken/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto("/broken/")
    assert page.locator("h1").inner_text().startswith("Sorry")
    assert everywhere(page) == {}


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"\">')", "alt"),
        ("document.querySelector('main p').style.color = '#888'", "color-contrast"),
        ("document.querySelector('#q').removeAttribute('id')", "label"),
        ("document.documentElement.removeAttribute('lang')", "html-has-lang"),
    ],
)
def test_a_planted_fault_is_found(visits: Visits, fault: str, rule: str):
    page = visits.open("front page")
    page.evaluate(fault)
    assert any(rule in found for found in violations(page))


def test_a_fault_of_the_dark_scheme_alone_is_found(visits: Visits):
    page = visits.open("front page")
    page.evaluate("document.querySelector('main p').style.color = '#333'")
    assert set(everywhere(page)) == {"dark, 320 px", "dark, 1280 px"}


def test_every_page_type_is_visited():
    def below(page_type: type) -> set[type]:
        return {page_type}.union(*(below(child) for child in page_type.__subclasses__()))

    creatable = {
        page_type.__name__
        for page_type in below(NewsroomPage)
        if not page_type._meta.abstract and page_type.is_creatable
    }
    assert creatable - set(PAGES.values()) == set()

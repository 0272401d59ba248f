"""The press office in a browser: finding a desk, and a page that stays open past closing time."""

import json
import re
from datetime import UTC, datetime

import pytest

from tests.browser import PHONE, Visits

pytestmark = pytest.mark.browser

AFTER = 1000
"""Milliseconds past a change, by when the line must have followed."""


def test_a_desk_is_found_without_scripts(visits: Visits):
    page = visits.page(java_script_enabled=False, viewport=PHONE)
    page.goto("/news/press-office/")
    page.get_by_label("Or choose an Area").select_option(label="Wessex")
    page.get_by_role("button", name="Show its desk").click()
    page.wait_for_url("**/news/press-office/?area=wessex#desk")
    found = page.get_by_role("region", name="For Wessex, ring")
    assert found.get_by_role("heading", level=3).first.inner_text() == "CPS Wessex press desk"
    assert found.get_by_role("link", name="01632 960115").get_attribute("href") == (
        "tel:+441632960115"
    )
    assert page.get_by_label("Or choose an Area").input_value() == "wessex"


def test_a_court_leads_to_the_number_to_ring_without_scripts(visits: Visits):
    page = visits.page(java_script_enabled=False, viewport=PHONE)
    page.goto("/news/press-office/")
    page.get_by_label("Court, town, police force or postcode").fill("winchester crown-court")
    page.keyboard.press("Enter")
    page.wait_for_url("**/news/press-office/?place=winchester+crown-court#desk")
    found = page.get_by_role("region", name="For Winchester Crown Court, ring")
    assert found.get_by_role("heading", level=3).first.inner_text() == "CPS Wessex press desk"
    assert found.locator(".contact__number:visible").count() == 1


@pytest.mark.parametrize("address", ["", "?place=SK"])
def test_the_press_office_is_printed_on_two_pages(visits: Visits, address: str):
    page = visits.page()
    page.goto(f"/news/press-office/{address}")
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))
    assert 1 <= len(sheets) <= 2


def test_hours_unfold_without_scripts(visits: Visits):
    page = visits.page(java_script_enabled=False)
    page.goto("/news/press-office/")
    desks = page.get_by_role("region", name="All press desks")
    hours = desks.locator("details").first
    assert not hours.get_by_text("Monday to Friday").is_visible()
    hours.locator("summary").click()
    assert hours.get_by_text("Monday to Friday").is_visible()


@pytest.mark.parametrize("name", ["press office", "press release"])
def test_the_line_follows_on_a_page_that_stays_open(visits: Visits, name: str):
    page = visits.page()
    page.clock.install(time=datetime.now(UTC))
    page.goto(visits.site.addresses[name])
    line = page.locator("[data-changes]").first
    words = line.locator("[data-text]")
    before = words.inner_text()
    changes = json.loads(line.get_attribute("data-changes"))
    assert len(changes) == 4
    page.clock.fast_forward(changes[0][0] - page.evaluate("Date.now()") - AFTER)
    assert words.inner_text() == before
    for at, is_open, expected in changes:
        page.clock.fast_forward(at - page.evaluate("Date.now()") + AFTER)
        assert words.inner_text() == expected
        assert line.get_by_text("For urgent enquiries ring").is_visible() != is_open
        assert line.locator(".contact__number:visible").count() == 1
        assert ("press-line--open" in line.get_attribute("class")) == is_open


def test_the_cards_are_saved_and_not_opened(visits: Visits):
    page = visits.page()
    page.goto("/news/press-office/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save to your contacts (vCard)").first.click()
    assert download.value.suggested_filename == "cps-press-office.vcf"


def test_structured_data_is_data_to_the_strict_policy(visits: Visits):
    """The browser would have complained of a script: `visits` fails if it did."""
    page = visits.open("press office")
    data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    office = data["@graph"][0]
    assert office["contactPoint"][0]["telephone"] == "+442033570906"

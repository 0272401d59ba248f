"""What a duty editor does standing in a corridor: an update, and a withdrawal."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, Visits
from tests.test_browser_desk import sign_in

pytestmark = pytest.mark.browser


def test_an_update_and_a_withdrawal_are_done_on_a_telephone(visits: Visits):
    """It takes some ten seconds: somebody logs in and loads the admin's editor twice."""
    reader = visits.page(java_script_enabled=False)
    item = reader.goto("/api/v1/items?kind=article").json()["items"][0]
    page = sign_in(visits, "duty.editor")
    page.set_viewport_size(PHONE)
    page.goto(f"/admin/pages/{item['id']}/edit/")
    more(page, "Write an update…")
    fits(page)
    page.get_by_label("What happened").select_option("appeal")
    page.locator("textarea[name=note]").fill("The scheme has ended.")
    page.get_by_role("button", name="Save").first.click()
    fits(page)
    page.get_by_role("button", name="Publish this update").click()
    expect(page.locator(".messages")).to_contain_text("is public")
    reader.goto(item["url"])
    assert "The scheme has ended." in reader.locator("main").inner_text()
    reader.goto("/news/?kind=article")
    assert reader.locator(f"#item-{item['id']} .badge").count() == 1

    page.goto(f"/admin/pages/{item['id']}/edit/")
    more(page, "Withdraw")
    fits(page)
    page.get_by_label("Why it is withdrawn").fill("It was another office.")
    page.get_by_label("It was published in error.").check()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("is withdrawn")
    assert reader.goto(item["url"]).status == 410
    reader.goto("/news/?kind=article")
    assert reader.locator(f"#item-{item['id']}").count() == 0


def more(page: Page, name: str) -> None:
    """Follow a link in the menu beside the first button."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name=re.compile(f"^{name}")).click()


def fits(page: Page) -> None:
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

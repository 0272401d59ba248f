"""What an order takes down is listed, and confirmed by a person, before anything is saved."""

import re
from datetime import datetime
from html import unescape
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from newsroom.models import Edition, PressReleasePage, ProtectedName, ReportingRestriction
from newsroom.orders import taking_down
from newsroom.time_zones import LONDON
from tests.factories import draft, items, paragraph, press_release
from tests.test_restrictions_desk import (
    ADD,
    NAME,
    edit_address,
    enter,
    filled,
    lawyer,  # noqa: F401 - a fixture
    messages,
)

pytestmark = pytest.mark.django_db


def court_items(number, text="A man was jailed."):
    items(*[{"title": f"Item {one}", "body": [paragraph(text)]} for one in range(number)])
    return list(PressReleasePage.objects.order_by("pk"))


def live():
    return PressReleasePage.objects.filter(live=True).count()


def test_what_an_order_takes_down_is_listed_before_it_is_saved(lawyer):  # noqa: F811 - the fixture
    item = press_release(title=f"{NAME} jailed")
    press_release(title="Nobody")
    data = filled(effect="names", kind="s11", new_names=NAME)
    shown = lawyer.post(reverse(ADD), data)
    said = unescape(shown.text)
    assert "This takes down 1 page" in said
    assert "Nothing has been saved yet" in said
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in said
    assert "could not be created due to errors" not in said
    assert not ReportingRestriction.objects.exists()
    assert live() == 2
    # What was typed is there still.
    assert NAME in said
    assert "The second trial." in said
    fingerprint = shown.context["form"].takes_down.fingerprint
    assert re.findall(r'name="confirmed" value="(\w*)"', said) == [fingerprint]
    assert said.count('name="confirmed"') == 1
    assert 'name="number"' not in said
    assert lawyer.post(reverse(ADD), {**data, "confirmed": fingerprint}).status_code == 302
    assert live() == 1


def test_another_list_than_the_one_that_was_read_is_shown_again(lawyer):  # noqa: F811 - the fixture
    press_release(title=f"{NAME} jailed")
    data = filled(effect="names", kind="s11", new_names=NAME)
    fingerprint = lawyer.post(reverse(ADD), data).context["form"].takes_down.fingerprint
    press_release(title=f"More of {NAME}")
    again = lawyer.post(reverse(ADD), {**data, "confirmed": fingerprint})
    assert "This takes down 2 pages" in again.text
    assert not ReportingRestriction.objects.exists()


def test_above_ten_pages_their_number_is_typed(lawyer):  # noqa: F811 - the fixture
    pages = court_items(11)
    data = filled(*pages)
    fingerprint = lawyer.post(reverse(ADD), data).context["form"].takes_down.fingerprint
    for number in ("", "10", "eleven"):
        sent = {**data, "confirmed": fingerprint, "number": number}
        refused = lawyer.post(reverse(ADD), sent)
        assert refused.context["form"].errors["number"]
        assert "This takes down 11 pages" in refused.text
    assert not ReportingRestriction.objects.exists()
    sent = {**data, "confirmed": fingerprint, "number": "11"}
    assert lawyer.post(reverse(ADD), sent).status_code == 302
    assert not Edition.objects.open().exclude(kind="").exists()


def test_a_change_that_widens_an_order_is_confirmed_too(lawyer):  # noqa: F811 - the fixture
    bound, item = draft(), press_release()
    enter(lawyer, bound, ends_at="01/01/2090 09:00")
    order = ReportingRestriction.objects.get()
    # Without anything public to take down there is nothing to confirm.
    assert lawyer.post(edit_address(order), filled(bound)).status_code == 302
    widened = lawyer.post(edit_address(order), filled(bound, item))
    assert "This takes down 1 page" in widened.text
    assert set(order.pages.all()) == {bound.page_ptr}
    named = press_release(title=f"{NAME} jailed")
    with_name = lawyer.post(edit_address(order), filled(bound, new_names=NAME))
    assert with_name.context["form"].takes_down.page_ids == (named.pk,)
    assert not ProtectedName.objects.exists()


@time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=LONDON))
def test_an_order_still_to_come_says_when_it_takes_down_what(lawyer):  # noqa: F811 - the fixture
    data = filled(press_release(), starts_at="01/12/2026 09:00")
    shown = lawyer.post(reverse(ADD), data)
    assert "This takes down 1 page on Tuesday 1 December 2026 at 09:00" in shown.text
    assert not ReportingRestriction.objects.exists()


def test_a_frequent_word_is_refused_beside_the_field_with_the_reason(lawyer):  # noqa: F811 - the fixture
    court_items(12, "A man was jailed at Leeds Crown Court.")
    names = f"{NAME}\nCrown Court"
    response = enter(lawyer, effect="names", kind="s11", new_names=names)
    error = response.context["form"].errors["new_names"][0]
    assert "The name on line 2 is a frequent word" in error
    assert "12 of 12 public items" in error
    assert names in unescape(response.text)
    assert not ReportingRestriction.objects.exists()
    enter(lawyer, draft())
    order = ReportingRestriction.objects.get()
    later = lawyer.post(edit_address(order), filled(order.pages.get(), new_names="Crown Court"))
    assert "frequent word" in later.context["form"].errors["new_names"][0]
    assert not ProtectedName.objects.exists()


def test_a_request_about_many_pages_leaves_the_rest_to_the_timer(lawyer, client):  # noqa: F811 - the fixture
    pages = court_items(12)
    with patch.object(taking_down, "SECONDS", 0):
        response = enter(lawyer, *pages)
    said = messages(lawyer, response)
    assert "Readers do not see 12 pages any more." in said
    assert live() == 12
    assert client.get(pages[-1].url).status_code == 404
    call_command("publish_due", "--once", verbosity=0)
    assert live() == 0


def test_an_order_is_not_copied(lawyer):  # noqa: F811 - the fixture
    enter(lawyer, draft())
    number = ReportingRestriction.objects.get().pk
    address = f"/admin/snippets/newsroom/reportingrestriction/copy/{number}/"
    assert lawyer.get(address).status_code == 404

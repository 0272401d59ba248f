"""What no browser sends to the desk is a 400, and a fault of our own stays a 500."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from newsroom.desk import gate_panel
from tests.desk import at_desk
from tests.factories import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def press_officer():
    client = at_desk("press.officer")
    client.raise_request_exception = False
    return client


SENT = {
    "no blocks": {},
    "no count of blocks": {"body-count": "x"},
    "no number": {"body-count": "99999999999999999999"},
    "a block without a place": {"body-count": "1", "body-0-type": "paragraph"},
    "zero bytes": {"body-count": "\x00", "title": "\x00"},
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
@pytest.mark.parametrize("screen", ["edit", "preview"])
def test_a_form_in_pieces_is_a_400_and_changes_nothing(press_officer, sent, screen):
    item = draft(title="As it was")
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    if screen == "preview":
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[item.pk])
    response = press_officer.post(address, sent, headers={"Accept": "text/html"})
    assert response.status_code == (400 if screen == "edit" or sent else 200)
    assert screen == "preview" or "could not read" in response.text
    assert type(item).objects.get(pk=item.pk).title == "As it was"


@pytest.mark.parametrize(
    "address",
    [
        "/admin/bulk/wagtailcore/page/delete/?id=x",
        "/admin/pages/{pk}/copy/",
        "/admin/pages/{pk}/move/?new=x",
    ],
)
@pytest.mark.parametrize("number", ["x", "", "99999999999999999999", "\x00"])
def test_keys_that_are_none_are_a_400_or_explained(press_officer, address, number):
    item = draft()
    sent = {"new_parent_page": number, "new_slug": "x", "new_title": "x"}
    response = press_officer.post(address.format(pk=item.pk), sent)
    assert response.status_code < 500


def test_a_script_is_told_in_json(press_officer):
    address = reverse("wagtailadmin_pages:edit", args=[draft().pk])
    response = press_officer.post(address, {}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert (response.status_code, response.json()["error_code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "fault", [None, partial(Page.objects.filter, pk="x")], ids=["here", "in what it calls"]
)
def test_a_fault_of_our_own_stays_one(press_officer, monkeypatch, fault):
    monkeypatch.setattr(gate_panel, "checks_of", fault)
    address = reverse("wagtailadmin_pages:edit", args=[draft().pk])
    assert press_officer.get(f"{address}?x=1").status_code == 500


def test_a_page_in_the_bin_is_not_deleted_once_more(press_officer):
    item = draft()
    address = reverse("wagtailadmin_pages:delete", args=[item.pk])
    assert press_officer.post(address).status_code == 302
    chief: Client = at_desk("administrator")
    assert "in the bin already" in chief.post(address, follow=True).text

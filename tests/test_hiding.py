"""Wagtail's privacy at the desk: said in plain words, and no way to take a page down."""

import re

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from tests.desk import at_desk, now
from tests.factories import newsroom, press_release

pytestmark = pytest.mark.django_db

HIDDEN = "Hidden from all readers"


def hidden(page, restriction_type="login"):
    return PageViewRestriction.objects.create(
        page=page, restriction_type=restriction_type, password="let me in"
    )


def form_of(page, username="duty.editor"):
    return at_desk(username).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text


def choose(page, choice, username="duty.editor"):
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    return at_desk(username).post(address, {"restriction_type": choice})


def test_what_is_not_hidden_is_not_offered_to_be():
    page = press_release()
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    for screen in (form_of(page), at_desk("administrator").get(reverse("wagtailadmin_home")).text):
        assert address not in screen
        assert HIDDEN not in screen
    choose(page, "login")
    assert not PageViewRestriction.objects.exists()


@pytest.mark.parametrize("restriction_type", ["login", "password", "groups"])
def test_what_is_hidden_says_so_and_can_be_shown_again(restriction_type):
    page = press_release()
    hidden(page, restriction_type)
    screen = form_of(page)
    assert HIDDEN in screen
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    assert address in screen
    dialog = at_desk("duty.editor").get(address).json()["html"]
    assert "Readers may open it while it is published" in dialog
    assert f"{HIDDEN}, with every page below it" in dialog
    assert re.search(r'value="login"[^>]* checked', dialog)
    choose(page, "none")
    assert not PageViewRestriction.objects.exists()
    assert type(page).objects.published().filter(pk=page.pk).exists()


def test_what_lies_below_something_hidden_says_so_too():
    page = press_release()
    hidden(newsroom())
    assert HIDDEN in form_of(page)


def test_who_may_not_publish_is_told_and_shows_nothing_again():
    page = press_release()
    hidden(page)
    assert HIDDEN in form_of(page, "press.officer")
    choose(page, "none", "press.officer")
    assert PageViewRestriction.objects.filter(page=now(page)).exists()

"""Where the writing of an update begins, and where readers see first that there is one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.desk import at_desk
from tests.factories import draft, press_release, update
from tests.set_up import MEMBERS

pytestmark = pytest.mark.django_db

ADD = "/admin/snippets/newsroom/updatedraft/add/"


def form_of(page, username="press.officer"):
    return at_desk(username).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text


def test_it_begins_in_the_form_of_an_item_that_is_public():
    item = press_release()
    address = f"{ADD}?item={item.pk}"
    assert f'href="{address}"' in form_of(item)
    assert ADD not in form_of(draft())
    begun = at_desk("press.officer").get(address)
    assert begun.context["form"].instance.item.pk == item.pk
    assert item.title in begun.text


@pytest.mark.parametrize("username", MEMBERS)
def test_it_begins_on_the_first_screen_of_whoever_may_write_one(username):
    client = at_desk(username)
    may = client.get(ADD).status_code == 200
    assert (f'href="{ADD}"' in client.get(reverse("wagtailadmin_home")).text) is may


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1"])
def test_an_item_that_is_none_is_not_found(number):
    assert at_desk("press.officer").get(f"{ADD}?item={number}").status_code == 404


def test_a_draft_has_no_updates_yet():
    assert at_desk("press.officer").get(f"{ADD}?item={draft().pk}").status_code == 404


def test_the_newest_update_is_the_badge_of_the_item_in_lists(client):
    item = press_release(title="Man charged", published_at=timezone.now() - timedelta(days=9))
    assert "badge" not in client.get("/news/?kind=press-release").text
    update(item, stage="plea", at=timezone.now() - timedelta(days=5))
    update(item, stage="sentence", at=timezone.now() - timedelta(days=1))
    listed = client.get("/news/?kind=press-release").text
    assert '<span class="badge">Sentence</span>' in listed
    assert ">Plea<" not in listed

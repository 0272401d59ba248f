"""The screens of release bundles: put in, approved as read, taken out with a reason."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from newsroom.models import BundledItem, ReleaseBundle, ReleaseLog
from tests.blockers import name_order, sound_draft, stood_up_for
from tests.bundles import MOMENT, NOON, bundled, ready
from tests.desk import at_desk, told

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

NEW = {"name": "Thornby", "goes_out_at": "01/12/2026 14:00"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def screen(username, bundle):
    return at_desk(username).get(reverse("desk_bundle", args=[bundle.pk]))


def press(username, bundle, action, **typed):
    address = reverse("desk_bundle", args=[bundle.pk])
    return at_desk(username).post(address, {"action": action, **typed})


def test_a_bundle_is_made_filled_and_approved_as_it_was_read():
    item = ready()
    at_desk("press.officer").post(reverse("desk_bundles"), NEW)
    bundle = ReleaseBundle.objects.get()
    assert bundle.goes_out_at == MOMENT
    press("press.officer", bundle, "put-in", page=item.pk)
    page = screen("press.officer", bundle)
    assert item.title in page.text
    assert "Approve this bundle" not in page.text
    page = screen("duty.editor", bundle)
    assert "Approve this bundle" in page.text
    assert "read again" in told(press("duty.editor", bundle, "approve", stamp="other"))
    press("duty.editor", bundle, "approve", stamp=page.context["stamp"])
    bundle.refresh_from_db()
    assert bundle.approved_by.username == "duty.editor"
    assert "goes out on" in screen("reviewing.lawyer", bundle).text
    press("duty.editor", bundle, "withdraw-approval")
    bundle.refresh_from_db()
    assert not bundle.is_approved


def test_the_screen_says_what_stands_in_the_way():
    bundle = bundled(sound_draft(), approved=False)
    page = screen("duty.editor", bundle).text
    assert "No lawyer has cleared these words" in page
    assert "It belongs to release bundle" not in page
    assert "Approve this bundle" not in page


def test_an_item_is_taken_out_with_a_reason_that_is_kept():
    item = ready()
    bundle = bundled(item)
    address = reverse("desk_bundle_take_out", args=[bundle.pk, item.pk])
    assert at_desk("duty.editor").post(address, {"reason": ""}).status_code == 200
    assert BundledItem.objects.exists()
    at_desk("duty.editor").post(address, {"reason": "The hearing was moved."})
    assert not BundledItem.objects.exists()
    entry = ReleaseLog.objects.get(event=ReleaseLog.Event.UNBUNDLED)
    assert (entry.username, entry.page_id) == ("duty.editor", item.pk)
    press("duty.editor", bundle, "delete")
    assert not ReleaseBundle.objects.exists()


def test_lawyers_read_bundles_and_change_none():
    item = ready()
    bundle = bundled(item, approved=False)
    for action in ("put-in", "change", "approve", "delete"):
        press("reviewing.lawyer", bundle, action, page=sound_draft().pk, **NEW)
    at_desk("reviewing.lawyer").post(reverse("desk_bundles"), NEW)
    address = reverse("desk_bundle_take_out", args=[bundle.pk, item.pk])
    at_desk("reviewing.lawyer").post(address, {"reason": "No."})
    assert BundledItem.objects.get().page_id == item.pk
    assert ReleaseBundle.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "Quillfeather, Zoë"}, "repeats a protected name"),
        ({"goes_out_at": "01/12/2026 23:30"}, "Choose a time from 06:00"),
        ({"goes_out_at": "01/12/2026 11:00"}, "which is in the past"),
    ],
)
def test_a_name_is_not_protected_and_a_moment_is_possible(typed, said):
    name_order("Zoë Quillfeather", sound_draft())
    page = at_desk("press.officer").post(reverse("desk_bundles"), {**NEW, **typed})
    assert said in page.text
    assert not ReleaseBundle.objects.exists()


def test_what_is_in_a_bundle_is_not_deleted_and_its_form_says_where_it_goes():
    item = sound_draft()
    bundled(item, approved=False)
    browser = at_desk("duty.editor")
    response = browser.post(reverse("wagtailadmin_pages:delete", args=[item.pk]))
    assert "it belongs to a release bundle" in told(response)
    page = browser.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).text
    assert "It belongs to release bundle" in page
    assert "it waits for the rest of its bundle" in page


def test_one_that_is_held_back_says_so():
    bundle = bundled(stood_up_for(sound_draft()))
    with time_machine.travel(MOMENT + timedelta(minutes=1), tick=False):
        assert "Held back" in screen("duty.editor", bundle).text

"""An update that nobody else can be reached to read: published for a reason, and cleared later."""

import pytest
from django.urls import reverse

from newsroom.models import ItemUpdate, ReleaseLog, UpdateDraft, UrgentRelease
from newsroom.publishing import update_steps
from tests.blockers import name_order, order
from tests.desk import at_desk, events, now
from tests.factories import person, press_release
from tests.test_update_steps import asked_of, drafted
from tests.test_updates import publish, send, write

pytestmark = pytest.mark.django_db

WHY = "No lawyer answers, and the court has sat."
NAME = "Zebedee Quillfeather"


@pytest.fixture
def waiting():
    """A draft that only a second person is missing for: part of a protected name may be in it."""
    item = press_release()
    name_order(NAME, item)
    return drafted(item, "Zebedee was sentenced to four years.")


def urgently(draft, by="duty.editor", reason=WHY):
    return send(draft, by, urgent="1", reason=reason)


def clear_page(item, by="reviewing.lawyer"):
    client, address = at_desk(by), reverse("desk_clear_after_release", args=[item.pk])
    form = client.get(address).context
    sent = {"digest": form["digest"], "facts": form["facts"], "comment": "Read."}
    client.post(address, sent)


def test_it_is_public_logged_and_flagged_until_somebody_else_clears_it(waiting, client):
    item = waiting.item
    publish(waiting)
    assert not ItemUpdate.objects.exists()
    urgently(waiting)
    assert waiting.note in client.get(item.url).text
    assert events(item)[-2:] == ["urgent", "updated"]
    row = ReleaseLog.objects.get(event="urgent")
    assert (row.username, row.channel) == ("duty.editor", "urgent release")
    assert WHY in row.note
    assert UrgentRelease.objects.unsettled().get().page == now(item).page_ptr
    home = at_desk("duty.editor").get("/admin/").text
    assert "Released urgently" in home
    clear_page(item)
    assert not UrgentRelease.objects.unsettled().exists()


def test_it_needs_a_reason_that_repeats_no_protected_name(waiting):
    for reason in ("", f"Because of {NAME}."):
        urgently(waiting, reason=reason)
        assert not ItemUpdate.objects.exists()
    assert not UrgentRelease.objects.exists()


@pytest.mark.parametrize("by", ["press.officer", "reviewing.lawyer"])
def test_who_may_not_publish_does_not_publish_urgently(waiting, by):
    assert urgently(waiting, by).status_code in (302, 403)
    assert not ItemUpdate.objects.exists()


def test_anonymity_and_orders_are_never_left_out(waiting):
    about = drafted(asked_of())
    assert (
        "Nobody can be reached"
        not in at_desk("duty.editor").get(reverse("desk_update", args=[about.pk])).text
    )
    urgently(about)
    order(waiting.item)
    urgently(waiting)
    named = drafted(press_release())
    UpdateDraft.objects.filter(pk=named.pk).update(note=f"It was {NAME}.")
    urgently(named)
    assert not ItemUpdate.objects.exists()
    assert not UrgentRelease.objects.exists()


def test_what_was_removed_is_not_urgent_for_ever(waiting):
    item, note = waiting.item, waiting.note
    urgently(waiting)
    update_steps.remove(ItemUpdate.objects.all(), person("duty.editor"), "Wrong.")
    write(item, note)
    publish(UpdateDraft.objects.get(item=item))
    assert not ItemUpdate.objects.exists()

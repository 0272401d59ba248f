"""What people write for the record says no protected name: it is refused beside the field."""

import pytest
from django.urls import reverse

from newsroom.gate.record_form import REPEATS_NAME
from newsroom.gate.sign_off import latest
from newsroom.models import ReportingRestriction
from tests.blockers import name_order
from tests.desk import at_desk, now, step, submitted, write
from tests.factories import press_release

pytestmark = pytest.mark.django_db

# Of an order about the page, the surname is enough.
SAID = "It was Quarrenby who asked for it."


def withdraw():
    item = press_release()
    name_order("Ottoline Quarrenby", item)
    address = reverse("wagtailadmin_pages:unpublish", args=[item.pk])
    return at_desk("duty.editor").post(address, {"reason": SAID}), lambda: now(item).live


def release_urgently():
    item = write()
    name_order("Ottoline Quarrenby", item)
    address = reverse("desk_urgent_release", args=[item.pk])
    sent = {"digest": latest(item).digest, "reason": SAID}
    return at_desk("duty.editor").post(address, sent), lambda: not now(item).live


def end_an_order():
    order = name_order("Ottoline Quarrenby", press_release())
    address = reverse("desk_end_order", args=[order.pk])
    said = {"reason": "Ottoline Quarrenby was acquitted."}
    stands = ReportingRestriction.objects.filter(pk=order.pk, ended_at=None)
    return at_desk("reviewing.lawyer").post(address, said), stands.exists


def clear():
    item = submitted()
    name_order("Ottoline Quarrenby", item)
    state = item.current_workflow_state.current_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[item.pk, "approve", state.pk])
    said = {"comment": "Ottoline Quarrenby agrees."}
    # As the window that asks for the comment sends it.
    sent = at_desk("reviewing.lawyer").post(
        address, said, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    return sent, lambda: step(item) == "Legal clearance"


@pytest.mark.parametrize("write_for_record", [withdraw, release_urgently, end_an_order, clear])
def test_a_protected_name_is_refused_beside_the_field_and_nothing_is_done(write_for_record):
    response, nothing_was_done = write_for_record()
    assert response.status_code == 200
    assert str(REPEATS_NAME) in response.text
    assert "Quarrenby" in response.text
    assert nothing_was_done()

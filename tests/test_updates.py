"""An update to an item at the desk: what its note may not say, and what a reason settles."""

import pytest
from django.urls import reverse

from newsroom.gate.release_gate import examine
from newsroom.models import CheckResponse, ItemUpdate, ReleaseLog
from newsroom.orders.enforcement import enforce
from tests.blockers import name_order
from tests.desk import at_desk, events, now, told
from tests.factories import person, press_release

pytestmark = pytest.mark.django_db

NAME, OTHER = "Zebedee Quillfeather", "Ottoline Brackenbury"
ELSEWHERE = "protected-name-elsewhere"


def note_down(item, note, reason=""):
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": note}
    address = reverse("wagtailsnippets_newsroom_itemupdate:add")
    return at_desk("duty.editor").post(address, {**data, "reason": reason})


def answers():
    """Those about names: what a public item needs besides is answered by the factory."""
    return CheckResponse.objects.filter(code__startswith="protected-")


def errors(response):
    return response.context["form"].errors


def test_a_name_of_somebody_else_may_stand_in_a_note_for_a_reason():
    item = press_release()
    name_order(NAME)
    assert "give the reason" in str(errors(note_down(item, f"{NAME} opened the ceremony.")))
    assert not ItemUpdate.objects.exists()
    note_down(item, f"{NAME} opened the ceremony.", "The mayor of Leeds, aged 70.")
    assert ItemUpdate.objects.get().note == f"{NAME} opened the ceremony."
    given = answers().get()
    assert (given.code, given.by, given.page_id) == (ELSEWHERE, person("duty.editor"), item.pk)
    answered, updated = ReleaseLog.objects.filter(page_id=item.pk).order_by("pk")[1:]
    assert (answered.event, updated.event) == ("answered", "updated")
    assert answered.username == "duty.editor"
    assert "The mayor of Leeds" in updated.answers[ELSEWHERE]
    # The item with its update has been answered for, too.
    assert ELSEWHERE not in {finding.code for finding in examine(now(item)).blockers}


def test_what_was_answered_for_a_note_stays_public_when_its_order_is_changed():
    item = press_release()
    order = name_order(NAME)
    note_down(item, f"{NAME} opened the ceremony.", "The mayor of Leeds, aged 70.")
    assert enforce(order, person("duty.editor")) == []


def test_a_reason_for_a_note_answers_for_no_name_in_the_item_and_takes_no_answer_away():
    name_order(NAME)
    item = press_release()
    note_down(item, f"{NAME} opened the ceremony.", "The mayor of Leeds, aged 70.")
    order = name_order(OTHER)
    note_down(item, f"{OTHER} spoke too.", "A councillor.")
    assert ItemUpdate.objects.count() == 2
    names = [*order.names.values_list("pk", flat=True)]
    first, second = answers().order_by("at")
    assert second.names == sorted([*first.names, *names])
    third = name_order("Peregrine Oakenshott")
    assert "Take it out" in str(errors(note_down(item, "Peregrine Oakenshott sang.")))
    assert third.names.get().pk not in second.names


def test_no_reason_settles_a_name_that_is_protected_in_this_case():
    item = press_release()
    name_order(NAME, item)
    wrong = errors(note_down(item, f"{NAME} won.", "It is somebody else."))
    assert "no answer can settle this" in str(wrong["note"])
    assert not ItemUpdate.objects.exists()
    assert not answers().exists()


def test_a_reason_repeats_no_protected_name():
    item = press_release()
    name_order(NAME)
    wrong = errors(note_down(item, f"{NAME} opened it.", f"Another {NAME}."))
    assert "repeats a protected name" in str(wrong["reason"])
    assert not ItemUpdate.objects.exists()
    assert not answers().exists()


def test_a_reason_that_nobody_asked_for_is_not_kept():
    item = press_release()
    note_down(item, "Sentenced to four years.", "Just so.")
    assert ItemUpdate.objects.exists()
    assert not answers().exists()
    assert "answered" not in events(item)


def test_what_a_note_should_not_say_is_told_once_it_is_saved():
    item = press_release()
    name_order(NAME, item)
    assert "Look at it again" not in told(note_down(item, "Sentenced to four years."))
    answer = note_down(item, "Zebedee was sentenced to four years.")
    assert "Part of a protected name may stand here (Note)" in told(answer)
    assert ItemUpdate.objects.count() == 2

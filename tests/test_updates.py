"""An update to an item at the desk: what its note may not say, and what a reason settles."""

import pytest
from django.urls import reverse

from newsroom.gate.release_gate import examine
from newsroom.models import CheckResponse, ItemUpdate, ReleaseLog, UpdateDraft
from newsroom.orders.enforcement import enforce
from newsroom.publishing.updates import examine_update
from tests.blockers import name_order
from tests.desk import at_desk, events, now, told
from tests.factories import person, press_release

pytestmark = pytest.mark.django_db

NAME, OTHER = "Zebedee Quillfeather", "Ottoline Brackenbury"
ELSEWHERE = "protected-name-elsewhere"


def write(item, note, reason="", by="press.officer", **fields):
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": note}
    address = reverse("wagtailsnippets_newsroom_updatedraft:add")
    return at_desk(by).post(address, {**data, "reason": reason, **fields})


def look(draft, by="duty.editor"):
    return at_desk(by).get(reverse("desk_update", args=[draft.pk]))


def send(draft, by, digest=None, **fields):
    stored = UpdateDraft.objects.get(pk=draft.pk)
    sent = {"digest": digest or examine_update(stored, now(stored.item)).digest, **fields}
    return at_desk(by).post(reverse("desk_update", args=[draft.pk]), sent)


def read(draft, by="reviewing.lawyer", **fields):
    """What the second person sends."""
    return send(draft, by, **{"confirmed": "on", "comment": "Read against the order.", **fields})


def publish(draft, by="duty.editor", **fields):
    return send(draft, by, publish="1", **fields)


def note_down(item, note, reason=""):
    """Written, read by a second person and published, as far as each step is let through."""
    response = write(item, note, reason)
    for draft in UpdateDraft.objects.all():
        read(draft)
        publish(draft)
    return response


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
    assert (given.code, given.by, given.page_id) == (ELSEWHERE, person("press.officer"), item.pk)
    rows = ReleaseLog.objects.filter(page_id=item.pk).order_by("pk")[1:]
    assert [(row.event, row.username) for row in rows] == [
        ("update-written", "press.officer"),
        ("answered", "press.officer"),
        ("update-checked", "reviewing.lawyer"),
        ("updated", "duty.editor"),
    ]
    assert "The mayor of Leeds" in rows[3].answers[ELSEWHERE]
    # The item with its update has been answered for, too.
    assert ELSEWHERE not in {finding.code for finding in examine(now(item)).blockers}


def test_what_was_answered_for_a_note_stays_public_when_its_order_is_changed():
    item = press_release()
    order = name_order(NAME)
    note_down(item, f"{NAME} opened the ceremony.", "The mayor of Leeds, aged 70.")
    assert enforce(order, person("duty.editor")) == []


def test_a_reason_for_a_note_settles_the_names_in_this_note_and_nowhere_else():
    name_order(NAME)
    item = press_release()
    note_down(item, f"{NAME} opened the ceremony.", "The mayor of Leeds, aged 70.")
    order = name_order(OTHER)
    note_down(item, f"{OTHER} spoke too.", "A councillor.")
    assert ItemUpdate.objects.count() == 2
    names = [*order.names.values_list("pk", flat=True)]
    first, second = answers().order_by("at")
    assert second.names == names
    assert first.names != names
    # Both are read with the page, and neither is asked about again.
    assert ELSEWHERE not in {finding.code for finding in examine(now(item)).blockers}
    # Another update with the first name, and the name in the item, are asked about.
    assert "give the reason" in str(errors(note_down(item, f"{NAME} has left.")))
    page = now(item)
    page.title = f"{NAME} opens a shop"
    assert ELSEWHERE in {finding.code for finding in examine(page).blockers}
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


def test_what_a_note_should_not_say_is_told_before_it_is_public():
    item = press_release()
    name_order(NAME, item)
    write(item, "Sentenced to four years.")
    plain = UpdateDraft.objects.get()
    assert "Look at these again" not in look(plain).text
    publish(plain)
    write(item, "Zebedee was sentenced to four years.")
    warned = UpdateDraft.objects.get()
    assert "Part of a protected name may stand here (Note)" in look(warned).text
    assert ItemUpdate.objects.get().note == "Sentenced to four years."
    assert "second person" in told(publish(warned))
    read(warned)
    publish(warned)
    assert ItemUpdate.objects.count() == 2

"""An update from its draft to the page: who may take which step, and what each leaves behind."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from newsroom.choices import StageKind
from newsroom.editions.models import current_edition
from newsroom.gate.page_facts import digest_of
from newsroom.models import CheckResponse, Clearance, ItemUpdate, ReleaseLog, UpdateDraft
from newsroom.pages.archive_sync import follow_records
from newsroom.publishing import update_steps
from newsroom.publishing.updates import examine_update
from newsroom.records.log_context import log_context
from tests.blockers import name_order
from tests.database import undone
from tests.desk import at_desk, now, told
from tests.factories import (
    case,
    crime_type,
    draft,
    newsroom,
    person,
    press_release,
    release,
    update,
)
from tests.test_updates import look, publish, read, send, write

pytestmark = pytest.mark.django_db

NAME, SAID = "Zebedee Quillfeather", "Sentenced to four years."


def drafted(item, note=SAID, **fields):
    write(item, note, **fields)
    return UpdateDraft.objects.get(item=item)


def page(item, client):
    return client.get(item.url).text


def codes(item, note, stage="sentence"):
    words = ItemUpdate(item_id=item.pk, stage=stage, note=note)
    return {one.code for one in examine_update(words, now(item)).findings}


def asked_of(**fields):
    """An item about somebody whom the law protects, in one of the ways of saying so."""
    thread = case(sexual_offence=True) if fields.pop("of_case", False) else None
    complainants = crime_type("Offences", protects="complainants") if not fields else None
    types = {"crime_types": [complainants]} if complainants and not thread else {}
    return press_release(case=thread, **types, **fields)


def test_a_draft_is_in_no_outlet_and_its_preview_is_the_page_with_it(client):
    item = press_release()
    before = page(item, client)
    written = drafted(item, "Sentenced to eleven years.")
    follow_records([item.pk])
    assert page(item, client) == before
    shown = at_desk("duty.editor").get(reverse("desk_update_preview", args=[written.pk])).text
    assert "Sentenced to eleven years." in shown
    assert item.title in shown
    publish(written)
    assert "Sentenced to eleven years." in page(item, client)


def test_a_preview_of_a_later_update_shows_it_and_readers_wait():
    written = drafted(press_release(), "Sentenced to six years.", at="2031-01-01 12:00")
    shown = at_desk("duty.editor").get(reverse("desk_update_preview", args=[written.pk])).text
    assert "Sentenced to six years." in shown


def test_other_words_for_a_public_update_are_a_draft_until_they_are_published(client):
    item = press_release()
    public = update(item, note="Sentenced to five years.")
    opened = at_desk("press.officer").get(
        reverse("wagtailsnippets_newsroom_itemupdate:edit", args=[public.pk])
    )
    data = {"stage": "sentence", "at": "2026-10-01 12:00", "note": "Sentenced to nine years."}
    at_desk("press.officer").post(opened.url, data)
    written = UpdateDraft.objects.get(changes=public)
    assert "Sentenced to five years." in page(item, client)
    preview = at_desk("duty.editor").get(reverse("desk_update_preview", args=[written.pk])).text
    assert "nine years" in preview
    assert "five years" not in preview
    publish(written)
    assert "nine years" in page(item, client)
    assert ItemUpdate.objects.get().pk == public.pk


def test_the_public_list_opens_and_leads_to_drafts(editor):
    update(press_release())
    assert editor.get(reverse("wagtailsnippets_newsroom_itemupdate:list")).status_code == 200
    add = editor.get(reverse("wagtailsnippets_newsroom_itemupdate:add"))
    assert add.url == reverse("wagtailsnippets_newsroom_updatedraft:add")


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"sexual_offence": True},
        {"child_involved": True},
        {"of_case": True},
        {"title": "Stepfather jailed for raping a woman"},
    ],
    ids=["crime type", "tick", "child", "case", "words"],
)
def test_what_is_about_somebody_protected_needs_a_second_person(facts):
    item = asked_of(**facts)
    found = examine_update(ItemUpdate(item_id=item.pk, stage="sentence", note=SAID), now(item))
    assert {"update-unread", "anonymity"} == {one.code for one in found.blockers}
    assert found.asks_anonymity


def test_the_second_person_is_not_the_writer_and_answers_for_anonymity():
    written = drafted(asked_of(), by="duty.editor")
    assert "second person" in told(publish(written))
    assert "permission" in told(read(written, "duty.editor"))
    assert not ItemUpdate.objects.exists()
    read(written, "reviewing.lawyer")
    publish(written)
    assert ItemUpdate.objects.get().note == SAID
    digest = ReleaseLog.objects.get(event="updated").digest
    asked = CheckResponse.objects.get(digest=digest)
    assert (asked.code, asked.by) == ("anonymity", person("reviewing.lawyer"))


def test_words_of_the_note_itself_ask_too():
    assert "anonymity" in codes(press_release(), "He raped a girl, 12, in the village.")
    assert "anonymity" not in codes(press_release(), SAID)


def test_each_step_is_logged_under_who_took_it_and_for_the_words_with_the_update():
    item = asked_of()
    written = drafted(item)
    read(written, "reviewing.lawyer")
    publish(written, "duty.editor")
    rows = list(ReleaseLog.objects.filter(page_id=item.pk).order_by("pk"))[1:]
    assert [(row.event, row.username) for row in rows] == [
        ("update-written", "press.officer"),
        ("update-checked", "reviewing.lawyer"),
        ("updated", "duty.editor"),
    ]
    (digest,) = {row.digest for row in rows}
    # The lawyer cleared the item before; that is no clearance of these words.
    assert digest != digest_of(now(item))
    cleared = Clearance.objects.filter(digest=digest).get()
    assert (cleared.by, cleared.revision) == (person("reviewing.lawyer"), None)


def test_a_check_ends_when_the_words_or_those_of_the_page_change():
    item = asked_of()
    written = drafted(item)
    read(written)
    address = reverse("wagtailsnippets_newsroom_updatedraft:edit", args=[written.pk])
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": "Six years."}
    at_desk("press.officer").post(address, data)
    assert "second person" in told(publish(written))
    read(written)
    changed = now(item)
    changed.title = "Other words"
    release(changed)
    assert "second person" in told(publish(written))
    assert not ItemUpdate.objects.exists()


def test_who_changes_the_words_is_their_writer_and_saving_them_again_makes_nobody_one():
    item = asked_of()
    written = drafted(item)
    address = reverse("wagtailsnippets_newsroom_updatedraft:edit", args=[written.pk])
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": SAID}
    at_desk("duty.editor").post(address, data)
    assert UpdateDraft.objects.get().written_by == person("press.officer")
    at_desk("duty.editor").post(address, {**data, "note": "Jailed for four years."})
    assert UpdateDraft.objects.get().written_by == person("duty.editor")


def test_what_changed_since_it_was_read_is_neither_checked_nor_published():
    item = asked_of()
    written = drafted(item)
    seen = look(written).context["digest"]
    UpdateDraft.objects.update(note="Jailed for five years.")
    for sent in ({"publish": "1"}, {"confirmed": "on", "comment": "Read."}):
        assert "meanwhile" in told(send(written, "reviewing.lawyer", digest=seen, **sent))
    assert not ItemUpdate.objects.exists()


def test_a_press_officer_and_a_lawyer_do_not_publish():
    item = press_release()
    written = drafted(item)
    for username in ("press.officer", "reviewing.lawyer"):
        assert "permission" in told(publish(written, username))
    assert "permission" in told(read(written, "press.officer"))
    assert not Clearance.objects.filter(digest=look(written).context["digest"]).exists()
    assert not ItemUpdate.objects.exists()


def test_an_item_that_is_not_public_gets_no_update_at_the_desk():
    item = draft()
    written = drafted(item)
    assert "not public" in look(written).text
    assert "permission" in told(publish(written))
    assert not ItemUpdate.objects.exists()


def test_a_page_that_is_no_item_gets_no_update():
    assert "Choose a press release" in write(newsroom(), SAID).text
    assert not UpdateDraft.objects.exists()


def test_a_check_says_no_protected_name():
    item = asked_of()
    written = drafted(item)
    name_order(NAME, item)
    assert "repeats a protected name" in read(written, comment=f"{NAME} is not named.").text
    assert not Clearance.objects.filter(comment__contains="Quillfeather").exists()


@pytest.mark.parametrize(
    ("stage", "note", "warned"),
    [
        (StageKind.VERDICT, "A jury found him guilty at Leeds Crown Court.", False),
        (StageKind.SENTENCE, "He was found guilty and jailed for four years.", False),
        (StageKind.APPEAL, "The man convicted of the burglary lost his appeal.", False),
        (StageKind.PLEA, "He pleaded guilty at Leeds Crown Court.", False),
        (StageKind.CHARGE, "The burglar was found guilty of more.", True),
        (StageKind.CORRECTION, "He was found guilty of one count, not two.", True),
        (StageKind.PLEA, "The burglar denied it.", True),
    ],
)
def test_what_an_update_itself_decides_is_no_prejudice(stage, note, warned):
    item = press_release(
        title="Man charged with burglary",
        body=[("paragraph", "<p>A man will appear at Leeds Crown Court.</p>")],
        stage="charge",
    )
    assert ("contempt-text" in codes(item, note, stage)) == warned


def test_removal_asks_for_a_reason_and_is_logged(client):
    item = press_release()
    public = update(item, note="Sentenced to five years.")
    desk = at_desk("duty.editor")
    screen = desk.get(reverse("wagtailsnippets_newsroom_itemupdate:delete", args=[public.pk])).url
    assert "This field is required" in desk.post(screen, {"reason": ""}).text
    assert ItemUpdate.objects.exists()
    desk.post(screen, {"reason": "It was about another man."})
    assert "five years" not in page(item, client)
    row = ReleaseLog.objects.filter(event="update-removed").get()
    assert (row.page_id, row.username) == (item.pk, "duty.editor")
    assert row.note == "Sentence: Sentenced to five years.\nIt was about another man."
    assert row.digest != digest_of(now(item))


def test_what_was_removed_is_checked_anew_before_it_returns():
    item = asked_of()
    written = drafted(item)
    read(written)
    publish(written)
    with log_context(person("duty.editor"), note="It was about another man."):
        ItemUpdate.objects.get().delete()
    again = drafted(item)
    assert "second person" in told(publish(again))
    read(again)
    publish(again)
    assert ItemUpdate.objects.get().note == SAID


def test_several_are_removed_for_a_reason_too_and_by_nobody_without_the_right():
    item = press_release()
    ids = "&".join(f"id={update(item, note=note).pk}" for note in ("One.", "Two."))
    bulk = reverse("wagtail_bulk_action", args=["newsroom", "itemupdate", "delete"])
    screen = at_desk("duty.editor").post(f"{bulk}?{ids}").url
    assert ItemUpdate.objects.count() == 2
    assert at_desk("press.officer").post(screen, {"reason": "No."}).status_code in (302, 403)
    assert ItemUpdate.objects.count() == 2
    at_desk("duty.editor").post(screen, {"reason": "Both were wrong."})
    notes = ReleaseLog.objects.filter(event="update-removed").values_list("note", flat=True)
    assert all("Both were wrong." in note for note in notes)
    assert len(notes) == 2
    assert not ItemUpdate.objects.exists()


def test_what_a_program_removes_is_logged_too():
    item = press_release()
    update(item, note="One.")
    update(item, note="Two.")
    ItemUpdate.objects.first().delete()
    with log_context(person("duty.editor"), note="Wrong."):
        ItemUpdate.objects.all().delete()
    notes = list(ReleaseLog.objects.filter(event="update-removed").values_list("note", flat=True))
    assert [note.splitlines()[-1] for note in notes] == ["Wrong.", "No reason was given."]


def create(item, note):
    ItemUpdate.objects.create(item=item, stage="sentence", note=note)


def save_other_words(item, note):
    public = update(item, note=SAID)
    public.note = note
    public.save()


def save_one_field(item, note):
    public = update(item, note=SAID)
    public.note = note
    public.save(update_fields=["note"])


def move_to_it(item, note):
    public = update(press_release(title="Another"), note=note)
    public.item = item
    public.save()


def update_the_table(item, note):
    update(item, note=SAID)
    ItemUpdate.objects.update(note=note)


def add_in_bulk(item, note):
    ItemUpdate.objects.bulk_create([ItemUpdate(item=item, stage="sentence", note=note)])


def publish_at_the_desk(item, note):
    written = UpdateDraft.objects.create(item=item, stage="sentence", note=note)
    digest = examine_update(written, now(item)).digest
    update_steps.publish(written, person("duty.editor"), digest)


def publish_what_one_person_read(item, note):
    writer = person("duty.editor")
    written = UpdateDraft.objects.create(item=item, stage="sentence", note=note, written_by=writer)
    digest = examine_update(written, now(item)).digest
    # As if the form had let the writer be the second person.
    Clearance.objects.create(page=item, digest=digest, step=Clearance.Step.LEGAL, by=writer)
    update_steps.publish(written, writer, digest)


def add_by_the_old_form(item, note):
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": note}
    at_desk("duty.editor").post(reverse("wagtailsnippets_newsroom_itemupdate:add"), data)


def edit_by_the_old_form(item, note):
    public = update(item, note=SAID)
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": note}
    address = reverse("wagtailsnippets_newsroom_itemupdate:edit", args=[public.pk])
    at_desk("duty.editor").post(address, data)


WAYS = (
    *(create, save_other_words, save_one_field, move_to_it, update_the_table, add_in_bulk),
    *(publish_at_the_desk, publish_what_one_person_read),
    *(add_by_the_old_form, edit_by_the_old_form),
)
NOTES = (
    f"{NAME} was there.",
    "Zebedee was sentenced to four years.",
    "He was sentenced to XX years.",
    "He raped a girl, 12, in the village of Thornby.",
)


def test_no_way_in_leads_past_what_stops_an_update():
    """Ten ways in, crossed with notes that nobody else has read."""
    item = press_release()
    name_order(NAME, item)
    for way in WAYS:
        for note in NOTES if way in (create, publish_at_the_desk) else NOTES[1:2]:
            with undone():
                with suppress(ValidationError), transaction.atomic():
                    way(item, note)
                # Whatever has been written, the next edition is made from what passed the gate.
                follow_records([item.pk])
                assert note not in str(current_edition(item.pk).document), (way, note)
    # What nobody stops goes in by the same way.
    sound = [create, save_other_words, save_one_field, move_to_it, publish_at_the_desk]
    for way in sound:
        with undone():
            way(item, "Sentenced to seven years.")
            assert "seven years" in str(current_edition(item.pk).document), way

"""A change of words that readers have had: what is said of it, and where readers are told."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.archive import rebuild_index
from newsroom.archive.index import ArchiveCorrection
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import ReleaseRefused, examine
from newsroom.models import Edition, NewsItemPage, PageChange, PressReleasePage, ReleaseLog
from newsroom.records.log_context import Channel, log_context
from tests.blockers import AUTHOR, name_order, sound_draft, stood_up_for
from tests.desk import SMALL_CHANGE, at_desk, edit, now, told
from tests.factories import (
    area,
    clear,
    crime_type,
    declare_change,
    embargoed,
    person,
    press_release,
    statement,
    update,
)
from tests.test_releasing import PUBLISH
from tests.ways_in import (
    approve_to_the_end,
    let_its_schedule_fall_due,
    press_publish,
    publish_in_bulk,
    release_its_bundle,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

NOTE = "An earlier version said that he was 14. He is 41."
CORRECTION = {"change_kind": "correction", "change_note": NOTE}
UNDECLARED = "change-undeclared"


def corrected(page=None, note=NOTE, **fields):
    """An item with a released correction."""
    page = stored(page or press_release(**fields))
    page.notes_to_editors = f"<p>As of change {page.changes_released}.</p>"
    declare_change(page, note)
    clear(page).save()
    return stored(page)


def stored(page):
    return page.specific_class.objects.get(pk=page.pk)


def other_words(page, **declared):
    """Another version of the page, cleared by a lawyer, as its form would leave it."""
    edit("press.officer", page, text="He is 41 years old.", **declared)
    clear(now(page).get_latest_revision_as_object(), editorial=False)


def test_other_words_than_readers_have_had_are_asked_what_the_change_is():
    page = press_release()
    other_words(page)
    answer = edit("duty.editor", page, text="He is 41 years old.", **PUBLISH)
    assert "Say what the change is" in told(answer)
    assert "41 years" not in str(now(page).body)


def test_a_correction_is_told_on_the_item_with_the_edition_that_it_ends(client):
    page = press_release()
    ended = Edition.objects.of_page(page.pk).first()
    other_words(page, **CORRECTION)
    edit("duty.editor", page, text="He is 41 years old.", **CORRECTION, **PUBLISH)
    row = PageChange.objects.get()
    assert (row.page_id, row.kind, row.note, row.reason) == (page.pk, "correction", NOTE, "")
    assert (row.ends, row.begins) == (ended.number, ended.number + 1)
    opened = Edition.objects.open().of_page(page.pk).get()
    assert (opened.number, opened.digest) == (row.begins, row.digest)
    text = client.get(now(page).url).text.partition("<main")[2]
    assert text.index(NOTE) < text.index("41 years old")
    assert f"Correction: {NOTE}" in ReleaseLog.objects.filter(event="released").first().note


def test_a_small_change_has_a_reason_that_readers_do_not_see(client):
    page = press_release()
    other_words(page, **SMALL_CHANGE)
    # Whoever releases it may say so too: the reason is none of the words that were cleared.
    edit("duty.editor", page, text="He is 41 years old.", **SMALL_CHANGE, **PUBLISH)
    assert PageChange.objects.get().reason == "A letter was missing."
    text = client.get(now(page).url).text
    assert "41 years old" in text
    assert "A letter was missing" not in text
    assert "All corrections" not in text
    assert not ArchiveCorrection.objects.exists()


def test_the_lawyer_clears_the_note_with_the_words():
    page = press_release()
    other_words(page, **CORRECTION)
    other = {**CORRECTION, "change_note": "He is 42."}
    answer = edit("duty.editor", page, text="He is 41 years old.", **other, **PUBLISH)
    assert "No lawyer has cleared these words" in told(answer)
    assert not PageChange.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"change_kind": "correction"}, "change_note"),
        ({"change_kind": "small"}, "change_reason"),
    ],
)
def test_the_form_says_what_is_missing_beside_the_field(sent, field):
    page = press_release()
    answer = edit("duty.editor", page, text="He is 41.", **sent, **PUBLISH)
    assert field in answer.context["form"].errors


def test_a_reason_names_nobody_whom_an_order_protects():
    page = press_release()
    name_order("Zoë Quillfeather", page)
    sent = {**SMALL_CHANGE, "change_reason": "Zoë Quillfeather was misspelt."}
    answer = edit("duty.editor", page, text="He is 41.", **sent, **PUBLISH)
    assert "change_reason" in answer.context["form"].errors


def test_the_gate_reads_the_note_as_it_reads_all_words():
    page = press_release()
    name_order("Zoë Quillfeather", page)
    declare_change(page, "It was XX who said so. Zoë Quillfeather was there.")
    found = {finding.code: finding.field for finding in examine(page).blockers}
    assert found["protected-name"] == found["placeholder"] == "change_note"


def test_the_same_words_need_no_declaration_and_programs_are_not_asked():
    page = press_release()
    assert UNDECLARED not in {one.code for one in examine(page).blockers}
    page.title = "Another headline"
    assert UNDECLARED in {one.code for one in examine(page).blockers}
    clear(page).save()
    assert now(page).title == "Another headline"
    page.title = "A third"
    clear(page)
    with log_context(person("duty.editor"), Channel.ADMIN), pytest.raises(ReleaseRefused):
        page.save()


def test_at_the_end_of_an_embargo_it_is_asked_again():
    page = embargoed()
    assert UNDECLARED not in {one.code for one in examine(page).blockers}
    page = press_release()
    page.title = "Another headline"
    clear(page)
    with log_context(None, Channel.TIMER), pytest.raises(ReleaseRefused):
        page.save()


def test_what_was_said_of_a_released_change_is_not_said_of_the_next():
    page = corrected()
    assert page.declared_change is None
    assert len(page.corrections) == 1
    form = at_desk("duty.editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert form.context["form"]["change_note"].value() == ""
    page.title = "Another headline"
    assert UNDECLARED in {one.code for one in examine(page).blockers}


def test_a_draft_without_other_words_is_not_another_version():
    page = corrected()
    page.save_revision()
    before = digest_of(page)
    edit("press.officer", page, title=page.title, slug=page.slug)
    draft = now(page).get_latest_revision_as_object()
    assert (draft.change_note, draft.change_number) == (NOTE, 1)
    assert digest_of(page) == before == Edition.objects.open().of_page(page.pk).get().digest


def test_what_is_said_anew_is_about_the_next_change():
    """As where two versions were put together, of which one was begun before the release."""
    page = corrected()
    page.change_note = "It was Leeds."
    page.save_revision()
    draft = now(page).get_latest_revision_as_object()
    assert draft.declared_change.number == 2
    assert [one.note for one in draft.corrections] == ["It was Leeds.", NOTE]


def test_the_record_is_neither_changed_nor_deleted():
    corrected()
    for change in (
        lambda: PageChange.objects.update(note="He is 42."),
        lambda: PageChange.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
            change()
    assert PageChange.objects.get().note == NOTE


def test_the_preview_shows_the_correction_as_readers_will_get_it():
    page = press_release()
    edit("press.officer", page, text="He is 41 years old.", **CORRECTION)
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert NOTE in at_desk("press.officer").get(address).text


def test_an_alias_has_the_corrections_of_its_source(client):
    page = press_release()
    alias = page.create_alias(update_slug="aliased")
    page = corrected(page)
    page.update_aliases()
    assert NOTE in client.get(alias.get_url()).text
    assert PageChange.objects.count() == 1


def test_feeds_programs_and_search_engines_are_told(client):
    page = corrected()
    assert NOTE in client.get("/news/feed.atom").text
    answer = client.get(f"/api/v1/items/{page.pk}").json()
    assert [one["note"] for one in answer["corrections"]] == [NOTE]
    assert f'"CorrectionComment", "text": "{NOTE}"' in client.get(page.url).text


def log(client, query=""):
    return client.get(f"/news/corrections/{query}")


def test_the_log_lists_corrections_newest_first(client):
    first, second = corrected(title="First item"), corrected(statement(), note="It was Leeds.")
    update(first, stage="correction", note="It was May.", at=timezone.now() - timedelta(days=1))
    text = log(client).text
    assert "Showing 1 - 3 of 3 corrections" in text
    assert text.index("It was Leeds.") < text.index(NOTE) < text.index("It was May.")
    assert f'href="{second.url}"' in text
    assert "Welsh" not in text
    assert "41" not in client.get("/cy/news/corrections/").text


def test_the_log_is_filtered_as_the_archive_is(client):
    crime, place = crime_type("Fraud and economic crime"), area("Wessex")
    corrected(crime_types=[crime], areas=[place])
    corrected(statement(), note="It was Leeds.")
    for query, note, other in (
        ("?crime_type=fraud-and-economic-crime", NOTE, "It was Leeds."),
        ("?area=wessex", NOTE, "It was Leeds."),
        ("?kind=press-release", NOTE, "It was Leeds."),
        (f"?area=wessex&from={timezone.localdate():%Y-%m-%d}", NOTE, "It was Leeds."),
    ):
        text = log(client, query).text
        assert note in text, query
        assert other not in text, query
    assert "No corrections for" in log(client, "?to=2001-01-01").text
    assert log(client, "?area=none").status_code == 404
    assert "Search again without it" in log(client, "?area=none&kind=speech").text
    assert log(client, "?page=2").status_code == 404
    assert log(client, "?page=x").status_code == 404
    assert "Enter a real date" in log(client, "?from=yesterday").text
    for words in ("q=Leeds", "keys=Leeds", "amp;q=Leeds", "q=Leeds&order=newest"):
        assert log(client, f"?{words}")["Location"] == "/news/corrections/", words
    assert log(client, "?page=1&kind=speech")["Location"] == "/news/corrections/?kind=speech"


def test_the_log_has_ten_on_a_page(client):
    page = press_release()
    bound = {"page_id": page.pk, "kind": "correction", "ends": 1, "begins": 2}
    for number in range(1, 11):
        at = timezone.now() - timedelta(days=20 - number)
        PageChange.objects.create(number=number, note=f"Note {number}.", at=at, **bound)
    corrected(page)
    assert "Note 1." not in log(client).text
    assert "Note 1." in log(client, "?page=2").text


def test_corrections_vanish_from_the_log_with_their_item(client):
    page = corrected()
    page.unpublish()
    assert NOTE not in log(client).text
    page = corrected(expire_at=timezone.now() + timedelta(hours=1))
    Edition.objects.open().of_page(page.pk).update(closes_at=timezone.now())
    assert client.get(page.url).status_code == 404


def test_the_index_of_corrections_is_rebuilt_and_compared():
    page = corrected()
    facts = list(NewsItemPage.objects.archive_facts())
    assert list(rebuild_index.differences(facts)) == []
    ArchiveCorrection.objects.all().delete()
    assert "other corrections" in "".join(rebuild_index.differences(facts))
    rebuild_index.rebuild(facts)
    assert ArchiveCorrection.objects.get().item_id == page.pk


def test_the_dashboard_counts_them():
    corrected()
    text = at_desk("duty.editor").get(reverse("wagtailadmin_home")).text
    assert "1 correction in the last year" in text
    assert NOTE.replace("’", "&#x27;") in text


def test_a_copy_begins_without_what_was_said_of_its_original():
    copy = corrected().copy(update_attrs={"slug": "copied"}, copy_revisions=False, keep_live=False)
    copy = PressReleasePage.objects.get(pk=copy.pk)
    assert (copy.change_kind, copy.change_note, copy.change_number) == ("", "", 0)
    assert copy.corrections == ()


@pytest.mark.parametrize(
    "way",
    [
        let_its_schedule_fall_due,
        release_its_bundle,
        press_publish,
        publish_in_bulk,
        approve_to_the_end,
    ],
)
def test_no_way_of_the_desk_leads_past_the_question(way, client):
    item = now(stood_up_for(sound_draft()))
    item.latest_revision.publish()
    item = now(item)
    item.title = "Man to appear in court again"
    item.save_revision(user=person(AUTHOR))
    stood_up_for(item)
    client.force_login(person("duty.editor"))
    with suppress(ValidationError):
        way(item, client)
    assert Edition.objects.open().of_page(item.pk).get().title == "Man to appear in court"

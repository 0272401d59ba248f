"""What is public is what was cleared: the check of each night, of a command and of a button."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Page

from newsroom.archive.index import ArchiveEntry
from newsroom.editions.models import facts_to_keep
from newsroom.models import (
    CaseFact,
    DeskNotice,
    Edition,
    EditionFile,
    HighProfileCasePage,
    ItemUpdate,
    PressReleasePage,
    PublicCheck,
    ReleaseLog,
)
from newsroom.publishing import public_checks
from newsroom.scheduler import run_once
from tests.desk import at_desk
from tests.factories import (
    area,
    case,
    clear,
    draft,
    press_release,
    release,
    speaker,
    speech,
    update,
)
from tests.test_files import document, words_with

pytestmark = pytest.mark.django_db


def checked():
    """A run of the check to its end."""
    check = public_checks.begin()
    public_checks.proceed(check)
    return check


def released(**fields):
    """A press release with a revision, as the desk makes it."""
    item = draft(**fields)
    item.save_revision()
    clear(item.get_latest_revision_as_object()).latest_revision.publish()
    return PressReleasePage.objects.get(pk=item.pk)


def is_public(client, page):
    return client.get(page.url).status_code == 200


def forge(page, **columns):
    """Add an edition past the gate, in the place of the open one."""
    current = Edition.objects.open().get(page_id=page.pk)
    Edition.objects.filter(pk=current.pk).update(closes_at=timezone.now(), closed_why="replaced")
    facts = {**facts_to_keep(current), "number": current.number + 1, "opens_at": timezone.now()}
    facts |= {"closes_at": None, "closed_why": "", **columns}
    return Edition.objects.bulk_create([Edition(**facts)])[0]


def other_words(page):
    data = Edition.objects.open().get(page_id=page.pk).document
    return {**data, "title": "What nobody cleared"}


def test_everything_that_a_desk_releases_is_what_was_cleared(client, image):
    paper = document()
    released(image=image, image_alt="A court", body=words_with(paper))
    update(press_release(areas=[area("Wessex")]), at=timezone.now() - timedelta(hours=1))
    speech(speaker=speaker("Miriam Castleford"))
    thread = case()
    CaseFact.objects.create(page=thread, label="Next hearing", value="1 May")
    release(HighProfileCasePage.objects.get(pk=thread.pk))
    release(draft(slug="below", case=thread)).create_alias(update_slug="alias")
    check = checked()
    assert check.has_found_nothing, list(DeskNotice.objects.values_list("body", flat=True))
    assert check.pages == Edition.objects.open().count() > 6
    assert check.finished_at is not None


@pytest.mark.parametrize("has_revision", [True, False])
def test_rows_changed_past_the_gate_are_told_and_readers_keep_what_was_cleared(
    client, has_revision
):
    item = released() if has_revision else press_release()
    PressReleasePage.objects.filter(pk=item.pk).update(court="What nobody cleared")
    check = checked()
    assert (check.altered, check.closed) == (1, 0)
    assert "nobody cleared" not in client.get(item.url).text
    notice = DeskNotice.objects.get(page=item)
    assert "What is stored of this page is not what was cleared" in notice.body
    checked()
    assert DeskNotice.objects.count() == 1


def add_a_fact(thread):
    CaseFact.objects.bulk_create([CaseFact(page=thread, label="Judge", value="Nobody cleared")])


def retitle(thread):
    Page.objects.filter(pk=thread.pk).update(title="What nobody cleared")


@pytest.mark.parametrize("write", [add_a_fact, retitle])
def test_child_rows_and_columns_of_the_plain_page_are_compared(write):
    thread = case()
    write(thread)
    assert checked().altered == 1


def test_a_term_or_an_update_written_past_the_gate_is_told():
    item, other = press_release(), press_release()
    PressReleasePage.areas.through.objects.create(newsitempage=item, area=area("Wessex"))
    update(other)
    ItemUpdate.objects.update(note="What nobody cleared")
    assert checked().altered == 2


@pytest.mark.parametrize("rows_too", [False, True])
def test_an_edition_with_other_words_than_were_cleared_is_closed(client, rows_too):
    item, other = released(), press_release()
    forge(item, document=other_words(item), title="What nobody cleared")
    if rows_too:
        Page.objects.filter(pk=item.pk).update(title="Something else again")
    assert "nobody cleared" in client.get(item.url).text
    assert checked().closed == 1
    assert not is_public(client, item)
    assert is_public(client, other)
    assert not ArchiveEntry.objects.filter(item=item.pk).exists()
    row = ReleaseLog.objects.get(event="withdrawn", page_id=item.pk)
    assert "not the words that were cleared" in row.note
    notice = DeskNotice.objects.get(page=item)
    assert "Taken from readers" in notice.subject
    assert not Page.objects.get(pk=item.pk).live


def test_an_edition_that_the_gate_never_let_through_is_closed(client):
    item = press_release()
    forge(item, document=other_words(item), digest="0" * 64)
    Page.objects.filter(pk=item.pk).update(title="What nobody cleared")
    assert checked().closed == 1
    assert not is_public(client, item)


def test_an_edition_without_a_page_and_one_of_a_page_that_is_not_live_are_closed(client):
    item, gone = press_release(), press_release()
    forge(gone, page_id=10**9, number=1)
    Page.objects.filter(pk=item.pk).update(live=False)
    assert checked().closed == 2
    assert not is_public(client, item)
    assert not is_public(client, gone)


def test_what_was_public_before_the_gate_stays(client):
    item = press_release()
    forge(item, digest="")
    assert checked().has_found_nothing
    assert is_public(client, item)


def test_a_file_that_no_edition_shows_is_taken_from_readers(client, image):
    item = press_release(image=image, image_alt="A court")
    row = EditionFile.objects.public().filter(edition__page_id=item.pk).first()
    other = press_release()
    edition = Edition.objects.open().get(page_id=other.pk)
    row.pk, row.edition = None, edition
    row.save(force_insert=True)
    address = reverse("picture", args=[row.name])
    item.image = None
    release(item)
    assert client.get(address).status_code == 200
    check = checked()
    assert (check.files, check.closed, check.altered) == (1, 0, 0)
    assert client.get(address).status_code == 404
    assert "does not show this file" in DeskNotice.objects.get(page=other).body


@pytest.mark.parametrize(
    "columns",
    [
        {"hash": "0" * 40},
        {"stored": "documents/another.pdf"},
        {"name": "x.pdf"},
        {"file_id": 10**9},
    ],
)
def test_a_file_with_another_content_or_path_is_taken_from_readers(columns):
    item = press_release(body=words_with(document()))
    EditionFile.objects.filter(edition__page_id=item.pk).update(**columns)
    assert checked().files == 1
    assert not EditionFile.objects.public().filter(edition__page_id=item.pk).exists()


def test_a_file_of_a_collection_that_was_closed_past_the_signals_is_taken(image):
    item = press_release(image=image, image_alt="A court")
    closed = CollectionViewRestriction(collection=image.collection, restriction_type="login")
    CollectionViewRestriction.objects.bulk_create([closed])
    assert checked().files == EditionFile.objects.filter(edition__page_id=item.pk).count()
    assert not EditionFile.objects.public().filter(edition__page_id=item.pk).exists()


def test_a_page_that_cannot_be_read_spoils_no_other():
    broken, other = press_release(), press_release()
    forge(broken, document={"schema": 0})
    Page.objects.filter(pk=other.pk).update(title="What nobody cleared")
    check = checked()
    assert (check.failed, check.altered) == (1, 1)
    assert "Could not be compared" in DeskNotice.objects.get(page=broken).subject


def queries_of_a_check():
    with CaptureQueriesContext(connection) as asked:
        checked()
    return len(asked)


def test_a_batch_takes_as_many_queries_for_many_pages_as_for_few(image):
    def more():
        thread = case(title=f"R v Someone {timezone.now()}")
        CaseFact.objects.create(page=thread, label="Next hearing", value="1 May")
        release(thread)
        words = words_with(document())
        item = press_release(image=image, image_alt="A court", body=words, case=thread)
        update(item, at=timezone.now() - timedelta(hours=1))
        speech(speaker=speaker(f"Miriam Castleford {item.pk}"), slug=f"speech-{item.pk}")

    more()
    before = queries_of_a_check()
    for _number in range(3):
        more()
    assert queries_of_a_check() == before


def test_a_run_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(public_checks, "BATCH", 2)
    for _number in range(4):
        press_release()
    check = public_checks.begin()
    public_checks.proceed(check, seconds=0)
    assert (check.pages, check.finished_at) == (2, None)
    assert public_checks.begin() == check
    run_once()
    check.refresh_from_db()
    assert check.pages == Edition.objects.open().count()
    assert check.finished_at is not None


def test_a_duty_editor_asks_for_a_check_and_reads_what_it_found():
    item = press_release()
    Page.objects.filter(pk=item.pk).update(title="What nobody cleared")
    client, address = at_desk("duty.editor"), reverse("newsroom_public_checks")
    assert "Check now" in client.get(address).text
    assert client.post(address).status_code == 302
    shown = client.get(address).text
    assert "Under way." in shown
    assert "Check now" not in shown
    run_once()
    assert "1 page is stored otherwise than it was cleared" in client.get(address).text
    assert PublicCheck.objects.get().asked_by.username == "duty.editor"
    assert at_desk("press.officer").get(address).status_code == 302
    assert at_desk("press.officer").post(address).status_code == 302
    assert PublicCheck.objects.count() == 1


def test_the_command_says_what_it_found():
    item, out = press_release(), StringIO()
    call_command("check_public", stdout=out)
    assert "taken from readers: 0" in out.getvalue()
    Page.objects.filter(pk=item.pk).update(title="What nobody cleared")
    with pytest.raises(CommandError, match="stored otherwise: 1"):
        call_command("check_public", verbosity=0)

"""An item that is removed is gone from everywhere, and its records still say what was done."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from newsroom.archive.index import ArchiveEntry
from newsroom.evidence.care_record import care_record
from newsroom.models import (
    DeskNotice,
    Edition,
    EditionFile,
    ItemUpdate,
    OldAddress,
    OutgoingMail,
    ReleaseLog,
    ReportingRestriction,
    RetentionDecision,
    WithdrawalNotice,
)
from newsroom.publishing.outbox import notify_desk
from newsroom.retention import decisions, removal
from newsroom.retention.bound_rows import PageRows
from newsroom.retention.removal import SKELETONS, StillThere
from tests.blockers import order
from tests.desk import at_desk
from tests.factories import declare_change, person, picture, press_release, release, update
from tests.retention import NAME, erased, proposed

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

GONE = 410


def lived(**fields):
    """An item with a past: editions, a correction, an update, a version, a redirect, a notice."""
    page = press_release(title=f"{NAME} fined", slug="ottoline-quarrenby-fined", **fields)
    page.save_revision(user=person("press.officer"))
    update(page, note=f"{NAME} was sentenced.")
    page.title = f"{NAME} jailed"
    release(declare_change(page, f"{NAME} was jailed, not fined."))
    Redirect.objects.create(old_path="/quarrenby", redirect_page=page)
    # Somebody has it open; nothing but its number binds the row to the page.
    EditingSession.objects.create(
        user=person("press.officer"), content_object=page, last_seen_at=timezone.now()
    )
    OutgoingMail.objects.create(
        to="a@example.org", subject="Look", body=f"{NAME} was fined.", sent_at=timezone.now()
    )
    notify_desk("x", f"Look: {NAME}", "Please.", page)
    return page


def verify(number):
    out = StringIO()
    call_command("verify_removed", str(number), stdout=out)
    return out.getvalue()


def test_nothing_of_it_is_left_and_the_command_says_so(client):
    page = lived()
    number, address = page.pk, page.url
    erased(page)
    assert not Page.objects.filter(pk=number).exists()
    left = PageRows(number).by_table()
    assert set(left) <= SKELETONS
    for model in (Revision, ReferenceIndex, ArchiveEntry, EditionFile, ItemUpdate):
        assert model not in left
    assert not DeskNotice.objects.exists()
    assert not OutgoingMail.objects.filter(body__contains="uarrenby").exists()
    assert not OldAddress.objects.filter(page_id=number).exists()
    assert "No trace remains. Backups are not read" in verify(number)
    answer = client.get(address)
    assert answer.status_code == GONE
    assert "kept for as long as was needed" in answer.text
    assert "uarrenby" not in answer.text
    for path in ("/news/", "/news/feed/", "/news/corrections/", "/news/?q=fined"):
        assert "uarrenby" not in client.get(path, follow=True).text


def test_its_address_is_told_as_a_digest_and_freed_for_another_page(client):
    page = lived()
    address = page.url
    erased(page)
    assert all(notice.address.startswith("sha256:") for notice in WithdrawalNotice.objects.all())
    assert client.get(f"{address}earlier/1/").status_code == GONE
    other = press_release(title="Somebody else", slug="ottoline-quarrenby-fined")
    assert client.get(address).status_code == 200
    other.unpublish()
    assert client.get(address).status_code == 404


def test_the_records_keep_what_was_done_and_lose_what_was_said():
    page = lived()
    before = list(ReleaseLog.objects.filter(page_id=page.pk).values_list("at", "event", "by"))
    digests = list(Edition.objects.filter(page_id=page.pk).values_list("digest", "opens_at"))
    decision = erased(page)
    log = ReleaseLog.objects.filter(page_id=page.pk)
    assert set(before) <= set(log.values_list("at", "event", "by"))
    assert set(digests) <= set(
        Edition.objects.filter(page_id=page.pk).values_list("digest", "opens_at")
    )
    row = log.get(event="removed")
    assert "duty.editor" in row.note
    assert "second.editor" in row.note
    assert "UK GDPR" in row.note
    assert row.username == "second.editor"
    decision = RetentionDecision.objects.get(pk=decision.pk)
    assert decision.words == ""
    assert sum(number for _label, number in decision.places) > 10
    care = care_record(page.pk)
    assert [one.opened_at for one in care.editions]
    (removed,) = care.words_removed
    assert (removed.proposed_by, removed.confirmed_by) == ("duty.editor", "second.editor")
    assert "uarrenby" not in care.as_json()
    assert care.editions[0].sign_offs


def test_a_picture_goes_with_its_item_unless_another_one_shows_it(
    django_capture_on_commit_callbacks,
):
    own, shared = picture(title="Portrait"), picture(title="Court", file__filename="court.jpg")
    page = lived(image=own, image_alt="A portrait")
    with_shared = press_release(image=shared, image_alt="The court")
    assert ("pictures and documents that nothing else uses", 1) in removal.places_of(page.pk)
    press_release(image=shared, image_alt="The court")
    paths = [own.file.name, *(row.file.name for row in own.renditions.all())]
    assert len(paths) > 1
    with django_capture_on_commit_callbacks(execute=True):
        erased(page)
        erased(with_shared)
    kept = get_image_model().objects.values_list("pk", flat=True)
    assert shared.pk in kept
    assert own.pk not in kept
    assert [path for path in paths if default_storage.exists(path)] == []
    assert default_storage.exists(shared.file.name)


def test_the_caches_are_emptied(django_capture_on_commit_callbacks):
    page = press_release()
    cache.set("kept", "for a moment")
    with django_capture_on_commit_callbacks(execute=True):
        erased(page)
    assert cache.get("kept") is None


def test_an_order_about_it_stays():
    page = press_release()
    made = order(page, ended_at=None)
    erased(page)
    assert ReportingRestriction.objects.filter(pk=made.pk).exists()


def test_a_draft_that_was_never_public_leaves_no_notice():
    page = press_release(live=False)
    erased(page)
    assert not WithdrawalNotice.objects.exists()


def test_without_a_second_person_nothing_is_removed():
    page = press_release()
    decision = proposed(page)
    for somebody in ("duty.editor", "press.officer", "reviewer.nobody"):
        with pytest.raises(PermissionDenied):
            decisions.confirm(decision, person(somebody))
    assert Page.objects.filter(pk=page.pk).exists()
    decisions.confirm(decision, person("reviewing.lawyer"))
    assert not Page.objects.filter(pk=page.pk).exists()
    with pytest.raises(ValidationError, match="meanwhile"):
        decisions.confirm(decision, person("second.editor"))


def test_what_was_declined_is_forgotten():
    page = press_release()
    decision = proposed(page)
    decisions.decline(decision, person("second.editor"))
    decision.refresh_from_db()
    assert decision.words == ""
    assert ReleaseLog.objects.filter(event="not-erased", page_id=page.pk).exists()
    with pytest.raises(ValidationError):
        decisions.confirm(decision, person("second.editor"))
    proposed(page)


def test_an_item_whose_words_stand_at_an_alias_is_not_removed_alone():
    page = press_release()
    alias = page.create_alias(update_slug="elsewhere")
    with pytest.raises(ValidationError, match=str(alias.pk)):
        proposed(page)


def test_all_or_nothing(monkeypatch):
    page = lived()
    monkeypatch.setattr(removal, "_delete_beside", lambda _page_id: None)
    with pytest.raises(StillThere, match=r"newsroom\.OldAddress|newsroom\.EditionFile|Words"):
        erased(page)
    assert Page.objects.get(pk=page.pk).live
    assert Edition.objects.open().filter(page_id=page.pk, title__contains="Quarrenby").exists()


@pytest.mark.parametrize("number", [0, 4711])
def test_a_page_of_which_nothing_was_removed_is_an_error(number):
    with pytest.raises(CommandError, match="No words of page"):
        verify(number)


def test_wagtails_log_of_the_page_says_no_title():
    page = lived()
    erased(page)
    rows = PageLogEntry.objects.filter(page=page.pk)
    assert not any("uarrenby" in f"{row.label}{row.data}" for row in rows)


def test_the_report_of_the_log_still_opens():
    page = lived()
    erased(page)
    editor = at_desk("duty.editor")
    for address in (
        reverse("newsroom_release_log"),
        reverse("newsroom_clearances"),
        reverse("desk_care_record", args=[page.pk]),
    ):
        assert editor.get(address).status_code == 200

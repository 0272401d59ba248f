"""Where a name could come back after words were replaced, or stop them from being replaced."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.admin.models import FormState

from newsroom.evidence.care_record import care_record
from newsroom.models import (
    DeskNotice,
    EarlierEdition,
    OpenForm,
    OutgoingMail,
    PressReleasePage,
    PreviewComment,
    PreviewLink,
    RetentionDecision,
)
from newsroom.retention import decisions, removed_files
from newsroom.retention.marks import marks_of
from newsroom.retention.traces import encrypted_left
from tests.blockers import order
from tests.factories import case, declare_change, draft, person, press_release, release
from tests.retention import NAME, NEW, Kind, erased, later, proposed
from tests.test_conflict import TEXT, address, held, latest, opened, signed_in

pytestmark = pytest.mark.django_db


def test_a_form_that_was_open_meanwhile_brings_no_name_back():
    said = f"{NAME} was jailed."
    item = draft(title="Man jailed", slug="man-jailed", summary=said, body=TEXT)
    item.save_revision(user=person("ada"))
    ada = signed_in("ada", "Ada", "Lacey")
    form = {**opened(ada, item), "summary": said}
    FormState.objects.update_or_create_by_instance(
        item,
        user=person("ada"),
        defaults={"data": "summary=Ottoline+Quarrenby", "last_updated_at": timezone.now()},
    )
    erased(item, Kind.ANONYMISE, [(NAME, NEW)])
    assert not OpenForm.objects.exists()
    assert not FormState.objects.exists()
    by_itself = ada.post(address(item), form, headers={"accept": "application/json"})
    assert by_itself.status_code != 200
    assert latest(item).summary == f"{NEW} was jailed."
    held(ada.post(address(item), form))
    assert latest(item).summary == f"{NEW} was jailed."


def test_reasons_of_other_decisions_lose_the_words_too():
    page = press_release(title=f"{NAME} jailed")
    declined = proposed(page)
    decisions.decline(declined, person("second.editor"))
    kept = decisions.keep(page, person("duty.editor"), f"{NAME} is well known.", later())
    RetentionDecision.objects.filter(pk=declined.pk).update(reason=f"{NAME} asked.")
    erased(page, Kind.ANONYMISE, [(NAME, NEW)])
    kept.refresh_from_db()
    declined.refresh_from_db()
    assert (kept.reason, declined.reason) == (f"{NEW} is well known.", f"{NEW} asked.")
    decision = erased(page, Kind.REMOVE, [("Leeds", "")])
    kept.refresh_from_db()
    declined.refresh_from_db()
    assert (kept.reason, declined.reason) == ("", "")
    decision.refresh_from_db()
    assert decision.reason
    assert care_record(page.pk).words_removed


@pytest.mark.parametrize("wrong", ["the wrong person", NAME])
def test_a_name_that_an_earlier_correction_took_out_is_taken_out_of_the_past(wrong):
    page = press_release(title="Man jailed", summary=f"{NAME} was jailed.")
    page.summary = "A woman was jailed."
    page.change_keeps_earlier = True
    declare_change(page, f"An earlier version named {wrong}.")
    page.change_keeps_number = page.change_number
    release(page)
    assert NAME in str(EarlierEdition.objects.get(page_id=page.pk).document)
    before = PressReleasePage.objects.get(pk=page.pk)
    erased(page, Kind.ANONYMISE, [(NAME, NEW)])
    assert not EarlierEdition.objects.with_words().filter(page_id=page.pk).exists()
    after = PressReleasePage.objects.get(pk=page.pk)
    assert after.summary == "A woman was jailed."
    # Nothing is said of a change unless readers' words have changed.
    assert (after.change_number == before.change_number) == (wrong != NAME)
    assert after.declared_change is None
    assert verified(page.pk).startswith("Decisions looked for: 1. No trace remains.")


def verified(*arguments, **options):
    out = StringIO()
    call_command("verify_removed", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_the_command_says_when_it_has_looked_for_nothing():
    assert "nothing was looked for" in verified("--all")
    decision = proposed(draft())
    RetentionDecision.objects.filter(pk=decision.pk).update(
        finished_at=timezone.now(), marks={**marks_of((), ()).as_data()}
    )
    for arguments in ([decision.page_id], ["--all"]):
        with pytest.raises(CommandError, match="no word"):
            verified(*arguments)
    with pytest.raises(CommandError, match="not both"):
        verified("--all", decision.page_id)


def test_what_somebody_wrote_back_about_a_preview_is_found_and_goes():
    page = draft(title=f"{NAME} jailed")
    link = PreviewLink.objects.create(
        page=page, token_hash="0" * 64, digest="0" * 64, expires_at=timezone.now()
    )
    PreviewComment.objects.create(link=link, digest="0" * 64, words=f"Is {NAME} 41?")
    marks = marks_of((), [NAME])
    assert [trace.place for trace in encrypted_left(marks)] == ["newsroom.PreviewComment.words"]
    erased(page, Kind.ANONYMISE, [(NAME, NEW)])
    assert list(encrypted_left(marks)) == []
    assert not PreviewLink.objects.exists()


def test_a_confirmed_decision_is_not_deleted_nor_all_of_them():
    decision = proposed(draft())
    rows = RetentionDecision.objects.filter(pk=decision.pk)
    rows.update(confirmed_by=person("second.editor"), confirmed_at=timezone.now())
    with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
        rows.delete()
    if connection.vendor == "postgresql":
        # A table with foreign keys to be checked later is not emptied in any case.
        connection.check_constraints()
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="a record"),
            transaction.atomic(),
        ):
            cursor.execute("TRUNCATE newsroom_retentiondecision CASCADE")
    assert rows.exists()


def test_no_trigger_of_the_records_reads_a_table_of_another_schema():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no schemas and no functions")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proconfig IS NULL AND (proname LIKE %s"
            " OR proname LIKE %s OR proname LIKE %s)",
            ["newsroom%loses_words", "newsroom_erasure%", "newsroom_retentiondecision%"],
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proconfig FROM pg_proc WHERE proname IN (%s, %s)",
            ["newsroom_may_erase", "newsroom_edition_is_kept"],
        )
        assert {str(one) for (one,) in cursor.fetchall()} == {"['search_path=public, pg_temp']"}


def test_the_record_of_care_still_tells_an_order_on_the_case():
    thread = case()
    page = press_release(title=f"{NAME} jailed", case=thread)
    made = order(thread, ended_at=timezone.now())
    assert [one.number for one in care_record(page.pk).orders] == [made.pk]
    erased(page)
    assert [one.number for one in care_record(page.pk).orders] == [made.pk]


def test_a_file_that_cannot_be_deleted_leaves_no_other_one(monkeypatch, caplog):
    deleted = []

    def delete(path):
        if path == "a.jpg":
            raise PermissionError(path)
        deleted.append(path)

    monkeypatch.setattr(default_storage, "exists", bool)
    monkeypatch.setattr(default_storage, "delete", delete)
    removed_files._delete_stored(default_storage, ["a.jpg", "b.jpg"])
    assert deleted == ["b.jpg"]
    assert "PermissionError" in caplog.text
    assert "a.jpg" not in caplog.text


def test_the_caches_are_emptied_before_the_files_are_deleted(
    monkeypatch, django_capture_on_commit_callbacks
):
    cache.set("kept", "for a moment")
    seen = []
    monkeypatch.setattr(removed_files, "files_of", lambda *_page: set())
    monkeypatch.setattr(
        removed_files,
        "unused_elsewhere",
        lambda *_keys: transaction.on_commit(lambda: seen.append(cache.get("kept"))) or [],
    )
    with django_capture_on_commit_callbacks(execute=True):
        erased(press_release())
    assert seen
    assert set(seen) == {None}


@pytest.mark.parametrize("kind", [Kind.ANONYMISE, Kind.REMOVE])
def test_messages_about_others_of_the_same_name_are_not_lost(kind):
    page = press_release(title=f"{NAME} jailed", slug="woman-jailed")

    def mail(body, **fields):
        return OutgoingMail.objects.create(to="a@example.org", subject="Look", body=body, **fields)

    own = mail(f"{NAME}: https://desk.example.org/admin/pages/{page.pk}/edit/")
    waits = mail(f"{NAME} asks for a preview of another page.")
    sent = mail(f"{NAME} was fined.", sent_at=timezone.now())
    notice = DeskNotice.objects.create(subject="An order", body=f"{NAME} must not be named.")
    erased(page, kind, [(NAME, NEW)])
    left = dict(OutgoingMail.objects.values_list("pk", "body"))
    instead = NEW if kind == Kind.ANONYMISE else "…"
    assert left[waits.pk] == waits.body
    assert left[sent.pk] == f"{instead} was fined."
    assert left.get(own.pk, NEW).startswith(NEW)
    assert (own.pk in left) == (kind == Kind.ANONYMISE)
    notice.refresh_from_db()
    assert NAME in notice.body
    with pytest.raises(CommandError) as error:
        verified(page.pk)
    assert f"newsroom.OutgoingMail.body: row {waits.pk}" in str(error.value)
    assert f"row {sent.pk}\n" not in str(error.value)


def test_a_slug_of_one_word_stays_a_slug():
    page = press_release(title="Quarrenby jailed", slug="quarrenby")
    page.save_revision(user=person("press.officer"))
    erased(page, Kind.ANONYMISE, [("Quarrenby", NEW)])
    page = PressReleasePage.objects.get(pk=page.pk)
    assert page.slug == "a-woman-from-leeds"
    assert page.get_latest_revision().content["slug"] == "a-woman-from-leeds"

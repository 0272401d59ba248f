"""The way past what keeps the records: as narrow as the database can make it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from newsroom.models import (
    CheckResponse,
    Clearance,
    Edition,
    ErasurePermit,
    PageChange,
    ReleaseLog,
    RetentionDecision,
    UrgentRelease,
)
from newsroom.publishing.release import withdraw
from newsroom.retention.permit import permitted
from tests.factories import declare_change, draft, person, press_release, release
from tests.retention import NAME, proposed

pytestmark = pytest.mark.django_db

WORDS = {
    ReleaseLog: {"title": "-", "note": "-", "findings": [], "answers": {}},
    Clearance: {"comment": "-", "facts": None},
    UrgentRelease: {"reason": "-", "facts": None},
    CheckResponse: {"words": "-", "facts": None},
    PageChange: {"note": "-", "reason": "-"},
    Edition: {"title": "-", "teaser": "-", "address": "", "document": {}},
}
"""What each record may lose."""


def confirmed(page, by="second.editor"):
    decision = proposed(page)
    RetentionDecision.objects.filter(pk=decision.pk).update(
        confirmed_by=person(by), confirmed_at=timezone.now()
    )
    return RetentionDecision.objects.get(pk=decision.pk)


def recorded():
    """A withdrawn item with a row of each record."""
    page = press_release(title=f"{NAME} fined")
    page.title = f"{NAME} jailed"
    release(declare_change(page))
    UrgentRelease.objects.create(
        page=page, digest="0" * 64, by=person("second.lawyer"), reason="The court sits at two."
    )
    withdraw(page, "The conviction was quashed.", person("duty.editor"))
    return page


@pytest.mark.parametrize("model", WORDS, ids=lambda model: model.__name__)
def test_a_permit_lets_words_go_and_nothing_else(model):
    page = recorded()
    rows = model.objects.filter(page_id=page.pk)
    assert rows.exists()
    others = [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in WORDS[model] and not field.primary_key
    ]
    decision = confirmed(page)

    def refuses(change):
        with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
            change()

    refuses(lambda: rows.update(**WORDS[model]))
    with transaction.atomic(), permitted(decision):
        rows.update(**WORDS[model])
        refuses(rows.delete)
        for name in ("digest", "by_id", "at", "event", "opens_at", "closes_at", "number"):
            if name in others:
                value = {"digest": "1" * 64, "by_id": person("administrator").pk, "event": "law"}
                value |= {"number": 4711}
                refuses(
                    lambda name=name, value=value: rows.update(
                        **{name: value.get(name, timezone.now())}
                    )
                )
    refuses(lambda: rows.update(**WORDS[model]))


def test_a_permit_is_for_one_page():
    page, other = recorded(), recorded()
    with transaction.atomic(), permitted(confirmed(page)):
        with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
            ReleaseLog.objects.filter(page_id=other.pk).update(title="-")
        assert ReleaseLog.objects.filter(page_id=page.pk).update(title="-")


def test_an_open_edition_keeps_its_words_under_a_permit():
    page = press_release()
    with (
        transaction.atomic(),
        permitted(confirmed(page)),
        pytest.raises(DatabaseError, match="a record"),
        transaction.atomic(),
    ):
        Edition.objects.filter(page_id=page.pk).update(title="-")


@pytest.mark.parametrize("state", ["proposed", "declined", "finished", "of another page", "keep"])
def test_the_database_gives_no_permit_without_a_decision_of_two(state):
    page = draft()
    decision = proposed(page) if state == "proposed" else confirmed(page)
    rows = RetentionDecision.objects.filter(pk=decision.pk)
    change = {
        "declined": {"declined_at": timezone.now()},
        "finished": {"finished_at": timezone.now()},
        "of another page": {"page_id": draft().pk},
        "keep": {"kind": "keep"},
    }
    if state in change:
        rows.update(**change[state])
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        ErasurePermit.objects.create(page_id=page.pk, decision=decision)


def test_nobody_confirms_what_they_proposed_not_even_past_the_code():
    decision = proposed(draft())
    with pytest.raises(IntegrityError, match="retention_four_eyes"), transaction.atomic():
        RetentionDecision.objects.filter(pk=decision.pk).update(
            confirmed_by=decision.proposed_by, confirmed_at=timezone.now()
        )


def test_a_decision_that_was_carried_out_is_kept():
    decision = confirmed(draft())
    rows = RetentionDecision.objects.filter(pk=decision.pk)
    rows.update(finished_at=timezone.now())
    for change in (rows.delete, lambda: rows.update(reason="Another.")):
        with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
            change()


@pytest.mark.django_db(transaction=True)
def test_a_permit_that_was_left_behind_is_good_for_nothing():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no numbers of transactions: there the permit is deleted")
    page = recorded()
    decision = confirmed(page)
    with transaction.atomic():
        ErasurePermit.objects.create(page_id=page.pk, decision=decision)
    with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
        ReleaseLog.objects.filter(page_id=page.pk).update(title="-")

"""What the record keeps: sign-offs as they were given, deletions of pages, changes of law."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from newsroom.models import (
    CheckResponse,
    Clearance,
    Edition,
    LegalRule,
    PressReleasePage,
    ReleaseLog,
    UrgentRelease,
)
from newsroom.records.log_context import Channel, log_context
from tests.blockers import name_order
from tests.desk import at_desk
from tests.factories import draft, person, press_release
from tests.kept_records import forget

pytestmark = pytest.mark.django_db

SIGNOFFS = (Clearance, UrgentRelease, CheckResponse)


def given(page):
    """A row of each kind about the page."""
    own = {"page": page, "digest": "0" * 64, "by": person("second.lawyer")}
    Clearance.objects.create(step="legal", comment="Read.", **own)
    UrgentRelease.objects.create(reason="The court sits at two.", **own)
    CheckResponse.objects.create(code="anonymity", words="Checked.", **own)


@pytest.mark.parametrize("model", SIGNOFFS)
def test_a_signoff_is_neither_changed_nor_deleted(model):
    given(draft())
    row = model.objects.latest("pk")
    row.digest = "1" * 64
    changes = (
        lambda: model.objects.update(digest="1" * 64),
        lambda: model.objects.filter(pk=row.pk).delete(),
        row.delete,
        row.save,
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
            change()
    assert model.objects.get(pk=row.pk).digest == "0" * 64


@pytest.mark.parametrize("model", SIGNOFFS)
def test_the_owner_of_the_database_may_set_the_record_aside(model):
    given(draft())
    forget(model.objects.all())
    assert not model.objects.exists()
    given(draft())
    with pytest.raises(DatabaseError, match="a record"), transaction.atomic():
        model.objects.all().delete()


def test_signoffs_outlive_the_page_and_its_versions():
    page = draft()
    revision = page.save_revision()
    given(page)
    Clearance.objects.create(
        page=page, revision=revision, digest="2", step="legal", by=person("second.lawyer")
    )
    PressReleasePage.objects.get(pk=page.pk).delete()
    assert Clearance.objects.filter(page_id=page.pk).count() == 2
    report = at_desk("duty.editor").get(reverse("newsroom_clearances"))
    assert "A page that was deleted" in report.text
    assert (
        "page that was deleted"
        in at_desk("duty.editor")
        .get(reverse("newsroom_clearances"), {"export": "csv"})
        .getvalue()
        .decode()
    )
    assert at_desk("duty.editor").get(reverse("wagtailadmin_home")).status_code == 200


def test_the_deletion_of_a_public_page_is_logged_without_a_protected_name():
    page, other = press_release(title="Zoë Quillfeather opens a shop"), draft()
    name_order("Zoë Quillfeather")
    with log_context(person("administrator"), Channel.ADMIN):
        PressReleasePage.objects.get(pk=page.pk).delete()
        PressReleasePage.objects.get(pk=other.pk).delete()
    row = ReleaseLog.objects.get(event="deleted")
    assert (row.page_id, row.username) == (page.pk, "administrator")
    assert "Quillfeather" not in row.title
    assert Edition.objects.of_page(page.pk).first().closed_why == "deleted"


def law_log():
    return list(ReleaseLog.objects.filter(event="law").order_by("pk"))


def test_entering_ending_and_deleting_a_rule_of_law_are_logged():
    rule = LegalRule.objects.get(code="child-anonymity")
    address = reverse("wagtailsnippets_newsroom_legalrule:edit", args=[rule.pk])
    sent = {"code": rule.code, "source": rule.source, "since": f"{rule.since:%d/%m/%Y}"}
    answer = at_desk("administrator").post(address, {**sent, "until": "31/12/2031"})
    assert answer.status_code == 302
    rule = LegalRule.objects.create(code=rule.code, source="Act 1", since=date(2032, 1, 1))
    rule.save()
    rule.delete()
    ended, entered, deleted = law_log()
    assert ended.note == "applies until: – → 2031-12-31"
    assert ended.username == "administrator"
    assert "applies from: – → 2032-01-01" in entered.note
    assert "Act 1" in entered.title
    assert deleted.note.startswith("Deleted.")

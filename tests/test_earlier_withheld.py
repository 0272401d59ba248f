"""What withholds the earlier words of an item: the default, the checks, orders and the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.models import DeskNotice, EarlierEdition, Edition, ReleaseLog, ReportingRestriction
from newsroom.orders import enforcement
from newsroom.publishing.release import withdraw
from tests.blockers import name_order, order
from tests.desk import at_desk, edit, now
from tests.earlier import (
    CHARGED,
    NOTE,
    PREJUDICIAL,
    correct,
    corrected,
    earlier,
    is_withheld,
    public,
    stored,
    text,
)
from tests.factories import clear, crime_type, person, press_release, update
from tests.test_releasing import PUBLISH

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

KEEPS = {"change_keeps_earlier": "on"}


def test_by_default_the_earlier_words_are_withheld(client):
    page = correct(public(), keeps=False)
    assert is_withheld(client, page)


def test_a_later_change_that_does_not_keep_them_withholds_all(client):
    page = corrected()
    assert not is_withheld(client, page)
    correct(page, keeps=False, body=text("He is 42."))
    assert is_withheld(client, page)
    assert is_withheld(client, page, 2)


def test_so_does_a_small_change_unless_they_are_kept(client):
    page = correct(corrected(), note="", title="Man jailed after a trial")
    assert not is_withheld(client, page)
    correct(page, note="", keeps=False, title="Man jailed")
    assert is_withheld(client, page)


def test_other_words_that_nobody_declared_withhold_them(client):
    page = corrected()
    page.title = "Another headline"
    clear(page).save()
    assert is_withheld(client, page)


def test_an_update_and_other_facts_do_not(client):
    page = corrected()
    update(page, note="He was sentenced.")
    page = stored(page)
    page.crime_types = [crime_type("Fraud and economic crime")]
    clear(page).save()
    assert Edition.objects.of_page(page.pk).count() > 3
    assert not is_withheld(client, page)


@pytest.mark.parametrize("why", ["withdrawn", "expired", "order", "deleted", "private"])
def test_when_the_item_goes_they_are_answered_as_it_is_and_never_return(client, why):
    page = corrected()
    if why == "withdrawn":
        withdraw(page, "Wrong.", told="error")
    elif why == "expired":
        page.expire_at = timezone.now() - timedelta(seconds=1)
        page.save()
        call_command("publish_due", "--once", verbosity=0)
    elif why == "order":
        made = order(page)
        enforcement.enforce(made, person("reviewing.lawyer"))
    elif why == "deleted":
        page.delete()
    else:
        page.view_restrictions.create(restriction_type="login")
    for view in ("", "1/", "1/changes/", "?day=1/1/2026"):
        answer, own = earlier(client, page, view), client.get(page.url)
        assert (answer.status_code, answer.text) == (own.status_code, own.text), view
    assert own.status_code == (410 if why == "withdrawn" else 404)
    assert EarlierEdition.objects.get().document is None
    if why == "private":
        page.view_restrictions.all()[0].delete()
        assert client.get(page.url).status_code == 200
        assert is_withheld(client, page)


def test_an_expiry_by_the_clock_is_one_before_any_timer(client):
    page = corrected(expire_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert earlier(client, page).status_code == 404
        # Released again before a timer has run.
        page = stored(page)
        page.expire_at = None
        clear(page).save()
        assert is_withheld(client, page)


def test_a_name_that_is_protected_afterwards_closes_the_earlier_words_alone(client):
    page = correct(public("Zoë Quillfeather saw it. The man is 14 years old."))
    assert not is_withheld(client, page)
    name_order("Zoë Quillfeather")
    assert client.get(page.url).status_code == 200
    assert is_withheld(client, page)
    assert ReleaseLog.objects.filter(event="words-withheld", page_id=page.pk).count() == 1
    ReportingRestriction.objects.update(ended_at=timezone.now())
    enforcement.hold_back(ReportingRestriction.objects.get())
    assert is_withheld(client, page)


def test_an_order_that_begins_later_closes_them_at_that_second(client):
    page = correct(public("Zoë Quillfeather saw it. The man is 14 years old."))
    begins = timezone.now() + timedelta(hours=1)
    order(names=("Zoë Quillfeather",), kind="s11", effect="names", starts_at=begins)
    assert not is_withheld(client, page)
    with time_machine.travel(begins, tick=False):
        assert is_withheld(client, page)
        assert EarlierEdition.objects.get(page_id=page.pk).document is not None
        call_command("publish_due", "--once", verbosity=0)
        assert EarlierEdition.objects.get(page_id=page.pk).document is None


def test_an_order_that_is_ended_before_it_begins_closes_nothing(client):
    correct(public("Zoë Quillfeather saw it. The man is 14 years old."))
    begins = timezone.now() + timedelta(hours=1)
    made = order(names=("Zoë Quillfeather",), kind="s11", effect="names", starts_at=begins)
    assert EarlierEdition.objects.get().closes_at == begins
    enforcement.end(made, person("duty.editor"), "It was lifted.")
    assert EarlierEdition.objects.get().closes_at is None


def test_words_that_an_order_in_force_forbids_are_not_kept_at_the_release(client):
    page = public("Zoë Quillfeather saw it. The man is 14 years old.")
    made = order(names=("Zoë Quillfeather",), kind="s11", effect="names")
    page = correct(page)
    assert made.names.exists()
    assert is_withheld(client, page)
    assert "protected-name" in ReleaseLog.objects.filter(event="released").first().note
    (notice,) = DeskNotice.objects.filter(page_id=page.pk)
    assert notice.subject.startswith("Earlier words withheld: ")
    assert "Quillfeather" not in notice.subject + notice.body


def test_if_names_cannot_be_looked_for_all_are_withheld(client, monkeypatch):
    page = corrected()
    monkeypatch.setattr("newsroom.gate.earlier_words.fields_with", lambda *_: 1 / 0)
    name_order("Zoë Quillfeather")
    assert is_withheld(client, page)


def test_a_sentence_that_may_prejudice_a_trial_is_no_more_read(client):
    """A warning about people, which a lawyer may clear: what was corrected may be just that."""
    page = public(PREJUDICIAL, **CHARGED, stage="charge")
    assert is_withheld(client, correct(page))
    note = ReleaseLog.objects.filter(event="released").first().note
    assert "The earlier words are withheld: contempt-text." in note
    assert DeskNotice.objects.filter(page_id=page.pk).count() == 1


def test_the_desk_is_told_only_if_the_checks_withhold_what_was_to_be_read():
    corrected()
    assert not DeskNotice.objects.exists()


def test_a_release_without_other_words_asks_again(client):
    page = public(PREJUDICIAL, **CHARGED)
    page = correct(page)
    assert not is_withheld(client, page)
    page.stage = "charge"
    clear(page).save()
    assert is_withheld(client, page)


def test_the_database_refuses_words_for_what_is_withheld():
    page = correct(public(), keeps=False)
    rows = EarlierEdition.objects.of_page(page.pk)
    document = Edition.objects.of_page(page.pk)[0].document
    for change in ({"document": document}, {"number": 7}, {"until": timezone.now()}):
        with pytest.raises(DatabaseError, match="withheld"), transaction.atomic():
            rows.update(**change)
    kept = correct(page, body=text("He is 42."))
    rows = EarlierEdition.objects.of_page(kept.pk).with_words()
    with pytest.raises(DatabaseError, match="withheld"), transaction.atomic():
        rows.update(document={**document, "title": "Other words"})


def test_the_form_asks_only_those_who_may_publish(client):
    page = press_release()
    said = {"change_kind": "correction", "change_note": NOTE, **KEEPS}
    edit("press.officer", page, text="He is 41 years old.", **said)
    draft = now(page).get_latest_revision_as_object()
    assert not draft.change_keeps_earlier
    clear(draft, editorial=False)
    edit("duty.editor", page, text="He is 41 years old.", **said, **PUBLISH)
    assert EarlierEdition.objects.get().document is not None
    assert earlier(client, now(page)).status_code == 200
    form = at_desk("duty.editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert not form.context["form"]["change_keeps_earlier"].value()


def test_the_tick_of_another_change_is_none():
    """As where two versions were put together, of which one was about a change before."""
    page = corrected()
    page.title = "Another headline"
    page.change_note, page.change_number = "It was Leeds.", 2
    assert page.change_keeps_earlier
    assert not page.declared_change.keeps_earlier


def test_the_desk_withholds_them_by_hand(client):
    page = corrected()
    address = reverse("desk_earlier_editions", args=[page.pk])
    assert at_desk("press.officer").get(address).status_code in (302, 403)
    assert not is_withheld(client, page)
    desk = at_desk("duty.editor")
    assert address in desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "May read it" in desk.get(address).text
    desk.post(address)
    assert is_withheld(client, page)
    log = ReleaseLog.objects.get(event="words-withheld")
    assert (log.page_id, log.note, log.username) == (page.pk, "Withheld by hand.", "duty.editor")
    assert client.get(page.url).status_code == 200
    assert "Withheld" in desk.get(address).text

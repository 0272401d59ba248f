"""Answers to the gate: by name, for exactly one text, kept for good."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import examine
from newsroom.models import (
    CheckResponse,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
)
from tests.factories import clear, crime_type, draft, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = person("ada", first_name="Ada", last_name="Lacey", is_superuser=True)
    client.force_login(user)
    return client


def written(**fields):
    item = draft(title="Man jailed", sexual_offence=True, **fields)
    item.save_revision(user=person())
    return PressReleasePage.objects.get(pk=item.pk)


def address(item):
    return reverse("desk_answers", args=[item.pk])


def asked(client, item):
    text = client.get(address(item)).text
    return {"digest": re.search(r'name="digest" value="(\w+)"', text)[1]}


def codes(item):
    return {finding.code for finding in examine(item.get_latest_revision_as_object()).findings}


def test_the_page_lists_everything_and_asks_by_name(officer):
    text = officer.get(address(written())).text
    assert "I, Ada Lacey, have checked every word, picture and file name" in text
    assert "No lawyer has cleared these words." in text
    assert "The reason" in text


def test_a_confirmation_settles_the_finding_for_exactly_these_words(officer):
    item = written(crime_types=[crime_type("Violent crime")])
    assert "anonymity" in codes(item)
    words = "Read the text and the two pictures with the officer in the case."
    answer = {"confirm-anonymity": "on", "words-anonymity": words}
    assert officer.post(address(item), asked(officer, item) | answer).status_code == 302
    assert "anonymity" not in codes(item)
    kept = CheckResponse.objects.get()
    assert (kept.by.username, kept.words, kept.code) == ("ada", words, "anonymity")
    assert kept.revision == item.latest_revision
    assert kept.digest == digest_of(item.get_latest_revision_as_object())
    row = ReleaseLog.objects.get(event=ReleaseLog.Event.ANSWERED)
    assert (row.username, row.answers, row.page_id) == ("ada", {"anonymity": words}, item.pk)
    assert row.digest == kept.digest
    assert row.findings[0]["code"] == "anonymity"
    item.title = "Man jailed today"
    item.save_revision()
    assert "anonymity" in codes(PressReleasePage.objects.get())


def test_a_reason_is_kept_with_who_gave_it(officer):
    item = written()
    reason = {"words-no-crime-type": "It is about the opening of an office."}
    officer.post(address(item), asked(officer, item) | reason)
    assert "no-crime-type" not in codes(item)
    text = officer.get(address(item)).text
    assert "It is about the opening of an office." in text
    assert "For the words as they are" in text
    # The other question is still open.
    assert "I, Ada Lacey" in text


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({"confirm-anonymity": "on"}, "words-anonymity", "Say what was checked, and how."),
        ({"words-anonymity": "All."}, "confirm-anonymity", "Tick this if you have checked it."),
        ({"confirm-anonymity": "on", "words-anonymity": "  "}, "words-anonymity", "Say what"),
        ({}, "__all__", "Answer at least one of the questions."),
        ({"words-no-crime-type": " \n "}, "__all__", "Answer at least one"),
    ],
)
def test_half_an_answer_is_told_beside_its_field(officer, sent, field, told):
    item = written()
    response = officer.post(address(item), asked(officer, item) | sent)
    assert response.status_code == 200
    assert told in response.context["form"].errors[field][0]
    assert told in response.text
    assert not CheckResponse.objects.exists()


def test_an_answer_to_words_that_have_changed_is_not_taken_but_kept_in_the_form(officer):
    item = written()
    sent = asked(officer, item) | {"words-no-crime-type": "An office opens."}
    item.title = "Woman jailed"
    item.save_revision()
    response = officer.post(address(item), sent)
    assert "Somebody changed the page while you were answering" in response.text
    assert "An office opens." in response.text
    assert not CheckResponse.objects.exists()
    again = re.search(r'name="digest" value="(\w+)"', response.text)[1]
    assert officer.post(address(item), sent | {"digest": again}).status_code == 302
    assert CheckResponse.objects.get().digest == again


def test_an_answer_never_repeats_a_protected_name(officer):
    item = written()
    order = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.NAME_WITHHELD,
        effect=ReportingRestriction.Effect.NAMES,
        covers="The first witness.",
        starts_at=timezone.now(),
    )
    ProtectedName.objects.create(restriction=order, words="Ottoline Quarrenby")
    sent = {"words-no-crime-type": "Ottoline Quarrenby opens an office."}
    response = officer.post(address(item), asked(officer, item) | sent)
    assert "This repeats a protected name." in response.text
    assert not CheckResponse.objects.exists()
    assert not ReleaseLog.objects.filter(event=ReleaseLog.Event.ANSWERED).exists()
    order.pages.add(item)
    response = officer.post(
        address(item), asked(officer, item) | {"words-no-crime-type": "Quarrenby opens it."}
    )
    assert "This repeats a protected name." in response.text


def test_the_history_of_the_page_stands_below(officer):
    item = written()
    clear(item.get_latest_revision_as_object())
    item.get_latest_revision().publish(user=person("ada"))
    text = officer.get(address(item)).text
    assert "Legal clearance" in text
    assert "Released" in text


def test_a_page_without_any_version_can_be_answered_for(officer):
    item = draft()
    reason = {"words-no-crime-type": "An office opens."}
    assert officer.post(address(item), asked(officer, item) | reason).status_code == 302
    assert CheckResponse.objects.get().revision is None


def test_only_who_may_edit_or_publish_the_page_answers(client):
    item = written()
    client.force_login(person("visitor"))
    assert client.get(address(item)).status_code in (302, 403)
    assert client.post(address(item), {"words-no-crime-type": "No."}).status_code in (302, 403)
    assert not CheckResponse.objects.exists()


def test_no_page_is_not_found(officer):
    assert officer.get(reverse("desk_answers", args=[0])).status_code == 404

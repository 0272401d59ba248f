"""A clearance holds for what the rules were told as well: facts outside the document, too."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from newsroom.gate.outside_facts import changes, outside_facts, stamp
from newsroom.gate.release_gate import examine
from newsroom.gate.sign_off import latest
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import (
    CaseStage,
    CheckResponse,
    Clearance,
    CrimeType,
    DeskNotice,
    HighProfileCasePage,
    PictureRecord,
    PressReleasePage,
    UrgentRelease,
)
from newsroom.scheduler import run_once
from tests.blockers import AUTHOR, answered, change, sound_draft, stood_up_for
from tests.desk import at_desk
from tests.factories import case, crime_type, person, picture, press_release, update

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

LAPSED = {"not-cleared", "not-approved"}


def stored(item):
    return PressReleasePage.objects.get(pk=item.pk)


def codes(item):
    return {finding.code for finding in examine(stored(item)).blockers}


def messages(item):
    return " ".join(finding.message for finding in examine(stored(item)).blockers)


def of_case(stage="trial", **fields):
    thread = case(**fields)
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind=stage)
    return thread


def shown(release_class="custody", **fields):
    image = picture()
    PictureRecord.objects.create(image=image, release_class=release_class)
    return {"image": image, "image_alt": "A man", **fields}


def cleared(**fields):
    return stood_up_for(sound_draft(**fields))


def test_a_picture_that_is_said_to_show_something_else_is_cleared_again():
    item = cleared(**shown(stage="charge"))
    assert codes(item) == {"contempt-picture"}
    PictureRecord.objects.update(release_class="place")
    assert codes(item) == LAPSED
    said = "it was a custody image, or another picture of a defendant, and is a place"
    assert said in messages(item)
    PictureRecord.objects.update(release_class="custody")
    assert codes(item) == {"contempt-picture"}


def test_a_picture_of_which_nothing_was_said_is_cleared_again():
    item = cleared(image=picture(), image_alt="A man", stage="charge")
    PictureRecord.objects.create(image=item.image, release_class="place")
    assert codes(item) == LAPSED
    assert "it was not said, and is a place" in messages(item)


def test_a_case_that_is_taken_further_has_its_items_cleared_again():
    thread = of_case("trial")
    item = cleared(title="Killer to face trial", case=thread)
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind="convicted")
    assert codes(item) == LAPSED
    assert "where the case stands" in messages(item)


def test_a_day_that_was_entered_before_clearance_changes_nothing():
    thread = of_case("trial")
    tomorrow = timezone.now() + timedelta(days=1)
    CaseStage.objects.create(page=thread, date=timezone.localdate(tomorrow), kind="convicted")
    item = cleared(title="Killer to face trial", case=thread)
    assert codes(item) == {"contempt-title"}
    with time_machine.travel(tomorrow):
        assert codes(item) == set()


def test_a_step_of_the_case_that_is_no_other_stage_changes_nothing():
    thread = of_case("charge")
    item = cleared(case=thread)
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind="hearing")
    assert codes(item) == set()


def test_the_stage_of_the_case_is_no_fact_of_an_item_that_has_its_own():
    thread = of_case("charge")
    item = cleared(case=thread, stage="charge")
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind="trial")
    assert codes(item) == set()


def test_an_update_of_a_draft_moves_its_case_and_one_that_is_public_is_no_news():
    item = cleared(title="Killer to face trial", stage="charge")
    update(item, stage="verdict", note="He was found guilty.")
    assert codes(item) == LAPSED
    out = press_release(stage="sentence", title="Man jailed")
    before = outside_facts(stored(out))
    update(out, stage="appeal", note="He appealed.")
    assert changes(Clearance(facts=before), outside_facts(stored(out))) == ()
    assert changes(Clearance(facts=before), {**before, "updates": [["2027", "appeal"]]}) == (
        "where the case stands, by an update",
    )


def test_an_alias_is_told_what_its_source_is_told():
    item = sound_draft(title="Killer to be sentenced", stage="charge")
    update(item, stage="verdict", note="He was found guilty.")
    alias = item.create_alias(update_slug="aliased")
    stood_up_for(item).latest_revision.publish()
    public = PublishedQuerySet(PressReleasePage).published()
    assert {item.pk, alias.pk} == set(public.values_list("pk", flat=True))
    # Its release makes the update public, and is no new fact either.
    assert codes(item) == set()


@pytest.mark.parametrize("told", ["sexual_offence", "child_involved"])
def test_an_answer_about_anonymity_is_given_again_when_the_case_says_more(told):
    thread = case()
    item = cleared(case=thread, child_involved=told == "sexual_offence", sexual_offence=True)
    answered(item, "anonymity")
    if told == "sexual_offence":
        change(item, sexual_offence=False)
        stood_up_for(item)
        answered(item, "anonymity")
    assert codes(item) == set()
    HighProfileCasePage.objects.update(**{told: True})
    assert codes(item) == {"anonymity", *LAPSED}


def test_a_crime_type_that_protects_nobody_any_more_has_its_items_cleared_again():
    term = crime_type("Offences in private", protects=CrimeType.Protects.CHILDREN)
    item = cleared(crime_types=[term])
    CrimeType.objects.filter(pk=term.pk).update(protects="")
    assert codes(item) == LAPSED
    assert "whether a child or young person is involved" in messages(item)


def test_a_reason_about_words_holds_whatever_the_facts_are():
    item = cleared(crime_types=[], **shown("place"))
    answered(item, "no-crime-type")
    PictureRecord.objects.update(release_class="staff")
    assert codes(item) == LAPSED


def test_a_scheduled_release_waits_when_a_fact_has_changed():
    item = sound_draft(**shown(stage="verdict", go_live_at=timezone.now() + timedelta(hours=1)))
    stood_up_for(item).latest_revision.publish()
    PictureRecord.objects.update(release_class="place")
    with time_machine.travel(item.go_live_at, tick=False):
        run_once()
    assert not PublishedQuerySet(PressReleasePage).published().filter(pk=item.pk).exists()
    assert "what a picture shows" in DeskNotice.objects.get(page=item).body


def test_an_urgent_release_lapses_as_a_clearance_does():
    item = sound_draft(**shown(stage="verdict"))
    given = {"page": item, "digest": latest(item).digest, "by": person("duty.editor")}
    UrgentRelease.objects.create(reason="The court sits at two.", **given)
    assert codes(item) == set()
    PictureRecord.objects.update(release_class="place")
    assert codes(item) == LAPSED


def test_the_duty_editor_is_told_which_fact_changed_and_sends_it_back():
    item = sound_draft(**shown(stage="verdict"))
    state = item.get_workflow().start(item, person(AUTHOR))
    first = state.current_task_state.specific
    first.task.specific.on_action(first, person("reviewing.lawyer"), "approve")
    PictureRecord.objects.update(release_class="place")
    state.refresh_from_db()
    second = state.current_task_state.specific.task.specific
    assert "what a picture shows" in second.objection(latest(item), person("duty.editor"))
    actions = [name for name, *_more in second.get_actions(item, person("duty.editor"))]
    assert "approve" not in actions
    assert "clear-again" in actions


def test_the_page_of_answers_and_the_panel_say_which_fact_changed():
    item = cleared(**shown(stage="verdict"))
    PictureRecord.objects.update(release_class="place")
    client = at_desk("duty.editor")
    answers = client.get(reverse("desk_answers", args=[item.pk])).content.decode()
    assert "No more: since then this was changed: what a picture shows" in answers
    panel = client.get(reverse("wagtailadmin_pages:edit", args=[item.pk])).content.decode()
    assert "since this was changed: what a picture shows" in panel
    assert "Nobody has cleared exactly these words" in panel


def test_who_read_the_checks_before_a_fact_changed_reads_them_again():
    item = sound_draft(**shown(stage="verdict", sexual_offence=True))
    client = at_desk("duty.editor")
    read = {"digest": latest(item).digest, "facts": stamp(latest(item).outside)}
    PictureRecord.objects.update(release_class="place")
    answer = {"confirm-anonymity": "on", "words-anonymity": "Read it all."}
    response = client.post(reverse("desk_answers", args=[item.pk]), {**read, **answer})
    assert "Somebody changed the page while you were answering" in response.content.decode()
    assert "Read it all." in response.content.decode()
    answered(item, "anonymity")
    urgent = reverse("desk_urgent_release", args=[item.pk])
    response = client.post(urgent, {**read, "reason": "The court sits at two."})
    assert "or what the checks are told" in response.content.decode()
    assert not UrgentRelease.objects.exists()
    now = stamp(latest(item).outside)
    assert f'name="facts" value="{now}"' in response.content.decode()
    sent = {**read, "facts": now, "reason": "The court sits at two."}
    assert client.post(urgent, sent).status_code == 302


def test_every_record_of_a_sign_off_holds_the_facts():
    item = cleared(**shown(stage="verdict"))
    given = {"page": item, "digest": latest(item).digest, "by": person("duty.editor")}
    kept = CheckResponse.objects.create(code="anonymity", words="Checked.", **given)
    assert kept.facts == outside_facts(stored(item))
    unknown = Clearance.objects.create(step="legal", **{**given, "digest": "0" * 64})
    assert unknown.facts is None
    assert changes(unknown, outside_facts(item)) == (
        "it is not known what the checks were told then",
    )

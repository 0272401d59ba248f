"""What a page says decides whether a lawyer must clear it, whatever its type."""

import pytest
from django.urls import reverse

from newsroom.gate.release_gate import examine
from newsroom.gate.sign_off import latest
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import Clearance, ContentPage, SpeechIndexPage, TopicHubPage, UrgentRelease
from newsroom.records.log_context import Channel, log_context
from tests.desk import at_desk, events
from tests.factories import clear, newsroom, person, press_office, topic

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

HARMLESS = "Hate crime hurts. We prosecuted 1,200 people in the last year."
PREJUDICIAL = "Killer Darren Holt of Mill Lane, Thornby, will appear at Leeds Crown Court."


def body(words):
    return [("paragraph", f"<p>{words}</p>")]


def written(words=PREJUDICIAL, make=topic, **fields):
    """A draft that a press officer wrote."""
    page = make(live=False, **{"body": body(words), **fields})
    page.save_revision(user=person("press.officer"))
    return page


def is_public(page):
    return PublishedQuerySet(type(page)).published().filter(pk=page.pk).exists()


def codes(page):
    found = examine(page, releasing=person("duty.editor"))
    return {finding.code for finding in found.blockers}, found.needs_clearance


def test_words_about_a_live_case_need_a_lawyer_on_every_type_of_page():
    speeches = SpeechIndexPage(title="Speeches", slug="speeches", introduction=f"<p>{HARMLESS}</p>")
    newsroom().add_child(instance=speeches)
    home = newsroom().get_parent().specific
    content = home.add_child(
        instance=ContentPage(title="About us", slug="about", body=body(HARMLESS), live=False)
    )
    speeches.introduction = f"<p>{PREJUDICIAL}</p>"
    content.body = body(PREJUDICIAL)
    home.summary = PREJUDICIAL
    for page in (written(), written(make=press_office), content, speeches, home):
        assert codes(page) == ({"not-cleared"}, True), page


@pytest.mark.parametrize("make", [topic, press_office])
def test_a_harmless_page_needs_nobody(make):
    page = written(HARMLESS, make)
    assert codes(page) == (set(), False)
    page.latest_revision.publish(user=person("duty.editor"))
    assert is_public(page)


def test_an_answered_question_about_anonymity_still_needs_a_lawyer():
    page = written("The victim, 12, was attacked in Thornby.")
    assert codes(page) == ({"anonymity", "not-cleared"}, True)
    clear(page, legal=False, editorial=False)
    assert codes(page) == ({"not-cleared"}, True)


def test_what_a_lawyer_cleared_goes_out_and_other_words_do_not():
    page = written()
    clear(page, editorial=False)
    at_desk("duty.editor").post(_publish(page))
    page = TopicHubPage.objects.get(pk=page.pk)
    page.latest_revision.publish(user=person("duty.editor"))
    assert is_public(page)
    page.body = body(f"{PREJUDICIAL} He has previous convictions.")
    assert "not-cleared" in codes(page)[0]


def test_a_duty_editor_is_refused_and_told_to_submit_it():
    page = written()
    response = at_desk("duty.editor").post(_publish(page), {}, follow=True)
    assert not is_public(page)
    assert "No lawyer has cleared these words" in response.content.decode()


def test_the_workflow_asks_a_lawyer_and_then_a_duty_editor():
    page = written()
    state = page.get_workflow().start(page, person("press.officer"))
    first = state.current_task_state.specific
    with log_context(person("duty.editor"), Channel.WORKFLOW):
        first.task.specific.on_action(first, person("reviewing.lawyer"), "approve")
        state.refresh_from_db()
        second = state.current_task_state.specific
        second.task.specific.on_action(second, person("duty.editor"), "approve")
    assert is_public(page)
    assert set(Clearance.objects.values_list("step", flat=True)) == {"legal", "editorial"}


def test_an_urgent_release_of_a_topic_is_flagged_as_one_of_a_press_release():
    harmless, page = written(HARMLESS), written()
    client = at_desk("duty.editor")
    address = reverse("desk_urgent_release", args=[page.pk])
    sent = {"digest": latest(page).digest, "reason": "The court sits at two."}
    assert client.post(address, sent).status_code == 302
    assert is_public(page)
    assert UrgentRelease.objects.unsettled().get().page_id == page.pk
    assert events(page)[:2] == ["urgent", "released"]
    nothing_to_say = client.get(reverse("desk_urgent_release", args=[harmless.pk]), follow=True)
    assert nothing_to_say.redirect_chain or nothing_to_say.status_code == 403


def test_the_panel_says_whether_the_page_needs_a_clearance():
    client = at_desk("duty.editor")
    for page, said in (
        (written(HARMLESS), "needs no clearance"),
        (written(), "Nobody has cleared"),
    ):
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert said in shown


def _publish(page):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return f"{address}?id={page.pk}&next=/admin/"

"""From draft to release: a lawyer clears exact words, a duty editor approves, nobody their own."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text

from newsroom.desk.page_views import DeskEditView
from newsroom.gate.approval_tasks import ApprovalRefused
from newsroom.gate.page_facts import digest_of
from newsroom.models import Clearance, LegalClearanceTask, ReleaseLog
from tests.desk import SMALL_CHANGE, act, at_desk, edit, events, now, step, submitted, told, write
from tests.factories import draft, newsroom, person
from tests.kept_records import writable

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

FORWARD = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def offered(page, username):
    task = now(page).current_workflow_task
    return {name for name, _label, _modal in task.get_actions(now(page), person(username))}


def test_a_draft_goes_by_a_lawyer_and_a_duty_editor_to_the_public():
    page = submitted()
    assert step(page) == "Legal clearance"
    act("reviewing.lawyer", page, comment="Read with the indictment.")
    assert step(page) == "Editorial approval"
    assert not now(page).live
    act("duty.editor", page)
    assert now(page).live
    assert step(page) == ""
    assert events(page) == ["cleared", "approved", "released"]


def test_each_clearance_is_for_exactly_the_words_that_were_approved():
    page = submitted()
    act("reviewing.lawyer", page, comment="Read with the indictment.")
    legal = Clearance.objects.get()
    assert (legal.by, legal.step) == (person("reviewing.lawyer"), "legal")
    assert legal.comment == "Read with the indictment."
    assert legal.revision == now(page).latest_revision
    assert legal.digest == digest_of(now(page).get_latest_revision_as_object())
    row = ReleaseLog.objects.get(event="cleared")
    assert (row.digest, row.username, row.channel) == (legal.digest, "reviewing.lawyer", "workflow")
    assert row.note == "Read with the indictment."


def test_what_is_sent_back_says_why_and_returns_to_the_lawyer():
    page = submitted()
    act("reviewing.lawyer", page)
    act("duty.editor", page, "reject", comment="Who is the officer?")
    row = ReleaseLog.objects.get(event="returned")
    assert (row.note, row.username) == ("Who is the officer?", "duty.editor")
    # Submitted again with other words, it is the lawyer's turn first.
    edit("press.officer", page, text="Another text.", **{"action-submit": "1"})
    assert step(page) == "Legal clearance"


def test_sent_back_and_submitted_again_unchanged_it_need_not_be_cleared_twice():
    page = submitted()
    act("reviewing.lawyer", page)
    act("duty.editor", page, "reject", comment="Who is he?")
    edit("press.officer", page, **{"action-submit": "1"})
    assert step(page) == "Editorial approval"


@pytest.mark.parametrize("username", ["reviewing.lawyer", "administrator"])
def test_a_lawyer_does_not_clear_their_own_words(username):
    page = submitted()
    edit(username, page, text="As the lawyer would have it.")
    assert offered(page, username) == {"reject"}
    assert "approve" in offered(page, "second.lawyer")
    screen = at_desk(username).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "another lawyer must clear it" in screen.text
    act(username, page)
    assert step(page) == "Legal clearance"
    assert not Clearance.objects.exists()


def test_to_edit_and_clear_in_one_go_is_refused_and_the_edit_is_kept():
    page = submitted()
    answer = edit("reviewing.lawyer", page, text="As the lawyer would have it.", **FORWARD)
    assert "another lawyer must clear it" in told(answer)
    assert "What you wrote is saved." in told(answer)
    assert step(page) == "Legal clearance"
    assert "would have it" in str(now(page).get_latest_revision_as_object().body)


@pytest.mark.parametrize("username", ["duty.editor", "administrator"])
def test_a_duty_editor_does_not_approve_their_own_words(username):
    page = submitted()
    act("reviewing.lawyer", page)
    answer = edit(username, page, text="As the editor would have it.", **FORWARD)
    assert "another duty editor must approve it" in told(answer)
    assert not now(page).live
    assert step(page) == "Editorial approval"


def test_words_changed_after_clearance_go_back_to_the_lawyer():
    page = submitted()
    act("reviewing.lawyer", page)
    edit("duty.editor", page, text="As the editor would have it.")
    assert offered(page, "second.editor") == {"clear-again", "reject"}
    screen = at_desk("second.editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Send back for legal clearance" in screen.text
    act("second.editor", page, "clear-again")
    assert step(page) == "Legal clearance"
    act("reviewing.lawyer", page)
    assert step(page) == "Editorial approval"
    act("second.editor", page)
    assert now(page).live


def test_a_lawyer_who_is_asked_again_is_not_told_that_they_publish():
    page = submitted()
    act("reviewing.lawyer", page)
    edit("duty.editor", page, text="As the editor would have it.")
    act("second.editor", page, "clear-again")
    screen = at_desk("reviewing.lawyer").get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Clear these words" in screen.text
    assert "Publish" not in screen.text.partition("footer__container")[2].partition("</nav>")[0]


def test_the_last_approval_of_other_words_than_were_cleared_is_refused():
    page = submitted()
    act("reviewing.lawyer", page)
    state = now(page).current_workflow_task_state
    edit("duty.editor", page, text="As the editor would have it.")
    with pytest.raises(ApprovalRefused, match="changed since legal clearance"):
        state.task.specific.on_action(state, person("second.editor"), "approve")
    assert step(page) == "Editorial approval"
    assert not now(page).live


def test_a_refusal_by_the_gate_leaves_the_workflow_where_it_was():
    page = submitted()
    act("reviewing.lawyer", page)
    item = now(page)
    # A link to something that is not public: no words of the page have to change for it.
    target = draft(title="Not public")
    revision = item.latest_revision
    link = f'<p><a linktype="page" id="{target.pk}">x</a></p>'
    revision.content["body"] = json.dumps([{"type": "paragraph", "value": link}])
    revision.save()
    with writable(Clearance):
        Clearance.objects.update(digest=digest_of(now(page).get_latest_revision_as_object()))
    answer = act("duty.editor", page)
    assert answer.status_code == 302
    assert "Not public" in told(answer)
    assert step(page) == "Editorial approval"
    assert now(page).current_workflow_state.status == "in_progress"
    assert not Clearance.objects.filter(step="editorial").exists()
    assert events(page) == ["cleared", "refused"]


def test_the_dialog_of_a_step_is_led_to_the_page_when_the_gate_refuses():
    page = submitted()
    act("reviewing.lawyer", page)
    edit("duty.editor", page, text="As the editor would have it.")
    client = at_desk("duty.editor")
    client.defaults["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"
    state = now(page).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert client.post(address).status_code == 403


@pytest.mark.parametrize(
    ("at", "username"),
    [
        ("Legal clearance", "press.officer"),
        ("Legal clearance", "duty.editor"),
        ("Editorial approval", "press.officer"),
        ("Editorial approval", "reviewing.lawyer"),
    ],
)
@pytest.mark.parametrize("action", ["approve", "reject", "clear-again"])
def test_who_is_not_asked_can_do_nothing(at, username, action):
    page = submitted()
    if at == "Editorial approval":
        act("reviewing.lawyer", page)
    before = events(page)
    act(username, page, action)
    assert (step(page), events(page)) == (at, before)
    state = now(page).current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, person(username), action)


def test_an_author_forges_no_approval_through_the_form():
    page = submitted()
    edit("press.officer", page, **FORWARD)
    assert step(page) == "Legal clearance"


def test_a_step_is_taken_once():
    page = submitted()
    state = now(page).current_workflow_task_state
    act("reviewing.lawyer", page)
    with pytest.raises(ApprovalRefused, match="already"):
        state.task.specific.on_action(state, person("second.lawyer"), "approve")
    assert Clearance.objects.count() == 1


def test_who_approves_a_moment_after_somebody_else_is_told(monkeypatch):
    page = submitted()
    act("reviewing.lawyer", page)
    perform = DeskEditView.perform_workflow_action

    def after_another(view):
        act("second.editor", page)
        return perform(view)

    monkeypatch.setattr(DeskEditView, "perform_workflow_action", after_another)
    answer = edit("duty.editor", page, **FORWARD)
    assert "Somebody else has dealt with this step already" in told(answer)
    assert now(page).live
    assert events(page) == ["cleared", "approved", "released"]


def test_who_approves_what_is_out_already_is_told_that_it_is_only_saved():
    page = submitted()
    act("reviewing.lawyer", page)
    act("duty.editor", page)
    answer = edit("second.editor", page, **FORWARD)
    assert "Somebody else has dealt with this step already" in told(answer)
    assert events(page) == ["cleared", "approved", "released"]


def test_approval_of_an_embargoed_page_schedules_it():
    ends = (timezone.localtime() + timedelta(days=2)).replace(hour=10, minute=0)
    embargo = {"go_live_at": ends.strftime("%d/%m/%Y %H:%M")}
    page = submitted(**embargo)
    act("reviewing.lawyer", page)
    act("duty.editor", page)
    assert not now(page).live
    assert now(page).scheduled_revision == now(page).latest_revision
    assert events(page) == ["cleared", "approved", "scheduled"]
    assert Clearance.objects.filter(step="editorial").count() == 1


def test_approval_of_an_embargo_at_night_is_refused():
    page = submitted()
    act("reviewing.lawyer", page)
    item = now(page)
    ends = (timezone.localtime() + timedelta(days=2)).replace(hour=3, minute=0)
    revision = item.latest_revision
    revision.content["go_live_at"] = ends.isoformat()
    revision.save()
    answer = act("duty.editor", page)
    assert "was not released" in told(answer)
    assert step(page) == "Editorial approval"
    assert now(page).scheduled_revision is None


def test_what_only_an_edit_can_settle_is_refused_at_submission_and_kept():
    page = write()
    target = draft(title="Not public")
    link = f'<a linktype="page" id="{target.pk}">here</a>'
    answer = edit("press.officer", page, text=f"Read more {link}.", **{"action-submit": "1"})
    assert "was not submitted" in told(answer)
    assert "Not public" in told(answer)
    assert step(page) == ""
    assert "Read more" in str(now(page).get_latest_revision_as_object().body)
    assert events(page) == ["refused"]


def test_what_is_submitted_again_unready_still_waits_for_changes():
    page = submitted()
    act("reviewing.lawyer", page, "reject", comment="Who is he?")
    target = draft(title="Not public")
    link = f'<a linktype="page" id="{target.pk}">here</a>'
    answer = edit("press.officer", page, text=f"Read more {link}.", **{"action-submit": "1"})
    assert "was not submitted" in told(answer)
    state = now(page).current_workflow_state
    assert state.status == "needs_changes"
    assert state.current_task_state is not None
    edit("press.officer", page, text="All is well.", **{"action-submit": "1"})
    assert step(page) == "Legal clearance"


def test_what_can_be_settled_on_the_way_is_told_at_submission():
    page = write()
    answer = edit("press.officer", page, crime_types=[], **{"action-submit": "1"})
    assert step(page) == "Legal clearance"
    assert "these must be settled" in told(answer)


def test_wagtail_offers_the_steps_when_a_workflow_is_made():
    admin = at_desk("administrator")
    screen = admin.get(reverse("wagtailadmin_workflows:select_task_type"))
    assert "Legal clearance" in screen.text
    assert LegalClearanceTask.get_description() in screen.text
    assert newsroom().get_workflow() is not None


def test_a_lawyer_whose_browser_drops_an_empty_paragraph_has_edited_nothing():
    page = submitted(notes_to_editors=rich_text(""))
    answer = edit("reviewing.lawyer", page, notes_to_editors="null", **FORWARD)
    assert step(page) == "Editorial approval"
    assert "now waits for: Editorial approval" in told(answer)


def test_after_an_approval_one_message_says_what_it_led_to():
    page = submitted()
    answer = edit("reviewing.lawyer", page, **FORWARD)
    assert told(answer).count("“Man jailed”") == 1
    assert "updated" not in told(answer)
    answer = edit("duty.editor", page, **FORWARD)
    assert "“Man jailed” is published." in told(answer)
    assert "updated" not in told(answer)


def test_whoever_acts_from_the_list_is_told_what_it_led_to():
    page = submitted()
    assert "now waits for: Editorial approval" in told(act("reviewing.lawyer", page))
    assert "is sent back for changes" in told(
        act("duty.editor", page, "reject", comment="Who is he?")
    )
    edit("press.officer", page, **{"action-submit": "1"})
    assert "“Man jailed” is published." in told(act("duty.editor", page))


def test_a_draft_that_is_sent_back_is_not_called_published_because_an_older_one_is():
    page = submitted()
    act("reviewing.lawyer", page)
    act("duty.editor", page)
    edit("press.officer", page, text="What came later.", **SMALL_CHANGE, **{"action-submit": "1"})
    assert "is sent back for changes" in told(
        act("reviewing.lawyer", page, "reject", comment="Who is he?")
    )


def test_a_workflow_that_cannot_begin_again_is_not_cancelled():
    page = submitted()
    act("reviewing.lawyer", page, "reject", comment="Who is he?")
    before = now(page).current_workflow_state
    target = draft(title="Not public")
    link = f'<a linktype="page" id="{target.pk}">here</a>'
    again = {"action-restart-workflow": "1"}
    answer = edit("press.officer", page, text=f"Read more {link}.", **again)
    assert "was not submitted" in told(answer)
    assert "Read more" in str(now(page).get_latest_revision_as_object().body)
    before.refresh_from_db()
    assert before.status == "needs_changes"
    assert now(page).current_workflow_state == before
    edit("press.officer", page, text="All is well.", **again)
    before.refresh_from_db()
    assert before.status == "cancelled"
    assert step(page) == "Legal clearance"

"""When items are due: after updates, by decision, and as the timer and the desk see it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from newsroom.choices import StageKind
from newsroom.models import (
    CaseStage,
    DeskNotice,
    PressReleasePage,
    RetentionDecision,
    RetentionReview,
)
from newsroom.publishing.outbox import send_notices
from newsroom.retention.review_dates import refresh, refresh_all, said
from tests.desk import at_desk, told
from tests.factories import case, draft, items, person, press_release, statement, update
from tests.retention import NAME, erased, later, proposed
from tests.test_dashboard import rows

pytestmark = pytest.mark.django_db

LIST = reverse("desk_retention")
LONG_AGO = timezone.now() - timedelta(days=800)


def review(page):
    (found,) = refresh([page.pk])
    return found


def screen(page, username="duty.editor", **sent):
    browser, there = at_desk(username), reverse("desk_retention_decision", args=[page.pk])
    return browser.post(there, sent) if sent else browser.get(there)


def test_a_quashed_conviction_is_due_at_once():
    page = press_release(stage=PressReleasePage.Stage.SENTENCE)
    assert not review(page).is_due
    update(page, stage=StageKind.QUASHED, note="The conviction was quashed.")
    stored = RetentionReview.objects.get(pk=page.pk)
    assert (stored.outcome, stored.due_on) == ("cleared", timezone.localdate())
    assert stored.is_due
    assert "quashed" in stored.source


def test_removing_the_update_moves_the_review_back():
    page = press_release(stage=PressReleasePage.Stage.SENTENCE)
    made = update(page, stage=StageKind.ACQUITTED, note="Acquitted.")
    assert RetentionReview.objects.get(pk=page.pk).outcome == "cleared"
    made.delete()
    assert RetentionReview.objects.get(pk=page.pk).outcome == "sentenced"


def test_a_named_person_who_was_fined_is_due_after_twelve_months():
    page = press_release(stage=PressReleasePage.Stage.SENTENCE, published_at=LONG_AGO)
    assert not review(page).is_due
    assert said(review(page), "fined").due_on == timezone.localtime(LONG_AGO).date().replace(
        year=LONG_AGO.year + 1
    )
    assert RetentionReview.objects.get(pk=page.pk).is_due
    # What the desk said was about the sentence.
    update(page, stage=StageKind.APPEAL, note="An appeal was lodged.")
    assert RetentionReview.objects.get(pk=page.pk).outcome == "open"


def test_the_case_says_what_the_item_does_not():
    thread = case()
    CaseStage.objects.create(page=thread, date=date(2026, 1, 5), kind=StageKind.DISCONTINUED)
    page = press_release(case=thread)
    assert review(page).outcome == "cleared"
    assert review(statement()).outcome == "none"


def test_what_was_never_public_has_no_review():
    assert refresh([draft().pk]) == []


def test_an_item_is_kept_until_something_else_happens():
    page = press_release(stage=PressReleasePage.Stage.SENTENCE, published_at=LONG_AGO)
    said(review(page), "fined")
    answer = screen(
        page, step="keep", reason="Of lasting interest.", next_review=f"{later():%d/%m/%Y}"
    )
    assert answer.status_code == 302
    stored = RetentionReview.objects.get(pk=page.pk)
    assert stored.due_on == later()
    refresh_all()
    assert not RetentionReview.objects.get(pk=page.pk).is_due
    update(page, stage=StageKind.QUASHED, note="The conviction was quashed.")
    assert RetentionReview.objects.get(pk=page.pk).is_due


def test_the_same_list_is_mailed_once_a_day_and_names_nobody(settings):
    page = press_release(title=f"{NAME} fined", stage=PressReleasePage.Stage.SENTENCE)
    update(page, stage=StageKind.QUASHED, note="The conviction was quashed.")
    person("duty.editor", email="duty@example.org")
    for _time in range(2):
        call_command("apply_retention", verbosity=0)
    notice = DeskNotice.objects.get(key__startswith="retention-due:")
    assert f"Page {page.pk}" in notice.body
    assert NAME not in f"{notice.subject}{notice.body}"
    send_notices()
    due = [one for one in mail.outbox if one.subject == "Due for review: 1 item"]
    assert len(due) == 1
    another = press_release(stage=PressReleasePage.Stage.SENTENCE)
    update(another, stage=StageKind.QUASHED, note="The conviction was quashed.")
    call_command("apply_retention", verbosity=0)
    assert DeskNotice.objects.filter(key__startswith="retention-due:").count() == 2


def test_reviews_of_many_take_as_many_queries_as_of_one(django_assert_num_queries):
    items(*({"title": f"Item {number}"} for number in range(30)))
    ids = list(PressReleasePage.objects.values_list("pk", flat=True))
    for some in (ids[:1], ids):
        with django_assert_num_queries(6):
            refresh(some)
    assert refresh_all() == 30


def test_the_first_screen_counts_what_is_due():
    page = press_release(title="Man fined", stage=PressReleasePage.Stage.SENTENCE)
    assert rows("desk-retention") == []
    update(page, stage=StageKind.QUASHED, note="The conviction was quashed.")
    assert rows("desk-retention") == ["Man fined"]
    home = at_desk("duty.editor").get(reverse("wagtailadmin_home")).text
    assert "Due for review: 1 item" in home
    officers = at_desk("press.officer").get(reverse("wagtailadmin_home")).text
    assert "Due for review" not in officers
    erased(page)
    assert rows("desk-retention") == []


def test_the_list_is_by_day_and_filtered():
    due = press_release(title="Due now", stage=PressReleasePage.Stage.SENTENCE)
    press_release(title="Much later")
    update(due, stage=StageKind.QUASHED, note="The conviction was quashed.")
    refresh_all()
    shown = at_desk("duty.editor").get(LIST).text
    assert shown.index("Due now") < shown.index("Much later")
    narrowed = at_desk("reviewing.lawyer").get(LIST, {"due": "now"}).text
    assert "Due now" in narrowed
    assert "Much later" not in narrowed
    exported = at_desk("duty.editor").get(LIST, {"export": "csv"}).getvalue().decode()
    assert "Due now" not in exported
    assert str(due.pk) in exported
    assert at_desk("press.officer").get(LIST).status_code in (302, 403)


def test_the_form_of_an_item_says_when_it_is_reviewed():
    page = press_release(stage=PressReleasePage.Stage.SENTENCE)
    edit = at_desk("duty.editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "Retention review:" in edit
    assert "Retention…" in edit
    update(page, stage=StageKind.QUASHED, note="The conviction was quashed.")
    edit = at_desk("press.officer").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "Due for retention review since" in edit
    assert "Retention…" not in edit


PROPOSAL = {
    "step": "propose",
    "kind": "anonymise",
    "legal_reason": "accuracy",
    "reason": "The conviction was quashed.",
    "words": f"{NAME} => a woman from Leeds",
}


def test_one_proposes_and_another_one_confirms():
    page = press_release(title=f"{NAME} jailed")
    assert screen(page, **PROPOSAL).status_code == 302
    decision = RetentionDecision.objects.get()
    own = screen(page).text
    assert "This cannot be undone." in own
    assert "Replace the words for good" not in own
    assert "Take the proposal back" in own
    assert "rows change" in own
    sent = {"step": "confirm", "decision": decision.pk}
    assert screen(page, **sent).status_code in (302, 403)
    assert PressReleasePage.objects.get(pk=page.pk).title == f"{NAME} jailed"
    other = screen(page, "second.editor").text
    assert "Replace the words for good" in other
    assert screen(page, "second.editor", **sent).status_code == 302
    assert PressReleasePage.objects.get(pk=page.pk).title == "a woman from Leeds jailed"
    assert "Decided before" in screen(page).text


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("kind", {"kind": "burn"}),
        ("legal_reason", {"legal_reason": ""}),
        ("reason", {"reason": ""}),
        ("reason", {"reason": f"{NAME} was acquitted."}),
        ("words", {"words": ""}),
        ("words", {"words": NAME}),
        ("words", {"words": "Al => a man"}),
        ("words", {"words": f"{NAME} => {NAME} of Leeds"}),
        ("words", {"words": f"{NAME} => <b>a woman</b>"}),
        ("words", {"words": "\n".join(f"Name {'x' * n} => a man" for n in range(1, 40))}),
    ],
)
def test_a_wrong_proposal_is_answered_beside_the_field(field, sent):
    page = press_release(title=f"{NAME} jailed")
    answer = screen(page, **{**PROPOSAL, **sent})
    assert answer.status_code == 200
    assert field in answer.context["erase_form"].errors
    assert not RetentionDecision.objects.exists()


@pytest.mark.parametrize("day", ["", "yesterday", "01/01/2020", "01/01/9999"])
def test_an_item_is_kept_with_a_reason_until_a_later_day(day):
    page = press_release()
    answer = screen(page, step="keep", reason="", next_review=day)
    assert set(answer.context["keep_form"].errors) == {"reason", "next_review"}


@pytest.mark.parametrize("step", ["keep", "propose", "outcome", "confirm", "decline", "", "burn"])
def test_press_officers_decide_nothing(step):
    page = press_release()
    proposed(page)
    decision = RetentionDecision.objects.get()
    sent = {**PROPOSAL, "step": step, "decision": decision.pk, "outcome": "fined"}
    assert screen(page, "press.officer", **sent).status_code in (302, 403)
    decision.refresh_from_db()
    assert (decision.confirmed_at, decision.declined_at) == (None, None)


def test_a_lawyer_confirms_and_does_not_propose():
    page = press_release(title=f"{NAME} jailed")
    assert screen(page, "reviewing.lawyer", **PROPOSAL).status_code in (302, 403)
    assert not RetentionDecision.objects.exists()
    screen(page, **PROPOSAL)
    decision = RetentionDecision.objects.get()
    answer = screen(page, "reviewing.lawyer", step="confirm", decision=decision.pk)
    assert "verify_removed" in told(answer)


def test_a_second_click_and_a_changed_proposal_do_nothing():
    page = press_release(title=f"{NAME} jailed")
    screen(page, **PROPOSAL)
    decision = RetentionDecision.objects.get()
    for number in ("", "x", "4711"):
        answer = screen(page, "second.editor", step="confirm", decision=number)
        assert "meanwhile" in told(answer)
    screen(page, step="decline", decision=decision.pk)
    answer = screen(page, "second.editor", step="confirm", decision=decision.pk)
    assert "meanwhile" in told(answer)


def test_what_the_gate_keeps_back_is_said_and_changes_nothing():
    page = press_release(title=f"{NAME} jailed")
    screen(page, **{**PROPOSAL, "words": f"{NAME} => XX"})
    decision = RetentionDecision.objects.get()
    answer = screen(page, "second.editor", step="confirm", decision=decision.pk)
    assert answer.status_code == 200
    assert "nothing was changed" in told(answer)
    assert RetentionDecision.objects.waiting().get() == decision

"""What nobody decides by retention, and which new words the gate asks about like any others."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.urls import reverse

from newsroom.gate.release_gate import ReleaseRefused
from newsroom.gate.replacing_words import OldWords, replacing_words, still_asked
from newsroom.models import ItemUpdate, PressReleasePage, RetentionDecision
from newsroom.records.retention_reviews import RetentionDecisionQuerySet
from newsroom.retention import decisions
from newsroom.rules.check import Finding, Level, Remedy
from tests.blockers import hold_it, sound_draft
from tests.desk import at_desk, told
from tests.factories import draft, person, press_release, update
from tests.retention import NAME, Kind, erased, later, proposed

pytestmark = pytest.mark.django_db


def screen(page):
    return reverse("desk_retention_decision", args=[page.pk])


def test_nobody_asks_or_decides_about_what_is_held_for_a_verdict():
    page = sound_draft(title=f"{NAME} jailed")
    decision = proposed(page)
    hold_it(page)
    sent = {"step": "propose", "kind": "remove", "legal_reason": "accuracy", "reason": "It is so."}
    for username in ("duty.editor", "second.editor", "reviewing.lawyer", "administrator"):
        browser = at_desk(username)
        assert browser.get(screen(page)).status_code == 404
        assert browser.post(screen(page), {**sent, "words": NAME}).status_code == 404
    with pytest.raises(ValidationError, match="held for a verdict"):
        decisions.confirm(decision, person("second.editor"))
    RetentionDecision.objects.all().delete()
    with pytest.raises(ValidationError, match="held for a verdict"):
        proposed(page)
    with pytest.raises(ValidationError, match="held for a verdict"):
        decisions.keep(page, person("duty.editor"), "It is so.", later())
    assert PressReleasePage.objects.filter(pk=page.pk).exists()
    assert not RetentionDecision.objects.exists()


@pytest.mark.parametrize(
    ("new", "match"),
    [("her stepfather", "identity"), ("The The", "The The"), ("a pupil at the school", "identity")],
)
def test_the_gate_asks_about_what_the_new_words_bring(new, match):
    page = press_release(title=f"{NAME} jailed", sexual_offence=True)
    with pytest.raises(ReleaseRefused, match=match):
        erased(page, Kind.ANONYMISE, [(NAME, new)])
    assert PressReleasePage.objects.get(pk=page.pk).title == f"{NAME} jailed"
    erased_again = RetentionDecision.objects.waiting().get()
    decisions.decline(erased_again, person("duty.editor"))
    erased(page, Kind.ANONYMISE, [(NAME, "a man from Leeds")])
    assert PressReleasePage.objects.get(pk=page.pk).title == "a man from Leeds jailed"


def test_only_what_was_found_in_the_old_words_is_settled():
    def finding(code, remedy, level=Level.BLOCKER, message="It is so."):
        return Finding(code=code, level=level, message=message, remedy=remedy)

    lawyer, answer = finding("not-cleared", Remedy.CLEAR), finding("unread", Remedy.CONFIRM)
    tells = finding("jigsaw", Remedy.EDIT, Level.WARNING, "Together these may tell.")
    known = frozenset({(answer.code, answer.message), (tells.code, tells.message)})
    with replacing_words(OldWords(7, known, True, ("a man",))):
        assert still_asked(7, [lawyer, answer], [tells]) == []
        assert still_asked(8, [lawyer, answer], [tells]) == [lawyer, answer]
    with replacing_words(OldWords(7, frozenset(), False, ("a man",))):
        asked = [(one.code, one.level) for one in still_asked(7, [lawyer, answer], [tells])]
    blocks = Level.BLOCKER
    assert asked == [("not-cleared", blocks), ("unread", blocks), ("jigsaw", blocks)]


def test_a_removal_says_a_name_by_which_it_is_proved():
    page = press_release(title="Statement")
    sent = {"step": "propose", "kind": "remove", "legal_reason": "accuracy", "reason": "It is so."}
    answer = at_desk("duty.editor").post(screen(page), sent)
    assert "proves" in str(answer.context["erase_form"].errors["words"])
    with pytest.raises(ValidationError, match="proves"):
        proposed(page, words=[])


def test_new_words_that_make_no_address_are_refused_beside_the_field():
    page = press_release(title=f"{NAME} jailed")
    sent = {"step": "propose", "kind": "anonymise", "legal_reason": "accuracy", "reason": "So."}
    answer = at_desk("duty.editor").post(screen(page), {**sent, "words": f"{NAME} => …"})
    assert "address" in str(answer.context["erase_form"].errors["words"])
    page = press_release(title=f"{NAME} jailed", slug=f"ottoline-quarrenby-{'long-' * 46}road")
    with pytest.raises(ValidationError, match="address"):
        erased(page, Kind.ANONYMISE, [(NAME, "a woman from the north of Leeds")])


def test_two_who_propose_at_once_are_told_so(monkeypatch):
    page = draft(title=f"{NAME} jailed")
    proposed(page)
    monkeypatch.setattr(RetentionDecisionQuerySet, "waiting", lambda rows: rows.none())
    with pytest.raises(ValidationError, match="waits for a second person"):
        proposed(page)
    assert RetentionDecision.objects.count() == 1


def test_nobody_declines_another_proposal_than_the_one_that_was_shown():
    page = draft(title=f"{NAME} jailed")
    decision = proposed(page)
    answer = at_desk("second.editor").post(screen(page), {"step": "decline", "decision": "4711"})
    assert "meanwhile" in told(answer)
    assert RetentionDecision.objects.waiting().get() == decision


def test_a_record_that_refuses_is_said_and_no_error_page(monkeypatch):
    page = draft(title=f"{NAME} jailed")
    decision = proposed(page)

    def refuse(*args):
        raise DatabaseError(f"{NAME} stays")

    monkeypatch.setattr(decisions, "confirm", refuse)
    sent = {"step": "confirm", "decision": decision.pk}
    answer = at_desk("second.editor").post(screen(page), sent)
    assert answer.status_code == 200
    assert "nothing was changed" in told(answer)


def test_an_update_that_had_not_passed_does_not_pass_by_losing_the_name():
    page = press_release(title=f"{NAME} jailed")
    made = update(page, note=f"{NAME} was sentenced.")
    # Other words than those that were let through.
    ItemUpdate.objects.filter(pk=made.pk).update(note=f"{NAME} was sentenced again.")
    erased(page, Kind.ANONYMISE, [(NAME, "a woman from Leeds")])
    made.refresh_from_db()
    assert made.note == "a woman from Leeds was sentenced again."
    assert not made.has_passed

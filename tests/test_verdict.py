"""Prepared outcomes: two people release one of them, the others are gone with all their words."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Comment, Page, PageLogEntry, Revision

from newsroom.gate.sign_off import latest
from newsroom.models import (
    Clearance,
    Edition,
    HeldOutcome,
    OutgoingMail,
    PressReleasePage,
    ReleaseBundle,
    ReleaseLog,
    UrgentRelease,
    VerdictHold,
)
from newsroom.publishing import bundles, disclosure, held_destruction, holds
from newsroom.publishing.held_destruction import destroy_doomed
from newsroom.publishing.holds import HoldRefused, abandon, check_outcomes
from newsroom.publishing.verdict_release import (
    TooManyCodes,
    choose,
    hear,
    make_codes,
    release_with_code,
)
from tests.blockers import AUTHOR, order
from tests.database import undone
from tests.desk import at_desk, edit, events, typed
from tests.factories import draft, newsroom, person
from tests.holds import COURT, MARKS, begun, page_of, prepared, tables_with, written
from tests.kept_records import forget

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]
GUILTY, NOT_GUILTY = MARKS["guilty"], MARKS["not-guilty"]


@pytest.fixture(scope="module")
def _prepared(django_db_setup, django_db_blocker):
    """A hold for all the tests of this file, each of which undoes what it does."""
    with django_db_blocker.unblock(), undone():
        yield prepared().pk


@pytest.fixture
def hold(_prepared, db):
    return VerdictHold.objects.get(pk=_prepared)


def out():
    return set(Edition.objects.open().filter(kind="press-release").values_list("title", flat=True))


def release(hold, verdict="guilty"):
    hear(hold.pk, verdict, person(COURT))
    return choose(hold.pk, verdict, person("duty.editor"))


def codes_of(hold, username=COURT):
    return {one.verdict: code for one, code in make_codes(hold.pk, person(username))}


def state(hold):
    return VerdictHold.objects.get(pk=hold.pk).state


def test_two_people_who_say_the_same_release_it_and_the_other_is_gone(hold, client, admin_search):
    other = page_of(hold, "not-guilty")
    said = release(hold)
    assert said.is_released
    assert out() == {f"The {GUILTY} verdict"}
    page = client.get(f"/news/the-{GUILTY}-verdict/")
    assert (page.status_code, GUILTY in page.text) == (200, True)
    assert tables_with(NOT_GUILTY) == set()
    assert not Page.objects.filter(pk=other.pk).exists()
    assert not Revision.objects.filter(object_id=str(other.pk)).exists()
    assert set(hold.outcomes.values_list("verdict", "state")) == {
        ("guilty", "released"),
        ("not-guilty", "destroyed"),
    }
    row = ReleaseLog.objects.get(event="released", page_id=said.page_id)
    assert (row.title, row.channel, row.username) == (
        f"The {GUILTY} verdict",
        "verdict",
        "duty.editor",
    )
    assert row.note == (
        "Outcome “Guilty”. Chosen by duty.editor. "
        f"Confirmed by {COURT}, at court, with their own log-in."
    )
    # Nothing is left of the vault's places.
    assert Page.objects.filter(url_path__startswith="/vault-of-the-desk/").count() == 1


@pytest.mark.parametrize("first", ["desk", "court"])
def test_whoever_comes_second_releases_it(hold, first):
    steps = [
        lambda: choose(hold.pk, "guilty", person("duty.editor")),
        lambda: hear(hold.pk, "guilty", person(COURT)),
    ]
    before, after = steps if first == "desk" else reversed(steps)
    assert before().is_waiting
    assert not out()
    assert after().is_released


def test_two_who_differ_release_nothing_and_both_say_it_again(hold):
    assert choose(hold.pk, "guilty", person("duty.editor")).is_waiting
    assert hear(hold.pk, "not-guilty", person(COURT)).differ
    assert not out()
    assert "did not say the same" in ReleaseLog.objects.filter(event="verdict").first().note
    assert hear(hold.pk, "guilty", person(COURT)).is_waiting
    assert choose(hold.pk, "guilty", person("duty.editor")).is_released


def test_a_word_counts_for_fifteen_minutes(hold):
    choose(hold.pk, "guilty", person("duty.editor"))
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert hear(hold.pk, "guilty", person(COURT)).is_waiting
    assert not out()


def test_nobody_is_both_people(hold):
    holds.name_person(hold.pk, person("duty.editor"), person(AUTHOR), is_at_court=True)
    choose(hold.pk, "guilty", person("duty.editor"))
    with pytest.raises(HoldRefused, match="another person confirms"):
        hear(hold.pk, "guilty", person("duty.editor"))
    VerdictHold.objects.update(chosen="")
    hear(hold.pk, "guilty", person("duty.editor"))
    with pytest.raises(HoldRefused, match="another person chooses"):
        choose(hold.pk, "guilty", person("duty.editor"))
    codes = codes_of(hold, "duty.editor")
    with pytest.raises(HoldRefused, match="You made the codes"):
        release_with_code(hold.pk, "guilty", codes["guilty"], person("duty.editor"))
    assert not out()


@pytest.mark.parametrize(
    ("act", "username"),
    [
        (choose, AUTHOR),
        (choose, "reviewing.lawyer"),
        (choose, "second.editor"),
        (choose, "administrator"),
        (hear, AUTHOR),
        (hear, "second.editor"),
        (hear, "administrator"),
    ],
)
def test_only_those_named_for_it_say_the_verdict(hold, act, username):
    with pytest.raises(HoldRefused):
        act(hold.pk, "guilty", person(username))
    hold.refresh_from_db()
    assert (hold.chosen, hold.heard) == ("", "")


def test_the_code_of_the_outcome_releases_it(hold):
    codes = codes_of(hold)
    assert release_with_code(
        hold.pk, "not-guilty", codes["not-guilty"], person("duty.editor")
    ).is_released
    assert out() == {f"The {NOT_GUILTY} verdict"}
    assert tables_with(GUILTY) == set()
    note = ReleaseLog.objects.get(
        event="released", page_id=hold.outcomes.get(verdict="not-guilty").page_number
    ).note
    assert note.endswith(f"Confirmed by {COURT}, at court, by a code on the telephone.")


def test_the_code_of_another_outcome_releases_nothing(hold):
    codes = codes_of(hold)
    assert release_with_code(hold.pk, "guilty", codes["not-guilty"], person("duty.editor")).differ
    assert not out()
    assert state(hold) == "open"


def test_a_code_of_another_hold_or_one_that_is_over_releases_nothing(hold):
    foreign = codes_of(prepared("hung-jury"))["hung-jury"]
    own = codes_of(hold)["guilty"]
    for code, days in ((foreign, 0), (own, 8)):
        with (
            time_machine.travel(timezone.now() + timedelta(days=days), tick=False),
            pytest.raises(HoldRefused, match="no code of this hold"),
        ):
            release_with_code(hold.pk, "guilty", code, person("duty.editor"))
    codes_of(hold)
    with pytest.raises(HoldRefused, match="no code of this hold"):
        release_with_code(hold.pk, "guilty", own, person("duty.editor"))
    holds.remove_person(hold.pk, person(COURT).pk, person("duty.editor"))
    assert not hold.outcomes.exclude(code_hash="").exists()
    assert not out()


def test_codes_are_kept_as_hashes_and_five_wrong_ones_lock_them(hold):
    code = codes_of(hold)["guilty"]
    assert tables_with(code) == tables_with(code.replace(" ", "")) == set()
    for _time in range(5):
        with pytest.raises(HoldRefused):
            release_with_code(hold.pk, "guilty", "00000000", person("duty.editor"))
    with pytest.raises(TooManyCodes):
        release_with_code(hold.pk, "guilty", code, person("duty.editor"))
    assert not out()
    # The other way is open.
    assert release(hold).is_released


def spoil_by_an_edit(hold):
    edit(AUTHOR, page_of(hold, "guilty"), text="Other words.", slug="other")


def spoil_by_an_order(hold):
    order(page_of(hold, "guilty"))


def spoil_by_the_clearance(hold):
    forget(Clearance.objects.filter(page=page_of(hold, "guilty")))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_by_an_edit, "No lawyer has cleared these words"),
        (spoil_by_an_order, "A reporting restriction is in force"),
        (spoil_by_the_clearance, "No lawyer has cleared these words"),
    ],
)
def test_what_the_gate_refuses_is_not_released_and_nothing_is_changed(hold, spoil, said):
    spoil(hold)
    result = release(hold)
    assert not result.is_released
    assert said in " ".join(finding.message for finding in result.blockers)
    assert not out()
    assert state(hold) == "open"
    assert hold.outcomes.filter(state="held").count() == 2
    assert page_of(hold, "not-guilty").url_path.startswith("/vault-of-the-desk/")
    assert "The gate refused" in ReleaseLog.objects.filter(event="verdict").first().note


def test_a_release_that_fails_half_way_changes_nothing(hold, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("The disk is full")

    monkeypatch.setattr(PressReleasePage, "publish", fail)
    with pytest.raises(RuntimeError):
        release(hold)
    assert state(hold) == "open"
    assert page_of(hold, "guilty").url_path.startswith("/vault-of-the-desk/")
    assert not out()


def test_a_destruction_that_fails_is_repeated_and_the_release_stands(hold, monkeypatch):
    def fail(_number):
        raise RuntimeError(f"About {NOT_GUILTY}")

    monkeypatch.setattr(held_destruction, "_sweep", fail)
    assert release(hold).is_released
    assert hold.outcomes.get(verdict="not-guilty").state == "doomed"
    assert tables_with(NOT_GUILTY)
    monkeypatch.undo()
    call_command("publish_due", "--once", verbosity=0)
    assert tables_with(NOT_GUILTY) == set()
    assert destroy_doomed().failed == []
    assert out() == {f"The {GUILTY} verdict"}


def test_while_it_is_held_its_words_stand_in_its_versions_alone(hold, admin_search):
    page = page_of(hold, "guilty")
    edit(AUTHOR, page, text=f"The {GUILTY} verdict, again.", title=GUILTY, slug="again")
    assert tables_with(GUILTY) == {"wagtailcore.Revision"}
    assert not PageLogEntry.objects.filter(page=page.pk).exists()
    about = ReleaseLog.objects.exclude(event="released")
    assert {row.title for row in about} == {
        hold.label,
        f"Held item of hold {hold.pk}",
    }


def test_preview_data_and_comments_go_with_it(hold):
    page = page_of(hold, "not-guilty")
    address = f"/admin/pages/{page.pk}/edit/preview/"
    at_desk(AUTHOR).post(address, typed(text=f"A {NOT_GUILTY} preview."))
    assert "wagtailadmin.FormState" in tables_with(NOT_GUILTY)
    Comment.objects.create(
        page=page, user=person(AUTHOR), text=f"On {NOT_GUILTY}", contentpath="title"
    )
    release(hold)
    assert tables_with(NOT_GUILTY) == set()


def test_mails_to_people_who_are_named_say_nothing():
    person("reviewing.lawyer", email="lawyer@example.org")
    begun()
    (mail,) = OutgoingMail.objects.all()
    assert mail.subject == "A held item waits for you"
    assert "Thornby" not in mail.body


def test_each_step_is_for_the_words_that_were_read_and_taken_by_two(hold):
    third = written(hold, "hung-jury")
    digest = holds.check_outcome(third).version.digest
    with pytest.raises(HoldRefused, match="read it again"):
        holds.sign_outcome(third.pk, "legal", person("reviewing.lawyer"), "other")
    for username in (AUTHOR, "duty.editor", "second.editor"):
        with pytest.raises(HoldRefused):
            holds.sign_outcome(third.pk, "legal", person(username), digest)
    with pytest.raises(HoldRefused, match="not named"):
        holds.sign_outcome(third.pk, "legal", person("administrator"), digest)
    edit("duty.editor", third.page, text="A duty editor wrote this.", slug="third")
    digest = holds.check_outcome(third).version.digest
    holds.sign_outcome(third.pk, "legal", person("reviewing.lawyer"), digest)
    with pytest.raises(HoldRefused, match="another duty editor"):
        holds.sign_outcome(third.pk, "editorial", person("duty.editor"), digest)


def test_an_outcome_that_could_not_stand_in_its_section_is_not_ready():
    draft(title="Taken", slug="taken")
    hold = begun()
    written(hold, "guilty", slug="taken")
    holds.add_outcome(hold.pk, "not-guilty", person(AUTHOR))
    told = [
        " ".join(finding.message for finding in check.blockers) for check in check_outcomes(hold)
    ]
    assert ["is taken" in said for said in told] == [True, False]
    assert ["Write its headline, and its address" in said for said in told] == [False, True]


def test_nothing_schedules_it(hold):
    page = page_of(hold, "guilty")
    response = edit(AUTHOR, page, slug="again", go_live_at="01/12/2030 10:00")
    assert "nothing can schedule it" in response.text
    newest = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    newest.go_live_at = timezone.now() + timedelta(days=1)
    revision = newest.save_revision(user=person(AUTHOR))
    with pytest.raises(ValidationError):
        revision.publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert not release(hold).is_released


def test_what_else_is_refused_of_it_says_why(hold):
    page = page_of(hold, "guilty").specific
    bundle = ReleaseBundle.objects.create(name="Budget", goes_out_at=timezone.now())
    with pytest.raises(bundles.BundleRefused, match="held for a verdict"):
        bundles.put_in(bundle.pk, page.pk, person(AUTHOR))
    with pytest.raises(PermissionDenied, match="held for a verdict"):
        disclosure.make_link(latest(page), person(AUTHOR), "A", "B", timezone.now())
    links = at_desk(AUTHOR).get(f"/admin/pages/{page.pk}/preview-links/").text
    assert "only the people named on its hold read it" in links
    urgent = {"digest": latest(page).digest, "reason": "The court sits."}
    at_desk("duty.editor").post(f"/admin/pages/{page.pk}/urgent-release/", urgent)
    assert not UrgentRelease.objects.exists()
    with pytest.raises(ValidationError, match="for a verdict"):
        newsroom().get_workflow().start(page, person(AUTHOR))
    for act in (page.copy, page.create_alias, lambda: page.move(newsroom())):
        with pytest.raises(ValidationError, match="held for a verdict"):
            act()


def test_a_hold_is_abandoned_with_a_reason_and_its_items_are_destroyed(hold):
    with pytest.raises(HoldRefused, match="duty editor"):
        abandon(hold.pk, person(AUTHOR), "No.", keep=False)
    abandon(hold.pk, person("duty.editor"), "The trial collapsed.", keep=False)
    destroy_doomed()
    assert tables_with(GUILTY) == tables_with(NOT_GUILTY) == set()
    assert ReleaseLog.objects.get(event="unheld").note.endswith("The trial collapsed.")
    with pytest.raises(HoldRefused, match="has ended"):
        release(hold)


def test_or_its_items_become_ordinary_drafts(hold):
    abandon(hold.pk, person("duty.editor"), "The trial collapsed.", keep=True)
    page = page_of(hold, "guilty")
    assert page.is_child_of(newsroom())
    assert page.title == f"The {GUILTY} verdict"
    listed = at_desk("second.editor").get("/admin/pages/search/", {"q": GUILTY}).text
    assert f"The {GUILTY} verdict" in listed
    page.latest_revision.publish(user=person("second.editor"))
    assert out() == {f"The {GUILTY} verdict"}
    assert not HeldOutcome.objects.exclude(state="returned").exists()


def test_the_log_has_what_happened_to_the_page(hold):
    page = page_of(hold, "guilty")
    release(hold)
    assert [event for event in events(page) if event != "held"] == [
        *("cleared", "approved", "released", "verdict"),
    ]

"""A high-profile case: timeline, orders, key facts, and what is released when."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from newsroom.choices import ACTIVE_FROM, CASE_STAGES, ITEM_STAGES, UPDATE_STAGES, StageKind
from newsroom.documents.stages import Stage
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import (
    CaseFact,
    CaseStage,
    Edition,
    HighProfileCasePage,
    PressReleasePage,
    ProtectedName,
    ReportingRestriction,
)
from newsroom.pages.case_orders import public_orders
from newsroom.pages.cases import STAGE_FOR_GATE
from newsroom.rules.contempt import STAGES
from tests import factories
from tests.factories import area, case, desk, press_release, release

pytestmark = pytest.mark.django_db

HIDDEN = ("draft", "embargoed", "withdrawn", "expired", "private")
FIRST, VERDICT, LATER = date(2024, 1, 1), date(2024, 3, 1), date(2024, 6, 1)


def context_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.context


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def stage(thread, day, kind, **fields):
    return CaseStage.objects.create(page=thread, date=day, kind=kind, **fields)


# The timeline


def test_each_item_stands_at_the_stage_it_was_published_in(client):
    thread = case(title="R v Hall")
    stage(thread, VERDICT, StageKind.CONVICTED, text="The jury took a day.")
    stage(thread, FIRST, StageKind.CHARGE, stage="First charges")
    for title, day in (
        ("Of the verdict", VERDICT),
        ("After the charge", FIRST + timedelta(days=3)),
        ("Before all", FIRST - timedelta(days=1)),
        ("Of the charge", FIRST),
        ("Long after", LATER),
    ):
        press_release(title=title, published_at=at(day), case=thread)
    press_release(title="Of no case", published_at=at(FIRST))
    for state in HIDDEN:
        getattr(factories, state)(title=f"Hidden {state}", case=thread, published_at=at(FIRST))
    release(thread)
    context = context_of(client, thread)
    assert [card.title for card in context["before"]] == ["Before all"]
    assert [
        (step.label, step.text, [card.title for card in step.cards]) for step in context["stages"]
    ] == [
        ("First charges", "", ["Of the charge", "After the charge"]),
        ("Verdict: convicted", "The jury took a day.", ["Of the verdict", "Long after"]),
    ]


def test_the_day_of_an_item_is_that_of_london(client):
    thread = case()
    stage(thread, date(2024, 7, 1), StageKind.SENTENCE)
    release(thread)
    late = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    press_release(published_at=late, case=thread)
    assert len(context_of(client, thread)["stages"][0].cards) == 1


def test_a_case_says_whom_journalists_ring(client):
    desk(name="CPS Press Office", area=area("CPS", national=True))
    thread = case(contact=desk(name="CPS Wessex press desk", area=area("Wessex")))
    assert "CPS Wessex press desk" in client.get(thread.url).text
    other = client.get(case(title="R v Hall").url)
    assert "CPS Press Office" in other.text
    # The line is kept true on a page that stays open.
    assert "press-line.js" in other.text


def test_key_facts_stand_in_the_editors_order(client):
    thread = case(court="Leeds Crown Court")
    for place, label in ((2, "Judge"), (1, "Next hearing")):
        CaseFact.objects.create(page=thread, label=label, value=f"{label}: x", sort_order=place)
    release(thread)
    context = context_of(client, thread)
    assert [fact.label for fact in context["facts"]] == ["Next hearing", "Judge"]
    assert "Next hearing: x" in client.get(thread.url).text


# Orders


def order(thread, **fields):
    """A court's order about this case."""
    kind, effect = ReportingRestriction.Kind.OTHER, ReportingRestriction.Effect.NAMES
    since = timezone.now() - timedelta(days=3)
    given = {"kind": kind, "effect": effect, "covers": "x", "starts_at": since, **fields}
    made = ReportingRestriction.objects.create(**given)
    made.pages.add(thread)
    return made


def test_orders_stand_first_with_their_wording_and_end(client):
    thread = case(title="R v Hall")
    assert "Reporting restrictions" not in client.get(thread.url).text
    order(thread, court="Leeds Crown Court", until_event="the second verdict", public_wording="A")
    child, wording = ReportingRestriction.Kind.CHILD, "Not to be named: <b>a witness</b>"
    ends = datetime(2099, 5, 6, 0, 30, tzinfo=UTC)
    order(thread, kind=child, ends_at=ends, public_wording=wording)
    order(thread, public_wording="Complainants")
    page = client.get(thread.url).text
    assert page.index("Reporting restrictions") < page.index("About this case")
    assert "until the second verdict" in page
    assert "until 6 May 2099" in page
    assert "Section 45: a child or young person" in page
    assert page.count("since") == 3
    assert page.count(", until") == 2
    assert "&lt;b&gt;a witness" in page


def test_only_what_binds_and_has_words_for_readers_is_told(client):
    thread, another = case(title="R v Hall"), case(title="R v Hill")
    now = timezone.now()
    order(thread, covers="Said to the desk alone")
    order(another, public_wording="About another case")
    order(thread, starts_at=now + timedelta(days=1), public_wording="Not yet")
    order(thread, ends_at=now - timedelta(seconds=1), public_wording="No more")
    order(thread, ended_at=now - timedelta(seconds=1), public_wording="Lifted")
    ProtectedName.objects.create(restriction=order(thread, public_wording="W"), words="Una Quell")
    assert [told.wording for told in context_of(client, thread)["orders"]] == ["W"]
    page = client.get(thread.url).text
    for words in ("Said to the desk", "another case", "Not yet", "No more", "Lifted", "Quell"):
        assert words not in page


def test_an_order_is_told_from_its_beginning_until_its_very_end(client):
    thread, now = case(title="R v Hall"), timezone.now()
    begins, ends = now + timedelta(hours=1), now + timedelta(hours=2)
    made = order(thread, starts_at=begins, ends_at=ends, public_wording="A witness")

    def told():
        return "A witness" in client.get(thread.url).text

    stored = Edition.objects.get(page_id=thread.pk, closed_why="")
    assert "A witness" not in str(stored.document)
    assert stored.changes_at == begins
    assert not told()
    with time_machine.travel(begins + timedelta(seconds=1), tick=False):
        call_command("publish_due", "--once", verbosity=0)
        assert told()
    with time_machine.travel(ends, tick=False):
        assert not told()
    with time_machine.travel(begins + timedelta(seconds=2), tick=False):
        made.public_wording = "Another witness"
        made.save()
        assert "Another witness" in client.get(thread.url).text
        made.ended_at = timezone.now()
        made.save()
        assert "Another witness" not in client.get(thread.url).text


def test_an_order_that_is_deleted_is_told_no_more(client):
    thread = case(title="R v Hall")
    made = order(thread, public_wording="A witness")
    assert "A witness" in client.get(thread.url).text
    made.delete()
    assert "A witness" not in client.get(thread.url).text


def test_a_name_that_another_order_protects_takes_wording_away_while_it_stands(client):
    thread = case(title="R v Hall")
    order(thread, public_wording="Una Quell must not be named.")
    assert "Una Quell" in client.get(thread.url).text
    other = order(case(title="R v Hill"))
    name = ProtectedName.objects.create(restriction=other, words="Una Quell")
    assert "Una Quell" not in client.get(thread.url).text
    name.delete()
    assert "Una Quell" in client.get(thread.url).text


def test_what_is_told_of_orders_needs_no_new_clearance(client):
    thread = case(title="R v Hall")
    before = digest_of(thread)
    order(thread, public_wording="A witness")
    assert digest_of(HighProfileCasePage.objects.get(pk=thread.pk)) == before


def test_orders_follow_even_where_other_words_wait_for_the_gate(client):
    thread = case(title="R v Hall")
    made = order(thread, public_wording="A witness")
    HighProfileCasePage.objects.filter(pk=thread.pk).update(status="Not let through")
    made.ended_at = timezone.now()
    made.save()
    page = client.get(thread.url).text
    assert "A witness" not in page
    assert "Not let through" not in page


def test_an_order_on_a_case_is_told_in_its_other_language(client):
    thread = case(title="R v Hall")
    welsh = thread.copy_for_translation(factories.welsh(), copy_parents=True)
    order(thread, public_wording="Complainants")
    assert [told.wording for told in public_orders(welsh)] == ["Complainants"]


def test_an_order_that_forbids_everything_hides_the_case_and_its_own_wording(client):
    thread = case(title="R v Hall")
    order(thread, effect=ReportingRestriction.Effect.EVERYTHING, public_wording="Postponed")
    assert client.get(thread.url).status_code == 404


# Where the case stands, for the gate


@pytest.mark.parametrize(
    ("stages", "stands"),
    [
        ([], ""),
        ([(FIRST, StageKind.ARREST)], "arrest"),
        ([(FIRST, StageKind.HEARING)], "charge"),
        ([(FIRST, StageKind.NOT_GUILTY_PLEA)], "plea"),
        ([(FIRST, StageKind.NOT_GUILTY_PLEA), (VERDICT, StageKind.TRIAL)], "trial"),
        ([(VERDICT, StageKind.CONVICTED), (FIRST, StageKind.CHARGE)], "verdict"),
        ([(VERDICT, StageKind.GUILTY_PLEA)], "verdict"),
        ([(VERDICT, StageKind.ACQUITTED)], "verdict"),
        ([(VERDICT, StageKind.CONVICTED), (LATER, StageKind.QUASHED)], "appeal"),
        ([(FIRST, StageKind.CHARGE), (LATER, StageKind.DISCONTINUED)], ""),
        ([(FIRST, StageKind.CHARGE), (date(2199, 1, 1), StageKind.SENTENCE)], "charge"),
        # Two on one day, entered in any order.
        ([(VERDICT, StageKind.CONVICTED), (VERDICT, StageKind.SENTENCE)], "sentence"),
        ([(FIRST, StageKind.CONVICTED), (FIRST, StageKind.TRIAL)], "verdict"),
    ],
)
def test_the_gate_is_told_where_the_case_stands_today(stages, stands):
    thread = case()
    for day, kind in stages:
        stage(thread, day, kind)
    assert thread.stage_of_case == stands
    assert press_release(case=thread, live=False).stage_of_case == stands
    own = press_release(case=thread, live=False, stage=PressReleasePage.Stage.APPEAL)
    assert own.stage_of_case == "appeal"


def test_every_stage_has_words():
    assert [kind for kind in StageKind if kind != StageKind.CORRECTION] == list(Stage)


def test_the_rules_know_every_stage_that_is_chosen_from():
    chosen = [*CASE_STAGES, *ITEM_STAGES, *UPDATE_STAGES, *ACTIVE_FROM]
    kinds = {kind for kind, _words in chosen if kind != StageKind.CORRECTION}
    assert {STAGE_FOR_GATE.get(Stage(kind), kind) for kind in kinds} == {*STAGES, ""}


def test_words_of_guilt_wait_until_the_case_is_decided():
    thread = case()
    stage(thread, FIRST, StageKind.CHARGE)
    with pytest.raises(ReleaseRefused, match="jailed"):
        press_release(case=thread)
    stage(thread, VERDICT, StageKind.SENTENCE)
    assert press_release(case=thread).live

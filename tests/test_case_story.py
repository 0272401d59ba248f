"""An item says what became of its case; and what stands beside it prejudices no trial."""

from datetime import UTC, date, datetime, timedelta

import pytest

from newsroom.models import CaseStage, PressReleasePage, RelatedItem
from newsroom.readers.outcome import Outcome
from tests import factories
from tests.factories import area, case, crime_type, press_release, update

pytestmark = pytest.mark.django_db


def at(days: int) -> datetime:
    return datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)


def thread_with(*stages: tuple[date, str] | tuple[date, str, str], **fields):
    """A public case with these stages: day, kind, and words of its own."""
    made = case(**{"title": "R v Hall", **fields, "live": False})
    made.stages = [
        CaseStage(date=day, kind=kind, stage=next(iter(label), "")) for day, kind, *label in stages
    ]
    return factories.release(made)


def shown(client, item):
    response = client.get(item.url)
    assert response.status_code == 200
    return response


def charged(**fields):
    """An item of the day after a charge, in words that presume nothing."""
    words = "<p>A man was charged. Proceedings are active.</p>"
    usual = {"title": "Man charged", "body": [("paragraph", words)], "published_at": at(0)}
    return press_release(**{"stage": "charge", **usual, **fields})


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([(date(2024, 6, 26), "sentence")], "Ended: sentenced on 26 June 2024"),
        ([(date(2024, 6, 26), "acquitted")], "Ended: acquitted on 26 June 2024"),
        ([(date(2024, 6, 26), "discontinued")], "Ended: proceedings stopped on 26 June 2024"),
        ([(date(2024, 6, 26), "convicted")], "Since then: convicted on 26 June 2024"),
        (
            [(date(2024, 3, 1), "sentence"), (date(2025, 3, 1), "quashed")],
            "Ended: conviction quashed on 1 March 2025",
        ),
        (
            [(date(2024, 3, 1), "sentence"), (date(2025, 3, 1), "appeal")],
            "Since then: appeal on 1 March 2025",
        ),
        (
            [(date(2024, 6, 26), "sentence", "Two of four men sentenced")],
            "Ended: Two of four men sentenced, 26 June 2024",
        ),
        (
            [(date(2024, 6, 1), "convicted"), (date(2024, 6, 2), "acquitted")],
            "The case has gone on since, and not for all defendants alike",
        ),
    ],
)
def test_an_item_about_a_charge_says_at_its_top_how_its_case_ended(client, stages, said):
    thread = thread_with(*stages)
    response = shown(client, charged(case=thread))
    assert response.context["item"].outcome == Outcome(said, thread.url)
    assert response.text.index(said) < response.text.index('class="prose"')


@pytest.mark.parametrize(
    "stages",
    [
        [],
        [(date(2023, 12, 1), "convicted")],
        [(date(2024, 1, 1), "sentence")],
        [(date(2024, 5, 1), "trial"), (date(2024, 4, 1), "hearing")],
        [(date(2999, 1, 1), "sentence")],
    ],
    ids=["none", "before", "that very day", "none that says how it went", "still to come"],
)
def test_nothing_is_said_of_what_is_no_outcome_or_no_later_one(client, stages):
    item = charged(case=thread_with(*stages))
    assert shown(client, item).context["item"].outcome is None


def test_an_update_of_its_own_says_so_too_and_the_later_one_counts(client):
    thread = thread_with((date(2024, 2, 1), "convicted"))
    item = charged(case=thread)
    update(item, stage="sentence", at=at(200))
    outcome = shown(client, item).context["item"].outcome
    assert outcome == Outcome("Ended: sentenced on 19 July 2024", "#updates")


def test_a_case_that_is_not_public_says_nothing(client):
    thread = thread_with((date(2024, 6, 26), "sentence"))
    item = charged(case=thread)
    thread.unpublish()
    response = shown(client, item)
    assert response.context["item"].outcome is None
    assert "26 June 2024" not in response.text


def related(client, item) -> list[str]:
    return [card.title for card in shown(client, item).context["item"].related]


def test_beside_an_item_stand_those_of_its_offence_near_in_place_then_in_time(client):
    fraud, wessex = crime_type("Fraud"), area("Wessex")
    for day, areas in ((1, []), (5, [wessex]), (9, []), (20, [wessex]), (11, []), (15, [area()])):
        press_release(title=f"Day {day}", published_at=at(day), crime_types=[fraud], areas=areas)
    item = press_release(published_at=at(10), crime_types=[fraud], areas=[wessex])
    assert related(client, item) == ["Day 5", "Day 20", "Day 9", "Day 11"]


@pytest.mark.parametrize("told", ["plea", "verdict", "sentence", "appeal", ""])
def test_no_conviction_of_another_case_stands_beside_live_proceedings(client, told):
    fraud, thread = crime_type("Fraud"), case()
    press_release(title="Of this case", stage=told, crime_types=[fraud], case=thread)
    press_release(title="Of another", stage=told, crime_types=[fraud])
    charged(title="Charged too", crime_types=[fraud])
    item = charged(crime_types=[fraud], case=thread)
    assert sorted(related(client, item)) == ["Charged too", "Of this case"]
    update(item, stage="sentence")
    assert "Of another" in related(client, item)


def test_what_was_charged_is_no_neighbour_once_an_update_tells_of_its_sentence(client):
    fraud = crime_type("Fraud")
    other = charged(title="Charged too", crime_types=[fraud])
    item = charged(crime_types=[fraud])
    assert related(client, item) == ["Charged too"]
    update(other, stage="sentence")
    assert related(client, item) == []


def test_an_item_without_a_stage_is_as_live_as_its_case(client):
    fraud = crime_type("Fraud")
    press_release(title="Of another", stage="sentence", crime_types=[fraud])
    running = thread_with((date(2024, 1, 5), "trial"))
    item = charged(stage="", crime_types=[fraud], case=running)
    assert related(client, item) == []
    over = thread_with((date(2024, 1, 5), "trial"), (date(2024, 2, 5), "sentence"))
    assert "Of another" in related(client, press_release(crime_types=[fraud], case=over))


def test_an_editor_may_choose_what_tells_of_no_case_but_no_conviction(client):
    chosen = [
        factories.statement(title="On fraud"),
        press_release(title="Of another", stage="sentence"),
    ]
    item = charged()
    for order, other in enumerate(chosen):
        RelatedItem.objects.create(page=item, item=other, sort_order=order)
    factories.release(PressReleasePage.objects.get(pk=item.pk))
    assert related(client, item) == ["On fraud"]


def test_an_item_is_part_of_its_case_before_all_other_facts(client):
    thread = thread_with()
    page = shown(client, press_release(case=thread, areas=[area()])).text
    facts = page.partition('<dl class="facts">')[2]
    assert facts.index("Part of") < facts.index(thread.url) < facts.index("Area")


def test_a_case_begins_with_what_has_happened_so_far(client):
    thread = thread_with(
        (date(2024, 6, 26), "sentence"), body=[("paragraph", "<p>A murder in Leeds.</p>")]
    )
    page = client.get(thread.url).text
    assert page.index("The case so far") < page.index("<p>A murder in Leeds.</p>")

"""When an item is reviewed, by dated yardsticks; and how words are replaced in stored texts."""

from datetime import date

import pytest

from newsroom.documents.stages import Stage
from newsroom.retention.replacement import Replacement, remain, replaced
from newsroom.rules.retention import (
    NoYardstick,
    Outcome,
    Yardstick,
    months_after,
    outcome_of,
    yardstick_for,
    yardsticks,
)

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        (Stage.ACQUITTED, Outcome.CLEARED),
        (Stage.QUASHED, Outcome.CLEARED),
        (Stage.DISCONTINUED, Outcome.CLEARED),
        (Stage.SENTENCE, Outcome.SENTENCED),
        (Stage.GUILTY_PLEA, Outcome.CONVICTED),
        (Stage.CHARGE, Outcome.OPEN),
        (Stage.APPEAL, Outcome.OPEN),
        ("", Outcome.NONE),
    ],
)
def test_the_outcome_follows_from_the_stage(stage, outcome):
    assert outcome_of(stage) == outcome


@pytest.mark.parametrize(("outcome", "months"), [(Outcome.CLEARED, 0), (Outcome.FINED, 12)])
def test_the_yardsticks_that_were_found_are_kept(outcome, months):
    assert yardstick_for(outcome, TODAY).months == months


def test_each_outcome_has_a_yardstick_with_a_source():
    assert {row.outcome for row in yardsticks()} == set(Outcome)
    assert all(row.source for row in yardsticks())


def test_a_yardstick_counts_from_its_day_on():
    old, new = (
        Yardstick(Outcome.FINED, months, since, "An Act")
        for months, since in ((12, date(2020, 1, 1)), (6, date(2026, 12, 1)))
    )
    assert yardstick_for(Outcome.FINED, TODAY, (new, old)) == old
    assert yardstick_for(Outcome.FINED, date(2026, 12, 1), (new, old)) == new
    with pytest.raises(NoYardstick):
        yardstick_for(Outcome.FINED, date(2019, 1, 1), (new, old))


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 5), 0, date(2025, 12, 5)),
        (date(2025, 12, 5), 1, date(2026, 1, 5)),
    ],
)
def test_months_end_with_the_month(day, months, due):
    assert months_after(day, months) == due


SMITH = Replacement("Zoë Quillfeather", "a woman")


@pytest.mark.parametrize(
    ("stored", "new"),
    [
        ("Zoë Quillfeather was fined.", "a woman was fined."),
        ("ZOE QUILLFEATHER’s appeal", "a woman’s appeal"),
        ("<p>Zoë <b>Quillfeather</b> was</p>", "<p>a woman<b></b> was</p>"),
        ("Zoë&nbsp;Quillfeather", "a woman"),
        ("zoe-quillfeather-fined", "a-woman-fined"),
        ("/news/zoe-quillfeather-fined/", "/news/a-woman-fined/"),
        ("Quillfeather Zoë", "Quillfeather Zoë"),
        ("Zoë Quillfeathers", "Zoë Quillfeathers"),
        ('{"a": ["Zo\\u00eb Quillfeather"]}', '{"a": ["a woman"]}'),
        (
            '{"body": "[{\\"value\\": \\"<p>Zo\\\\u00eb Quillfeather</p>\\"}]"}',
            '{"body": "[{\\"value\\": \\"<p>a woman</p>\\"}]"}',
        ),
        ("{not JSON} Zoë Quillfeather", "{not JSON} a woman"),
    ],
)
def test_words_are_replaced_in_prose_markup_addresses_and_json(stored, new):
    assert replaced(stored, [SMITH]) == new
    assert not remain(new, [SMITH])


def test_what_is_written_so_that_it_cannot_be_replaced_is_found_all_the_same():
    broken = "<p>Zoë Quill<i>feather</i></p>"
    assert replaced(broken, [SMITH]) == broken
    assert remain(broken, [SMITH])

"""Two changes of one version, put together: pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.conflicts.three_way import MINE, ORDER, THEIRS, align, changes_between, merge

NAMES = "abcd"


def body(*blocks: str) -> list[dict[str, str]]:
    """Blocks written as name and words: `a1`."""
    return [{"id": one[0], "value": one[1:]} for one in blocks]


def put_together(base, theirs, mine, choices=None):
    changes = changes_between(base, theirs, mine, parts=("body",))
    return {**theirs, **merge(theirs, mine, changes, choices or {})}


def asked(base, theirs, mine):
    changes = changes_between(base, theirs, mine, parts=("body",))
    return [one.key for one in changes if one.changed_by is None]


def test_what_one_side_alone_changed_is_taken_over():
    base = {"title": "t", "summary": "s"}
    theirs, mine = {"title": "T", "summary": "s"}, {"title": "t", "summary": "S"}
    assert asked(base, theirs, mine) == []
    assert put_together(base, theirs, mine) == {"title": "T", "summary": "S"}


@pytest.mark.parametrize(("side", "words"), [(THEIRS, "b"), (MINE, "c")])
def test_where_both_changed_one_field_a_choice_decides(side: str, words: str):
    sides = {"summary": "a"}, {"summary": "b"}, {"summary": "c"}
    assert asked(*sides) == ["summary"]
    assert put_together(*sides, {"summary": side}) == {"summary": words}
    with pytest.raises(KeyError):
        put_together(*sides)


def test_both_sides_may_change_blocks_of_one_text():
    base = {"body": body("a1", "b1", "c1")}
    theirs = {"body": body("a2", "b1", "c1", "x1")}
    mine = {"body": body("a1", "y1", "b1")}
    assert asked(base, theirs, mine) == []
    assert put_together(base, theirs, mine) == {"body": body("a2", "y1", "b1", "x1")}


def test_a_block_changed_here_and_deleted_there_is_asked_about():
    base, theirs = {"body": body("a1", "b1")}, {"body": body("a1")}
    mine = {"body": body("a1", "b2")}
    assert asked(base, theirs, mine) == ["body:b"]
    assert put_together(base, theirs, mine, {"body:b": MINE}) == mine
    assert put_together(base, theirs, mine, {"body:b": THEIRS}) == theirs


def test_an_order_that_one_side_changed_stays():
    base = {"body": body("a1", "b1", "c1")}
    theirs = {"body": body("a1", "b1", "c2", "x1")}
    mine = {"body": body("c1", "a1", "b1")}
    assert asked(base, theirs, mine) == []
    assert put_together(base, theirs, mine) == {"body": body("c2", "x1", "a1", "b1")}


def test_two_new_orders_are_asked_about():
    base = {"body": body("a1", "b1", "c1")}
    theirs, mine = {"body": body("b1", "a1", "c1")}, {"body": body("c1", "a1", "b1")}
    assert asked(base, theirs, mine) == [f"body:{ORDER}"]
    assert put_together(base, theirs, mine, {f"body:{ORDER}": MINE}) == mine


def test_without_the_base_every_difference_is_asked_about():
    theirs, mine = {"title": "t", "body": body("a1")}, {"title": "T", "body": body("a1", "b1")}
    assert asked(None, theirs, mine) == ["title", "body:b"]


def said(value):
    return [said(one) for one in value] if isinstance(value, list) else value["value"]


def test_blocks_and_rows_that_say_the_same_are_one():
    base = {"body": [*body("a1"), {"pk": 7, "value": "row"}]}
    mine = {"body": [*body("x1"), {"pk": None, "value": "row"}, *body("y1")]}
    assert align(mine, base, ("body",), said) == {"body": [*base["body"], *body("y1")]}


VERSIONS = st.lists(
    st.sampled_from([f"{name}{words}" for name in NAMES for words in "12"]),
    unique_by=lambda one: one[0],
    max_size=len(NAMES),
).map(lambda blocks: {"body": body(*blocks)})


@given(VERSIONS, VERSIONS)
def test_a_side_that_changed_nothing_takes_nothing_back(base, changed):
    assert put_together(base, changed, base) == changed
    assert put_together(base, base, changed) == changed


@given(VERSIONS, VERSIONS, VERSIONS)
def test_no_block_is_lost_that_one_side_wrote_and_the_other_left_alone(base, theirs, mine):
    choices = dict.fromkeys(asked(base, theirs, mine), MINE)
    found = put_together(base, theirs, mine, choices)["body"]
    names = [one["id"] for one in found]
    assert len(names) == len(set(names))
    was = {one["id"] for one in base["body"]}
    for side in (theirs, mine):
        assert {one["id"] for one in side["body"]} - was <= set(names)

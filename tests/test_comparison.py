"""Two texts compared: nothing is lost, nothing invented, and it never takes long."""

import itertools
from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.documents.comparison.parts import Part, compare
from newsroom.documents.comparison.word_changes import Kind, difference, paragraph_changes

# Few different words, so that they meet again; and some that only look alike.
words = st.sampled_from(["a", "b", "the", "The", "court", "court,", "é", "🙂"])
paragraphs = st.lists(st.lists(words, max_size=12).map(" ".join), max_size=5)
clauses = st.lists(
    st.builds(
        Part,
        anchor=st.sampled_from(["", "x", "y", "z"]),
        heading=st.sampled_from(["", "Purpose", "purpose", "Time"]),
        paragraphs=paragraphs.map(tuple),
    ),
    max_size=5,
).map(tuple)


def without(kind, rows):
    """What stands there when the words of one kind are taken out."""
    texts = (" ".join(piece.text for piece in row if piece.kind is not kind) for row in rows)
    return [text for text in texts if text]


def filled(texts):
    return [text for text in texts if text]


@given(old=paragraphs, new=paragraphs)
def test_without_what_was_inserted_it_is_the_old_text(old, new):
    assert without(Kind.INSERTED, paragraph_changes(old, new)) == filled(old)


@given(old=paragraphs, new=paragraphs)
def test_without_what_was_deleted_it_is_the_new_text(old, new):
    assert without(Kind.DELETED, paragraph_changes(old, new)) == filled(new)


@given(text=paragraphs)
def test_compared_with_itself_nothing_changes(text):
    rows = paragraph_changes(text, text)
    assert {piece.kind for row in rows for piece in row} <= {Kind.SAME}


@given(old=paragraphs, new=paragraphs)
def test_no_two_pieces_in_a_row_are_of_one_kind(old, new):
    for row in paragraph_changes(old, new):
        kinds = [piece.kind for piece in row]
        assert all(one != other for one, other in itertools.pairwise(kinds))
        assert all(piece.words for piece in row)


@given(old=clauses, new=clauses)
def test_each_clause_is_shown_once(old, new):
    changes = compare(old, new).changes
    assert [change.new for change in changes if change.new is not None] == list(new)
    assert sorted(map(repr, (change.old for change in changes if change.old is not None))) == (
        sorted(map(repr, old))
    )
    for change in changes:
        rows = change.paragraphs
        was = filled(change.old.paragraphs) if change.old else []
        now = filled(change.new.paragraphs) if change.new else []
        assert (without(Kind.INSERTED, rows), without(Kind.DELETED, rows)) == (was, now)


@given(text=clauses)
def test_a_text_compared_with_itself_is_the_same(text):
    assert compare(text, text).is_empty


def clause(heading="", *texts, anchor="", number=0):
    return Part(anchor, heading, texts, number)


def kinds(old, new):
    return [(change.kind, change.moved) for change in compare(tuple(old), tuple(new)).changes]


def test_words_are_marked_one_by_one():
    row = difference(("it", "is", "released", "at", "once"), ("it", "is", "kept", "at", "once"))
    assert [(piece.kind, piece.text) for piece in row] == [
        (Kind.SAME, "it is"),
        (Kind.DELETED, "released"),
        (Kind.INSERTED, "kept"),
        (Kind.SAME, "at once"),
    ]


def test_a_word_between_two_larger_changes_is_part_of_one():
    old, new = "one two three the four five six", "seven eight nine the ten eleven twelve"
    row = difference(tuple(old.split()), tuple(new.split()))
    assert [(piece.kind, piece.text) for piece in row] == [
        (Kind.DELETED, old),
        (Kind.INSERTED, new),
    ]


def test_an_entry_that_was_inserted_in_a_list_leaves_the_others_alone():
    old = ["maps and plans", "photographs of those convicted"]
    new = ["maps and plans", "videos of property seized", "photographs of those convicted"]
    rows = paragraph_changes(old, new)
    assert [[piece.kind for piece in row] for row in rows] == [
        [Kind.SAME],
        [Kind.INSERTED],
        [Kind.SAME],
    ]


def test_paragraphs_with_nothing_in_common_are_not_mixed():
    rows = paragraph_changes(["Police decide."], ["A judge must always approve it."])
    assert [[piece.kind for piece in row] for row in rows] == [[Kind.DELETED], [Kind.INSERTED]]


def test_clauses_meet_by_anchor_before_heading():
    old = [clause("Time", "One.", anchor="time"), clause("Cost", "Two.", anchor="cost")]
    new = [clause("Costs and time", "One.", anchor="time"), clause("Cost", "Two.", anchor="cost")]
    assert kinds(old, new) == [("changed", False), ("same", False)]


def test_clauses_meet_by_heading_whatever_its_case():
    assert kinds([clause("Time limits", "One.")], [clause("Time Limits", "One.")]) == [
        ("changed", False)
    ]


def test_clauses_without_a_common_heading_meet_by_their_words():
    text = "Material that has been relied on in open court is released"
    old, new = clause("Open justice", text), clause("Principles", f"{text}.")
    assert kinds([old], [new]) == [("changed", False)]
    other = clause("Principles", "We answer on the same day.")
    assert kinds([old], [other]) == [("removed", False), ("added", False)] or kinds(
        [old], [other]
    ) == [("added", False), ("removed", False)]


def test_what_was_removed_is_shown_where_it_stood():
    a, b, c, d = (clause(letter, letter) for letter in "abcd")
    changes = compare((a, b, c), (d, a, c)).changes
    assert [(change.kind, change.part) for change in changes] == [
        ("added", d),
        ("same", a),
        ("removed", b),
        ("same", c),
    ]


def test_one_clause_that_moved_does_not_make_the_others_move():
    a, b, c, d = (clause(letter, letter) for letter in "abcd")
    assert kinds([a, b, c, d], [d, a, b, c]) == [
        ("same", True),
        ("same", False),
        ("same", False),
        ("same", False),
    ]
    assert compare((a, b), (b, a)).moved == 1
    assert not compare((a, b), (b, a)).is_empty


def test_a_clause_whose_number_alone_is_new_did_not_change():
    old, new = clause("Time", "x", number=1), clause("Time", "x", number=2)
    assert kinds([old], [new]) == [("same", False)]


LOTS = Random(7)


@pytest.mark.parametrize(
    ("different", "length", "paragraphs"),
    [(2, 300, 1), (2, 20_000, 1), (50, 5_000, 10), (3_000, 40_000, 400), (3, 9_000, 3_000)],
)
def test_long_texts_do_not_take_long(different, length, paragraphs):
    def text():
        every = [str(LOTS.randrange(different)) for _ in range(length)]
        step = length // paragraphs
        return tuple(" ".join(every[start : start + step]) for start in range(0, length, step))

    old, new = text(), text()
    began = perf_counter()
    rows = compare((Part("", "", old),), (Part("", "", new),)).changes[0].paragraphs
    assert perf_counter() - began < 5
    assert without(Kind.INSERTED, rows) == list(old)
    assert without(Kind.DELETED, rows) == list(new)


def test_many_clauses_do_not_take_long():
    def text(name):
        return tuple(clause(f"{name} {number}", f"{name} word {number}") for number in range(400))

    began = perf_counter()
    assert len(compare(text("old"), text("new")).changes) == 800
    assert len(compare(text("same"), text("same")[::-1]).changes) == 400
    assert perf_counter() - began < 5

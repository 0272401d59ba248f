"""Two texts in clauses, compared word by word. Pure.

Clauses belong together by their anchor, else by their heading, else by saying the same, else by
how many words they share.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsroom.readers.versions.word_changes import (
    Kind,
    Piece,
    difference,
    likeness,
    paragraph_changes,
)

MOST_LIKENESSES = 10_000
"""Pairs of clauses, above which clauses that share neither anchor nor heading stay apart."""
ALIKE = 0.5
"""Share of words that makes a pair of two clauses."""


@dataclass(frozen=True)
class Clause:
    """One clause, list or section of a text."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...]
    number: int = 0
    listed: bool = False


@dataclass(frozen=True)
class Change:
    """What became of one clause."""

    old: Clause | None
    new: Clause | None
    moved: bool
    heading: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]

    @property
    def kind(self) -> str:
        """Added, removed, changed or same, whether or not it also moved."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        pieces = [*self.heading, *(piece for pieces in self.paragraphs for piece in pieces)]
        return "same" if all(piece.kind is Kind.SAME for piece in pieces) else "changed"

    @property
    def clause(self) -> Clause | None:
        """The clause as it is now, or as it was last."""
        return self.new or self.old


@dataclass(frozen=True)
class Comparison:
    """What became of each clause, in the order of the new text."""

    changes: tuple[Change, ...]

    def count(self, kind: str) -> int:
        """How many clauses were added, removed, changed, or are the same."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def moved(self) -> int:
        """How many clauses stand elsewhere among the others than they did."""
        return sum(change.moved for change in self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether the two texts say the same in the same order."""
        return not self.moved and all(change.kind == "same" for change in self.changes)


@lru_cache(maxsize=32)
def compare(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Comparison:
    """What has to be done to the old text so that it becomes the new one."""
    pairs = _pairs(old, new)
    matched = sorted(pairs)
    kept = {matched[place] for place in _longest_rising([pairs[place] for place in matched])}
    order: list[tuple[int | None, int | None]] = [
        (pairs.get(place), place) for place in range(len(new))
    ]
    # What was removed is shown after the clause that it used to follow.
    after = 0
    for place in range(len(old)):
        entry = next((entry for entry in order if entry[0] == place), (place, None))
        if entry[1] is None:
            order.insert(after, entry)
        after = order.index(entry) + 1
    return Comparison(
        tuple(
            _change(
                None if before is None else old[before],
                None if now is None else new[now],
                moved=before is not None and now is not None and now not in kept,
            )
            for before, now in order
        )
    )


def _change(old: Clause | None, new: Clause | None, *, moved: bool) -> Change:
    return Change(
        old=old,
        new=new,
        moved=moved,
        heading=difference(
            tuple(old.heading.split()) if old else (),
            tuple(new.heading.split()) if new else (),
        ),
        paragraphs=paragraph_changes(
            old.paragraphs if old else (),
            new.paragraphs if new else (),
        ),
    )


def _pairs(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """For each place in the new text that has a counterpart, its place in the old one."""
    pairs: dict[int, int] = {}
    rules: tuple[Callable[[Clause], str], ...] = (
        lambda clause: clause.anchor,
        lambda clause: " ".join(clause.heading.casefold().split()),
        lambda clause: repr((clause.heading, clause.paragraphs)),
    )
    for rule in rules:
        left = {place: rule(clause) for place, clause in enumerate(old)}
        waiting: dict[str, list[int]] = {}
        for place, key in left.items():
            if key and place not in pairs.values():
                waiting.setdefault(key, []).append(place)
        for place, clause in enumerate(new):
            if place not in pairs and waiting.get(rule(clause)):
                pairs[place] = waiting[rule(clause)].pop(0)
    return pairs | _alike(
        {place: clause for place, clause in enumerate(old) if place not in pairs.values()},
        {place: clause for place, clause in enumerate(new) if place not in pairs},
    )


def _alike(old: dict[int, Clause], new: dict[int, Clause]) -> dict[int, int]:
    """Pairs of what is left, the most alike first."""
    if len(old) * len(new) > MOST_LIKENESSES:
        return {}
    before = {place: _bag(clause) for place, clause in old.items()}
    after = {place: _bag(clause) for place, clause in new.items()}
    scores = sorted(
        (
            (-likeness(bag, other), place, counterpart)
            for place, bag in after.items()
            for counterpart, other in before.items()
        ),
    )
    pairs: dict[int, int] = {}
    for score, place, counterpart in scores:
        free = place not in pairs and counterpart not in pairs.values()
        if -score >= ALIKE and free:
            pairs[place] = counterpart
    return pairs


def _bag(clause: Clause) -> Counter[str]:
    return Counter(f"{clause.heading} {' '.join(clause.paragraphs)}".casefold().split())


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of the longest run of values that rise when the others are left out."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(ends, value)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        places[length : length + 1] = [place]
    run: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        run.append(place)
        place = before[place]
    return run[::-1]

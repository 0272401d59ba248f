"""Compares two texts clause by clause. Pure functions.

Clauses are matched by anchor, then by heading, then by equal text, then by the share of common
words.
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
"""Above this number of pairs, clauses are no longer matched by common words."""
ALIKE = 0.5
"""The minimum share of common words for two clauses to match."""


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
    """The change of one clause between two texts."""

    old: Clause | None
    new: Clause | None
    moved: bool
    heading: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]

    @property
    def kind(self) -> str:
        """One of added, removed, changed or same, whether or not the clause also moved."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        pieces = [*self.heading, *(piece for pieces in self.paragraphs for piece in pieces)]
        return "same" if all(piece.kind is Kind.SAME for piece in pieces) else "changed"

    @property
    def clause(self) -> Clause | None:
        """The new clause, or the old one if it was removed."""
        return self.new or self.old


@dataclass(frozen=True)
class Comparison:
    """The changes of all clauses, in the order of the new text."""

    changes: tuple[Change, ...]

    def count(self, kind: str) -> int:
        """The number of clauses with this kind of change."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def moved(self) -> int:
        """The number of clauses whose order among the others changed."""
        return sum(change.moved for change in self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether both texts have the same clauses in the same order."""
        return not self.moved and all(change.kind == "same" for change in self.changes)


@lru_cache(maxsize=32)
def compare(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Comparison:
    """The changes from the old text to the new one."""
    pairs = _pairs(old, new)
    matched = sorted(pairs)
    kept = {matched[place] for place in _longest_rising([pairs[place] for place in matched])}
    order: list[tuple[int | None, int | None]] = [
        (pairs.get(place), place) for place in range(len(new))
    ]
    # A removed clause is shown after the clause that it used to follow.
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
    """For each index in the new text that has a counterpart, the index in the old text."""
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
    """Matches of the remaining clauses by common words, best matches first."""
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
    """The indexes of the longest increasing subsequence."""
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

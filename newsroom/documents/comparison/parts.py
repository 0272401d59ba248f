"""Compares two texts part by part: clauses, blocks, rows or fields.

Parts are matched by anchor, then by equal content, then by heading, then by equal words, then by
the share of common words. Swapping the two texts swaps what was added and what was removed.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from newsroom.documents.blocks import Block
from newsroom.documents.comparison.notes import (
    Facts,
    LayoutChange,
    Note,
    notes_on_lines,
    value_changes,
)
from newsroom.documents.comparison.rich_text import lines, normal
from newsroom.documents.comparison.word_changes import (
    Kind,
    Piece,
    difference,
    likeness,
    paragraph_changes,
)

MOST_LIKENESSES = 10_000
"""Above this number of pairs, parts are no longer matched by common words."""
ALIKE = 0.5
"""The minimum share of common words for two parts to match."""


@dataclass(frozen=True)
class Part:
    """One part of a text: a clause, a list, a section, a block, a row or a field.

    `paragraphs` are its words. `blocks` and `content` are the data that it was made from, and
    `facts` the values in them that are not words.
    """

    anchor: str
    heading: str
    paragraphs: tuple[str, ...]
    number: int = 0
    listed: bool = False
    blocks: tuple[Block, ...] = ()
    facts: Facts = ()
    content: Hashable = None


@dataclass(frozen=True)
class Change:
    """The change of one part between two texts."""

    old: Part | None
    new: Part | None
    moved: bool
    heading: tuple[Piece, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    notes: tuple[Note, ...] = ()

    @property
    def kind(self) -> str:
        """One of added, removed, changed or same, whether or not the part also moved."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "changed" if self.notes or _say_more(self.heading, *self.paragraphs) else "same"

    @property
    def part(self) -> Part | None:
        """The new part, or the old one if it was removed."""
        return self.new or self.old


@dataclass(frozen=True)
class Comparison:
    """The changes of all parts, in the order of the new text."""

    changes: tuple[Change, ...]

    def count(self, kind: str) -> int:
        """The number of parts with this kind of change."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def moved(self) -> int:
        """The number of parts whose order among the others changed."""
        return sum(change.moved for change in self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether both texts have the same parts in the same order."""
        return not self.moved and all(change.kind == "same" for change in self.changes)


def compare(old: Sequence[Part], new: Sequence[Part]) -> Comparison:
    """The changes from the old text to the new one."""
    pairs = _pairs(old, new)
    matched = sorted(pairs)
    kept = {matched[place] for place in _longest_rising([pairs[place] for place in matched])}
    order: list[tuple[int | None, int | None]] = [
        (pairs.get(place), place) for place in range(len(new))
    ]
    # A removed part is shown after the clause that it used to follow.
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


def _change(old: Part | None, new: Part | None, *, moved: bool) -> Change:
    heading = difference(
        tuple(old.heading.split()) if old else (), tuple(new.heading.split()) if new else ()
    )
    paragraphs = paragraph_changes(old.paragraphs if old else (), new.paragraphs if new else ())
    notes: list[Note] = []
    before, after = old or _NOTHING, new or _NOTHING
    if before.blocks != after.blocks:
        notes += notes_on_lines(lines(before.blocks), lines(after.blocks))
    if before.facts != after.facts:
        notes += value_changes(before.facts, after.facts)
    if old and new and not notes and not _say_more(heading, *paragraphs) and _differ(old, new):
        notes.append(LayoutChange())
    return Change(old, new, moved, heading, paragraphs, tuple(notes))


_NOTHING = Part("", "", ())


def _differ(old: Part, new: Part) -> bool:
    before, after = (tuple(map(normal, part.blocks)) for part in (old, new))
    return (before, old.facts, old.content) != (after, new.facts, new.content)


def _say_more(*rows: tuple[Piece, ...]) -> bool:
    """Whether any words were inserted or deleted."""
    return any(piece.kind is not Kind.SAME for row in rows for piece in row)


def _pairs(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """For each index in the new text that has a counterpart, the index in the old text."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    rules: tuple[Callable[[Part], Hashable], ...] = (
        lambda part: part.anchor,
        lambda part: part.blocks and (part.heading, part.blocks, part.facts),
        lambda part: part.content and (part.content, part.facts),
        lambda part: " ".join(part.heading.casefold().split()),
        lambda part: (part.heading, part.paragraphs, _kinds(part)),
    )
    for rule in rules:
        waiting: dict[Hashable, list[int]] = {}
        for place, part in enumerate(old):
            if place not in taken and (key := rule(part)):
                waiting.setdefault(key, []).append(place)
        for place, part in enumerate(new):
            if place not in pairs and (found := waiting.get(rule(part))):
                pairs[place] = found.pop(0)
                taken.add(pairs[place])
    left = {place: part for place, part in enumerate(old) if place not in taken}
    right = {place: part for place, part in enumerate(new) if place not in pairs}
    # Of several pairs that are equally alike one is taken: the same ones in both directions.
    if [part.paragraphs for part in left.values()] <= [part.paragraphs for part in right.values()]:
        return pairs | _alike(left, right)
    return pairs | {place: at for at, place in _alike(right, left).items()}


def _kinds(part: Part) -> tuple[str, ...]:
    return (*(block.name for block in part.blocks), *(name for name, _value in part.facts))


def _alike(old: dict[int, Part], new: dict[int, Part]) -> dict[int, int]:
    """Matches of the remaining parts by common words, best matches first."""
    if len(old) * len(new) > MOST_LIKENESSES:
        return {}
    before = {place: _bag(part) for place, part in old.items()}
    after = {place: _bag(part) for place, part in new.items()}
    scores = sorted(
        (
            (-likeness(bag, other), place, counterpart)
            for place, bag in after.items()
            for counterpart, other in before.items()
        ),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, place, counterpart in scores:
        if -score >= ALIKE and place not in pairs and counterpart not in taken:
            pairs[place] = counterpart
            taken.add(counterpart)
    return pairs


def _bag(part: Part) -> Counter[str]:
    return Counter(f"{part.heading} {' '.join(part.paragraphs)}".casefold().split())


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

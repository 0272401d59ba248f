"""Compares paragraphs word by word.

Swapping the two texts swaps deletions and insertions, and changes nothing else.

The cost is bounded. Above the bounds, whole paragraphs are compared instead of words. In the worst
case, the whole old text is shown as deleted and the whole new text as inserted.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

MOST_MATCHES = 50_000
"""Above this number of pairs of equal elements, two sequences are not compared."""
MOST_PAIRS = 2_500
"""Above this number of pairs of paragraphs, only equal paragraphs are matched."""
ALIKE = 0.35
"""The minimum share of common words for two paragraphs to be shown as one changed paragraph."""
SHORTEST_ISLAND = 3
"""Shorter runs of unchanged words between larger changes are shown as changed."""

type Words = tuple[str, ...]
type Row[Thing] = tuple[Thing, ...]


class Kind(StrEnum):
    """Whether words are unchanged, inserted or deleted."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Piece:
    """Consecutive words with the same kind of change."""

    kind: Kind
    words: Words

    @property
    def text(self) -> str:
        """The words joined by spaces."""
        return " ".join(self.words)


def paragraph_changes(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """The paragraphs of both texts in one sequence, each as pieces."""
    before = tuple(words for words in (tuple(text.split()) for text in old) if words)
    after = tuple(words for words in (tuple(text.split()) for text in new) if words)
    if before == after:
        return tuple((Piece(Kind.SAME, words),) for words in before)
    return tuple(difference(*pair) for pair in aligned(before, after))


def aligned(old: Row[Words], new: Row[Words]) -> list[tuple[Words, Words]]:
    """Pairs of matching paragraphs, in order; an empty one stands for no counterpart."""
    if old <= new:
        return list(_aligned(old, new))
    pairs = [(before, after) for after, before in _aligned(new, old)]
    return [pair for run in _runs(pairs) for pair in run]


def difference(old: Words, new: Words) -> tuple[Piece, ...]:
    """The words of two paragraphs in one sequence; deletions precede insertions."""
    if old == new:
        return (Piece(Kind.SAME, old),) if old else ()
    # The matcher is not symmetric, so it is always given the two in the same order.
    if old > new:
        return tuple(_joined([_reversed(piece) for piece in _difference(new, old)]))
    return _difference(old, new)


def _difference(old: Words, new: Words) -> tuple[Piece, ...]:
    start, end = _ends(old, new)
    middle = _compared(old[start : len(old) - end], new[start : len(new) - end])
    pieces = [Piece(Kind.SAME, old[:start]), *middle, Piece(Kind.SAME, old[len(old) - end :])]
    return tuple(_joined(pieces))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """The Dice coefficient of two bags of words, from 0 to 1."""
    together = one.total() + other.total()
    return 2 * (one & other).total() / together if together else 0.0


def _reversed(piece: Piece) -> Piece:
    swapped = {Kind.DELETED: Kind.INSERTED, Kind.INSERTED: Kind.DELETED}
    return Piece(swapped.get(piece.kind, Kind.SAME), piece.words)


def _runs(pairs: Sequence[tuple[Words, Words]]) -> Iterator[list[tuple[Words, Words]]]:
    """Runs of pairs with and without a counterpart; in the latter, deletions precede insertions."""
    for _whole, run in groupby(pairs, lambda pair: bool(pair[0] and pair[1])):
        # A stable sort.
        yield sorted(run, key=lambda pair: not pair[0])


def _compared(old: Words, new: Words) -> Iterator[Piece]:
    if _affordable(old, new):
        yield from _without_islands(list(_steps(old, new)))
    else:
        yield from _replaced(old, new)


def _ends[Thing: Hashable](old: Row[Thing], new: Row[Thing]) -> tuple[int, int]:
    """The lengths of the common prefix, and of the common suffix of the rest."""
    start = _common(old, new)
    return start, _common(old[start:][::-1], new[start:][::-1])


def _common[Thing: Hashable](old: Row[Thing], new: Row[Thing]) -> int:
    pairs = zip(old, new, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _affordable(old: Row[Hashable], new: Row[Hashable]) -> bool:
    """Whether to run the matcher, whose cost grows with the number of pairs of equal elements."""
    after = Counter(new)
    return sum(count * after[thing] for thing, count in Counter(old).items()) <= MOST_MATCHES


def _steps[Thing: Hashable](
    old: Row[Thing], new: Row[Thing]
) -> Iterator[tuple[bool, Row[Thing], Row[Thing]]]:
    """Yield whether a run is equal in both sequences, with its elements in each."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for step, i1, i2, j1, j2 in matcher.get_opcodes():
        yield step == "equal", old[i1:i2], new[j1:j2]


def _aligned(old: Row[Words], new: Row[Words]) -> Iterator[tuple[Words, Words]]:
    start, end = _ends(old, new)
    yield from zip(old[:start], new[:start], strict=True)
    ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
    if len(ours) * len(theirs) <= MOST_PAIRS or not _affordable(ours, theirs):
        yield from _paired(ours, theirs)
    else:
        for same, before, after in _steps(ours, theirs):
            yield from zip(before, after, strict=True) if same else _paired(before, after)
    yield from zip(old[len(old) - end :], new[len(new) - end :], strict=True)


def _paired(old: Row[Words], new: Row[Words]) -> Iterator[tuple[Words, Words]]:
    """Pair paragraphs in order so that the sum of their common shares is greatest."""
    ours, theirs = len(old), len(new)
    if ours * theirs > MOST_PAIRS:
        yield from ((words, ()) for words in old)
        yield from (((), words) for words in new)
        return
    before, after = [Counter(words) for words in old], [Counter(words) for words in new]
    alike = [[likeness(one, other) for other in after] for one in before]
    # best[i][j]: the greatest sum for old[i:] and new[j:].
    best = [[0.0] * (theirs + 1) for _ in range(ours + 1)]
    for i in reversed(range(ours)):
        for j in reversed(range(theirs)):
            together = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < ours or j < theirs:
        if i < ours and best[i][j] == best[i + 1][j]:
            yield old[i], ()
            i += 1
        elif j < theirs and best[i][j] == best[i][j + 1]:
            yield (), new[j]
            j += 1
        else:
            yield old[i], new[j]
            i, j = i + 1, j + 1


def _replaced(old: Words, new: Words) -> Iterator[Piece]:
    yield Piece(Kind.DELETED, old)
    yield Piece(Kind.INSERTED, new)


def _without_islands(row: Sequence[tuple[bool, Words, Words]]) -> Iterator[Piece]:
    """The pieces of the steps; short unchanged runs between larger changes become changes."""
    for place, (same, old, new) in enumerate(row):
        near = [*row[max(place - 1, 0) : place], *row[place + 1 : place + 2]]
        around = sum(len(before) + len(after) for _same, before, after in near)
        inside = len(near) == 2 and len(old) < SHORTEST_ISLAND
        if same and not (inside and around >= SHORTEST_ISLAND * len(old)):
            yield Piece(Kind.SAME, old)
        else:
            yield from _replaced(old, new)


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Merge adjacent pieces of one kind; within a change, deletions precede insertions."""
    waiting: dict[Kind, list[str]] = {Kind.DELETED: [], Kind.INSERTED: [], Kind.SAME: []}

    def flushed(*kinds: Kind) -> Iterator[Piece]:
        for kind in kinds:
            if waiting[kind]:
                yield Piece(kind, tuple(waiting[kind]))
                waiting[kind] = []

    for piece in pieces:
        if not piece.words:
            continue
        if piece.kind is Kind.SAME:
            yield from flushed(Kind.DELETED, Kind.INSERTED)
        else:
            yield from flushed(Kind.SAME)
        waiting[piece.kind] += piece.words
    yield from flushed(*waiting)

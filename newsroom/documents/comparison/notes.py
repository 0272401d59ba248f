"""What differs between two texts besides their words: links, emphasis, files and other values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from newsroom.documents.comparison.rich_text import Line, Marks
from newsroom.documents.comparison.word_changes import Kind, aligned, difference
from newsroom.documents.document import DocumentFile, PictureFile

type Facts = tuple[tuple[str, Any], ...]
"""Named values besides the words; a name may occur more than once."""


@dataclass(frozen=True)
class ShownFile:
    """A file that a text refers to; `file` is None if it does not exist any more."""

    kind: Literal["picture", "document"]
    id: int
    file: PictureFile | DocumentFile | None


@dataclass(frozen=True)
class LinkChange:
    """Words whose link changed; an empty target means that they had or have none.

    A target is "page:3", "document:5", or an address.
    """

    words: str
    old: str
    new: str


@dataclass(frozen=True)
class StyleChange:
    """Words that were given an emphasis, or that lost it."""

    words: str
    style: str
    is_given: bool


@dataclass(frozen=True)
class FormChange:
    """A line that became something else, such as a heading that became a paragraph."""

    words: str
    old: str
    new: str


@dataclass(frozen=True)
class ValueChange:
    """A value that changed; None means that there was or is none."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class LayoutChange:
    """A change that no other note tells: of spaces, line breaks, cells or the order of parts."""


type Note = LinkChange | StyleChange | FormChange | ValueChange | LayoutChange


def notes_on_lines(old: Sequence[Line], new: Sequence[Line]) -> Iterator[Note]:
    """The changes of links, emphasis and forms between two texts."""
    before, after = iter(old), iter(new)
    pairs = aligned(tuple(line.words for line in old), tuple(line.words for line in new))
    for old_words, new_words in pairs:
        was = next(before) if old_words else None
        now = next(after) if new_words else None
        if was == now:
            continue
        if was and now and was.form != now.form:
            yield FormChange(" ".join(now.words), was.form, now.form)
        yield from _mark_changes(list(_marked(was, now)))


def value_changes(old: Facts, new: Facts) -> Iterator[ValueChange]:
    """The values that differ. Values of one name that occur on both sides are left out."""
    for name in dict.fromkeys(name for name, _value in (*old, *new)):
        before = [value for each, value in old if each == name]
        after = [value for each, value in new if each == name]
        gone, come = list(_without(before, after)), list(_without(after, before))
        for place in range(max(len(gone), len(come))):
            was, now = (values[place : place + 1] or [None] for values in (gone, come))
            yield ValueChange(name, was[0], now[0])


def _without(values: Sequence[Any], others: Sequence[Any]) -> Iterator[Any]:
    """The values without as many equal ones as the others have; None is not a value."""
    left = Counter(others)
    for value in values:
        if left[value]:
            left[value] -= 1
        elif value is not None:
            yield value


def _marked(was: Line | None, now: Line | None) -> Iterator[tuple[str, Marks, Marks]]:
    """Each word of both lines with its old and its new marks."""
    old, new = iter(was.marks if was else ()), iter(now.marks if now else ())
    nothing: Marks = frozenset()
    for piece in difference(was.words if was else (), now.words if now else ()):
        for word in piece.words:
            before = next(old) if piece.kind is not Kind.INSERTED else nothing
            after = next(new) if piece.kind is not Kind.DELETED else nothing
            yield word, before, after


def _mark_changes(words: Sequence[tuple[str, Marks, Marks]]) -> Iterator[Note]:
    if all(before == after for _word, before, after in words):
        return
    for (old, new), run in _runs(words, "link"):
        if old != new:
            yield LinkChange(run, " ".join(old), " ".join(new))
    styles = {
        name for _w, *both in words for marks in both for kind, name in marks if kind != "link"
    }
    for style in sorted(styles):
        for (old, new), run in _runs(words, "style", style):
            if old != new:
                yield StyleChange(run, style, is_given=bool(new))


def _runs(
    words: Sequence[tuple[str, Marks, Marks]], kind: str, name: str = ""
) -> Iterator[tuple[tuple[tuple[str, ...], tuple[str, ...]], str]]:
    """Consecutive words with the same old and new marks of a kind, or of that name alone."""

    def of_kind(marks: Marks) -> tuple[str, ...]:
        return tuple(sorted(each for of, each in marks if of == kind and name in ("", each)))

    for marks, run in groupby(words, lambda entry: (of_kind(entry[1]), of_kind(entry[2]))):
        yield marks, " ".join(word for word, _before, _after in run)

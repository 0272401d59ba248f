"""The words under which an index keeps a text, and those that a protected name asks it for. Pure.

The index only chooses candidates: the rules then read them. `words_of` takes the readings that the
rules take (folding.py), and `queries_for` the patterns that they search for (patterns.py), so a new
spelling in either is known here too. Whatever the rules find in a text, on a page that the order of
the name does not cover, the query finds among its words; tests/test_word_index.py checks it.
"""

import re
from collections.abc import Iterable, Iterator

from newsroom.documents.passages import Passage
from newsroom.rules.names.folding import readings
from newsroom.rules.names.patterns import LETTER, NamePattern, letters, name_patterns

VERSION = 1
"""Raise it when `words_of` or the readings change: rows of another version are made anew."""

LONGEST = 80
"""No word is longer; the rest is cut off."""
RUN_TOGETHER = 7
"""From this length a first name and surname without a space are found within a longer word."""

_RUN = re.compile(f"{LETTER}+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_PARTS = 6
_MAC = re.compile(r"^ma?c(?=[a-z]{3})")

type Terms = tuple[str, ...]
"""A text has one of these words. A term that ends in "*" means every word that begins so."""
type Query = tuple[Terms, ...]
"""A text has one word of each."""


def words_of(passages: Iterable[Passage]) -> list[str]:
    """The words under which a document with these passages is found, sorted."""
    found: set[str] = set()
    for passage in passages:
        for reading in readings(passage.text):
            _add_words(reading, passage.prose, found)
    return sorted({word[:LONGEST] for word in found})


def queries_for(name: str) -> list[Query]:
    """The queries for a protected name: a text that may hold it fulfils one of them."""
    return list(
        dict.fromkeys(query for pattern in name_patterns(name) for query in _of_pattern(pattern))
    )


def _add_words(reading: str, prose: bool, found: set[str]) -> None:
    before: str = ""
    singles: list[str] = []
    for chunk in reading.split():
        is_plain = prose and chunk.islower() and chunk.isalpha() and len(chunk) > 1
        if is_plain and not before and not singles:
            # A fast path: most words are such.
            found.add(chunk)
            continue
        runs = _RUN.findall(chunk)
        for run in runs:
            found.add(run.lower())
            if not run.islower():
                found.update(_of_capitals(run))
            if not prose or chunk[0] in "#@":
                found.update(_ends_of(run.lower()))
            if len(run) == 1:
                singles.append(run)
            else:
                found.update(_spaced_out(singles))
                singles = []
        if len(runs) > 1:
            found.add("".join(runs).lower())
        if before and runs:
            found.add(f"{before}{runs[0]}".lower())
        before = runs[-1] if runs and chunk.endswith("-") else ""
    found.update(_spaced_out(singles))


def _of_capitals(run: str) -> Iterator[str]:
    """The words within "PhotoJaneDoe", and each sequence of them."""
    parts = _CAMEL.split(run)
    if len(parts) > 1:
        for start in range(len(parts)):
            for end in range(start + 1, min(start + _MOST_PARTS, len(parts)) + 1):
                yield "".join(parts[start:end]).lower()


def _ends_of(run: str) -> Iterator[str]:
    """The ends of a word in an address, a file name or a tag: "justiceforjanedoe" holds a name."""
    for start in range(1, len(run) - RUN_TOGETHER + 1):
        yield run[start:]


def _spaced_out(singles: list[str]) -> Iterator[str]:
    """The word that is written "Q u i l l"."""
    if len(singles) > 2:
        yield "".join(singles).lower()


def _of_pattern(pattern: NamePattern) -> Iterator[Query]:
    if pattern.is_label:
        # Of "Witness 12" the index knows the first word alone.
        if words := [runs for name in pattern.names for runs in _runs(name)]:
            yield tuple((word,) for word in words)
            yield (("".join(words),),)
        return
    surnames = [pattern.surname, *pattern.surname_halves]
    firsts = tuple(dict.fromkeys(_of_first_names(pattern)))
    for surname in surnames:
        for query in _of_surname(surname):
            yield (*query, firsts) if firsts else query
    if firsts:
        pairs = {
            pair
            for first in pattern.given_halves
            for surname in surnames
            for last in _spellings("".join(_runs(surname)))
            for pair in (letters(first) + last, last + letters(first))
        }
        yield (tuple(f"{pair}*" if len(pair) >= RUN_TOGETHER else pair for pair in sorted(pairs)),)


def _of_surname(surname: str) -> Iterator[Query]:
    """A surname as one word, and as the words into which its hyphens and apostrophes part it."""
    parts = _runs(surname)
    if not parts:
        return
    for words in {("".join(parts),), tuple(parts)}:
        *first, last = [_spellings(word) for word in words]
        yield (*first, tuple(form for word in last for form in (word, f"{word}s", f"{word}es")))


def _of_first_names(pattern: NamePattern) -> Iterator[str]:
    """Initials, first names, and the parts of double ones: one of them is enough."""
    for name in pattern.given:
        yield name[0].lower()
    for name in pattern.given_halves:
        for word in (*_runs(name), letters(name)):
            yield from _spellings(word)


def _spellings(word: str) -> tuple[str, ...]:
    """A word, or if it begins with Mac or Mc, each way of writing that."""
    rest = _MAC.sub("", word)
    return (word,) if rest == word else (f"mac{rest}", f"mc{rest}", rest)


def _runs(name: str) -> list[str]:
    return [run.lower() for run in _RUN.findall(name)]

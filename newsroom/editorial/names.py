"""Finding protected names in what readers can meet, however they are written. Pure.

A name is looked for in every reading of a text (see folding.py). No message repeats any of it.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from newsroom.editorial.everyday_words import FIRST_NAMES, WORDS
from newsroom.editorial.facts import Facts, Name, Passage, Setting
from newsroom.editorial.findings import Hit, at
from newsroom.editorial.folding import readings
from newsroom.editorial.people import TITLES, Person, letters, people

_TITLED = re.compile(rf"(?<![^\W\d_])(?:{TITLES})\.?\s{{0,3}}$", re.IGNORECASE)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])[\W_]*$")
_SURNAME_FOLLOWS = re.compile(r"\s{1,3}[A-Z][a-z]")
_BEFORE = 24
"""How many letters before a name tell whether it begins a sentence or has a title."""


class Extent(IntEnum):
    """How much of a name stands in a text."""

    NOTHING = 0
    PART = 1
    """A first name, half of a surname, or what may be an ordinary word."""
    SURNAME = 2
    WHOLE = 3


def protected_name(facts: Facts, setting: Setting) -> Iterator[Hit]:
    """A protected name, in a page that its order is about."""
    yield from _hits(
        facts,
        Extent.WHOLE,
        "A protected name stands here ({place}). Take it out: no answer can settle this.",
    )


def protected_name_elsewhere(facts: Facts, setting: Setting) -> Iterator[Hit]:
    """A protected name, in a page that its order is not about: perhaps of somebody else."""
    yield from _hits(
        facts,
        Extent.WHOLE,
        "A name that is protected in other proceedings stands here ({place}). Take it out, or "
        "give the reason why this is not the same person.",
        in_scope=False,
    )


def protected_surname(facts: Facts, setting: Setting) -> Iterator[Hit]:
    """The surname by itself: enough to tell who is meant, unless it is of somebody else."""
    yield from _hits(
        facts,
        Extent.SURNAME,
        "The surname of somebody protected stands here ({place}). Take it out, or give the reason "
        "why it identifies nobody who is protected.",
    )


def protected_name_part(facts: Facts, setting: Setting) -> Iterator[Hit]:
    """A first name, or what may be a surname or an ordinary word."""
    yield from _hits(
        facts,
        Extent.PART,
        "Part of a protected name may stand here ({place}). Read it again, and take it out if it "
        "means somebody who is protected.",
    )


def repeats_name(text: str, names: tuple[Name, ...]) -> bool:
    """Whether a text, such as a message, holds a protected name."""
    shown = readings(text)
    squeezed = _squeezed(shown)
    for name in names:
        least = Extent.SURNAME if name.in_scope else Extent.WHOLE
        for person in people(name.words):
            # A surname that is a word as well stands in many a sentence about courts.
            enough = Extent.WHOLE if person.is_word and person.given else least
            if _extent(person, shown, squeezed, True, name.in_scope) >= enough:
                return True
    return False


def _hits(facts: Facts, extent: Extent, message: str, in_scope: bool = True) -> Iterator[Hit]:
    told = (
        at(passage, message.format(place=passage.place), name.source)
        for passage, name, found in _sightings(facts.passages, facts.names)
        if found == extent and name.in_scope == in_scope
    )
    # Two names in one place are one message, because it names neither.
    yield from dict.fromkeys(told)


@lru_cache(maxsize=4)
def _sightings(
    passages: tuple[Passage, ...], names: tuple[Name, ...]
) -> tuple[tuple[Passage, Name, Extent], ...]:
    """Where which name stands. Kept, because four rules ask for the same."""
    if not names:
        return ()
    found = []
    shown_in = [(passage, readings(passage.text)) for passage in passages]
    looked_at = [(passage, shown, _squeezed(shown)) for passage, shown in shown_in]
    everything = "|".join(squeezed for _passage, _shown, squeezed in looked_at)
    for name in names:
        meant = [one for one in people(name.words) if one.may_be_in(everything)]
        for passage, shown, squeezed in looked_at if meant else ():
            extent = max(
                _extent(one, shown, squeezed, passage.prose, name.in_scope) for one in meant
            )
            if extent:
                found.append((passage, name, extent))
    return tuple(found)


def _squeezed(shown: set[str]) -> str:
    """The letters alone, in which a quick look shows that most names are not there."""
    return "|".join(letters(reading) for reading in sorted(shown))


def _extent(person: Person, shown: set[str], squeezed: str, prose: bool, in_scope: bool) -> Extent:
    """How much of the name stands in these readings of one text, at most."""
    if any(key in squeezed for key in person.keys):
        if person.given and _whole(person, shown, prose):
            return Extent.WHOLE
        alone = Extent.NOTHING
        if not person.is_label:
            alone = max(_alone(person, reading, prose) for reading in shown)
        if alone == Extent.SURNAME and not person.given:
            # There is no more to the name.
            return Extent.WHOLE
        if alone:
            return alone
    # Elsewhere a part of a name says nothing, and there are many names.
    keys = (person.given_keys | person.keys) if in_scope else ()
    if any(key in squeezed for key in keys):
        return max(_part(person, reading, prose) for reading in shown)
    return Extent.NOTHING


def _whole(person: Person, shown: set[str], prose: bool) -> bool:
    if not prose and (
        any(written in reading.lower() for written in person.run_together for reading in shown)
        or any(person.in_address.search(reading) for reading in shown)
    ):
        return True
    return any(person.whole.search(reading) for reading in shown)


def _alone(person: Person, text: str, prose: bool) -> Extent:
    """What the surname by itself is: of a person, perhaps only a word, or nothing."""
    best = Extent.NOTHING
    for match in person.alone.finditer(text):
        if not person.is_word:
            return Extent.SURNAME
        if not prose:
            best = Extent.PART
        elif match[0][0].isupper():
            if not _may_be_other(match, text) or _TITLED.search(_before(match, text)):
                return Extent.SURNAME
            best = Extent.PART
    return best


def _part(person: Person, text: str, prose: bool) -> Extent:
    """Whether a first name, half a surname or the name of an account stands here."""
    if not prose and person.as_account and person.as_account.search(text):
        return Extent.PART
    for match in person.parts.finditer(text) if person.parts else ():
        word = match[0].lower()
        if word not in WORDS and (word not in FIRST_NAMES or not prose):
            return Extent.PART
        if prose and match[0][0].isupper() and not _may_be_other(match, text):
            return Extent.PART
    return Extent.NOTHING


def _may_be_other(match: re.Match[str], text: str) -> bool:
    """Whether a capital may only begin a sentence, or the name of another person."""
    word = match[0].lower()
    begins = word in WORDS and _SENTENCE_BEGINS.search(_before(match, text))
    return bool(begins or (word in FIRST_NAMES and _SURNAME_FOLLOWS.match(text, match.end())))


def _before(match: re.Match[str], text: str) -> str:
    return text[max(0, match.start() - _BEFORE) : match.start()]

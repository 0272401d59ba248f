"""The spellings of each part of a protected name, and how surely each means the name. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from newsroom.rules.names.patterns import NamePattern, letters, name_patterns
from newsroom.rules.names.variant_words import SERVANTS
from newsroom.rules.names.variants import (
    mutations,
    other_spellings,
    patronyms,
    short_forms,
    transliterations,
)

_FATHER = re.compile(r"\b(?:ap|ab)\s+([^\W\d_]+)", re.IGNORECASE)
_SHORTEST = 3


class Strength(IntEnum):
    """How surely a spelling means the name."""

    NONE = 0
    DOUBTFUL = 1
    """It may be another name or word: a warning."""
    IN_WELSH = 2
    """It is sure in a Welsh text and doubtful in any other."""
    SURE = 3


@dataclass(frozen=True)
class Spelling:
    """One spelling of one part of a name."""

    letters: str
    """The letters of this spelling, in lower case."""
    plain: str
    """The part as it was entered, which takes its place."""
    strength: Strength
    is_own: bool = False
    """Whether these are the letters of the name as it was entered."""


def spellings_of(words: str) -> tuple[Spelling, ...]:
    """All spellings of all parts of a protected name and of its aliases.

    Labels such as "Child A" and parts of one or two letters have none.
    """
    found: dict[tuple[str, str], Spelling] = {}
    fathers = {letters(match[1]) for match in _FATHER.finditer(words)}
    for pattern in name_patterns(words):
        for spelling in () if pattern.is_label else _of_pattern(pattern, fathers):
            kept = found.get((spelling.letters, spelling.plain))
            if len(spelling.letters) >= _SHORTEST and (
                kept is None or kept.strength < spelling.strength
            ):
                found[spelling.letters, spelling.plain] = spelling
    return tuple(found.values())


def parts_of(pattern: NamePattern) -> list[str]:
    """The parts of a name that may be disguised: words, halves, and names of two words."""
    pairs = pairwise(pattern.names)
    servants = [f"{one} {other}" for one, other in pairs if letters(one) in SERVANTS]
    parts = [*servants, *pattern.given_halves, pattern.surname, *pattern.surname_halves]
    return list(dict.fromkeys(part for part in parts if len(letters(part)) >= _SHORTEST))


def _of_pattern(pattern: NamePattern, fathers: set[str]) -> Iterator[Spelling]:
    given = {letters(name) for name in pattern.given_halves}
    for part in parts_of(pattern):
        own, plain = letters(part), part[0].upper() + part[1:]
        yield Spelling(own, plain, Strength.SURE, is_own=True)
        for one in transliterations(own):
            yield Spelling(one, plain, Strength.SURE)
        for one in mutations(own):
            yield Spelling(one, plain, Strength.IN_WELSH)
        doubtful = other_spellings(own) | (short_forms(own) if own in given else set())
        doubtful |= patronyms(own) if own in fathers else set()
        for one in doubtful - {own}:
            yield Spelling(one, plain, Strength.DOUBTFUL)

"""The words by which an index of words finds every text that may hold a protected name. Pure.

`index_words` gives the words under which a text is stored, `search_keys` those to look for. Both
fold the spellings that the rules fold (see `folding.py`). The rules then read what is found.

An index of whole words cannot find these:

- A name within a longer run of letters, which the rules find in addresses and names of files:
  "photojanedoe2.jpg". `runs_of_letters` gives what to look for there, as part of a text.
- What the rules read on pages that the order of the name covers, and nowhere else: letters set
  apart, signs for letters, handles in small letters, other transliterations, Welsh mutations (see
  `disguise_reader.py`). Those pages are known and few, and are read as a whole.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from newsroom.rules.names.folding import readings
from newsroom.rules.names.patterns import NamePattern, letters, name_patterns

_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`´-](?=[^\W\d_])")
_MAC = re.compile(r"^ma?c(?=[a-z]{3})")


def index_words(text: str) -> set[str]:
    """The words of a text, in small letters: folded, unescaped, without tags.

    A word such as "JaneDoe" is given whole and in its two parts, "O’Neill" and "Jean-Paul" in
    parts and joined.
    """
    found: set[str] = set()
    for reading in readings(text):
        for shown in (reading, _APOSTROPHE.sub("", reading)):
            for match in _WORD.finditer(shown):
                found.add(match[0].lower())
                if not match[0].islower():
                    humps = [piece.lower() for piece in _HUMP.split(match[0])]
                    found.update(humps)
                    found.update(one + other for one, other in pairwise(humps))
    return found


@lru_cache(maxsize=2048)
def search_keys(words: str) -> tuple[frozenset[str], ...]:
    """Sets of words: a text that holds the name has every word of at least one set.

    `words` is the name as it was entered, with its aliases. A set holds the surname with a first
    name or an initial; a name of one word gives sets of one word.
    """
    found = {key for pattern in name_patterns(words) for key in _keys(pattern)}
    return tuple(sorted(found, key=sorted))


def runs_of_letters(words: str) -> frozenset[str]:
    """First name and surname run together, to be looked for within addresses and names of files."""
    return frozenset(
        run
        for pattern in name_patterns(words)
        for run in (pattern.run_together if pattern.given else {letters(pattern.surname)})
    )


def _keys(pattern: NamePattern) -> Iterator[frozenset[str]]:
    if pattern.is_label:
        yield frozenset(word for name in pattern.names for word in _words(name))
        return
    lasts = {last for name in (pattern.surname, *pattern.surname_halves) for last in _ways(name)}
    if not pattern.given:
        for last in lasts:
            yield last
        return
    firsts = {first for name in pattern.given_halves for first in _ways(name)}
    firsts |= {frozenset((name[0].lower(),)) for name in pattern.given_halves}
    for last in lasts:
        for first in firsts:
            yield first | last
    for run in pattern.run_together:
        yield frozenset((run,))
        yield frozenset((f"{run}s",))


def _ways(name: str) -> Iterator[frozenset[str]]:
    """The ways to write one name: joined, in its parts, with Mac for Mc, with an s at its end."""
    whole = letters(name)
    for written in {whole, *(_MAC.sub(mac, whole) for mac in ("mac", "mc"))}:
        yield frozenset((written,))
        yield frozenset((f"{written}s",))
    for parts in (_words(name), [_MAC.sub("", whole)]):
        if long := [part for part in parts if len(part) > 1]:
            yield frozenset(long)
            yield frozenset((*long[:-1], f"{long[-1]}s"))


def _words(name: str) -> list[str]:
    return [match[0].lower() for match in _WORD.finditer(name)]

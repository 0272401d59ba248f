"""How else one part of a name is written: other transliterations, Welsh mutations, short forms.

Pure. All parts are lower-case letters without anything between them, see `patterns.letters`.
"""

import re
from collections.abc import Iterator
from itertools import product

from newsroom.rules.names.variant_words import ARTICLES, SERVANTS, SHORT_FORMS, TRANSLITERATIONS

_ARTICLE = re.compile(r"(?:al|el|ash|ul|ur)(?=[a-z]{4})")
_SERVANT = re.compile(rf"(?:{'|'.join(sorted(SERVANTS, key=len, reverse=True))})(?=[a-z]{{4}})")

_MUTATIONS = (
    # Soft, nasal and aspirate mutation of the first consonant, longer beginnings first
    ("ll", ("l",)),
    ("rh", ("r",)),
    ("p", ("b", "mh", "ph")),
    ("t", ("d", "nh", "th")),
    ("c", ("g", "ngh", "ch")),
    ("b", ("f", "m")),
    ("d", ("dd", "n")),
    ("g", ("", "ng")),
    ("m", ("f",)),
)
_UNCHANGED = ("ph", "th", "ch", "dd")
"""Letters of the Welsh alphabet that begin like one which mutates, and do not mutate."""

_PATRONYMS = {
    "rhys": ("prys", "price", "preece", "pryce"),
    "hywel": ("powell",),
    "howell": ("powell",),
    "huw": ("pugh",),
    "hugh": ("pugh",),
    "harri": ("parry",),
    "harry": ("parry",),
    "henri": ("penry",),
    "henry": ("penry",),
    "robert": ("probert",),
    "rhobert": ("probert",),
    "richard": ("prichard", "pritchard"),
    "evan": ("bevan",),
    "ifan": ("bevan",),
    "owen": ("bowen",),
    "owain": ("bowen",),
}
"""Surnames that grew from "ap" or "ab" and a father's name."""

_SPELLINGS = (
    *(("ee", "i"), ("ee", "ea"), ("oo", "u"), ("ou", "u"), ("aa", "a"), ("ph", "f"), ("ph", "v")),
    *(("y", "i"), ("ey", "y"), ("ie", "y"), ("ck", "k"), ("q", "k"), ("x", "cks"), ("mps", "ms")),
    *(("ll", "l"), ("nn", "n"), ("tt", "t"), ("ss", "s"), ("rr", "r"), ("mm", "m"), ("dd", "d")),
    *(("ffi", "fi"), ("c", "k"), ("ei", "ie"), ("ae", "ea"), ("ay", "ai"), ("aw", "or")),
)
"""Letters that sound alike; each is changed into the other, one change at a time."""


def transliterations(part: str) -> set[str]:
    """Other Latin spellings of a name in Arabic script, with its article or without."""
    if servant := _SERVANT.match(part):
        stem = part[servant.end() :]
        if stems := _alike(stem):
            return {a + b for a, b in product(SERVANTS, {stem, *stems})} - {part}
    article = _ARTICLE.match(part)
    stem = part[article.end() :] if article else part
    stems = {stem, *_alike(stem)}
    if article:
        return {a + b for a, b in product(ARTICLES, stems)} - {part}
    return ({a + b for a in ("al", "el") for b in stems if len(stems) > 1} | stems) - {part}


def _alike(part: str) -> set[str]:
    return {one for group in TRANSLITERATIONS if part in group for one in group} - {part}


def mutations(part: str) -> set[str]:
    """The Welsh mutations of a name: "gwen" becomes "wen" and "ngwen"."""
    if part.startswith(_UNCHANGED):
        return set()
    for first, others in _MUTATIONS:
        if part.startswith(first):
            return {one + part[len(first) :] for one in others}
    return set()


def patronyms(part: str) -> set[str]:
    """The surnames that "ap" or "ab" and this father's name became: "rhys" became "prys"."""
    return set(_PATRONYMS.get(part, ()))


def short_forms(part: str) -> set[str]:
    """Short forms of a first name, and the names of which it is one."""
    found: set[str] = set()
    for group in SHORT_FORMS:
        if part in group:
            found |= group
    return found - {part}


def other_spellings(part: str) -> set[str]:
    """The part with letters that sound alike exchanged in one place."""
    return {one for one in _exchanged(part) if len(one) > 3} - {part} if len(part) > 3 else set()


def _exchanged(part: str) -> Iterator[str]:
    for pair in _SPELLINGS:
        for old, new in (pair, pair[::-1]):
            for match in re.finditer(re.escape(old), part):
                if match.start() or len(old) > 1:
                    yield part[: match.start()] + new + part[match.end() :]
    if len(part) > 4:
        yield part[:-1] if part.endswith("e") else f"{part}e"

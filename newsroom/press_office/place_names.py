"""What a journalist types for a court, a force, a town or a postcode, as it is compared. Pure.

Capitals, accents, hyphens, full stops and apostrophes make no difference, nor do words that only
say of which kind a place is: Leeds, LEEDS crown court, Leeds Combined Court Centre are the same.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache

from newsroom.rules.names.folding import fold

MOST_SUGGESTED = 5
LEAST_ALIKE = 0.75
"""How alike a name must be to be suggested, from 0 to 1: Leedz and Leeds are 0.8."""

_POSTCODE = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?)?( ?[0-9](?:[A-Z]{2})?)?")
_AREA_OR_DISTRICT = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?)?")
_WITHIN_WORDS = str.maketrans(dict.fromkeys("'’‘ʼ`´.", ""))
_WORD = re.compile(r"[a-z0-9]+")
_SPELLED = {"st": "saint", "gt": "great", "nr": "near"}
_FILLERS = {"the", "of", "at", "in", "y", "yr", "service", "office"}


class Hint(Enum):
    """Of which kind the typed words say the place is."""

    COURT = "court"
    FORCE = "force"


_HINTS = {
    **dict.fromkeys(("court", "courts", "crown", "magistrates", "combined", "youth"), Hint.COURT),
    **dict.fromkeys(("centre", "llys", "goron", "ynadon"), Hint.COURT),
    **dict.fromkeys(("police", "constabulary", "heddlu", "force"), Hint.FORCE),
}


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[str, ...]:
    folded = fold(text.replace("&", " and ")).lower().translate(_WITHIN_WORDS)
    return tuple(_SPELLED.get(word, word) for word in _WORD.findall(folded))


def key_of(text: str) -> str:
    """What a name is compared by; empty if it names nothing: “the Crown Court”."""
    return " ".join(word for word in _words(text) if word not in _HINTS and word not in _FILLERS)


def keys_of(text: str) -> set[str]:
    """As `key_of`, empty if there is none."""
    return {key_of(text)} - {""}


def hint_of(text: str) -> Hint | None:
    """Of which kind the typed words say the place is, if they do."""
    return next((hint for word in _words(text) if (hint := _HINTS.get(word))), None)


def postcode_keys(text: str) -> list[str]:
    """The district and the area of a postcode or of its beginning, the exacter first: LS29, LS."""
    # fullmatch gives back what it needs: of LS11AB, the last three belong to the second half.
    found = _POSTCODE.fullmatch(" ".join(fold(text).upper().split()))
    if found is None:
        return []
    area, district, _inward = found.groups()
    return [f"{area}{district}", area] if district else [area]


def is_postcode_area(text: str) -> bool:
    """Whether this is the area of a postcode, or its district."""
    return _AREA_OR_DISTRICT.fullmatch(text.strip().upper()) is not None


def suggested(typed: str, names: Iterable[str]) -> list[str]:
    """Names that may be meant: those that hold the typed words, then those spelled like them."""
    key = key_of(typed)
    if not key:
        return []
    by_key: dict[str, str] = {}
    for name in names:
        if known := key_of(name):
            by_key.setdefault(known, name)
    holding = sorted(known for known in by_key if f" {known} ".find(f" {key}") >= 0)
    alike = get_close_matches(key, by_key, MOST_SUGGESTED, LEAST_ALIKE)
    found = dict.fromkeys([*holding, *alike])
    return [by_key[known] for known in found][:MOST_SUGGESTED]

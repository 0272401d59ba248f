"""Letters replaced by signs that resemble them: "D0e", "5mith", "WiIliam", "Srnith". Pure.

The skeleton of a word is the same for all words that look alike. It is coarse: "Neil" and "Nell"
share one. `looks_like` then compares two words sign by sign.
"""

import re
from functools import lru_cache

_SIGNS = {
    "a": "4@",
    "b": "8",
    "e": "3€",
    "g": "69",
    "i": "1|!",
    "l": "1|!",
    "o": "0",
    "s": "5$",
    "t": "7+",
    "z": "2",
}
"""Digits and other signs that resemble a letter."""

_LETTERS_AT_LEAST = 3
"""At least one in so many characters of a word must be a letter."""

_TO_SKELETON = str.maketrans(
    {sign: letter for letter, signs in _SIGNS.items() for sign in signs}
    | dict.fromkeys("i1|!", "l")
)
_KEPT = {chr(code) for code in range(128) if chr(code).isalnum()} | set("@|!$+")
_DELETED = bytes(code for code in range(128) if chr(code) not in _KEPT)
_NO_SIGN = re.compile(r"[^\w€@|!$+]|_")
_NUMBER = re.compile(
    r"\d+(?i:am|pm|st|nd|rd|th|[kmg]|bn|tn|kg|mg|cm|mm|km|ft|in|ml|mph|s|p|x|yrs?|hrs?|mins?)?"
    r"|\d{2,}[A-Za-z]{1,2}|\d[A-Z]{2}"
)
"""A number with its unit, of a section or in a postcode: "5am" is a time and no disguise of Sam."""
_LETTERS_AT_LEAST = 3
"""At least one in so many characters of a word must be a letter."""

_TO_SKELETON = str.maketrans(
    {sign: letter for letter, signs in _SIGNS.items() for sign in signs}
    | dict.fromkeys("i1|!", "l")
)
_KEPT = {chr(code) for code in range(128) if chr(code).isalnum()} | set("@|!$+")
_DELETED = bytes(code for code in range(128) if chr(code) not in _KEPT)
_NO_SIGN = re.compile(r"[^\w€@|!$+]|_")
_MEASURED = re.compile(
    r"\d+(?:am|pm|st|nd|rd|th|[kmg]|bn|tn|kg|mg|cm|mm|km|ft|in|ml|mph|s|p|x|yrs?|hrs?|mins?)?",
    re.IGNORECASE,
)
"""A number with its unit: "5am" is a time and no disguise of Sam."""


def skeleton(text: str) -> str:
    """The text in lower case, with every sign replaced by the letter it resembles."""
    return text.lower().translate(_TO_SKELETON).replace("rn", "m").replace("vv", "w")


def squeezed_skeleton(text: str, *, only_ascii: bool = True) -> str:
    """The skeleton of a text without all that is neither letter nor sign.

    With `only_ascii` other letters are left out too, which is faster.
    """
    if only_ascii:
        plain = text.replace("€", "e").encode("ascii", "ignore")
        return skeleton(plain.translate(None, _DELETED).decode())
    return skeleton(_NO_SIGN.sub("", text))


def has_signs(word: str) -> bool:
    return not word.isalpha()


def looks_like(word: str, letters: str) -> bool:
    """Whether a word, in the case in which it is written, reads as these lower-case letters.

    A capital I resembles a small l, and a small l at the start a capital I. A number with a unit
    resembles nothing.
    """
    count = sum(map(str.isalpha, word))
    if _NUMBER.fullmatch(word) or count < 2 or _LETTERS_AT_LEAST * count < len(word):
        return False
    if (capitals := word.replace("l", "I")).upper() == capitals:
        # In capitals an I is as high as its neighbours: a small l can only stand for an I.
        word = capitals.lower()
    return _pattern(letters).fullmatch(word) is not None


@lru_cache(maxsize=4096)
def _pattern(letters: str) -> re.Pattern[str]:
    pieces = re.findall(r"rn|vv|.", letters, re.DOTALL)
    return re.compile("".join(_piece(piece, not number) for number, piece in enumerate(pieces)))


def _piece(piece: str, is_first: bool) -> str:
    if piece in ("m", "rn"):
        return "(?:[mM]|[rR][nN])"
    if piece in ("w", "vv"):
        return "(?:[wW]|[vV]{2})"
    alike = {piece, piece.upper(), *_SIGNS.get(piece, "")}
    if piece == "l":
        alike.add("I")
    elif piece == "i" and is_first:
        alike.add("l")
    return "(?:" + "|".join(map(re.escape, sorted(alike))) + ")"

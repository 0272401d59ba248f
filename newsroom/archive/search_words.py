"""The words of a text as search knows them: folded and stemmed, with their places. Pure.

The stored text and the words that a reader types pass through the same function, so both databases
compare plain words and answer alike. Letters lose their case, accents and invisible characters. A
hyphen, a slash or a full stop within a word separates its parts, and letters are separated from
digits: COVID-19, s28 and www.cps.gov.uk are several words that stand side by side. A hyphen or an
apostrophe between letters also yields the joined word: e-mail finds email, O’Brien finds OBrien.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import snowballstemmer

from newsroom.rules.names.folding import fold

BREAK = "x0x"
"""Stands between two paragraphs, so that no phrase reaches from one to the next.

No text has this word: letters and digits are separated.
"""
LONGEST = 60
"""So many characters of a word are kept."""


def tag(name: str, key: object) -> str:
    """The word under which the index knows that an item is under a term, or of a case or kind.

    No text has this word either, so it is found only by a query that names the tag: see `Name`.
    """
    return f"x0{name}{key}x".replace("-", "")


_APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛′´`ʼ＇", "'"))
_PIECE = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)"
    r"|(?P<word>[^\W0-9_]+)(?:'s(?![^\W_]))?"
)
_JOINS = frozenset("-'")

_stemmers = threading.local()


class Word(NamedTuple):
    """A folded and stemmed word, and its place in the text as written."""

    text: str
    start: int
    end: int


def stems(text: str, language: str) -> tuple[str, ...]:
    """The words of a text in their order, without the joined ones."""
    folded = _folded(text)
    return tuple(_stem(piece, language) for piece in _PIECE.finditer(folded))


def joined(text: str, language: str) -> tuple[str, ...]:
    """The words that hyphens, apostrophes or initials make of several parts."""
    folded = _folded(text)
    pieces = list(_PIECE.finditer(folded))
    return tuple(word.text for word in _joined(folded, pieces, language))


def index_words(paragraphs: Iterable[str], language: str) -> str:
    """All words of these paragraphs as one text for the index, separated by spaces."""
    found, compounds = [], dict[str, None]()
    for paragraph in paragraphs:
        folded = _folded(paragraph)
        pieces = list(_PIECE.finditer(folded))
        found += [_stem(piece, language) for piece in pieces]
        found.append(BREAK)
        compounds |= {word.text: None for word in _joined(folded, pieces, language)}
    for compound in compounds:
        found += [compound, BREAK]
    return " ".join(found)


def located(text: str, language: str) -> tuple[list[Word], list[Word]]:
    """The words of a text with their places in it, and the joined ones with theirs."""
    folded, places = _with_places(text)
    pieces = list(_PIECE.finditer(folded))
    words = [Word(_stem(piece, language), *piece.span(piece.lastgroup or 0)) for piece in pieces]
    return (
        [_placed(word, places) for word in words],
        [_placed(word, places) for word in _joined(folded, pieces, language)],
    )


def surface_words(text: str) -> Iterator[str]:
    """The folded words of a text, unstemmed, without numbers."""
    return (piece["word"] for piece in _PIECE.finditer(_folded(text)) if piece["word"])


def stem(word: str, language: str) -> str:
    """The stem of a folded word. Welsh has no stemmer, so its words stay as they are."""
    word = word[:LONGEST]
    if not word.isascii():
        # The databases disagree on which other characters are letters.
        return "".join(char if char.isascii() else f"u{ord(char):x}u" for char in word)
    return _english_stem(word) if language.startswith("en") else word


def _folded(text: str) -> str:
    return fold(text.translate(_APOSTROPHES)).lower()


def _stem(piece: re.Match[str], language: str) -> str:
    if number := piece["number"]:
        return number.replace(",", "")[:LONGEST]
    return stem(piece["word"], language)


@lru_cache(maxsize=100_000)
def _english_stem(word: str) -> str:
    # A stemmer keeps the word it works on, so threads cannot share one.
    if not hasattr(_stemmers, "english"):
        _stemmers.english = snowballstemmer.stemmer("english")
    return str(_stemmers.english.stemWord(word))


def _joined(folded: str, pieces: list[re.Match[str]], language: str) -> Iterator[Word]:
    run: list[re.Match[str]] = []
    for piece in [*pieces, None]:
        if piece is not None and piece["word"] and (not run or _is_joined(folded, run[-1], piece)):
            run.append(piece)
            continue
        if len(run) > 1:
            letters = "".join(part["word"] for part in run)
            yield Word(stem(letters, language), run[0].start(), run[-1].end("word"))
        run = [piece] if piece is not None and piece["word"] else []


def _is_joined(folded: str, before: re.Match[str], piece: re.Match[str]) -> bool:
    between = folded[before.end("word") : piece.start()]
    initials = len(before["word"]) == len(piece["word"]) == 1
    return between in _JOINS or (between == "." and initials)


def _with_places(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and the place in the written text of each of its characters."""
    if text.isascii():
        return text.translate(_APOSTROPHES).lower(), None
    chars, places = [], []
    for place, char in enumerate(text):
        for plain in _plain(char):
            chars.append(plain)
            places.append(place)
    places.append(len(text))
    return "".join(chars), places


@cache
def _plain(char: str) -> str:
    return _folded(char)


def _placed(word: Word, places: list[int] | None) -> Word:
    if places is None:
        return word
    # Up to the end of the last character, with invisible ones that follow within the word.
    return Word(word.text, places[word.start], places[word.end - 1] + 1)

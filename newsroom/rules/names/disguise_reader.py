"""Reads disguised names: letters apart, signs that resemble, handles, other spellings. Pure.

It rewrites a text, so that what may be a disguised part of a name stands there as the name was
entered. The patterns of the name are then applied to the rewritten text as to any other. It is used
on pages that the order of the name covers; elsewhere so wide a reading would find other people.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter

from newsroom.rules.names.common_words import FIRST_NAMES, WORDS
from newsroom.rules.names.handles import HandleReader
from newsroom.rules.names.patterns import letters
from newsroom.rules.names.resembling_signs import has_signs, looks_like, skeleton, squeezed_skeleton
from newsroom.rules.names.spellings_of_name import Spelling, Strength, spellings_of
from newsroom.rules.names.torn_words import strength_of_pieces

_TOKEN = re.compile(r"(?:[^\W_]|(?<![^\W_])[$€](?=[^\W_])|(?<=[^\W_])(?:[$€!+@](?=[^\W_])|\|))+")
"""A word, with the signs within it that may stand for letters."""
_BETWEEN = re.compile(r"[\W_]{1,4}")
"""What may stand between the pieces of a word."""
_WELSH = re.compile(
    r"\b(?:[Yy]n|[Yy]r?|[Mm]ae|wedi|ei|eu|gan|[Cc]afodd|[Cc]afwyd|[Rr]?oedd|bod|fod|dros|drwy|gyda"
    r"|heb|nad|hwn|sydd|dyn|wrth|euog|llys|ar)\b"
)
_WELSH_WORDS = 2
"""How many different Welsh words make a text Welsh."""
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WORDS = WORDS | frozenset(_MONTHS)
_COMMON = _WORDS | FIRST_NAMES
_SHORTEST = 3


@dataclass(frozen=True)
class Rewritten:
    """A text with disguised names in plain letters; None where nothing was rewritten."""

    sure: str | None = None
    """Only what is one reading away from the name."""
    doubtful: str | None = None
    """Also what may be another name or word."""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    plain: str
    strength: Strength


class DisguiseReader:
    """Finds one protected name, with its aliases, in disguise. Compiled once for each name."""

    def __init__(self, words: str) -> None:
        self.spellings: dict[str, list[Spelling]] = {}
        self._beginnings: set[str] = set()
        for spelling in spellings_of(words):
            self.spellings.setdefault(skeleton(spelling.letters), []).append(spelling)
            for length in range(1, len(spelling.letters) + 1):
                self._beginnings.add(skeleton(spelling.letters[:length]))
        self._handles = HandleReader(words)
        self._only_ascii = all(key.isascii() for key in self.spellings)

    def read(self, read: "TextToRead") -> Rewritten:
        """The folded text, rewritten. It takes time linear in the length of the text."""
        if not self.may_be_in(read):
            return Rewritten()
        text = read.text
        spans = [*self._handles.spans(text)]
        taken = [(start, end) for start, end, *_others in spans]
        found = [_Span(*span) for span in spans]
        found += [
            span
            for span in _Words(self, read).spans()
            if not any(start < span.end and span.start < end for start, end in taken)
        ]
        found.sort(key=lambda span: span.start)
        sure = [span for span in found if span.strength == Strength.SURE]
        return Rewritten(
            _spliced(text, sure) if sure else None,
            _spliced(text, found) if len(found) > len(sure) else None,
        )

    def may_begin(self, key: str) -> bool:
        return key in self._beginnings

    def may_be_in(self, read: "TextToRead") -> bool:
        """A fast prefilter: False when the text has the letters of no spelling."""
        squeezed = read.squeezed if self._only_ascii else read.squeezed_with_other_letters
        return any(key in squeezed for key in self.spellings)


class TextToRead:
    """A folded text, with what the readers of all names need of it, computed once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def squeezed(self) -> str:
        return squeezed_skeleton(self.text)

    @cached_property
    def squeezed_with_other_letters(self) -> str:
        return squeezed_skeleton(self.text, only_ascii=False)

    @cached_property
    def tokens(self) -> list[tuple[int, int]]:
        """Start and end of each word."""
        return [match.span() for match in _TOKEN.finditer(self.text)]

    @cached_property
    def is_welsh(self) -> bool:
        found = {match[0].lower() for match in _WELSH.finditer(self.text)}
        return len(found) >= _WELSH_WORDS


@lru_cache(maxsize=1024)
def disguise_reader(words: str) -> DisguiseReader:
    """The reader of a protected name as it was entered."""
    return DisguiseReader(words)


class _Words:
    """The words of one text, and those of them that read as a part of the name."""

    def __init__(self, reader: DisguiseReader, read: TextToRead) -> None:
        self._reader, self._read = reader, read
        self._text, self._tokens = read.text, read.tokens

    def spans(self) -> Iterator[_Span]:
        number = 0
        while number < len(self._tokens):
            longest = max(self._from(number), key=itemgetter(0), default=None)
            if longest:
                yield longest[1]
            number = longest[0] + 1 if longest else number + 1

    def _from(self, first: int) -> Iterator[tuple[int, _Span]]:
        """Parts of the name that begin with this word, each with the number of its last word."""
        pieces: list[str] = []
        for number in range(first, len(self._tokens)):
            start, end = self._tokens[number]
            if pieces and not _BETWEEN.fullmatch(self._text, self._tokens[number - 1][1], start):
                return
            pieces.append(self._text[start:end])
            key = skeleton("".join(pieces))
            span = self._span(first, pieces, self._reader.spellings.get(key, ()))
            if not span and len(pieces) == 1 and pieces[0][-1].isdigit():
                stripped = pieces[0].rstrip("0123456789")
                known = self._reader.spellings.get(skeleton(stripped), ())
                span = self._span(first, [stripped], known)
            if span:
                yield number, span
            if not self._reader.may_begin(key):
                return

    def _span(self, first: int, pieces: list[str], known: Sequence[Spelling]) -> _Span | None:
        start = self._tokens[first][0]
        end = self._tokens[first + len(pieces) - 1][1]
        best: _Span | None = None
        for spelling in known:
            strength = min(self._of_pieces(first, pieces), self._of_word(pieces, spelling))
            if strength > (best.strength if best else Strength.NONE):
                best = _Span(start, end, spelling.plain, strength)
        return best

    def _of_pieces(self, first: int, pieces: list[str]) -> Strength:
        if len(pieces) == 1:
            return Strength.SURE
        bounds = self._tokens[first : first + len(pieces)]
        gaps = [self._text[left[1] : right[0]] for left, right in pairwise(bounds)]
        before = self._text[self._tokens[first - 1][0]] if first else ""
        return strength_of_pieces(pieces, gaps, follows_capital=before.isupper())

    def _of_word(self, pieces: list[str], spelling: Spelling) -> Strength:
        """How surely a word is this spelling of a part of the name, and not a word of its own."""
        word = "".join(pieces)
        common = word.lower() in _COMMON
        if word.lower() != spelling.letters:
            if not looks_like(word, spelling.letters):
                return Strength.NONE
            if not has_signs(word) and (common or len(word) <= _SHORTEST):
                return Strength.NONE
            begins = word[0].isupper() or (word[0] == "l" and spelling.letters[0] == "i")
            sure = has_signs(word) or begins
            return min(self._of_spelling(spelling), Strength.SURE if sure else Strength.DOUBTFUL)
        if spelling.is_own:
            # The patterns find these: the name itself, as "O’Neill" in two pieces.
            is_plain = len(pieces) == 1 or word_pieces(spelling.plain) == [
                piece.lower() for piece in pieces
            ]
            return Strength.NONE if is_plain else Strength.SURE
        strength = self._of_spelling(spelling)
        if strength < Strength.SURE and (not word[0].isupper() or word.lower() in _WORDS):
            return Strength.NONE
        return strength if word[0].isupper() or not common else Strength.NONE

    def _of_spelling(self, spelling: Spelling) -> Strength:
        if spelling.strength == Strength.IN_WELSH:
            return Strength.SURE if self._read.is_welsh else Strength.DOUBTFUL
        return spelling.strength


def word_pieces(name: str) -> list[str]:
    return [letters(piece) for piece in re.split(r"[\W_]+", name) if letters(piece)]


def _spliced(text: str, spans: Sequence[_Span]) -> str:
    pieces, end = [], 0
    for span in spans:
        pieces += [text[end : span.start], span.plain]
        end = span.end
    return "".join((*pieces, text[end:]))

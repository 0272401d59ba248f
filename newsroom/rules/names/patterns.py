"""Splits a protected name into its parts and builds regular expressions for its forms. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from newsroom.rules.names.common_words import FIRST_NAMES, WORDS
from newsroom.rules.names.folding import spellings

LETTER = r"[^\W\d_]"
_GAP = r"[\W\d_]"
_STARTS = rf"(?:(?<!{LETTER})|(?<=[a-z])(?<!Mc)(?<!Mac)(?=[A-Z]))"
"""The start of a name: not within a word, except at a capital as in "PhotoJaneDoe.jpg"."""
_ENDS = rf"(?:(?!{LETTER})|(?<=[a-z])(?=[A-Z]))"

_PARTICLES = (
    "van|von|der|den|del|de|da|di|du|la|le|al|el|bin|bint|ibn|ben|ap|ab|ferch|verch|merch|mab"
    "|ter|ten|st"
)
TITLES = "mr|mrs|ms|miss|mx|master|dr|prof|professor|sir|dame|lord|lady|pc|dc|judge|baby|child"
_SUFFIXES = frozenset(("jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv"))
_ALSO = re.compile(
    r"\b(?:also known as|known as|alias|formerly|nee|born|a\.?k\.?a\.?|A\.?K\.?A\.?)(?!\w)(?=\W*\w)"
    r"|[;/|\n]"
)
"""Separates the names of one person. Case-sensitive, because Born is a surname too."""
_MAC = re.compile(r"^ma?c(?=[a-z]{3})")

_NAME_BETWEEN = rf"(?:[^\W\d_a-z]{LETTER}{{0,29}}|{LETTER}|{_PARTICLES}){_GAP}{{1,8}}"
_WORD_BETWEEN = rf"{LETTER}{{1,30}}{_GAP}{{1,8}}"
_NEAR = rf"(?:{_GAP}{{1,12}}(?:{_NAME_BETWEEN}){{0,4}}|)"
"""Between first name and surname: other names, initials, or nothing as in "janedoe"."""
_FAR = rf"(?:{_GAP}{{1,12}}(?:{_WORD_BETWEEN}){{0,2}}|)"
"""As `_NEAR`, and up to two other words, as in "jane and john doe"."""

_NO_LETTERS = re.compile(r"[\W\d_]+")
_BY_CHANCE = 7
"""The least length of a first name and surname run together, so that few words match."""


@dataclass(frozen=True)
class NamePattern:
    """The parts of a name in one spelling, and regular expressions for its forms."""

    given: tuple[str, ...]
    surname: str

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.given, self.surname)

    @cached_property
    def surname_halves(self) -> list[str]:
        """The halves of a double-barrelled surname, without short ones and particles."""
        halves = self.surname.split("-") if "-" in self.surname else []
        return [half for half in halves if len(half) > 2 and half.lower() not in _PARTICLES]

    @cached_property
    def given_halves(self) -> list[str]:
        """The first names, and the halves of a double one such as Mary-Jane."""
        halves = (half for name in self.given if "-" in name for half in name.split("-"))
        return [*self.given, *(half for half in halves if len(half) > 2)]

    @cached_property
    def is_label(self) -> bool:
        """Whether it is a label that a court uses for a person: "Child A", "Witness 12"."""
        return len(letters(self.surname)) < 2

    @cached_property
    def is_word(self) -> bool:
        """Whether the surname is also an ordinary word or a first name."""
        return self.surname.lower() in WORDS | FIRST_NAMES

    @cached_property
    def keys(self) -> set[str]:
        """A text with the surname contains one of these, compared by letters alone."""
        return {_MAC.sub("", letters(name)) for name in (self.surname, *self.surname_halves)}

    @cached_property
    def given_keys(self) -> set[str]:
        """A text with a first name contains one of these, compared by letters alone."""
        return {_MAC.sub("", letters(name)) for name in self.given_halves if len(name) > 2}

    def may_be_in(self, squeezed: str) -> bool:
        """A fast prefilter on the letters of a text: False when it has no part of the name."""
        return any(key in squeezed for key in self.keys | self.given_keys)

    @cached_property
    def run_together(self) -> set[str]:
        """First name and surname without a space, as in file names: "janedoe", "doejane"."""
        last = letters(self.surname)
        both = {letters(one) for one in self.given}
        pairs = {first + last for first in both} | {last + first for first in both}
        return {pair for pair in pairs if len(pair) >= _BY_CHANCE}

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """First name and surname, in either order, or an initial and the surname."""
        last = _any(self.surname, *self.surname_halves)
        if not self.given:
            return _compiled(last)
        if self.is_label:
            return _compiled(rf"{_GAP}{{0,4}}".join(map(_word, self.names)))
        first, initial = _any(*self.given_halves), _initial(self.given_halves)
        title = rf"(?:(?i:{TITLES}){_GAP}{{1,4}})?"
        near = rf"{first}{_NEAR if self.is_word else f'(?:{_NEAR}|{_FAR})'}{last}"
        if self.is_word and all(name.lower() in WORDS for name in self.given):
            # Otherwise "Will Young" would match "will be young". Both need a capital.
            near = rf"(?=[^a-z]){first}{_NEAR}(?=[^a-z]){last}"
        return _compiled(
            near,
            rf"{initial}{_GAP}{{1,4}}(?:{_NAME_BETWEEN}){{0,3}}{last}",
            rf"{last}{_GAP}{{0,12}}{title}{first}",
            rf"{last}\s{{0,2}},{_GAP}{{0,3}}{initial}(?!{LETTER})",
            rf"{last}{_GAP}{{1,3}}(?i:{'|'.join(_firsts(self.given_halves))})\.",
        )

    @cached_property
    def initial_alone(self) -> re.Pattern[str]:
        """An initial of a first name by itself.

        A text that holds neither an initial nor a first name holds no whole name.
        """
        return re.compile(rf"{_STARTS}(?i:{'|'.join(_firsts(self.given_halves))})(?!{LETTER})")

    @cached_property
    def in_address(self) -> re.Pattern[str]:
        """The name in a slug, without capitals and apostrophes: "jane-mary-does-trial"."""
        if not self.given:
            return self.whole
        if self.is_label:
            return _compiled(rf"{_GAP}{{1,4}}".join(f"(?i:{re.escape(one)})" for one in self.names))
        first, last = _any(*self.given_halves), _any(self.surname, *self.surname_halves)
        return _compiled(rf"{first}{_NEAR if self.is_word else _FAR}{last}(?i:s?)")

    @cached_property
    def alone(self) -> re.Pattern[str]:
        """The surname by itself, or in the plural for a family: "the Does"."""
        family = re.escape(self.surname[0].upper() + self.surname[1:])
        return _compiled(_word(self.surname), rf"(?<=[Tt]he ){family}e?s")

    @cached_property
    def parts(self) -> re.Pattern[str] | None:
        """A first name, or half of a surname, by itself; None without either."""
        names = [name for name in (*self.given_halves, *self.surname_halves) if len(name) > 2]
        return _compiled(_any(*names)) if names else None

    @cached_property
    def as_account(self) -> re.Pattern[str] | None:
        """Initial and surname without a space, as in "jdoe.jpg". Not for prose."""
        if not self.given or len(self.surname) < 3:
            return None
        firsts = "|".join(_firsts(self.given))
        return _compiled(rf"(?i:{firsts}){_word(self.surname)}", rf"{_word(self.surname)}(?i:s)")


def letters(name: str) -> str:
    """The letters of a text in lower case, without all else."""
    return _NO_LETTERS.sub("", name).lower()


def _word(name: str) -> str:
    """A pattern for one word of a name, with any separator between its parts: O'Neill, O Neill."""
    if len(name) == 1:
        return re.escape(name.upper())
    chunks = re.findall(r"[^\W_]+", name.lower())
    written = [_MAC.sub(lambda _: rf"ma?c{_GAP}{{0,2}}", re.escape(chunk)) for chunk in chunks]
    return f"(?i:{rf'{_GAP}{{0,4}}'.join(written)})"


def _any(*names: str) -> str:
    return f"(?:{'|'.join(map(_word, names))})"


def _firsts(given: Sequence[str]) -> list[str]:
    return sorted({re.escape(name[0].lower()) for name in given})


def _initial(given: Sequence[str]) -> str:
    """A pattern for an initial. The words "a", "i" and "o" need a capital or a full stop."""
    kinds = (rf"{i.upper()}|{i}(?=\.)" if i in "aio" else f"(?i:{i})" for i in _firsts(given))
    return f"(?:{'|'.join(kinds)})"


def _compiled(*ways: str) -> re.Pattern[str]:
    return re.compile(f"{_STARTS}(?:{'|'.join(ways)}){_ENDS}")


@lru_cache(maxsize=2048)
def name_patterns(words: str) -> tuple[NamePattern, ...]:
    """The patterns of a protected name: one for each alias in each spelling."""
    found: dict[NamePattern, None] = {}
    for spelling in sorted(spellings(words)):
        first: NamePattern | None = None
        for alias in _ALSO.split(spelling.replace("(", " ").replace(")", " ")):
            person = _parse(alias)
            if first and person and not person.given:
                # A birth name or nickname: combine it with the other part of the first alias.
                found[NamePattern(first.given, person.surname)] = None
                found[NamePattern((person.surname,), first.surname)] = None
            elif person:
                first = first or person
                found[person] = None
    return tuple(found)


def _parse(alias: str) -> NamePattern | None:
    """Split one alias into first names and surname, without titles, suffixes and particles."""
    last_first = [side for side in alias.split(",") if letters(side) not in (*_SUFFIXES, "")]
    if len(last_first) == 2:
        alias = f"{last_first[1]} {last_first[0]}"
    names = [name.strip("-'’.,\"“”") for name in alias.split()]
    names = [name for name in names if re.search(r"[^\W_]", name)]
    while len(names) > 2 and names[-1].lower() in _SUFFIXES:
        names.pop()
    while len(names) > 2 and re.fullmatch(TITLES, names[0], re.IGNORECASE):
        names.pop(0)
    if len(names) > 1 and re.fullmatch(TITLES, names[0], re.IGNORECASE) and len(names[-1]) > 1:
        names.pop(0)
    if not names:
        return None
    between = re.compile(_PARTICLES, re.IGNORECASE)
    first_names = tuple(
        name for number, name in enumerate(names[:-1]) if not (number and between.fullmatch(name))
    )
    return NamePattern(first_names, names[-1])

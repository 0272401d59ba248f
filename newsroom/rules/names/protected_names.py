"""Rules on protected names: finds them in all passages of a page, in every spelling. Pure.

A name is searched for in every reading of a text (see rules/names/folding.py). On pages that its
order covers it is searched for in disguise too (see rules/names/disguise_reader.py). No message
repeats any part of a name.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from newsroom.rules.facts import Name, PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit, at
from newsroom.rules.names.common_words import FIRST_NAMES, WORDS
from newsroom.rules.names.disguise_reader import TextToRead, disguise_reader
from newsroom.rules.names.folding import readings
from newsroom.rules.names.patterns import TITLES, NamePattern, letters, name_patterns

_TITLED = re.compile(rf"(?<![^\W\d_])(?:{TITLES})\.?\s{{0,3}}$", re.IGNORECASE)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?:\n])[\W_]*$")
_SURNAME_FOLLOWS = re.compile(r"\s{1,3}[A-Z][a-z]")
_BEFORE = 24
"""How many characters before a name are searched for a title or the end of a sentence."""


class NameExtent(IntEnum):
    """How much of a name a text contains."""

    NOTHING = 0
    PART = 1
    """A first name, half of a surname, or a surname that may be an ordinary word."""
    SURNAME = 2
    WHOLE = 3


def protected_name(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A protected name in a page that its order covers."""
    yield from _hits(
        facts,
        NameExtent.WHOLE,
        "A protected name stands here ({place}). Take it out: no answer can settle this.",
    )


def protected_name_elsewhere(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A protected name in a page that its order does not cover. It may be of another person."""
    yield from _hits(
        facts,
        NameExtent.WHOLE,
        "A name that is protected in other proceedings stands here ({place}). Take it out, or "
        "give the reason why this is not the same person.",
        in_scope=False,
    )


def protected_surname(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """The surname by itself, which identifies the person unless it is of somebody else."""
    yield from _hits(
        facts,
        NameExtent.SURNAME,
        "The surname of somebody protected stands here ({place}). Take it out, or give the reason "
        "why it identifies nobody who is protected.",
    )


def protected_name_part(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A first name, half of a surname, or a surname that may be an ordinary word."""
    yield from _hits(
        facts,
        NameExtent.PART,
        "Part of a protected name may stand here ({place}). Read it again, and take it out if it "
        "means somebody who is protected.",
    )


def repeats_name(text: str, names: tuple[Name, ...]) -> bool:
    """Whether a text, such as a message, repeats a protected name.

    For names in scope, the surname is enough.
    """
    shown = readings(text)
    squeezed = _squeezed(shown)
    for name in names:
        least = NameExtent.SURNAME if name.in_scope else NameExtent.WHOLE
        sure = _undisguised(name, _to_read(shown))[0] if name.in_scope else set()
        for pattern in name_patterns(name.words):
            # A surname that is also a word, such as Court, occurs in many harmless messages.
            enough = NameExtent.WHOLE if pattern.is_word and pattern.given else least
            if _extent(pattern, shown, squeezed, True, name.in_scope) >= enough or (
                sure and _extent(pattern, sure, _squeezed(sure), True, True) >= enough
            ):
                return True
    return False


def _hits(
    facts: PageFacts, extent: NameExtent, message: str, in_scope: bool = True
) -> Iterator[RuleHit]:
    hits = (
        at(passage, message.format(place=passage.place), name.source)
        for passage, name, found in _sightings(_read(facts), facts.names)
        if found == extent and name.in_scope == in_scope
    )
    # Hits of two names at one place are equal, since messages name neither, and become one.
    yield from dict.fromkeys(hits)


def _read(facts: PageFacts) -> tuple[Passage, ...]:
    return (*facts.passages, *facts.file_passages, *facts.document_passages)


@lru_cache(maxsize=4)
def _sightings(
    passages: tuple[Passage, ...], names: tuple[Name, ...]
) -> tuple[tuple[Passage, Name, NameExtent], ...]:
    """Where which name occurs, and how much of it. Cached, because four rules need the result."""
    if not names:
        return ()
    found = []
    shown_in = [(passage, readings(passage.text)) for passage in passages]
    looked_at = [(passage, shown, _squeezed(shown)) for passage, shown in shown_in]
    everything = "|".join(squeezed for _passage, _shown, squeezed in looked_at)
    wide = any(name.in_scope for name in names)
    disguised = [_to_read(shown) if wide else [] for _passage, shown in shown_in]
    page = TextToRead("|".join(read.text for reads in disguised for read in reads))
    for name in names:
        meant = [one for one in name_patterns(name.words) if one.may_be_in(everything)]
        is_wide = name.in_scope and disguise_reader(name.words).may_be_in(page)
        passages_of_name = zip(looked_at, disguised, strict=True) if meant or is_wide else ()
        for (passage, shown, squeezed), reads in passages_of_name:
            extent = max(
                (_extent(one, shown, squeezed, passage.prose, name.in_scope) for one in meant),
                default=NameExtent.NOTHING,
            )
            if is_wide and extent < NameExtent.WHOLE:
                extent = max(extent, _in_disguise(name, reads, passage.prose))
            if extent:
                found.append((passage, name, extent))
    return tuple(found)


def _in_disguise(name: Name, reads: list[TextToRead], prose: bool) -> NameExtent:
    """The greatest extent of a disguised name; at most PART where it may be another name."""
    sure, doubtful = _undisguised(name, reads)
    best = NameExtent.NOTHING
    for rewritten, most in ((sure, NameExtent.WHOLE), (doubtful, NameExtent.PART)):
        squeezed = _squeezed(rewritten)
        for pattern in name_patterns(name.words) if rewritten else ():
            best = max(best, min(most, _extent(pattern, rewritten, squeezed, prose, True)))
    return best


def _to_read(shown: set[str]) -> list[TextToRead]:
    return [TextToRead(reading) for reading in sorted(shown)]


def _undisguised(name: Name, reads: list[TextToRead]) -> tuple[set[str], set[str]]:
    """These readings with disguised names in plain letters: sure ones, then doubtful ones too."""
    rewritten = [disguise_reader(name.words).read(reading) for reading in reads]
    return (
        {one.sure for one in rewritten if one.sure is not None},
        {one.doubtful for one in rewritten if one.doubtful is not None},
    )


def _squeezed(shown: set[str]) -> str:
    """The letters alone of all readings, for the prefilter `NamePattern.may_be_in`."""
    return "|".join(letters(reading) for reading in sorted(shown))


def _extent(
    pattern: NamePattern, shown: set[str], squeezed: str, prose: bool, in_scope: bool
) -> NameExtent:
    """The greatest extent of the name in these readings of one text."""
    if any(key in squeezed for key in pattern.keys):
        if pattern.given and _whole(pattern, shown, prose):
            return NameExtent.WHOLE
        alone = NameExtent.NOTHING
        if not pattern.is_label:
            alone = max(_alone(pattern, reading, prose) for reading in shown)
        if alone == NameExtent.SURNAME and not pattern.given:
            # The name is a surname alone.
            return NameExtent.WHOLE
        if alone:
            return alone
    # On pages out of scope, a part of a name is not evidence, and there are many names.
    keys = (pattern.given_keys | pattern.keys) if in_scope else ()
    if any(key in squeezed for key in keys):
        return max(_part(pattern, reading, prose) for reading in shown)
    return NameExtent.NOTHING


def _whole(pattern: NamePattern, shown: set[str], prose: bool) -> bool:
    if not prose and (
        any(written in reading.lower() for written in pattern.run_together for reading in shown)
        or any(pattern.in_address.search(reading) for reading in shown)
    ):
        return True
    return any(pattern.whole.search(reading) for reading in shown)


def _alone(pattern: NamePattern, text: str, prose: bool) -> NameExtent:
    """The extent of the surname by itself: SURNAME, PART if it may be a word, or NOTHING."""
    best = NameExtent.NOTHING
    for match in pattern.alone.finditer(text):
        if not pattern.is_word:
            return NameExtent.SURNAME
        if not prose:
            best = NameExtent.PART
        elif match[0][0].isupper():
            if not _may_be_other(match, text) or _TITLED.search(_before(match, text)):
                return NameExtent.SURNAME
            best = NameExtent.PART
    return best


def _part(pattern: NamePattern, text: str, prose: bool) -> NameExtent:
    """PART if the text has a first name, half of a surname or an account name; else NOTHING."""
    if not prose and pattern.as_account and pattern.as_account.search(text):
        return NameExtent.PART
    for match in pattern.parts.finditer(text) if pattern.parts else ():
        word = match[0].lower()
        if word not in WORDS and (word not in FIRST_NAMES or not prose):
            return NameExtent.PART
        if prose and match[0][0].isupper() and not _may_be_other(match, text):
            return NameExtent.PART
    return NameExtent.NOTHING


def _may_be_other(match: re.Match[str], text: str) -> bool:
    """Whether a capitalised match may be the first word of a sentence, or another person's name."""
    word = match[0].lower()
    begins = word in WORDS and _SENTENCE_BEGINS.search(_before(match, text))
    return bool(begins or (word in FIRST_NAMES and _SURNAME_FOLLOWS.match(text, match.end())))


def _before(match: re.Match[str], text: str) -> str:
    return text[max(0, match.start() - _BEFORE) : match.start()]

"""What a reader typed, as a query of folded words: terms, phrases, exclusions. Pure.

All terms must be found, each in one of its alternatives. An alternative is another form of the same
thing: a synonym, a joined word, or a name that stands on an item as a tag and not in its text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newsroom.archive.search_words import joined, stems

type Phrase = tuple[str, ...]
"""Words that stand side by side."""
type Alternative = tuple[Phrase, ...]
"""Phrases all of which must be found."""

MOST_NAMES = 50
"""So many tags are looked for in the place of one term."""

_MARKS = str.maketrans({**dict.fromkeys("“”„‟«»＂", '"'), **dict.fromkeys("()[]{}", " ")})
_SINGLE_MARKS = re.compile(r"(?<!\S)['‘‛]([^\"'‘’]*\s[^\"'‘’]*)['’](?!\S)")
_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"[/;|+&_]|,(?![0-9])|(?<![0-9]),")
"""Signs that join words with no space; a comma within a number does not."""
_TERM = re.compile(r'(?<!\S)(-?)(?:"([^"]*)"?|(\S+))')

_ENGLISH = {
    *("a", "about", "an", "and", "are", "as", "at", "be", "by", "did", "do", "does"),
    *("for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "in", "is"),
    *("it", "me", "my", "of", "on", "or", "our", "she", "that", "the", "their", "them"),
    *("they", "this", "to", "us", "was", "we", "were", "what", "when", "where"),
    *("which", "who", "whom", "whose", "why", "will", "with", "you", "your"),
}
_WELSH = {
    *("a", "ac", "ag", "am", "ar", "at", "beth", "ble", "dan", "dros", "er", "gan"),
    *("gyda", "i", "neu", "o", "pwy", "sut", "y", "yn", "yr"),
}
_STOP_WORDS = {"en": _ENGLISH, "cy": _WELSH}
"""Words that are not looked for outside of a phrase, if there are others."""


@dataclass(frozen=True)
class Term:
    """One thing to find or to exclude; `typed` is how the reader wrote it."""

    typed: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class Name:
    """A name of tags: the word by which the index knows the tag, and the names it goes by."""

    tag: str
    parts: tuple[Phrase, ...] = ()
    """Names of which a part is enough."""
    wholes: tuple[Phrase, ...] = ()
    """Names that must be typed in full."""

    def is_meant_by(self, alternative: Alternative) -> bool:
        """Whether the words of an alternative stand in the name."""
        return any(
            all(contains(name, phrase) for phrase in alternative) for name in self.parts
        ) or any(alternative == (name,) for name in self.wholes)


@dataclass(frozen=True)
class Synonym:
    """Forms that mean the same; each of them also finds `finds`, but not the other way round."""

    forms: tuple[Phrase, ...]
    finds: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class SearchQuery:
    """All `terms` must be found, and none of those `excluded`."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    as_typed: Phrase = ()
    """All words to find in the order in which they were typed."""
    tags_as_typed: tuple[str, ...] = ()
    """The tags in whose names they stand in this order."""

    def __bool__(self) -> bool:
        return bool(self.terms)

    def with_names(self, names: Iterable[Name]) -> "SearchQuery":
        """The query whose terms also find the tags that they name."""
        known = list(names)
        return replace(
            self,
            terms=tuple(_with_names(term, known) for term in self.terms),
            tags_as_typed=tuple(one.tag for one in known if one.is_meant_by((self.as_typed,))),
        )

    @property
    def written(self) -> "SearchQuery":
        """The query for the words as they were typed, side by side."""
        tags = (((tag,),) for tag in self.tags_as_typed[:MOST_NAMES])
        return replace(self, terms=(Term("", ((self.as_typed,), *tags)),))

    def without(self, term: Term) -> "SearchQuery":
        """The query without one of its terms."""
        return replace(self, terms=tuple(one for one in self.terms if one != term), as_typed=())

    def only(self, term: Term) -> "SearchQuery":
        """The query of one term, without exclusions."""
        return SearchQuery((term,))


NOTHING = SearchQuery()
"""The query of a search that has nothing to find."""


def parse(typed: str, language: str, synonyms: Sequence[Synonym] = ()) -> SearchQuery:
    """The query that a reader typed: words, "phrases" and -excluded words.

    Empty if there is nothing to find. Phrases may have straight or curly marks.
    """
    marked = _SINGLE_MARKS.sub(r'"\1"', _SCHEME.sub("", typed).translate(_MARKS))
    found: list[Term] = []
    excluded: list[Term] = []
    run: list[Term] = []
    sequence: list[str] = []
    for minus, quoted, written in _TERM.findall(marked):
        for word in _split(quoted or written, is_phrase=bool(quoted)):
            if not (alternatives := _alternatives(word, language)):
                continue
            term = Term(f'"{word}"' if quoted else word, alternatives)
            if minus:
                excluded.append(term)
                continue
            sequence += alternatives[0][0]
            if not quoted:
                run.append(term)
                continue
            found += _merged(run, synonyms, language)
            run = []
            found.append(term)
    found += _merged(run, synonyms, language)
    kept = _without_stop_words(found, language)
    if not kept:
        return NOTHING
    return SearchQuery(tuple(dict.fromkeys(kept)), tuple(excluded), tuple(sequence))


def contains(words: Phrase, phrase: Phrase) -> bool:
    """Whether a phrase stands in a sequence of words."""
    last = len(words) - len(phrase)
    return any(words[at : at + len(phrase)] == phrase for at in range(last + 1))


def _split(written: str, *, is_phrase: bool) -> list[str]:
    """Words that only a sign joins are looked for each by itself; a web address stays whole."""
    return [written] if is_phrase or "." in written else BETWEEN_WORDS.split(written)


def _alternatives(word: str, language: str) -> tuple[Alternative, ...]:
    phrase = stems(word, language)
    if not phrase:
        return ()
    compounds = () if " " in word.strip() else joined(word, language)
    return ((phrase,), *(((compound,),) for compound in compounds))


def _merged(run: list[Term], synonyms: Sequence[Synonym], language: str) -> Iterator[Term]:
    """The plain words of a query, where the words of a known form are one term."""
    while run:
        length, others = _longest(run, synonyms)
        terms, run = run[:length], run[length:]
        if not others:
            yield from terms
            continue
        words = _without_stop_words(terms, language)
        own = tuple(term.alternatives[0][0] for term in words)
        compounds = terms[0].alternatives[1:] if length == 1 else ()
        alternatives = (own, *compounds, *((phrase,) for phrase in others))
        yield Term(" ".join(term.typed for term in terms), tuple(dict.fromkeys(alternatives)))


def _longest(run: Sequence[Term], synonyms: Sequence[Synonym]) -> tuple[int, tuple[Phrase, ...]]:
    """How many terms the longest known form takes up here, and what else it finds."""
    firsts = [term.alternatives[0][0] for term in run]
    for length in range(len(run), 0, -1):
        written = tuple(word for phrase in firsts[:length] for word in phrase)
        known = {written, *(() if length > 1 else (a[0] for a in run[0].alternatives))}
        others = [
            phrase
            for synonym in synonyms
            if known & set(synonym.forms)
            for phrase in (*synonym.forms, *synonym.finds)
            if phrase not in known
        ]
        if others:
            return length, tuple(dict.fromkeys(others))
    return 1, ()


def _without_stop_words(terms: Sequence[Term], language: str) -> list[Term]:
    stop = _STOP_WORDS.get(language[:2], set())
    kept = [term for term in terms if term.typed.lower() not in stop]
    return kept or list(terms)


def _with_names(term: Term, names: Sequence[Name]) -> Term:
    meant = [
        name.tag for name in names if any(name.is_meant_by(each) for each in term.alternatives)
    ]
    tags = tuple(((tag,),) for tag in meant[:MOST_NAMES])
    return replace(term, alternatives=(*term.alternatives, *tags))

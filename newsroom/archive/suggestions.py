"""What to try when words find nothing: a likely spelling, and the search with a word less.

Suggested words are read from items that are public now, and each suggestion is counted like any
search: nothing here can tell of what is not public. No list of words is stored.
"""

import difflib
import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from newsroom.archive.index import ArchiveText
from newsroom.archive.search import matching
from newsroom.archive.search_query import SearchQuery, Term
from newsroom.archive.search_words import stem, surface_words
from newsroom.archive.selection import Selection
from newsroom.rows import rows, slots

MOST_TERMS = 4
"""So many terms of a search are looked at."""
MOST_SHOWN = 3
SHORTEST = 4
"""Shorter words are not corrected: too many others resemble them."""
LONGEST = 25
"""Nor are longer ones: each letter more is fifty words more to look for."""
MOST_COUNTED = 1_000
"""More items than this are not counted for a suggestion."""
COMMON = 5_000
"""Words that so many texts have are looked for among the newest items, as `page_ids` does."""
MOST_READ = 50
"""So many items are read for words that resemble one."""
BEGINNING = 4
"""A word that is misspelt twice is looked for among those that begin with the same letters."""
RESEMBLANCE = 0.8
"""The least ratio of `difflib` at which such a word is suggested."""


@dataclass(frozen=True)
class Suggestion:
    """Another search: its words, and how many items it finds; `dropped` is what it leaves out."""

    words: str
    total: int
    dropped: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """The number for readers."""
        return f"{min(self.total, MOST_COUNTED):,}{'+' if self.total > MOST_COUNTED else ''}"


@dataclass(frozen=True)
class Suggestions:
    """What to try instead of a search that finds nothing."""

    spelling: Suggestion | None = None
    shorter: tuple[Suggestion, ...] = ()


def suggestions(
    selection: Selection,
    query: SearchQuery,
    url_of: Callable[[str], str],
    query_of: Callable[[str], SearchQuery],
) -> Suggestions:
    """What to try instead.

    - `query`: that of the selection without the names of tags.
    - `url_of`: gives the address of other words.
    - `query_of`: gives the query that this address asks.
    """
    terms = selection.query.terms[:MOST_TERMS]
    everywhere = Selection(selection.language, over=selection.over)
    alone = [replace(everywhere, query=selection.query.only(term)) for term in terms]
    known = _totals(alone)
    missing = [term for term, total in zip(query.terms, known, strict=False) if not total]
    spelling = _spelling(selection, missing, query_of)
    return Suggestions(
        spelling and replace(spelling, url=url_of(spelling.words)),
        tuple(replace(one, url=url_of(one.words)) for one in _shorter(selection, terms)),
    )


def _totals(selections: Sequence[Selection]) -> list[int]:
    """How many items each finds, up to one more than `MOST_COUNTED`; two queries."""
    texts = [matching(selection.query) for selection in selections]
    probes = [(f"SELECT COUNT(*) FROM ({sql} LIMIT %s) found", [*of, COMMON]) for sql, of in texts]
    return _numbers(
        [
            selection.total_query(MOST_COUNTED + 1, common=found >= COMMON)
            for selection, found in zip(selections, _numbers(probes), strict=True)
        ]
    )


def _numbers(parts: Sequence[tuple[str, list[Any]]]) -> list[int]:
    if not parts:
        return []
    sql = ", ".join(f"({sql})" for sql, _values in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [value for _sql, values in parts for value in values])
        return list(cursor.fetchone())


def _shorter(selection: Selection, terms: Sequence[Term]) -> list[Suggestion]:
    if len(terms) < 2:
        return []
    tried = [replace(selection, query=selection.query.without(term)) for term in terms]
    found = [
        Suggestion(_replaced(selection.words, term.typed, ""), total, term.typed)
        for term, total in zip(terms, _totals(tried), strict=True)
        if total
    ]
    return sorted(found, key=lambda one: -one.total)[:MOST_SHOWN]


def _spelling(
    selection: Selection, missing: Iterable[Term], query_of: Callable[[str], SearchQuery]
) -> Suggestion | None:
    words = selection.words
    for term in missing:
        if likely := _likely(term, selection):
            words = _replaced(words, term.typed, likely)
    if words == selection.words:
        return None
    corrected = replace(selection, words=words, query=query_of(words))
    total = _totals([corrected])[0]
    return Suggestion(words, total) if total else None


def _likely(term: Term, selection: Selection) -> str | None:
    """The word that most of the newest items have that resemble this one."""
    written = list(surface_words(term.typed))
    if len(written) != 1 or not SHORTEST <= len(written[0]) <= LONGEST or not written[0].isascii():
        return None
    word, language = written[0], selection.language
    near = set(_one_change_away(word))
    counted = Counter(_words_of({stem(one, language) for one in near}, selection))
    if alike := {one: number for one, number in counted.items() if one in near}:
        return max(alike, key=lambda one: (alike[one], one))
    counted = Counter(_words_of({f"{word[:BEGINNING]}*"}, selection))
    return next(iter(difflib.get_close_matches(word, counted, 1, RESEMBLANCE)), None)


def _words_of(some: Iterable[str], selection: Selection) -> Iterator[str]:
    """The words of the newest items that have one of some words, each once for each item."""
    term = Term("", tuple(((word,),) for word in sorted(some)))
    asked = Selection(
        selection.language, words="*", query=SearchQuery((term,)), over=selection.over
    )
    if ids := asked.page_ids(Counter(), 0, MOST_READ):
        columns = ("title", "teaser", "body")
        for texts in rows(ArchiveText, columns, f"item_id IN ({slots(ids)})", ids):
            yield from sorted(set(surface_words("\n".join(texts))))


def _one_change_away(word: str) -> Iterator[str]:
    """All words that come of leaving out, adding, changing or swapping one letter."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield from (f"{before}{letter}{after}" for letter in string.ascii_lowercase)
        if after:
            yield f"{before}{after[1:]}"
            yield from (f"{before}{letter}{after[1:]}" for letter in string.ascii_lowercase)
        if len(after) > 1:
            yield f"{before}{after[1]}{after[0]}{after[2:]}"


def _replaced(words: str, typed: str, by: str) -> str:
    """The search with one of its words replaced, or left out."""
    alone = rf"(?<!\S){re.escape(typed)}(?!\S)"
    return " ".join(re.sub(alone, lambda _found: by, words, count=1).split())

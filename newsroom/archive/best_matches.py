"""The pages beside the items that a search means: cases, topics, the press office, clauses.

Their words are few (see page_texts.py), so they are compared with LIKE, which gives the same
answers on both databases. Each query reads open editions only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.archive.index import TAGGED
from newsroom.archive.page_texts import PageText
from newsroom.archive.search_query import MOST_NAMES, Name, Phrase, SearchQuery, Term
from newsroom.archive.search_words import BREAK, tag
from newsroom.editions.models import Edition
from newsroom.editions.open_rows import OPEN
from newsroom.rows import slots

MOST = 3
MOST_COMPARED = 100
"""So many candidates are compared, those with the first words in their title first."""

PROTOCOL = "protocol-version"
KINDS = {"case": gettext_lazy("High-profile case"), "topic": gettext_lazy("Topic")}

_TEXTS, _EDITIONS = PageText._meta.db_table, Edition._meta.db_table
_OPEN_TEXTS = (
    f"FROM {_TEXTS} JOIN {_EDITIONS} ON {_EDITIONS}.id = edition_id"
    f" WHERE language = %s AND {OPEN}"
    " AND (first_day IS NULL OR first_day <= %s) AND (last_day IS NULL OR last_day >= %s)"
)


@dataclass(frozen=True)
class BestMatch:
    """A page, or a clause of a document, that is shown above the items."""

    title: str
    url: str
    page_type: str
    clause: int = 0
    """The number of the clause; `title` is then its heading."""

    @property
    def kind(self) -> str:
        """What it is, for readers; empty if the title says so."""
        if self.clause:
            document = _("Media protocol") if self.page_type == PROTOCOL else _("Policy")
            return f"{document}, {_('clause %(number)s') % {'number': self.clause}}"
        return str(KINDS.get(self.page_type, ""))


def best_matches(query: SearchQuery, language: str) -> list[BestMatch]:
    """At most three pages that have all terms, the best first; one query.

    Text beside title and description counts only for several words: a single one stands in many.
    """
    if not query:
        return []
    column = "words" if len(query.as_typed) > 1 else "fact_words"
    conditions, values = _all_terms(query.terms, column)
    if query.excluded:
        excluded, more = _any_term(query.excluded, "words")
        conditions, values = f"{conditions} AND NOT ({excluded})", [*values, *more]
    first, of_first = _any_term(query.terms[:1], "title_words")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT title_words, fact_words, {_TEXTS}.number AS place, page_type, title, address,"
            f" heading, anchor, page_id {_OPEN_TEXTS} AND {conditions}"
            f" ORDER BY CASE WHEN {first} THEN 0 ELSE 1 END, page_id DESC, place LIMIT %s",
            [*_now(language), *values, *of_first, MOST_COMPARED],
        )
        found = cursor.fetchall()
    ranked = sorted(found, key=lambda row: (_degree(query, row[0], row[1]), row[2] > 0))
    return [_match(*row[2:8]) for row in ranked[:MOST]]


def names_of_pages(query: SearchQuery, language: str) -> list[Name]:
    """The open cases and topics whose titles have a word of the query; one query."""
    if not query:
        return []
    condition, values = _any_term(query.terms, "title_words")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT page_type, page_id, title_words {_OPEN_TEXTS}"
            f" AND kind = '' AND page_type IN ({slots(TAGGED)}) AND ({condition})"
            " ORDER BY page_id DESC LIMIT %s",
            [*_now(language), *TAGGED, *values, MOST_NAMES],
        )
        return [
            Name(tag(page_type, page_id), parts=(_phrase(words),))
            for page_type, page_id, words in cursor.fetchall()
        ]


def _now(language: str) -> list[Any]:
    now, today = timezone.now(), timezone.localdate()
    moment = connection.ops.adapt_datetimefield_value(now)
    day = connection.ops.adapt_datefield_value(today)
    return [language, moment, moment, day, day]


def _all_terms(terms: Iterable[Term], column: str) -> tuple[str, list[str]]:
    parts = [_term(term, column) for term in terms]
    sql = " AND ".join(f"({condition})" for condition, _values in parts)
    return sql, [value for _condition, values in parts for value in values]


def _any_term(terms: Iterable[Term], column: str) -> tuple[str, list[str]]:
    parts = [_term(term, column) for term in terms]
    sql = " OR ".join(condition for condition, _values in parts)
    return sql, [value for _condition, values in parts for value in values]


def _term(term: Term, column: str) -> tuple[str, list[str]]:
    conditions, values = [], []
    for phrases in term.alternatives:
        conditions.append("(" + " AND ".join(f"{column} LIKE %s" for _each in phrases) + ")")
        # Words consist of letters and digits, so nothing is escaped.
        values += [f"% {' '.join(phrase)} %" for phrase in phrases]
    return f"({' OR '.join(conditions)})", values


def _degree(query: SearchQuery, title: str, facts: str) -> int:
    """How well a page matches; 0 is best."""
    typed = " ".join(query.as_typed)
    if _phrase(title) == query.as_typed:
        return 0
    degrees = (
        bool(typed) and f" {typed} " in title,
        _has_all(query, title),
        bool(typed) and f" {typed} " in facts,
        _has_all(query, facts),
    )
    return next((number for number, holds in enumerate(degrees, 1) if holds), len(degrees) + 1)


def _has_all(query: SearchQuery, words: str) -> bool:
    return all(
        any(
            all(f" {' '.join(phrase)} " in words for phrase in phrases)
            for phrases in term.alternatives
        )
        for term in query.terms
    )


def _phrase(words: str) -> Phrase:
    """The words of a title; joined ones, which stand behind the first break, are left out."""
    return tuple(words.partition(f" {BREAK} ")[0].split())


def _match(
    number: int, page_type: str, title: str, address: str, heading: str, anchor: str
) -> BestMatch:
    if number:
        return BestMatch(heading, f"{address}#{anchor}", page_type, number)
    return BestMatch(title, address, page_type)

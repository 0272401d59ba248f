"""Full-text search: PostgreSQL in production, SQLite FTS5 in a quick local installation.

Each database has its own index of the folded words of `ArchiveText`: a generated `tsvector` column
with a GIN index, or an FTS5 table updated by triggers (see the migration). Neither of them folds or
stems anything itself (see search_words.py), so both find the same. This module writes a query in
their syntax.
"""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

from newsroom.archive.search_query import BETWEEN_WORDS, Phrase, SearchQuery, Term

MAX_LENGTH = 200
MAX_WORDS = 25

TEXT_TABLE = "newsroom_archivetext"
FTS_TABLE = "newsroom_archivewords"


class Part(Enum):
    """A part of an item's text: the weights of PostgreSQL, and the columns of FTS5."""

    TITLE = ("A", "title_words")
    FACTS = ("AB", "title_words fact_words")
    """The headline, the teaser, and court, speaker, event and tags."""
    ALL = ("", "title_words fact_words body_words")


def too_long(words: str) -> bool:
    """Whether a search exceeds the maximum number of characters or words."""
    parts = sum(len(BETWEEN_WORDS.split(word)) for word in words.split())
    return len(words) > MAX_LENGTH or parts > MAX_WORDS


def plain(words: str) -> str:
    """The search without control characters and redundant spaces."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]+", " ", words).split())


def matching(
    query: SearchQuery, part: Part = Part.ALL, *, common: bool = False
) -> tuple[str, list[str]]:
    """The ids of the items that have all terms in this part, as SQL of one column `item_id`.

    `common`: so many have them that the index need not be asked first.
    """
    if not query:
        return f"SELECT item_id FROM {TEXT_TABLE} WHERE 1 = 0", []
    if connection.vendor == "postgresql":
        # PostgreSQL takes a tsquery of many alternatives for one that most rows match, and then
        # reads all texts. It cannot do so with one that a subquery returns.
        asked = "%s::tsquery" if common else "(SELECT %s::tsquery)"
        return (
            f"SELECT item_id FROM {TEXT_TABLE} WHERE vector @@ {asked}",
            [_for_postgresql(query, part)],
        )
    return (
        f"SELECT rowid AS item_id FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s",
        [_for_fts5(query, part)],
    )


def degrees(query: SearchQuery) -> list[tuple[str, list[str]]]:
    """The degrees of relevance, the best first, each as a condition on a row of `ArchiveText`.

    The words as typed in the headline; all of them there; the words as typed anywhere; all of them
    in the headline, teaser or tags. Whatever else matches comes last.
    """
    asked = [(query, Part.TITLE), (query, Part.FACTS)]
    if len(query.as_typed) > 1:
        asked[0:0] = [(query.written, Part.TITLE)]
        asked[2:2] = [(query.written, Part.ALL)]
    return [_row_matches(*each) for each in asked]


def _row_matches(query: SearchQuery, part: Part) -> tuple[str, list[str]]:
    if connection.vendor == "postgresql":
        return "vector @@ %s::tsquery", [_for_postgresql(query, part)]
    matches, values = matching(query, part)
    return f"item_id IN ({matches})", values


class Matches(Func):
    """Whether the item with this id matches: `entries.filter(Matches("item_id", query))`."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, item_id: str, query: SearchQuery) -> None:
        self.query = query
        super().__init__(F(item_id))

    def as_sql(self, compiler: Any, *args: Any, **context: Any) -> Any:
        item, item_params = compiler.compile(self.source_expressions[0])
        subquery, params = matching(self.query)
        return f"{item} IN ({subquery})", [*item_params, *params]


# A word consists of ASCII letters and digits (see search_words.py), so nothing is escaped. With an
# asterisk at its end it is the beginning of a word.


def _for_postgresql(query: SearchQuery, part: Part) -> str:
    weights = part.value[0]

    def of_phrase(phrase: Phrase, weights: str) -> str:
        return _joined([_word(word, weights) for word in phrase], " <-> ")

    def of_term(term: Term, weights: str = "") -> str:
        alternatives = (
            _joined([of_phrase(phrase, weights) for phrase in phrases], " & ")
            for phrases in term.alternatives
        )
        return _joined(alternatives, " | ")

    found = _joined((of_term(term, weights) for term in query.terms), " & ")
    return " & ".join([found, *(f"!{of_term(term)}" for term in query.excluded)])


def _for_fts5(query: SearchQuery, part: Part) -> str:
    def of_term(term: Term) -> str:
        alternatives = (
            _joined([_quoted(phrase) for phrase in phrases], " AND ")
            for phrases in term.alternatives
        )
        return _joined(alternatives, " OR ")

    found = f"{{{part.value[1]}}} : {_joined(map(of_term, query.terms), ' AND ')}"
    return " NOT ".join([f"({found})", *map(of_term, query.excluded)])


def _word(word: str, weights: str) -> str:
    begins = "*" if word.endswith("*") else ""
    suffix = f"{begins}{weights}"
    return f"'{word.removesuffix('*')}'{f':{suffix}' if suffix else ''}"


def _quoted(phrase: Phrase) -> str:
    words = " ".join(phrase)
    return f'"{words.removesuffix("*")}"{" *" if words.endswith("*") else ""}'


def _joined(conditions: Iterable[str], operator: str) -> str:
    return f"({operator.join(conditions)})"

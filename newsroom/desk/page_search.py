"""Finds pages by the words of their drafts and editions, and what a user may see of the tree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from newsroom.gate.checked_page import paths_above
from newsroom.gate.page_words import FTS_TABLE, PageWords, words_in
from newsroom.records.verdict_holds import outside_vault

MAX_WORDS = 25
"""So many words of a search are looked for; further ones are left out."""

_TABLE = PageWords._meta.db_table
_CURLY_QUOTES = str.maketrans("“”„«»", '"""""')
_TERM = re.compile(r'(?<!\S)(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True)
class Term:
    """Words that stand side by side."""

    words: tuple[str, ...]
    excluded: bool = False
    begins: bool = False
    """Whether the last word may go on: it is still being typed."""


def terms_of(typed: str) -> list[Term]:
    """What was typed: words, "phrases" and -excluded words. Empty if there is nothing to find."""
    terms = []
    for minus, phrase, word in _TERM.findall(typed.translate(_CURLY_QUOTES)):
        if words := tuple(words_in(phrase or word)):
            terms.append(Term(words, bool(minus), begins=bool(word) and not minus))
    found = [term for term in terms if not term.excluded]
    if not found:
        return []
    return [
        Term(term.words, term.excluded, term.begins and term is found[-1])
        for term in terms[:MAX_WORDS]
    ]


class _Found(Func):
    """Whether a version of the page fulfils a query of the index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, subquery: str, params: Iterable[Any]) -> None:
        self.subquery, self.params = subquery, list(params)
        super().__init__(F("pk"))

    def as_sql(self, compiler: Any, *args: Any, **context: Any) -> Any:
        page, params = compiler.compile(self.source_expressions[0])
        return f"{page} IN ({self.subquery})", [*params, *self.params]


def saying(typed: str) -> Q | Func:
    """The condition that a page says this, in its newest draft or its last edition."""
    terms = terms_of(typed)
    if not terms:
        return Q(pk__in=())
    if connection.vendor == "postgresql":
        asked = " & ".join(map(_for_postgresql, terms))
        where = "vector @@ to_tsquery('english'::regconfig, %s)"
        return _Found(f"SELECT page_id FROM {_TABLE} WHERE {where}", [asked])  # noqa: S608
    found = " AND ".join(_for_fts5(term) for term in terms if not term.excluded)
    excluded = "".join(f" NOT {_for_fts5(term)}" for term in terms if term.excluded)
    return _in_fts5(f"words : (({found}){excluded})")


def with_facets(facets: Iterable[str]) -> Q | Func:
    """The condition that a version of the page has one of these facets."""
    if connection.vendor == "postgresql":
        asked = " | ".join(f"'{one}'" for one in facets)
        where = "vector @@ %s::tsquery"
        return _Found(f"SELECT page_id FROM {_TABLE} WHERE {where}", [asked])  # noqa: S608
    return _in_fts5(f"facets : ({' OR '.join(_quoted(one.removeprefix('=')) for one in facets)})")


def explorable(user: Any) -> Q:
    """The condition that a user may see a page in the lists of the admin: Wagtail's, in one.

    Wagtail 8.0 asks for the ids of all these pages, once for each list.
    """
    policy = policy_registry.get_by_type(Page)
    granted = {page.path for page in policy.instances_with_direct_explore_permission(user)}
    top = policy.explorable_root_instance(user)
    if not granted or top is None:
        return Q(pk__in=())
    above = {path for one in granted for path in paths_above(one) if path.startswith(top.path)}
    below = Q(path__in=above)
    for path in granted:
        below |= Q(path__startswith=path)
    return below & outside_vault()


def _in_fts5(asked: str) -> _Found:
    rows = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608
    return _Found(f"SELECT page_id FROM {_TABLE} WHERE id IN ({rows})", [asked])  # noqa: S608


def _for_postgresql(term: Term) -> str:
    """A term in the syntax of `to_tsquery`. Words consist of letters and digits: no escaping."""
    together = " <-> ".join(term.words)
    return f"{'!' if term.excluded else ''}({together}{':*' if term.begins else ''})"


def _for_fts5(term: Term) -> str:
    return f"{_quoted(' '.join(term.words))}{' *' if term.begins else ''}"


def _quoted(words: str) -> str:
    return f'"{words}"'

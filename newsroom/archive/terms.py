"""The terms of the taxonomy in the reader's language: by slug, by id and by former name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from newsroom.former_names import lines_of, slugs_of
from newsroom.taxonomy import Area, CrimeType, Term

MODELS: dict[str, type[Term]] = {"crime_type": CrimeType, "area": Area}
"""The models by the query parameter that selects from them."""


@dataclass(frozen=True)
class KnownTerm:
    """A term with its `name` in the reader's language, or else in the default one."""

    pk: int
    slug: str
    name: str
    closed: bool
    legacy_id: int | None
    aliases: str
    language: str = ""
    """The language of `name`, if it is not the reader's."""

    @property
    def former_names(self) -> list[str]:
        """The former names of the term, stored one per line."""
        return lines_of(self.aliases)


# Written in SQL, because Django takes longer to build this query than the database to run it.
OF_ONE = """
    SELECT '{parameter}', term.id, term.slug, COALESCE(own.name, term.name),
        term.closed, term.legacy_id, term.aliases,
        CASE WHEN own.id IS NULL THEN locale.language_code ELSE '' END
    FROM {table} term
    JOIN wagtailcore_locale locale ON locale.id = term.locale_id AND locale.language_code = %s
    LEFT JOIN {table} own ON own.translation_key = term.translation_key AND own.locale_id = (
        SELECT id FROM wagtailcore_locale WHERE language_code = %s
    )
"""
OF_EACH = {
    parameter: OF_ONE.format(parameter=parameter, table=model._meta.db_table)
    for parameter, model in MODELS.items()
}

type Query = tuple[str, list[Any]]


def read_terms(
    asked: Mapping[str, Sequence[int] | None], *more: Query
) -> dict[str, list[KnownTerm]]:
    """Terms by parameter, either those with the given ids or all (None); needs one query.

    `more` are SQL queries with the same columns, which are added to the query with UNION ALL.
    """
    languages = [settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE]
    parts = list(more)
    for parameter, ids in asked.items():
        if ids is None:
            parts.append((OF_EACH[parameter], languages))
        elif ids:
            slots = ", ".join(["%s"] * len(ids))
            only = f"{OF_EACH[parameter]} WHERE term.id IN ({slots})"
            parts.append((only, [*languages, *ids]))
    found: dict[str, list[KnownTerm]] = {}
    if parts:
        with connection.cursor() as cursor:
            values = [value for _sql, of_part in parts for value in of_part]
            cursor.execute(" UNION ALL ".join(sql for sql, _values in parts), values)
            for parameter, pk, slug, name, closed, *rest in cursor.fetchall():
                term = KnownTerm(pk, slug, name, bool(closed), *rest)
                found.setdefault(parameter, []).append(term)
    return found


class Terms:
    """The terms of one filter: by slug for the address, by id for the index."""

    def __init__(self, terms: Iterable[KnownTerm]) -> None:
        ordered = sorted(terms, key=lambda term: (term.name.casefold(), term.pk))
        self.names = {term.pk: term.name for term in ordered}
        self.by_slug = {term.slug: term for term in ordered}
        self.by_id = {term.pk: term for term in ordered}

    @classmethod
    def of(cls, parameter: str) -> Self:
        """All terms of one parameter; needs one query."""
        return cls(read_terms({parameter: None}).get(parameter, ()))

    def name(self, slug: str) -> str:
        """The name of the term with this slug, in the reader's language."""
        return self.by_slug[slug].name

    def is_former_slug(self, value: str) -> bool:
        """Whether a term had this slug, and none has it now."""
        former = self.by_former_name.get(value)
        return former is not None and value not in self.by_slug and value in former.former_names

    @cached_property
    def by_former_name(self) -> dict[str, KnownTerm]:
        """Terms by former identifier: old ids, former names and other names, as slugs."""
        former = {}
        for term in self.by_slug.values():
            for slug in slugs_of(term.aliases):
                former[slug] = term
            if term.legacy_id is not None:
                former[str(term.legacy_id)] = term
        return former


class Vocabulary:
    """All terms, read in one query for each page.

    `more` are further queries, sent together with it as in `read_terms`; `found` says whether one
    of them returned a row.
    """

    def __init__(self, *more: Query) -> None:
        self._found = read_terms(dict.fromkeys(MODELS), *more)
        self._terms = {name: Terms(self._found.get(name, ())) for name in MODELS}
        self.crime_types, self.areas = self._terms["crime_type"], self._terms["area"]

    def found(self, name: str) -> bool:
        """Whether a further query returned a row of this name."""
        return name in self._found

    def rows_of(self, name: str) -> list[KnownTerm]:
        """The rows that a further query returned under this name."""
        return self._found.get(name, [])

    def of(self, parameter: str) -> Terms:
        """The terms that a query parameter selects from."""
        return self._terms[parameter]

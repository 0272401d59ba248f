"""The archive's vocabulary as one reader knows it: terms by slug, by id and by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import get_language

from newsroom.taxonomy import Area, CrimeType, Term, in_default_language

MODELS: dict[str, type[Term]] = {"crime_type": CrimeType, "area": Area}
"""By the parameter of the archive's address that chooses from them."""


@dataclass(frozen=True)
class KnownTerm:
    """A term; `name` is what the reader calls it."""

    pk: int
    slug: str
    name: str
    closed: bool
    legacy_id: int | None
    aliases: str

    @property
    def former_names(self) -> list[str]:
        """What this was called before, one entry a line."""
        return [line.strip() for line in self.aliases.splitlines() if line.strip()]


def named(parameter: str) -> QuerySet[Any, Any]:
    """Rows of a parameter's terms, for a union: the parameter, then what `KnownTerm` holds."""
    model = MODELS[parameter]
    name: Any = F("name")
    language = get_language()
    if language not in (None, settings.LANGUAGE_CODE):
        own = model._default_manager.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=language
        )
        name = Coalesce(Subquery(own.order_by().values("name")[:1]), "name")
    terms = model._default_manager.filter(in_default_language()).order_by()
    columns = ("pk", "slug", "shown_as", "closed", "legacy_id", "aliases")
    return terms.annotate(shown_as=name).values_list(Value(parameter), *columns)


class Terms:
    """The terms of one filter: by slug for the address, by id for the index."""

    def __init__(self, terms: Iterable[KnownTerm]) -> None:
        ordered = sorted(terms, key=lambda term: (term.name.casefold(), term.pk))
        self.names = {term.pk: term.name for term in ordered}
        self.by_slug = {term.slug: term for term in ordered}
        self.by_id = {term.pk: term for term in ordered}

    @classmethod
    def of(cls, parameter: str) -> Self:
        """All terms of one parameter: one query."""
        return cls(KnownTerm(*row[1:]) for row in named(parameter))

    def name(self, slug: str) -> str:
        """What the reader calls the term with this slug."""
        return self.by_slug[slug].name

    @cached_property
    def by_former_name(self) -> dict[str, KnownTerm]:
        """Terms by every other value an address may hold: old numbers, former and other names."""
        former = {}
        for term in self.by_slug.values():
            for name in term.former_names:
                former[slugify(name)] = term
            if term.legacy_id is not None:
                former[str(term.legacy_id)] = term
        return former


# From querysets, Django needs longer for the query than the database does.
OF_ONE = """
    SELECT '{parameter}', term.id, term.slug, COALESCE(own.name, term.name),
        term.closed, term.legacy_id, term.aliases
    FROM {table} term
    JOIN wagtailcore_locale locale ON locale.id = term.locale_id AND locale.language_code = %s
    LEFT JOIN {table} own ON own.translation_key = term.translation_key AND own.locale_id = (
        SELECT id FROM wagtailcore_locale WHERE language_code = %s
    )
"""
OF_ALL = " UNION ALL ".join(
    OF_ONE.format(parameter=parameter, table=model._meta.db_table)
    for parameter, model in MODELS.items()
)


class Vocabulary:
    """All terms there are, read once for a page however many items it shows: one query."""

    def __init__(self) -> None:
        found: dict[str, list[KnownTerm]] = {name: [] for name in MODELS}
        languages = [settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE]
        with connection.cursor() as cursor:
            cursor.execute(OF_ALL, languages * len(MODELS))
            for parameter, pk, slug, name, closed, legacy_id, aliases in cursor.fetchall():
                term = KnownTerm(pk, slug, name, bool(closed), legacy_id, aliases)
                found[parameter].append(term)
        self._terms = {name: Terms(rows) for name, rows in found.items()}
        self.crime_types, self.areas = self._terms["crime_type"], self._terms["area"]

    def of(self, parameter: str) -> Terms:
        """The terms that a parameter of the archive's address chooses from."""
        return self._terms[parameter]

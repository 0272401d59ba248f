"""Crime types, Areas and a speaker by name, as one reader knows them: one query for a page."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, IntegerField, QuerySet, Value

from newsroom.archive.result import Link
from newsroom.archive.terms import KnownTerm, Terms, named
from newsroom.people import Person

SPEAKER = "speaker"


class Names:
    """The names of these terms, and of a speaker."""

    def __init__(
        self, *, crime_types: Iterable[int], areas: Iterable[int], speaker: int | None = None
    ) -> None:
        self._rows: dict[str, list[KnownTerm]] = {}
        asked = {"crime_type": list(crime_types), "area": list(areas)}
        parts = [named(name).filter(pk__in=ids) for name, ids in asked.items() if ids]
        if speaker is not None:
            parts.append(_speaker(speaker))
        if parts:
            first, *others = parts
            for group, *row in first.union(*others, all=True).order_by() if others else first:
                self._rows.setdefault(group, []).append(KnownTerm(*row))

    def links(self, parameter: str, archive_url: str) -> list[Link]:
        """The archive under each of these terms, in the order of their names."""
        terms = Terms(self._rows.get(parameter, ())).by_id.values()
        return [Link(term.name, f"{archive_url}?{parameter}={term.slug}") for term in terms]

    def first(self, parameter: str) -> int | None:
        """The id of the first of these terms by name."""
        return next(iter(Terms(self._rows.get(parameter, ())).by_id), None)

    @property
    def speaker(self) -> KnownTerm | None:
        """The speaker's part of an address, and the name."""
        return next(iter(self._rows.get(SPEAKER, ())), None)


def _speaker(pk: int) -> QuerySet[Any, Any]:
    no_number = Value(None, IntegerField())
    rest = (Value(False, BooleanField()), no_number, Value(""))
    people: QuerySet[Any, Any] = Person.objects.filter(pk=pk).order_by()
    return people.values_list(Value(SPEAKER), "pk", "slug", "name", *rest)

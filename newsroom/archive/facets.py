"""The filters as a reader sees them: every value, in constant order, and what it would find."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from newsroom.archive.address import Address
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.index import Kind
from newsroom.archive.selection import Facet as FacetName
from newsroom.archive.terms import Terms

type Counts = Callable[[FacetName, Iterable[int]], Counter[int | str] | None]
"""The counts under each value of a filter, among these terms; None where they are not known."""


@dataclass(frozen=True)
class Option:
    """One value of a filter. `count` is None where it is not known."""

    value: str
    label: str
    count: int | None
    selected: bool


@dataclass(frozen=True)
class Facet:
    """One filter."""

    name: str
    legend: str
    options: list[Option]

    @property
    def selected(self) -> list[Option]:
        return [option for option in self.options if option.selected]


def facets(filters: ArchiveFilter, address: Address, counts: Counts) -> list[Facet]:
    """The three filters; a closed term is offered only while it is chosen."""

    def facet(name: FacetName, legend: str, offered: list[tuple[Any, str, str]]) -> Facet:
        found = counts(name, [key for key, _slug, _label in offered])
        chosen = address.values(name)
        return Facet(
            name,
            legend,
            [
                Option(slug, label, None if found is None else found[key], slug in chosen)
                for key, slug, label in offered
            ],
        )

    def offered(name: str, terms: Terms) -> list[tuple[Any, str, str]]:
        chosen = address.values(name)
        return [
            (term.pk, slug, terms.name(slug))
            for slug, term in terms.by_slug.items()
            if slug in chosen or not term.closed
        ]

    kinds = [(kind.value, kind.value, str(kind.label)) for kind in Kind]
    return [
        facet("crime_type", _("Crime type"), offered("crime_type", filters.crime_types)),
        facet("area", _("Area"), offered("area", filters.areas)),
        facet("kind", _("Kind"), kinds),
    ]


def uncounted(name: FacetName, among: Iterable[int]) -> None:
    """The counts of a page that shows no results: none are known."""

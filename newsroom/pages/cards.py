"""Items as lists show them."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from newsroom.archive.result import Card, Link
from newsroom.taxonomy import Area, CrimeType, Term, names_for_reader


def cards(items: models.QuerySet[Any], archive_url: str) -> list[Card]:
    """A card for each item, in the order of the queryset.

    Three queries however many items there are (the items with their locale, crime types and
    Areas), and two more when terms must be named in another language.
    """
    found = list(items.select_related("locale", "image").prefetch_related("crime_types", "areas"))
    crime_names = _names(CrimeType, (item.crime_types.all() for item in found))
    area_names = _names(Area, (item.areas.all() for item in found))
    return [
        Card(
            title=item.title,
            url=item.url,
            teaser=item.teaser,
            published_at=item.published_at,
            kind_label=item.get_kind_display(),
            terms=[
                *links("crime_type", item.crime_types.all(), crime_names, archive_url),
                *links("area", item.areas.all(), area_names, archive_url),
            ],
            image=item.image,
        )
        for item in found
    ]


def links(
    parameter: str, terms: Iterable[Term], names: dict[int, str], archive_url: str
) -> list[Link]:
    """The archive under each of these terms."""
    return [Link(names[term.pk], f"{archive_url}?{parameter}={term.slug}") for term in terms]


def _names(model: type[Term], groups: Iterable[Iterable[Term]]) -> dict[int, str]:
    return names_for_reader(model, {term.pk: term for group in groups for term in group}.values())

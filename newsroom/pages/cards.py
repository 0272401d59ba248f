"""Items as lists show them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from newsroom.archive.index import ArchiveText
from newsroom.archive.result import Card, Link
from newsroom.taxonomy import Area, CrimeType, Term, names_for_reader


def cards(
    items: models.QuerySet[Any], archive_url: str, teasers: Mapping[int, str] | None = None
) -> list[Card]:
    """A card for each item, in the order of the queryset, which must hold public items only.

    Four queries however many items there are (the items, their crime types, Areas and teasers;
    bodies are never read), and two more when terms must be named in another language. `teasers`
    says which teasers are other than the usual ones. Items stand right below their archive, so
    their addresses need no query.
    """
    found = list(
        items.select_related("image")
        .defer("body", "notes_to_editors")
        .prefetch_related("crime_types", "areas")
    )
    ids = [item.pk for item in found]
    usual = dict(ArchiveText.objects.filter(item__in=ids).values_list("item_id", "teaser"))
    crime_names = _names(CrimeType, (item.crime_types.all() for item in found))
    area_names = _names(Area, (item.areas.all() for item in found))
    return [
        Card(
            title=item.title,
            url=f"{archive_url}{item.slug}/",
            teaser=(teasers or {}).get(item.pk) or usual.get(item.pk, ""),
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


def in_order(items: models.QuerySet[Any], ids: Iterable[int]) -> models.QuerySet[Any]:
    """Those of the items that have one of these ids, in the order of the ids."""
    places = {pk: models.Value(place) for place, pk in enumerate(ids)}
    if not places:
        return items.none()
    place = models.Case(*(models.When(pk=pk, then=value) for pk, value in places.items()))
    return items.filter(pk__in=places).order_by(place)


def links(
    parameter: str, terms: Iterable[Term], names: dict[int, str], archive_url: str
) -> list[Link]:
    """The archive under each of these terms."""
    return [Link(names[term.pk], f"{archive_url}?{parameter}={term.slug}") for term in terms]


def _names(model: type[Term], groups: Iterable[Iterable[Term]]) -> dict[int, str]:
    return names_for_reader(model, {term.pk: term for group in groups for term in group}.values())

"""Items as lists show them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from newsroom.archive.index import ANY, ArchiveEntry, ArchiveText, Kind
from newsroom.archive.result import Card, Link
from newsroom.archive.terms import Vocabulary
from newsroom.taxonomy import Term

type Chosen = dict[int, list[tuple[str, int]]]
"""For each item the parameters and ids of its terms."""


def cards(
    items: QuerySet[Any],
    archive_url: str,
    *,
    ids: Iterable[int] | None = None,
    vocabulary: Vocabulary | None = None,
    teasers: Mapping[int, str] | None = None,
) -> list[Card]:
    """A card for each item, in the order of `ids` or else of the queryset.

    `items` must be `listed()`. Three queries however many items there are (the items, their
    terms, their teasers; bodies are never read), and those of the vocabulary if none is given.
    `teasers` says which teasers are other than the usual ones. Items stand right below their
    archive, so their addresses need no query.
    """
    if ids is not None:
        ids = list(ids)
        items = items.filter(pk__in=ids)
    fields = ("pk", "title", "slug", "kind", "published_at")
    rows = {row[0]: row for row in items.values_list(*fields)}
    if not rows:
        return []
    vocabulary = vocabulary or Vocabulary()
    terms = _terms_of(rows)
    shown = dict(ArchiveText.objects.filter(item__in=rows).values_list("item_id", "teaser"))
    shown.update(teasers or {})
    return [
        Card(
            title=title,
            url=f"{archive_url}{slug}/",
            teaser=shown.get(pk, ""),
            published_at=published_at,
            kind_label=str(Kind(kind).label),
            terms=_term_links(terms.get(pk, []), vocabulary, archive_url),
        )
        for pk, title, slug, kind, published_at in (
            rows[pk] for pk in (rows if ids is None else ids) if pk in rows
        )
    ]


def _terms_of(ids: Iterable[int]) -> Chosen:
    """The terms of public items, from the rows by which the archive finds them."""
    chosen: Chosen = {}
    rows = ArchiveEntry.objects.filter(item__in=ids)
    for item_id, crime_type, area in rows.values_list("item_id", "crime_type", "area"):
        if crime_type != ANY and area == ANY:
            chosen.setdefault(item_id, []).append(("crime_type", crime_type))
        elif area != ANY and crime_type == ANY:
            chosen.setdefault(item_id, []).append(("area", area))
    return chosen


def _term_links(
    chosen: list[tuple[str, int]], vocabulary: Vocabulary, archive_url: str
) -> list[Link]:
    """Crime types before Areas, each in the order of their names."""
    shown = []
    for parameter in ("crime_type", "area"):
        known = vocabulary.of(parameter)
        ids = {pk for name, pk in chosen if name == parameter}
        terms = [term for pk, term in known.by_id.items() if pk in ids]
        shown += links(parameter, terms, known.names, archive_url)
    return shown


def links(
    parameter: str, terms: Iterable[Term], names: dict[int, str], archive_url: str
) -> list[Link]:
    """The archive under each of these terms."""
    return [Link(names[term.pk], f"{archive_url}?{parameter}={term.slug}") for term in terms]

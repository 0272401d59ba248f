"""Cards of public items, for lists."""

from collections.abc import Iterable, Mapping

from newsroom.archive.index import ANY, ArchiveEntry, Kind
from newsroom.archive.result import Card, Link, anchor
from newsroom.archive.terms import KnownTerm, Vocabulary
from newsroom.choices import StageKind, label
from newsroom.readers.place import PublicPage, public_pages
from newsroom.rows import rows, slots

KINDS: dict[str, Kind] = {kind.value: kind for kind in Kind}


def card(item: PublicPage, *, teaser: str | None = None, terms: Iterable[Link] = ()) -> Card:
    """The card of an item; `teaser` replaces its own, to highlight matches of a search."""
    return Card(
        title=item.title,
        url=item.address,
        teaser=item.teaser if teaser is None else teaser,
        published_at=item.date,
        kind_label=str(KINDS[item.kind].label),
        terms=list(terms),
        anchor=anchor(item.page_id),
        badge=label(StageKind, item.newest_update),
    )


def listed(pages: Iterable[PublicPage], language: str) -> dict[int, PublicPage]:
    """Those of the pages that are items in this language, by page id."""
    return {
        page.page_id: page
        for page in pages
        if page.kind and page.date is not None and page.language == language
    }


def cards(
    ids: Iterable[int],
    language: str,
    archive_url: str,
    vocabulary: Vocabulary,
    teasers: Mapping[int, str] | None = None,
) -> list[Card]:
    """The cards of those items that are public, in this order, with their terms.

    Needs two queries, one for the items and one for their terms.
    """
    wanted = list(ids)
    items = listed(public_pages(wanted, with_stages=True), language) if wanted else {}
    return with_terms([items[pk] for pk in wanted if pk in items], archive_url, vocabulary, teasers)


def with_terms(
    items: list[PublicPage],
    archive_url: str,
    vocabulary: Vocabulary,
    teasers: Mapping[int, str] | None = None,
) -> list[Card]:
    """The cards of these items with their crime types and Areas; needs one query."""
    chosen = chosen_terms(items)
    return [
        card(
            item,
            teaser=(teasers or {}).get(item.page_id),
            terms=_links(chosen.get(item.page_id, set()), vocabulary, archive_url),
        )
        for item in items
    ]


def chosen_terms(items: Iterable[PublicPage]) -> dict[int, set[tuple[str, int]]]:
    """By page id, the parameter and id of each crime type and Area; at most one query."""
    chosen: dict[int, set[tuple[str, int]]] = {}
    if ids := [item.page_id for item in items]:
        columns = ("item_id", "crime_type", "area")
        for item_id, crime_type, area in rows(
            ArchiveEntry, columns, f"item_id IN ({slots(ids)})", ids
        ):
            if crime_type != ANY and area == ANY:
                chosen.setdefault(item_id, set()).add(("crime_type", crime_type))
            elif area != ANY and crime_type == ANY:
                chosen.setdefault(item_id, set()).add(("area", area))
    return chosen


def terms_of(
    parameter: str, chosen: set[tuple[str, int]], vocabulary: Vocabulary
) -> list[KnownTerm]:
    """Those of an item's terms that a parameter selects by, ordered by name."""
    terms = vocabulary.of(parameter).by_id
    return [term for pk, term in terms.items() if (parameter, pk) in chosen]


def _links(chosen: set[tuple[str, int]], vocabulary: Vocabulary, archive_url: str) -> list[Link]:
    """Links for crime types, then Areas, each ordered by name."""
    return [
        Link(term.name, f"{archive_url}?{parameter}={term.slug}", term.language)
        for parameter in ("crime_type", "area")
        for term in terms_of(parameter, chosen, vocabulary)
    ]

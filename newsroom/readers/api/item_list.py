"""The items of any filtered result: the same ten on each page as the archive's page lists."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.archive.address import CHOSEN, NAMES, Address, canonical
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.result import ArchiveResult
from newsroom.archive.terms import Vocabulary
from newsroom.readers.api.answers import LANGUAGE, Problem, api_view
from newsroom.readers.cards import chosen_terms, listed, terms_of
from newsroom.readers.frame import news_url
from newsroom.readers.place import PublicPage, public_pages
from newsroom.readers.text import absolute


@api_view(*NAMES)
def item_list(request: HttpRequest) -> dict[str, Any]:
    """One page of the result that the parameters select. Raises Problem."""
    language = get_language() or ""
    filters = ArchiveFilter(request.GET, language=language)
    address = canonical(request.GET, filters.crime_types, filters.areas)
    if not filters.is_valid():
        raise _invalid(filters)
    result = ArchiveResult(
        filters, address, build_cards=lambda *_args: [], index_url=news_url(language)
    )
    try:
        page = result.page
    except PageOutOfRange as missing:
        raise Problem(404, str(missing)) from missing
    links = {"self": page, "first": 1, "last": result.pages}
    links |= {"previous": page - 1} if page > 1 else {}
    links |= {"next": page + 1} if page < result.pages else {}
    return {
        "sentence": result.sentence,
        "total": result.total,
        "total_is_exact": not result.capped,
        "page": page,
        "pages": result.pages,
        "items": item_summaries(result.ids, language, filters.vocabulary),
        "links": {
            **{name: _url(address.at_page(number), language) for name, number in links.items()},
            "page_for_readers": absolute(result.url_of(page)),
        },
    }


def item_summaries(ids: list[int], language: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """What a list tells of each of the items that are public, in this order; two queries."""
    found = listed(public_pages(ids), language) if ids else {}
    items = [found[pk] for pk in ids if pk in found]
    chosen = chosen_terms(items)
    return [_summary(item, chosen.get(item.page_id, set()), vocabulary) for item in items]


def _summary(
    item: PublicPage, chosen: set[tuple[str, int]], vocabulary: Vocabulary
) -> dict[str, Any]:
    return {
        "id": item.page_id,
        "url": absolute(item.address),
        "api_url": absolute(reverse("api_item", args=[item.page_id])),
        "language": item.language,
        "kind": item.kind,
        "title": item.title,
        "teaser": item.teaser,
        "published_at": item.date.isoformat() if item.date else None,
        "crime_types": [term.slug for term in terms_of("crime_type", chosen, vocabulary)],
        "areas": [term.slug for term in terms_of("area", chosen, vocabulary)],
    }


def _url(address: Address, language: str) -> str:
    pairs = (*address.pairs, *([(LANGUAGE, language)] if language != "en" else []))
    return absolute(Address(pairs).url(reverse("api_items")))


def _invalid(filters: ArchiveFilter) -> Problem:
    errors = filters.form.errors
    said = [f"{name}: {' '.join(map(str, messages))}" for name, messages in errors.items()]
    # What names nothing does not exist; what cannot be read is the asker's mistake.
    unknown = set(errors) & set(CHOSEN)
    return Problem(404 if unknown else 400, " ".join(said) or _("This cannot be understood."))

"""Any filtered result as a file: all its items, as CSV or JSON, sent while they are read."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from newsroom.archive.address import canonical
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import must_be_asked_again
from newsroom.readers.cards import KINDS, chosen_terms, listed, terms_of
from newsroom.readers.place import PublicPage, public_pages
from newsroom.readers.text import absolute
from newsroom.spreadsheets import BYTE_ORDER_MARK, no_formula
from newsroom.time_zones import LONDON

BATCH = 500
"""How many items are read from the database at a time."""
HEADINGS = ("id", "published_at", "kind", "title", "teaser", "crime_types", "areas", "url")
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The file of the result that the parameters select; `X-Total-Count` says how many rows it has.

    Redirects to the canonical address without a page. Raises Http404 if a filter is not understood.
    """
    language = get_language() or settings.LANGUAGE_CODE
    filters = ArchiveFilter(request.GET, language=language)
    address = canonical(request.GET, filters.crime_types, filters.areas).unordered().at_page(1)
    if request.META.get("QUERY_STRING", "") != str(address):
        return HttpResponseRedirect(address.url(reverse(f"export_{form}")))
    if not filters.is_valid():
        raise Http404
    ids = filters.selection.all_ids()
    rows = (_row(item, chosen, filters.vocabulary) for item, chosen in _items(ids, language))
    written = _csv(rows, language) if form == "csv" else _json(rows, len(ids), language)
    response = StreamingHttpResponse(written, content_type=FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="cps-news.{form}"'
    response["X-Total-Count"] = str(len(ids))
    must_be_asked_again(response)
    return response


def _items(ids: list[int], language: str) -> Iterator[tuple[PublicPage, set[tuple[str, int]]]]:
    """The items that are public when their turn comes, with their terms; two queries a batch."""
    for first in range(0, len(ids), BATCH):
        batch = ids[first : first + BATCH]
        found = listed(public_pages(batch), language)
        chosen = chosen_terms(found.values())
        for pk in batch:
            if pk in found:
                yield found[pk], chosen.get(pk, set())


def _row(item: PublicPage, chosen: set[tuple[str, int]], vocabulary: Vocabulary) -> dict[str, Any]:
    published = item.date.astimezone(LONDON).isoformat() if item.date else ""
    return {
        "id": item.page_id,
        "published_at": published,
        "kind": str(KINDS[item.kind].label),
        "title": item.title,
        "teaser": item.teaser,
        "crime_types": [term.name for term in terms_of("crime_type", chosen, vocabulary)],
        "areas": [term.name for term in terms_of("area", chosen, vocabulary)],
        "url": absolute(item.address),
    }


class _Line:
    """A file that returns what is written to it, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def _csv(rows: Iterator[dict[str, Any]], language: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(HEADINGS)
    with override(language):
        for row in rows:
            yield writer.writerow([_cell(row[heading]) for heading in HEADINGS])


def _cell(value: Any) -> str:
    return no_formula("; ".join(value) if isinstance(value, list) else str(value))


def _json(rows: Iterator[dict[str, Any]], total: int, language: str) -> Iterator[str]:
    yield f'{{"total": {total}, "items": ['
    with override(language):
        for number, row in enumerate(rows):
            yield f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False)}"
    yield "\n]}\n"

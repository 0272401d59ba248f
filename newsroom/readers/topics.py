"""A topic's page: the editors' words, its items and speeches, its figures."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsroom.archive.index import ArchiveListing, Kind
from newsroom.archive.paging import PageOutOfRange, Pagination, read_page
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import must_be_asked_again
from newsroom.documents.document import Document
from newsroom.editions.models import Edition
from newsroom.readers.cards import listed, with_terms
from newsroom.readers.frame import Frame, news_url
from newsroom.readers.place import Place
from newsroom.readers.speech_cards import speech_cards
from newsroom.readers.statistics import file_rows, series_of

PAGE_SIZE = 10
"""How many of its items a topic page shows at a time."""
MOST_SPEECHES = 4
TOPIC = "topic"
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes the file for an older encoding and breaks “quotes” and £."""


def topic_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """A topic and its items; as many queries for any number of items."""
    rows = ArchiveListing.objects.in_list(ArchiveListing.List.TOPIC, place.language)
    rows = rows.filter(key=place.page_id or 0)
    try:
        number, pages = read_page(request.GET.get("page", "1"), rows.count(), PAGE_SIZE)
    except PageOutOfRange as missing:
        raise Http404(str(missing)) from missing
    start = (number - 1) * PAGE_SIZE
    newest_first = rows.order_by("-date", "-item_id").values_list("item_id", flat=True)
    ids = list(newest_first[start : start + PAGE_SIZE])
    newest_said = rows.filter(kind=Kind.SPEECH).order_by("-day", "-item_id")
    said = list(newest_said.values_list("item_id", "day")[:MOST_SPEECHES])
    frame = Frame(document, place, [*ids, *(pk for pk, _day in said)], [TOPIC])
    items = listed(frame.pages.values(), place.language)
    others = [
        page.link
        for page in frame.pages.values()
        if page.page_type == TOPIC
        and page.language == place.language
        and page.page_id != place.page_id
    ]
    shown = [items[pk] for pk in ids if pk in items]
    return {
        **frame.context(),
        "items": with_terms(shown, news_url(place.language), Vocabulary()) if shown else [],
        "pagination": Pagination(number, pages, _page_url) if pages > 1 else None,
        "speeches": speech_cards(said, items),
        "series": series_of(document.statistics),
        "page_links": sorted(others, key=lambda link: link.label),
    }


def _page_url(number: int) -> str:
    return "." if number == 1 else f"?page={number}"


@require_safe
def topic_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of a topic as a file, while the topic itself is public and has any."""
    address = request.path.removesuffix("statistics.csv")
    edition = Edition.objects.open().at(address).filter(page_type=TOPIC).first()
    statistics = Document.from_json(edition.document).statistics if edition else ()
    if not statistics:
        raise Http404
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-statistics.csv"'
    csv.writer(response).writerows(file_rows(statistics))
    must_be_asked_again(response)
    return response

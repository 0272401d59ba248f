"""A topic's page: the editors' text, items, speeches and statistics."""

import csv
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from newsroom.archive.address import Address, requested_path
from newsroom.archive.around import list_length, list_rows
from newsroom.archive.index import ArchiveListing, Kind
from newsroom.archive.listing import Listing
from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import must_be_asked_again
from newsroom.documents.document import Document
from newsroom.editions.models import Edition
from newsroom.readers.cards import listed, with_terms
from newsroom.readers.frame import Frame, news_url
from newsroom.readers.place import Place
from newsroom.readers.speech_cards import speech_cards
from newsroom.readers.statistics import file_rows, series_of
from newsroom.spreadsheets import BYTE_ORDER_MARK

MOST_SPEECHES = 4
TOPIC = "topic"


class TopicItems(Listing):
    """One page of a topic's items."""

    def __init__(self, place: Place, asked: str) -> None:
        name, key = ArchiveListing.List.TOPIC.value, place.page_id or 0
        self._list = (name, [key], place.language)
        length = list_length(name, key, place.language)
        super().__init__(Address((("page", asked),)), length, index_url=".")

    @cached_property
    def ids(self) -> list[int]:
        rest = "ORDER BY date DESC, item_id DESC LIMIT %s OFFSET %s"
        found = list_rows(*self._list, ("item_id",), rest, self.page_size, self.offset)
        return [item_id for (item_id,) in found]

    @property
    def newest_speeches(self) -> list[tuple[int, date]]:
        """Page ids and days of the topic's newest speeches, on every page of the list."""
        rest = "AND kind = %s ORDER BY day DESC, item_id DESC LIMIT %s"
        said = list_rows(*self._list, ("item_id", "day"), rest, Kind.SPEECH.value, MOST_SPEECHES)
        return [(item_id, day) for item_id, day in said]

    def url_of(self, number: int) -> str:
        return "." if number == 1 else f"?page={number}"


def topic_context(document: Document, place: Place, request: HttpRequest) -> dict[str, Any]:
    """The context of a topic's page; the number of queries does not depend on its items."""
    result = TopicItems(place, request.GET.get("page", "1"))
    try:
        ids = result.ids
    except PageOutOfRange as missing:
        raise Http404(str(missing)) from missing
    frame = Frame(document, place, ids, [TOPIC])
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
        "pagination": result.pagination,
        "description": f"{document.title} ({suffix})" if (suffix := result.title_suffix) else "",
        "speeches": speech_cards(result.newest_speeches, place.language),
        "series": series_of(document.statistics),
        "page_links": sorted(others, key=lambda link: link.label),
    }


@require_safe
def topic_statistics(request: HttpRequest, slug: str) -> HttpResponse:
    """The statistics of a topic as a CSV file; raises Http404 if it is not public or has none."""
    address = requested_path(request).removesuffix("statistics.csv")
    edition = Edition.objects.open().at(address).filter(page_type=TOPIC).first()
    statistics = Document.from_json(edition.document).statistics if edition else ()
    if not statistics:
        raise Http404
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    name = content_disposition_header(True, f"{slug}-statistics.csv")
    response.headers["Content-Disposition"] = name
    csv.writer(response).writerows(file_rows(statistics))
    must_be_asked_again(response)
    return response

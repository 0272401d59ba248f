"""The public log of corrections: `/news/corrections/`, filtered as the archive is."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from newsroom.archive.address import Reading, read
from newsroom.archive.correction_list import CorrectionList
from newsroom.archive.facets import facets, uncounted
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.result import Link
from newsroom.archive.views import (
    must_be_asked_again,
    names_unknown_value,
    no_such_page,
    sentences_left_out,
    to_canonical,
    unknown_value,
)
from newsroom.readers.frame import language_links
from newsroom.readers.place import public_pages

TEMPLATE = "newsroom/corrections.html"
NOT_FOUND_TEMPLATE = "newsroom/corrections_not_found.html"
ADDRESSES = {"en": "/news/corrections/", "cy": "/cy/news/corrections/"}


@dataclass(frozen=True)
class CorrectionCard:
    """A correction with a link to its item."""

    item: Link
    at: datetime
    note: str


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """One page of the log. Redirects to the canonical address; an unknown value is a 404."""
    index_url = reverse("corrections")
    filters = ArchiveFilter(request.GET, language=get_language() or "")
    reading = _without_words(read(request.GET, filters.crime_types, filters.areas))
    if moved := to_canonical(request, filters, reading, index_url):
        return moved
    address = reading.address
    context = {
        "breadcrumbs": [],
        "translations": language_links(ADDRESSES),
        "form": filters.form,
        "left_out": sentences_left_out(reading.left_out, filters),
    }
    if names_unknown_value(filters):
        return unknown_value(request, context, filters, address, index_url, NOT_FOUND_TEMPLATE)
    if not filters.is_valid():
        offered = facets(filters, address, uncounted)
        return _respond(
            request, {**context, "invalid": True, "facets": offered, "clear_url": index_url}
        )
    result = CorrectionList(filters, address, index_url=index_url)
    try:
        suffix = result.title_suffix
    except PageOutOfRange as missing:
        return no_such_page(request, context, missing, address, index_url, NOT_FOUND_TEMPLATE)
    pages = {
        page.page_id: page.link for page in public_pages({one.item_id for one in result.listed})
    }
    cards = [
        CorrectionCard(pages[one.item_id], one.at, one.note)
        for one in result.listed
        if one.item_id in pages
    ]
    shown = {"result": result, "cards": cards, "facets": result.facets, "page_title_suffix": suffix}
    return _respond(request, {**context, **shown})


def _without_words(reading: Reading) -> Reading:
    """This list is not searched by words, and so has one order."""
    if reading.address.values("q"):
        address = reading.address.without("q").without("order")
        reading = replace(reading, address=address)
    return reading.without_unknown_ids()


def _respond(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    response = TemplateResponse(request, TEMPLATE, context)
    must_be_asked_again(response)
    return response

"""The view of the list of speeches: canonical redirect, page, or a 404 with suggestions."""

from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from newsroom.archive.address import requested_path
from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.result import Link
from newsroom.archive.views import sentences_left_out
from newsroom.documents.document import Document
from newsroom.readers.frame import Frame
from newsroom.readers.place import Place
from newsroom.readers.speech_list import SpeechList

TEMPLATE = "newsroom/speech_index_page.html"
NOT_FOUND_TEMPLATE = "newsroom/speeches_not_found.html"


def speech_index(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
    """Redirect to the canonical address, or render the list; unknown values get status 404."""
    speeches = SpeechList(request.GET, place.language, index_url=requested_path(request))
    if request.META.get("QUERY_STRING", "") != str(speeches.canonical):
        moved = speeches.has_moved(request.GET)
        redirect = HttpResponsePermanentRedirect if moved else HttpResponseRedirect
        return redirect(speeches.canonical.url(requested_path(request)))
    frame = Frame(document, place)
    context = {
        **frame.context(),
        "introduction": frame.drawing.html(document.introduction),
        "left_out": sentences_left_out(speeches.left_out),
    }
    if speeches.unknown:
        return _unknown_value(request, context, speeches)
    try:
        suffix = speeches.title_suffix
    except PageOutOfRange as missing:
        return _no_such_page(request, context, speeches, missing)
    context |= {"result": speeches, "page_title_suffix": suffix}
    return TemplateResponse(request, TEMPLATE, context)


def _unknown_value(
    request: HttpRequest, context: dict[str, Any], speeches: SpeechList
) -> HttpResponse:
    words = {
        "speaker": gettext("There are no speeches by “%(value)s”."),
        "year": gettext("There are no speeches in “%(value)s”."),
    }
    kept = speeches.address
    for name, value in speeches.unknown:
        kept = kept.without(name, value)
    links = []
    if kept.pairs:
        links.append(Link(gettext("Search again without it"), kept.url(requested_path(request))))
    messages = [words[name] % {"value": value} for name, value in speeches.unknown]
    return _not_found(request, context, messages, links)


def _no_such_page(
    request: HttpRequest, context: dict[str, Any], speeches: SpeechList, missing: PageOutOfRange
) -> HttpResponse:
    first = Link(gettext("First page of these results"), speeches.url_of(1))
    return _not_found(request, context, [missing.message], [first])


def _not_found(
    request: HttpRequest, context: dict[str, Any], messages: list[str], suggestions: list[Link]
) -> HttpResponse:
    context |= {
        "message": messages,
        "suggestions": suggestions,
        "clear_url": requested_path(request),
    }
    return TemplateResponse(request, NOT_FOUND_TEMPLATE, context, status=404)

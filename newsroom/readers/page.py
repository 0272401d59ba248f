"""A reader's page: an address leads to one open edition, and that to a template.

The preview in the admin is drawn by the same function of the page's document as it is in memory.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from newsroom.archive.views import must_be_asked_again
from newsroom.documents.document import Document
from newsroom.documents.shown import as_shown
from newsroom.editions.models import Edition
from newsroom.readers.items import item_context
from newsroom.readers.news import news_of
from newsroom.readers.place import Place, place_of

type Build = Callable[[Document, Place, HttpRequest], dict[str, Any]]
type Draw = Callable[[HttpRequest, Document, Place], HttpResponse]


def _drawn(template: str, build: Build, *varies_by: str) -> Draw:
    """By this template; `varies_by` are headers of the request on which the page depends."""

    def draw(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
        response = TemplateResponse(request, template, build(document, place, request))
        if varies_by:
            patch_vary_headers(response, varies_by)
        return response

    return draw


# The page of an item names the way back to the result that the reader came from.
TYPES: dict[str, Draw] = {
    "press-release": _drawn("newsroom/press_release_page.html", item_context, "Referer"),
    "speech": _drawn("newsroom/speech_page.html", item_context, "Referer"),
    "statement": _drawn("newsroom/statement_page.html", item_context, "Referer"),
    "news-index": news_of,
}
"""How documents are drawn, by `Document.page_type`."""


class NoEdition(Http404):
    """Nothing that is drawn from editions is public at this address."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is public at an address now. Raises NoEdition.

    No language is served under the address of another: what is public in the default language
    alone is led to.
    """
    language = get_language()
    addresses = [request.path]
    if language and language != settings.LANGUAGE_CODE:
        addresses.append(request.path.removeprefix(f"/{language}"))
    editions = Edition.objects.open().filter(address__in=addresses, page_type__in=TYPES)
    found = {edition.address: edition for edition in editions.defer("digest", "closed_why")}
    edition = found.get(request.path)
    if edition is not None and edition.language == language:
        return respond(request, Document.from_json(edition.document), place_of(edition))
    if found and edition is None:
        return HttpResponseRedirect(addresses[-1])
    raise NoEdition


def respond(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
    """The page of a document, as far as it may be seen at this moment."""
    # Only these hold what is not to be seen before its time.
    if document.updates or document.case_record:
        document = as_shown(document, timezone.now())
    response = TYPES[document.page_type](request, document, place)
    must_be_asked_again(response)
    return response

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

from newsroom.archive.address import requested_path
from newsroom.archive.views import must_be_asked_again
from newsroom.documents.document import Document
from newsroom.documents.shown import as_shown
from newsroom.editions.models import Edition
from newsroom.readers.case_page import case_context, case_index_context
from newsroom.readers.item_page import item_context
from newsroom.readers.news import news_of
from newsroom.readers.place import OpenEdition, Place, open_editions, place_of
from newsroom.readers.plain import content_context, home, press_office
from newsroom.readers.speech_page import speech_index
from newsroom.readers.topic_page import topic_context
from newsroom.readers.versions.document_views import VIEWS, document_views, version_context
from newsroom.rows import slots

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
    "home": home,
    "content": _drawn("newsroom/content_page.html", content_context),
    "press-office": press_office,
    "topic": _drawn("newsroom/topic_hub_page.html", topic_context),
    "case": _drawn("newsroom/high_profile_case_page.html", case_context),
    "case-index": _drawn("newsroom/high_profile_case_index_page.html", case_index_context),
    "speech-index": speech_index,
    "protocol": document_views,
    "protocol-version": _drawn("newsroom/version_page.html", version_context),
    "social-media-policy": document_views,
    "social-media-policy-version": _drawn("newsroom/version_page.html", version_context),
}
"""How documents are drawn, by `Document.page_type`."""


WITH_VIEWS = ("protocol", "social-media-policy")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is public at an address now; without an edition that is open, it is not found.

    No language is served under the address of another. What is public there in the default language
    is led to: in the language that was asked for, if it is public in that too, else in its own.
    """
    address, view = _without_view(requested_path(request))
    language = get_language()
    addresses = [address]
    if language and language != settings.LANGUAGE_CODE:
        addresses.append(address.removeprefix(f"/{language}"))
    condition = f"address IN ({slots(addresses)}) AND page_type IN ({slots(tuple(TYPES))})"
    editions = open_editions(condition, [*addresses, *TYPES])
    found = {edition.address: edition for edition in editions}
    edition = found.get(address)
    if edition is None:
        if not found:
            raise Http404
        own = _address_in(language, found[addresses[-1]]) or addresses[-1]
        return HttpResponseRedirect(f"{own}{view}/" if view else own)
    if edition.language != language or (view and edition.page_type not in WITH_VIEWS):
        raise Http404
    document = Document.from_json(edition.document)
    return respond(request, document, place_of(edition), view)


def _address_in(language: str | None, edition: OpenEdition) -> str | None:
    """Where the translation of an edition is public in this language, if it is."""
    same = Edition.objects.open().filter(
        translation_key=edition.translation_key, language=language, page_type__in=TYPES
    )
    return same.exclude(address="").values_list("address", flat=True).first()


def _without_view(address: str) -> tuple[str, str]:
    """The address of a document and the name of a view of it, if it ends in one."""
    above, _slash, last = address.rstrip("/").rpartition("/")
    return (f"{above}/", last) if last in VIEWS else (address, "")


def respond(request: HttpRequest, document: Document, place: Place, view: str = "") -> HttpResponse:
    """The page of a document, as far as it may be seen at this moment."""
    # Only these hold what is not to be seen before its time.
    if document.updates or document.case_record:
        document = as_shown(document, timezone.now())
    if view:
        response = document_views(request, document, place, view)
    else:
        response = TYPES[document.page_type](request, document, place)
    must_be_asked_again(response)
    return response

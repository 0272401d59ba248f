"""The view of public pages: it finds the open edition at an address and renders its document.

The admin's preview is rendered by the same function from the document of the unsaved page.
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
from newsroom.readers.earlier.earlier_addresses import without_earlier
from newsroom.readers.earlier.earlier_views import earlier_views
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


def _renderer(template: str, build: Build, *varies_by: str) -> Draw:
    """A renderer with this template; `varies_by` are request headers for the Vary header."""

    def draw(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
        response = TemplateResponse(request, template, build(document, place, request))
        if varies_by:
            patch_vary_headers(response, varies_by)
        return response

    return draw


# An item's page depends on the Referer header, because it links back to the search result.
TYPES: dict[str, Draw] = {
    "press-release": _renderer("newsroom/press_release_page.html", item_context, "Referer"),
    "speech": _renderer("newsroom/speech_page.html", item_context, "Referer"),
    "statement": _renderer("newsroom/statement_page.html", item_context, "Referer"),
    "news-index": news_of,
    "home": home,
    "content": _renderer("newsroom/content_page.html", content_context),
    "press-office": press_office,
    "topic": _renderer("newsroom/topic_hub_page.html", topic_context),
    "case": _renderer("newsroom/high_profile_case_page.html", case_context),
    "case-index": _renderer("newsroom/high_profile_case_index_page.html", case_index_context),
    "speech-index": speech_index,
    "protocol": document_views,
    "protocol-version": _renderer("newsroom/version_page.html", version_context),
    "social-media-policy": document_views,
    "social-media-policy-version": _renderer("newsroom/version_page.html", version_context),
}
"""Renderers by `Document.page_type`."""


WITH_VIEWS = ("protocol", "social-media-policy")
ITEMS = ("press-release", "speech", "statement")
"""Types whose pages have earlier editions."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Serve the open edition at the request's address, or raise Http404.

    Content is never served under the address of another language. If only the default language is
    public at this address, the reader is redirected: to the translation if it is public, or else to
    the page in the default language.
    """
    path = requested_path(request)
    address, view = _without_view(path)
    language = get_language()
    # A page may have a slug that looks like the name of a view.
    addresses = list(dict.fromkeys((path, address)))
    if language and language != settings.LANGUAGE_CODE:
        addresses += [one.removeprefix(f"/{language}") for one in addresses]
    condition = f"address IN ({slots(addresses)}) AND page_type IN ({slots(tuple(TYPES))})"
    editions = open_editions(condition, [*addresses, *TYPES])
    found = {edition.address: edition for edition in editions}
    known = next((one for one in addresses if one in found), None)
    if known is None:
        raise Http404
    if known in (path, path.removeprefix(f"/{language}")):
        address, view = path, ""
    edition = found[known]
    if known != address:
        own = _address_in(language, edition) or known
        return HttpResponseRedirect(f"{own}{view}/" if view else own)
    if edition.language != language or (view and not _has_view(edition.page_type, view)):
        raise Http404
    document = Document.from_json(edition.document)
    return respond(request, document, place_of(edition), view)


def _address_in(language: str | None, edition: OpenEdition) -> str | None:
    """The address of the public translation of an edition in this language, or None."""
    same = Edition.objects.open().filter(
        translation_key=edition.translation_key, language=language, page_type__in=TYPES
    )
    return same.exclude(address="").values_list("address", flat=True).first()


def _without_view(address: str) -> tuple[str, str]:
    """Split a path into the address of a page and the name of a view of it, or ""."""
    above, _slash, last = address.rstrip("/").rpartition("/")
    if last in VIEWS:
        return f"{above}/", last
    item, view = without_earlier(address)
    return item, view.rstrip("/")


def _has_view(page_type: str, view: str) -> bool:
    return page_type in (WITH_VIEWS if view in VIEWS else ITEMS)


def respond(request: HttpRequest, document: Document, place: Place, view: str = "") -> HttpResponse:
    """Render the document as it may be shown at this moment."""
    # Nothing else can contain what must not be shown yet.
    if document.updates or document.corrections or document.case_record:
        document = as_shown(document, timezone.now())
    if view and document.page_type in ITEMS:
        response = earlier_views(request, document, place, view)
    elif view:
        response = document_views(request, document, place, view)
    else:
        response = TYPES[document.page_type](request, document, place)
    must_be_asked_again(response)
    return response

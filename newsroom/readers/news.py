"""The news front page, with the archive below it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from newsroom.archive.result import Card, Link
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import archive
from newsroom.documents.document import Document
from newsroom.documents.links import links
from newsroom.editions.models import Edition
from newsroom.editions.open_rows import open_rows
from newsroom.readers.cards import cards, listed, with_terms
from newsroom.readers.frame import language_links, news_url
from newsroom.readers.place import (
    COLUMNS,
    Place,
    PublicPage,
    open_editions,
    place_of,
    public_pages,
)
from newsroom.readers.text import LinkTargets, as_html

EDITIONS = Edition._meta.db_table
FRONT_PAGE = "news-index"
FOR_MEDIA = ("press-office", "protocol", "social-media-policy")
MOST_FEATURED = 3
MOST_CASES = 5


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    """The front page in the request's language, with links to the other languages; one query.

    If a language has several front pages, the oldest one is used. Redirects to the default language
    if there is none.
    """
    found = open_editions("page_type = %s AND kind = ''", [FRONT_PAGE])
    newest_first = sorted(found, key=lambda edition: edition.page_id, reverse=True)
    editions = {edition.language: edition for edition in newest_first}
    edition = editions.get(get_language() or settings.LANGUAGE_CODE)
    if edition is None:
        if get_language() == settings.LANGUAGE_CODE:
            raise Http404
        # Redirect, because content must not be served under the address of another language.
        with override(settings.LANGUAGE_CODE):
            return HttpResponseRedirect(reverse("news"))
    document = Document.from_json(edition.document)
    same = {
        code: other.address
        for code, other in editions.items()
        if other.translation_key == edition.translation_key
    }
    return news(request, document, place_of(edition), language_links(same))


def news_of(request: HttpRequest, document: Document, place: Place) -> HttpResponse:
    """The front page of a document that may not be public, for previews."""
    same = public_pages((), translations_of=place.translation_key)
    addresses = {page.language: page.address for page in same}
    return news(request, document, place, language_links(addresses))


def news(
    request: HttpRequest, document: Document, place: Place, translations: list[dict[str, str]]
) -> HttpResponse:
    """The archive page within this document's content."""
    archive_url, language = news_url(place.language), place.language

    def show(ids: list[int], vocabulary: Vocabulary, teasers: dict[int, SafeString]) -> list[Card]:
        return cards(ids, language, archive_url, vocabulary, teasers)

    def landing(vocabulary: Vocabulary) -> dict[str, Any]:
        return _landing(document, language, archive_url, vocabulary)

    around = {"page": document, "translations": translations}
    return archive(
        request, around, build_cards=show, landing=landing, index_url=archive_url, language=language
    )


def _landing(
    document: Document, language: str, archive_url: str, vocabulary: Vocabulary
) -> dict[str, Any]:
    """The context for the first page of the list only; needs three queries."""
    named = {link.page for link in links(document) if link.page}
    types = ("topic", "case-index", *FOR_MEDIA)
    found = public_pages(named, page_types=types)
    targets = LinkTargets(
        {page.page_id: page.link for page in found}, {file.id: file for file in document.documents}
    )
    front, items = document.front_page, listed(found, language)
    featured = [items[pk] for pk in front.featured if pk in items] if front else []
    own = sorted((page for page in found if page.language == language), key=lambda p: p.page_id)
    cases = [case.link for case in newest_cases(language)[:MOST_CASES]]
    all_cases = [
        Link(gettext("All high-profile cases"), page.address)
        for page in own
        if page.page_type == "case-index"
    ]
    topics = [page.link for page in own if page.page_type == "topic"]
    return {
        "introduction": as_html(document.introduction, targets),
        "latest_news": as_html(front.latest_news if front else "", targets),
        "working_with_media": as_html(front.working_with_media if front else "", targets),
        "featured": with_terms(featured[:MOST_FEATURED], archive_url, vocabulary),
        "topics": sorted(topics, key=lambda link: link.label),
        "cases": [*cases, *all_cases] if cases else [],
        "links": [page.link for page in own if page.page_type in FOR_MEDIA],
    }


_FIRST_OPENED = f"""
    ORDER BY (
        SELECT first.opens_at FROM {EDITIONS} first
        WHERE first.page_id = {EDITIONS}.page_id AND first.number = 1
    ) DESC NULLS LAST, page_id DESC
"""  # noqa: S608 - the name of our own table


def newest_cases(language: str) -> list[PublicPage]:
    """All public cases, latest first publication first; needs one query."""
    condition = "page_type = 'case' AND kind = '' AND language = %s"
    found = open_rows(COLUMNS, condition, [language], _FIRST_OPENED)
    return [PublicPage(*row) for row in found]

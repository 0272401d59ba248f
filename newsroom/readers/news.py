"""The news front page, with the archive below it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from newsroom.archive.result import ArchiveResult, Card
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import archive
from newsroom.documents.document import Document, FrontPage
from newsroom.documents.links import links
from newsroom.editions.models import Edition
from newsroom.editions.open_rows import open_rows
from newsroom.readers.cards import cards
from newsroom.readers.frame import language_links, news_url
from newsroom.readers.front_stories import FrontStories
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

    def landing(result: ArchiveResult) -> dict[str, Any]:
        return _landing(document, language, result)

    around = {"page": document, "translations": translations}
    return archive(
        request, around, build_cards=show, landing=landing, index_url=archive_url, language=language
    )


def _landing(document: Document, language: str, result: ArchiveResult) -> dict[str, Any]:
    """The context for the first page of the list only; needs two queries."""
    front = document.front_page or FrontPage()
    linked = [link.page for link in links(document) if link.page]
    stories = FrontStories(front, language, linked)
    targets = LinkTargets(
        {page.page_id: page.link for page in stories.pages},
        {file.id: file for file in document.documents},
    )
    further = [card for card in result.cards if card.url not in stories.addresses]
    return {
        "stories": stories,
        "introduction": as_html(document.introduction, targets),
        "latest_news": as_html(front.latest_news, targets),
        "working_with_media": as_html(front.working_with_media, targets),
        "further": further,
        "above": len(result.cards) - len(further),
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

"""Feeds of any filtered result, with the very items that the page of that result lists."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsroom.archive.address import CHOSEN, Address, canonical
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.result import ArchiveResult, Card
from newsroom.archive.terms import Vocabulary
from newsroom.archive.views import must_be_asked_again
from newsroom.editions.models import Tombstone
from newsroom.editions.open_rows import open_rows
from newsroom.readers.cards import cards
from newsroom.readers.feed_entries import entries, entry_id
from newsroom.readers.feed_formats import Atom, DeletedEntry, Rss, xml_text
from newsroom.readers.frame import news_url
from newsroom.readers.text import absolute
from newsroom.rows import rows, slots

FORMATS: dict[str, type[Atom] | type[Rss]] = {"atom": Atom, "rss": Rss}
TOLD_FOR = timedelta(days=30)
"""How long a feed says that an item is no longer public."""
MOST_TOLD = 100
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed without entries last changed."""


class FeedResult(ArchiveResult):
    """A result of the archive, twenty items a page, newest first."""

    page_size = 20
    always_newest_first = True


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """A feed of the archive; the parameters are those of its page.

    Redirects to the canonical address. If a value of a filter does not exist (any more), the feed
    says that it has ended. Raises Http404 for invalid dates and page numbers, and where there is no
    news in this language.
    """
    language = get_language() or settings.LANGUAGE_CODE
    if not open_rows(("id",), "page_type = %s AND language = %s", ["news-index", language]):
        raise Http404
    filters = ArchiveFilter(request.GET, language=language)
    address = canonical(request.GET, filters.crime_types, filters.areas).unordered()
    path = reverse(form)
    if request.META.get("QUERY_STRING", "") != str(address):
        return HttpResponseRedirect(address.url(path))
    if not filters.is_valid():
        if set(filters.form.errors) & set(CHOSEN):
            return _answer(_ended(form, address, path, language))
        raise Http404(_("The dates of this feed cannot be understood."))

    def show(ids: list[int], vocabulary: Vocabulary, teasers: dict[int, SafeString]) -> list[Card]:
        return cards(ids, language, news_url(language), vocabulary)

    result = FeedResult(filters, address, build_cards=show, index_url=path)
    try:
        return _answer(_feed(form, result, language))
    except PageOutOfRange as missing:
        raise Http404(str(missing)) from missing


def _feed(form: str, result: FeedResult, language: str) -> Atom | Rss:
    made = _empty(
        form,
        title=xml_text(result.feed_title),
        of=result.address.at_page(1).url(news_url(language)),
        own=result.url_of(result.page),
        language=language,
        pages=_pages(result),
        deleted=_deleted(language) if result.page == 1 and form == "atom" else [],
    )
    for entry in entries(result.cards):
        made.add_item(
            title=xml_text(entry.title),
            link=entry.address,
            description=xml_text(entry.teaser),
            content=xml_text(entry.content),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=[xml_text(category) for category in entry.categories],
            enclosures=list(entry.enclosures),
        )
    return made


def _ended(form: str, address: Address, path: str, language: str) -> Atom | Rss:
    """A feed whose filter does not exist: one entry says so."""
    words = _(
        "One of the filters of this feed does not exist any more. No item will be added to it. "
        "Please choose a new feed on the page of the news."
    )
    news = absolute(news_url(language))
    title = _("This feed has ended")
    made = _empty(
        form,
        title=f"{_('CPS News')}: {title}",
        of=news_url(language),
        own=address.url(path),
        language=language,
        pages={},
        deleted=[],
    )
    made.add_item(
        title=title,
        link=news,
        description=words,
        content=words,
        unique_id=f"{absolute(address.url(path))}#ended",
        unique_id_is_permalink=False,
        pubdate=BEGUN,
        updateddate=BEGUN,
        enclosures=[],
    )
    return made


def _empty(form: str, *, of: str, own: str, **options: Any) -> Atom | Rss:
    return FORMATS[form](
        link=absolute(of),
        feed_url=absolute(own),
        feed_guid=absolute(own),
        description=_("News of the Crown Prosecution Service"),
        author_name=_("Crown Prosecution Service"),
        begun=BEGUN,
        **options,
    )


def _answer(made: Atom | Rss) -> HttpResponse:
    response = HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
    must_be_asked_again(response)
    return response


def _pages(result: FeedResult) -> dict[str, str]:
    """The addresses of the other pages, by relation (RFC 5005)."""
    numbers = {"first": 1, "last": result.pages}
    if result.page > 1:
        numbers["previous"] = result.page - 1
    if result.page < result.pages:
        numbers["next"] = result.page + 1
    if result.pages <= 1:
        return {}
    return {relation: absolute(result.url_of(number)) for relation, number in numbers.items()}


def _deleted(language: str) -> list[DeletedEntry]:
    """The items that are no longer public, newest first; two queries."""
    since = timezone.now() - TOLD_FOR
    condition = "language = %s AND since > %s ORDER BY since DESC LIMIT %s"
    gone = rows(Tombstone, ("page_id", "since"), condition, [language, since, MOST_TOLD])
    if not gone:
        return []
    ids = [page_id for page_id, _since in gone]
    back = {pk for (pk,) in open_rows(("page_id",), f"page_id IN ({slots(ids)})", ids)}
    return [DeletedEntry(entry_id(pk), moment) for pk, moment in gone if pk not in back]

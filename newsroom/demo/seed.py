"""The demo newsroom from start to finish, in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import batched

from django.db import connection, transaction
from modelsearch.backends import get_search_backend

from newsroom.archive.rebuild import rebuild
from newsroom.demo import media_centre, press_office, speakers, tree, versions
from newsroom.demo.approval import add_approval
from newsroom.demo.clear import clear_newsroom
from newsroom.demo.desk import add_desk_work
from newsroom.demo.hidden import add_hidden
from newsroom.demo.library import Library
from newsroom.demo.load import Ids, Loader
from newsroom.demo.logins import add_logins
from newsroom.demo.references import add_references
from newsroom.demo.standing import show_as_it_is
from newsroom.demo.writing import Order, drafts
from newsroom.models import (
    Area,
    CrimeType,
    FeaturedItem,
    NewsIndexPage,
    NewsItemPage,
    PressReleasePage,
    SpeechPage,
    StatementPage,
)

CHUNK = 500
FEATURED = 3

type Progress = Callable[[str, int], None]


def seed(order: Order, *, fresh: bool, password: str | None, progress: Progress) -> NewsIndexPage:
    """Make the newsroom; `fresh` removes what is there. Nothing is changed if anything fails."""
    with _library() as library, transaction.atomic():
        if fresh:
            clear_newsroom()
        tree.add_terms()
        home = tree.add_home()
        news = tree.add_news(home)
        shelf = library.fill()
        topics = tree.add_topics(news)
        contacts = press_office.add_contacts(order.until)
        cases = tree.add_cases(news, order.until, shelf, contacts)
        speakers.add_list(news)
        office = press_office.add_press_office(news)
        protocol = versions.add_protocol(news, shelf)
        versions.add_social_media(news)
        media_centre.add_plain_pages(home, order.until - timedelta(days=11))
        shelf = replace(
            shelf,
            pages=topics | {"press-office": office.pk, "protocol": protocol.pk},
            speakers=speakers.add_speakers(),
        )
        news.refresh_from_db()
        ids = Ids(
            crime_types=dict(CrimeType.objects.values_list("slug", "pk")),
            areas=dict(Area.objects.values_list("slug", "pk")),
            topics=topics,
            cases=cases,
            contacts=contacts,
            pictures=shelf.pictures,
            picture_words=shelf.picture_words,
        )
        # One item more is released by the people who are there to do it.
        written = order if password is None else replace(order, items=order.items - 1)
        for loaded in Loader(news, ids).load(drafts(written, shelf)):
            progress("Items", loaded)
        speakers.add_documents(shelf)
        news.refresh_from_db()
        add_hidden(news, order)
        _feature(news)
        if password is not None:
            add_logins(news, password)
            add_approval(news)
            add_desk_work(news, order.until)
        rebuild(NewsItemPage.objects.published().archive_facts(), lambda n: progress("Archive", n))
        _index(progress)
        _tell_the_planner()
    return news


def _tell_the_planner() -> None:
    """PostgreSQL plans by statistics that it would gather some minutes after so much loading."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@contextmanager
def _library() -> Iterator[Library]:
    library = Library()
    try:
        yield library
    except BaseException:
        library.take_back()
        raise


def _feature(news: NewsIndexPage) -> None:
    """The newest items that have a picture stand above the list."""
    newest = NewsItemPage.objects.published().filter(image__isnull=False)
    for place, item in enumerate(newest.order_by("-published_at", "-pk")[:FEATURED]):
        FeaturedItem.objects.create(page=news, item=item, sort_order=place)
    show_as_it_is(NewsIndexPage.objects.get(pk=news.pk))


def _index(progress: Progress) -> None:
    """What saving one by one would have told the admin's search and the index of references."""
    index = get_search_backend().get_index_for_model(NewsItemPage)
    for model in (PressReleasePage, SpeechPage, StatementPage):
        for items in _in_chunks(model):
            index.add_items(model, items)
            add_references(model, [item.pk for item in items])
            progress("Admin", len(items))


def _in_chunks(model: type[NewsItemPage]) -> Iterable[list[NewsItemPage]]:
    pks = model.objects.order_by("pk").values_list("pk", flat=True).iterator()
    for chunk in batched(pks, CHUNK):
        yield list(model.objects.filter(pk__in=chunk))

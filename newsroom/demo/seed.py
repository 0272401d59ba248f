"""The demo newsroom from start to finish, in one transaction."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.db import connection, transaction

from newsroom.choices import FrontSection
from newsroom.demo import media_centre, press_contacts, speaker_rows, tree, versions
from newsroom.demo.approval import add_approval
from newsroom.demo.clear import clear_newsroom
from newsroom.demo.desk import add_desk_work
from newsroom.demo.hidden import add_hidden
from newsroom.demo.library import Library
from newsroom.demo.load import Ids, Loader
from newsroom.demo.logins import add_logins
from newsroom.demo.public_pages import show_as_it_is
from newsroom.demo.retention import add_reviews
from newsroom.demo.writing import WritingOrder, drafts
from newsroom.documents.stages import Stage
from newsroom.models import (
    Area,
    ArrangedSection,
    CrimeType,
    FeaturedItem,
    NewsIndexPage,
    NewsItemPage,
)
from newsroom.pages.front_pages import LONGEST_LEAD

FEATURED = 3
LOOKED_AT = 10

type Progress = Callable[[int], object]


def seed(
    order: WritingOrder, *, fresh: bool, password: str | None, progress: Progress
) -> NewsIndexPage:
    """Make the newsroom; `fresh` removes what is there. Nothing is changed if anything fails."""
    with _library() as library, transaction.atomic():
        _wait_for_large_tables()
        if fresh:
            clear_newsroom()
        tree.add_terms()
        home = tree.add_home()
        news = tree.add_news(home)
        shelf = library.fill()
        topics = tree.add_topics(news)
        contacts = press_contacts.add_contacts(order.until)
        cases = tree.add_cases(news, order.until, shelf, contacts)
        speaker_rows.add_list(news)
        protocol = versions.add_protocol(news, shelf)
        office = press_contacts.add_press_office(news, protocol)
        versions.add_social_media(news)
        media_centre.add_plain_pages(home, order.until - timedelta(days=11))
        shelf = replace(
            shelf,
            pages=topics | {"press-office": office.pk, "protocol": protocol.pk},
            speakers=speaker_rows.add_speakers(),
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
        # The desk's orders look through all that is public: they are made while that is little.
        add_hidden(news, order)
        written = order
        if password is not None:
            add_logins(news, password)
            add_approval(news)
            add_desk_work(news, order.until)
            # One item is released by the people who are there to do it.
            written = replace(order, items=order.items - 1)
        news.refresh_from_db()
        loader = Loader(news, ids)
        with _what_is_in_memory_left_alone():
            for loaded in loader.load(drafts(written, shelf)):
                progress(loaded)
        news.refresh_from_db()
        _arrange(news)
        if password is not None:
            add_reviews()
        _tell_the_planner()
    return news


def _wait_for_large_tables() -> None:
    """No reader waits for this transaction: its statements may take longer than theirs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


@contextmanager
def _what_is_in_memory_left_alone() -> Iterator[None]:
    """Each collection of garbage would look at all that Django and Wagtail keep."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


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


def _arrange(news: NewsIndexPage) -> None:
    """The newest verdict that has a picture leads the front page; two more stories are chosen."""
    newest = NewsItemPage.objects.published().filter(image__isnull=False)
    newest = newest.order_by("-published_at", "-pk")
    verdicts = newest.filter(pressreleasepage__stage=Stage.VERDICT)[:1]
    by_picture: dict[int | None, NewsItemPage] = {}
    for item in (*verdicts, *newest[:LOOKED_AT]):
        by_picture.setdefault(item.image_id, item)
    for place, item in enumerate(list(by_picture.values())[:FEATURED]):
        FeaturedItem.objects.create(page=news, item=item, sort_order=place)
    for place, name in enumerate(FrontSection):
        ArrangedSection.objects.create(page=news, name=name, sort_order=place)
    # Whoever looks at the demo weeks later finds the stories where they were put.
    NewsIndexPage.objects.filter(pk=news.pk).update(lead_days=LONGEST_LEAD)
    show_as_it_is(NewsIndexPage.objects.get(pk=news.pk))

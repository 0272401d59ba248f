"""Every query of an archive page, by name; as many at 10 items as at 10,000."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from newsroom.archive.index import IndexRow, Kind
from newsroom.archive.rebuild_index import rebuild
from newsroom.models import NewsItemPage
from tests.factories import area, crime_type, newsroom, press_release

pytestmark = pytest.mark.django_db

FILTERED = [
    "front page in its languages",
    "crime types and Areas, and whether an item is over by the clock",
    "tally: months, crime types, Areas and kinds",
    "entries: ten ids",
    "items",
    "terms of the items",
]
OF_WORDS = [
    "front page in its languages",
    "crime types, Areas and synonyms, and whether an item is over by the clock",
    "cases and topics that the words name",
    # Whether they match too much to be counted is asked only of a large archive.
    *("tally: is the archive large", "tally: without crime types", "tally: without Areas"),
    "entries: months, crime types, Areas and kinds",
]
FOUND = [
    *OF_WORDS,
    "entries: ten ids, the best matches first",
    "texts of the items, to mark words",
    "items",
    "terms of the items",
    "pages that the words mean",
]
NOT_FOUND = [
    *OF_WORDS,
    "pages that the words mean",
    *("texts: is a word common", "how many items each word finds"),
    "entries: ids with a word that is one letter away",
    "entries: ids with a word that begins alike",
    *("texts: are the others common", "how many items are found without each word"),
]
"""With an item that has such a word, its text is read, and what is suggested is counted."""


@pytest.fixture
def filtered_address():
    """Eleven pages of one crime type in one Area."""
    index, fraud, wessex = newsroom(), crime_type("Fraud"), area("Wessex")
    for number in range(10):
        press_release(
            parent=index,
            crime_types=[fraud],
            areas=[wessex],
            published_at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number),
        )
    return "/news/?crime_type=fraud&area=wessex"


def queries_of(client, address: str) -> list[str]:
    # The caches of sites and content types are as warm as in a process that has answered before.
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [re.sub(r"\s+", " ", query["sql"]) for query in captured.captured_queries]


def grow_archive(to: int) -> None:
    """Let the index hold many more entries of the same terms than there are items of the test.

    Only the index grows: it is what the queries above read.
    """
    facts = list(NewsItemPage.objects.published().archive_facts())
    root = Page.objects.get(depth=1)
    below = int(root.get_last_child().path[4:8], 36)
    pages = [
        Page(
            title=f"Other {number}",
            slug=f"other-{number}",
            path=Page._get_path(root.path, 2, below + number + 1),
            depth=2,
            locale=root.locale,
            content_type=root.content_type,
            url_path=f"/other-{number}/",
        )
        for number in range(to - len(facts))
    ]
    Page.objects.bulk_create(pages, batch_size=500)
    kinds = Kind.values
    for number, page in enumerate(pages):
        facts.append(
            IndexRow(
                item_id=page.pk,
                language="en",
                kind=kinds[number % len(kinds)],
                date=datetime(2023, 12, 31, tzinfo=UTC) - timedelta(hours=number),
                crime_types=facts[0].crime_types,
                areas=facts[0].areas,
                title=page.title,
                summary="",
                body="words",
            )
        )
    rebuild(facts)


def test_a_filtered_page_asks_these_queries_and_no_others(client, filtered_address):
    queries = queries_of(client, filtered_address)
    assert len(queries) == len(FILTERED), "\n".join(queries)


def test_a_page_asks_as_many_queries_of_10_000_items_as_of_10(client, filtered_address):
    """It takes some ten seconds: 10,000 entries are made."""
    before = queries_of(client, filtered_address)
    grow_archive(10_000)
    after = queries_of(client, filtered_address)
    assert len(after) == len(before), "\n".join(after)


def test_words_that_are_found_ask_these_queries(client, filtered_address):
    queries = queries_of(client, f"{filtered_address}&q=jailed+today")
    assert len(queries) == len(FOUND), "\n".join(queries)


def test_words_that_are_not_found_ask_these_queries(client, filtered_address):
    queries = queries_of(client, f"{filtered_address}&q=jailed+xylophone")
    assert len(queries) == len(NOT_FOUND), "\n".join(queries)

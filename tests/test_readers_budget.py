"""Every query of a page that is drawn from an edition, by name: as many for few as for many."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import wagtail_factories
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import PressReleasePage, SpeechDocument, SpeechPage
from tests.earlier import declare_and_keep
from tests.factories import (
    KC,
    area,
    case,
    clear,
    contact,
    crime_type,
    press_release,
    speaker,
    speech,
    speeches,
    topic,
    update,
)

pytestmark = pytest.mark.django_db

EDITION = ["the edition at the address"]
DESK = ["press contact", "its hours", "its closures"]
ITEM = [
    *EDITION,
    "neighbours, and the newest of the case and the crime type",
    "all pages that it names, and its translations",
    "crime types, Areas and speaker",
    "renditions",
    *DESK,
]
EARLIER_WORDS = "what the item said earlier, and which of it may be read"
CORRECTED = [*ITEM, EARLIER_WORDS]
EARLIER = {
    "": [*EDITION, EARLIER_WORDS, "all pages that it names"],
    "1/": [*EDITION, EARLIER_WORDS, "the words", "all pages that they name", "renditions"],
    "1/changes/": [*EDITION, EARLIER_WORDS, "the words", "all pages that they name"],
}
"""The queries of what an item said earlier, by address."""
MOST = 8


def queries_of(client, address: str) -> list[str]:
    # The caches are as warm as in a process that has answered before.
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [re.sub(r"\s+", " ", query["sql"])[:300] for query in captured.captured_queries]


def at(day: int) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)


def full_item(others: int, image) -> PressReleasePage:
    """An item with everything, among as many others."""
    fraud, wessex, subject, thread = crime_type("Fraud"), area("Wessex"), topic(), case()
    for day in range(others):
        press_release(published_at=at(day), crime_types=[fraud], areas=[wessex], case=thread)
    item = press_release(
        published_at=at(1),
        crime_types=[fraud, crime_type()],
        areas=[wessex, area()],
        topics=[subject],
        case=thread,
        contact=contact(),
        image=image,
        image_alt="A court",
    )
    update(item)
    return item


def full_speech(others: int, image) -> SpeechPage:
    """A speech with everything, with as many documents and among as many others."""
    speeches()
    someone = speaker("Miriam Castleford", KC)
    for day in range(others):
        speech(speaker=someone, published_at=at(day))
    item = speech(
        speaker=someone,
        delivered_on=date(2024, 1, 1),
        areas=[area()],
        image=image,
        image_alt="A hall",
    )
    for place in range(others):
        document = wagtail_factories.DocumentFactory()
        document.file.close()
        SpeechDocument.objects.create(page=item, document=document, sort_order=place)
    clear(item).save()
    return item


@pytest.mark.parametrize("others", [2, 12])
@pytest.mark.parametrize("make", [full_item, full_speech])
def test_an_item_asks_these_queries_and_no_others(client, make, others, image):
    contact()
    queries = queries_of(client, make(others, image).url)
    assert len(queries) == len(ITEM) <= MOST, "\n".join(queries)


@pytest.mark.parametrize("corrections", [1, 3])
def test_a_corrected_item_asks_one_query_more(client, corrections, image):
    item = full_item(2, image)
    for number in range(corrections):
        item.summary = f"The summary number {number}."
        clear(declare_and_keep(item)).save()
    queries = queries_of(client, item.url)
    assert len(queries) == len(CORRECTED), "\n".join(queries)
    for view, expected in EARLIER.items():
        address = f"{item.url}earlier/{view}"
        queries = queries_of(client, address)
        assert len(queries) == len(expected) <= MOST, "\n".join([address, *queries])


def test_no_query_of_an_item_asks_the_desk(client, image):
    queries = queries_of(client, full_item(2, image).url)
    of_the_desk = re.compile("wagtailcore_(?:page|revision|site)|gatepass|restriction|itemupdate")
    assert [query for query in queries if of_the_desk.search(query)] == []

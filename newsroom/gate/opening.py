"""Opens editions of pages: computes the place and the times, and saves edition and files."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.archive.page_texts import keep_page_texts
from newsroom.documents.document import Document
from newsroom.editions.models import Edition, EditionFile
from newsroom.editions.publish import EditionPlace, EditionTimes, edition_of, keep_files, publish
from newsroom.gate import address_sync
from newsroom.gate.checked_page import HOME_DEPTH, CheckedPage, PlacedPage, paths_above
from newsroom.gate.cleared_files import with_available_files
from newsroom.gate.edition_files import files_of
from newsroom.gate.edition_words import keep_words
from newsroom.gate.page_words import keep_edition_words
from newsroom.gate.upcoming_names import names_begin
from newsroom.records.restrictions import ReportingRestriction


def open_edition(page: CheckedPage, document: Document, digest: str) -> Edition:
    """Open the next edition of a page that has passed the gate and is saved."""
    now = timezone.now()
    return put_out(next_edition(page, document, digest, now), now)


def put_out(edition: Edition, now: datetime, files: Iterable[EditionFile] | None = None) -> Edition:
    """Save an edition as the newest of its page, with its files and words. `now` is aware.

    `files` are given if no rendition shall be made.
    """
    publish(edition, now)
    keep_words([edition])
    keep_edition_words(edition)
    keep_page_texts(edition)
    if not edition.closed_why:
        address_sync.check(edition.page_id, edition.address)
        if files is None:
            files = files_of(edition, edition.as_document())
        keep_files(edition, files)
    return edition


def next_edition(page: CheckedPage, document: Document, digest: str, now: datetime) -> Edition:
    """The edition that the page would have now, unsaved. `now` is aware."""
    shown, times = with_available_files(document), times_of(page, now)
    if begins := names_begin(page, shown, digest, now):
        times = replace(times, closes_at=min(begins, times.closes_at or begins))
    return edition_of(
        place_of(page),
        shown,
        times,
        now=now,
        digest=digest,
        revision_id=page.live_revision_id,
    )


def place_of(page: Page) -> EditionPlace:
    """Where readers find the page.

    The address is empty for a page without a site, or in the section of another language.
    """
    above = list(
        Page.objects.filter(path__in=paths_above(page.path)[:-1], depth__gte=HOME_DEPTH)
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
    """When the page may be public, whatever it says: by schedule, orders and view restrictions."""
    ends = [page.expire_at] if page.expire_at else []
    if begins := _next_order(page, now):
        ends.append(max(begins, now))
    opens_at = max(now, page.go_live_at) if page.go_live_at else now
    hidden = is_hidden(page)
    return EditionTimes(opens_at, min(ends, default=None), hidden=hidden)


def is_hidden(page: Page) -> bool:
    """Whether the page or an ancestor has a view restriction."""
    return PageViewRestriction.objects.filter(page__path__in=paths_above(page.path)).exists()


def among_hidden(pages: Iterable[Page]) -> set[int]:
    """Ids of those of the pages that a view restriction hides, in one query."""
    closed = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    return {page.pk for page in pages if closed.intersection(paths_above(page.path))}


def _next_order(page: PlacedPage, now: datetime) -> datetime | None:
    """When the first current or upcoming order that withholds the page begins; None without one."""
    orders = ReportingRestriction.objects.current_or_upcoming(now).withholding().covering(page)
    begins: datetime | None = (
        orders.order_by("starts_at").values_list("starts_at", flat=True).first()
    )
    return begins

"""Reconciles open editions with pages: reports differences, and repairs them."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.shown import with_held_material
from newsroom.editions.close import close_pages
from newsroom.editions.models import Edition, current_edition
from newsroom.editions.rebuild import Wanted, differences, has_files
from newsroom.gate import address_sync, following, release_gate
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.edition_files import (
    files_of,
    has_replaced_files,
    has_unverified_renditions,
    known_files_of,
)
from newsroom.gate.edition_words import index_missing
from newsroom.gate.locking import lock_page
from newsroom.gate.opening import next_edition, open_edition, put_out
from newsroom.gate.page_facts import digest_of
from newsroom.gate.page_words import index_missing_pages

CHUNK = 500

OURS = Q(content_type__app_label="newsroom")


def found_differences() -> Iterator[str]:
    """A sentence for each page whose open edition is wrong, missing or unexpected."""
    yield from differences(_wanted())
    editions = Edition.objects.let_through().filter(page_id=OuterRef("pk"))
    for page in Page.objects.filter(~Exists(editions), OURS, live=True).order_by("pk"):
        yield f"page {page.pk}: live, though the gate has let no edition of it through"


def mend(progress: Callable[[int], object]) -> None:
    """Synchronise the edition of every page, each in its own transaction. Idempotent.

    `progress` is called with 1 after each page. Content that has not passed the gate is not opened,
    and a live page that never passed it gets no edition. `found_differences` still reports both.
    """
    for page_id in _page_ids():
        with transaction.atomic():
            lock_page(page_id)
            _repair(Page.objects.get(pk=page_id).specific)
        progress(1)
    close_strays()
    index_missing()
    index_missing_pages()
    address_sync.renew()


def withdraw_replaced_files() -> None:
    """Open the next edition of each page of which stored files are not those that were cleared.

    It is without these files. `mend` makes renditions anew.
    """
    for page_id in _page_ids():
        with transaction.atomic():
            lock_page(page_id)
            now, current = timezone.now(), current_edition(page_id)
            if current is None or not current.is_open(now):
                continue
            document = current.as_document()
            if has_replaced_files(current, document):
                page = Page.objects.get(pk=page_id).specific
                edition = next_edition(page, document, current.digest, now)
                put_out(edition, now, known_files_of(edition.as_document()))


def close_strays() -> None:
    """Close orphaned editions, whose page was deleted without signals."""
    page = Page.objects.filter(pk=OuterRef("page_id"))
    orphaned = Edition.objects.filter(~Exists(page), closed_why="")
    close_pages(list(orphaned.values_list("page_id", flat=True)), Edition.Closed.DELETED)


def _repair(page: CheckedPage) -> None:
    if not page.live:
        release_gate.revoke_pass(page)
        return
    current = current_edition(page.pk)
    if current is not None and current.closed_why == Edition.Closed.UNOPENED:
        document = page.as_document()
        digest = digest_of(page, document)
        if current.digest in ("", digest):
            open_edition(page, document, digest)
        return
    following.follow(page)
    _repair_files(page)


def _repair_files(page: CheckedPage) -> None:
    """Open the next edition when the files of the open one differ: its rows are immutable."""
    now, current = timezone.now(), current_edition(page.pk)
    if current is None or not current.is_open(now):
        return
    document = current.as_document()
    if has_files(current, known_files_of(document)) and not has_unverified_renditions(document):
        return
    edition = next_edition(page, document, current.digest, now)
    files = files_of(edition, edition.as_document())
    if not has_files(current, files):
        put_out(edition, now, files)


def _wanted() -> Iterator[Wanted]:
    """Every page of the newsroom, with the edition that should be open now."""
    for page_id in _page_ids():
        edition = _wanted_of(Page.objects.get(pk=page_id).specific)
        files = known_files_of(edition.as_document()) if edition else ()
        yield Wanted(page_id, edition, files)


def _wanted_of(page: CheckedPage) -> Edition | None:
    """The edition, unsaved, that should be open of a live page; None when none should be."""
    now, current = timezone.now(), current_edition(page.pk)
    if current is None or not page.live:
        return None
    document = page.as_document()
    # An edition that was never opened has no document, so it holds back no material.
    if current.closed_why != Edition.Closed.UNOPENED:
        if current.is_closed_by(now):
            return None
        # Whether material that is due may be shown, the gate says when its day comes.
        document = with_held_material(document, current.as_document(), now)
    wanted = next_edition(page, document, current.digest, now)
    return wanted if wanted.is_open(now) else None


def _page_ids() -> Iterator[int]:
    pages = Page.objects.filter(OURS).order_by("pk")
    return pages.values_list("pk", flat=True).iterator(chunk_size=CHUNK)

"""Synchronises editions with pages after changes that do not pass through the gate.

Such changes are moves, view restrictions, orders, deletions, and changes of records that a document
includes. An edition made here never shows content that has not passed the gate: either the digest
is the same, or only those records differ.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.documents.shown import as_shown, with_held_material
from newsroom.editions.close import close, close_by, close_pages
from newsroom.editions.models import Edition, current_edition
from newsroom.editions.publish import differs
from newsroom.editions.withdrawal_notices import WithdrawalNotice
from newsroom.gate import address_sync, release_gate
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.cleared_files import with_cleared_files
from newsroom.gate.material_release import with_material_let_through
from newsroom.gate.opening import next_edition, open_edition, put_out, times_of
from newsroom.gate.page_facts import digest_of
from newsroom.records.log_context import current_context
from newsroom.records.release_log import ReleaseLog, record

log = logging.getLogger(__name__)

NOT_SHOWN = release_gate.BOOKKEEPING - {
    *("alias_of", "alias_of_id", "expire_at", "go_live_at", "live", "locale", "locale_id"),
    *("path", "published_at", "translation_key", "url_path"),
}
"""Columns of a page that do not affect its edition."""


def follow(page: CheckedPage) -> None:
    """Synchronise the edition with the page as stored. Idempotent.

    A closed or expired edition stays closed. One exception: when a view restriction is lifted, the
    gate checks the page again and a new edition may open.
    """
    current = current_edition(page.pk)
    if current is None or not page.live:
        return
    now = timezone.now()
    if current.closed_why == Edition.Closed.RESTRICTED:
        _reopen(page, current, now)
    elif not current.is_closed_by(now):
        _follow_open(page, current, now)


def follow_pages(page_ids: Iterable[int]) -> None:
    """Synchronise the editions of these pages in order of id, so that writers cannot deadlock.

    Editions that the clock has closed are left out: `follow` never opens them again.
    """
    ids = list(page_ids)
    over = Q(closed_why="", closes_at__lte=timezone.now())
    let_through = Edition.objects.let_through().filter(~over, page_id__in=ids)
    pages = Page.objects.filter(pk__in=list(let_through.values_list("page_id", flat=True)))
    for page in pages.order_by("pk").specific():
        follow(page)


def follow_all() -> None:
    """Synchronise all editions: the root of a site has changed, and with it every address.

    A page may take an address that another one has not left yet. It is tried again after the
    others, until none is left. Raises IntegrityError when two pages have the same address.
    """
    let_through = Edition.objects.let_through().order_by("page_id")
    waiting = list(let_through.values_list("page_id", flat=True))
    while waiting:
        blocked = [page_id for page_id in waiting if not _moves(page_id)]
        if len(blocked) == len(waiting):
            follow_pages(blocked)
        waiting = blocked


def _moves(page_id: int) -> bool:
    """Synchronise one page; False when its address is taken."""
    try:
        with transaction.atomic():
            follow_pages([page_id])
    except IntegrityError:
        return False
    return True


def follow_below(page: Page) -> None:
    """Synchronise a page and its descendants after a move, a new slug or a lifted restriction."""
    # Fetched again: after a move this instance may still have the old path.
    current = Page.objects.get(pk=page.pk)
    below = Page.objects.descendant_of(current, inclusive=True)
    follow_pages(below.values_list("pk", flat=True))
    address_sync.forget_left_notices(below)


def hide_below(page: Page) -> None:
    """Close the editions of a page and of its descendants because of a view restriction."""
    below = Page.objects.descendant_of(page, inclusive=True)
    close_pages(below.values("pk"), Edition.Closed.RESTRICTED)


def forget(instance: Page, **kwargs: Any) -> None:
    """Before a page is deleted, close its edition and log that. Receiver of `pre_delete`.

    The notice of its withdrawal goes too.
    """
    WithdrawalNotice.objects.filter(page_id=instance.pk).delete()
    if close_pages([instance.pk], Edition.Closed.DELETED):
        record(ReleaseLog.Event.DELETED, instance)


def hold_back(page_ids: Iterable[int], begins: datetime) -> None:
    """Set `closes_at` of the editions of these pages to the beginning of an order, or to now."""
    close_by(list(page_ids), max(begins, timezone.now()))


def _reopen(page: CheckedPage, current: Edition, now: datetime) -> None:
    if times_of(page, now).hidden:
        return
    examination = release_gate.examine(page, releasing=current_context().user)
    if examination.blockers:
        log.warning("Page %s is hidden no longer, but the gate keeps it back", page.pk)
        return
    if examination.digest == current.digest:
        open_edition(page, page.as_document(), examination.digest)
    else:
        # Other words than were public before: the log has to know them.
        release_gate.grant_pass(page, examination)


def _follow_open(page: CheckedPage, current: Edition, now: datetime) -> None:
    document = page.as_document()
    if not _has_digest(page, document, current):
        if has_passed_gate(document, current):
            document = with_cleared_files(document, current)
        else:
            log.warning("The words of page %s are not those that the gate let through", page.pk)
            document = _with_orders(current.as_document(), document)
    document = with_material_let_through(page, document, current, now)
    wanted = next_edition(page, document, current.digest, now)
    if wanted.address != current.address:
        release_gate.check_new_address(page, current.address, wanted.address)
    if wanted.closed_why:
        close(Edition.objects.filter(pk=current.pk), wanted.closed_why, now)
    elif differs(wanted, current) or _needs_reopening(wanted, current, now):
        put_out(wanted, now)
    elif wanted.closes_at and (current.closes_at is None or wanted.closes_at < current.closes_at):
        close_by([page.pk], wanted.closes_at)


def _with_orders(known: Document, document: Document) -> Document:
    """The known document, with the public wording of orders from the other one."""
    if known.case_record is None or document.case_record is None:
        return known
    return replace(
        known, case_record=replace(known.case_record, orders=document.case_record.orders)
    )


def _needs_reopening(wanted: Edition, current: Edition, now: datetime) -> bool:
    """Whether other times need a new edition.

    An earlier `closes_at` does not: it can be set on the row.
    """
    if wanted.opens_at > now or current.opens_at > now:
        return wanted.opens_at != current.opens_at
    if current.closes_at is None:
        return False
    return wanted.closes_at is None or wanted.closes_at > current.closes_at


def _has_digest(page: CheckedPage, document: Document, current: Edition) -> bool:
    """Whether the document, with its files, is the one that passed the gate."""
    return bool(current.digest) and digest_of(page, document) == current.digest


def has_passed_gate(document: Document, current: Edition) -> bool:
    """Whether the document shows nothing beyond the current edition, its files apart.

    Case material that the edition holds back is left out.
    """
    known = current.as_document()
    opened = current.opens_at
    shown = as_shown(with_held_material(document, known, opened), opened)
    return _without_records(shown) == _without_records(known) and _drops_only(shown, known)


def _without_records(document: Document) -> Document:
    """The document without data from other records.

    These are terms, speakers, updates, orders and files. Corrections are none of them: they go out
    with a release alone.
    """
    speech, front, record = document.speech, document.front_page, document.case_record
    return replace(
        document,
        published_at=None,
        crime_types=(),
        areas=(),
        topics=(),
        case=None,
        contact=None,
        related=(),
        updates=(),
        speech=speech and replace(speech, speaker=None),
        front_page=front and replace(front, featured=()),
        case_record=record and replace(record, orders=()),
        pictures=(),
        documents=(),
    )


def _drops_only(document: Document, known: Document) -> bool:
    """Whether the document refers to no object that the known document does not refer to."""
    lists = ("crime_types", "areas", "topics", "related")
    return (
        all(set(getattr(document, name)) <= set(getattr(known, name)) for name in lists)
        and set(_featured(document)) <= set(_featured(known))
        and all(
            getattr(document, name) in (None, getattr(known, name)) for name in ("case", "contact")
        )
    )


def _featured(document: Document) -> tuple[int, ...]:
    return document.front_page.featured if document.front_page else ()

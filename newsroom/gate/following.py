"""Keeping editions in line with pages, for every change that does not pass the gate.

An edition is never made here of words that the gate has not let through: it asks for the digest,
or, where records of their own have changed what a document holds, for all the rest to be the same.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.documents.shown import as_shown
from newsroom.editions.close import close, close_by, close_pages
from newsroom.editions.models import Edition, current_edition
from newsroom.editions.publish import differs
from newsroom.gate import release_gate
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.opening import next_edition, open_edition, put_out, times_of
from newsroom.gate.page_facts import digest_of
from newsroom.records.log_context import current_context

log = logging.getLogger(__name__)

NOT_SHOWN = release_gate.BOOKKEEPING - {
    *("alias_of", "alias_of_id", "expire_at", "go_live_at", "live", "locale", "locale_id"),
    *("path", "published_at", "translation_key", "url_path"),
}
"""Columns of a page whose change changes no edition."""


def follow(page: CheckedPage) -> None:
    """Bring the edition of a page, as it is stored, in line with it. Does nothing when it is.

    What is closed by the clock, or by anybody, stays closed. Only what a view restriction has
    hidden is looked at again by the gate once nothing hides it any more.
    """
    current = current_edition(page.pk)
    if current is None or not page.live:
        return
    now = timezone.now()
    if current.closed_why == Edition.Closed.RESTRICTED:
        _show_again(page, now)
    elif not current.is_closed_by(now):
        _follow_open(page, current, now)


def follow_pages(page_ids: Iterable[int]) -> None:
    """Bring the editions of these pages in line, in one order so that writers cannot deadlock."""
    ids = list(page_ids)
    let_through = Edition.objects.let_through().filter(page_id__in=ids)
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
    """Bring the page and all below it in line: it was moved, renamed, or is hidden no longer."""
    # Read anew: after a move the instance at hand may still have its old path.
    current = Page.objects.get(pk=page.pk)
    below = Page.objects.descendant_of(current, inclusive=True)
    follow_pages(below.values_list("pk", flat=True))


def hide_below(page: Page) -> None:
    """Close the editions of the page and of all below it: a view restriction keeps readers out."""
    below = Page.objects.descendant_of(page, inclusive=True)
    close_pages(below.values("pk"), Edition.Closed.RESTRICTED)


def forget(instance: Page, **kwargs: Any) -> None:
    """Close the edition of a page because it is about to be deleted."""
    close_pages([instance.pk], Edition.Closed.DELETED)


def hold_back(page_ids: Iterable[int], begins: datetime) -> None:
    """Let nothing of these pages be public from the moment at which an order begins."""
    close_by(list(page_ids), max(begins, timezone.now()))


def _show_again(page: CheckedPage, now: datetime) -> None:
    if times_of(page, now).hidden:
        return
    examination = release_gate.examine(page, releasing=current_context().user)
    if examination.blockers:
        log.warning("Page %s is hidden no longer, but the gate keeps it back", page.pk)
        return
    open_edition(page, page.as_document(), examination.digest)


def _follow_open(page: CheckedPage, current: Edition, now: datetime) -> None:
    document = page.as_document()
    if not _is_let_through(page, document, current):
        log.warning("The words of page %s are not those that the gate let through", page.pk)
        document = _with_orders(current.as_document(), document)
    wanted = next_edition(page, document, current.digest, now)
    if wanted.closed_why:
        close(Edition.objects.filter(pk=current.pk), wanted.closed_why, now)
    elif differs(wanted, current) or _opens_anew(wanted, current, now):
        put_out(wanted, now)
    elif wanted.closes_at and (current.closes_at is None or wanted.closes_at < current.closes_at):
        close_by([page.pk], wanted.closes_at)


def _with_orders(known: Document, document: Document) -> Document:
    """What readers have, with what is told of orders as it is by now."""
    if known.case_record is None or document.case_record is None:
        return known
    return replace(
        known, case_record=replace(known.case_record, orders=document.case_record.orders)
    )


def _opens_anew(wanted: Edition, current: Edition, now: datetime) -> bool:
    """Whether it takes a new edition to be open at other times; an end may just come earlier."""
    if wanted.opens_at > now or current.opens_at > now:
        return wanted.opens_at != current.opens_at
    if current.closes_at is None:
        return False
    return wanted.closes_at is None or wanted.closes_at > current.closes_at


def _is_let_through(page: CheckedPage, document: Document, current: Edition) -> bool:
    if current.digest and digest_of(page, document) == current.digest:
        return True
    known = current.as_document()
    shown = as_shown(document, current.opens_at)
    return _words(shown) == _words(known) and _drops_only(shown, known)


def _words(document: Document) -> Document:
    """The document without what changes by records of their own: terms, people, updates, orders,
    files.
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
    """Whether all that the document points at is pointed at by the known one."""
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

"""What should be public of each page: a comparison with the editions that are open, and mending."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from newsroom.editions.close import close_pages
from newsroom.editions.models import Edition, current_edition
from newsroom.editions.rebuild import Wanted, differences
from newsroom.guard import address_upkeep, following, gate
from newsroom.guard.gate_facts import digest_of
from newsroom.guard.locking import lock_page
from newsroom.guard.opening import next_edition, open_edition

CHUNK = 500


def found_differences() -> Iterator[str]:
    """A sentence for each page whose open edition is not the one it should be."""
    return differences(_wanted())


def mend(progress: Callable[[int], object]) -> None:
    """Bring every page's edition in line with it, each in a transaction of its own.

    Words that the gate has not let through stay in: `found_differences` goes on naming them.
    """
    for page_id in _page_ids():
        with transaction.atomic():
            lock_page(page_id)
            _mend(Page.objects.get(pk=page_id).specific)
        progress(1)
    there = Page.objects.values("pk")
    strays = Edition.objects.filter(closed_why="").exclude(page_id__in=there)
    close_pages(list(strays.values_list("page_id", flat=True)), Edition.Closed.DELETED)
    address_upkeep.renew()


def _mend(page: Any) -> None:
    if not page.live:
        gate.close(page)
        return
    current = current_edition(page.pk)
    if current is not None and current.closed_why == Edition.Closed.UNOPENED:
        document = page.as_document()
        words = digest_of(page, document)
        if current.digest in ("", words):
            open_edition(page, document, words)
        return
    following.follow(page)


def _wanted() -> Iterator[Wanted]:
    """Every page of the newsroom, with the edition that should be open of it at this moment."""
    for page_id in _page_ids():
        yield page_id, _wanted_of(Page.objects.get(pk=page_id).specific)


def _wanted_of(page: Any) -> Edition | None:
    """Of what the gate let through and is live, until its time is over; None of all else."""
    now, current = timezone.now(), current_edition(page.pk)
    if current is None or not page.live:
        return None
    if current.closed_why != Edition.Closed.UNOPENED and current.is_closed_by(now):
        return None
    wanted = next_edition(page, page.as_document(), current.digest, now)
    return wanted if wanted.is_open(now) else None


def _page_ids() -> Iterator[int]:
    pages = Page.objects.filter(content_type__app_label="newsroom").order_by("pk")
    return pages.values_list("pk", flat=True).iterator(chunk_size=CHUNK)

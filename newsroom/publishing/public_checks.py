"""The check that what is public is what was cleared: each night, and when somebody asks for it.

What differs is taken from readers at once, and the desk is told. A run goes on from page to page in
the time that it has; the next call goes on where it stopped. Memory is bounded by `BATCH`.
"""

import logging
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import Error, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.archive.sync import sync_item
from newsroom.editions.close import close_pages
from newsroom.gate.locking import lock_page
from newsroom.gate.release_gate import revoke_pass
from newsroom.models import Edition, EditionFile, PublicCheck
from newsroom.publishing.cleared_content import differences
from newsroom.publishing.outbox import edit_address, notify_desk
from newsroom.publishing.release import ClockReport, withdraw
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import title_for_record

log = logging.getLogger(__name__)

BATCH = 100
"""How many editions are compared at a time."""


def begin(asked_by: Any = None) -> PublicCheck:
    """The run that is under way, or a new one."""
    return unfinished() or PublicCheck.objects.create(asked_by=asked_by)


def unfinished() -> PublicCheck | None:
    """The run that is under way, if there is one."""
    return PublicCheck.objects.filter(finished_at=None).order_by("pk").first()


def proceed_if_begun(seconds: float | None, skip: Collection[str] = ()) -> ClockReport:
    """Go on with a run that is under way, for so long or to its end.

    `skip` contains the entries of `ClockReport.failed` not to be tried again.
    """
    report = ClockReport()
    check = unfinished()
    if check is None or f"check {check.pk}" in skip:
        return report
    try:
        proceed(check, seconds)
    except Exception as error:
        if isinstance(error, Error) and not connection.is_usable():
            raise
        log.exception("The check of what is public could not go on")
        report.failed.append(f"check {check.pk}")
    return report


def proceed(
    check: PublicCheck,
    seconds: float | None = None,
    progress: Callable[[int], object] | None = None,
) -> None:
    """Compare the editions that are left. `progress` is called with the number of each batch."""
    until = None if seconds is None else time.monotonic() + seconds
    while check.finished_at is None:
        editions = list(
            Edition.objects.open(timezone.now())
            .filter(page_id__gt=check.reached)
            .order_by("page_id")[:BATCH]
        )
        if editions:
            _compare(check, editions)
            check.reached = editions[-1].page_id
            check.pages += len(editions)
        else:
            check.finished_at = timezone.now()
        check.save()
        if progress is not None:
            progress(len(editions))
        if until is not None and time.monotonic() >= until:
            return


def _compare(check: PublicCheck, editions: Sequence[Edition]) -> None:
    """Compare some editions, and act on what differs. One that cannot be read spoils no other."""
    try:
        found = differences(editions)
    except Exception as error:
        if isinstance(error, Error) and not connection.is_usable():
            raise
        if len(editions) > 1:
            for edition in editions:
                _compare(check, [edition])
            return
        log.exception("Page %s could not be compared", editions[0].page_id)
        check.failed += 1
        _tell_of_failure(editions[0])
        return
    with log_context(None, Channel.TIMER):
        for edition, why in found.to_close:
            check.closed += _close(edition, why)
        for edition, digest in found.altered:
            check.altered += 1
            _tell_of_rows(edition, digest)
        check.files += _take_away(found.files)


@transaction.atomic
def _close(edition: Edition, why: str) -> bool:
    """Take a page from readers; whether its edition is the one that was compared."""
    page = lock_page(edition.page_id)
    if not Edition.objects.open(timezone.now()).filter(pk=edition.pk).exists():
        return False
    if page is None:
        close_pages([edition.page_id], Edition.Closed.DELETED)
    elif page.live:
        withdraw(page, why)
    else:
        revoke_pass(page)
    sync_item(edition.page_id, lambda: None)
    subject = _("Taken from readers: %(title)s") % {"title": _title(page, edition)}
    rest = _(
        "The check of what is public has closed this page. Find out who wrote to the database past "
        "the gate. Then read the page, have it cleared and publish it again."
    )
    _tell(f"not-cleared:{edition.pk}", subject, why, rest, page)
    return True


def _tell_of_rows(edition: Edition, digest: str) -> None:
    page = Page.objects.filter(pk=edition.page_id).first()
    subject = _("Changed past the gate: %(title)s") % {"title": _title(page, edition)}
    what = _("What is stored of this page is not what was cleared. Readers have what was cleared.")
    rest = _(
        "Somebody changed it without saving the page. Put it back as it was, or have it cleared "
        "and publish it."
    )
    _tell(f"altered:{edition.page_id}:{digest[:16]}", subject, what, rest, page)


def _tell_of_failure(edition: Edition) -> None:
    page = Page.objects.filter(pk=edition.page_id).first()
    subject = _("Could not be compared: %(title)s") % {"title": _title(page, edition)}
    what = _("Nobody knows whether this public page is what was cleared. Tell an administrator.")
    _tell(f"not-compared:{edition.pk}", subject, what, "", page)


def _take_away(rows: Sequence[EditionFile]) -> int:
    """Take files from readers; returns how many. Their rows stay, without a name."""
    for row in rows:
        page = Page.objects.filter(pk=row.edition.page_id).first()
        subject = _("A file was taken from readers: %(title)s") % {
            "title": _title(page, row.edition)
        }
        what = _("The page does not show this file, or not with this content: %(kind)s %(id)s.") % {
            "kind": row.get_kind_display(),
            "id": row.file_id,
        }
        rest = _("Look at the page. If a picture or a document is missing, publish it again.")
        _tell(f"wrong-file:{row.pk}", subject, what, rest, page)
    return EditionFile.objects.filter(pk__in=[row.pk for row in rows]).update(name="")


def _title(page: Page | None, edition: Edition) -> str:
    return title_for_record(page) if page else f"{_('page')} {edition.page_id}"


def _tell(key: str, subject: str, what: str, rest: str, page: Page | None) -> None:
    address = edit_address(page) if page else ""
    notify_desk(key, subject, "\n".join(filter(None, (what, rest, address))), page)

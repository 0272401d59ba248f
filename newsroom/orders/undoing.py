"""Undoes an order that was entered in error: what it took down becomes public again.

One person asks and says why, another confirms. The order then ends, and each page that it took down
passes the release gate in a transaction of its own. A page that the gate refuses stays down, with
the reason. Like a take-down this goes on where it was interrupted.
"""

import logging
import time
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log as log_action
from wagtail.models import Revision
from wagtail.permission_policies.pages import PagePermissionPolicy

from newsroom.editions.locks import lock_releases_exclusively
from newsroom.editions.models import current_edition
from newsroom.gate.locking import lock_page
from newsroom.gate.reinstating import reinstating
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import (
    Edition,
    OrderUndo,
    ReleaseLog,
    ReportingRestriction,
    TakenDownPage,
)
from newsroom.orders import notifications, taking_down
from newsroom.orders.closing import is_over
from newsroom.publishing.release import ClockReport
from newsroom.records.log_context import Channel, log_context
from newsroom.records.release_log import record
from newsroom.records.take_downs import pages_taken_down_by

log = logging.getLogger(__name__)

State = TakenDownPage.State

DELETED = "The page has been deleted since."
EXPIRED = "The page has expired since."
FAILED = "It could not be published. Tell an administrator."


def who_entered(order: ReportingRestriction) -> set[int]:
    """The ids of those who entered the order, or changed it so that it took down pages."""
    changed = order.take_downs.exclude(by=None).values_list("by_id", flat=True)
    return {*changed, *([order.made_by_id] if order.made_by_id else [])}


def may_confirm(order: ReportingRestriction, user: Any) -> bool:
    """Whether the user may undo the order: somebody who may publish, and did not enter it.

    Two people must be known. If nobody knows who entered the order, somebody else must have asked.
    """
    if not PagePermissionPolicy().user_has_any_permission(user, ["publish"]):
        return False
    entered, asked = who_entered(order), OrderUndo.objects.filter(restriction=order).first()
    if user.pk in entered:
        return False
    return bool(entered) or (asked is not None and asked.asked_by_id not in (None, user.pk))


def ask(order: ReportingRestriction, user: Any, reason: str) -> OrderUndo:
    """Note that the order was entered in error, for somebody else to confirm. Idempotent."""
    with transaction.atomic(), log_context(user, Channel.UNDO, reason, order):
        undo, is_new = OrderUndo.objects.get_or_create(
            restriction=order, defaults={"asked_by": user, "reason": reason}
        )
        if is_new:
            note = f"{notifications.note(order)}. Undo asked for: {reason}"
            record(ReleaseLog.Event.RESTRICTED, title=order.label[:255], note=note)
    return undo


def decline(order: ReportingRestriction, user: Any) -> None:
    """Delete what somebody has asked for and nobody has confirmed. Idempotent."""
    with transaction.atomic(), log_context(user, Channel.UNDO, restriction=order):
        if OrderUndo.objects.filter(restriction=order, confirmed_at=None).delete()[0]:
            note = f"{notifications.note(order)}. The order stands: its undo was declined."
            record(ReleaseLog.Event.RESTRICTED, title=order.label[:255], note=note)


def confirm(order: ReportingRestriction, user: Any, reason: str) -> OrderUndo:
    """End the order as entered in error. The caller then calls `proceed`. Idempotent.

    Raises PermissionDenied unless `may_confirm`.
    """
    with transaction.atomic(), log_context(user, Channel.UNDO, reason, order):
        lock_releases_exclusively()
        current = ReportingRestriction.objects.get(pk=order.pk)
        if not may_confirm(current, user):
            raise PermissionDenied("The person who entered an order cannot undo it.")
        undo, _asked_now = OrderUndo.objects.get_or_create(
            restriction=current, defaults={"asked_by": user, "reason": reason}
        )
        if undo.confirmed_at is None:
            undo.confirmed_at, undo.confirmed_by = timezone.now(), user
            undo.save(update_fields=["confirmed_at", "confirmed_by"])
            _end(current, user, undo)
    order.refresh_from_db()
    return undo


def _end(order: ReportingRestriction, user: Any, undo: OrderUndo) -> None:
    order.entered_in_error = True
    if order.ended_at is None:
        order.ended_at, order.ended_by = timezone.now(), user
    most = order._meta.get_field("end_reason").max_length
    order.end_reason = undo.reason[:most]
    order.save(update_fields=["entered_in_error", "ended_at", "ended_by", "end_reason"])
    notifications.log_undo(undo)


def proceed(undo: OrderUndo, seconds: float | None = taking_down.SECONDS) -> list[int]:
    """Publish what the order took down, for so long or to the end; returns the ids of the pages."""
    until = None if seconds is None else time.monotonic() + seconds
    restored: list[int] = []
    waiting = pages_taken_down_by(undo.restriction).filter(state__in=(State.CLOSED, State.DOWN))
    # Sources before their aliases, which are younger. The last take-down of a page comes first.
    rows = list(waiting.order_by("page_id", "-pk").values_list("pk", "page_id"))
    for pk, page_id in rows:
        if len(rows) > taking_down.FEW and is_over(until):
            return restored
        if _restore_or_say_why(undo, pk, page_id):
            restored.append(page_id)
    with transaction.atomic():
        current = OrderUndo.objects.select_for_update().get(pk=undo.pk)
        if current.finished_at is None:
            current.finished_at = timezone.now()
            current.save(update_fields=["finished_at"])
            notifications.notify_undone(current)
    return restored


def proceed_with_all(
    seconds: float | None = taking_down.SECONDS, skip: Collection[str] = ()
) -> ClockReport:
    """Go on with every undo that was confirmed, each for so long."""
    report = ClockReport()
    for undo in unfinished().select_related("restriction", "confirmed_by"):
        what = f"undo of order {undo.restriction_id}"
        if what in skip:
            continue
        try:
            report.published.extend(proceed(undo, seconds))
        except Exception as error:
            if isinstance(error, Error) and not connection.is_usable():
                raise
            log.exception("The undo of order %s could not be finished", undo.restriction_id)
            report.failed.append(what)
    return report


def unfinished() -> QuerySet[OrderUndo]:
    """The confirmed undos that still have something to do."""
    return OrderUndo.objects.filter(confirmed_at__isnull=False, finished_at__isnull=True)


def _restore_or_say_why(undo: OrderUndo, pk: int, page_id: int) -> bool:
    """Publish one page; False if it stays down, with the reason in its row. Idempotent."""
    try:
        with (
            transaction.atomic(),
            log_context(
                undo.confirmed_by, Channel.UNDO, notifications.undo_note(undo), undo.restriction
            ),
        ):
            return _restore(pk, page_id)
    except ReleaseRefused as refusal:
        reason, findings = " ".join(refusal.messages), refusal.examination.as_facts()
    except ValidationError as error:
        reason, findings = " ".join(error.messages), {}
    except Exception as error:
        if isinstance(error, Error) and not connection.is_usable():
            raise
        log.exception("Page %s could not be published again", page_id)
        reason, findings = FAILED, {}
    _keep_down(undo, pk, page_id, reason, findings)
    return False


def _restore(pk: int, page_id: int) -> bool:
    page = lock_page(page_id)
    row = (
        TakenDownPage.objects.select_for_update()
        .filter(pk=pk, state__in=(State.CLOSED, State.DOWN))
        .first()
    )
    if row is None:
        return False
    if page is None:
        raise ValidationError(DELETED)
    if page.expire_at and page.expire_at <= timezone.now():
        raise ValidationError(EXPIRED)
    current = current_edition(page_id)
    is_up = page.live and current is not None and not current.is_closed_by(timezone.now())
    if not is_up:
        edition = Edition.objects.filter(pk=row.edition_id, page_id=page_id).first()
        with reinstating(edition.digest if edition else "", row.blockers):
            _publish(page.specific, row)
    row.state = State.RESTORED
    row.save(update_fields=["state"])
    return not is_up


def _publish(page: Any, row: TakenDownPage) -> None:
    """Publish the words that the page had, with its schedules. Later drafts stay drafts."""
    page.live, page.expired = True, False
    page.live_revision_id = row.revision_id
    page.has_unpublished_changes = bool(
        page.latest_revision_id and page.latest_revision_id != row.revision_id
    )
    page.last_published_at = timezone.now()
    page.save()
    log_action(instance=page, action="wagtail.publish")
    for pk, at in row.schedules.items():
        moment = datetime.fromisoformat(at)
        if moment > timezone.now():
            own = Revision.page_revisions.filter(pk=int(pk), object_id=str(page.pk))
            own.update(approved_go_live_at=moment)


def _keep_down(undo: OrderUndo, pk: int, page_id: int, reason: str, findings: Any) -> None:
    note = notifications.note(undo.restriction)
    with transaction.atomic():
        page = lock_page(page_id)
        rows = TakenDownPage.objects.filter(pk=pk)
        if page is not None and page.live:
            # The take-down had closed its edition and not unpublished it yet.
            with log_context(undo.confirmed_by, Channel.ORDER, note, undo.restriction):
                taking_down.unpublish(page.specific)
        rows.update(state=State.REFUSED, reason=reason)
        if page is not None:
            with log_context(undo.confirmed_by, Channel.UNDO, restriction=undo.restriction):
                record(ReleaseLog.Event.REFUSED, page.specific, **findings, note=reason)

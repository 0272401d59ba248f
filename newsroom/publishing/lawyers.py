"""What lawyers are told at once, and reminded of on each working day until they have dealt with it.

They hear of urgent releases and of updates, which are public without their clearance. No word of a
page or an update is mailed, beyond a title that holds no protected name.
"""

from datetime import datetime, time

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from newsroom.models import DeskNotice, LegalClearanceTask, ReleaseLog, UrgentRelease
from newsroom.press_office.hours import bank_holidays
from newsroom.publishing.outbox import Audience, edit_address, notify_desk
from newsroom.records.approvals import UrgentReleaseQuerySet
from newsroom.records.log_context import current_context, name_for_record
from newsroom.records.redaction import note_for_record, title_for_record

REMINDED_AT = time(9)
"""From when on, in London, lawyers are reminded on a working day."""
SATURDAY = 5


def notify_of_urgent_release(release: UrgentRelease) -> None:
    """Tell the lawyers at once. Must run in the transaction of the release."""
    page = release.page.specific
    title = title_for_record(page)
    body = "\n".join(
        [
            f"{name_for_record(release.by)} releases “{title}” urgently, without clearance.",
            f"The reason: {note_for_record(release.reason, page)}",
            "",
            "Please read it now, and clear it or ask for it to be withdrawn. You are reminded on "
            "each working day until somebody else has cleared it.",
            _clear_address(page),
        ]
    )
    subject = f"Released urgently: {title}"
    notify_desk(f"urgent:{release.pk}", subject, body, page, audience=Audience.LAWYERS)


def notify_of_update(row: ReleaseLog, page: Page) -> None:
    """Tell the lawyers of an update that is public. `row` is its entry in the release log."""
    title = title_for_record(page)
    body = "\n".join(
        [
            f"{name_for_record(current_context().user) or 'A program'} published an update of "
            f"“{title}”.",
            "",
            "Please read it, and press “Dealt with” on the first screen of the desk. You are "
            "reminded on each working day until one of you has.",
            edit_address(page),
        ]
    )
    subject = f"An update is public: {title}"
    notify_desk(f"update:{row.pk}", subject, body, page, audience=Audience.LAWYERS_READ)


def uncleared_urgent_releases() -> UrgentReleaseQuerySet:
    """The urgent releases that nobody else has cleared, of pages that are public or scheduled."""
    scheduled = Revision.page_revisions.filter(
        object_id=Cast(models.OuterRef("page_id"), models.CharField()),
        approved_go_live_at__isnull=False,
    )
    out = models.Q(page__live=True) | models.Exists(scheduled)
    return UrgentRelease.objects.unsettled().filter(out).select_related("page", "by")


def remind_lawyers(now: datetime) -> bool:
    """Once on a working day, add a notice of what still waits for a lawyer. Idempotent.

    Returns whether one was added. `now` is aware.
    """
    clock = timezone.localtime(now)
    is_holiday = clock.date() in bank_holidays(clock.year)
    if clock.time() < REMINDED_AT or clock.weekday() >= SATURDAY or is_holiday:
        return False
    key = f"lawyers:{clock:%Y-%m-%d}"
    if DeskNotice.objects.filter(key=key).exists():
        return False
    today = clock.replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [*_urgent_before(today), *_updates_before(today), *_submitted_before(today)]
    if not lines:
        return False
    with transaction.atomic():
        subject = f"Still waits for a lawyer: {len(lines)}"
        is_new = notify_desk(key, subject, "\n".join(lines), audience=Audience.LAWYERS)
        # It is mailed, and not shown on the first screen, where each of these has its own row.
        DeskNotice.objects.filter(key=key).update(seen_at=now)
    return is_new


def _urgent_before(moment: datetime) -> list[str]:
    waiting = uncleared_urgent_releases().filter(at__lt=moment)
    pages = {release.page_id: release.page for release in waiting}
    return [
        f"Released urgently, cleared by nobody since: “{title_for_record(page.specific)}” "
        f"{_clear_address(page)}"
        for page in pages.values()
    ]


def _updates_before(moment: datetime) -> list[str]:
    unread = DeskNotice.objects.filter(
        audience=Audience.LAWYERS_READ, seen_at=None, made_at__lt=moment, page__isnull=False
    )
    return [
        f"An update, read by no lawyer: “{title_for_record(page.specific)}” {edit_address(page)}"
        for notice in unread.order_by("made_at").select_related("page")
        if (page := notice.page) is not None
    ]


def _submitted_before(moment: datetime) -> list[str]:
    asked = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        started_at__lt=moment,
        task__in=LegalClearanceTask.objects.values("pk"),
    )
    ids = asked.order_by("started_at").values_list("revision__object_id", flat=True)
    pages = Page.objects.in_bulk(list(map(int, ids)))
    return [
        f"Submitted for clearance: “{title_for_record(page.specific)}” {edit_address(page)}"
        for page in pages.values()
    ]


def _clear_address(page: Page) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("desk_clear_after_release", args=[page.pk])

"""The outbox of notices to the desk: written in the transaction of the event, mailed afterwards.

Delivery is at least once. A message is mailed twice if the process dies after the mail server has
accepted it and before `sent_at` is committed.
"""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from newsroom.models import DeskNotice, DeskSettings, ReportingRestriction
from newsroom.records.redaction import title_for_record

log = logging.getLogger(__name__)

DUTY_EDITORS, LAWYERS = "Duty editor", "Reviewing lawyer"
"""The groups whose members get the notices: the first if the desk has no address of its own."""

Audience = DeskNotice.Audience


def notify_desk(
    key: str,
    subject: str,
    body: str,
    page: Any = None,
    *,
    audience: str = Audience.DESK,
    also: Any = None,
) -> bool:
    """Add a notice to the outbox unless one with this key exists; returns whether it was added.

    Must run in the transaction of the event. The caller must redact protected names. `audience` is
    a `DeskNotice.Audience`, and `also` a user who gets the mail besides.
    """
    columns = {
        "audience": audience,
        # A title may contain a line break, which a mail header must not.
        "subject": " ".join(subject.split())[: DeskNotice._meta.get_field("subject").max_length],
        "body": body,
        "page_id": page.pk if page is not None else None,
        "also": also,
    }
    return DeskNotice.objects.get_or_create(key=key, defaults=columns)[1]


def notify_of_order(
    restriction: ReportingRestriction, occasion: DeskNotice.Occasion, subject: str, body: str
) -> bool:
    """Add a notice about an order to the outbox; returns whether it was added.

    There is one current notice each for the beginning and the end of an order, and one for each
    change that took down further pages.
    """
    about = {"restriction": restriction, "occasion": occasion}
    words = {"subject": subject, "body": body}
    if occasion == DeskNotice.Occasion.CHANGED:
        DeskNotice.objects.create(**about, **words)
        return True
    told = DeskNotice.objects.get_or_create(**about, superseded_at=None, defaults=words)
    return told[1]


def notify_workflow_ended(page: Any, revision_id: int) -> bool:
    """Notify the desk that publishing a scheduled revision ended the workflow of a later draft.

    Wagtail ends the workflow of a page whenever a revision of the page is published.
    """
    title = title_for_record(page)
    body = "\n".join(
        [
            f"A scheduled version of “{title}” was published, as planned.",
            "",
            "Somebody has written a later draft of it, which was waiting for clearance or "
            "approval. That workflow has ended. The draft is kept: submit it again.",
            edit_address(page),
        ]
    )
    return notify_desk(f"workflow-ended:{revision_id}", f"Submit again: {title}", body, page)


def edit_address(page: Any) -> str:
    """The absolute URL of the page's edit view, for use in messages."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])


def recipients(audience: str = Audience.DESK) -> list[str]:
    """The recipients: the desk's own address, or else every active duty editor with an address.

    For lawyers, every active lawyer with an address. If there is none, the desk is told instead.
    """
    if audience != Audience.DESK and (lawyers := _addresses(LAWYERS)):
        return lawyers
    if desk := DeskSettings.load().desk_email:
        return [desk]
    return _addresses(DUTY_EDITORS)


def _addresses(group: str) -> list[str]:
    people = get_user_model().objects.filter(is_active=True, groups__name=group)
    return sorted(set(people.exclude(email="").values_list("email", flat=True)))


def send_notices() -> int:
    """Mail the unsent notices, oldest first; returns how many were sent.

    Mail errors are logged and not raised. A notice that could not be sent stays in the outbox.
    """
    waiting = DeskNotice.objects.filter(sent_at__isnull=True).order_by("made_at", "pk")
    rows = list(waiting.values_list("pk", "audience"))
    people = {audience: recipients(audience) for audience in {audience for _pk, audience in rows}}
    if not all(people.values()):
        log.warning("Nobody can be told: the desk has no email, and no duty editor has one.")
    sent = 0
    for pk, audience in rows:
        if not people[audience]:
            continue
        try:
            sent += _send(pk, people[audience])
        except (OSError, SMTPException):
            log.warning("The mail server does not take notices; they wait.", exc_info=True)
            break
        except ValueError:
            # The notice itself is invalid, for example its address, so the others are still sent.
            log.exception("Notice %s cannot be mailed", pk)
    return sent


def _send(pk: int, to: list[str]) -> bool:
    """Mail one notice; returns False if it is locked by a concurrent run or already sent."""
    with transaction.atomic():
        unsent = DeskNotice.objects.filter(pk=pk, sent_at__isnull=True)
        notice = unsent.select_for_update(skip_locked=True, of=("self",)).first()
        if notice is None:
            return False
        also = [notice.also.email] if notice.also and notice.also.is_active else []
        everybody = list(dict.fromkeys(filter(None, (*to, *also))))
        EmailMessage(notice.subject, notice.body, to=everybody).send(using=settings.DELIVERY_MAILER)
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at"])
    return True

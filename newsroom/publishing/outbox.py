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

DUTY_EDITORS = "Duty editor"
"""The group whose members get the notices if the desk has no email address of its own."""


def notify_desk(key: str, subject: str, body: str, page: Any = None) -> bool:
    """Add a notice to the outbox unless one with this key exists; returns whether it was added.

    Must run in the transaction of the event. The caller must redact protected names.
    """
    columns = {
        # A title may contain a line break, which a mail header must not.
        "subject": " ".join(subject.split())[: DeskNotice._meta.get_field("subject").max_length],
        "body": body,
        "page_id": page.pk if page is not None else None,
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


def recipients() -> list[str]:
    """The recipients: the desk's own address, or else every active duty editor with an address."""
    if desk := DeskSettings.load().desk_email:
        return [desk]
    people = get_user_model().objects.filter(is_active=True, groups__name=DUTY_EDITORS)
    return sorted(set(people.exclude(email="").values_list("email", flat=True)))


def send_notices() -> int:
    """Mail the unsent notices, oldest first; returns how many were sent.

    Mail errors are logged and not raised. A notice that could not be sent stays in the outbox.
    """
    waiting = DeskNotice.objects.filter(sent_at__isnull=True).order_by("made_at", "pk")
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        return 0
    to = recipients()
    if not to:
        log.warning("Nobody can be told: the desk has no email, and no duty editor has one.")
        return 0
    sent = 0
    for pk in keys:
        try:
            sent += _send(pk, to)
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
        EmailMessage(notice.subject, notice.body, to=to).send()
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at"])
    return True

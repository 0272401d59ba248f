"""Telling the desk: an outbox that is written with what it tells of, and mailed afterwards.

A message may be mailed twice, if the machine stops between the mail server's yes and our own note
of it. None is lost.
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
"""The group whose members are written to when the desk has no address of its own."""


def notify_desk(key: str, subject: str, body: str, page: Any = None) -> bool:
    """Put a message into the outbox, once for each key; whether it is new.

    Belongs in the transaction it tells of. Whoever calls it keeps protected names out of it.
    """
    columns = {
        # A title may hold a line break, and a header may not.
        "subject": " ".join(subject.split())[: DeskNotice._meta.get_field("subject").max_length],
        "body": body,
        "page_id": page.pk if page is not None else None,
    }
    return DeskNotice.objects.get_or_create(key=key, defaults=columns)[1]


def notify_of_order(
    restriction: ReportingRestriction, occasion: DeskNotice.Occasion, subject: str, body: str
) -> bool:
    """Put a message about an order into the outbox; whether it is new.

    Its beginning and its end are told once, each change that takes down more for itself.
    """
    about = {"restriction": restriction, "occasion": occasion}
    words = {"subject": subject, "body": body}
    if occasion == DeskNotice.Occasion.CHANGED:
        DeskNotice.objects.create(**about, **words)
        return True
    told = DeskNotice.objects.get_or_create(**about, superseded_at=None, defaults=words)
    return told[1]


def notify_workflow_ended(page: Any, revision_id: int) -> bool:
    """Tell the desk that a due version went out under a later draft, which nobody is asked about.

    Wagtail ends the workflow of a page whenever a version of it is published.
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
    """Where the desk opens a page, for a message."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])


def recipients() -> list[str]:
    """Who is written to: the desk's own address, else every duty editor who has one."""
    if desk := DeskSettings.load().desk_email:
        return [desk]
    people = get_user_model().objects.filter(is_active=True, groups__name=DUTY_EDITORS)
    return sorted(set(people.exclude(email="").values_list("email", flat=True)))


def send_notices() -> int:
    """Mail what waits in the outbox, oldest first; how many went.

    Never raises because of the mail: what did not go stays for the next time.
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
            # It is this one that is wrong, such as its address: the others go.
            log.exception("Notice %s cannot be mailed", pk)
    return sent


def _send(pk: int, to: list[str]) -> bool:
    """Mail one message, unless somebody else is doing it at this moment."""
    with transaction.atomic():
        unsent = DeskNotice.objects.filter(pk=pk, sent_at__isnull=True)
        notice = unsent.select_for_update(skip_locked=True, of=("self",)).first()
        if notice is None:
            return False
        EmailMessage(notice.subject, notice.body, to=to).send()
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at"])
    return True

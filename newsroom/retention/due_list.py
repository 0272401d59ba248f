"""Tells the desk which items are due for review: by number, day and reason, without a title."""

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from newsroom.models import RetentionReview
from newsroom.publishing.outbox import notify_desk

MOST_LISTED = 50
SCREEN = "desk_retention"
"""The name of the desk's screen that lists what is due."""


def notify_due() -> int:
    """Put a notice with what is due into the outbox; returns how many items are due.

    The same list is told once a day. It names items by their numbers: titles say names, and mails
    are kept elsewhere.
    """
    due = list(RetentionReview.objects.due())
    if not due:
        return 0
    today = timezone.localdate()
    listed = hashlib.sha256(",".join(str(review.pk) for review in due).encode()).hexdigest()
    lines = [
        "These items are due for their retention review. For each, decide whether it is kept, "
        "anonymised or removed:",
        settings.WAGTAILADMIN_BASE_URL + reverse(SCREEN),
        "",
        *(
            f"Page {review.pk}: since {review.due_on:%-d %B %Y}, {review.get_outcome_display()}"
            for review in due[:MOST_LISTED]
        ),
    ]
    if len(due) > MOST_LISTED:
        lines.append(f"and {len(due) - MOST_LISTED} more")
    subject = f"Due for review: {len(due)} item{'s' if len(due) > 1 else ''}"
    key = f"retention-due:{today.isoformat()}:{listed[:32]}"
    notify_desk(key, subject, "\n".join(lines))
    return len(due)

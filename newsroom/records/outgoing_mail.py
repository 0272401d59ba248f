"""The queue of outgoing mail, and the email backend that puts messages there.

No mail server is asked inside a request or a transaction. `publishing.outgoing_mail` sends later
what the queue holds.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.utils import timezone

KEPT = timedelta(days=28)


class OutgoingMail(models.Model):
    """A message to one address. It is saved in the transaction it is about, and sent afterwards.

    A request to reset a password is a row, too, whoever asks for it. Whether there is such an
    account is looked up when it is sent, so the answer to the request cannot tell.
    """

    wagtail_reference_index_ignore = True

    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    is_password_reset = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.subject or f"A new password for {self.to}"

    @classmethod
    def forget_old(cls) -> None:
        """Delete what was made more than 28 days ago, sent or not."""
        cls.objects.filter(made_at__lt=timezone.now() - KEPT).delete()


class QueueBackend(BaseEmailBackend):
    """Email backend: adds plain text messages to the queue, in the caller's transaction.

    Wagtail 8.0 mails notifications and comments within the request that causes them.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message for each of its recipients; returns the number of messages.

        Raises ValueError for a message with attachments or alternatives, which rows cannot hold.
        """
        rows = []
        for message in email_messages:
            if message.attachments or getattr(message, "alternatives", None):
                raise ValueError("The queue holds plain text only.")
            subject = " ".join(str(message.subject).split())[:250]
            rows += [
                OutgoingMail(to=to, subject=subject, body=str(message.body))
                for to in message.recipients()
            ]
        OutgoingMail.objects.bulk_create(rows)
        return len(email_messages)

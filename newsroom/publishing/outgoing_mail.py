"""Sends what is queued: mails about accounts, Wagtail's notifications, links for new passwords."""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import loader
from django.utils import timezone
from wagtail.admin.forms.auth import PasswordResetForm

from newsroom.models import OutgoingMail

log = logging.getLogger(__name__)

GIVE_UP_AFTER = timedelta(days=2)
"""What the mail server has not taken by then is not tried again."""


class _LinkForm(PasswordResetForm):
    """Django 6.1 logs errors of the mail server and goes on; here the request must wait for it."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = " ".join(loader.render_to_string(subject_template_name, context).split())
        body = loader.render_to_string(email_template_name, context)
        _deliver(subject, body, to_email)


def send_outgoing_mail() -> int:
    """Send what waits, oldest first; returns how many rows were dealt with.

    Mail errors are logged and not raised. What could not be sent waits for the next run.
    """
    done = 0
    since = timezone.now() - GIVE_UP_AFTER
    waiting = OutgoingMail.objects.filter(sent_at=None, made_at__gt=since)
    for pk in list(waiting.order_by("made_at", "pk").values_list("pk", flat=True)):
        try:
            done += _send(pk)
        except SMTPRecipientsRefused:
            log.warning("The mail server refuses a recipient.")
        except (OSError, SMTPException):
            log.warning("The mail server does not take mail; it waits.", exc_info=True)
            break
        except ValueError:
            log.exception("Mail %s cannot be sent", pk)
    return done


def _send(pk: int) -> bool:
    with transaction.atomic():
        rows = OutgoingMail.objects.select_for_update(skip_locked=True)
        mail = rows.filter(pk=pk, sent_at=None).first()
        if mail is None:
            return False
        if mail.is_password_reset:
            _send_link(mail.to)
            # Who asked for an address without an account is nobody's business.
            mail.delete()
        else:
            _deliver(mail.subject, mail.body, mail.to)
            mail.sent_at = timezone.now()
            mail.save(update_fields=["sent_at"])
    return True


def _deliver(subject: str, body: str, to: str) -> None:
    # RFC 3834: no automatic reply is wanted.
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=[to], headers=headers).send(using=settings.DELIVERY_MAILER)


def _send_link(to: str) -> None:
    """Send a link to each active account with this address; nothing if there is none."""
    form = _LinkForm({"email": to})
    if form.is_valid():
        form.save(
            domain_override=urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc,
            email_template_name="wagtailadmin/account/password_reset/email.txt",
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
            use_https=settings.WAGTAILADMIN_BASE_URL.startswith("https:"),
        )

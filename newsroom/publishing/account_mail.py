"""Sends the mails about accounts, and the links of those who forgot their password."""

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

from newsroom.models import AccountMail

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
        EmailMessage(subject, body, from_email, [to_email]).send()


def send_account_mail() -> int:
    """Send what waits, oldest first; returns how many rows were dealt with.

    Mail errors are logged and not raised. What could not be sent waits for the next run.
    """
    done = 0
    since = timezone.now() - GIVE_UP_AFTER
    waiting = AccountMail.objects.filter(sent_at=None, made_at__gt=since)
    for pk in list(waiting.order_by("made_at", "pk").values_list("pk", flat=True)):
        try:
            done += _send(pk)
        except SMTPRecipientsRefused:
            log.warning("The mail server refuses a recipient of mail about accounts.")
        except (OSError, SMTPException):
            log.warning("The mail server does not take mail about accounts.", exc_info=True)
            break
        except ValueError:
            log.exception("Mail %s about an account cannot be sent", pk)
    return done


def _send(pk: int) -> bool:
    with transaction.atomic():
        rows = AccountMail.objects.select_for_update(skip_locked=True)
        mail = rows.filter(pk=pk, sent_at=None).first()
        if mail is None:
            return False
        if mail.is_password_reset:
            _send_link(mail.to)
            # Who asked for an address without an account is nobody's business.
            mail.delete()
        else:
            EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
            mail.sent_at = timezone.now()
            mail.save(update_fields=["sent_at"])
    return True


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

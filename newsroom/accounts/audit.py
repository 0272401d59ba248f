"""The record of what happens to accounts, and the mails about it.

Both are rows of the caller's transaction. `publishing.outgoing_mail` sends the mails later.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from newsroom.accounts.models import AccountLog
from newsroom.records.log_context import current_context, name_for_record
from newsroom.records.outgoing_mail import OutgoingMail

MANAGES_ACCOUNTS = "auth.change_user"
_BACKEND = "django.contrib.auth.backends.ModelBackend"

Event = AccountLog.Event


def record(
    event: Event,
    subject: Any,
    what: str,
    *,
    tell: Iterable[str] = (),
    tell_administrators: bool = True,
) -> AccountLog:
    """Log what happened to an account or a group, and write to whom it concerns.

    `subject` is a user, a group, or the name of one that is gone. A user who has an address is
    written to, besides the addresses in `tell`.
    """
    context = current_context()
    is_user = isinstance(subject, get_user_model())
    entry = AccountLog.objects.create(
        event=event,
        account_id=subject.pk if is_user else None,
        account=subject.get_username() if is_user else str(subject),
        what=what,
        by=context.name,
        username=context.user.get_username() if context.user else "",
        channel=context.channel,
    )
    to = {*tell, *([subject.email] if is_user else [])}
    if tell_administrators:
        to |= set(_administrators().values_list("email", flat=True))
    _write(entry, is_group=isinstance(subject, Group), to=to - {""}, by=context.user)
    return entry


def _administrators() -> Any:
    users = get_user_model().objects
    return users.with_perm(MANAGES_ACCOUNTS, backend=_BACKEND, include_superusers=True)


def _write(entry: AccountLog, *, is_group: bool, to: set[str], by: Any) -> None:
    at = dateformat.format(timezone.localtime(entry.at), "l j F Y, H:i T")
    lines = [
        entry.what,
        "",
        (_("Group: %s") if is_group else _("Account: %s")) % entry.account,
        _("By: %s") % (name_for_record(by) or entry.get_channel_display()),
        _("When: %s") % at,
        "",
        _("If you did not expect this, tell an administrator of the newsroom at once."),
    ]
    subject = " ".join(f"{entry.get_event_display()}: {entry.account}".split())[:250]
    OutgoingMail.objects.bulk_create(
        OutgoingMail(to=address, subject=subject, body="\n".join(lines)) for address in sorted(to)
    )


def ask_for_reset(address: str) -> bool:
    """Keep a request to reset the password of whoever has this address.

    The account is looked up when the mail is sent. Returns False if too many requests wait.
    """
    waiting = OutgoingMail.objects.filter(is_password_reset=True)
    if waiting.count() >= MOST_RESETS_WAITING:
        return False
    OutgoingMail.objects.get_or_create(to=address.lower(), is_password_reset=True)
    return True


MOST_RESETS_WAITING = 200
"""More requests than these are refused until the outbox has been sent."""

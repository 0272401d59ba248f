"""Receivers that notice a new password or address of an account, whichever way it was changed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from newsroom.accounts import sessions, tries
from newsroom.accounts.audit import Event, record
from newsroom.records.log_context import current_context

_BEFORE = "_before_this_save"
_WATCHED = ("password", "email")


def note_account(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Receiver of `pre_save`: remember what the account has until now."""
    if instance.pk and (update_fields is None or set(_WATCHED) & set(update_fields)):
        users = get_user_model()._default_manager
        setattr(instance, _BEFORE, users.filter(pk=instance.pk).values(*_WATCHED).first())


def account_saved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Receiver of `post_save`: log and mail the change, end other sessions, and lift a lock."""
    before = instance.__dict__.pop(_BEFORE, None)
    if before is None or not before["password"]:
        return
    by = current_context().user
    by_another = by is not None and by.pk != instance.pk
    if before["password"] != instance.password:
        words = _("The password was changed, and the other sessions ended.")
        record(Event.PASSWORD, instance, words, tell_administrators=by_another)
        sessions.end_others(instance)
        if tries.lift(name=instance.get_username()):
            words = _("A new password ended the wait of the log-in.")
            record(Event.LIFTED, instance, words, tell_administrators=False)
    if before["email"] != instance.email:
        words = _("The email address was “%(before)s” and is “%(now)s”.") % {
            "before": before["email"],
            "now": instance.email,
        }
        old = [before["email"]]
        record(Event.EMAIL, instance, words, tell=old, tell_administrators=by_another)

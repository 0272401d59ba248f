"""The guard around every change of accounts and groups: it is refused, or logged and mailed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.accounts.audit import Event, record
from newsroom.accounts.rights import Change, Rights, Snapshot, snapshot
from newsroom.records.log_context import current_context


@dataclass(frozen=True)
class Refusal:
    """Why a change is refused, and the field it belongs to, if there is one."""

    field: str | None
    message: str


class RightsRefused(Exception):
    """The change is above its author; nothing of it was saved."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("; ".join(refusal.message for refusal in refusals))
        self.refusals = refusals


@contextmanager
def change_of_rights(actor: Any, kept_groups: tuple[str, ...]) -> Iterator[None]:
    """Save a change within; raises RightsRefused, and undoes it, if `actor` may not make it.

    `kept_groups` are the groups that the newsroom finds by name: they keep it.
    """
    with transaction.atomic():
        before = snapshot()
        yield
        settle(actor, before, kept_groups)


def settle(actor: Any, before: Snapshot, kept_groups: tuple[str, ...]) -> None:
    """Compare with what was before; log and mail the change, or raise RightsRefused."""
    change = Change(before, snapshot())
    if refusals := refusals_of(change, actor.pk, kept_groups):
        raise RightsRefused(refusals)
    _record(change)


def above(actor: Any, user: Any) -> bool:
    """Whether the user holds rights that the actor does not have."""
    now = snapshot()
    return not now.of(actor.pk).cover(now.of(user.pk))


def refusals_of(change: Change, actor: int, kept_groups: tuple[str, ...]) -> list[Refusal]:
    """Why this person may not make the change; empty if they may."""
    own = change.before.of(actor)
    return [
        *_of_accounts(change, own),
        *_of_groups(change, own, kept_groups),
        *_of_the_last(change),
    ]


def _of_accounts(change: Change, own: Rights) -> Iterator[Refusal]:
    for pk in change.accounts():
        before, after = change.sides(pk)
        if before and not own.cover(change.before.of(pk)):
            yield Refusal(
                None,
                _("“%s” holds rights that you do not have. Ask a superuser to change this account.")
                % before.username,
            )
        elif after and not own.cover(change.after.of(pk)):
            if after.superuser:
                words = _("Only a superuser can make somebody a superuser. Ask one.")
                yield Refusal("is_superuser", words)
            else:
                more = own.missing(change.after.of(pk))
                yield Refusal("groups", _beyond(more))


def _of_groups(change: Change, own: Rights, kept_groups: tuple[str, ...]) -> Iterator[Refusal]:
    for pk in change.groups():
        before, after = change.group_sides(pk)
        if before and not own.cover(before.rights):
            yield Refusal(
                None,
                _("The group “%s” holds rights that you do not have. Ask a superuser to change it.")
                % before.name,
            )
        elif after and not own.cover(after.rights):
            yield Refusal(None, _beyond(own.missing(after.rights)))
        if before and before.name in kept_groups and (not after or after.name != before.name):
            yield Refusal(
                "name",
                _("The newsroom finds the group “%s” by its name. Keep it, and make another one.")
                % before.name,
            )


def _beyond(rights: list[str]) -> str:
    shown = ", ".join(right.replace("_", " ") for right in rights[:5])
    return _(
        "You cannot give rights that you do not have (%s). Choose others, or ask a superuser."
    ) % (f"{shown}…" if len(rights) > 5 else shown)


def _of_the_last(change: Change) -> Iterator[Refusal]:
    for superusers, words in (
        (True, _("This is the last superuser who can log in. Make another one first.")),
        (False, _("Nobody could manage accounts any more. Give somebody else that right first.")),
    ):
        had = change.before.managers(superusers=superusers)
        if had and not change.after.managers(superusers=superusers):
            yield Refusal(None, words)
            return


def _record(change: Change) -> None:
    users = get_user_model()._default_manager.in_bulk(change.accounts())
    for pk in change.accounts():
        before, after = change.sides(pk)
        if before is None:
            record(
                Event.CREATED, users[pk], _("The account was made. %s") % _held(change.after, pk)
            )
        elif after is None:
            words = _("The account was deleted. %s") % _held(change.before, pk)
            record(Event.DELETED, before.username, words, tell=[before.email])
        elif words := " ".join(_differences(change, pk)):
            record(Event.RIGHTS, users[pk], words)
    for pk in change.groups():
        _record_group(change, pk)


def _held(now: Snapshot, pk: int) -> str:
    account = now.accounts[pk]
    names = sorted(now.groups[group].name for group in account.groups)
    held = [_("superuser")] * account.superuser + names
    return _("Roles: %s.") % (", ".join(held) or _("none"))


def _differences(change: Change, pk: int) -> Iterator[str]:
    before, after = change.before.accounts[pk], change.after.accounts[pk]
    if before.username != after.username:
        yield _("The user name was “%s”.") % before.username
    if before.superuser != after.superuser:
        yield _("Made a superuser.") if after.superuser else _("No longer a superuser.")
    if before.active != after.active:
        yield _("May log in again.") if after.active else _("May not log in any more.")
    for words, now, groups in (
        (_("Put into the group “%s”."), change.after, after.groups - before.groups),
        (_("Taken out of the group “%s”."), change.before, before.groups - after.groups),
    ):
        yield from sorted(words % now.groups[group].name for group in groups)
    yield from _given_and_taken(Rights(False, before.own), Rights(False, after.own))


def _given_and_taken(before: Rights, after: Rights) -> Iterator[str]:
    for words, rights in (
        (_("Given: %s."), (after.records - before.records, after.places - before.places)),
        (_("Taken: %s."), (before.records - after.records, before.places - after.places)),
    ):
        names = [*rights[0], *(f"{name} ({tree} {path})" for tree, path, name in rights[1])]
        if names:
            yield words % ", ".join(sorted(names))


def _record_group(change: Change, pk: int) -> None:
    before, after = change.group_sides(pk)
    words = []
    if before is None:
        words.append(_("The group was made."))
    elif after is None:
        words.append(_("The group was deleted."))
    elif before.name != after.name:
        words.append(_("The name was “%s”.") % before.name)
    nothing = Rights()
    words += _given_and_taken(
        before.rights if before else nothing, after.rights if after else nothing
    )
    members = [change.after.accounts.get(member) for member in set(change.members(pk))]
    subject = Group.objects.get(pk=pk) if after else before.name if before else ""
    to = [member.email for member in members if member and member.active]
    record(Event.GROUP, subject, " ".join(words), tell=to)


def approvers_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any
) -> None:
    """Receiver of `m2m_changed`: somebody changes which groups clear or approve.

    What the operator's commands set up is not logged.
    """
    words = {
        "post_add": _("The group decides the workflow step “%s” now."),
        "post_remove": _("The group does not decide the workflow step “%s” any more."),
    }.get(action)
    if words and not reverse and current_context().user:
        for group in Group.objects.filter(pk__in=pk_set).order_by("name"):
            members = get_user_model()._default_manager.filter(groups=group, is_active=True)
            to = members.values_list("email", flat=True)
            record(Event.GROUP, group, words % instance.name, tell=to)

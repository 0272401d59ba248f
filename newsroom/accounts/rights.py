"""Who holds which rights, before and after a change, and whether its author may make that change.

The outcome is compared, not the form: whichever screen makes the change, nobody gives or takes
rights above their own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission, GroupPagePermission

MANAGES_ACCOUNTS = "auth.change_user"

type Place = tuple[str, str, str]
"""Kind of tree, path of the node and codename: the right holds on all nodes below, too."""


@dataclass(frozen=True)
class Rights:
    """What an account or a group may do."""

    everything: bool = False
    records: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()

    def __or__(self, other: "Rights") -> "Rights":
        return Rights(
            self.everything or other.everything,
            self.records | other.records,
            self.places | other.places,
        )

    def cover(self, other: "Rights") -> bool:
        """Whether there is nothing that the other may do and these do not allow."""
        return self.everything or (not other.everything and not self.missing(other))

    def missing(self, other: "Rights") -> list[str]:
        """The rights of the other that are not among these, by codename."""
        if self.everything:
            return []
        places = [place for place in other.places if not self._hold(place)]
        names = {right.partition(".")[2] for right in other.records - self.records}
        return sorted(names | {codename for _kind, _path, codename in places})

    def _hold(self, place: Place) -> bool:
        kind, path, codename = place
        return any(
            kind == tree and codename == name and path.startswith(node)
            for tree, node, name in self.places
        )


@dataclass(frozen=True)
class Account:
    """What decides who may log in as somebody, and what they may do then."""

    username: str
    email: str
    password: str
    active: bool
    superuser: bool
    groups: frozenset[int]
    own: frozenset[str]


@dataclass(frozen=True)
class GroupState:
    """A group's name and rights."""

    name: str
    rights: Rights


@dataclass(frozen=True)
class Snapshot:
    """All accounts and groups at one moment, in seven queries."""

    accounts: dict[int, Account]
    groups: dict[int, GroupState]

    def of(self, pk: int) -> Rights:
        """The rights of an account, as if it were active: it can be made so again."""
        account = self.accounts.get(pk)
        if account is None:
            return Rights()
        rights = Rights(account.superuser, account.own)
        for group in account.groups:
            rights |= self.groups[group].rights
        return rights

    def managers(self, *, superusers: bool) -> list[int]:
        """Active accounts that can manage others; of superusers alone, or of all."""
        return [
            pk
            for pk, account in self.accounts.items()
            if account.active
            and account.password
            and is_password_usable(account.password)
            and (account.superuser or (not superusers and MANAGES_ACCOUNTS in self.of(pk).records))
        ]


def snapshot() -> Snapshot:
    """The accounts and groups as the database has them now."""
    users = get_user_model()
    names = "permission__content_type__app_label", "permission__codename"
    own = _grouped(users.user_permissions.through.objects.values_list("user_id", *names))
    granted = _grouped(Group.permissions.through.objects.values_list("group_id", *names))
    members = defaultdict(set)
    for user, group in users.groups.through.objects.values_list("user_id", "group_id"):
        members[user].add(group)
    places = defaultdict(set)
    for model, tree in ((GroupPagePermission, "page"), (GroupCollectionPermission, "collection")):
        rows = model.objects.values_list("group_id", f"{tree}__path", "permission__codename")
        for group, path, codename in rows:
            places[group].add((tree, path, codename))
    columns = "pk", "username", "email", "password", "is_active", "is_superuser"
    rows = users._default_manager.values_list(*columns)
    return Snapshot(
        {
            pk: Account(name, email, password, active, every, frozenset(members[pk]), own[pk])
            for pk, name, email, password, active, every in rows
        },
        {
            pk: GroupState(name, Rights(False, granted[pk], frozenset(places[pk])))
            for pk, name in Group.objects.values_list("pk", "name")
        },
    )


def _grouped(rows: Any) -> defaultdict[int, frozenset[str]]:
    found: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for pk, app, codename in rows:
        found[pk] |= {f"{app}.{codename}"}
    return found


@dataclass(frozen=True)
class Change:
    """The accounts and groups that differ between two moments."""

    before: Snapshot
    after: Snapshot

    def accounts(self) -> list[int]:
        return _differing(self.before.accounts, self.after.accounts)

    def groups(self) -> list[int]:
        return _differing(self.before.groups, self.after.groups)

    def sides(self, pk: int) -> tuple[Account | None, Account | None]:
        return self.before.accounts.get(pk), self.after.accounts.get(pk)

    def group_sides(self, pk: int) -> tuple[GroupState | None, GroupState | None]:
        return self.before.groups.get(pk), self.after.groups.get(pk)

    def members(self, pk: int) -> Iterator[int]:
        """The accounts in a group, before or after."""
        for member, account in chain(self.before.accounts.items(), self.after.accounts.items()):
            if pk in account.groups:
                yield member


def _differing(before: dict[int, Any], after: dict[int, Any]) -> list[int]:
    return sorted(pk for pk in {*before, *after} if before.get(pk) != after.get(pk))

"""The permissions of the desk's four groups."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

PRESS_OFFICER = "Press officer"
LAWYER = "Reviewing lawyer"
DUTY_EDITOR = "Duty editor"
ADMINISTRATOR = "Administrator"

_WRITE = ("add_page", "change_page")
_PUBLISH = ("publish_page", "lock_page", "unlock_page")
_UPLOAD = ("add_image", "choose_image", "add_document", "choose_document")
_TIDY = ("change_image", "delete_image", "change_document", "delete_document")
_READ = (
    "view_itemupdate",
    "view_updatedraft",
    "view_presscontact",
    "view_reportingrestriction",
    "view_releasebundle",
)
_RECORDS = ("view_releaselog", "view_clearance", "view_urgentrelease", "view_checkresponse")
# Names are entered with their order. Only administrators can read them.
_ORDERS = ("add_reportingrestriction", "change_reportingrestriction", "add_protectedname")
# Whoever writes items writes updates. Only those who may publish make them public.
_DRAFTS = ("add_updatedraft", "change_updatedraft", "delete_updatedraft")
_UPDATES = ("add_itemupdate", "change_itemupdate", "delete_itemupdate")

# A duty editor proposes that words be erased. Another one, or a lawyer, confirms it.
_RETENTION = ("view_retentionreview", "view_retentiondecision", "change_retentiondecision")

# Whoever writes items plans them. Who may publish each item of a bundle approves it.
_PLANS = (
    *("change_releasebundle", "add_casehearing", "change_casehearing", "delete_casehearing"),
    "view_casehearing",
)


def _each(verbs: Iterable[str], things: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{verb}_{thing}" for thing in things for verb in verbs)


_CHECKS = _each(("add", "view"), ("publiccheck",))
_CLOSURES = _each(("add", "change", "delete", "view"), ("deskclosure", "deskopening"))
_TERMS = (
    *_each(("add", "change", "view"), ("crimetype", "area", "presscontact", "person")),
    *_each(("add", "change", "delete", "view"), ("searchsynonym", "areaplace", "releasetemplate")),
)
# The desk's records are read-only. An order is ended and not deleted.
_EVERYTHING = (
    *_each(("add", "change", "view"), ("legalrule", "itemupdate")),
    *_each(("change", "view"), ("desksettings", "desknotice", "picturerecord")),
    *_each(
        ("add", "change", "delete", "view"),
        ("protectedname", "user", "group", "workflow", "legalclearancetask"),
    ),
    *_each(("add", "change", "delete", "view"), ("editorialapprovaltask", "collection")),
    "delete_itemupdate",
    "delete_crimetype",
    "delete_area",
    "delete_presscontact",
    "delete_person",
    "add_clearance",
    "view_accountlog",
    *_RETENTION,
    "add_retentiondecision",
    # Addresses of readers: personal data.
    *_each(("delete", "view"), ("subscriber",)),
    *_CHECKS,
)


@dataclass(frozen=True)
class Role:
    """The permissions of a group on pages, on files and on records."""

    pages: tuple[str, ...]
    files: tuple[str, ...]
    records: tuple[str, ...]


ROLES = {
    PRESS_OFFICER: Role(_WRITE, _UPLOAD, (*_READ, *_DRAFTS, *_PLANS)),
    # Wagtail requires change_page for reading and commenting on a draft.
    LAWYER: Role(
        ("change_page",),
        ("choose_image", "choose_document"),
        (*_READ, *_RECORDS, *_ORDERS, *_RETENTION, "add_clearance"),
    ),
    DUTY_EDITOR: Role(
        (*_WRITE, *_PUBLISH),
        (*_UPLOAD, *_TIDY),
        (
            *_READ,
            *_RECORDS,
            *_ORDERS,
            *_DRAFTS,
            *_PLANS,
            *_UPDATES,
            *_TERMS,
            *_CLOSURES,
            "change_desknotice",
            *_RETENTION,
            "add_retentiondecision",
            *_CHECKS,
        ),
    ),
    ADMINISTRATOR: Role(
        (*_WRITE, *_PUBLISH, "bulk_delete_page"),
        (*_UPLOAD, *_TIDY),
        (*_READ, *_RECORDS, *_ORDERS, *_DRAFTS, *_PLANS, *_TERMS, *_CLOSURES, *_EVERYTHING),
    ),
}


WAGTAILS = ("Moderators", "Editors")
"""The groups that Wagtail's migrations make. The desk has its own."""


def retire_wagtails_groups() -> dict[str, list[str]]:
    """Delete Wagtail's groups; those that still have members are kept, and returned with these."""
    kept = {}
    for group in Group.objects.filter(name__in=WAGTAILS).prefetch_related("user_set"):
        if members := sorted(user.get_username() for user in group.user_set.all()):
            kept[group.name] = members
        else:
            group.delete()
    return kept


def set_up_groups(news: Iterable[Page]) -> None:
    """Create the missing groups, and set the permissions of each to exactly those of its role.

    `news` are the news front pages; the groups have permissions on them and on all pages below.
    Members of the groups are not changed.
    """
    front_pages = list(news)
    root = Page.get_first_root_node()
    for name, role in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(("access_admin", *role.records)))
        places = [root] if name == ADMINISTRATOR else front_pages
        _grant_pages(group, places, _permissions(role.pages))
        _grant_files(group, _permissions(role.files))
    _revoke_name_permissions()


def _grant_pages(group: Group, places: list[Page], permissions: list[Permission]) -> None:
    held = GroupPagePermission.objects.filter(group=group)
    held.exclude(page__in=places, permission__in=permissions).delete()
    for page in places:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _grant_files(group: Group, permissions: list[Permission]) -> None:
    root = Collection.get_first_root_node()
    held = GroupCollectionPermission.objects.filter(group=group)
    held.exclude(collection=root, permission__in=permissions).delete()
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _revoke_name_permissions() -> None:
    """Revoke read access to protected names from all groups and users except administrators."""
    reads = Permission.objects.filter(
        Q(codename="view_protectedname") | Q(codename="change_protectedname"),
        content_type__app_label="newsroom",
    )
    for group in Group.objects.filter(permissions__in=reads).exclude(name=ADMINISTRATOR):
        group.permissions.remove(*reads)
    for user in get_user_model().objects.filter(user_permissions__in=reads).distinct():
        user.user_permissions.remove(*reads)


def _permissions(codenames: tuple[str, ...]) -> list[Permission]:
    """The permissions with these codenames. Raises LookupError if one does not exist."""
    wanted = set(codenames)
    apps = ("auth", "wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "newsroom")
    found = list(Permission.objects.filter(codename__in=wanted, content_type__app_label__in=apps))
    missing = wanted - {permission.codename for permission in found}
    if missing:
        raise LookupError(f"Permissions that do not exist: {', '.join(sorted(missing))}")
    return found

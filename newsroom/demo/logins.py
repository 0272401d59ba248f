"""People who log in to try the newsroom, and the groups that say what each may do."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

PASSWORD = "open-justice-demo"  # noqa: S105 - for demonstrations only, and printed by them

WRITE = ("add_page", "change_page")
PUBLISH = ("publish_page", "lock_page", "unlock_page")
UPLOAD = ("add_image", "choose_image", "add_document", "choose_document")
TIDY = ("change_image", "delete_image", "change_document", "delete_document")
VIEW = ("view_itemupdate", "view_presscontact", "view_person")
# An update is public as soon as it is saved, so it takes somebody who may publish.
UPDATES = ("add_itemupdate", "change_itemupdate", "delete_itemupdate")
TERMS = tuple(
    f"{verb}_{thing}"
    for thing in ("crimetype", "area", "presscontact", "person")
    for verb in ("add", "change", "view")
)

# Group: what its members may do with pages, with files, and with the newsroom's records.
GROUPS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "Press officer": (WRITE, UPLOAD, VIEW),
    "Duty editor": (WRITE + PUBLISH, UPLOAD + TIDY, VIEW + UPDATES + TERMS),
    "Reviewing lawyer": (("change_page",), ("choose_image", "choose_document"), VIEW),
}

PEOPLE = {
    "press.officer": ("Petra", "Ashworthy", "Press officer"),
    "duty.editor": ("Daniel", "Everstead", "Duty editor"),
    "reviewing.lawyer": ("Rowena", "Lawford-Hythe", "Reviewing lawyer"),
    "administrator": ("Ada", "Ministerley", None),
}


def add_logins(news: Page, password: str) -> list[str]:
    """Make groups and people that are missing, and give all of them this password."""
    for name, (pages, files, records) in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(("access_admin", *records)))
        for permission in _permissions(pages):
            GroupPagePermission.objects.get_or_create(group=group, page=news, permission=permission)
        for permission in _permissions(files):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
    for username, (first, last, group_name) in PEOPLE.items():
        user, _made = get_user_model().objects.get_or_create(
            username=username,
            defaults={
                "first_name": first,
                "last_name": last,
                "email": f"{username}@cps-news.example",
            },
        )
        user.is_superuser = group_name is None
        user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name=group_name))
    return list(PEOPLE)


def _permissions(codenames: tuple[str, ...]) -> list[Permission]:
    wanted = set(codenames)
    apps = ("wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "newsroom")
    found = list(Permission.objects.filter(codename__in=wanted, content_type__app_label__in=apps))
    missing = wanted - {permission.codename for permission in found}
    if missing:
        raise LookupError(f"Permissions that do not exist: {', '.join(sorted(missing))}")
    return found

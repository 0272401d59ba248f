"""Nobody gives or takes rights above their own, whichever screen they use; changes are recorded."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, transaction
from django.urls import resolve, reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.desk.accounts.groups import GroupsViewSet
from newsroom.desk.accounts.guarded_views import GuardedDeleteMixin, GuardedFormMixin
from newsroom.desk.accounts.people import PeopleViewSet
from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR, LAWYER, PRESS_OFFICER
from newsroom.models import AccountLog, EditorialApprovalTask, OutgoingMail
from newsroom.publishing.outgoing_mail import send_outgoing_mail
from newsroom.records.log_context import Channel, log_context
from tests.desk import at_desk, told
from tests.factories import newsroom, person

pytestmark = pytest.mark.django_db


def member(username, *groups, **fields):
    user = person(username, email=f"{username}@news.example", **fields)
    user.set_password("right and long enough")
    user.save()
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture(autouse=True)
def people():
    """An administrator who is no superuser, a superuser, and a press officer."""
    newsroom()
    return (
        member("ada", ADMINISTRATOR),
        member("root", is_superuser=True),
        member("petra", PRESS_OFFICER),
    )


def groups(*names):
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def edit(editor, user, **fields):
    form = {
        "username": user.username,
        "email": user.email,
        "first_name": user.first_name or "Some",
        "last_name": user.last_name or "Body",
        "password1": "",
        "password2": "",
        "is_active": "on" if user.is_active else "",
        "is_superuser": "on" if user.is_superuser else "",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **fields,
    }
    form = {name: value for name, value in form.items() if value != ""}
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    return at_desk(editor).post(address, form)


def bulk(editor, action, *users, **fields):
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    ids = "&".join(f"id={user.pk}" for user in users)
    return at_desk(editor).post(f"{address}?{ids}", fields)


def everything():
    """All that decides who may do what."""
    users = get_user_model()
    return (
        sorted(
            users.objects.values_list("username", "email", "password", "is_active", "is_superuser")
        ),
        sorted(users.groups.through.objects.values_list("user__username", "group__name")),
        sorted(Group.permissions.through.objects.values_list("group__name", "permission_id")),
        sorted(GroupPagePermission.objects.values_list("group__name", "page_id", "permission_id")),
    )


NEW_PASSWORD = {"password1": "another and long enough", "password2": "another and long enough"}
ABOVE = {
    "a superuser's password": lambda of: edit("ada", of["root"], **NEW_PASSWORD),
    "a superuser's address": lambda of: edit("ada", of["root"], email="ada@x.example"),
    "a superuser's activity": lambda of: edit("ada", of["root"], is_active=""),
    "a superuser's own tick": lambda of: edit("ada", of["root"], is_superuser=""),
    "a superuser's account": lambda of: at_desk("ada").post(
        reverse("wagtailusers_users:delete", args=[of["root"].pk])
    ),
    "another one a superuser": lambda of: edit("ada", of["petra"], is_superuser="on"),
    "oneself a superuser": lambda of: edit("ada", of["ada"], is_superuser="on"),
    "a new superuser": lambda of: at_desk(of["ada"].username).post(
        reverse("wagtailusers_users:add"),
        {
            "username": "eve",
            "email": "eve@news.example",
            "first_name": "Eve",
            "last_name": "New",
            "is_superuser": "on",
            **NEW_PASSWORD,
        },
    ),
    "a superuser inactive in bulk": lambda of: bulk(
        "ada", "set_active_state", of["root"], of["petra"], mark_as_active=False
    ),
    "a superuser deleted in bulk": lambda of: bulk("ada", "delete", of["root"]),
    "a role to a superuser in bulk": lambda of: bulk(
        "ada", "assign_role", of["root"], role=groups(PRESS_OFFICER)[0]
    ),
}


@pytest.mark.parametrize("way", ABOVE)
def test_an_administrator_changes_nothing_above_their_own_rights(people, way):
    before = everything()
    response = ABOVE[way]({user.username: user for user in people})
    assert response.status_code in (200, 302)
    assert everything() == before
    assert not AccountLog.objects.exists()


def member_of_two_rights():
    """Somebody who may manage accounts, and do nothing else that the roles may."""
    narrow = Group.objects.create(name="Help desk")
    names = ("access_admin", "add_user", "change_user", "delete_user", "add_group", "change_group")
    narrow.permissions.set(Permission.objects.filter(codename__in=(*names, "delete_group")))
    return member("hana", "Help desk")


def group_form(name, permissions=(), pages=()):
    kinds = ("document", "image", "collection")
    formsets = {f"{kind}_permissions": inline_formset([]) for kind in kinds}
    formsets["page_permissions"] = inline_formset([{"page": page.pk} for page, _names in pages])
    return {
        **nested_form_data({"name": name, **formsets}),
        "permissions": list(permissions),
        **{f"page_permissions-{n}-permissions": names for n, (_page, names) in enumerate(pages)},
    }


def test_who_has_few_rights_gives_no_more_by_any_form():
    hana, petra = member_of_two_rights(), person("petra")
    lawyers, front = Group.objects.get(name=LAWYER), newsroom()
    orders = Permission.objects.get(codename="add_reportingrestriction").pk
    group = reverse("wagtailusers_groups:edit", args=[hana.groups.get().pk])
    own = list(hana.groups.get().permissions.values_list("pk", flat=True))
    desk = at_desk("hana")
    before = everything()
    answers = {
        "role to another": edit("hana", petra, groups=groups(PRESS_OFFICER, LAWYER)),
        "role to oneself": edit("hana", hana, groups=[*groups("Help desk"), lawyers.pk]),
        "role in bulk": bulk("hana", "assign_role", hana, role=lawyers.pk),
        "right to the own group": desk.post(group, group_form("Help desk", [*own, orders])),
        "right on pages": desk.post(
            group, group_form("Help desk", own, [(front, ["publish_page"])])
        ),
        "new group": desk.post(reverse("wagtailusers_groups:add"), group_form("New", [orders])),
        "group of others emptied": desk.post(
            reverse("wagtailusers_groups:edit", args=[lawyers.pk]), group_form(LAWYER)
        ),
        "group of others deleted": desk.post(
            reverse("wagtailusers_groups:delete", args=[lawyers.pk])
        ),
    }
    assert everything() == before
    assert {way: answer.status_code < 400 for way, answer in answers.items()} == dict.fromkeys(
        answers, True
    )
    # The forms are shown again, and say which right is too much.
    for way in ("right to the own group", "right on pages", "new group"):
        assert "rights that you do not have" in answers[way].text, way
    assert "add reportingrestriction" in answers["new group"].text
    assert answers["role to oneself"].context["form"].errors["groups"]


def test_a_refused_new_account_keeps_what_was_typed():
    member_of_two_rights()
    response = at_desk("hana").post(
        reverse("wagtailusers_users:add"),
        {
            "username": "eve",
            "email": "eve@news.example",
            "first_name": "Eve",
            "last_name": "New",
            "groups": groups(DUTY_EDITOR),
            **NEW_PASSWORD,
        },
    )
    assert 'value="eve@news.example"' in response.text
    assert not get_user_model().objects.filter(username="eve").exists()


def test_an_administrator_gives_the_roles_and_it_is_logged_and_mailed(people, mailoutbox):
    edit("ada", people[2], groups=groups(PRESS_OFFICER, DUTY_EDITOR))
    entry = AccountLog.objects.get()
    assert (entry.event, entry.account, entry.username) == ("rights", "petra", "ada")
    assert entry.what == f"Put into the group “{DUTY_EDITOR}”."
    assert mailoutbox == []
    send_outgoing_mail()
    to = sorted(mail.to[0] for mail in mailoutbox)
    assert to == ["ada@news.example", "petra@news.example", "root@news.example"]
    assert "By: ada" in mailoutbox[0].body
    assert send_outgoing_mail() == 0


def test_each_kind_of_change_is_logged(people):
    ada, _root, petra = people
    edit("root", ada, is_superuser="on")
    bulk("root", "set_active_state", petra, mark_as_active=False)
    edit("root", petra, **NEW_PASSWORD, is_active="on")
    orders = Permission.objects.get(codename="add_reportingrestriction").pk
    pages = [(Page.objects.get(pk=newsroom().pk), ["add_page"])]
    at_desk("root").post(reverse("wagtailusers_groups:add"), group_form("New", [orders], pages))
    new = Group.objects.get(name="New")
    bulk("root", "assign_role", petra, role=new.pk)
    at_desk("root").post(reverse("wagtailusers_groups:delete", args=[new.pk]))
    at_desk("root").post(reverse("wagtailusers_users:delete", args=[petra.pk]))
    rows = AccountLog.objects.order_by("pk")
    told_of = [(row.event, row.account, row.what.partition(" (")[0]) for row in rows]
    assert told_of == [
        ("rights", "ada", "Made a superuser."),
        ("rights", "petra", "May not log in any more."),
        ("password", "petra", "The password was changed, and the other sessions ended."),
        ("rights", "petra", "May log in again."),
        ("group", "New", "The group was made. Given: add_page"),
        ("rights", "petra", "Put into the group “New”."),
        ("rights", "petra", "Taken out of the group “New”."),
        ("group", "New", "The group was deleted. Taken: add_page"),
        ("deleted", "petra", f"The account was deleted. Roles: {PRESS_OFFICER}."),
    ]


@pytest.mark.parametrize("way", ["inactive", "no superuser", "in bulk", "deleted"])
def test_the_last_superuser_stays(people, way):
    _ada, root, _petra = people
    other = member("other", ADMINISTRATOR, is_superuser=True)
    edit("other", root, is_superuser="", groups=groups(ADMINISTRATOR))
    before = everything()
    if way == "inactive":
        other.refresh_from_db()
        edit("root", other, is_active="")
    elif way == "no superuser":
        edit("other", other, is_superuser="")
    elif way == "in bulk":
        bulk("ada", "set_active_state", other, mark_as_active=False)
    else:
        at_desk("root").post(reverse("wagtailusers_users:delete", args=[other.pk]))
    assert everything() == before


def test_the_last_who_manages_accounts_stays(people):
    ada, root, _petra = people
    get_user_model().objects.filter(pk=root.pk).update(is_superuser=False)
    response = edit("ada", ada, groups=groups(PRESS_OFFICER))
    assert "Nobody could manage accounts any more" in response.text
    assert ada.groups.get().name == ADMINISTRATOR


def test_the_names_of_the_roles_stay():
    group = Group.objects.get(name=DUTY_EDITOR)
    response = at_desk("root").post(
        reverse("wagtailusers_groups:edit", args=[group.pk]), group_form("Night desk")
    )
    assert "by its name" in response.text
    assert "by its name" in told(
        at_desk("root").post(reverse("wagtailusers_groups:delete", args=[group.pk]))
    )
    assert Group.objects.filter(name=DUTY_EDITOR).exists()


def test_a_new_address_is_told_to_the_old_one(people, mailoutbox):
    edit("ada", people[2], email="petra@elsewhere.example")
    send_outgoing_mail()
    told_to = {mail.to[0] for mail in mailoutbox if "Email address" in mail.subject}
    assert {"petra@news.example", "petra@elsewhere.example", "ada@news.example"} <= told_to


def test_every_screen_that_changes_accounts_is_guarded():
    guarded = {
        pattern.callback.view_class: pattern.name
        for viewset in (PeopleViewSet("users"), GroupsViewSet("groups"))
        for pattern in viewset.get_urlpatterns()
        if pattern.name in ("add", "edit", "delete", "copy")
    }
    assert len(guarded) == 6
    for view in guarded:
        assert issubclass(view, GuardedFormMixin | GuardedDeleteMixin), view
    address = reverse("wagtailusers_users:edit", args=[1])
    assert resolve(address).func.view_class.__name__ == "PersonEditView"


def test_the_account_log_can_be_neither_changed_nor_emptied(people):
    edit("root", people[0], is_superuser="on")
    for change in (
        lambda: AccountLog.objects.update(what="Nothing."),
        lambda: AccountLog.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="record"), transaction.atomic():
            change()


def test_administrators_read_the_account_log_and_others_do_not(people):
    edit("root", people[0], is_superuser="on")
    address = reverse("newsroom_account_log")
    member("anna", ADMINISTRATOR)
    assert "Made a superuser." in at_desk("anna").get(address).text
    assert "Made a superuser." in at_desk("root").get(f"{address}?export=csv").getvalue().decode()
    assert at_desk("petra").get(address).status_code == 302


def test_who_decides_a_step_of_the_workflow_is_logged():
    task = EditorialApprovalTask.objects.get()
    group = Group.objects.get(name=PRESS_OFFICER)
    with log_context(person("ada"), Channel.ADMIN):
        task.groups.add(group)
        task.groups.add(group)
        task.groups.remove(group)
    told_of = [(row.account, row.what) for row in AccountLog.objects.order_by("pk")]
    assert told_of == [
        (PRESS_OFFICER, f"The group decides the workflow step “{task.name}” now."),
        (PRESS_OFFICER, f"The group does not decide the workflow step “{task.name}” any more."),
    ]
    assert OutgoingMail.objects.filter(to="petra@news.example").count() == 2


def test_whoever_is_active_has_a_role_and_the_list_of_users_shows_it(people):
    petra = people[2]
    answer = edit("ada", petra, groups=[])
    assert "Choose a role." in answer.text
    assert petra.groups.count() == 1
    edit("ada", petra, groups=[], is_active="")
    assert petra.groups.count() == 0
    listed = at_desk("ada").get(reverse("wagtailusers_users:index")).text
    for role in (ADMINISTRATOR, "Superuser", "None: give one"):
        assert role in listed
    assert "Access level" not in listed

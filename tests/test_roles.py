"""Who may do what: the four groups of the desk, and that setting them up twice changes nothing."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, WorkflowPage

from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR, LAWYER, PRESS_OFFICER, ROLES
from newsroom.desk.viewsets import NewsroomGroup
from newsroom.desk.workflow import STEPS, WORKFLOW
from newsroom.models import CrimeType
from tests.factories import draft, newsroom, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    """The front page below which the desk works, as the command has set it up."""
    return newsroom()


def member(name):
    """Somebody who is in this group and nothing else."""
    user = person(f"only.{slugify(name)}")
    user.groups.set([Group.objects.get(name=name)])
    return user


def held():
    return {
        (*row,)
        for rows in (
            Group.permissions.through.objects.values_list("group", "permission"),
            GroupPagePermission.objects.values_list("pk", "group", "page", "permission"),
            GroupCollectionPermission.objects.values_list("pk", "group", "collection"),
            WorkflowPage.objects.values_list("pk", "workflow__name"),
            [(kind, step.pk) for kind, _name, _group in STEPS for step in kind.objects.all()],
        )
        for row in rows
    }


def test_set_up_twice_it_is_the_same(desk):
    before = held()
    call_command("set_up_desk", verbosity=0)
    assert held() == before


def test_some_role_looks_after_each_kind_of_record(desk):
    held = set(Group.objects.get(name=ADMINISTRATOR).permissions.values_list("codename", flat=True))
    records = [viewset.model._meta.model_name for viewset in NewsroomGroup.items]
    assert [name for name in records if f"view_{name}" not in held] == []


def test_without_a_front_page_nothing_is_made():
    newsroom().delete()
    Group.objects.filter(name__in=ROLES).delete()
    with pytest.raises(CommandError, match="front page"):
        call_command("set_up_desk", verbosity=0)
    assert not Group.objects.filter(name__in=ROLES).exists()


def test_a_right_that_was_added_by_hand_is_taken_back_and_members_stay(desk):
    user = member(PRESS_OFFICER)
    group = Group.objects.get(name=PRESS_OFFICER)
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=desk, permission=publish)
    group.permissions.add(Permission.objects.get(codename="add_legalrule"))
    call_command("set_up_desk", verbosity=0)
    assert not desk.permissions_for_user(user).can_publish()
    assert not member(PRESS_OFFICER).has_perm("newsroom.add_legalrule")
    assert user.groups.get() == group


@pytest.mark.parametrize(
    ("name", "edits", "adds", "publishes"),
    [
        (PRESS_OFFICER, True, True, False),
        (LAWYER, True, False, False),
        (DUTY_EDITOR, True, True, True),
        (ADMINISTRATOR, True, True, True),
    ],
)
def test_what_each_may_do_with_pages(desk, name, edits, adds, publishes):
    user, item = member(name), draft()
    may = item.permissions_for_user(user)
    assert (may.can_edit(), may.can_publish(), may.can_unschedule()) == (
        edits,
        publishes,
        publishes,
    )
    assert desk.permissions_for_user(user).can_add_subpage() == adds


RIGHTS = {
    "add_reportingrestriction": {LAWYER, DUTY_EDITOR, ADMINISTRATOR},
    "delete_reportingrestriction": set(),
    "add_protectedname": {LAWYER, DUTY_EDITOR, ADMINISTRATOR},
    "view_protectedname": {ADMINISTRATOR},
    "change_protectedname": {ADMINISTRATOR},
    "change_legalrule": {ADMINISTRATOR},
    "change_desksettings": {ADMINISTRATOR},
    "view_releaselog": {LAWYER, DUTY_EDITOR, ADMINISTRATOR},
    "view_accountlog": {ADMINISTRATOR},
    "add_clearance": {LAWYER, ADMINISTRATOR},
    "change_clearance": set(),
    "delete_clearance": set(),
    "change_urgentrelease": set(),
    "delete_checkresponse": set(),
    "add_itemupdate": {DUTY_EDITOR, ADMINISTRATOR},
    "view_subscriber": {ADMINISTRATOR},
    "delete_subscriber": {ADMINISTRATOR},
    "add_subscriber": set(),
    "change_subscriber": set(),
    "change_desknotice": {DUTY_EDITOR, ADMINISTRATOR},
}


@pytest.mark.parametrize("codename", RIGHTS)
def test_what_each_may_do_with_records(desk, codename):
    holders = {name for name in ROLES if member(name).has_perm(f"newsroom.{codename}")}
    assert holders == RIGHTS[codename]


def test_only_administrators_manage_people(desk):
    assert {name for name in ROLES if member(name).has_perm("auth.change_user")} == {ADMINISTRATOR}


def test_nobody_can_be_given_the_right_to_change_the_log():
    about_log = Permission.objects.filter(content_type__model="releaselog")
    assert [permission.codename for permission in about_log] == ["view_releaselog"]


def test_the_sight_of_protected_names_is_taken_from_everybody_else(desk):
    sight = Permission.objects.get(codename="view_protectedname")
    moderators = Group.objects.create(name="Readers of everything")
    moderators.permissions.add(sight)
    user = person("curious")
    user.user_permissions.add(sight)
    call_command("set_up_desk", verbosity=0)
    assert not moderators.permissions.filter(pk=sight.pk).exists()
    assert not person("curious").has_perm("newsroom.view_protectedname")


def test_every_front_page_of_the_news_sends_its_drafts_to_the_lawyer_first(desk):
    workflow = draft().get_workflow()
    assert workflow.name == WORKFLOW
    assert [type(task.specific) for task in workflow.tasks] == [kind for kind, _n, _g in STEPS]
    assert Page.objects.get(pk=desk.pk).has_workflow


def test_whom_the_law_protects_in_a_crime_type_is_set_by_administrators_only(client, desk):
    for name in (DUTY_EDITOR, ADMINISTRATOR):
        user = member(name)
        user.is_superuser = name == ADMINISTRATOR
        user.save()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        words = {"name": name, "slug": slugify(name), "protects": "complainants", "aliases": ""}
        client.post(reverse("wagtailsnippets_newsroom_crimetype:add"), words)
    kept = dict(CrimeType.objects.filter(name__in=ROLES).values_list("name", "protects"))
    assert kept == {DUTY_EDITOR: "", ADMINISTRATOR: "complainants"}

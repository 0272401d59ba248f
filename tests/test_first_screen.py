"""The first screen begins with the work; the help is the desk's own; nothing advertises Wagtail."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from newsroom.desk.guide import PARTS, PICTURES
from newsroom.desk.roles import WAGTAILS
from newsroom.models import DeskNotice
from tests.desk import at_desk
from tests.factories import newsroom, person
from tests.set_up import MEMBERS

pytestmark = pytest.mark.django_db

WRITERS = {"press.officer", "duty.editor", "second.editor", "administrator"}


@pytest.mark.parametrize("username", ["press.officer", "reviewing.lawyer", "duty.editor"])
def test_who_writes_begins_with_a_new_press_release(username: str):
    page = at_desk(username).get(reverse("wagtailadmin_home")).text
    address = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", newsroom().pk]
    )
    assert (address in page) is (username in WRITERS)
    assert ("New statement" in page) is (username in WRITERS)


def test_a_notice_is_a_line_and_tells_the_rest_when_asked():
    DeskNotice.objects.create(subject="A mail did not arrive", body="It was sent twice.")
    page = at_desk("duty.editor").get(reverse("wagtailadmin_home")).text
    folded = page.partition("A mail did not arrive")[2].partition("<details>")[2]
    assert "It was sent twice." in folded.partition("</details>")[0]


@pytest.mark.parametrize("username", MEMBERS)
def test_the_guide_leads_each_role_to_its_part(username: str):
    page = at_desk(username).get(reverse("desk_guide")).text
    own = PARTS[MEMBERS[username]]
    assert f'For you: <a href="#{own}">' in page
    assert page.count("For you:") == 1
    for part in PARTS.values():
        assert f'<h2 id="{part}">' in page


def test_the_guide_shows_its_pictures_to_whoever_may_log_in():
    client = at_desk("press.officer")
    page = client.get(reverse("desk_guide")).text
    names = [
        file.stem for file in Path(settings.EDITORS_GUIDE).parent.glob(f"{PICTURES}/desk-*.png")
    ]
    shown = [name for name in names if f"{PICTURES}/{name}.png" in page]
    assert shown
    for name in shown:
        address = reverse("desk_guide_picture", args=[name])
        assert client.get(address).headers["Content-Type"] == "image/png"
        assert Client().get(address).status_code == HTTPStatus.FOUND
    missing = reverse("desk_guide_picture", args=["nothing"])
    assert client.get(missing).status_code == HTTPStatus.NOT_FOUND


def test_no_screen_bears_the_name_of_wagtail_or_leads_to_it():
    client = at_desk("administrator")
    screens = [
        Client().get(reverse("wagtailadmin_login")),
        client.get(reverse("wagtailadmin_home")),
        client.get(reverse("wagtailusers_users:index")),
        client.get("/admin/there-is-no-such-screen/"),
    ]
    for screen in screens:
        words = screen.text.replace("Wagtail.", "").replace("wagtail", "")
        assert "- CPS News</title>" in screen.text
        for told in ("Wagtail</title>", "to Wagtail", "Editor Guide", "editor guide", "What's new"):
            assert told not in words, (screen.request["PATH_INFO"], told)
        assert "wagtail.org" not in screen.text
        assert "icon-wagtail" not in screen.text


def test_wagtails_own_groups_go_once_nobody_is_in_them():
    assert not Group.objects.filter(name__in=WAGTAILS).exists()
    person("petra").groups.add(Group.objects.create(name="Editors"))
    Group.objects.create(name="Moderators")
    with pytest.raises(CommandError, match=r"still have members.*Editors: petra"):
        call_command("set_up_desk", verbosity=0)
    assert list(Group.objects.filter(name__in=WAGTAILS).values_list("name", flat=True)) == [
        "Editors"
    ]
    person("petra").groups.clear()
    call_command("set_up_desk", verbosity=0)
    assert not Group.objects.filter(name__in=WAGTAILS).exists()

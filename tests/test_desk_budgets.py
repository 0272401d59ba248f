"""What the desk's screens ask of the database: as much for many pages as for few."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.gate.sign_off import latest
from newsroom.gate.uploaded_pictures import make_renditions_of_uploads
from tests.desk import at_desk
from tests.factories import (
    area,
    clear,
    crime_type,
    draft,
    items,
    newsroom,
    paragraph,
    picture,
    press_release,
)

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 60


def fill(number):
    """So many public items, and a draft that the tests open."""
    items(
        *(
            {
                "title": f"Item {count}",
                "body": [paragraph("The court heard it.")],
                "crime_types": (crime_type().slug,),
                "areas": (area().slug,),
                "published_at": timezone.now() - timedelta(days=count),
            }
            for count in range(number)
        )
    )
    return draft(title="The draft", crime_types=[crime_type()], areas=[area()])


def asked(ask):
    """How many queries a screen asks of a process that has answered before."""
    client = at_desk("duty.editor")
    cache.clear()
    ask(client)
    with CaptureQueriesContext(connection) as queries:
        assert ask(client).status_code == 200
    return len(queries)


def menu(client):
    """The menu "Pages" as it opens."""
    below = {"child_of": newsroom().pk, "for_explorer": 1, "fields": "parent"}
    return client.get("/admin/api/main/pages/", below)


SCREENS = {
    "menu": (menu, 30),
    "list": (lambda client: client.get(reverse("wagtailadmin_explore", args=[newsroom().pk])), 45),
    "search": (
        lambda client: client.get(reverse("wagtailadmin_pages:search"), {"q": "court"}),
        45,
    ),
    "dashboard": (lambda client: client.get(reverse("wagtailadmin_home")), 60),
}
"""Each screen with the most queries that it may ask."""


def test_lists_menu_and_first_screen_do_not_grow():
    """All in one test, as the items take longest to make."""
    # Lists begin with the newest version: however long they are, they show one that is not public.
    fill(FEW).save_revision()
    few = {name: asked(ask) for name, (ask, _most) in SCREENS.items()}
    fill(MANY).save_revision()
    many = {name: asked(ask) for name, (ask, _most) in SCREENS.items()}
    assert few == many
    assert {name: few[name] for name, (_ask, most) in SCREENS.items() if few[name] > most} == {}


def test_the_menu_leaves_out_what_has_nothing_below_it():
    press_release(title="Not in the menu")
    assert menu(at_desk("duty.editor")).json()["meta"]["total_count"] == 0


def test_the_form_and_a_release_do_not_grow():
    counts = []
    for number in (FEW, MANY):
        page = fill(number)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = asked(lambda client, address=address: client.get(address))
        clear(page.get_latest_revision_as_object())
        sent = {"digest": latest(page).digest, "reason": "The court sits at two."}
        client = at_desk("duty.editor")
        with CaptureQueriesContext(connection) as queries:
            release = client.post(reverse("desk_urgent_release", args=[page.pk]), sent)
        assert release.status_code == 302
        counts.append((form, len(queries)))
    assert counts[0] == counts[1]
    form, release = counts[0]
    assert form <= 100
    assert release <= 240


def test_renditions_are_made_by_the_timer_and_a_preview_makes_none():
    shown = picture(title="A court")
    assert make_renditions_of_uploads() == 1
    made = set(shown.renditions.values_list("filter_spec", flat=True))
    page = draft(title="Pictured", image=shown, image_alt="A court")
    page.save_revision()
    shown_draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert at_desk("duty.editor").get(shown_draft).status_code == 200
    assert set(shown.renditions.values_list("filter_spec", flat=True)) == made
    assert make_renditions_of_uploads() == 0


def test_a_picture_that_cannot_be_read_holds_up_no_other():
    broken = picture(title="Broken", file__filename="broken.jpg")
    picture(title="Sound", file__filename="sound.jpg")
    broken.file.storage.delete(broken.file.name)
    assert make_renditions_of_uploads() == 1

"""Material of a case on the day of its release: the gate looks again at what was cleared."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from newsroom.models import (
    CaseMaterial,
    Clearance,
    DeskNotice,
    EditionFile,
    HighProfileCasePage,
    PictureRecord,
    ReleaseLog,
)
from newsroom.publishing import public_checks
from newsroom.scheduler import run_once
from tests.blockers import name_order
from tests.desk import at_desk
from tests.factories import case, clear, person, picture
from tests.kept_records import forget
from tests.test_files import document
from tests.test_uploads import picture as picture_file

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=3)
MORNING = datetime.combine(DAY, datetime.min.time(), ZoneInfo("Europe/London"))
NEXT_WEEK = DAY + timedelta(days=7)


def material(**fields):
    return CaseMaterial(what="A photograph", kind="photograph", protocol_class="released", **fields)


@pytest.fixture
def thread():
    """A public case with a picture that a press officer uploaded and a document, due in days."""
    officer = person("press.officer")
    image = picture(collection=Collection.get_first_root_node(), uploaded_by_user=officer)
    PictureRecord.objects.create(image=image, release_class="place")
    page = case(live=False)
    page.materials = [
        material(released_on=DAY, image=image, image_alt="A house"),
        material(released_on=NEXT_WEEK, document=document()),
    ]
    page.save_revision(user=officer)
    clear(page.get_latest_revision_as_object()).latest_revision.publish()
    return HighProfileCasePage.objects.get(pk=page.pk)


def public_kinds(page):
    rows = EditionFile.objects.public().filter(edition__page_id=page.pk)
    return set(rows.values_list("kind", flat=True))


def on_its_day(page, day=MORNING):
    with time_machine.travel(day + timedelta(seconds=1), tick=False):
        run_once()
        return public_kinds(page)


def test_what_was_cleared_is_released_on_its_day_and_logged(thread):
    assert public_kinds(thread) == set()
    assert on_its_day(thread) == {"picture"}
    assert ReleaseLog.objects.filter(event="released", page_id=thread.pk).count() == 2
    assert on_its_day(thread, MORNING + timedelta(days=7)) == {"picture", "document"}


def test_an_approval_that_no_record_holds_was_given_by_publishing(thread):
    forget(Clearance.objects.filter(step="editorial"))
    assert on_its_day(thread) == {"picture"}


def swap_by_its_uploader(image):
    sent = {"title": image.title, "collection": "1", "release_class": "place"}
    sent["file"] = SimpleUploadedFile("other.jpg", picture_file("JPEG", (90, 40)))
    answer = at_desk("press.officer").post(reverse("wagtailimages:edit", args=[image.pk]), sent)
    assert answer.url == reverse("wagtailimages:index")


def reclass(image):
    PictureRecord.objects.filter(image=image).update(release_class="custody")


def protect_a_name(image):
    type(image).objects.filter(pk=image.pk).update(title="Zoë Quillfeather")
    name_order("Zoë Quillfeather")


@pytest.mark.parametrize("change", [swap_by_its_uploader, reclass])
def test_what_was_changed_before_its_day_is_held_back_and_the_desk_is_told_once(thread, change):
    change(thread.materials.get(released_on=DAY).image)
    assert on_its_day(thread) == set()
    assert on_its_day(thread, MORNING + timedelta(minutes=1)) == set()
    notice = DeskNotice.objects.get(page=thread)
    assert "The gate holds it back" in notice.body
    assert "No lawyer has cleared" in notice.body
    assert ReleaseLog.objects.filter(event="refused", page_id=thread.pk).count() == 1


def test_held_material_goes_out_with_the_next_release(thread):
    reclass(thread.materials.get(released_on=DAY).image)
    assert on_its_day(thread) == set()
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        PictureRecord.objects.update(release_class="place")
        page = HighProfileCasePage.objects.get(pk=thread.pk)
        page.title = "R v Someone else"
        page.save_revision(user=person("press.officer"))
        clear(page.get_latest_revision_as_object()).latest_revision.publish()
        assert public_kinds(thread) == {"picture"}


def test_no_other_change_of_the_page_brings_out_what_is_held_back(thread):
    swap_by_its_uploader(thread.materials.get(released_on=DAY).image)
    on_its_day(thread)
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        HighProfileCasePage.objects.get(pk=thread.pk).save(update_fields=["expire_at"])
        page = HighProfileCasePage.objects.get(pk=thread.pk)
        page.move(page.get_parent(), pos="first-child")
        assert public_kinds(thread) == set()
        call_command("rebuild_editions", "--check", verbosity=0)
        check = public_checks.begin()
        public_checks.proceed(check)
        assert check.has_found_nothing


def test_later_material_keeps_its_day_when_earlier_material_is_held_back(thread):
    reclass(thread.materials.get(released_on=DAY).image)
    on_its_day(thread)
    PictureRecord.objects.update(release_class="place")
    assert on_its_day(thread, MORNING + timedelta(days=7)) == {"picture", "document"}


def test_an_order_on_a_name_in_the_material_holds_it_back(thread):
    protect_a_name(thread.materials.get(released_on=DAY).image)
    assert on_its_day(thread) == set()

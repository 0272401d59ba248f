"""What is not deleted in the admin: by whom, in which state, and what they are told instead."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db.transaction import atomic
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from newsroom.models import BinnedPage, ReportingRestriction
from newsroom.records.log_context import log_context
from tests.desk import at_desk, submitted, told, write
from tests.factories import clear, draft, embargoed, person, picture, press_release, withdrawn

pytestmark = pytest.mark.django_db

ONE_BY_ONE, IN_BULK = "one by one", "in bulk"


def delete(username, thing, way=ONE_BY_ONE):
    is_page = isinstance(thing, Page)
    if way == IN_BULK:
        kind = ["wagtailcore", "page"] if is_page else ["auth", "user"]
        address = reverse("wagtail_bulk_action", args=[*kind, "delete"]) + f"?id={thing.pk}"
    else:
        name = "wagtailadmin_pages:delete" if is_page else "wagtailusers_users:delete"
        address = reverse(name, args=[thing.pk])
    # To where the list is, as the buttons of the lists say: not back to what is gone.
    return at_desk(username).post(address, {"next": reverse("wagtailadmin_home")}, follow=True)


def held_back(**dates):
    page = draft()
    order = ReportingRestriction.objects.create(kind="s4-2", effect="everything", **dates)
    order.pages.add(page)
    return page


def is_there(page):
    """Whether the page stands where it stood: what is deleted is in the bin."""
    is_in_bin = BinnedPage.objects.filter(page=page.pk).exists()
    return not is_in_bin and Page.objects.filter(pk=page.pk).exists()


KEPT = {
    "public": press_release,
    "scheduled": embargoed,
    "bound by an order": held_back,
    "bound from tomorrow on": lambda: held_back(starts_at=timezone.now() + timedelta(days=1)),
}


@pytest.mark.parametrize("way", [ONE_BY_ONE, IN_BULK])
@pytest.mark.parametrize("username", ["press.officer", "duty.editor", "administrator"])
@pytest.mark.parametrize("state", KEPT)
def test_nobody_deletes_what_is_public_scheduled_or_bound(state, username, way):
    page = KEPT[state]()
    response = delete(username, page, way)
    assert is_there(page)
    if not (state == "public" and username == "press.officer"):
        assert "Nothing was deleted" in told(response)


@pytest.mark.parametrize("made", [withdrawn, submitted], ids=["withdrawn", "on its way"])
def test_what_was_public_or_is_on_its_way_is_deleted_by_publishers_only(made):
    page = made()
    for username in ("press.officer", "reviewing.lawyer"):
        assert "may publish deletes it" in told(delete(username, page))
    delete("duty.editor", page)
    assert not is_there(page)


def test_a_press_officer_deletes_a_draft():
    page = write()
    delete("press.officer", page)
    assert not is_there(page)


def test_what_an_order_held_back_is_deleted_once_it_has_ended():
    page = held_back(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now())
    delete("press.officer", page)
    assert not is_there(page)


@pytest.mark.parametrize("way", [ONE_BY_ONE, IN_BULK])
def test_somebody_whose_name_is_in_the_record_stays(way):
    clear(draft())
    response = delete("administrator", person("reviewing.lawyer"), way)
    assert "“Active”" in told(response)
    assert get_user_model().objects.filter(username="reviewing.lawyer").exists()
    delete("administrator", person("second.lawyer"), way)
    assert not get_user_model().objects.filter(username="second.lawyer").exists()


def shown_files(make):
    """A picture and a document, both in one page, with the names of their addresses."""
    image = picture()
    file = ContentFile(b"Figures", name="figures.txt")
    document = get_document_model().objects.create(title="Figures", file=file)
    words = f'<p><a linktype="document" id="{document.pk}">Figures</a></p>'
    make(image=image, image_alt="A court", body=[("paragraph", words)])
    return [(image, "wagtailimages", "image"), (document, "wagtaildocs", "document")]


@pytest.mark.parametrize(("make", "stays"), [(press_release, True), (draft, False)])
@pytest.mark.parametrize("way", [ONE_BY_ONE, IN_BULK])
def test_a_file_is_not_deleted_while_a_public_page_shows_it(make, stays, way):
    for file, app, model in shown_files(make):
        address = {
            ONE_BY_ONE: reverse(f"{app}:delete", args=[file.pk]),
            IN_BULK: reverse("wagtail_bulk_action", args=[app, model, "delete"]) + f"?id={file.pk}",
        }[way]
        words = {"next": reverse("wagtailadmin_home")}
        response = at_desk("administrator").post(address, words, follow=True)
        assert type(file).objects.filter(pk=file.pk).exists() == stays
        assert ("a public page shows it" in told(response)) == stays


def test_no_other_screen_deletes_a_file_that_readers_have():
    for file, _app, _model in shown_files(press_release):
        with log_context(person("an.administrator")), atomic(), pytest.raises(PermissionDenied):
            file.delete()
        assert type(file).objects.filter(pk=file.pk).exists()

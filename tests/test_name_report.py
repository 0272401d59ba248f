"""Everything about a name: what is found, for whom, and that the name is kept nowhere."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry

from newsroom.desk import name_report
from newsroom.desk.name_report import report_on
from newsroom.desk.name_report_view import ADDRESS
from newsroom.models import DocumentRecord, PictureRecord, ReleaseLog, UpdateDraft
from newsroom.publishing.release import withdraw
from tests.desk import at_desk
from tests.document_factories import document
from tests.factories import (
    case,
    contact,
    draft,
    newsroom,
    person,
    picture,
    press_release,
    release,
    update,
)

pytestmark = pytest.mark.django_db
NAME = "Zebedee Quillfeather"


def body(words):
    return [("paragraph", f"<p>{words}</p>")]


def look(name=NAME, username="duty.editor"):
    return at_desk(username).post(reverse(ADDRESS), {"name": name})


def found(name=NAME, username="duty.editor"):
    return {one.title: one for one in report_on(name, person(username)).found}


def test_pages_in_every_state_are_found_with_the_place():
    said = f"The court heard that {NAME} was there."
    press_release(title="Public", body=body(said))
    draft(title="Drafted", body=body("Z. Quillfeather was there."))
    changed = press_release(title="Was public with it", body=body(said))
    changed.body = body("Nobody was there.")
    changed.save_revision()
    withdraw(press_release(title="Withdrawn", body=body(said)), "Error.", person("duty.editor"))
    update(press_release(title="Updated"), note=said)
    shown = picture(title="A court")
    press_release(title="Captioned", image=shown, image_alt="A court", image_caption=NAME)
    release(case(title="R v Others", status=f"{NAME} awaits trial."))
    press_release(title="Another Quillfeather", body=body("Mary Quillfeather was there."))
    rows = found()
    assert set(rows) == {
        *("Public", "Drafted", "Was public with it", "Withdrawn", "Updated", "Captioned"),
        "R v Others",
    }
    assert rows["Public"].sightings[0].place == "Text, block 1 (paragraph)"
    assert NAME in rows["Public"].sightings[0].excerpt
    assert "is or was public" in rows["Was public with it"].sightings[0].place
    assert rows["Captioned"].sightings[0].place == "Caption"
    assert rows["Updated"].sightings[0].place.startswith("Update of")
    can_go = {title for title, row in rows.items() if row.can_be_withdrawn}
    assert can_go == {"Public", "Was public with it", "Updated", "Captioned", "R v Others"}


def test_files_and_records_are_found():
    said = f"Of {NAME}."
    picture(title=said)
    metadata = picture(title="Metadata")
    PictureRecord.objects.create(pk=metadata.pk, release_class="place", file_words=said)
    offered = document(title="A PDF")
    DocumentRecord.objects.update_or_create(
        pk=offered.file_hash, defaults={"texts": [["page 3", said]]}
    )
    contact(name=f"Desk of {NAME}")
    UpdateDraft.objects.create(item=press_release(), stage="charge", note=said)
    Redirect.add_redirect("/quillfeather-zebedee", "/news/")
    rows = found()
    assert {said, "Metadata", "A PDF", f"Desk of {NAME}"} < set(rows)
    assert rows["A PDF"].sightings[0].place == "page 3"
    assert {row.what for row in rows.values()} == {
        *("Image", "Document", "Press contact", "Draft of an update", "Redirect"),
    }


def test_the_list_leads_to_the_withdrawal_of_several():
    page = press_release(title="Public", body=body(NAME))
    shown = look().text
    assert f'name="id" value="{page.pk}"' in shown
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    assert f'action="{address}"' in shown
    asked = at_desk("duty.editor").get(address, {"id": page.pk, "next": reverse(ADDRESS)})
    assert "Why it is withdrawn" in asked.text


def test_the_name_is_kept_in_no_log_and_no_address(caplog):
    caplog.set_level(logging.DEBUG)
    press_release(title="Public", body=body(NAME))
    response = look()
    assert NAME in response.text
    assert "no-store" in response["Cache-Control"]
    assert "Quillfeather" not in response.wsgi_request.get_full_path()
    kept = [
        caplog.text,
        *(str(row.get_decoded()) for row in Session.objects.all()),
        *(f"{row.note} {row.title}" for row in ReleaseLog.objects.all()),
        *(str(row.data) for row in PageLogEntry.objects.all()),
    ]
    assert not any("quillfeather" in one.lower() for one in kept)
    assert "Quillfeather" not in at_desk("duty.editor").get(f"{reverse(ADDRESS)}?name={NAME}").text


@pytest.mark.parametrize("name", ["", "Jo", "12345", "--- ---"])
def test_a_name_needs_letters(name):
    assert "report" not in look(name).context


def test_whoever_enters_orders_may_look_and_nobody_else():
    shown = {
        username: at_desk(username).get(reverse(ADDRESS)).status_code == 200
        for username in ("duty.editor", "reviewing.lawyer", "administrator", "press.officer")
    }
    assert shown == {
        **dict.fromkeys(("duty.editor", "reviewing.lawyer", "administrator"), True),
        "press.officer": False,
    }


def test_what_somebody_may_not_see_is_not_found():
    home = Page.objects.get(pk=newsroom().get_parent().pk).specific
    home.title = NAME
    home.save_revision()
    assert NAME in found(username="administrator")
    assert NAME not in found(username="duty.editor")


def test_of_too_many_pages_the_newest_are_read_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(name_report, "MOST_PAGES", 1)
    for title in ("Older", "Newer"):
        draft(title=title, body=body(NAME)).save_revision()
    report = report_on(NAME, person("duty.editor"))
    assert [one.title for one in report.found] == ["Newer"]
    assert report.unread == 1
    assert "1 older page may hold it too" in look().text

"""The record of care: what readers saw, who answered for it, and what stood in the way."""

import json
import os
from ctypes.util import find_library
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import ImageFile
from pypdf import PdfReader

from newsroom.evidence import as_pdf
from newsroom.evidence.care_record import NothingRecorded, care_record
from newsroom.models import ReleaseLog
from tests.blockers import name_order
from tests.desk import SMALL_CHANGE, act, at_desk, edit, events, now, submitted, write
from tests.factories import declare_change, press_release, release
from tests.test_releasing import clear_afterwards, urgently, withdrawn_by

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

needs_pango = pytest.mark.skipif(
    not find_library("pangoft2-1.0") and "CI" not in os.environ, reason="Pango is missing"
)


def screen(page, username="reviewing.lawyer", **sent):
    browser, there = at_desk(username), reverse("desk_care_record", args=[page.pk])
    return browser.post(there, sent) if sent else browser.get(there)


def command(page_id, to: Path) -> str:
    out = StringIO()
    call_command("export_care_record", str(page_id), "--to", str(to), stdout=out)
    return out.getvalue()


def test_it_says_who_wrote_cleared_and_approved_what_readers_see():
    page = submitted()
    act("reviewing.lawyer", page, comment="Read against the indictment.")
    act("duty.editor", page)
    record = care_record(page.pk)
    (edition,) = record.editions
    assert edition.closed_at is None
    assert {version.by for version in edition.saved} == {"press.officer"}
    signed = [(one.what, one.by, one.words) for one in edition.sign_offs]
    assert ("Legal clearance", "reviewing.lawyer", "Read against the indictment.") in signed
    assert ("Editorial approval", "duty.editor", "") in signed
    assert ("Text, block 1 (paragraph)", "A man was jailed today.") in [
        (one.place, one.text) for one in edition.words
    ]
    assert any("Contempt of Court Act 1981" in rule.source for rule in edition.rules)
    assert [row.event for row in record.log if row.digest == edition.digest][-1] == "Released"


def test_each_edition_has_its_own_time_words_and_reason():
    page = press_release(title="Man jailed for 5 years")
    page.title = "Man jailed for 4 years"
    release(declare_change(page, "He was jailed for 4 years, not 5."))
    withdrawn_by("duty.editor", page)
    first, second = care_record(page.pk).editions
    assert first.closed_at == second.opened_at
    assert (first.why_closed, second.why_closed) == ("Replaced by a later edition", "Withdrawn")
    assert [edition.words[0].text for edition in (first, second)] == [
        "Man jailed for 5 years",
        "Man jailed for 4 years",
    ]
    assert (first.change, "not 5" in second.change) == ("", True)
    assert first.digest != second.digest


def test_a_clearance_that_came_after_the_release_is_said_to_have():
    page = write()
    urgently("duty.editor", page)
    clear_afterwards("reviewing.lawyer", page)
    (edition,) = care_record(page.pk).editions
    assert [one.what for one in edition.sign_offs] == ["Urgent release"]
    assert [one.what for one in edition.later_sign_offs] == ["Legal clearance"]


def test_orders_and_refusals_stand_in_it_and_the_protected_name_does_not():
    page = press_release()
    name_order("Zoë Quillfeather", page)
    named = {"summary": "Zoë Quillfeather was in court.", **SMALL_CHANGE}
    edit("administrator", page, **named, **{"action-publish": "1"})
    record = care_record(page.pk)
    assert "Refused" in [row.event for row in record.log]
    (order,) = record.orders
    assert "section 11" in order.source
    (edition,) = record.editions
    # It had begun by then, but was entered later.
    assert (edition.orders, edition.later_orders) == ([], [order.number])
    assert "Quillfeather" not in record.as_json()
    page = now(page)
    page.title = "Man jailed for fraud"
    release(declare_change(page))
    assert care_record(page.pk).editions[-1].orders == [order.number]


def test_it_outlives_its_page(tmp_path):
    page = press_release(title="Deleted in the end")
    withdrawn_by("duty.editor", page)
    number = page.pk
    now(page).delete()
    command(number, tmp_path / "care.json")
    told = json.loads((tmp_path / "care.json").read_text())
    assert (told["exists"], told["title"]) == (False, "Deleted in the end")
    assert told["editions"][0]["words"][0]["text"] == "Deleted in the end"
    assert told["editions"][0]["sign_offs"]
    assert screen(page).status_code == 200


def test_many_editions_take_as_many_queries_as_one(django_assert_num_queries):
    few, many = press_release(), press_release()
    for number in range(4):
        many.summary = f"Teaser {number}"
        release(declare_change(many))
        many = now(many)
    for page in (few, many):
        with django_assert_num_queries(14):
            care_record(page.pk)
    assert len(care_record(many.pk).editions) == 5


@needs_pango
def test_the_pdf_holds_what_the_record_holds_and_can_be_read_aloud():
    page = press_release(
        title="Woman jailed <img src=https://evil.example/x.png>",
        body=[("paragraph", "<p>She was jailed at Leeds.</p>")],
    )
    answer = screen(page, form="pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    file = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(leaf.extract_text() for leaf in file.pages).split())
    for part in ("She was jailed at Leeds.", "<img src=", "Legal clearance", "Released"):
        assert part in text
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert file.trailer["/Root"]["/Lang"] == "en"


def test_whoever_reads_the_log_takes_it_out_and_the_log_says_so():
    page = press_release()
    assert "Record of care…" in at_desk("duty.editor").get(page_form(page)).text
    shown = screen(page)
    assert "They see it now" in shown.text
    assert events(page)[-1] == "released"
    told = json.loads(screen(page, form="json").content)
    assert told["page"] == page.pk
    assert told["made_by"] == "reviewing.lawyer"
    row = ReleaseLog.objects.get(event="taken-out", page_id=page.pk)
    assert (row.username, row.note) == ("reviewing.lawyer", "JSON")
    assert screen(page, form="docx").status_code == 200
    assert events(page).count("taken-out") == 1


def test_nobody_else_reads_it():
    page = press_release()
    assert "Record of care…" not in at_desk("press.officer").get(page_form(page)).text
    for sent in ({}, {"form": "json"}):
        assert screen(page, "press.officer", **sent).status_code in (302, 403)
    assert "taken-out" not in events(page)


@pytest.mark.parametrize("number", [10**6, 10**30])
def test_a_number_that_no_page_had_is_not_found(number, tmp_path):
    with pytest.raises((NothingRecorded, OverflowError)):
        care_record(number)
    lawyer = at_desk("reviewing.lawyer")
    assert lawyer.get(reverse("desk_care_record", args=[number])).status_code == 404
    with pytest.raises(CommandError, match="never was"):
        command(number, tmp_path / "care.json")
    assert not list(tmp_path.iterdir())


@needs_pango
def test_the_command_says_what_is_wrong_and_writes_nothing(tmp_path):
    page = press_release()
    taken = tmp_path / "taken.json"
    taken.write_text("mine")
    for to, said in (
        (tmp_path / "care.docx", "must end with"),
        (taken, "is there already"),
        (tmp_path / "nowhere" / "care.json", "No such file"),
    ):
        with pytest.raises(CommandError, match=said):
            command(page.pk, to)
    assert taken.read_text() == "mine"
    assert "taken-out" not in events(page)
    assert "1 editions" in command(page.pk, tmp_path / "care.pdf")
    assert (tmp_path / "care.pdf").stat().st_mode & 0o777 == 0o600
    row = ReleaseLog.objects.get(event="taken-out")
    assert (row.channel, row.note) == ("program", "PDF")


@needs_pango
def test_after_a_pdf_a_picture_that_is_cut_off_is_refused_as_before():
    screen(press_release(), form="pdf")
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_without_its_library_the_pdf_is_refused_in_words(monkeypatch):
    def missing(record):
        raise as_pdf.NoPDF("Pango is missing")

    monkeypatch.setattr("newsroom.desk.care_record_view.care_record_as_pdf", missing)
    page = press_release()
    answer = screen(page, form="pdf")
    assert "Take JSON" in answer.text
    assert "taken-out" not in events(page)


def page_form(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])

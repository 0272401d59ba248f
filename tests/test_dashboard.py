"""What the desk sees when it logs in, and the reports it can export."""

import csv
import io
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from newsroom.desk.dashboard import PANELS
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import examine
from newsroom.models import Clearance, DeskNotice, ReleaseLog, UpdateDraft, UrgentRelease
from newsroom.records.log_context import log_context
from newsroom.records.release_log import record
from newsroom.time_zones import LONDON
from tests import factories
from tests.blockers import order
from tests.desk import at_desk, submitted
from tests.factories import clear, draft, embargoed, person, press_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin_user):
    client.force_login(admin_user)
    return client


def rows(name):
    panel = next(panel for panel in PANELS if panel.name == name)
    return [row.title for row in panel().rows()]


def refuse(item, channel="timer"):
    with log_context(None, channel):
        record(ReleaseLog.Event.REFUSED, item, **examine(item).as_facts())


def test_an_empty_desk_shows_no_panel(desk):
    page = desk.get(reverse("wagtailadmin_home")).text
    assert not any(panel.name in page for panel in PANELS)


def test_what_goes_out_stands_in_order_with_what_comes_down(desk):
    later = embargoed(title="Out tomorrow")
    ending = press_release(title="Down today", expire_at=timezone.now() + timedelta(hours=1))
    far = embargoed(title="Out next year")
    far.latest_revision.approved_go_live_at = timezone.now() + timedelta(days=300)
    far.latest_revision.save()
    assert rows("desk-calendar") == [ending.title, later.title]
    page = desk.get(reverse("wagtailadmin_home")).text
    assert f"{timezone.localtime(later.go_live_at):%A}" in page


def test_a_refusal_stands_there_until_the_page_is_released(desk):
    item = draft(title="Not cleared")
    refuse(item)
    refuse(item)
    assert rows("desk-refused") == ["Not cleared"]
    page = desk.get(reverse("wagtailadmin_home")).text
    assert "No lawyer has cleared" in page
    assert "When it was due" in page
    item.live = True
    clear(item).save()
    assert rows("desk-refused") == []


def test_an_urgent_release_is_flagged_until_somebody_else_clears_it():
    item = press_release(title="Sent at once")
    editor = person("duty.editor")
    given = {"page": item, "digest": digest_of(item)}
    UrgentRelease.objects.create(by=editor, reason="The court asked for it.", **given)
    assert rows("desk-urgent") == ["Sent at once"]
    Clearance.objects.create(step=Clearance.Step.LEGAL, by=editor, **given)
    assert rows("desk-urgent") == ["Sent at once"]
    Clearance.objects.create(step=Clearance.Step.LEGAL, by=person("reviewing.lawyer"), **given)
    assert rows("desk-urgent") == []


def test_an_urgent_release_that_nobody_gets_any_more_waits_for_nobody():
    item = press_release(title="Sent at once")
    given = {"page": item, "digest": digest_of(item), "by": person("duty.editor")}
    UrgentRelease.objects.create(reason="The court asked for it.", **given)
    item.unpublish()
    assert rows("desk-urgent") == []
    later = embargoed(title="Sent tomorrow")
    given |= {"page": later, "digest": digest_of(later)}
    UrgentRelease.objects.create(reason="The court asked for it.", **given)
    assert rows("desk-urgent") == ["Sent tomorrow"]


def test_what_an_order_holds_back_is_named_with_the_order():
    item = draft(title="Held back")
    order(item)
    ended = draft(title="Free again")
    order(ended, ended_at=timezone.now())
    assert rows("desk-held") == ["Held back"]


def test_an_update_that_is_written_waits_with_a_link_to_its_next_step(desk):
    written = UpdateDraft.objects.create(item=draft(title="Man jailed"), stage="plea", note="He.")
    assert rows("desk-updates") == ["Man jailed"]
    assert reverse("desk_update", args=[written.pk]) in desk.get(reverse("wagtailadmin_home")).text


def test_a_notice_is_not_ticked_off_by_who_merely_reads_it():
    notice = DeskNotice.objects.create(key="x", subject="An order has ended", body="Look again.")
    home, tick = reverse("wagtailadmin_home"), reverse("newsroom_notice_seen", args=[notice.pk])
    for username in ("press.officer", "reviewing.lawyer"):
        assert "An order has ended" in at_desk(username).get(home).text
        assert tick not in at_desk(username).get(home).text
        at_desk(username).post(tick)
        assert rows("desk-told") == ["An order has ended"]
    assert tick in at_desk("duty.editor").get(home).text
    at_desk("duty.editor").post(tick)
    assert rows("desk-told") == []


def test_what_waits_for_the_reader_stands_first():
    item = embargoed()
    submitted()
    page = at_desk("reviewing.lawyer").get(reverse("wagtailadmin_home")).text
    assert page.index("Awaiting your review") < page.index(item.title)


def test_a_notice_is_ticked_off_once(desk):
    notice = DeskNotice.objects.create(key="x", subject="An order has ended", body="Look again.")
    assert rows("desk-told") == ["An order has ended"]
    address = reverse("newsroom_notice_seen", args=[notice.pk])
    assert desk.get(address).status_code == 405
    assert desk.post(address).status_code == 302
    assert rows("desk-told") == []
    notice.refresh_from_db()
    assert notice.seen_by.username == "admin"
    assert desk.post(reverse("newsroom_notice_seen", args=[0])).status_code == 404


def test_the_panels_cost_the_same_however_much_waits(django_assert_num_queries):
    for number in range(3):
        refuse(draft(title=f"Refused {number}"))
        embargoed()
        order(draft())
        UrgentRelease.objects.create(
            page=draft(), digest="", by=person("duty.editor"), reason="Urgent"
        )
        UpdateDraft.objects.create(item=draft(), stage="sentence", note="Sentenced.")
    # One list each; orders for their pages. The calendar asks once for each of eight kinds, twice
    # for those with pages beside them (releases, hearings, bundles if any), and for the names.
    with django_assert_num_queries(len(PANELS) + 11):
        for panel in PANELS:
            panel().rows()


def exported(desk, name, **filters):
    response = desk.get(reverse(name), {"export": "csv", **filters})
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def test_the_style_of_the_desk_is_on_every_screen(desk):
    for name in ("wagtailadmin_home", "newsroom_release_log", "wagtailadmin_explore_root"):
        assert "desk/desk.css" in desk.get(reverse(name), follow=True).text


def test_the_release_log_is_exported_as_the_record_of_care(desk):
    item = press_release(title="=Man jailed")
    (row,) = exported(desk, "newsroom_release_log", page_id=item.pk)
    assert row["Title"] == "'=Man jailed"
    assert row["Number of the page"] == str(item.pk)
    assert "no-crime-type: " in row["What was answered"]
    assert "Checked." in row["What was answered"]


def test_the_records_say_when_with_the_day_of_the_week(desk):
    with time_machine.travel(datetime(2026, 7, 1, 12, 30, tzinfo=LONDON), tick=False):
        press_release(title="Man jailed")
    for name in ("newsroom_release_log", "newsroom_clearances"):
        assert "Wednesday 1 July 2026 at 12.30pm BST" in desk.get(reverse(name)).text


def test_clearances_are_listed_with_who_gave_them(desk):
    factories.person("reviewing.lawyer", first_name="Rowena", last_name="Lawford-Hythe")
    press_release(title="Man jailed")
    page = desk.get(reverse("newsroom_clearances")).text
    assert "Rowena Lawford-Hythe" in page
    assert {row["Step"] for row in exported(desk, "newsroom_clearances")} == {"legal", "editorial"}


@pytest.mark.parametrize("name", ["newsroom_release_log", "newsroom_clearances"])
def test_reports_bear_any_filter(desk, name):
    press_release()
    odd = {"at_from": "0000-99-99", "page_id": "9" * 30, "title": "\x00", "by": "nobody", "p": "x"}
    for parameter, value in odd.items():
        assert desk.get(reverse(name), {parameter: value}).status_code in (200, 404)


def test_reports_are_for_those_who_may_read_the_records(client):
    nobody = person("nobody")
    client.force_login(nobody)
    for name in ("newsroom_release_log", "newsroom_clearances"):
        assert client.get(reverse(name)).status_code == 302

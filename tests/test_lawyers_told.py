"""Lawyers are told at once of what is public without them, and reminded until they deal with it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from newsroom.desk.roles import set_up_groups
from newsroom.desk.urgent import release_urgently
from newsroom.gate.sign_off import latest, sign
from newsroom.models import Clearance, DeskNotice, DeskSettings, ProtectedName, ReportingRestriction
from newsroom.publishing.lawyers import remind_lawyers
from newsroom.publishing.outbox import send_notices
from newsroom.scheduler import run_once
from newsroom.time_zones import LONDON
from tests.desk import at_desk, submitted
from tests.factories import crime_type, draft, newsroom, person, press_release, update

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

LAWYER = "lawyer@cps-news.example"
FRIDAY = datetime(2026, 12, 4, 11, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _people():
    set_up_groups([newsroom()])
    lawyer = person("reviewing.lawyer", email=LAWYER)
    lawyer.groups.add(Group.objects.get(name="Reviewing lawyer"))
    DeskSettings.objects.update_or_create(defaults={"desk_email": "desk@news.example"})


def released_urgently(**fields):
    page = draft(crime_types=[crime_type()], **fields)
    page.save_revision(user=person("press.officer"))
    release_urgently(latest(page), person("duty.editor"), "The court asks for it.")
    return page


def mailed():
    mail.outbox.clear()
    send_notices()
    return [(message.subject, message.to) for message in mail.outbox]


def test_an_urgent_release_is_told_at_once_to_the_lawyers_and_to_nobody_else():
    page = released_urgently(title="Man jailed")
    assert mailed() == [("Released urgently: Man jailed", [LAWYER])]
    (message,) = mail.outbox
    assert "The court asks for it." in message.body
    assert reverse("desk_clear_after_release", args=[page.pk]) in message.body


def test_so_is_an_update_that_is_public_and_no_word_of_it_is_mailed():
    update(press_release(title="Man jailed"), note="He was jailed at Drayholme.")
    assert mailed() == [("An update is public: Man jailed", [LAWYER])]
    assert "Drayholme" not in mail.outbox[0].body


def test_no_protected_name_is_mailed():
    page = press_release(title="Zebedee Quillfeather in court")
    order = ReportingRestriction.objects.create(kind="s11", covers="A name", effect="names")
    ProtectedName.objects.create(restriction=order, words="Zebedee Quillfeather")
    update(page, note="He was jailed.")
    mailed()
    assert mail.outbox
    assert not any("Quillfeather" in f"{one.subject}{one.body}" for one in mail.outbox)


def test_where_no_lawyer_has_an_address_the_desk_is_told():
    person("reviewing.lawyer", email="")
    released_urgently(title="Man jailed")
    assert mailed() == [("Released urgently: Man jailed", ["desk@news.example"])]


def reminders(moment):
    return remind_lawyers(moment), list(
        DeskNotice.objects.filter(key__startswith="lawyers:").values_list("body", flat=True)
    )


def test_on_each_working_day_lawyers_are_reminded_until_they_clear():
    with time_machine.travel(FRIDAY, tick=False):
        page = released_urgently(title="Man jailed")
        assert reminders(FRIDAY) == (False, [])
    for idle in (timedelta(days=1), timedelta(days=2), timedelta(days=2, hours=21, minutes=59)):
        assert reminders(FRIDAY + idle)[0] is False
    monday = FRIDAY + timedelta(days=3)
    told, (body,) = reminders(monday)
    assert told
    assert "Released urgently, cleared by nobody since: “Man jailed”" in body
    assert reminders(monday + timedelta(hours=1))[0] is False
    assert reminders(monday + timedelta(days=1))[0] is True
    with time_machine.travel(monday + timedelta(days=1)):
        sign(Clearance.Step.LEGAL, latest(page), person("reviewing.lawyer"))
    assert reminders(monday + timedelta(days=2))[0] is False


@pytest.mark.parametrize("holiday", [datetime(2026, 12, 25, 11, tzinfo=LONDON)])
def test_nobody_is_reminded_on_a_bank_holiday(holiday):
    with time_machine.travel(FRIDAY, tick=False):
        released_urgently()
    assert reminders(holiday)[0] is False
    assert reminders(holiday + timedelta(days=4))[0] is True


def test_an_update_is_reminded_of_until_a_lawyer_says_that_it_is_read():
    with time_machine.travel(FRIDAY, tick=False):
        update(press_release(title="Man jailed"))
        submitted(title="Woman jailed", slug="woman-jailed")
    monday = FRIDAY + timedelta(days=3)
    _told, (body,) = reminders(monday)
    assert "An update, read by no lawyer: “Man jailed”" in body
    assert "Submitted for clearance: “Woman jailed”" in body
    notice = DeskNotice.objects.get(audience="lawyers-read")
    tick = reverse("newsroom_notice_seen", args=[notice.pk])
    home = reverse("wagtailadmin_home")
    editor = person("duty.editor")
    editor.groups.add(Group.objects.get(name="Duty editor"))
    with time_machine.travel(monday):
        assert tick not in at_desk("duty.editor").get(home).text
        at_desk("duty.editor").post(tick)
        assert DeskNotice.objects.get(pk=notice.pk).seen_at is None
        assert tick in at_desk("reviewing.lawyer").get(home).text
        at_desk("reviewing.lawyer").post(tick)
    assert DeskNotice.objects.get(pk=notice.pk).seen_at
    told, bodies = reminders(monday + timedelta(days=1))
    assert told
    assert not any("An update" in one for one in bodies if one != body)


def test_the_timer_reminds():
    with time_machine.travel(FRIDAY, tick=False):
        released_urgently(title="Man jailed")
        mailed()
    with time_machine.travel(FRIDAY + timedelta(days=3)):
        mail.outbox.clear()
        run_once()
        assert [one.subject for one in mail.outbox] == ["Still waits for a lawyer: 1"]
        assert not DeskNotice.objects.filter(key__startswith="lawyers:", seen_at=None).exists()

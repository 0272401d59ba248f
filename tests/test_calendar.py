"""The calendar of the desk, on its screen, on the dashboard and in calendar programs."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from newsroom.accounts.calendar_addresses import CalendarAddress
from newsroom.desk.dashboard import CalendarPanel
from newsroom.desk.planning import calendar_entries
from newsroom.desk.planning.calendar_entries import entries
from newsroom.models import (
    BundledItem,
    CaseHearing,
    CaseStage,
    DeskClosure,
    DeskOpening,
    ReleaseBundle,
    ReportingRestriction,
)
from newsroom.time_zones import LONDON
from tests.blockers import name_order
from tests.desk import at_desk, submitted
from tests.factories import case, clear, contact, draft, person, press_release

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=LONDON)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def _scheduled():
    item = draft(title="Scheduled words", go_live_at=NOON + DAY)
    item.save_revision()
    clear(item).latest_revision.publish()


def _embargoed(title="Embargoed words"):
    item = draft(title=title)
    item.go_live_at = NOON + DAY
    item.save_revision()
    return item


def _expiring():
    press_release(title="Public words", expire_at=NOON + DAY)


def _bundled():
    bundle = ReleaseBundle.objects.create(name="Budget day", goes_out_at=NOON + DAY)
    BundledItem.objects.create(bundle=bundle, page=draft(title="Bundled words"))


def _heard():
    CaseHearing.objects.create(
        case=case(title="R v Holt"),
        date=(NOON + DAY).date(),
        court="Leeds Crown Court",
        what="Plea",
    )


def _staged():
    CaseStage.objects.create(page=case(title="R v Holt"), date=(NOON + DAY).date(), kind="hearing")


def _closed():
    DeskClosure.objects.create(
        contact=contact(name="Press Office"),
        first_day=NOON.date(),
        last_day=(NOON + 3 * DAY).date(),
        reason="Staff training",
    )


def _opened():
    DeskOpening.objects.create(
        day=date(2026, 12, 2), opens=time(18), closes=time(2), reason="Verdict expected"
    )


def _due():
    submitted(title="Submitted words", needed_by="02/12/2026 12:00", is_urgent="on")


KINDS = {
    # What is made; what the desk reads; what a calendar program is told.
    "release": (_scheduled, "Goes out", "Scheduled words", "Goes out"),
    "embargo": (_embargoed, "Embargo ends, not approved", "Embargoed words", None),
    "expiry": (_expiring, "Comes down", "Public words", "Comes down: Public words"),
    "bundle": (_bundled, "Bundle, not approved (1 item)", "Budget day", None),
    "hearing": (_heard, "Hearing", "R v Holt", "Hearing: R v Holt"),
    "stage": (_staged, "Hearing", "R v Holt", "Hearing: R v Holt"),
    "closure": (_closed, "Closed", "Press Office: Staff training", "…"),
    "opening": (
        *(_opened, "Open beyond hours", "all press desks: Verdict expected"),
        "Open beyond hours: all press desks: Verdict expected",
    ),
    "review": (_due, "Urgent review due", "Submitted words", None),
}


def feed_of(username="press.officer"):
    client = at_desk(username)
    page = client.post(reverse("desk_calendar_address"))
    return page.context["feed"].removeprefix("http://testserver").split("/admin/")[1]


def told(address, client):
    # What a calendar program asks for, which has no session and reads no pages.
    return client.get(f"/admin/{address}", headers={"accept": "text/calendar"})


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_on_the_screen_the_dashboard_and_in_programs(kind, client):
    make, label, title, summary = KINDS[kind]
    make()
    (entry,) = entries(date(2026, 12, 2), date(2026, 12, 2))
    assert (entry.label, entry.title) == (label, title)
    page = at_desk("reviewing.lawyer").get(reverse("desk_calendar"), {"on": "2026-12-03"}).text
    assert title in page
    assert f'href="{entry.address}"' in page
    assert [(row.title, row.facts) for row in CalendarPanel().rows()] == [(title, (label,))]
    (event,) = Calendar.from_ical(told(feed_of(), client).content).walk("VEVENT")
    expected = {None: label, "…": f"{label}: {title}"}.get(summary, summary)
    assert event["summary"] == expected
    assert event["url"].endswith(entry.address)


def test_what_readers_do_not_know_leaves_the_building_without_its_words(client):
    for make in (_scheduled, _embargoed, _bundled, _due):
        make()
    CaseHearing.objects.create(
        case=case(title="R v Holt", live=False), date=NOON.date(), court="Leeds", what="Plea"
    )
    content = told(feed_of(), client).text
    assert content.count("BEGIN:VEVENT") == 5
    for words in ("words", "Budget", "Holt", "Leeds", "Plea"):
        assert words not in content


def test_times_are_of_london_and_days_end_at_its_midnight():
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=LONDON), tick=False):
        late = datetime(2026, 7, 2, 23, 30, tzinfo=LONDON)
        press_release(title="Late", expire_at=late)
        assert not entries(date(2026, 7, 1), date(2026, 7, 1))
        assert not entries(date(2026, 7, 3), date(2026, 7, 3))
        (entry,) = entries(date(2026, 7, 2), date(2026, 7, 2))
        assert entry.days == (date(2026, 7, 2), date(2026, 7, 2))
        page = at_desk("press.officer").get(reverse("desk_calendar")).text
        assert "11.30pm" in page


def test_a_week_and_a_month_are_whole_weeks_around_the_day():
    _closed()
    browser = at_desk("press.officer")
    for on in ("2026-12-01", "2026-02-31", "nonsense", "0001-01-01", ""):
        for view, number in {"week": 7, "month": 35}.items():
            page = browser.get(reverse("desk_calendar"), {"view": view, "on": on})
            days = page.context["days"]
            assert len(days) == number
            assert days[0].date.weekday() == 0
            assert sum(bool(day.entries) for day in days) == 4
            assert [day.date for day in days if day.is_today] == [NOON.date()]


def test_a_protected_name_is_in_no_title():
    item = _embargoed(title="A week of Zoe Quillfeather")
    CaseHearing.objects.create(
        case=case(), date=NOON.date(), court="Leeds", what="Sentence of Quillfeather"
    )
    name_order("Zoë Quillfeather", draft(title="Another"))
    hearing, embargo = entries(NOON.date(), (NOON + DAY).date())
    assert embargo.title == f"Page {item.pk} (its title is withheld)"
    assert (hearing.note, hearing.public_title) == ("", "")
    ReportingRestriction.objects.update(ended_at=NOON)
    assert "Quillfeather" in entries(NOON.date(), (NOON + DAY).date())[1].title


def test_an_address_works_until_it_is_replaced_or_ended_or_its_owner_may_not_log_in(client):
    first = feed_of()
    assert first.split("/")[1].removesuffix(".ics") not in str(
        CalendarAddress.objects.values_list().get()
    )
    response = told(first, client)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert CalendarAddress.objects.get().used_at == NOON
    second = feed_of()
    assert [told(address, client).status_code for address in (first, second)] == [404, 200]
    person("press.officer", is_active=False)
    assert told(second, client).status_code == 404
    person("press.officer", is_active=True)
    at_desk("press.officer").post(reverse("desk_calendar_address"), {"revoke": "1"})
    assert told(second, client).status_code == 404
    assert client.post(f"/admin/{second}").status_code == 405


def test_the_calendar_asks_the_same_however_much_there_is(django_assert_max_num_queries):
    name_order("Zoë Quillfeather", draft(title="Another"))
    for make in (_scheduled, _embargoed, _bundled, _heard, _due):
        for _ in range(2):
            make()
    _expiring()
    _closed()
    # One for each kind, one more where rows are joined by text, and the names.
    with django_assert_max_num_queries(len(calendar_entries.SOURCES) + 5):
        assert len(entries(NOON.date(), (NOON + DAY).date())) >= 10

"""Whom a journalist rings, what the page says of it now, and what machines read of it."""

import json
import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import DeskClosure, PressOfficePage
from newsroom.press_office.hours import Hours, Timetable
from newsroom.press_office.phrases import line, week
from newsroom.time_zones import LONDON
from tests.factories import area, contact, desk, newsroom, press_release

pytestmark = pytest.mark.django_db

DUTY = "020 3357 0906"
# A Tuesday in winter.
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEEKDAYS = tuple(Hours(day, time(9), time(17)) for day in range(5))


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def page():
    return newsroom().add_child(
        instance=PressOfficePage(
            title="Press office", summary="By day and night.", public_notice="<p>Not for you.</p>"
        )
    )


def closure(first: date, last: date, **fields) -> DeskClosure:
    return DeskClosure.objects.create(first_day=first, last_day=last, **fields)


def shown(html: str) -> str:
    """The words of a page as a reader without scripts sees them."""
    html = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r"<(a|div|p|span)\b[^>]* hidden>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2026, 11, 24, 9), "The press office is open until 5pm."),
        ((2026, 11, 24, 16, 59), "The press office is open until 5pm."),
        ((2026, 11, 24, 17), "Closed: opens tomorrow 9am."),
        ((2026, 11, 25, 0), "Closed: opens at 9am."),
        ((2026, 11, 27, 17), "Closed: opens Monday 9am."),
        ((2026, 11, 29, 0), "Closed: opens tomorrow 9am."),
        ((2026, 12, 24, 17), "Closed: opens Tuesday 9am."),
        ((2026, 4, 2, 17), "Closed: opens Tuesday 9am."),
    ],
)
def test_the_line_says_when(moment, words):
    assert line(Timetable(WEEKDAYS).state_at(london(*moment)), national=True) == words


@pytest.mark.parametrize(
    ("hours", "moment", "words"),
    [
        ([(1, 9, 17)], (2026, 12, 22, 17), "Closed: opens Tuesday 29 December 9am."),
        ([(1, 0, 0), (2, 0, 2)], (2026, 11, 24, 12), "This desk is open until 2am tomorrow."),
        ([(1, 9, 0)], (2026, 11, 24, 12), "This desk is open until midnight."),
        ([(1, 9, 12)], (2026, 11, 24, 9), "This desk is open until midday."),
        ([(2, 0, 5)], (2026, 11, 24, 12), "Closed: opens tomorrow."),
        ([(day, 0, 0) for day in range(1, 5)], (2026, 11, 24, 1),
         "This desk is open until midnight on Friday."),
        ([(1, 17, 9)], (2026, 11, 24, 12), "Closed."),
    ],
)  # fmt: skip
def test_the_line_of_unusual_hours(hours, moment, words):
    spans = tuple(Hours(day, time(opens), time(closes)) for day, opens, closes in hours)
    assert line(Timetable(spans).state_at(london(*moment)), national=False) == words


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        (WEEKDAYS, ["Monday to Friday, 9am to 5pm (closed on bank holidays)"]),
        ((*WEEKDAYS[:4], Hours(4, time(9), time(13))),
         ["Monday to Thursday, 9am to 5pm", "Friday, 9am to 1pm", "Closed on bank holidays"]),
        ((Hours(5, time(10), time(12)), Hours(6, time(10), time(12)), Hours(5, time(13), time(0))),
         ["Saturday, 10am to midday and 1pm to midnight", "Sunday, 10am to midday",
          "Closed on bank holidays"]),
        (tuple(Hours(day, time(0), time(0)) for day in range(7)),
         ["Every day, all day (closed on bank holidays)"]),
        ((), []),
    ],
)  # fmt: skip
def test_a_week_is_written_in_few_words(hours, written):
    assert week(hours) == written


def test_the_page_answers_in_one_look(client, page):
    desk(name="CPS Press Office", duty_telephone=DUTY, email="press@cps-news.example")
    desk(name="CPS Wessex press desk", area=area("Wessex"), order=2)
    desk(name="CPS South East press desk", area=area("South East"), order=1)
    html = client.get(page.url).text
    words = shown(html)
    order = ["Not for you.", "By day and night.", "The press office is open until 5pm.",
             "Whom do I ring?", "South East press desk", "Wessex press desk"]  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert 'href="tel:+442033570906"' in html
    assert 'href="mailto:press@cps-news.example"' in html
    assert "For urgent enquiries" not in words


def test_the_public_is_sent_elsewhere_even_if_nobody_wrote_it(client, page):
    page.public_notice = ""
    page.save()
    words = shown(client.get(page.url).text)
    assert "accredited journalists only" in words
    assert "contact.cps.gov.uk" in words


@pytest.mark.parametrize("on", ["page", "item"])
def test_a_kept_copy_is_right_until_the_minute_it_changes(client, page, on):
    """A cache must ask every time, and is told at the very second that its copy is old."""
    office = desk(name="CPS Press Office", duty_telephone=DUTY)
    address = page.url if on == "page" else press_release(contact=office).url
    with time_machine.travel(london(2026, 11, 27, 16, 59, 59), tick=False) as clock:
        first = client.get(address)
        assert first["Cache-Control"] == "public, no-cache"
        assert "The press office is open until 5pm." in shown(first.text)
        again = {"If-None-Match": first["ETag"]}
        assert client.get(address, headers=again).status_code == 304
        clock.move_to(london(2026, 11, 27, 17))
        closed = client.get(address, headers=again)
        assert closed.status_code == 200
        words = shown(closed.text)
        assert "Closed: opens Monday 9am." in words
        assert f"For urgent enquiries ring the duty press officer on {DUTY}" in words
        again = {"If-None-Match": closed["ETag"]}
        clock.move_to(london(2026, 11, 28, 23, 59, 59))
        assert client.get(address, headers=again).status_code == 304
        clock.move_to(london(2026, 11, 29))
        assert "Closed: opens tomorrow 9am." in shown(client.get(address, headers=again).text)


def test_a_page_that_stays_open_knows_what_comes_next(client, page):
    desk()
    html = client.get(page.url).text
    attribute = re.search(r'data-changes="([^"]*)"', html)[1].replace("&quot;", '"')
    friday = [(london(2026, 11, 24, 17), False), (london(2026, 11, 25), False)]
    changes = json.loads(attribute)
    assert [(at / 1000, is_open) for at, is_open, _words in changes[:2]] == [
        (moment.timestamp(), is_open) for moment, is_open in friday
    ]
    assert changes[2][2] == "The press office is open until 5pm."
    assert changes[-1][2].startswith("Open this page again")
    assert '<script src="/static/js/press-line.js" defer></script>' in html


def test_an_item_shows_its_own_desk_or_else_the_press_office(client):
    item = press_release()
    wessex = desk(name="Wessex desk", area=area("Wessex"), order=1)
    desk(name="Welsh desk", in_welsh=True, order=0)
    assert client.get(item.url).context["item"].desk is None
    national = desk(name="The office", area=area("CPS", national=True), order=2)
    contact(name="Of an Area that is gone", order=1)
    own = client.get(press_release(contact=wessex).url)
    assert own.context["item"].desk.contact == wessex
    assert client.get(press_release().url).context["item"].desk.contact == national
    assert "This desk is open until 5pm." in shown(own.text)


def test_without_hours_nothing_is_said_of_now(client, page):
    contact(note="Ask by email")
    html = client.get(page.url).text
    assert "data-changes" not in html
    assert "Ask by email" in html
    assert "press-line.js" not in client.get(press_release().url).text


def test_a_closure_of_all_desks_or_of_one(client, page):
    office, other = desk(name="Office"), desk(name="Other", area=area("Wessex"))
    today = date(2026, 11, 24)
    closure(date(2026, 11, 1), date(2026, 11, 23), reason="Past")
    closure(date(2027, 5, 1), date(2027, 5, 1), reason="Far off")
    one = closure(today, today, contact=other, reason="Move")
    context = client.get(page.url).context
    assert context["press_office"].line.is_open
    assert [entry.line.text for entry in context["desks"][1:]] == ["Closed: opens tomorrow 9am."]
    assert context["desks"][1].closures == [one]
    every = closure(today, date(2026, 11, 26), reason="Strike")
    context = client.get(page.url).context
    assert context["press_office"].line.text == "Closed: opens Friday 9am."
    assert context["press_office"].closures == [every]
    assert context["press_office"].contact == office
    assert "Tuesday 24 November 2026 to Thursday 26 November 2026: Strike" in shown(
        client.get(page.url).text
    )


@pytest.fixture
def desks(page):
    area("CPS", national=True)
    area("CPS Direct")
    area("Old Area", closed=True)
    area("Yorkshire and Humberside", aliases="Yorkshire", legacy_id=17)
    desk(name="Office", area=area("CPS"))
    desk(name="Wessex desk", area=area("Wessex"), order=1)
    desk(name="Welsh desk", area=area("Cymru-Wales"), in_welsh=True, order=2)
    return page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("wessex", ["Wessex desk", "Welsh desk"]),
        ("cps-direct", ["Office", "Welsh desk"]),
        ("cymru-wales", ["Office", "Welsh desk"]),
        ("cps", ["Office", "Welsh desk"]),
        ("old-area", ["Office", "Welsh desk"]),
    ],
)
def test_an_area_leads_to_its_desk(client, desks, asked, found):
    response = client.get(desks.url, {"area": asked})
    assert response.status_code == 200
    finder = response.context["finder"]
    assert [entry.contact.name for entry in finder.found] == found
    has_none = "has no press desk of its own" in response.text
    assert has_none == (asked not in ("wessex", "cps"))
    assert f'<option value="{asked}" selected>' in response.text


def test_closed_areas_are_not_offered(client, desks):
    assert "old-area" not in client.get(desks.url).text


@pytest.mark.parametrize("asked", ["Yorkshire", "17", "YORKSHIRE AND HUMBERSIDE"])
def test_former_names_lead_to_the_area(client, desks, asked):
    response = client.get(desks.url, {"area": asked})
    assert response.status_code == 302
    assert response.url == f"{desks.url}?area=yorkshire-and-humberside"
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize(
    "asked", ["narnia", "\x00", "9" * 400, "<b>", "wessex/../cps", "½", "💥", "-", "a" * 5000]
)
def test_an_unknown_area_is_a_404_that_helps(client, desks, asked):
    response = client.get(desks.url, {"area": asked})
    assert response.status_code == 404
    assert response["Cache-Control"] == "public, no-cache"
    words = shown(response.text)
    assert "There is no Area" in words
    assert "Wessex desk" in words
    assert 'name="robots" content="noindex"' in response.text
    assert "<b>" not in response.text.split("</h1>")[0]
    assert "\x00" not in response.text


def test_choosing_nothing_is_told_beside_the_field(client, desks):
    response = client.get(desks.url, {"area": ""})
    assert response.status_code == 200
    assert response.text.count("Choose an Area.") == 2
    assert response.context["finder"].found == []


def test_an_area_without_any_desk_to_ring(client, page):
    area("Wessex")
    response = client.get(page.url, {"area": "wessex"})
    assert "No desk answers for this Area at the moment." in response.text


@pytest.mark.parametrize("others", [1, 8])
def test_query_budget(client, page, others):
    """The same for any number of desks.

    1 finds the edition, 1 all pages that it names, 1 reads the Areas.
    3 for closures, contacts and their hours.
    """
    for number in range(others):
        desk(name=f"Desk {number}", area=area(f"Area {number}"))
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{page.url}?area=area-0")
    assert len(queries) == 6, "\n".join(query["sql"] for query in queries)


def test_without_desks_the_page_still_stands(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    assert "Whom do I ring?" in response.text

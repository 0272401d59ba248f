"""What address books and search engines read of the press office."""

import json
import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from newsroom.models import DeskClosure, DeskOpening, OpeningHours, PressOfficePage
from tests.factories import area, desk, newsroom

pytestmark = pytest.mark.django_db

DUTY = "020 3357 0906"


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def page():
    return newsroom().add_child(instance=PressOfficePage(title="Press office"))


def test_a_contact_is_saved_to_an_address_book(client):
    made = desk(
        name="Wessex; press, desk",
        area=area("Wessex"),
        email="press@cps-news.example",
        telephone="01632 960115",
        duty_telephone=DUTY,
        audience="For accredited journalists only",
        out_of_hours="Urgent enquiries",
    )
    response = client.get(f"/news/press-office/{made.pk}.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="wessex-press-desk.vcf"'
    assert response["Cache-Control"] == "public, no-cache"
    card = response.content.decode().replace("\r\n ", "")
    assert card.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        r"N:Wessex\; press\, desk;;;;",
        r"FN:Wessex\; press\, desk",
        r"ORG:Crown Prosecution Service;Wessex\; press\, desk",
        "TEL;TYPE=WORK,VOICE,PREF:+441632960115",
        "TEL;TYPE=WORK,VOICE:+442033570906",
        "EMAIL;TYPE=INTERNET:press@cps-news.example",
        r"NOTE:For accredited journalists only\nMonday to Friday\, 9am to 5pm (closed"
        r" on bank holidays)\nOut of hours: 020 3357 0906. Urgent enquiries",
        "URL:http://testserver/news/",
        "END:VCARD",
        "",
    ]


def test_a_number_that_serves_day_and_night_is_on_the_card_once(client):
    made = desk(name="Пресса", telephone=DUTY, duty_telephone="+44 20 3357 0906")
    response = client.get(f"/news/press-office/{made.pk}.vcf")
    assert response.text.count("TEL;") == 1
    assert 'filename="press-contact.vcf"' in response["Content-Disposition"]


@pytest.mark.parametrize("pk", ["0", "999", "9" * 30, "9" * 5000, "x", "-1", "1.5", "%00"])
def test_a_card_of_nobody_is_not_found(client, pk):
    newsroom()
    assert client.get(f"/news/press-office/{pk}.vcf").status_code == 404


def structured(html: str) -> dict:
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    return next(node for node in data["@graph"] if "contactPoint" in node)


def test_machines_read_contacts_and_hours(client, page):
    made = desk(
        name="Wessex </script><b>&",
        area=area("Wessex"),
        email="press@cps-news.example",
        telephone="01632 960115",
        duty_telephone=DUTY,
    )
    OpeningHours.objects.create(contact=made, weekday=5, opens=time(9), closes=time(0))
    day = date(2026, 12, 2)
    DeskClosure.objects.create(first_day=day, last_day=day, reason="Move")
    html = client.get(page.url).text
    assert "</script><b>" not in html
    data = structured(html)
    assert data["@type"] == "GovernmentOrganization"
    by_day, by_night = data["contactPoint"]
    assert by_day["@type"] == by_night["@type"] == "ContactPoint"
    assert by_day["name"] == "Wessex </script><b>&"
    assert by_day["telephone"] == "+441632960115"
    assert by_day["areaServed"] == "Wessex"
    assert by_night["telephone"] == "+442033570906"
    weekly, saturday, *closed = by_day["hoursAvailable"]
    if weekly["closes"] == "23:59":
        weekly, saturday = saturday, weekly
    days = [f"https://schema.org/{name}day" for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri")]
    assert weekly == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": days,
        "opens": "09:00",
        "closes": "17:00",
    }
    assert (saturday["dayOfWeek"], saturday["closes"]) == (
        ["https://schema.org/Saturday"],
        "23:59",
    )
    assert [(entry["validFrom"], entry["closes"]) for entry in closed] == [
        ("2026-12-02", "00:00"),
        ("2026-12-25", "00:00"),
        ("2026-12-26", "00:00"),
        ("2026-12-28", "00:00"),
    ]


def test_machines_read_what_is_left_of_a_day_that_is_closed_in_part(client, page):
    desk(telephone=DUTY)
    DeskClosure.objects.create(
        first_day=date(2026, 12, 3),
        closed_from=time(12),
        last_day=date(2026, 12, 7),
        closed_until=time(10, 30),
        reason="Move",
    )
    # A Saturday, on which the desk is closed anyhow.
    sixth = {"first_day": date(2026, 12, 12), "last_day": date(2026, 12, 12)}
    DeskClosure.objects.create(closed_from=time(12), reason="Works", **sixth)
    (point,) = structured(client.get(page.url).text)["contactPoint"]
    dated = [
        tuple(entry[name] for name in ("validFrom", "validThrough", "opens", "closes"))
        for entry in point["hoursAvailable"]
        if entry.get("validFrom", "") and entry["validFrom"] < "2026-12-20"
    ]
    assert dated == [
        ("2026-12-03", "2026-12-03", "09:00", "12:00"),
        ("2026-12-07", "2026-12-07", "10:30", "17:00"),
        ("2026-12-04", "2026-12-06", "00:00", "00:00"),
        ("2026-12-12", "2026-12-12", "00:00", "00:00"),
    ]


def test_machines_read_when_a_desk_is_open_beyond_its_hours(client, page):
    desk(telephone=DUTY)
    for day, opens, closes in ((5, 10, 14), (26, 18, 2), (8, 17, 20)):
        DeskOpening.objects.create(
            day=date(2026, 12, day), opens=time(opens), closes=time(closes), reason="Verdict"
        )
    eighth = {"first_day": date(2026, 12, 8), "last_day": date(2026, 12, 8)}
    DeskClosure.objects.create(closed_until=time(12), reason="Move", **eighth)
    (point,) = structured(client.get(page.url).text)["contactPoint"]
    dated = [
        tuple(entry[name] for name in ("validFrom", "opens", "closes"))
        for entry in point["hoursAvailable"]
        if "validFrom" in entry
    ]
    assert dated == [
        ("2026-12-05", "10:00", "14:00"),
        ("2026-12-26", "18:00", "23:59"),
        ("2026-12-27", "00:00", "02:00"),
        ("2026-12-08", "12:00", "20:00"),
        ("2026-12-25", "00:00", "00:00"),
        ("2026-12-28", "00:00", "00:00"),
    ]
    (api,) = client.get("/api/v1/press-office").json()["desks"]
    assert api["openings"][0] == "Saturday 5 December 2026 (10am to 2pm): Verdict"
    assert api["telephone_now"] == "+442033570906"
    words = client.get(page.url).text
    assert "Saturday 26 December 2026 (6pm to 2am the next day): Verdict" in words


def test_without_desks_there_are_no_contact_points(client, page):
    assert structured(client.get(page.url).text)["contactPoint"] == []

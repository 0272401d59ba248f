"""Emails about news: asked for, confirmed, sent, changed and stopped."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from newsroom.alerts.frequencies import next_mail
from newsroom.alerts.letter_box import read_letters
from newsroom.alerts.sending import send_due
from newsroom.models import (
    Alert,
    AlertDelivery,
    AlertLetter,
    HomePage,
    NewsIndexPage,
    Subscriber,
)
from newsroom.time_zones import LONDON
from tests.alerts import READER, ask, confirm, deliver, follow, link, path_of
from tests.factories import (
    area,
    crime_type,
    declare_change,
    newsroom,
    press_release,
    release,
    update,
    welsh,
)

pytestmark = pytest.mark.django_db

# The front page has been public since the suite's database was made.
MONDAY = datetime(2099, 3, 2, 12, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _newsroom():
    newsroom()


def deliver_letters() -> None:
    """Send what requests have caused."""
    read_letters()
    send_due()


def in_text(message) -> str:
    return " ".join(message.body.split())


def test_a_result_leads_to_a_form_that_names_it_in_words(client):
    fraud = crime_type("Fraud")
    press_release(crime_types=[fraud])
    assert b'href="/news/alerts/?crime_type=fraud"' in client.get("/news/?crime_type=fraud").content
    page = client.get("/news/alerts/?crime_type=fraud").content.decode()
    assert "rime type &quot;Fraud&quot;" in page
    assert client.get("/news/alerts/?crime_type=fraud&page=3&x=1").url == (
        "/news/alerts/?crime_type=fraud"
    )


def test_a_wrong_filter_leads_to_the_page_that_helps(client):
    response = client.get("/news/alerts/?crime_type=none")
    assert (response.status_code, response.url) == (302, "/news/?crime_type=none")
    assert client.get(response.url).status_code == 404


def test_a_result_that_has_ended_takes_no_address(client):
    page = client.get("/news/alerts/?to=2024-05-10")
    assert b"<form method" not in page.content
    ask("to=2024-05-10")
    assert not AlertLetter.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"frequency": "now"}, "Enter an email address"),
        ({"address": "reader", "frequency": "now"}, "in the right format"),
        ({"address": "a" * 250 + "@example.org", "frequency": "now"}, "at most 254"),
        ({"address": READER, "frequency": "hourly"}, "Choose how often"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_above(client, given, said):
    page = client.post("/news/alerts/", given)
    assert page.content.decode().count(said) == 2
    assert b"<title>Error: " in page.content
    assert b'id="error-summary"' in page.content
    assert not AlertLetter.objects.exists()


def test_nothing_is_sent_before_the_link_was_followed_and_its_button_pressed():
    ask()
    read_letters()
    send_due()
    (message,) = mail.outbox
    assert message.to == [READER]
    press_release()
    mail.outbox.clear()
    assert deliver() == []
    # A program that scans mails opens the link, and nothing comes of it.
    assert b"Yes, send me these emails" in Client().get(link(message, "confirm")).content
    read_letters()
    assert not Alert.objects.active().exists()
    confirm(message)
    press_release(title="After it")
    assert [sent.subject for sent in deliver()] == ["After it"]


def test_a_mail_tells_title_teaser_date_address_and_filter_in_text_and_html():
    fraud = crime_type("Fraud")
    follow("crime_type=fraud")
    item = press_release(
        title="Man jailed & fined", summary="He had denied it.", crime_types=[fraud]
    )
    press_release(title="Theft")
    (message,) = deliver()
    assert message.subject == "Man jailed & fined"
    html = message.alternatives[0].content
    for words in ("He had denied it.", f"http://localhost:8000{item.url}", "Press release"):
        assert words in message.body
        assert words in html
    assert 'Crime type "Fraud"' in message.body
    assert "Man jailed & fined" in message.body
    assert "Man jailed &amp; fined" in html
    assert "Theft" not in message.body
    stop = link(message, "stop")
    assert message.extra_headers["List-Unsubscribe"] == f"<http://localhost:8000{stop}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_archives_filter_says_what_is_mailed():
    fraud, cps = crime_type("Fraud"), area("CPS")
    follow("crime_type=fraud&area=cps&kind=press-release&q=jailed")
    press_release(title="Both", crime_types=[fraud], areas=[cps])
    press_release(title="One alone", crime_types=[fraud])
    words = [("paragraph", "<p>A man was fined today.</p>")]
    press_release(title="No such word", crime_types=[fraud], areas=[cps], body=words)
    assert [sent.subject for sent in deliver()] == ["Both"]


def test_a_term_that_is_renamed_is_followed_and_one_that_is_gone_sends_nothing(client):
    fraud = crime_type("Fraud")
    follow("crime_type=fraud")
    fraud.slug, fraud.aliases = "deception", "fraud"
    fraud.save()
    press_release(title="Renamed", crime_types=[fraud])
    (message,) = deliver()
    assert message.subject == "Renamed"
    press_release(title="Later")
    Alert.objects.update(query="crime_type=none", question="0")
    assert deliver() == []
    page = client.get(link(message, "yours")).content.decode()
    assert "One of the filters does not exist any more" in page


def test_nobody_is_mailed_twice_for_one_item():
    fraud = crime_type("Fraud")
    follow("crime_type=fraud")
    follow("", frequency="now")
    item = press_release(title="Fraud", crime_types=[fraud])
    assert len(deliver()) == 1
    item.title = "Fraud, in other words"
    release(item)
    assert deliver() == []


def test_what_is_imported_with_an_old_date_is_no_news():
    follow()
    press_release(title="Of old", published_at=timezone.now() - timedelta(days=8))
    press_release(title="New", published_at=timezone.now() - timedelta(days=1))
    assert [sent.subject for sent in deliver()] == ["New"]


def test_who_had_not_confirmed_when_an_item_came_out_does_not_get_it():
    press_release(title="Before")
    follow()
    assert deliver() == []


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        ("now", "2026-03-02T12:00", "2026-03-02T12:00"),
        ("daily", "2026-03-02T12:00", "2026-03-03T08:00"),
        ("daily", "2026-03-02T07:59", "2026-03-02T08:00"),
        ("daily", "2026-03-28T12:00", "2026-03-29T08:00"),
        ("weekly", "2026-03-02T08:00", "2026-03-09T08:00"),
        ("weekly", "2026-03-02T07:00", "2026-03-02T08:00"),
        ("weekly", "2026-03-04T12:00", "2026-03-09T08:00"),
    ],
)
def test_mornings_are_those_of_london(frequency, now, due):
    given = datetime.fromisoformat(now).replace(tzinfo=LONDON)
    assert next_mail(frequency, given) == datetime.fromisoformat(due).replace(tzinfo=LONDON)


def test_who_wants_them_daily_gets_one_mail_in_the_morning():
    with time_machine.travel(MONDAY, tick=False) as clock:
        follow(frequency="daily")
        press_release(title="First")
        press_release(title="Second")
        assert deliver() == []
        clock.move_to(MONDAY + timedelta(hours=20))
        (message,) = deliver()
        assert "2 pieces of news" in message.subject
        # The newest first.
        assert message.body.index("Second") < message.body.index("First")


def test_withdrawn_before_the_morning_is_not_mailed_and_comes_when_it_is_public_again():
    with time_machine.travel(MONDAY, tick=False) as clock:
        follow(frequency="daily")
        item = press_release(title="Withdrawn")
        assert deliver() == []
        item.unpublish()
        clock.move_to(MONDAY + timedelta(hours=20))
        assert deliver() == []
        release(type(item).objects.get(pk=item.pk))
        deliver()
        clock.move_to(MONDAY + timedelta(hours=44))
        assert [sent.subject for sent in deliver()] == ["Withdrawn"]


def test_what_leaves_the_filter_before_the_morning_is_not_mailed():
    with time_machine.travel(MONDAY, tick=False) as clock:
        fraud = crime_type("Fraud")
        follow("crime_type=fraud", frequency="daily")
        item = press_release(title="No fraud after all", crime_types=[fraud])
        deliver()
        item.crime_types.set([])
        release(item)
        clock.move_to(MONDAY + timedelta(hours=20))
        assert deliver() == []


def as_correction(item, note):
    item.summary = "Other words."
    release(declare_change(item, note))


def as_update(item, note):
    """As corrections were written until decision 0046."""
    update(item, stage="correction", note=note)


@pytest.mark.parametrize("correct", [as_correction, as_update])
def test_who_was_mailed_an_item_gets_its_correction_once_and_nobody_else(correct):
    other = press_release(title="Never mailed")
    follow()
    item = press_release(title="Woman jailed")
    deliver()
    follow("", address="late@example.org")
    correct(item, "She was jailed for four years, not five.")
    update(other, note="Sentenced to four years.")
    (message,) = deliver()
    assert message.to == [READER]
    assert message.subject == "Correction: Woman jailed"
    assert "She was jailed for four years, not five." in in_text(message)
    assert deliver() == []
    # Further words of it bring the same correction to nobody again.
    item = type(item).objects.get(pk=item.pk)
    item.summary = "Words after that."
    release(declare_change(item))
    assert deliver() == []


def test_an_item_that_is_mailed_with_its_update_is_not_followed_by_it():
    follow()
    item = press_release(title="Man jailed")
    update(item, note="Sentenced to four years.")
    (message,) = deliver()
    assert message.subject == "Man jailed"
    assert deliver() == []
    item = type(item).objects.get(pk=item.pk)
    item.summary = "Other words."
    release(item)
    assert deliver() == []


def test_no_words_of_a_stranger_are_mailed_before_they_are_confirmed():
    crime_type("Fraud")
    ask("crime_type=fraud&q=Your+fine+is+unpaid%3A+evil.example")
    deliver_letters()
    (asked,) = mail.outbox
    for part in (asked.body, asked.alternatives[0].content):
        assert "evil.example" not in part
        assert "typed in the search box" in part
        assert "Fraud" in part
    confirm(asked)
    mail.outbox.clear()
    # The same, to a reader who gets them already.
    ask("crime_type=fraud&q=Your+fine+is+unpaid%3A+evil.example")
    deliver_letters()
    assert "evil.example" not in mail.outbox[0].body


def test_welsh_news_is_mailed_in_welsh():
    cy = welsh()
    home = HomePage.objects.get().copy_for_translation(cy)
    release(home)
    front = NewsIndexPage.objects.get().copy_for_translation(cy)
    release(front)
    follow("", language="cy")
    press_release(title="Yn Saesneg")
    press_release(title="Dyn yn y carchar", parent=front, locale=cy)
    (message,) = deliver()
    assert message.subject == "Dyn yn y carchar"
    assert "Newyddion Gwasanaeth Erlyn y Goron" in message.body
    assert "/cy/news/alerts/stop/" in message.body
    assert '<html lang="cy">' in message.alternatives[0].content


def test_a_reader_sees_changes_and_stops_their_alerts_by_the_link_of_a_mail(client):
    fraud = crime_type("Fraud")
    first, second = follow("crime_type=fraud"), follow("", frequency="weekly")
    press_release(crime_types=[fraud])
    (message,) = deliver()
    address = link(message, "yours")
    page = client.get(address).content.decode()
    assert "rime type &quot;Fraud&quot;" in page
    assert "All news" in page
    assert READER not in page
    press_release(title="Waits", crime_types=[fraud])
    changed = {"action": "change", "alert": first.pk, "frequency": "daily"}
    assert client.post(address, changed).status_code == 303
    read_letters()
    first.refresh_from_db()
    assert first.frequency == "daily"
    client.post(address, {"action": "stop", "alert": first.pk})
    read_letters()
    assert [one.pk for one in Alert.objects.active()] == [second.pk]
    client.post(address, {"action": "stop-all"})
    read_letters()
    assert not Alert.objects.active().exists()
    assert b"You get no emails from us" in client.get(address).content


def test_one_click_stops_at_once_what_waits_too(client):
    follow()
    press_release()
    (message,) = deliver()
    press_release(title="Too late")
    address = path_of(message.extra_headers["List-Unsubscribe"].strip("<>"))
    # Opened by a scanner, it only shows a button.
    assert b"<button" in client.get(address).content
    read_letters()
    assert Alert.objects.active().exists()
    response = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store, private")
    read_letters()
    assert deliver() == []
    assert client.post(address).status_code == 200


def test_links_of_others_and_forged_ones_give_no_power(client):
    follow()
    press_release()
    (message,) = deliver()
    other = follow("", address="other@example.org")
    mine = link(message, "yours")
    assert client.post(mine, {"action": "stop", "alert": other.pk}).status_code == 404
    token = mine.split("/")[-2]
    assert client.post(f"/news/alerts/stop/{other.pk}/{token}/").status_code == 404
    for forged in (f"{token[:-1]}x", "none", "a.b", "x" * 300):
        assert client.get(f"/news/alerts/yours/{forged}/").status_code == 404
        assert client.post(f"/news/alerts/confirm/{forged}/").status_code == 404
        # Whatever the public service makes of it, the worker verifies the signature.
        AlertLetter.objects.create(kind="stop-all", token=forged)
        AlertLetter.objects.create(kind="confirm", token=forged)
    read_letters()
    assert Alert.objects.active().count() == 2


def test_a_link_to_confirm_expires(client):
    with time_machine.travel(MONDAY, tick=False) as clock:
        ask()
        read_letters()
        send_due()
        address = link(mail.outbox[0], "confirm")
        clock.move_to(MONDAY + timedelta(days=7))
        assert b"Ask for a new one" in client.get(address).content
        AlertLetter.objects.create(kind="confirm", token=address.split("/")[-2])
        read_letters()
        assert not Alert.objects.active().exists()


def test_somebody_elses_request_changes_nothing_of_an_alert_and_its_owner_is_told():
    follow(frequency="daily")
    ask(frequency="weekly")
    read_letters()
    send_due()
    assert "that you get already" in in_text(mail.outbox[0])
    assert Alert.objects.get().frequency == "daily"
    assert Subscriber.objects.count() == AlertDelivery.objects.filter(kind="known").count() == 1

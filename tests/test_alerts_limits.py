"""What alerts keep from strangers, and what they forget."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from newsroom.alerts.letter_box import MOST_ALERTS, read_letters
from newsroom.alerts.retention import forget
from newsroom.alerts.sending import send_due
from newsroom.alerts.tokens import alerts_behind, hash_of, link_token
from newsroom.desk.roles import ADMINISTRATOR, DUTY_EDITOR
from newsroom.models import Alert, AlertDelivery, AlertLetter, Subscriber
from tests.alerts import READER, ask, deliver, follow, link
from tests.factories import newsroom, press_release
from tests.public_role import readers_rights
from tests.test_roles import member

pytestmark = pytest.mark.django_db

NOW = datetime(2099, 3, 4, 12, tzinfo=UTC)
SECRET = "only for tests"
UNDELIVERABLE = "/news/alerts/undeliverable/"


@pytest.fixture(autouse=True)
def _newsroom():
    newsroom()


def mails() -> list[str]:
    """The addresses that are mailed because of what was asked."""
    read_letters()
    send_due()
    sent, mail.outbox[:] = [message.to[0] for message in mail.outbox], []
    return sent


def test_an_address_cannot_be_flooded():
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(5):
            ask(f"q=word{number}", READER.upper() if number % 2 else READER)
        assert mails() == [READER] * 3
        for _hour in range(5):
            clock.shift(timedelta(hours=1, seconds=1))
            for number in range(3):
                ask(f"q=more{number}")
        assert len(mails()) == 3
        clock.shift(timedelta(days=1))
        ask()
        assert mails() == [READER]


@pytest.mark.parametrize("days", [-2, 2])
def test_a_letter_of_another_day_is_not_believed(days):
    """Else whoever could write letters past the form could date each past the limits."""
    ask()
    AlertLetter.objects.update(made_at=timezone.now() + timedelta(days=days))
    assert mails() == []
    assert not Subscriber.objects.exists()


def test_a_network_cannot_flood_many():
    with time_machine.travel(NOW, tick=False):
        for number in range(25):
            ask(address=f"{number}@example.org", REMOTE_ADDR=f"2001:db8::{number}")
        assert len(mails()) == 20
        ask(address="far@example.org", REMOTE_ADDR="2001:db8:1::1")
        assert mails() == ["far@example.org"]


def test_an_address_has_so_many_alerts_and_no_more():
    alert = follow()
    rows = [
        Alert(subscriber=alert.subscriber, question=str(n), made_at=NOW, frequency="now")
        for n in range(MOST_ALERTS)
    ]
    Alert.objects.bulk_create(rows)
    ask("q=more")
    assert mails() == []


def test_the_answer_does_not_say_whether_an_address_is_known():
    follow()
    answers = [ask(address=address) for address in (READER, "unknown@example.org")]
    Subscriber.objects.update(stopped_at=timezone.now())
    answers.append(ask())
    told = {(one.status_code, tuple(sorted(one.headers.items())), one.content) for one in answers}
    assert len(told) == 1
    assert Client().get(answers[0].url).status_code == 200


def test_links_are_shown_to_no_cache_and_no_other_site(client):
    follow()
    press_release()
    (message,) = deliver()
    for name in ("yours", "stop"):
        headers = client.get(link(message, name)).headers
        assert headers["Cache-Control"] == "no-store, private"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]
        assert not client.cookies


def test_the_unconfirmed_are_forgotten_after_seven_days_and_the_unsubscribed_after_28():
    with time_machine.travel(NOW, tick=False) as clock:
        ask(address="never@example.org")
        mails()
        alert = follow()
        AlertLetter.objects.create(kind="stop-all", token=link_token(alert.subscriber.secret))
        read_letters()
        for days, left in ((6.9, 2), (7, 1), (27.9, 1), (28, 0)):
            clock.move_to(NOW + timedelta(days=days))
            forget(timezone.now())
            assert Subscriber.objects.count() == left, days
        assert not AlertLetter.objects.exists()
        assert not AlertDelivery.objects.exists()


def test_who_stays_subscribed_is_not_forgotten():
    with time_machine.travel(NOW, tick=False) as clock:
        follow()
        clock.shift(timedelta(days=364))
        forget(timezone.now())
        assert Alert.objects.active().count() == 1


def told(body: object, secret: str = SECRET) -> int:
    given = body if isinstance(body, str) else json.dumps(body)
    headers = {"authorization": f"Bearer {secret}"}
    return (
        Client()
        .post(UNDELIVERABLE, given, content_type="application/json", headers=headers)
        .status_code
    )


def test_a_bounce_stops_the_address(settings):
    settings.ALERTS_BOUNCE_SECRET = SECRET
    follow()
    assert told({"address": READER.upper(), "event": "bounce"}) == 204
    assert told({"address": "unknown@example.org", "event": "complaint"}) == 204
    read_letters()
    press_release()
    assert deliver() == []
    ask()
    assert mails() == []


@pytest.mark.parametrize(
    ("body", "secret", "status"),
    [
        ({"address": READER, "event": "bounce"}, "wrong", 401),
        ({"address": READER, "event": "bounce"}, "", 401),
        ({"address": READER, "event": "opened"}, SECRET, 400),
        ({"address": ["x"], "event": "bounce"}, SECRET, 400),
        ({"address": "a\x00b@example.org", "event": "bounce"}, SECRET, 400),
        ({"address": "a\ud800@example.org", "event": "bounce"}, SECRET, 400),
        ("[" * 16_000, SECRET, 400),
        ([READER], SECRET, 400),
        ("{", SECRET, 400),
    ],
)
def test_bounces_are_believed_of_nobody_else_and_only_in_their_form(settings, body, secret, status):
    settings.ALERTS_BOUNCE_SECRET = SECRET
    assert told(body, secret) == status
    assert not AlertLetter.objects.exists()


def test_without_a_secret_there_is_no_such_address():
    assert told({"address": READER, "event": "bounce"}, "") == 404


def test_letters_that_no_form_sends_change_nothing(caplog):
    for columns in (
        {"kind": "subscribe", "address": "no address", "language": "en", "frequency": "now"},
        {"kind": "subscribe", "address": READER, "language": "xx", "frequency": "now"},
        {"kind": "subscribe", "address": READER, "language": "en", "frequency": "hourly"},
        {"kind": "change", "token": "x", "alert_id": 1, "frequency": "now"},
        {"kind": "unknown"},
    ):
        AlertLetter.objects.create(**columns)
    assert read_letters() == 5
    assert not Subscriber.objects.exists()


def test_a_letter_that_fails_is_logged_without_its_words(monkeypatch, caplog):
    def fail(*_given):
        raise ValueError(READER)

    monkeypatch.setattr("newsroom.alerts.letter_box._subscribe", fail)
    ask()
    read_letters()
    assert "cannot be handled: ValueError" in caplog.text
    assert READER not in caplog.text


def test_only_administrators_see_addresses_and_delete_them(client):
    follow()
    subscriber = Subscriber.objects.get()
    place = "/admin/snippets/newsroom/subscriber/"
    client.force_login(member(DUTY_EDITOR))
    assert client.get(place).status_code == 302
    client.force_login(member(ADMINISTRATOR))
    assert READER in client.get(place).content.decode()
    for view in ("add/", f"edit/{subscriber.pk}/"):
        assert client.get(f"{place}{view}").status_code in (302, 404)
    assert client.post(f"{place}delete/{subscriber.pk}/").status_code == 302
    assert not Subscriber.objects.exists()
    assert not AlertDelivery.objects.exists()


def test_superusers_subscribe_nobody_either(admin_client):
    follow()
    place = "/admin/snippets/newsroom/subscriber/"
    page = admin_client.get(place).content.decode()
    assert f"{place}add/" not in page
    assert admin_client.get(f"{place}edit/{Subscriber.objects.get().pk}/").status_code == 302


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no roles")
def test_readers_rights_read_the_alerts_of_one_link_and_no_address():
    mine, other = follow(), follow(address="other@example.org")
    token = link_token(mine.subscriber.secret)
    with readers_rights():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('newsroom.alerts_link', '', true)")
        assert not Alert.objects.exists()
        assert [one.pk for one in alerts_behind(token)] == [mine.pk]
        # Whoever asks for more gets those of the link that the session was given.
        assert [one.pk for one in Alert.objects.all()] == [mine.pk]
        assert not Alert.objects.filter(pk=other.pk).exists()
    assert hash_of(token) == mine.link_hash

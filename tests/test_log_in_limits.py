"""Wrong passwords: how many are let through, how long the next try waits, what ends the wait."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from newsroom.accounts import tries
from newsroom.accounts.log_in_limits import Failure, Limit, network_of, wait_before_next
from newsroom.accounts.models import FailedLogIn
from newsroom.desk.roles import ADMINISTRATOR
from newsroom.models import AccountLog, OutgoingMail
from newsroom.publishing.outgoing_mail import send_outgoing_mail
from tests.desk import at_desk
from tests.factories import newsroom, person
from tests.test_archive_concurrency import at_once
from tests.test_rights_changes import member

PASSWORD = "right and long enough"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def failures(count, *, name="petra", network="192.0.2.1", device="", until=NOON, every=1):
    times = [until - timedelta(seconds=every * n) for n in range(count)]
    return [Failure(name, network, device, at) for at in times]


@pytest.mark.parametrize(
    ("failed", "seconds", "limit"),
    [
        (failures(4), 0, None),
        (failures(5), 1800, Limit.PAIR),
        (failures(5, every=500), 0, None),
        (failures(5, network="192.0.2.9"), 0, None),
        (failures(9, network="192.0.2.9"), 0, None),
        (failures(10, network="192.0.2.9"), 30, Limit.NAME),
        (failures(15, network="192.0.2.9"), 120, Limit.NAME),
        (failures(20, network="192.0.2.9"), 600, Limit.NAME),
        (failures(30, network="192.0.2.9"), 1800, Limit.NAME),
        (failures(9, name="others"), 0, None),
        (failures(10, name="others"), 30, Limit.ADDRESS),
        (failures(20, name="others"), 300, Limit.ADDRESS),
        (failures(30, name="others"), 1800, Limit.ADDRESS),
        (failures(60, name="others", network="192.0.2.9"), 5, Limit.ALL),
        # What somebody types on a device of theirs counts on that device alone.
        (failures(30, device="phone"), 0, None),
    ],
)
def test_a_wait_depends_on_what_failed(failed, seconds, limit):
    wait = wait_before_next(failed, "petra", "192.0.2.1", "", NOON)
    if not seconds:
        assert wait is None
    else:
        assert (wait.until, wait.limit) == (NOON + timedelta(seconds=seconds), limit)
        assert wait_before_next(failed, "petra", "192.0.2.1", "", wait.until) is None


def test_on_a_known_device_only_what_is_typed_there_counts():
    strange = failures(60) + failures(60, name="others")
    assert wait_before_next(strange, "petra", "192.0.2.1", "phone", NOON) is None
    own = failures(5, device="phone")
    assert wait_before_next(own, "petra", "192.0.2.1", "phone", NOON).limit == Limit.DEVICE


def test_one_customers_addresses_count_as_one():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") == "2001:db8::/64"
    assert network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("no address") == "no address"


def log_in(client, password, *, username="petra", address="192.0.2.1"):
    return client.post(
        "/admin/login/",
        {"username": username, "password": password},
        headers={"X-Forwarded-For": address},
    )


def fail(username="petra", address="192.0.2.1"):
    """A wrong password, without the screen; returns whether it was let through."""
    try:
        tries.begin(tries.Visitor.of(username, address))
    except tries.TooManyTries:
        return False
    return True


def locked(client, **where):
    """Five wrong passwords, of which the fifth begins the wait."""
    for _ in range(4):
        fail(**where)
    return log_in(client, "wrong", **where)


@pytest.fixture
def petra(db):
    newsroom()
    return member("petra", "Press officer")


def test_tries_during_a_lock_do_not_move_its_end(petra):
    with time_machine.travel(NOON, tick=False) as clock:
        response = locked(Client())
        assert response.status_code == 429
        assert response["Retry-After"] == "1800"
        assert "12:30 GMT" in response.text
        for minutes in (10, 20, 29):
            clock.move_to(NOON + timedelta(minutes=minutes))
            response = log_in(Client(), PASSWORD)
            assert response.status_code == 429
            assert response["Retry-After"] == str((30 - minutes) * 60)
        clock.move_to(NOON + timedelta(minutes=31))
        assert log_in(Client(), PASSWORD).status_code == 302
        assert not FailedLogIn.objects.exists()


def test_many_tries_on_one_name_from_many_addresses_are_slowed(petra):
    let_through = [fail(address=f"192.0.2.{n}") for n in range(12) for _ in range(4)]
    assert let_through == [True] * 10 + [False] * 38
    assert FailedLogIn.objects.count() == 10
    response = log_in(Client(), PASSWORD, address="198.51.100.1")
    assert response.status_code == 429
    assert "Wait 30 seconds" in response.text or "Wait 29 seconds" in response.text


def test_a_spray_over_many_names_is_slowed(petra):
    let_through = [fail(f"somebody{n}") for n in range(8) for _ in range(4)]
    assert let_through == [True] * 10 + [False] * 22
    assert log_in(Client(), PASSWORD).status_code == 429


def test_a_stranger_cannot_lock_out_who_has_logged_in_here_before(petra):
    own = Client()
    assert log_in(own, PASSWORD).status_code == 302
    own.post("/admin/logout/")
    for n in range(12):
        fail(address=f"192.0.2.{n}")
    assert log_in(Client(), PASSWORD).status_code == 429
    assert log_in(own, PASSWORD).status_code == 302
    # A forged cookie, or one of somebody else, helps nobody.
    forged = Client()
    forged.cookies["device"] = own.cookies["device"].value[:-2] + "xx"
    assert log_in(forged, PASSWORD).status_code == 429
    member("paul")
    locked(Client(), username="paul")
    assert log_in(own, PASSWORD, username="paul").status_code == 429


def test_a_completed_reset_lifts_the_lock_and_makes_the_device_ones_own(petra, mailoutbox):
    client = Client()
    locked(client)
    client.post("/admin/password_reset/", {"email": petra.email})
    assert mailoutbox == []
    send_outgoing_mail()
    link = next(line for line in mailoutbox[0].body.splitlines() if "/confirm/" in line)
    form = client.get(link.partition("localhost:8000")[2], follow=True)
    new = {"new_password1": "another and long enough", "new_password2": "another and long enough"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    assert not FailedLogIn.objects.exists()
    for n in range(12):
        fail(address=f"192.0.2.{n}")
    assert log_in(client, "another and long enough").status_code == 302
    events = [row.event for row in AccountLog.objects.order_by("pk")]
    assert events == ["password", "lifted"]


def test_the_answer_to_a_reset_asks_for_no_account(petra, django_assert_num_queries, mailoutbox):
    for address in ("petra@news.example", "nobody@news.example"):
        with django_assert_num_queries(5):
            response = Client().post("/admin/password_reset/", {"email": address})
        assert response["Location"] == "/admin/password_reset/done/"
    assert OutgoingMail.objects.filter(is_password_reset=True).count() == 2
    assert send_outgoing_mail() == 2
    assert [mail.to for mail in mailoutbox] == [["petra@news.example"]]
    assert not OutgoingMail.objects.exists()


def test_mail_waits_for_its_server_and_one_refused_recipient_holds_up_nobody(
    petra, mailoutbox, monkeypatch
):
    send = EmailMessage.send
    broken: list[type[Exception]] = [ConnectionError]

    def refuse(mail, **options):
        if broken and (broken[0] is ConnectionError or mail.to == ["petra@news.example"]):
            raise broken[0]({})
        return send(mail, **options)

    monkeypatch.setattr(EmailMessage, "send", refuse)
    Client().post("/admin/password_reset/", {"email": petra.email})
    OutgoingMail.objects.create(to="ada@news.example", subject="Later", body="Later.")
    assert send_outgoing_mail() == 0
    broken[0] = SMTPRecipientsRefused
    assert send_outgoing_mail() == 1
    assert [mail.to for mail in mailoutbox] == [["ada@news.example"]]
    broken.clear()
    assert send_outgoing_mail() == 1
    assert [mail.to for mail in mailoutbox][1:] == [["petra@news.example"]]
    OutgoingMail.objects.update(sent_at=None, made_at=NOON - timedelta(days=1000))
    assert send_outgoing_mail() == 0


def test_more_requests_to_reset_than_can_be_sent_are_refused(petra):
    OutgoingMail.objects.bulk_create(
        OutgoingMail(to=f"{n}@news.example", is_password_reset=True) for n in range(200)
    )
    response = Client().post("/admin/password_reset/", {"email": "petra@news.example"})
    assert response.status_code == 429
    assert response["Retry-After"] == "120"
    assert 'value="petra@news.example"' in response.text


def test_an_administrator_lifts_a_lock_and_it_is_logged_and_mailed(petra, mailoutbox):
    member("ada", ADMINISTRATOR)
    locked(Client())
    address = reverse("desk_account_log_in", args=[petra.pk])
    assert "Tries as “petra” from 192.0.2.1" in at_desk("ada").get(address).text
    at_desk("ada").post(address, {"do": "lift"})
    assert log_in(Client(), PASSWORD).status_code == 302
    entry = AccountLog.objects.get()
    assert (entry.event, entry.account, entry.username) == ("lifted", "petra", "ada")
    send_outgoing_mail()
    assert {"petra@news.example", "ada@news.example"} <= {mail.to[0] for mail in mailoutbox}


def test_the_locks_of_names_and_addresses_are_listed_and_lifted(petra):
    member("ada", ADMINISTRATOR)
    for name in ("somebody", "other"):
        locked(Client(), username=name)
    screen = reverse("desk_log_in_locks")
    shown = at_desk("ada").get(screen).text
    assert "Tries as “somebody” from 192.0.2.1" in shown
    assert log_in(Client(), PASSWORD).status_code == 429
    at_desk("ada").post(screen, {"name": "", "network": "192.0.2.1"})
    assert log_in(Client(), PASSWORD).status_code == 302
    assert AccountLog.objects.get().account == "192.0.2.1"
    assert at_desk("petra").get(screen).status_code == 302


def test_the_operator_lifts_a_lock(petra, capsys):
    locked(Client())
    call_command("lift_log_in_lock", "petra")
    assert log_in(Client(), PASSWORD).status_code == 302
    assert AccountLog.objects.get().channel == "program"


def test_a_name_is_counted_however_it_is_typed(petra):
    for name in ("petra", "PETRA", " petra ", "ｐetra"):
        fail(name)
    assert log_in(Client(), "wrong", username="Petra").status_code == 429


def test_whether_there_is_such_an_account_makes_no_difference(petra):
    where = {"petra": "192.0.2.1", "nobody": "192.0.2.2"}
    answers = [locked(Client(), username=name, address=at) for name, at in where.items()]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert get_user_model().objects.filter(username="nobody").count() == 0
    assert person("petra").pk == petra.pk


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs concurrent writers: PostgreSQL only"
)
@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_do_not_pass_a_limit_together():
    at_once(*[fail] * 8)
    assert FailedLogIn.objects.count() == 5

"""Emails are sent at most once: two workers, crashes, refusals, and a server that is away."""

from datetime import timedelta
from smtplib import (
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from newsroom.alerts import collecting, sending, worker
from newsroom.alerts.letter_box import read_letters
from newsroom.alerts.sending import MailServerAway, pause_after, send_due
from newsroom.models import Alert, AlertDelivery, AlertedEdition, Subscriber
from tests.alerts import READER, ask, deliver, follow, follower
from tests.factories import newsroom, press_release
from tests.test_archive_concurrency import at_once

pytestmark = pytest.mark.django_db


class Server:
    """A mail server that answers each mail with the next of these errors, or takes it."""

    def __init__(self, *errors):
        self.errors, self.taken = list(errors), []

    def open(self):
        pass

    def close(self):
        pass

    def send_messages(self, messages, *_more):
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        self.taken += messages


@pytest.fixture
def answers(monkeypatch):
    """Have the mail server answer so from now on."""

    def set_up(*errors) -> Server:
        server = Server(*errors)
        monkeypatch.setattr(sending, "mailers", {settings.DELIVERY_MAILER: server})
        return server

    return set_up


@pytest.fixture
def waiting():
    """A reader to whom an item is due."""
    newsroom()
    follow()
    press_release(title="News")
    collecting.collect()
    return AlertDelivery.objects.get(kind="item")


def test_a_crash_after_the_claim_sends_nothing_again(waiting, answers):
    answers(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        send_due()
    server = answers()
    assert send_due() == 0
    assert server.taken == []
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.claimed_at is not None) == ("", True)


def test_a_crash_before_the_claim_is_committed_loses_nothing(waiting, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sending, "news_mail", Server(KeyboardInterrupt()).send_messages)
        with pytest.raises(KeyboardInterrupt):
            send_due()
    assert [sent.subject for sent in deliver()] == ["News"]


def test_a_mail_that_cannot_be_written_waits_and_holds_up_no_other(waiting, monkeypatch, caplog):
    other = follower().subscriber.address
    press_release(title="Second")
    with monkeypatch.context() as patch:
        write = sending.news_mail
        patch.setattr(
            sending,
            "news_mail",
            lambda alert, *given: 1 / 0 if alert == waiting.alert else write(alert, *given),
        )
        assert [sent.to for sent in deliver()] == [[other]]
    assert "cannot be written: ZeroDivisionError" in caplog.text
    waiting.refresh_from_db()
    assert (waiting.tries, waiting.claimed_at) == (1, None)
    assert waiting.due_at > timezone.now()


def test_a_crash_while_subscribers_are_queued_is_made_good(monkeypatch):
    newsroom()
    for _number in range(3):
        follower()
    press_release(title="News")
    monkeypatch.setattr(collecting, "BATCH", 2)
    with monkeypatch.context() as patch:
        ranges = collecting._ranges
        patch.setattr(collecting, "_ranges", lambda rows: iter([next(ranges(rows)), "crash"]))
        with pytest.raises(ValueError, match="unpack"):
            collecting.collect()
    assert AlertDelivery.objects.filter(kind="item").count() == 2
    assert not AlertedEdition.objects.exists()
    assert len(deliver()) == 3
    assert deliver() == []


def test_a_server_that_is_away_loses_nothing(waiting, answers, monkeypatch):
    server = answers()
    monkeypatch.setattr(server, "open", lambda: (_ for _ in ()).throw(SMTPConnectError(421, b"")))
    with pytest.raises(MailServerAway):
        send_due()
    waiting.refresh_from_db()
    assert (waiting.claimed_at, waiting.tries) == (None, 0)


def test_what_is_refused_is_tried_again_with_longer_pauses(waiting, answers):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        answers(SMTPDataError(451, b"later"))
        assert send_due() == 0
        server = answers(SMTPRecipientsRefused({READER: (450, b"4.2.1 busy")}))
        assert send_due() == 0
        clock.shift(timedelta(minutes=2))
        send_due()
        clock.shift(timedelta(minutes=2))
        assert send_due() == 0
        clock.shift(timedelta(minutes=2))
        assert send_due() == 1
    assert [message.subject for message in server.taken] == ["News"]


def test_pauses_double_up_to_six_hours():
    minutes = [int(pause_after(tries).total_seconds() / 60) for tries in (1, 2, 3, 8, 9, 11)]
    assert minutes == [2, 4, 8, 256, 360, 360]


def test_after_many_refusals_it_is_given_up(waiting, answers):
    AlertDelivery.objects.update(tries=sending.MOST_TRIES - 1)
    answers(SMTPDataError(451, b"later"))
    send_due()
    waiting.refresh_from_db()
    assert waiting.outcome == "refused"


@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), TimeoutError()])
def test_where_the_connection_breaks_in_the_middle_nothing_is_sent_again(waiting, answers, error):
    second = follower().subscriber.address
    press_release(title="Second")
    collecting.collect()
    answers(error)
    assert send_due() == 0
    waiting.refresh_from_db()
    assert waiting.outcome == "unknown"
    server = answers()
    send_due()
    assert {message.to[0] for message in server.taken} == {second}


def test_a_mailbox_that_does_not_exist_is_stopped_and_no_log_names_it(waiting, answers, caplog):
    answers(SMTPRecipientsRefused({READER: (550, b"5.1.1 no such user")}))
    send_due()
    assert Subscriber.objects.get().stopped_at
    assert not Alert.objects.active().exists()
    assert READER not in caplog.text


@pytest.mark.parametrize(
    "words",
    [
        b"5.7.1 we do not know this server",
        # About the sender's own address and domain.
        b"5.1.7 bad sender address",
        b"5.1.8 <news@news.example>: Sender address rejected: Domain not found",
        b"5.1.20 something new",
    ],
)
def test_a_refusal_for_other_reasons_stops_nobody(waiting, answers, caplog, words):
    answers(SMTPRecipientsRefused({READER: (550, words)}))
    send_due()
    assert Alert.objects.active().exists()
    assert "550" in caplog.text
    assert READER not in caplog.text


def test_a_server_that_closes_takes_nothing_more_and_the_rest_waits(waiting, answers):
    server = answers(SMTPDataError(421, b"closing"))
    follow_up = AlertDelivery.objects.get(pk=waiting.pk)
    assert send_due() == 0
    follow_up.refresh_from_db()
    assert (follow_up.claimed_at, follow_up.tries) == (None, 1)
    assert server.taken == []


def test_what_was_made_for_many_costs_no_query_more_for_each(django_assert_max_num_queries):
    """Of the queue: a mail costs what it costs, but followers are queued by the database alone."""
    newsroom()
    for _number in range(101):
        follower()
    press_release()
    with django_assert_max_num_queries(18):
        collecting.collect()
    assert AlertDelivery.objects.filter(kind="item").count() == 101


def test_the_command_says_what_it_did_and_fails_where_something_did_not_answer(
    waiting, capsys, monkeypatch
):
    call_command("send_alerts", "--for", "0")
    assert "mails 1" in capsys.readouterr().out
    call_command("send_alerts", "--once", verbosity=0)
    monkeypatch.setattr(worker, "proceed", lambda _s: (_ for _ in ()).throw(OperationalError))
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    with pytest.raises(CommandError, match="what is due waits"):
        call_command("send_alerts", "--for", "0")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_mail_each_reader_once():
    newsroom()
    readers = [follower().subscriber.address for _number in range(8)]
    press_release(title="First")
    press_release(title="Second")
    at_once(collecting.collect, collecting.collect, collecting.collect)
    at_once(send_due, send_due, send_due)
    send_due()
    told = [
        (message.to[0], title)
        for message in mail.outbox
        for title in ("First", "Second")
        if title in message.body
    ]
    assert sorted(told) == sorted(
        (address, title) for address in readers for title in ("First", "Second")
    )
    assert connection.vendor == "postgresql"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_do_not_pass_a_limit_together():
    newsroom()
    for number in range(8):
        ask(f"q=word{number}")
    at_once(read_letters, read_letters, read_letters, read_letters)
    assert AlertDelivery.objects.filter(kind="confirm").count() == 3

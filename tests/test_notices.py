"""Notices to the desk: each is told once, mailed, and never lost."""

import logging
from smtplib import SMTPServerDisconnected
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from newsroom.models import DeskNotice, DeskSettings
from newsroom.publishing.outbox import edit_address, notify_desk, send_notices
from newsroom.scheduler import run_once
from tests.factories import draft, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> str:
    DeskSettings.objects.update_or_create(defaults={"desk_email": "desk@news.example"})
    return "desk@news.example"


def unsent() -> int:
    return DeskNotice.objects.filter(sent_at__isnull=True).count()


def test_the_same_is_told_once():
    assert notify_desk("key", "Once", "Body") is True
    assert notify_desk("key", "Twice", "Body") is False
    assert DeskNotice.objects.get().subject == "Once"


def test_mailed_to_the_desk_once_as_plain_text(desk):
    page = draft()
    notify_desk("key", "Not released:\n a title", f"See {edit_address(page)}", page)
    assert (send_notices(), send_notices()) == (1, 0)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([desk], "Not released: a title")
    assert f"/admin/pages/{page.pk}/edit/" in message.body
    assert message.content_subtype == "plain"
    assert DeskNotice.objects.get().sent_at


def test_without_an_address_every_active_duty_editor_is_written_to():
    group = Group.objects.get_or_create(name="Duty editor")[0]
    for username, active in (("one", True), ("two", True), ("gone", False)):
        somebody = person(username, email=f"{username}@news.example", is_active=active)
        somebody.groups.add(group)
    person("no.address").groups.add(group)
    person("somebody.else", email="else@news.example")
    notify_desk("key", "Subject", "Body")
    assert send_notices() == 1
    assert mail.outbox[0].to == ["one@news.example", "two@news.example"]


def test_with_nobody_to_tell_it_waits(caplog):
    notify_desk("key", "Subject", "Body")
    with caplog.at_level(logging.WARNING, logger="newsroom"):
        assert send_notices() == 0
    assert "Nobody can be told" in caplog.text
    assert unsent() == 1


@pytest.mark.parametrize("error", [ConnectionRefusedError, TimeoutError, SMTPServerDisconnected])
def test_a_mail_server_that_is_down_leaves_it_for_the_next_run_and_stops_nothing(desk, error):
    notify_desk("first", "First", "Body")
    notify_desk("second", "Second", "Body")
    with patch.object(EmailBackend, "send_messages", side_effect=error) as tried:
        assert run_once().failed == []
    assert (unsent(), tried.call_count) == (2, 1)
    assert send_notices() == 2
    assert [message.subject for message in mail.outbox] == ["First", "Second"]


def test_one_that_cannot_be_mailed_keeps_none_of_the_others(desk):
    notify_desk("first", "First", "Body")
    notify_desk("second", "Second", "Body")
    send = EmailBackend.send_messages

    def fails(self, messages):
        if messages[0].subject == "First":
            raise ValueError("bad words")
        return send(self, messages)

    with patch.object(EmailBackend, "send_messages", fails):
        assert send_notices() == 1
    assert DeskNotice.objects.get(sent_at__isnull=True).key == "first"


def test_a_stop_after_the_mail_sends_it_again_and_loses_nothing(desk):
    notify_desk("key", "Subject", "Body")
    with (
        patch.object(DeskNotice, "save", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        send_notices()
    assert (len(mail.outbox), unsent()) == (1, 1)
    send_notices()
    assert (len(mail.outbox), unsent()) == (2, 0)

"""No mail server is asked within a request: what Wagtail mails waits in a queue, and goes later."""

import socket
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.db import transaction
from django.utils import timezone

from cps_news.settings import desk as deployed
from newsroom.models import OutgoingMail
from newsroom.publishing.outgoing_mail import send_outgoing_mail
from newsroom.scheduler import run_once
from tests.desk import act, step, submitted

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.fixture(autouse=True)
def queue(settings):
    """The queue as it is deployed, in front of the suite's mailbox."""
    settings.MAILERS = {**settings.MAILERS, "default": deployed.MAILERS["default"]}


@pytest.fixture
def silent_mail_server(settings):
    """A mail server that accepts connections and says nothing."""
    smtp = deployed.MAILERS["delivery"]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        host, port = listening.getsockname()
        options = {**smtp["OPTIONS"], "host": host, "port": port, "timeout": 0.2}
        settings.MAILERS = {**settings.MAILERS, "delivery": {**smtp, "OPTIONS": options}}
        yield


@pytest.fixture
def everybody_has_an_address():
    for user in get_user_model().objects.all():
        user.email = f"{user.username}@cps-news.example"
        user.save()


@pytest.mark.usefixtures("silent_mail_server", "everybody_has_an_address")
def test_a_silent_mail_server_stops_nobody_at_the_desk(settings, mailoutbox):
    page = submitted()
    act("reviewing.lawyer", page)
    assert step(page) == "Editorial approval"
    waiting = list(OutgoingMail.objects.order_by("pk").values_list("to", flat=True))
    assert {"reviewing.lawyer@cps-news.example", "duty.editor@cps-news.example"} <= set(waiting)
    # The timer is not stopped either, and what waits goes once the server answers.
    assert run_once().failed == []
    assert not OutgoingMail.objects.exclude(sent_at=None).exists()
    answering = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    settings.MAILERS = {**settings.MAILERS, "delivery": answering}
    assert send_outgoing_mail() == len(waiting)
    assert [to for mail in mailoutbox for to in mail.to] == waiting
    assert {mail.extra_headers["Auto-Submitted"] for mail in mailoutbox} == {"auto-generated"}
    assert send_outgoing_mail() == 0


def test_a_change_that_is_undone_mails_nobody():
    with transaction.atomic():
        EmailMessage("Subject", "Body", to=["a@news.example"]).send()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_every_recipient_gets_a_mail_of_their_own_with_the_subject_on_one_line():
    subject = "Sent back:\n" + "a long title " * 40
    mail = EmailMessage(subject, "Body", to=["a@news.example"], bcc=["b@news.example"])
    assert mailers["default"].send_messages([mail]) == 1
    rows = OutgoingMail.objects.order_by("to")
    assert [row.to for row in rows] == ["a@news.example", "b@news.example"]
    assert rows[0].subject.startswith("Sent back: a long title")
    assert len(rows[0].subject) == 250


def test_what_rows_cannot_hold_is_refused_and_not_cut():
    mail = EmailMultiAlternatives("Subject", "Body", to=["a@news.example"])
    mail.attach_alternative("<p>Body</p>", "text/html")
    with pytest.raises(ValueError, match="plain text"):
        mail.send()


def test_mail_is_forgotten_after_four_weeks():
    for days in (27, 29):
        made_at = timezone.now() - timedelta(days=days)
        OutgoingMail.objects.create(to=f"{days}@news.example", made_at=made_at)
    run_once()
    assert [row.to for row in OutgoingMail.objects.all()] == ["27@news.example"]

"""Readers who get emails, for tests."""

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from newsroom.alerts.collecting import collect
from newsroom.alerts.letter_box import read_letters
from newsroom.alerts.models import question_of
from newsroom.alerts.sending import send_due
from newsroom.alerts.tokens import hash_of, link_token, new_secret
from newsroom.models import Alert, Subscriber

READER = "reader@example.org"


def ask(query: str = "", address: str = READER, frequency: str = "now", **more: Any) -> Any:
    """What the form answers to somebody who wants emails about this result."""
    language = more.pop("language", "en")
    place = "/news/alerts/" if language == "en" else f"/{language}/news/alerts/"
    given = {"address": address, "frequency": frequency}
    return Client().post(f"{place}?{query}" if query else place, given, **more)


def follow(query: str = "", address: str = READER, frequency: str = "now", **more: Any) -> Alert:
    """An alert that was asked for and confirmed as readers do."""
    assert ask(query, address, frequency, **more).status_code == 303
    read_letters()
    send_due()
    confirm(mail.outbox.pop())
    return Alert.objects.active().get(subscriber__address=address.lower(), query=query)


def confirm(message: Any) -> None:
    """Press the button behind the link of a confirmation mail."""
    assert Client().post(link(message, "confirm")).status_code == 200
    read_letters()


def link(message: Any, name: str) -> str:
    """The path of the first link with this name in a mail."""
    return path_of(re.findall(rf"https?://\S+/alerts/{name}/\S+", message.body)[0])


def path_of(address: str) -> str:
    """An address of this site without its host."""
    return "/" + address.split("/", 3)[3]


def deliver() -> list[Any]:
    """Queue and send all that is due; returns the mails, and empties the outbox."""
    collect()
    send_due()
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def follower(query: str = "", frequency: str = "now", language: str = "en") -> Alert:
    """An alert of a reader of its own, confirmed just now, without their having asked for it."""
    secret = new_secret()
    subscriber = Subscriber.objects.create(address=f"{secret.lower()}@example.org", secret=secret)
    return Alert.objects.create(
        subscriber=subscriber,
        language=language,
        query=query,
        question=question_of(language, query),
        frequency=frequency,
        made_at=timezone.now(),
        confirmed_at=timezone.now(),
        link_hash=hash_of(link_token(secret)),
    )

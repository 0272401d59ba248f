"""The leak matrix of mails: what is hidden before a mail is sent is told in no mail.

Readers follow all news, an Area and a word, in both languages. Everything is public when it is
queued, an update of what is hidden too, and something hidden when the mails are due. Each state
takes a second or two.
"""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail

from newsroom.alerts import collecting
from newsroom.alerts.collecting import collect
from newsroom.alerts.sending import send_due
from newsroom.models import AlertDelivery, PressReleasePage
from newsroom.time_zones import LONDON
from tests.alerts import follower
from tests.database import undone
from tests.factories import update
from tests.leak_states import STATES
from tests.leaks import NAME, WORD, build

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 12, tzinfo=LONDON)
MORNING = datetime(2026, 3, 5, 8, 1, tzinfo=LONDON)
SAID = "quillfeather was sentenced"
STATES_OF_MAILS = [
    name
    for name in STATES
    # Of a mail these end as "withdrawn" does, by the same closing of the edition.
    if name not in ("draft", "in moderation", "scheduled", "earlier editions")
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A newsroom of which all is public and queued, for all the tests of this file.

    Those who want mails at once have the items, and wait for the update; the others for all.
    """
    with (
        time_machine.travel(NOW, tick=False),
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        undone(),
    ):
        # What is hidden bears an old date, and is to be news.
        patch.setattr(collecting, "NEWS", timedelta(days=3650))
        follower()
        for query in ("", "area=cps", f"q={WORD}"):
            follower(query, frequency="daily")
        follower(frequency="daily", language="cy")
        world = build()
        collect()
        assert send_due() == 1
        mail.outbox.clear()
        update(world.of(PressReleasePage), note=f"{SAID.capitalize()}.")
        collect()
        yield world


def told() -> str:
    """All that is mailed on the next morning."""
    with time_machine.travel(MORNING, tick=False):
        collect()
        send_due()
    sent, mail.outbox[:] = list(mail.outbox), []
    return "\n".join(f"{one.subject} {one.body} {one.alternatives}" for one in sent).lower()


@pytest.mark.parametrize("name", STATES_OF_MAILS)
def test_what_is_hidden_before_a_mail_is_sent_is_in_none(world, name):
    STATES[name](world)
    words = told()
    assert NAME not in words
    assert world.public[PressReleasePage].title.lower() in words


def test_the_same_readers_are_mailed_what_is_public(world):
    """Else nothing would have been proved."""
    assert AlertDelivery.objects.filter(kind="update").count() == 1
    words = told()
    public = world.public[PressReleasePage].title.lower()
    for title in (
        "quillfeather 6",
        "quillfeather yn gymraeg",
        SAID,
        public,
    ):
        assert title in words
    assert AlertDelivery.objects.filter(outcome="sent").values("subscriber").distinct().count() == 5

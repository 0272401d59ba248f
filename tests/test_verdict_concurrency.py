"""People who say a verdict, or abandon its hold, at the same moment, on PostgreSQL."""

from contextlib import suppress

import pytest
from django.db import connection

from newsroom.models import Edition, ReleaseLog, VerdictHold
from newsroom.publishing.held_destruction import destroy_doomed
from newsroom.publishing.holds import HoldRefused, abandon
from newsroom.publishing.verdict_release import choose, hear
from tests.factories import person
from tests.holds import COURT, prepared
from tests.test_archive_concurrency import at_once

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


def releases():
    return ReleaseLog.objects.filter(event="released", channel="verdict").count()


def test_two_who_say_it_at_once_release_it_once():
    hold = prepared()
    editor, court = person("duty.editor"), person(COURT)
    at_once(
        lambda: choose(hold.pk, "guilty", editor),
        lambda: hear(hold.pk, "guilty", court),
        destroy_doomed,
    )
    assert releases() == 1
    assert Edition.objects.open().filter(kind="press-release").count() == 1
    assert not hold.outcomes.exclude(state__in=("released", "destroyed")).exists()


def test_a_hold_is_released_or_abandoned_and_nobody_waits_for_ever():
    hold = prepared()
    editor = person("duty.editor")
    hear(hold.pk, "guilty", person(COURT))

    def release():
        with suppress(HoldRefused):
            choose(hold.pk, "guilty", editor)

    def give_up():
        with suppress(HoldRefused):
            abandon(hold.pk, editor, "It collapsed.", keep=True)

    at_once(release, give_up)
    ended = VerdictHold.objects.get(pk=hold.pk).state
    assert (ended, releases()) in (("released", 1), ("abandoned", 0))

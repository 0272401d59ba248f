"""Real transactions at the same time, on PostgreSQL: SQLite has one writer at a time."""

import threading
import time
from contextlib import suppress

import pytest
from django.db import connection, transaction

from newsroom.archive.index import ArchiveTally
from newsroom.archive.rebuild_index import differences, rebuild
from newsroom.archive.selection import Selection
from newsroom.archive.sync import lock_index_exclusively
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import NewsItemPage
from newsroom.pages.items import sync_archive
from tests.factories import area, clear, crime_type, draft, newsroom, press_release

pytestmark = [
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
]


def at_once(*jobs) -> None:
    """Run the jobs in threads of their own, started together; the first error is raised."""
    start = threading.Barrier(len(jobs))
    errors: list[BaseException] = []

    def run(job):
        try:
            start.wait()
            job()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "a transaction is stuck"
    if errors:
        raise errors[0]


def assert_in_line() -> None:
    assert list(differences(NewsItemPage.objects.published().archive_facts())) == []


def test_items_published_at_once_are_all_counted():
    index, fraud, wessex = newsroom(), crime_type("Fraud"), area("Wessex")
    items = [clear(draft(parent=index, crime_types=[fraud], areas=[wessex])) for _ in range(6)]
    at_once(*(item.save_revision().publish for item in items))
    selection = Selection("en", (fraud.pk,), (wessex.pk,))
    assert sum(selection.counts("month").values()) == 6
    assert_in_line()


def test_one_item_published_and_withdrawn_at_once_counts_once_or_not_at_all():
    index, fraud = newsroom(), crime_type("Fraud")
    item = press_release(parent=index, crime_types=[fraud])

    def publish() -> None:
        # A withdrawal in between ends the clearance: then this is rightly refused.
        with suppress(ReleaseRefused):
            clear(NewsItemPage.objects.get(pk=item.pk).specific).save_revision().publish()

    def withdraw() -> None:
        NewsItemPage.objects.get(pk=item.pk).specific.unpublish()

    for _ in range(5):
        at_once(publish, withdraw, publish, withdraw)
        assert_in_line()


def test_publishing_during_a_rebuild_is_neither_lost_nor_counted_twice():
    index = newsroom()
    for _ in range(5):
        press_release(parent=index)
    late = [clear(draft(parent=index)) for _ in range(4)]

    def make_anew() -> None:
        rebuild(NewsItemPage.objects.published().archive_facts())

    at_once(make_anew, *(item.save_revision().publish for item in late))
    assert sum(Selection("en").counts("month").values()) == 9
    assert_in_line()


def test_readers_see_the_old_archive_until_the_rebuild_is_done():
    press_release(parent=newsroom())
    seen = []

    def look() -> None:
        seen.append(sum(Selection("en").counts("month").values()))
        seen.append(ArchiveTally.objects.exists())

    with transaction.atomic():
        rebuild([])
        at_once(look)
        transaction.set_rollback(True)
    assert seen == [1, True]


def wait_for_a_writer() -> None:
    """Until somebody waits for the index, which this transaction keeps to itself."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND relation = 'newsroom_archiveentry'::regclass"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_an_item_edited_during_a_rebuild_stops_neither():
    item = press_release(parent=newsroom())
    editing = threading.Thread(target=lambda: (sync_archive(item.pk), connection.close()))
    with transaction.atomic():
        lock_index_exclusively()
        editing.start()
        # The editor holds the item's row and waits for the index; the rows that refer to the
        # item's are checked when this transaction ends, while the editor still waits.
        wait_for_a_writer()
        rebuild(NewsItemPage.objects.published().archive_facts())
    editing.join(timeout=60)
    assert not editing.is_alive()
    assert_in_line()

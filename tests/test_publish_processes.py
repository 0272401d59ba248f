"""Real processes that publish at the same time, and that die in the middle: on PostgreSQL."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection  # noqa: F401 - for the condition below
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from newsroom.models import Clearance, Edition, PressReleasePage, ReleaseLog
from tests.factories import clear, newsroom, press_release
from tests.kept_records import forget
from tests.publisher import Publisher

pytestmark = [
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
]


def due_pages(count: int, at=None) -> list[PressReleasePage]:
    index = newsroom()
    due = at or timezone.now() + timedelta(seconds=1)
    pages = []
    for _ in range(count):
        item = press_release(parent=index, live=False, go_live_at=due)
        revision = item.save_revision()
        clear(item)
        # As `publish()` leaves it, which would publish at once what is due by now.
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due)
        pages.append(item)
    if at is None:
        time.sleep(1)
    return pages


def released(pages: list[PressReleasePage]) -> Counter:
    rows = ReleaseLog.objects.filter(event="released", page_id__in=[page.pk for page in pages])
    return Counter(rows.values_list("page_id", flat=True))


def assert_all_out_once(pages: list[PressReleasePage]) -> None:
    pks = [page.pk for page in pages]
    once = dict.fromkeys(pks, 1)
    assert released(pages) == once
    entries = PageLogEntry.objects.filter(page__in=pks, action="wagtail.publish.scheduled")
    assert Counter(entries.values_list("page_id", flat=True)) == once
    assert PressReleasePage.objects.filter(pk__in=pks).published().count() == len(pks)
    assert Edition.objects.open().filter(page_id__in=pks).count() == len(pks)
    assert not Revision.page_revisions.filter(
        object_id__in=map(str, pks), approved_go_live_at__isnull=False
    ).exists()


@pytest.mark.parametrize("workers", [2, 4])
def test_several_at_once_publish_each_page_once(workers):
    """It takes some ten seconds: 60 pages are cleared, so that the processes meet often."""
    pages = due_pages(60)
    refused = due_pages(1)[0]
    forget(Clearance.objects.filter(page=refused))
    signals = Counter()
    ready = [Publisher() for _ in range(workers)]
    for process in [process.go() for process in ready]:
        signals.update(process.ends_well())
    assert signals == dict.fromkeys([page.pk for page in pages], 1)
    assert_all_out_once(pages)
    assert ReleaseLog.objects.filter(event="refused", page_id=refused.pk).count() == 1
    assert refused.revisions.filter(approved_go_live_at__isnull=False).count() == 1
    assert not Page.objects.get(pk=refused.pk).live


@pytest.mark.parametrize(
    ("moment", "out"), [("before publishing", 2), ("before commit", 2), ("after commit", 3)]
)
def test_one_that_dies_loses_nothing_and_repeats_nothing(moment, out):
    pages = due_pages(6)
    Publisher(die_when=moment).go().dies()
    assert len(released(pages)) == out
    assert PressReleasePage.objects.published().count() == out
    Publisher().go().ends_well()
    assert_all_out_once(pages)


def test_one_dies_while_another_publishes():
    pages = due_pages(30)
    dies, lives = Publisher(die_when="before commit", at=1), Publisher()
    dies.go()
    lives.go()
    dies.dies()
    lives.ends_well()
    Publisher().go().ends_well()
    assert_all_out_once(pages)


def test_one_that_waits_publishes_on_the_second():
    """It takes a quarter of a minute: pages are made for an embargo that ends while it waits."""
    process = Publisher()
    due = (timezone.now() + timedelta(seconds=12)).replace(microsecond=0)
    pages = due_pages(5, at=due)
    assert timezone.now() < due - timedelta(seconds=2), "too slow to tell"
    seconds = int((due - timezone.now()).total_seconds()) + 1
    process.go("--for", str(seconds)).ends_well()
    assert_all_out_once(pages)
    passed = Edition.objects.filter(page_id__in=[page.pk for page in pages]).values_list(
        "opens_at", flat=True
    )
    late = sorted((moment - due).total_seconds() for moment in passed)
    assert late[0] >= 0
    assert late[-1] < 10, late

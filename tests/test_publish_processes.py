"""Real processes that publish at the same time, and that die in the middle: on PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from newsroom.models import Clearance, Edition, PressReleasePage, ReleaseLog
from tests.factories import clear, newsroom, press_release

pytestmark = [
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
]

ROOT = Path(__file__).resolve().parents[1]

# What another process runs: the command, with a listener that counts, and perhaps a death.
PROGRAM = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.signals import page_published
from newsroom.publishing import release
from newsroom.publishing.release import ClockReport

signals = []
page_published.connect(lambda instance, **kwargs: signals.append(instance.pk), weak=False)
moment, at = os.environ["DIE_WHEN"], 3
seen = 0

def die(now):
    global seen
    if now == moment:
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

class Published(list):
    def append(self, page):
        super().append(page)
        die("after commit")

original = PublishPageRevisionAction.execute
def execute(self, *args, **kwargs):
    die("before publishing")
    result = original(self, *args, **kwargs)
    die("before commit")
    return result
PublishPageRevisionAction.execute = execute
before = ClockReport.__init__
def begin(self, *args, **kwargs):
    before(self, *args, **kwargs)
    self.published = Published()
ClockReport.__init__ = begin
call_command("publish_due", *sys.argv[1:])
print("SIGNALS", *signals)
"""


def start(*arguments: str, die_when: str = "") -> subprocess.Popen:
    """A process of its own that runs `publish_due` on the test's database."""
    at = connection.settings_dict
    login = at["USER"] + (f":{at['PASSWORD']}" if at["PASSWORD"] else "")
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"postgres://{login}@{at['HOST']}:{at['PORT']}/{at['NAME']}",
            "DJANGO_SETTINGS_MODULE": "cps_news.settings.test",
            "DIE_WHEN": die_when,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


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


def ends_well(process: subprocess.Popen) -> list[int]:
    """Wait for it; the pages of which it sent a signal."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return [int(pk) for pk in out.rpartition("SIGNALS")[2].split()]


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
    """It takes most of a minute: 200 pages are cleared, so that the processes meet often."""
    pages = due_pages(200)
    refused = due_pages(1)[0]
    Clearance.objects.filter(page=refused).delete()
    signals = Counter()
    for process in [start("--once") for _ in range(workers)]:
        signals.update(ends_well(process))
    assert signals == dict.fromkeys([page.pk for page in pages], 1)
    assert_all_out_once(pages)
    assert ReleaseLog.objects.filter(event="refused", page_id=refused.pk).count() == 1
    assert refused.revisions.filter(approved_go_live_at__isnull=False).count() == 1
    assert not Page.objects.get(pk=refused.pk).live


@pytest.mark.parametrize(
    ("moment", "out"), [("before publishing", 2), ("before commit", 2), ("after commit", 3)]
)
def test_one_that_dies_loses_nothing_and_repeats_nothing(moment, out):
    """It takes some six seconds: two processes start, one after the other."""
    pages = due_pages(6)
    killed = start("--once", die_when=moment)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert len(released(pages)) == out
    assert PressReleasePage.objects.published().count() == out
    ends_well(start("--once"))
    assert_all_out_once(pages)


def test_one_dies_while_another_publishes():
    """It takes some fifteen seconds: 30 pages are cleared, and three processes start."""
    pages = due_pages(30)
    dies, lives = start("--once", die_when="before commit"), start("--once")
    dies.communicate(timeout=120)
    ends_well(lives)
    ends_well(start("--once"))
    assert_all_out_once(pages)


def test_one_that_waits_publishes_on_the_second():
    """It takes most of a minute: the embargo must end after the slowest machine has started."""
    due = (timezone.now() + timedelta(seconds=45)).replace(microsecond=0)
    pages = due_pages(10, at=due)
    assert timezone.now() < due - timedelta(seconds=15), "too slow to tell"
    seconds = int((due - timezone.now()).total_seconds())
    ends_well(start("--for", str(seconds)))
    assert_all_out_once(pages)
    passed = Edition.objects.filter(page_id__in=[page.pk for page in pages]).values_list(
        "opens_at", flat=True
    )
    late = sorted((moment - due).total_seconds() for moment in passed)
    assert late[0] >= 0
    assert late[-1] < 10, late

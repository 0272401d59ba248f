"""Release bundles among real processes that publish, that die, and that enter orders."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from newsroom.models import (
    BundledItem,
    Edition,
    PressReleasePage,
    ReleaseBundle,
    ReleaseLog,
    ReportingRestriction,
)
from tests.blockers import order
from tests.factories import clear, newsroom, person, press_release
from tests.publisher import Publisher

pytestmark = [
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
]


def cleared(count):
    items = [press_release(parent=newsroom(), live=False) for _ in range(count)]
    for item in items:
        item.save_revision()
        clear(item)
    return items


def due_bundle(items):
    from newsroom.publishing.bundles import check_items

    bundle = ReleaseBundle.objects.create(name="Thornby", goes_out_at=timezone.now())
    BundledItem.objects.bulk_create([BundledItem(bundle=bundle, page=item) for item in items])
    bundle.approved_by, bundle.approved_at = person("duty.editor"), timezone.now()
    found = check_items(bundle)
    bundle.approved_digests = {str(check.page.pk): check.version.digest for check in found}
    bundle.save()
    return bundle


def releases(items):
    rows = ReleaseLog.objects.filter(event="released", page_id__in=[item.pk for item in items])
    return Counter(rows.values_list("page_id", flat=True))


def out(items):
    return Edition.objects.open().filter(page_id__in=[item.pk for item in items]).count()


def once(items):
    return dict.fromkeys([item.pk for item in items], 1)


@pytest.mark.parametrize("moment", ["before publishing", "before commit"])
def test_one_that_dies_in_the_middle_leaves_none_out_and_the_next_releases_all_once(moment):
    items = cleared(4)
    due_bundle(items)
    Publisher(die_when=moment).go().dies()
    assert out(items) == 0
    Publisher().go().ends_well()
    assert releases(items) == once(items)
    assert out(items) == 4


def test_several_at_once_release_it_once_beside_items_that_go_out_alone():
    """It takes some ten seconds: the processes meet at the counts of the archive."""
    bundled, alone = cleared(6), cleared(12)
    due = timezone.now() - timedelta(seconds=1)
    for item in alone:
        Revision.objects.filter(pk=item.latest_revision_id).update(approved_go_live_at=due)
    due_bundle(bundled)
    for process in [process.go() for process in [Publisher() for _ in range(3)]]:
        process.ends_well()
    # Whoever found a page of the bundle locked has left it to the next run.
    Publisher().go().ends_well()
    assert releases([*bundled, *alone]) == once([*bundled, *alone])


def test_an_order_made_meanwhile_holds_the_whole_bundle_or_takes_its_item_down():
    """It takes some ten seconds: processes start, and two writers meet twice."""
    for _ in range(2):
        items = cleared(4)
        due_bundle(items)
        process = Publisher()
        failures = []

        def enter(item=items[0], failures=failures):
            try:
                order(PressReleasePage.objects.get(pk=item.pk))
            except Exception as error:
                failures.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=enter)
        process.go()
        thread.start()
        process.ends_well()
        thread.join(60)
        assert not failures
        assert out(items) in {0, 3}
        assert out(items[:1]) == 0
        ReportingRestriction.objects.update(ended_at=timezone.now())

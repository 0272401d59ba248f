"""Orders that are made while pages go out and while editors work, on PostgreSQL."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.models import (
    DeskNotice,
    Edition,
    NewsItemPage,
    PressReleasePage,
    ReleaseLog,
    ReportingRestriction,
)
from newsroom.orders import taking_down, undoing
from newsroom.orders.enforcement import begin, begin_orders, enforce
from newsroom.publishing.outbox import notify_desk, send_notices
from newsroom.publishing.release import publish_due, withdraw
from tests.blockers import name_order
from tests.factories import case, clear, newsroom, person, press_release
from tests.test_archive_concurrency import at_once
from tests.test_notices import desk  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs concurrent writers: PostgreSQL only"
    ),
    pytest.mark.django_db(transaction=True),
]


def due(**fields) -> PressReleasePage:
    now = timezone.now()
    item = press_release(**fields, live=False, go_live_at=now)
    revision = item.save_revision()
    clear(item)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=now)
    return item


def make_order(*pages) -> None:
    with transaction.atomic():
        order = ReportingRestriction.objects.create(kind="s4-2", covers="All", effect="everything")
        order.pages.set(pages)
        enforce(order, None)


def test_an_order_made_while_its_items_go_out_leaves_none_public():
    thread, index = case(), newsroom()
    coming = [due(parent=index, case=thread) for _ in range(3)]
    public = [press_release(parent=index, case=thread) for _ in range(3)]

    def publish() -> None:
        publish_due(timezone.now())

    def edit() -> None:
        for item in public:
            NewsItemPage.objects.get(pk=item.pk).specific.save_revision()

    def take_back() -> None:
        withdraw(public[0], "Wrong.", None)
        NewsItemPage.objects.get(pk=public[1].pk).specific.unpublish()

    at_once(publish, edit, take_back, publish, lambda: make_order(thread))
    assert not Page.objects.filter(pk__in=[page.pk for page in coming + public], live=True).exists()
    gone = ReleaseLog.objects.filter(event__in=["taken-down", "withdrawn"])
    for page in public:
        assert gone.filter(page_id=page.pk).count() == 1


def test_two_clocks_begin_an_order_once():
    item = press_release()
    order = ReportingRestriction.objects.create(kind="s4-2", covers="All", effect="everything")
    order.pages.add(item)
    at_once(*[lambda: begin_orders(timezone.now())] * 3)
    assert ReleaseLog.objects.filter(event="taken-down").count() == 1


def test_an_undo_by_two_processes_publishes_each_page_once():
    index = newsroom()
    pages = [press_release(parent=index, title=f"Zebedee Quillfeather {one}") for one in range(4)]
    order = name_order("Zebedee Quillfeather")
    with transaction.atomic():
        enforce(order, person("reviewing.lawyer"))
    assert ReleaseLog.objects.filter(event="taken-down").count() == len(pages)
    editor = person("duty.editor", is_superuser=True)

    def undo() -> None:
        undoing.proceed(undoing.confirm(order, editor, "A mistake."))

    at_once(undo, begin_by_clock, undo, begin_by_clock)
    assert Page.objects.filter(pk__in=[page.pk for page in pages], live=True).count() == len(pages)
    released = ReleaseLog.objects.filter(event="released", channel="undone order")
    assert sorted(released.values_list("page_id", flat=True)) == [page.pk for page in pages]
    assert Edition.objects.open().filter(page_id__in=[page.pk for page in pages]).count() == 4


def test_a_take_down_is_continued_by_two_processes_once_for_each_page():
    index = newsroom()
    pages = [press_release(parent=index, title=f"Zebedee Quillfeather {one}") for one in range(4)]
    with transaction.atomic():
        begin(name_order("Zebedee Quillfeather"), person("reviewing.lawyer"))
    at_once(*[begin_by_clock] * 3)
    taken_down = ReleaseLog.objects.filter(event="taken-down")
    assert sorted(taken_down.values_list("page_id", flat=True)) == [page.pk for page in pages]
    assert DeskNotice.objects.count() == 1
    assert not taking_down.unfinished().exists()


def begin_by_clock() -> None:
    assert begin_orders(timezone.now(), seconds=None).failed == []


def test_two_at_once_mail_a_notice_once(desk, mailoutbox):  # noqa: F811 - the fixture
    for number in range(5):
        notify_desk(f"key {number}", "Subject", "Body")
    at_once(*[send_notices] * 3)
    assert len(mailoutbox) == 5

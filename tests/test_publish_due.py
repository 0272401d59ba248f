"""What the clock publishes and takes down: to the second, once, and each page by itself."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Page
from wagtail.signals import page_published

from newsroom.models import DeskNotice, Edition, PressReleasePage, ReleaseLog, ReportingRestriction
from newsroom.publishing.release import publish_due, withdraw, withdraw_expired
from tests.factories import clear, declare_change, newsroom, person, press_release
from tests.kept_records import forget

pytestmark = pytest.mark.django_db

# Friday; the clock goes back on Sunday, 25 October at 01:00 UTC, and forward on 28 March 2027.
START = datetime(2026, 10, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def scheduled(due: datetime, *, cleared: bool = True, **fields) -> PressReleasePage:
    item = press_release(**fields, live=False, go_live_at=due)
    item.save_revision()
    if cleared:
        clear(item)
    item.latest_revision.publish()
    return PressReleasePage.objects.get(pk=item.pk)


def live_version(item: PressReleasePage) -> PressReleasePage:
    item.save_revision().publish()
    return PressReleasePage.objects.get(pk=item.pk)


def unclear(item: Page) -> Page:
    """Schedule it, and take back what stood up for it."""
    from newsroom.models import Clearance

    forget(Clearance.objects.filter(page=item))
    return item


def events(page: Page) -> list[str]:
    rows = ReleaseLog.objects.filter(page_id=page.pk).order_by("pk")
    return list(rows.values_list("event", flat=True))


def is_public(page: Page) -> bool:
    return type(page).objects.filter(pk=page.pk).published().exists()


@pytest.mark.parametrize(
    "due",
    [
        datetime(2026, 10, 24, 23, 1, tzinfo=UTC),  # 00:01 on the day the clock goes back
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the first half past one
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the second one
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),  # the hour that is left out has just gone by
        datetime(2026, 12, 1, 9, 0, 0, 250_000, tzinfo=UTC),
    ],
)
def test_published_on_the_second_and_never_before(due):
    with time_machine.travel(START, tick=False) as clock:
        item = scheduled(due)
        for moment, out in ((due - SECOND, False), (due, True), (due + SECOND, True)):
            clock.move_to(moment)
            from django.utils import timezone

            publish_due(timezone.now())
            assert is_public(item) is out, moment


def test_published_once_in_the_name_of_the_timer():
    with time_machine.travel(START, tick=False) as clock:
        item = scheduled(START + timedelta(hours=1))
        clock.shift(3600)
        told = []

        def hear(instance, **kwargs):
            told.append(instance.pk)

        page_published.connect(hear)
        try:
            first = publish_due(START + timedelta(hours=1))
            second = publish_due(START + timedelta(hours=2))
        finally:
            page_published.disconnect(hear)
    assert (first.published, second.published) == ([item.pk], [])
    assert told == [item.pk]
    row = ReleaseLog.objects.get(page_id=item.pk, event="released")
    assert (row.channel, row.username) == ("timer", "")


def test_a_refused_page_keeps_its_schedule_is_told_once_and_stops_nobody():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        refused, good = unclear(scheduled(due, title="First")), scheduled(due, title="Second")
        clock.move_to(due)
        report = publish_due(due)
        assert (report.published, len(report.refused)) == ([good.pk], 1)
        clock.shift(60)
        publish_due(due + timedelta(minutes=1))
    assert refused.revisions.get(approved_go_live_at=due).pk == report.refused[0]
    assert events(refused) == ["refused"]
    row = ReleaseLog.objects.get(page_id=refused.pk)
    assert row.channel == "timer"
    assert "not-cleared" in {finding["code"] for finding in row.findings}
    notice = DeskNotice.objects.get(page=refused)
    assert "First" in notice.subject
    assert "Friday 23 October 2026 at 11:00" in notice.body


def test_a_refused_page_goes_out_when_it_is_settled_and_another_reason_is_told_anew():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        item = unclear(scheduled(due))
        clock.move_to(due)
        publish_due(due)
        order = ReportingRestriction.objects.create(
            kind="s4-2", covers="All of it", effect="everything", starts_at=START
        )
        order.pages.add(item)
        publish_due(due)
        assert events(item) == ["refused", "refused"]
        order.delete()
        clear(PressReleasePage.objects.get(pk=item.pk))
        publish_due(due)
    assert events(item) == ["refused", "refused", "released"]
    assert is_public(item)


def test_any_error_is_a_refusal_of_that_page_alone():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        broken, good = scheduled(due), scheduled(due)
        clock.move_to(due)
        publish = PressReleasePage.publish

        def fails(self, *args, **kwargs):
            result = publish(self, *args, **kwargs)
            if self.pk == broken.pk:
                raise RuntimeError("words of the page")
            return result

        with patch.object(PressReleasePage, "publish", fails):
            report = publish_due(due)
        assert report.published == [good.pk]
        assert not Page.objects.get(pk=broken.pk).live
        assert events(broken) == ["refused"]
        row = ReleaseLog.objects.get(page_id=broken.pk)
        assert "RuntimeError" in row.findings[0]["message"]
        assert "words of the page" not in str(row.findings)
        publish_due(due)
        assert is_public(broken)


def test_what_would_have_expired_already_is_not_sent_out():
    due, over = START + timedelta(hours=1), START + timedelta(hours=2)
    with time_machine.travel(START, tick=False) as clock:
        item = scheduled(due, expire_at=over)
        clock.move_to(over)
        assert publish_due(over).published == []
    assert events(item) == ["refused"]


def test_a_due_change_of_a_public_page_replaces_its_words():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        # Wagtail takes down what it schedules a change of, unless it has a live version.
        item = live_version(press_release(title="Before"))
        declare_change(item)
        item.title, item.go_live_at = "After", due
        revision = item.save_revision()
        clear(item)
        revision.publish()
        assert PressReleasePage.objects.get(pk=item.pk).title == "Before"
        clock.move_to(due)
        publish_due(due)
    assert PressReleasePage.objects.get(pk=item.pk).title == "After"
    assert events(item) == ["released", "released"]


def test_a_public_page_without_a_version_stays_while_a_change_of_it_waits():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        item = press_release(title="Before")
        assert item.live_revision is None
        declare_change(item)
        item.title, item.go_live_at = "After", due
        revision = item.save_revision()
        clear(item)
        revision.publish()
        assert is_public(item)
        assert PressReleasePage.objects.get(pk=item.pk).title == "Before"
        assert events(item) == ["released"]
        clock.move_to(due)
        assert publish_due(due).published == [item.pk]
    assert PressReleasePage.objects.get(pk=item.pk).title == "After"
    assert events(item) == ["released", "released"]


def test_a_draft_of_before_the_release_can_be_scheduled_and_takes_nothing_down():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False):
        item = press_release(title="First", live=False)
        first = item.save_revision()
        clear(item)
        item.title, item.go_live_at = "Second", due
        second = item.save_revision()
        clear(item)
        first.publish()
        second.refresh_from_db()
        second.publish()
        assert PressReleasePage.objects.published().get(pk=item.pk).title == "First"


def test_expires_on_the_second_once():
    over = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        item = press_release(expire_at=over)
        clock.move_to(over - SECOND)
        assert withdraw_expired(over - SECOND).expired == []
        assert is_public(item)
        clock.move_to(over)
        assert not is_public(item)
        assert withdraw_expired(over).expired == [item.pk]
        assert withdraw_expired(over + SECOND).expired == []
    gone = Page.objects.get(pk=item.pk)
    assert (gone.live, gone.expired) == (False, True)
    assert events(item) == ["released", "expired"]
    assert not Edition.objects.open().filter(page_id=item.pk).exists()


def test_a_scheduled_return_outlives_the_expiry_before_it():
    over, back = START + timedelta(hours=1), START + timedelta(hours=3)
    with time_machine.travel(START, tick=False) as clock:
        item = live_version(press_release(expire_at=over))
        item.go_live_at, item.expire_at = back, None
        revision = item.save_revision()
        clear(item)
        revision.publish()
        clock.move_to(over)
        withdraw_expired(over)
        assert not is_public(item)
        clock.move_to(back)
        publish_due(back)
    assert is_public(item)


def test_withdrawn_with_a_reason_in_one_row():
    item = press_release()
    item.title = "Changed"
    item.go_live_at = item.first_published_at
    item.save_revision(approved_go_live_at=START + timedelta(days=400))
    gone = withdraw(item, "It names the wrong court.", person("editor.on.duty", is_superuser=True))
    assert not gone.live
    assert gone.scheduled_revision is None
    row = ReleaseLog.objects.get(page_id=item.pk, event="withdrawn")
    assert (row.note, row.username) == ("It names the wrong court.", "editor.on.duty")


def test_what_was_only_scheduled_is_withdrawn_too():
    with time_machine.travel(START, tick=False):
        item = scheduled(START + timedelta(hours=1))
        assert withdraw(item, "Too early.", None).scheduled_revision is None
        withdraw(item, "Again.", None)
    assert events(item) == ["withdrawn"]


def test_an_alias_goes_out_with_its_page():
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        item = scheduled(due)
        alias = item.create_alias(parent=newsroom(), update_slug="alias")
        clock.move_to(due)
        publish_due(due)
        assert is_public(item)
        withdraw(item, "Wrong.", None)
    assert events(alias)[-1:] in (["withdrawn"], [])
    assert not Page.objects.get(pk=alias.pk).live


def test_the_desk_is_told_of_a_workflow_that_a_due_version_ends():
    with time_machine.travel(START, tick=False) as clock:
        item = scheduled(START + timedelta(hours=1))
        item.title = "A later draft"
        item.save_revision(user=person("press.officer"))
        item.get_workflow().start(item, person("press.officer"))
        clock.shift(3600)
        assert publish_due(START + timedelta(hours=1)).published == [item.pk]
    assert item.current_workflow_state is None
    notice = DeskNotice.objects.get()
    published = Page.objects.get(pk=item.pk)
    assert (notice.page_id, notice.subject) == (item.pk, f"Submit again: {published.title}")


def test_the_stock_command_runs_ours(capsys):
    due = START + timedelta(hours=1)
    with time_machine.travel(START, tick=False) as clock:
        item = scheduled(due)
        clock.move_to(due)
        call_command("publish_scheduled")
    assert is_public(item)
    assert "published 1" in capsys.readouterr().out

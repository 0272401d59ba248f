"""Release bundles: what is in one goes out with all of it, or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from wagtail.models import Page

from newsroom.gate.release_gate import examine
from newsroom.models import (
    BundledItem,
    Clearance,
    DeskNotice,
    Edition,
    PressReleasePage,
    ReleaseBundle,
    ReleaseLog,
)
from newsroom.publishing import bundles
from newsroom.publishing.bundle_release import release_due_bundles
from newsroom.publishing.bundles import BundleRefused
from newsroom.scheduler import next_moment
from tests.blockers import AUTHOR, change, name_order, order, sound_draft, stood_up_for
from tests.bundles import MOMENT, NOON, TITLES, approve, bundled, ready
from tests.desk import act, events
from tests.factories import embargoed, person, press_release
from tests.kept_records import forget

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moving:
        yield moving


def release_at(clock, moment=MOMENT):
    clock.move_to(moment)
    call_command("publish_due", "--once", verbosity=0)


def out():
    return set(
        Edition.objects.open().filter(kind="press-release").values_list("page_id", flat=True)
    )


def test_all_go_out_at_their_moment_and_not_before(clock):
    items = [ready(title) for title in TITLES]
    bundle = bundled(*items)
    assert next_moment(NOON) == MOMENT
    release_at(clock, MOMENT - timedelta(seconds=1))
    assert not out()
    release_at(clock)
    assert out() == {item.pk for item in items}
    assert {edition.opens_at for edition in Edition.objects.open().filter(page_id__in=out())} == {
        MOMENT
    }
    row = ReleaseLog.objects.filter(event="released").latest("pk")
    assert (row.channel, row.note) == (
        "release bundle",
        f"release bundle {bundle.pk}, “Thornby”",
    )
    release_at(clock, MOMENT + timedelta(minutes=1))
    assert all(events(item).count("released") == 1 for item in items)
    assert not BundledItem.objects.filter(is_open=True).exists()


def spoil_by_an_edit(item):
    change(item, summary="A woman will appear at Leeds Crown Court.")


def spoil_by_an_order(item):
    order(item)


def spoil_by_the_clearance(item):
    forget(Clearance.objects.filter(page=item))


def spoil_by_other_approved_words(item):
    spoil_by_an_edit(item)
    stood_up_for(PressReleasePage.objects.get(pk=item.pk))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_by_an_edit, "No lawyer has cleared these words"),
        (spoil_by_an_order, "A reporting restriction is in force"),
        (spoil_by_the_clearance, "No lawyer has cleared these words"),
        (spoil_by_other_approved_words, "It was changed after the bundle was approved"),
    ],
)
def test_one_that_is_refused_holds_all_back_and_the_desk_reads_which_and_why(clock, spoil, said):
    first, second = (ready(title) for title in TITLES)
    bundled(first, second)
    spoil(PressReleasePage.objects.get(pk=second.pk))
    for minute in range(2):
        release_at(clock, MOMENT + timedelta(minutes=minute))
    assert not out()
    notice = DeskNotice.objects.get(key__startswith="bundle-refused:")
    assert TITLES[1] in notice.body
    assert said in notice.body
    assert TITLES[0] not in notice.body
    assert events(second).count("refused") == 1
    assert events(first).count("refused") == 0


def test_one_that_fails_while_they_are_published_takes_the_others_back(clock, monkeypatch):
    items = [ready(title) for title in TITLES]
    bundled(*items)
    publish = PressReleasePage.publish

    def fail_at_second(self, *args, **kwargs):
        if self.pk == items[1].pk:
            raise RuntimeError("The disk is full")
        return publish(self, *args, **kwargs)

    monkeypatch.setattr(PressReleasePage, "publish", fail_at_second)
    release_at(clock)
    assert not out()
    assert not Page.objects.filter(pk__in=[item.pk for item in items], live=True).exists()
    assert "RuntimeError" in DeskNotice.objects.get(key__startswith="bundle-refused:").body
    monkeypatch.undo()
    release_at(clock, MOMENT + timedelta(minutes=1))
    assert len(out()) == 2


def test_what_was_approved_and_is_gone_holds_the_rest_back(clock):
    first, second = (ready(title) for title in TITLES)
    bundled(first, second)
    Page.objects.get(pk=second.pk).delete()
    release_at(clock)
    assert not out()
    assert "not in it any more" in DeskNotice.objects.get(key__startswith="bundle-refused:").body


def test_items_that_link_to_each_other_go_out_together(clock):
    first = ready()
    link = f'<p>See <a linktype="page" id="{first.pk}">this</a>.</p>'
    second = ready(TITLES[1], body=[("paragraph", link)])
    assert [found.code for found in examine(second).blockers] == ["link-not-public"]
    bundled(first, second)
    release_at(clock)
    assert out() == {first.pk, second.pk}


def test_approval_of_an_item_releases_nothing_and_taken_out_it_goes_alone(client):
    item = sound_draft()
    bundle = bundled(item, approved=False)
    item.get_workflow().start(item, person(AUTHOR))
    act("reviewing.lawyer", item)
    act("duty.editor", item)
    assert "approved" in events(item)
    assert not out()
    assert [found.code for found in examine(item).blockers] == ["in-bundle"]
    bundles.take_out(bundle.pk, item.pk, person("duty.editor"), "The hearing was moved.")
    entry = ReleaseLog.objects.get(event=ReleaseLog.Event.UNBUNDLED)
    assert entry.note.endswith("The hearing was moved.")
    PressReleasePage.objects.get(pk=item.pk).latest_revision.publish()
    assert out() == {item.pk}


@pytest.mark.parametrize(
    ("alter", "logged"),
    [
        (lambda bundle: bundles.put_in(bundle.pk, ready("Third").pk, person(AUTHOR)), 1),
        (lambda bundle: bundles.take_out(bundle.pk, _first(bundle), person(AUTHOR), "No."), 1),
        (
            lambda bundle: bundles.change(
                bundle.pk, "Thornby", MOMENT + timedelta(hours=1), person(AUTHOR)
            ),
            1,
        ),
        (lambda bundle: bundles.change(bundle.pk, "Renamed", MOMENT, person(AUTHOR)), 0),
        (lambda bundle: bundles.withdraw_approval(bundle.pk, person("duty.editor")), 1),
    ],
    ids=["put-in", "taken-out", "another-moment", "another-name", "withdrawn"],
)
def test_each_change_of_an_approved_bundle_voids_its_approval(alter, logged):
    item = ready()
    bundle = bundled(item)
    alter(bundle)
    bundle.refresh_from_db()
    assert bundle.is_approved is not bool(logged)
    assert events(item).count("unscheduled") == logged


def _first(bundle):
    return bundle.items.first().page_id


def test_only_what_is_ready_read_and_possible_is_approved():
    item = ready()
    bundle = bundled(item, approved=False)
    with pytest.raises(BundleRefused, match="read again"):
        bundles.approve(bundle.pk, person("duty.editor"), "what stood there before")
    with pytest.raises(BundleRefused, match="may publish"):
        approve(bundle, AUTHOR)
    forget(Clearance.objects.all())
    with pytest.raises(BundleRefused, match="Not every item"):
        approve(bundle)
    stood_up_for(item)
    ReleaseBundle.objects.update(goes_out_at=NOON + timedelta(hours=12))
    with pytest.raises(BundleRefused, match="Choose a time from 06:00"):
        approve(bundle)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (press_release, "public already"),
        (embargoed, "scheduled"),
        (lambda: sound_draft().create_alias(update_slug="again"), "words of their own"),
    ],
    ids=["public", "scheduled", "alias"],
)
def test_only_drafts_are_put_in(make, why):
    bundle = ReleaseBundle.objects.create(name="Thornby", goes_out_at=MOMENT)
    with pytest.raises(BundleRefused, match=why):
        bundles.put_in(bundle.pk, make().pk, person("duty.editor"))


def test_an_item_is_in_one_bundle_and_none_changes_that_has_gone_out(clock):
    item = ready()
    bundle = bundled(item)
    with pytest.raises(BundleRefused, match="Take it out there first"):
        bundled(item, approved=False)
    release_at(clock)
    for act_on in (bundles.withdraw_approval, lambda pk, user: bundles.take_out(pk, 1, user, "")):
        with pytest.raises(BundleRefused, match="gone out"):
            act_on(bundle.pk, person("duty.editor"))


def test_an_embargo_of_its_own_keeps_an_item_from_going_out_with_the_others():
    item = ready(go_live_at=MOMENT + timedelta(days=1))
    (check,) = bundles.check_items(bundled(item, approved=False))
    assert "embargo of its own" in check.blockers[0].message


def test_what_is_skipped_is_not_tried_again(clock):
    bundle = bundled(ready())
    forget(Clearance.objects.all())
    clock.move_to(MOMENT)
    report = release_due_bundles(MOMENT)
    assert report.refused_bundles == [bundle.pk]
    assert not release_due_bundles(MOMENT, report.refused_bundles).refused_bundles


def test_a_name_that_is_protected_later_is_in_no_record_of_the_bundle(clock):
    item = ready()
    bundle = bundled(item)
    ReleaseBundle.objects.update(name="The Quillfeather items")
    name_order("Zoë Quillfeather", sound_draft(title="Another"))
    name_order("The Quillfeather items", sound_draft(title="Third"))
    bundle.refresh_from_db()
    assert bundle.label == f"release bundle {bundle.pk} (its name is withheld)"
    assert "Quillfeather" not in str(examine(item).blockers)

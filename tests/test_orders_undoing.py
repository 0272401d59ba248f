"""An order that was entered in error: undone by two people, each page through the gate."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.archive.index import ArchiveEntry
from newsroom.desk.dashboard import OrdersAtWorkPanel
from newsroom.desk.roles import set_up_groups
from newsroom.models import (
    Clearance,
    DeskNotice,
    Edition,
    OrderUndo,
    PressReleasePage,
    ReleaseLog,
    TakenDownPage,
)
from newsroom.orders import enforcement, taking_down, undoing
from newsroom.publishing.release import withdraw
from tests.blockers import name_order, order
from tests.desk import at_desk
from tests.factories import case, items, newsroom, person, press_release, release, statement
from tests.kept_records import forget

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"
WHY = "The name of a court."


@pytest.fixture(autouse=True)
def _desk():
    set_up_groups([newsroom()])


def in_group(username, group):
    user = person(username)
    user.groups.add(Group.objects.get(name=group))
    return user


def editor(username="duty.editor"):
    return in_group(username, "Duty editor")


def entered(restriction, by=None):
    with transaction.atomic():
        return enforcement.enforce(restriction, by or in_group("a.lawyer", "Reviewing lawyer"))


def undone(restriction, by=None):
    undo = undoing.confirm(restriction, by or editor(), WHY)
    undoing.proceed(undo)
    return undo


def open_pages():
    return set(Edition.objects.open().values_list("page_id", flat=True))


def states(restriction):
    rows = TakenDownPage.objects.filter(take_down__restriction=restriction)
    return list(rows.order_by("page_id").values_list("state", flat=True))


def test_it_restores_what_it_took_down_and_nothing_else(client):
    item, other = press_release(title=f"{NAME} jailed"), statement(title=f"More of {NAME}")
    gone = press_release(title=f"{NAME}, withdrawn before")
    withdraw(gone, "Wrong.", person("duty.editor"))
    before = open_pages()
    restriction = name_order(NAME)
    assert {page.pk for page in entered(restriction)} == {item.pk, other.pk}
    undone(restriction)
    assert open_pages() == before
    assert states(restriction) == ["restored", "restored"]
    assert client.get(item.url).status_code == 200
    assert ArchiveEntry.objects.filter(item=item.pk).exists()
    restriction.refresh_from_db()
    assert restriction.entered_in_error
    assert (restriction.ended_by.username, restriction.end_reason) == ("duty.editor", WHY)


def test_the_log_names_who_entered_who_asked_and_who_undid():
    item = press_release()
    lawyer = in_group("a.lawyer", "Reviewing lawyer")
    restriction = order(item, made_by=lawyer)
    entered(restriction, lawyer)
    undoing.ask(restriction, in_group("b.lawyer", "Reviewing lawyer"), WHY)
    undone(restriction)
    released = ReleaseLog.objects.filter(page_id=item.pk, event="released").first()
    assert (released.username, released.channel) == ("duty.editor", "undone order")
    ended = ReleaseLog.objects.get(event="unrestricted")
    for row in (released, ended):
        for username in ("a.lawyer", "b.lawyer", "duty.editor"):
            assert username in row.note
        assert WHY in row.note
    assert "1 of 1 pages are public again" in DeskNotice.objects.get(key__startswith="undo").body


def test_nobody_undoes_an_order_alone():
    item, another = press_release(), press_release()
    first, second = editor("first.editor"), editor("second.editor")
    restriction = order(item, made_by=first)
    entered(restriction, first)
    restriction.pages.add(another)
    entered(restriction, second)
    lawyer = in_group("b.lawyer", "Reviewing lawyer")
    officer = in_group("an.officer", "Press officer")
    # Who entered it, who widened it, and who may not publish.
    for somebody in (first, second, lawyer, officer):
        undoing.ask(restriction, somebody, WHY)
        with pytest.raises(PermissionDenied):
            undoing.confirm(restriction, somebody, WHY)
    assert not open_pages() & {item.pk, another.pk}
    restriction.refresh_from_db()
    assert not restriction.entered_in_error
    undone(restriction)
    assert {item.pk, another.pk} <= open_pages()


def test_an_order_that_nobody_is_known_to_have_entered_needs_two_people_too():
    restriction = order(press_release())
    enforcement.enforce(restriction, None)
    with pytest.raises(PermissionDenied):
        undoing.confirm(restriction, editor(), WHY)
    undoing.ask(restriction, editor(), WHY)
    with pytest.raises(PermissionDenied):
        undoing.confirm(restriction, editor(), WHY)
    undone(restriction, editor("another.editor"))


def test_what_the_gate_refuses_stays_down_and_the_reason_is_listed(client):
    thread = case()
    held, uncleared, deleted, expired, fine = (press_release(case=thread) for _ in range(5))
    restriction = order(thread)
    entered(restriction)
    order(held, covers="Another trial")
    forget(Clearance.objects.filter(page=uncleared))
    PressReleasePage.objects.get(pk=deleted.pk).delete()
    past = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk=expired.pk).update(expire_at=past)
    undone(restriction)
    assert open_pages() & {page.pk for page in (held, uncleared, deleted, expired, fine)} == {
        fine.pk
    }
    rows = TakenDownPage.objects.filter(state="refused")
    reasons = dict(rows.values_list("page_id", "reason"))
    assert "A reporting restriction is in force" in reasons[held.pk]
    assert "No lawyer has cleared" in reasons[uncleared.pk]
    assert (reasons[deleted.pk], reasons[expired.pk]) == (undoing.DELETED, undoing.EXPIRED)
    body = DeskNotice.objects.get(key__startswith="undo").body
    assert "2 of 6 pages are public again" in body
    assert "No lawyer has cleared" in body
    client.force_login(editor("another.editor"))
    shown = client.get(reverse("desk_undo_order", args=[restriction.pk])).text
    assert "No lawyer has cleared" in shown


def test_an_undo_in_the_middle_of_a_take_down_restores_all_and_takes_nothing_more_down():
    for _ in range(4):
        press_release(title=f"{NAME} jailed")
    refused = press_release(title=f"{NAME} once more")
    before = open_pages()
    restriction = name_order(NAME)
    times = {"side_effect": [False, True]}
    with transaction.atomic(), patch.object(taking_down, "FEW", 0):
        take_down = enforcement.begin(restriction, in_group("a.lawyer", "Reviewing lawyer"))
        with patch.object(taking_down, "is_over", **times):
            taking_down.proceed(take_down, seconds=0)
    assert states(restriction) == ["down", "closed", "closed", "closed", "closed"]
    order(refused)
    with patch.object(taking_down, "FEW", 0), patch.object(undoing, "is_over", **times):
        undo = undoing.confirm(restriction, editor(), WHY)
        undoing.proceed(undo, seconds=0)
    taking_down.proceed_with_all(None)
    assert states(restriction) == ["restored", "closed", "closed", "closed", "closed"]
    assert "1 of 5 pages looked at" in OrdersAtWorkPanel().rows()[0].facts[0]
    call_command("publish_due", "--once", verbosity=0)
    assert states(restriction) == ["restored"] * 4 + ["refused"]
    assert open_pages() == before - {refused.pk}
    assert not Page.objects.get(pk=refused.pk).live
    call_command("publish_due", "--once", verbosity=0)
    assert not taking_down.unfinished().exists()
    assert OrdersAtWorkPanel().rows() == []


def test_what_was_public_without_clearance_comes_back_unless_something_is_new(client):
    """Items from before there was a gate, and urgent releases, have none."""
    items({"title": "Old"}, {"title": "Changed"}, {"title": "Linked"})
    old, changed, linked = PressReleasePage.objects.order_by("pk")
    restriction = order(old, changed, linked)
    entered(restriction)
    PressReleasePage.objects.filter(pk=changed.pk).update(summary="Other words.")
    row = TakenDownPage.objects.get(page_id=linked.pk)
    row.blockers.remove("not-cleared")
    row.save()
    undone(restriction)
    assert open_pages() & {old.pk, changed.pk, linked.pk} == {old.pk}
    assert Edition.objects.open().get(page_id=old.pk).title == "Old"


def test_the_words_that_readers_had_come_back_with_later_drafts_kept_as_drafts():
    item = press_release(title="Man jailed")
    item.save_revision().publish()
    draft = PressReleasePage.objects.get(pk=item.pk)
    draft.title = "Another headline"
    later = draft.save_revision()
    later.approved_go_live_at = timezone.now() + timedelta(days=1)
    later.save()
    live_revision = PressReleasePage.objects.get(pk=item.pk).live_revision_id
    restriction = order(item)
    entered(restriction)
    later.refresh_from_db()
    assert later.approved_go_live_at is None
    undone(restriction)
    page = PressReleasePage.objects.get(pk=item.pk)
    assert (page.title, page.live_revision_id) == ("Man jailed", live_revision)
    assert page.has_unpublished_changes
    later.refresh_from_db()
    assert later.approved_go_live_at is not None


def test_what_was_released_again_since_is_not_touched():
    item = press_release()
    restriction = order(item)
    entered(restriction)
    enforcement.end(restriction, None, "Lifted.")
    release(PressReleasePage.objects.get(pk=item.pk))
    edition = Edition.objects.of_page(item.pk).first()
    undone(restriction)
    assert Edition.objects.of_page(item.pk).first() == edition


# At the desk


def address(restriction):
    return reverse("desk_undo_order", args=[restriction.pk])


def test_who_entered_it_asks_and_another_duty_editor_sees_it_and_confirms():
    item = press_release(title="Man jailed")
    restriction = order(item, made_by=editor("first.editor"))
    entered(restriction, editor("first.editor"))
    first, second = at_desk("first.editor"), at_desk("duty.editor")
    editor()
    edit = reverse("wagtailsnippets_newsroom_reportingrestriction:edit", args=[restriction.pk])
    assert address(restriction) in first.get(edit).text
    assert "Ask for the undo" in first.get(address(restriction)).text
    assert first.post(address(restriction), {"reason": " "}).context["form"].errors["reason"]
    asked = first.post(address(restriction), {"reason": WHY}, follow=True)
    assert "You have asked for the undo" in asked.text
    assert item.pk not in open_pages()
    home = second.get(reverse("wagtailadmin_home")).text
    assert "says it was entered in error. Another duty editor has to confirm." in home
    assert address(restriction) in home
    shown = second.get(address(restriction)).text
    assert "Man jailed" in shown
    assert WHY in shown
    done = second.post(address(restriction), {"reason": WHY}, follow=True)
    assert "1 page is public again" in done.text
    assert item.pk in open_pages()
    again = second.post(address(restriction), {"reason": WHY}, follow=True)
    assert "has been undone already" in again.text


def test_the_order_may_stand_after_all():
    item = press_release()
    restriction = order(item, made_by=editor("first.editor"))
    entered(restriction, editor("first.editor"))
    at_desk("first.editor").post(address(restriction), {"reason": WHY})
    in_group("b.lawyer", "Reviewing lawyer")
    assert at_desk("b.lawyer").post(address(restriction), {"decline": "1"}).status_code in (
        302,
        403,
    )
    assert OrderUndo.objects.exists()
    editor()
    at_desk("duty.editor").post(address(restriction), {"decline": "1"})
    assert not OrderUndo.objects.exists()
    assert item.pk not in open_pages()
    restriction.refresh_from_db()
    assert restriction.ended_at is None


def test_nobody_else_reaches_it():
    restriction = order(press_release())
    in_group("an.officer", "Press officer")
    desk = at_desk("an.officer")
    assert desk.get(address(restriction)).status_code in (302, 403)
    assert desk.post(address(restriction), {"reason": WHY}).status_code in (302, 403)
    assert not OrderUndo.objects.exists()

"""What an order takes down, what it keeps back, and what the desk is told; names never."""

import logging
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cps_news.settings import base
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import ReleaseRefused, examine
from newsroom.models import (
    CheckResponse,
    ContentPage,
    DeskNotice,
    ItemUpdate,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
    UpdateDraft,
)
from newsroom.orders.enforcement import begin_orders, end, enforce, notify_ended_orders
from newsroom.publishing.outbox import edit_address
from tests.factories import (
    case,
    clear,
    draft,
    newsroom,
    person,
    press_release,
    release,
    statement,
    topic,
    update,
    welsh,
)

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"


def order(*pages, names=(), effect="everything", **fields) -> ReportingRestriction:
    restriction = ReportingRestriction.objects.create(
        kind="s4-2", court="Leeds Crown Court", covers="The trial", effect=effect, **fields
    )
    restriction.pages.set(pages)
    for words in names:
        ProtectedName.objects.create(restriction=restriction, words=words)
    return restriction


def enter(*pages, **fields) -> list[Page]:
    with transaction.atomic():
        return enforce(order(*pages, **fields), person("reviewing.lawyer"))


def events(page: Page) -> list[str]:
    rows = ReleaseLog.objects.filter(page_id=page.pk).order_by("pk")
    return list(rows.values_list("event", flat=True))


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def everything_told() -> str:
    """All that the log and the outbox hold since the last release."""
    rows = ReleaseLog.objects.exclude(event="released").values_list("title", "note", "findings")
    return f"{list(rows)} {list(DeskNotice.objects.values_list('subject', 'body', 'key'))}"


def test_an_order_about_an_item_takes_it_down_at_once():
    item, other = press_release(title="About it"), press_release()
    assert [page.pk for page in enter(item)] == [item.pk]
    assert (is_live(item), is_live(other)) == (False, True)
    assert events(item) == ["released", "taken-down"]
    row = ReleaseLog.objects.get(event="taken-down")
    assert "Contempt of Court Act 1981, section 4(2)" in row.note
    assert row.username == "reviewing.lawyer"
    assert ReleaseLog.objects.get(event="restricted").username == "reviewing.lawyer"
    notice = DeskNotice.objects.get()
    assert "1 public page" in notice.subject
    assert "About it" in notice.body


def test_an_order_about_a_case_takes_down_its_items_translations_and_aliases():
    thread = case()
    item = draft(case=thread)
    item.save_revision()
    alias = item.create_alias(parent=newsroom(), update_slug="alias")
    clear(item).latest_revision.publish()
    news = newsroom()
    for page in (news.get_parent(), news, thread.get_parent(), thread):
        translated = page.specific.copy_for_translation(welsh())
    release(translated.specific)
    assert all(map(is_live, (thread, item, alias, translated)))
    down = enter(thread)
    assert {page.pk for page in down} == {thread.pk, item.pk, alias.pk, translated.pk}
    assert not any(map(is_live, (thread, item, alias, translated)))
    assert events(alias)[-1] == "taken-down"
    assert "withdrawn" not in ReleaseLog.objects.values_list("event", flat=True)


@pytest.mark.parametrize(
    "public",
    [
        lambda: press_release(title=f"{NAME} jailed"),
        lambda: statement(body=[("paragraph", "<p>It was Zebedee <b>Quill</b>feather.</p>")]),
        lambda: topic(summary=f"All about {NAME.upper()}."),
        lambda: newsroom().add_child(instance=ContentPage(title="Contacts", summary=f"Not {NAME}")),
        lambda: update(press_release(), note=f"{NAME} was sentenced.").item,
        lambda: case(title="The case", status=f"{NAME} awaits sentence"),
    ],
    ids=["title", "inside a word", "hub", "plain page", "update", "case"],
)
def test_an_order_about_a_name_takes_down_every_page_that_holds_it(public):
    page, other = public(), press_release(title="Nobody")
    down = enter(names=[NAME], effect="names")
    assert [found.pk for found in down] == [page.pk]
    assert (is_live(page), is_live(other)) == (False, True)


def test_names_are_in_no_log_and_in_no_notice(caplog):
    caplog.set_level(logging.DEBUG, logger="newsroom")
    item = press_release(title=f"{NAME} jailed")
    enter(item, names=[NAME], effect="names")
    assert "taken-down" in events(item)
    told = everything_told() + caplog.text
    assert "quillfeather" not in told.lower()
    assert f"Page {item.pk}" in told


def test_no_line_of_wagtails_repeats_a_title():
    assert base.LOGGING["loggers"]["wagtail"]["level"] == "WARNING"


def test_an_order_of_names_leaves_other_items_of_its_case_alone():
    thread = case()
    item = press_release(case=thread)
    assert enter(thread, names=[NAME], effect="names") == []
    assert is_live(item)
    assert "Nothing public had to go" in DeskNotice.objects.get().body


def test_a_changed_order_takes_down_what_was_added():
    first, second, third = press_release(), press_release(), press_release(title=f"{NAME} jailed")
    restriction = order(first)
    enforce(restriction, None)
    restriction.pages.add(second)
    assert [page.pk for page in enforce(restriction, None)] == [second.pk]
    ProtectedName.objects.create(restriction=restriction, words=NAME)
    assert [page.pk for page in enforce(restriction, None)] == [third.pk]
    assert enforce(restriction, None) == []
    assert DeskNotice.objects.count() == 3


def test_the_log_says_which_order_took_a_page_down():
    item, other = press_release(), press_release()
    first, second = order(item), order(other)
    enforce(first, None)
    enforce(second, None)
    rows = ReleaseLog.objects.filter(restriction=first).order_by("pk")
    assert list(rows.values_list("event", "page_id")) == [
        ("restricted", None),
        ("taken-down", item.pk),
    ]
    assert rows[1].get_channel_display() == "By a reporting restriction"


def test_the_log_outlives_its_order():
    restriction = order(press_release())
    enforce(restriction, None)
    end(restriction, None, "The verdict.")
    number = restriction.pk
    restriction.delete()
    logged = ReleaseLog.objects.filter(restriction_id=number)
    assert set(logged.values_list("event", flat=True)) == {
        "restricted",
        "taken-down",
        "unrestricted",
    }
    assert not DeskNotice.objects.exclude(restriction=None).exists()


def test_what_an_order_took_down_may_be_published_though_its_note_says_nothing():
    item = press_release(title=f"{NAME} jailed")
    restriction = order(names=[NAME], effect="names")
    with patch("newsroom.orders.notifications.note", return_value="An order."):
        enforce(restriction, None)
    end(restriction, None, "The verdict.")
    assert edit_address(item) in DeskNotice.objects.get(occasion="ended").body


def test_the_desk_keeps_what_it_was_told_before_an_order_was_put_off():
    restriction = order(press_release())
    enforce(restriction, None)
    restriction.starts_at = timezone.now() + timedelta(hours=1)
    restriction.save()
    enforce(restriction, None)
    with time_machine.travel(restriction.starts_at, tick=False):
        begin_orders(timezone.now())
        begin_orders(timezone.now())
    told = DeskNotice.objects.filter(restriction=restriction, occasion="begun")
    assert [notice.superseded_at is None for notice in told.order_by("pk")] == [False, True]


def test_the_desk_is_not_told_of_one_beginning_twice():
    told = {"restriction": order(), "occasion": "begun", "subject": "Begun", "body": "Body"}
    DeskNotice.objects.create(**told)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskNotice.objects.create(**told)
    DeskNotice.objects.update(superseded_at=timezone.now())
    DeskNotice.objects.create(**told)


def test_a_name_that_somebody_answered_for_since_stays_when_the_order_changes():
    restriction = order(names=[NAME], effect="names")
    item = draft(title=f"{NAME} opens a shop")
    CheckResponse.objects.create(
        page=item,
        digest=digest_of(item),
        code="protected-name-elsewhere",
        words="A shopkeeper of the same name.",
        by=person("duty.editor"),
    )
    release(item)
    assert enforce(restriction, None) == []
    ProtectedName.objects.create(restriction=restriction, words=NAME)
    assert [page.pk for page in enforce(restriction, None)] == [item.pk]


def test_an_answer_is_not_taken_for_one_about_a_name_entered_later():
    order(names=[NAME], effect="names")
    item = draft(title=f"{NAME} and Ottoline Brackenbury open a shop")
    answer = {"page": item, "code": "protected-name-elsewhere", "by": person("duty.editor")}
    CheckResponse.objects.create(digest=digest_of(item), words="A shopkeeper.", **answer)
    assert examine(clear(item)).blockers == []
    later = order(names=["Somebody Else"], effect="names")
    assert examine(item).blockers == []
    ProtectedName.objects.create(restriction=later, words="Ottoline Brackenbury")
    assert {one.code for one in examine(item).blockers} == {"protected-name-elsewhere"}
    CheckResponse.objects.create(digest=digest_of(item), words="Neither of them is.", **answer)
    assert examine(item).blockers == []


def test_a_coming_order_takes_effect_at_its_second():
    item = press_release()
    begins = timezone.now() + timedelta(hours=1)
    with time_machine.travel(begins - timedelta(seconds=1), tick=False) as clock:
        assert enter(item, starts_at=begins) == []
        assert begin_orders(timezone.now()).taken_down == []
        assert is_live(item)
        clock.move_to(begins)
        assert not PressReleasePage.objects.filter(pk=item.pk).published().exists()
        assert begin_orders(begins).taken_down == [item.pk]
        assert begin_orders(begins).taken_down == []
    assert events(item) == ["released", "taken-down"]


def test_an_order_that_is_put_off_begins_again():
    item = press_release()
    restriction = order()
    enforce(restriction, None)
    restriction.starts_at = timezone.now() + timedelta(hours=1)
    restriction.save()
    restriction.pages.add(item)
    enforce(restriction, None)
    with time_machine.travel(restriction.starts_at, tick=False):
        assert begin_orders(timezone.now()).taken_down == [item.pk]


def test_the_end_of_an_order_tells_what_may_be_published():
    item, coming = press_release(title="Was public"), draft(title="Was waiting")
    restriction = order(item, coming)
    enforce(restriction, None)
    end(restriction, person("duty.editor"), "The verdict.")
    end(restriction, person("duty.editor"), "Again.")
    assert (restriction.end_reason, restriction.ended_by) == ("The verdict.", person("duty.editor"))
    notice = DeskNotice.objects.get(occasion="ended")
    assert "you may now publish" in notice.subject
    assert "Was public" in notice.body
    assert "Was waiting" in notice.body
    row = ReleaseLog.objects.get(event="unrestricted")
    assert (row.username, "The verdict." in row.note) == ("duty.editor", True)
    assert not is_live(item)


def test_the_day_an_order_ends_is_told_once():
    restriction = order(press_release(), ends_at=timezone.now() + timedelta(hours=1))
    enforce(restriction, None)
    notify_ended_orders(timezone.now())
    with time_machine.travel(restriction.ends_at, tick=False):
        notify_ended_orders(timezone.now())
        notify_ended_orders(timezone.now())
    assert DeskNotice.objects.filter(occasion="ended").count() == 1
    assert ReleaseLog.objects.get(event="unrestricted").channel == "timer"


def test_a_public_item_cannot_join_a_case_that_is_held_back():
    held = case()
    enter(held)
    item = press_release()
    item.case = held
    with pytest.raises(ReleaseRefused), transaction.atomic():
        clear(item).save()
    # Past the gate it is withheld all the same.
    PressReleasePage.objects.filter(pk=item.pk).update(case=held)
    assert not PressReleasePage.objects.filter(pk=item.pk).published().exists()


def test_an_update_passes_the_gate_before_it_is_public():
    item = press_release()
    order(names=[NAME], effect="names")
    with pytest.raises(ReleaseRefused) as refused:
        update(item, note=f"{NAME} was sentenced.")
    assert "quillfeather" not in str(refused.value).lower()
    assert not ItemUpdate.objects.exists()
    update(item, note="Sentenced to four years.")
    enter(item)
    # Withdrawn with its item, and added to while that is not public.
    update(item, note="The sentence was upheld.")


def test_an_update_to_an_item_under_an_order_that_is_public_still_is_refused():
    item = press_release()
    order(item)
    with pytest.raises(ReleaseRefused):
        update(item)


def test_the_form_of_an_update_says_it_beside_the_note(client):
    item = press_release()
    order(names=[NAME], effect="names")
    client.force_login(person("administrator", is_superuser=True))
    data = {"item": item.pk, "stage": "sentence", "at": "2026-10-01 12:00", "note": f"{NAME} won."}
    address = reverse("wagtailsnippets_newsroom_updatedraft:add")
    response = client.post(address, data)
    assert response.status_code == 200
    assert "protected" in str(response.context["form"].errors["note"])
    assert not UpdateDraft.objects.exists()
    look = client.post(address, {**data, "note": "She won."}).url
    client.post(look, {"publish": "1", "digest": client.get(look).context["digest"]})
    assert ItemUpdate.objects.get().note == "She won."


def test_an_update_is_refused_when_the_check_cannot_be_completed(monkeypatch):
    def broken(*args):
        raise RuntimeError

    item = press_release()
    monkeypatch.setattr("newsroom.publishing.updates.check", broken)
    with pytest.raises(ValidationError, match="could not be completed"):
        update(item)

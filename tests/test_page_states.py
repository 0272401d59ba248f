"""The state of a page is said truly, by one function, in lists, in the form and in its panels."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.models import PressReleasePage
from newsroom.orders.enforcement import enforce
from newsroom.publishing.page_states import Reach, state_of, states_of
from newsroom.publishing.release import withdraw
from newsroom.time_zones import LONDON
from tests.blockers import order
from tests.desk import act, at_desk, submitted
from tests.factories import (
    clear,
    draft,
    embargoed,
    expired,
    newsroom,
    person,
    press_release,
    private,
    release,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

MORNING = datetime(2026, 11, 30, 10, 14, tzinfo=LONDON)
BY_THE_CLOCK = time_machine.travel(MORNING, tick=False)


def fresh(page):
    return PressReleasePage.objects.get(pk=page.pk)


def labels(page):
    return state_of(fresh(page)).labels


def withdrawn_by_editor(**fields):
    item = press_release(**fields)
    editor = person("duty.editor", first_name="Dana", last_name="Editor", is_superuser=True)
    return withdraw(item, "The sentence was another one.", editor)


def taken_down(**fields):
    item = press_release(**fields)
    enforce(order(item), person("reviewing.lawyer"))
    return fresh(item)


@BY_THE_CLOCK
def test_what_was_withdrawn_says_by_whom_when_and_why():
    state = state_of(withdrawn_by_editor())
    assert state.labels == ["Withdrawn"]
    assert state.note == "Dana Editor, 30 Nov 2026, 10:14: The sentence was another one."
    assert state.must_be_cleared_as_new


@BY_THE_CLOCK
def test_each_state_has_its_words():
    assert labels(draft()) == ["Draft"]
    assert labels(press_release()) == ["Public since 30 Nov 2026"]
    assert labels(private()) == ["Hidden from readers"]
    assert labels(expired()) == ["Expired"]
    assert labels(taken_down()) == ["Hidden by an order"]
    assert "Reporting restriction" in state_of(taken_down()).note


def test_an_edition_that_the_clock_has_closed_has_ended_before_any_timer_ran():
    item = press_release(expire_at=timezone.now() + timedelta(minutes=1))
    held = press_release()
    order(held, starts_at=timezone.now() + timedelta(minutes=1))
    assert state_of(fresh(item)).reach == state_of(fresh(held)).reach == Reach.PUBLIC
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert state_of(fresh(item)).reach == Reach.EXPIRED
        assert state_of(fresh(held)).reach == Reach.TAKEN_DOWN


def test_public_since_the_day_on_which_it_came_and_not_of_its_last_words():
    with time_machine.travel(MORNING - timedelta(days=9)):
        item = press_release()
    item.title = "Other words"
    release(item)
    assert labels(item) == ["Public since 21 Nov 2026"]
    withdraw(item, "A mistake.")
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        release(fresh(item))
        since = timezone.localtime(state_of(fresh(item)).since).date()
        assert since == timezone.localdate()


def test_a_draft_beside_what_is_public_is_told_only_when_its_words_differ():
    item = press_release(live=False)
    item.save_revision()
    clear(item).latest_revision.publish()
    item = fresh(item)
    item.save_revision()
    assert fresh(item).has_unpublished_changes
    assert not state_of(fresh(item)).has_other_draft
    item.title = "Other words"
    item.save_revision()
    assert labels(item)[1:] == ["Draft beside what is public"]


@BY_THE_CLOCK
def test_what_goes_out_later_says_when():
    item = embargoed()
    assert labels(item) == ["Scheduled for Tuesday 1 December 10:14"]
    withdraw(item, "Not before the verdict.")
    state = state_of(fresh(item))
    assert state.labels == ["Withdrawn"]
    assert state.note.endswith("Not before the verdict.")


def test_a_submission_says_with_whom_it_is():
    page = submitted()
    assert labels(page) == ["In review with the lawyers"]
    act("reviewing.lawyer", page)
    assert labels(page) == ["In review with the duty editors"]
    act("duty.editor", page, "reject", comment="Who is he?")
    assert labels(page) == ["Sent back for changes"]


def every_kind(number):
    return [make(title=f"{make.__name__} {n}") for n in range(number) for make in KINDS]


KINDS = (draft, press_release, private, embargoed, withdrawn_by_editor, taken_down)


def asked(pages):
    fresh_pages = [fresh(page) for page in pages]
    states_of(fresh_pages[:1])
    with CaptureQueriesContext(connection) as captured:
        states_of(fresh_pages)
    return [query["sql"] for query in captured.captured_queries]


def test_many_states_take_as_many_queries_as_few():
    one, three = every_kind(1), every_kind(2)
    for item in (one[1], three[7]):
        item = fresh(item)
        item.title = "Other words"
        item.save_revision()
    assert len(asked(one)) == len(asked([*one, *three])) <= 5


def lists():
    yield reverse("wagtailadmin_explore", args=[newsroom().pk])
    yield f"{reverse('wagtailadmin_pages:search')}?q=jailed"
    yield reverse("wagtailadmin_home")


def test_lists_and_the_search_show_it_without_a_query_for_each_row(admin_search):
    desk = at_desk("press.officer")
    withdrawn_by_editor(title="Man jailed")
    queries = {}
    for round_ in range(2):
        for address in lists():
            desk.get(address)
            with CaptureQueriesContext(connection) as captured:
                text = desk.get(address).text
            own = [
                one["sql"] for one in captured.captured_queries if "newsroom_edition" in one["sql"]
            ]
            assert queries.setdefault(address, len(own)) == len(own)
            assert "live + draft" not in text
            if address != reverse("wagtailadmin_home"):
                assert "The sentence was another one." in text
        for number in range(3 - 3 * round_):
            withdrawn_by_editor(title=f"Man jailed {number}", slug=f"man-jailed-{number}")


def test_the_form_says_it_in_its_header_and_its_panel():
    page = withdrawn_by_editor()
    text = at_desk("press.officer").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    panel = text.partition('class="desk-status"')[2].partition("</section>")[0]
    assert "Withdrawn" in panel
    assert "Dana Editor" in panel
    assert "cleared as new" in panel
    assert 'class="desk-state desk-state--withdrawn"' in text
    assert "Anyone can edit" not in text


def test_an_alias_says_whose_words_it_shows():
    item = press_release(title="The original")
    alias = item.create_alias(update_slug="elsewhere")
    text = at_desk("duty.editor").get(reverse("wagtailadmin_pages:edit", args=[alias.pk])).text
    panel = text.partition('class="desk-status"')[2].partition("</section>")[0]
    assert "It shows the words of “The original”" in panel
    assert re.search(r"Public since \d", panel)

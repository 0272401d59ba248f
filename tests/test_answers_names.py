"""An answer about a protected name is about the names that stood there then, and about no other."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import examine
from newsroom.models import CheckResponse, PressReleasePage
from newsroom.orders.enforcement import begin_orders, enforce
from tests.blockers import name_order
from tests.factories import clear, draft, person, release, update

pytestmark = pytest.mark.django_db

ELSEWHERE, SURNAME = "protected-name-elsewhere", "protected-surname"
NAME, OTHER = "Zebedee Quillfeather", "Ottoline Brackenbury"


def answer(item, code=ELSEWHERE):
    given = {"page": item, "code": code, "by": person("duty.editor")}
    return CheckResponse.objects.create(digest=digest_of(item), words="Somebody else.", **given)


def codes(item, at=None):
    return {finding.code for finding in examine(item, at=at).blockers}


def order(name, *pages, **fields):
    made_of = name_order(name, *pages)
    for field, value in fields.items():
        setattr(made_of, field, value)
    made_of.save()
    return made_of


def moved(order, **by):
    order.starts_at = timezone.now() + timedelta(**by)
    order.save()


def test_an_order_that_begins_after_the_answer_asks_again():
    begins = timezone.now() + timedelta(hours=1)
    order(NAME)
    order(OTHER, starts_at=begins)
    item = clear(draft(title=f"{NAME} and {OTHER} open a shop"))
    answer(item)
    assert codes(item) == set()
    with time_machine.travel(begins, tick=False):
        assert codes(item) == {ELSEWHERE}
        answer(item)
        assert codes(item) == set()


def test_an_order_that_begins_takes_down_what_was_answered_before_it_began():
    begins = timezone.now() + timedelta(hours=1)
    order(NAME)
    order(OTHER, starts_at=begins)
    item = draft(title=f"{NAME} and {OTHER} open a shop")
    answer(item)
    release(item)
    with time_machine.travel(begins, tick=False):
        assert begin_orders(begins).taken_down == [item.pk]


def test_what_was_asked_for_the_end_of_the_embargo_is_answered_for_then():
    ends = timezone.now() + timedelta(days=1)
    order(NAME, starts_at=ends - timedelta(hours=1))
    item = draft(title=f"{NAME} opens a shop", go_live_at=ends)
    assert ELSEWHERE in codes(item, at=ends)
    answer(item)
    assert ELSEWHERE not in codes(item, at=ends)


@pytest.mark.parametrize("begins", [{"hours": 1}, {"hours": -1}])
def test_an_order_whose_day_is_changed_after_the_answer_asks_again(begins):
    changed = order(NAME, starts_at=timezone.now() + timedelta(days=2))
    item = draft(title=f"{NAME} opens a shop")
    answer(item)
    moved(changed, **begins)
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert ELSEWHERE in codes(item)


def test_an_order_that_comes_to_bind_the_page_later_asks_again():
    item = draft(title="Quillfeather and Brackenbury open a shop")
    order(NAME, item)
    later = order(OTHER)
    answer(item, SURNAME)
    assert SURNAME not in codes(item)
    later.pages.add(item)
    assert SURNAME in codes(item)


def test_what_was_answered_for_the_item_says_nothing_of_another_name_in_an_update():
    item = draft(title=f"{NAME} opens a shop")
    order(NAME)
    order(OTHER)
    answer(item)
    release(item)
    update(item, note=f"{NAME} has opened it.")
    with pytest.raises(ValidationError, match="protected in other proceedings"):
        update(item, note=f"{OTHER} has opened it.")


def test_an_answer_to_words_that_no_version_holds_is_about_no_name():
    item = draft(title="A shop opens")
    order(NAME)
    item.title = f"{NAME} opens a shop"
    answer(item)
    item.save()
    assert ELSEWHERE in codes(item)


def test_an_answer_about_a_surname_keeps_the_page_when_its_order_is_changed():
    item = draft(title="Quillfeather opens a shop")
    kept = order(NAME, item)
    answer(item, SURNAME)
    release(item)
    assert enforce(kept, None) == []
    assert PressReleasePage.objects.get(pk=item.pk).live

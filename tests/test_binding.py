"""Which pages an order covers and when: the rule on rows and that in memory are one."""

import os
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from wagtail.models import Page

from newsroom.gate.opening import times_of
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import PressReleasePage, ReportingRestriction
from newsroom.pages.case_orders import copy_orders
from newsroom.records.binding import pages_covered_by
from newsroom.time_zones import LONDON
from tests.blockers import order
from tests.factories import case, draft, newsroom, press_release, statement, topic, welsh

pytestmark = pytest.mark.django_db

SEEDS = range(int(os.environ.get("BINDING_SEEDS", "2")))
"""Worlds; more of them are tried by setting BINDING_SEEDS."""
START = datetime(2027, 3, 1, 9, tzinfo=LONDON)


def aliased(random: Random, page: Any) -> Page:
    parents = [newsroom(), page.get_parent()]
    slug = f"alias-{random.randrange(10**9)}"
    return page.create_alias(parent=random.choice(parents), update_slug=slug)


def grown(random: Random) -> list[Page]:
    """A few pages: cases with items, aliases, translations, and rows that were written past all."""
    cases: list[Any] = [case(live=False) for _ in range(2)]
    cases += [aliased(random, random.choice(cases)) for _ in range(random.randrange(2))]
    pages: list[Any] = [*cases, topic(), newsroom()]
    for _ in range(5):
        chosen = random.choice([None, *cases])
        make = random.choice((draft, lambda **more: statement(**more, live=False)))
        pages.append(make(case=chosen and chosen.specific))
    for _ in range(4):
        source = random.choice([page for page in pages if page.pk != newsroom().pk])
        pages.append(aliased(random, source.specific))
    for page in random.sample(pages, 2):
        if not page.has_translation(welsh()):
            pages.append(page.specific.copy_for_translation(welsh(), copy_parents=True))
    for page in random.sample(pages, 2):
        # As an update of a queryset leaves an alias: in another case than its source.
        PressReleasePage.objects.filter(pk=page.pk).update(case=random.choice(cases).pk)
    return list(Page.objects.filter(depth__gt=1).order_by("pk").specific())


def stored(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def entered(random: Random, pages: list[Page]) -> list[ReportingRestriction]:
    def moment() -> datetime:
        return START + timedelta(hours=random.randrange(-2, 3))

    return [
        order(
            *random.sample(pages, random.randrange(3)),
            kind=random.choice(ReportingRestriction.Kind.values),
            effect=random.choice(ReportingRestriction.Effect.values),
            starts_at=moment(),
            ends_at=random.choice((None, moment())),
            ended_at=random.choice((None, None, moment())),
        )
        for _ in range(4)
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_and_memory_agree_on_what_an_order_covers_and_when(seed):
    random = Random(seed)
    with time_machine.travel(START, tick=False):
        pages = grown(random)
        # Live past the gate: whether an order withholds them is asked all the same.
        Page.objects.update(live=True)
        orders = entered(random, pages)
        covers = {one: set(pages_covered_by(one).values_list("pk", flat=True)) for one in orders}
        for page in pages:
            asked = ReportingRestriction.objects.covering(page)
            assert set(asked) == {one for one in orders if page.pk in covers[one]}
        rows = ReportingRestriction.objects
        assert set(rows.withholding()) == {one for one in orders if one.withholds()}
        for hours in range(-2, 3):
            at = START + timedelta(hours=hours)
            assert set(rows.in_force(at)) == {one for one in orders if one.is_in_force(at)}
            assert set(rows.current_or_upcoming(at)) == {
                one for one in orders if one.is_current_or_upcoming(at)
            }
        holding = [one for one in orders if one.withholds() and one.is_in_force(START)]
        held = {pk for one in holding for pk in covers[one]}
        public = PublishedQuerySet(Page).published().values_list("pk", flat=True)
        assert held.isdisjoint(public)
        for page in pages:
            ends = times_of(page, START).closes_at
            assert (page.pk in held) == (ends is not None and ends <= START)


def test_an_order_covers_an_item_whose_source_joined_a_case_unseen():
    thread, item = case(), press_release()
    alias = item.create_alias(update_slug="aliased")
    restriction = order(thread)
    PressReleasePage.objects.filter(pk=item.pk).update(case=thread)
    assert {alias.pk, item.pk} <= set(pages_covered_by(restriction).values_list("pk", flat=True))
    assert ReportingRestriction.objects.covering(stored(alias)).get() == restriction
    assert not PublishedQuerySet(Page).published().filter(pk=alias.pk).exists()


def test_an_item_is_covered_before_it_is_saved():
    thread = case(live=False)
    restriction = order(thread)
    item = PressReleasePage(title="New", case=thread)
    assert ReportingRestriction.objects.covering(item).get() == restriction
    item.case = None
    assert not ReportingRestriction.objects.covering(item).exists()


def test_an_order_about_a_case_covers_the_items_of_its_alias():
    thread = case(live=False)
    alias = thread.create_alias(update_slug="aliased")
    item = draft(case=alias.specific)
    assert item.pk in set(pages_covered_by(order(thread)).values_list("pk", flat=True))


def test_an_alias_of_an_alias_is_an_alias_of_its_source():
    item = draft()
    first = item.create_alias(update_slug="first")
    second = first.specific.create_alias(update_slug="second")
    assert Page.objects.get(pk=second.pk).alias_of_id == item.pk
    assert second.pk in set(pages_covered_by(order(item)).values_list("pk", flat=True))


def test_what_becomes_a_page_of_its_own_is_named_only_by_what_would_cover_it_no_longer():
    thread = case(live=False)
    item = draft(case=thread)
    copied = draft(case=thread)
    of_case, of_item = order(thread), order(item)
    assert copy_orders(copied, item) == [of_item]
    assert copy_orders(copied, item) == []
    assert set(ReportingRestriction.objects.covering(copied)) == {of_case, of_item}

"""What is deleted leaves no edition that points at it, nor a page that an order covers no more."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from newsroom.archive.index import ArchiveListing
from newsroom.models import Edition, FeaturedItem, RelatedItem, ReportingRestriction
from newsroom.records.binding import pages_covered_by
from tests.blockers import order
from tests.factories import (
    area,
    case,
    contact,
    crime_type,
    draft,
    newsroom,
    press_release,
    release,
    topic,
    welsh,
)

pytestmark = pytest.mark.django_db


def shown(page):
    return Edition.objects.open().get(page_id=page.pk).as_document()


def stored(page):
    return Page.objects.get(pk=page.pk).specific


def related_to(other):
    item = press_release(live=False)
    item.related_links = [RelatedItem(item=other)]
    return release(item)


def featuring(other):
    index = newsroom()
    index.featured_items = [FeaturedItem(item=other)]
    return release(index)


POINTERS = {
    "case": (case, lambda gone: press_release(case=gone), lambda page: page.case),
    "topic": (topic, lambda gone: press_release(topics=[gone]), lambda page: page.topics),
    "contact": (contact, lambda gone: press_release(contact=gone), lambda page: page.contact),
    "contact of a case": (contact, lambda gone: case(contact=gone), lambda page: page.contact),
    "related": (press_release, related_to, lambda page: page.related),
    "featured": (press_release, featuring, lambda page: page.front_page.featured),
    "crime type": (
        lambda: crime_type("Fraud"),
        lambda gone: press_release(crime_types=[gone]),
        lambda page: page.crime_types,
    ),
    "area": (
        lambda: area("Wessex"),
        lambda gone: press_release(areas=[gone]),
        lambda page: page.areas,
    ),
}


@pytest.mark.parametrize("pointer", POINTERS)
@pytest.mark.parametrize("live", [True, False], ids=["public", "written as not live"])
def test_an_open_edition_loses_its_pointer_at_what_is_deleted(pointer, live):
    make, pointing_at, read = POINTERS[pointer]
    gone = make()
    page = pointing_at(gone)
    assert read(shown(page))
    if not live and isinstance(gone, Page):
        Page.objects.filter(pk=gone.pk).update(live=False)
    key = gone.pk
    gone.delete()
    assert not read(shown(page))
    assert not ArchiveListing.objects.filter(list__in=("case", "topic"), key=key).exists()
    call_command("rebuild_editions", "--check", verbosity=0)
    call_command("rebuild_archive", "--check", verbosity=0)


def test_a_whole_section_is_deleted_with_what_points_within_it():
    thread = case()
    inside, outside = press_release(case=thread), press_release(case=thread)
    section = thread.get_parent()
    inside.move(section, "last-child")
    stored(section).delete()
    assert shown(outside).case is None
    assert not Edition.objects.open().filter(page_id__in=[thread.pk, inside.pk]).exists()
    call_command("rebuild_editions", "--check", verbosity=0)


def covered(restriction):
    return set(pages_covered_by(restriction).values_list("pk", flat=True))


@pytest.mark.parametrize("begins", [timedelta(), timedelta(hours=1)], ids=["now", "later"])
def test_what_an_order_covered_through_what_is_deleted_stays_covered(begins):
    thread = case(live=False)
    item = draft(case=thread)
    alias = item.create_alias(update_slug="aliased")
    for page in (newsroom().get_parent(), newsroom(), thread.get_parent(), thread):
        translated = page.specific.copy_for_translation(welsh())
    restriction = order(thread, starts_at=timezone.now() + begins)
    before = covered(restriction)
    assert before == {thread.pk, item.pk, alias.pk, translated.pk}
    stored(thread).delete()
    assert covered(restriction) == before - {thread.pk}
    stored(item).delete()
    assert covered(restriction) == {alias.pk, translated.pk}


def test_an_order_that_is_over_takes_no_more_pages():
    item = draft()
    alias = item.create_alias(update_slug="aliased")
    over = order(item, ended_at=timezone.now())
    stored(item).delete()
    assert Page.objects.filter(pk=alias.pk).exists()
    assert not ReportingRestriction.objects.get(pk=over.pk).pages.exists()


def test_what_goes_together_leaves_nothing_named():
    thread = case(live=False)
    item = draft(case=thread)
    item.move(section := thread.get_parent(), "last-child")
    restriction = order(thread, item)
    stored(section).delete()
    assert not restriction.pages.exists()

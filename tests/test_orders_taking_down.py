"""An order about many pages: readers first, then page by page, by whoever runs next."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.archive.index import ArchiveEntry
from newsroom.desk.dashboard import OrdersAtWorkPanel
from newsroom.gate.edition_words import EditionWords, index_missing, without_words
from newsroom.gate.visibility import let_through
from newsroom.models import (
    DeskNotice,
    Edition,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
    TakeDown,
    TakenDownPage,
)
from newsroom.orders import closing, enforcement, taking_down
from newsroom.orders.frequent_names import frequency_of
from newsroom.orders.name_scan.scan import search_for
from newsroom.publishing.release import withdraw
from tests.blockers import name_order, order
from tests.factories import case, clear, items, newsroom, paragraph, person, press_release, update

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"


@pytest.fixture
def slow():
    """A newsroom in which a call has time for nothing but what it must do at once."""
    with patch.object(taking_down, "FEW", 0), patch.object(closing, "SEARCHED", 5):
        yield


def time_for(pages):
    """Time to unpublish so many pages."""
    times = [False] * pages + [True]
    return patch.object(taking_down, "is_over", side_effect=times)


def many(number=4, text=f"It was {NAME}."):
    items(*[{"title": f"Item {one}", "body": [paragraph(text)]} for one in range(number)])
    return list(PressReleasePage.objects.order_by("pk"))


def begun(restriction, by="reviewing.lawyer"):
    """The order as a request leaves it that has time for one page."""
    with transaction.atomic():
        take_down = enforcement.begin(restriction, person(by))
    with time_for(1):
        taking_down.proceed(take_down, seconds=0)
    return take_down


def open_pages():
    return set(Edition.objects.open().values_list("page_id", flat=True))


def states(restriction):
    rows = TakenDownPage.objects.filter(take_down__restriction=restriction)
    return list(rows.order_by("page_id").values_list("state", flat=True))


def taken_down():
    return ReleaseLog.objects.filter(event=ReleaseLog.Event.TAKEN_DOWN).count()


@pytest.mark.parametrize("about", ["a case", "a name"])
def test_readers_get_none_of_many_pages_though_one_alone_is_unpublished(client, slow, about):
    thread = case()
    pages = many()
    PressReleasePage.objects.update(case=thread)
    restriction = order(thread) if about == "a case" else name_order(NAME)
    begun(restriction)
    expected = {page.pk for page in pages}
    assert open_pages().isdisjoint(expected)
    assert Page.objects.filter(pk__in=expected, live=True).count() >= len(pages) - 1
    assert client.get(pages[0].url).status_code == 404
    listed = client.get("/news/").text
    assert not any(page.title in listed for page in pages)
    assert not PressReleasePage.objects.published().exists()
    over = ArchiveEntry.objects.filter(closes_at__lte=timezone.now())
    assert over.count() == ArchiveEntry.objects.count()


def test_a_killed_take_down_is_finished_by_the_timer_once(slow):
    pages = many()
    restriction = name_order(NAME)
    begun(restriction)
    assert states(restriction) == ["down", "closed", "closed", "closed"]
    told = DeskNotice.objects.get()
    assert "4 public pages" in told.subject
    call_command("publish_due", "--once", verbosity=0)
    call_command("publish_due", "--once", verbosity=0)
    assert states(restriction) == ["down"] * 4
    assert taken_down() == len(pages)
    over = ArchiveEntry.objects.filter(closes_at__lte=timezone.now())
    assert over.count() == ArchiveEntry.objects.count()
    assert DeskNotice.objects.get() == told
    assert not taking_down.unfinished().exists()
    by = set(ReleaseLog.objects.filter(event="taken-down").values_list("username", flat=True))
    assert by == {"reviewing.lawyer"}


def test_a_process_that_dies_on_a_page_leaves_that_page_as_it_was_and_is_repeated(slow):
    many()
    restriction = name_order(NAME)
    begun(restriction)
    unpublish = taking_down.unpublish

    def dies(page):
        unpublish(page)
        raise KeyboardInterrupt

    with (
        patch.object(taking_down, "unpublish", dies),
        pytest.raises(KeyboardInterrupt),
        transaction.atomic(),
    ):
        taking_down.proceed_with_all(None)
    assert states(restriction) == ["down", "closed", "closed", "closed"]
    taking_down.proceed_with_all(None)
    assert taken_down() == 4


def test_one_page_that_cannot_be_unpublished_stops_no_other():
    pages = many()
    restriction = name_order(NAME)
    unpublish = taking_down.unpublish

    def fails(page):
        if page.pk == pages[0].pk:
            raise RuntimeError
        unpublish(page)

    with patch.object(taking_down, "unpublish", fails):
        with pytest.raises(RuntimeError):
            enforcement.enforce(restriction, None)
        assert taking_down.proceed_with_all().failed == [f"order {restriction.pk}"]
    assert states(restriction) == ["closed", "down", "down", "down"]
    assert not open_pages() & {page.pk for page in pages}
    assert taking_down.proceed_with_all().taken_down == [pages[0].pk]


def test_what_is_released_or_withdrawn_meanwhile_is_left_alone(slow):
    for _ in range(3):
        press_release(title=f"{NAME} jailed")
    restriction = name_order(NAME)
    begun(restriction)
    _down, released, withdrawn = PressReleasePage.objects.order_by("pk")
    released.title = "A man was jailed"
    released.slug = "a-man-was-jailed"
    clear(released).save()
    withdraw(withdrawn, "Wrong.", person("duty.editor"))
    taking_down.proceed_with_all(None)
    assert states(restriction) == ["down", "left", "left"]
    assert released.pk in open_pages()


def test_an_order_that_ends_meanwhile_is_searched_for_no_more(slow):
    many()
    for _ in range(2):
        last = press_release(title="Nobody")
    Page.objects.filter(pk=last.pk).update(title=NAME)
    restriction = name_order(NAME)
    begun(restriction)
    enforcement.end(restriction, None, "Lifted.")
    taking_down.proceed_with_all(None)
    assert states(restriction) == ["down"] * 4
    assert last.pk in open_pages()


def test_what_the_index_cannot_know_is_found_by_the_search_that_follows(slow):
    many(6, "Nobody.")
    last = PressReleasePage.objects.order_by("pk").last()
    PressReleasePage.objects.filter(pk=last.pk).update(image_caption=NAME)
    restriction = name_order(NAME)
    begun(restriction)
    assert last.pk in open_pages()
    assert DeskNotice.objects.get().occasion == "begun"
    taking_down.proceed_with_all(None)
    assert last.pk not in open_pages()
    assert set(DeskNotice.objects.values_list("occasion", flat=True)) == {"begun", "changed"}


def test_a_page_that_is_missing_in_the_index_is_found_all_the_same():
    pages = many()
    restriction = name_order(NAME)
    EditionWords.objects.filter(page_id=pages[0].pk).delete()
    EditionWords.objects.filter(page_id=pages[1].pk).update(words="", version=0)
    assert set(search_for(restriction).candidates()) == {page.pk for page in pages}


def test_the_timer_adds_what_is_missing_in_the_index():
    many()
    EditionWords.objects.update(version=0)
    assert without_words().count() >= 4
    call_command("publish_due", "--once", verbosity=0)
    assert not without_words().exists()
    assert index_missing(10) == 0


def test_the_index_follows_what_is_published_again_and_updates():
    item = press_release(title="Man jailed")
    item.title, item.slug = f"{NAME} jailed", "jailed"
    clear(item).save()
    other = update(press_release(), note=f"{NAME} was sentenced.").item
    search = search_for(name_order(NAME))
    assert set(search.candidates()) == {item.pk, other.pk}
    assert {page.pk for page in search.in_text(let_through())} == {item.pk, other.pk}


def test_an_order_of_the_clock_works_page_by_page_too(slow):
    pages = many()
    restriction = name_order(NAME)
    ReportingRestriction.objects.update(starts_at=timezone.now() - timedelta(seconds=1))
    enforcement.begin_orders(timezone.now(), seconds=0)
    enforcement.begin_orders(timezone.now(), seconds=0)
    assert TakeDown.objects.count() == 1
    assert not open_pages() & {page.pk for page in pages}
    enforcement.begin_orders(timezone.now(), seconds=None)
    assert states(restriction) == ["down"] * 4


def test_the_first_screen_says_how_far_an_order_is(slow, client):
    many()
    restriction = name_order(NAME)
    begun(restriction)
    client.force_login(person("administrator", is_superuser=True))
    home = client.get(reverse("wagtailadmin_home")).text
    assert "1 of 4 pages taken down. Readers see none of them any more." in home
    assert "being searched" in home
    taking_down.proceed_with_all(None)
    assert OrdersAtWorkPanel().rows() == []


def test_the_lock_of_releases_is_not_held_while_pages_are_searched():
    many()
    restriction = name_order(NAME)
    with transaction.atomic():
        take_down = enforcement.begin(restriction, None)
    events = []
    seen = closing.search_for(restriction)
    find = type(seen).in_text

    def search(self, live):
        events.append("searches")
        yield from find(self, live)
        events.append("searched")

    with (
        patch.object(type(seen), "in_text", search),
        patch.object(closing, "lock_releases_exclusively", lambda: events.append("locks")),
    ):
        taking_down.proceed(take_down)
    assert events[:3] == ["searches", "searched", "locks"]


# Names that are frequent words


def court_news(number, others=0):
    text = "A man was jailed at Leeds Crown Court."
    items(
        *[{"title": f"Item {one}", "body": [paragraph(text)]} for one in range(number)],
        *[{"title": f"Other {one}"} for one in range(others)],
    )


def test_a_frequent_word_is_no_name_whoever_enters_it():
    court_news(12)
    restriction = order(effect="names")
    for words in ("Crown Court", "crown  court", "Crown"):
        with pytest.raises(ValidationError, match="12 of 12 public items"):
            ProtectedName.objects.create(restriction=restriction, words=words)
    assert not ProtectedName.objects.exists()
    ProtectedName.objects.create(restriction=restriction, words="Mary Court")
    ProtectedName.objects.create(restriction=restriction, words=NAME)


def test_a_person_in_the_news_may_be_protected():
    items(*[{"title": f"Item {one}", "body": [paragraph(f"{NAME}.")]} for one in range(12)])
    assert frequency_of(NAME).items == 12
    assert not frequency_of(NAME).is_frequent(NAME)


def test_the_number_is_an_estimate_when_there_are_many():
    court_news(20, 3)
    newsroom()
    with patch("newsroom.orders.frequent_names.SAMPLE", 5):
        found = frequency_of("Crown Court")
    assert (found.items, found.out_of, found.is_estimate) == (20, 23, True)
    assert "about 20 of 23" in found.reason()

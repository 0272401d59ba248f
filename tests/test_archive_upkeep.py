"""Whatever is done to the items, the archive says of them what the pages say."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from newsroom.archive.index import ANY, ArchiveEntry, ArchiveText
from newsroom.archive.rebuild_index import differences, rebuild
from newsroom.archive.selection import Selection
from newsroom.models import Area, CrimeType, NewsItemPage
from newsroom.pages.archive_sync import MOST_ONE_BY_ONE
from tests.factories import area, clear, crime_type, items, newsroom, press_release, welsh

ACTIONS = (
    "publish",
    "edit_terms",
    "edit_date",
    "edit_words",
    "schedule_expiry",
    "withdraw",
    "withdraw_as_a_plain_page",
    "expire_by_timer",
    "withdraw_what_has_an_alias",
    "republish",
    "delete",
    "restrict_item",
    "restrict_section",
    "lift_restrictions",
    "move",
    "delete_term",
)
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5), st.integers(0, 40)), max_size=14
)


class Desk:
    """Carries out random work on a small newsroom. `which` picks an item, `seed` the details."""

    def __init__(self) -> None:
        self.index = newsroom()
        self.crime_types = [crime_type(f"Crime {n}") for n in range(3)]
        self.areas = [area(f"Area {n}") for n in range(3)]

    def do(self, action: str, which: int, seed: int) -> None:
        items = list(NewsItemPage.objects.filter(alias_of=None).order_by("pk"))
        if action == "publish":
            press_release(
                parent=self.index,
                published_at=self._date(seed),
                crime_types=self._some(self.crime_types, seed),
                areas=self._some(self.areas, seed // 3),
            )
        elif action == "restrict_section":
            PageViewRestriction.objects.create(page=self.index, restriction_type="login")
        elif action == "lift_restrictions":
            for restriction in PageViewRestriction.objects.all():
                restriction.delete()
        elif action == "delete_term":
            terms = self.crime_types if seed % 2 else self.areas
            if terms:
                terms.pop().delete()
        elif items:
            getattr(self, f"_{action}")(items[which % len(items)].specific, seed)

    def _date(self, seed: int) -> datetime:
        return datetime(2026, 3, 28, 23, 30, tzinfo=UTC) + timedelta(hours=seed * 9)

    def _some(self, terms: list, seed: int) -> list:
        return [term for bit, term in enumerate(terms) if seed >> bit & 1]

    def _publish(self, item):
        item.save_revision()
        clear(item).latest_revision.publish()

    def _edit_terms(self, item, seed):
        item.crime_types.set(self._some(self.crime_types, seed))
        item.areas.set(self._some(self.areas, seed // 2))
        self._publish(item)

    def _edit_date(self, item, seed):
        item.published_at = self._date(seed)
        self._publish(item)

    def _edit_words(self, item, seed):
        item.title, item.summary = f"New title {seed}", f"New teaser {seed}"
        clear(item).save()

    def _schedule_expiry(self, item, seed):
        item.expire_at = self._date(seed) - timedelta(days=400 * (seed % 2))
        # What was done before may have made it another version than the one that was cleared.
        clear(item).save()

    def _withdraw(self, item, seed):
        item.unpublish()

    def _withdraw_as_a_plain_page(self, item, seed):
        # As the admin's bulk action does.
        Page.objects.get(pk=item.pk).unpublish()

    def _expire_by_timer(self, item, seed):
        item.expire_at = self._date(seed) - timedelta(days=400)
        clear(item).save()
        call_command("publish_scheduled", verbosity=0)

    def _withdraw_what_has_an_alias(self, item, seed):
        item.create_alias(update_slug=f"alias-{item.pk}-{Page.objects.count()}")
        item.unpublish()

    def _republish(self, item, seed):
        self._publish(item)

    def _delete(self, item, seed):
        item.delete()

    def _restrict_item(self, item, seed):
        PageViewRestriction.objects.create(page=item, restriction_type="login")

    def _move(self, item, seed):
        item.move(Page.objects.get(pk=self.index.get_parent().pk), pos="last-child")


def counted_from_pages() -> dict[tuple[int, int], set[int]]:
    """The items under each combination, counted the slow and obvious way."""
    found: dict[tuple[int, int], set[int]] = {}
    for item in NewsItemPage.objects.published():
        crime_types = [ANY, *item.crime_types.values_list("pk", flat=True)]
        areas = [ANY, *item.areas.values_list("pk", flat=True)]
        for pair in product(crime_types, areas):
            found.setdefault(pair, set()).add(item.pk)
    return found


def counted_from_archive() -> dict[tuple[int, int], set[int]]:
    found: dict[tuple[int, int], set[int]] = {}
    crime_types = [ANY, *CrimeType.objects.values_list("pk", flat=True)]
    areas = [ANY, *Area.objects.values_list("pk", flat=True)]
    for pair in product(crime_types, areas):
        selection = Selection("en", *((pk,) if pk else () for pk in pair))
        months = selection.counts("month")
        ids = selection.page_ids(months, 0, 100)
        assert len(ids) == sum(months.values()), "the tally and the list differ"
        if ids:
            found[pair] = set(ids)
    return found


# A restriction that goes with its page must not put the page back into the archive.
@example(work=[("publish", 0, 0), ("restrict_item", 0, 0), ("delete", 0, 0)])
# An alias is public upon the clearances and answers of its source.
@example(work=[("publish", 0, 0), ("withdraw_what_has_an_alias", 0, 0)])
@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(work=steps)
def test_no_sequence_of_work_makes_the_archive_drift(work):
    """It takes some ten seconds: 42 newsrooms, each counted from its pages after up to 14 steps."""
    with transaction.atomic():
        desk = Desk()
        for step in work:
            desk.do(*step)
        assert list(differences(NewsItemPage.objects.published().archive_facts())) == []
        assert counted_from_archive() == counted_from_pages()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_check_finds_what_slipped_by():
    item = press_release(parent=newsroom(), crime_types=[crime_type("Fraud")])
    other = press_release(parent=item.get_parent())

    def found() -> list[str]:
        return list(differences(NewsItemPage.objects.published().archive_facts()))

    assert found() == []
    NewsItemPage.objects.filter(pk=item.pk).update(live=False)
    assert found() == [f"item {item.pk} is in the index but not public"]
    NewsItemPage.objects.filter(pk=item.pk).update(live=True)
    ArchiveText.objects.filter(item=item.pk).update(title="Other words")
    assert found() == [f"item {item.pk} is indexed with other words than it has"]
    ArchiveEntry.objects.filter(item=other.pk).delete()
    assert f"item {other.pk} is public but not in the index" in found()
    assert any("the tally says" in sentence for sentence in found())

    rebuild(NewsItemPage.objects.published().archive_facts())
    assert found() == []
    assert counted_from_archive() == counted_from_pages()


@pytest.mark.django_db
def test_scheduling_an_item_does_not_show_it():
    item = press_release(parent=newsroom(), live=False)
    item.go_live_at = datetime(2100, 1, 1, tzinfo=UTC)
    item.save_revision().publish()
    assert not ArchiveEntry.objects.exists()


@pytest.mark.django_db
def test_the_command_checks_without_changing_and_mends(capsys):
    item = press_release(parent=newsroom())
    call_command("rebuild_archive", "--check")
    assert "in line with the pages" in capsys.readouterr().out
    NewsItemPage.objects.filter(pk=item.pk).update(live=False)
    for _ in range(2):
        with pytest.raises(CommandError, match=f"item {item.pk} is in the index but not public"):
            call_command("rebuild_archive", "--check")
    call_command("rebuild_archive")
    assert "holds 0 items" in capsys.readouterr().out
    call_command("rebuild_archive", "--check")


@pytest.mark.django_db
def test_restricting_a_large_section_replaces_its_rows_at_once(django_assert_max_num_queries):
    index = newsroom()
    fraud = crime_type("Fraud").slug
    items(*[{"crime_types": [fraud]}] * (MOST_ONE_BY_ONE + 1))
    with django_assert_max_num_queries(60):
        restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert counted_from_archive() == {}
    # The gate looks again at each item before readers have it back.
    with django_assert_max_num_queries(60 + 40 * (MOST_ONE_BY_ONE + 1)):
        restriction.delete()
    assert counted_from_archive() == counted_from_pages()
    assert list(differences(NewsItemPage.objects.published().archive_facts())) == []


@pytest.mark.django_db
def test_a_translation_is_of_the_same_day(client):
    item = press_release(parent=newsroom(), published_at=datetime(2016, 11, 23, 9, tzinfo=UTC))
    translated = item.copy_for_translation(welsh(), copy_parents=True)
    assert translated.published_at == item.published_at
    assert item.copy(update_attrs={"slug": "again"}, keep_live=False).published_at is None

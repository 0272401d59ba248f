"""Each change that opens, closes or replaces an edition, and what the database refuses."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from newsroom.documents.digest import digest
from newsroom.editions.models import current_edition, facts_to_keep
from newsroom.gate.page_facts import digest_of
from newsroom.gate.reconciling import found_differences
from newsroom.models import Edition, ItemUpdate, OldAddress, PressReleasePage
from newsroom.orders.enforcement import end, enforce
from newsroom.scheduler import run_once
from tests.blockers import name_order, order
from tests.factories import (
    QC,
    case,
    clear,
    crime_type,
    draft,
    embargoed,
    newsroom,
    person,
    press_release,
    release,
    speaker,
    speech,
    topic,
    update,
    welsh,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


def stored(page):
    return page.specific_class.objects.get(pk=page.pk)


def history(page):
    """Why each edition of the page was closed, oldest first; empty for one that is not."""
    return list(
        Edition.objects.filter(page_id=page.pk)
        .order_by("number")
        .values_list("closed_why", flat=True)
    )


def open_edition(page):
    return Edition.objects.open().filter(page_id=page.pk).first()


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_a_release_opens_an_edition_of_the_very_words_that_were_cleared():
    item = press_release(title="Man jailed", crime_types=[crime_type()])
    edition = open_edition(item)
    page = stored(item)
    assert edition.as_document() == page.as_document()
    assert edition.digest == digest_of(page) == digest(edition.as_document(), page.unsaid_facts)
    told = (edition.number, edition.language, edition.address, edition.page_type, edition.kind)
    assert told == (1, "en", item.url, "press-release", "press-release")
    assert (edition.title, edition.date) == ("Man jailed", page.published_at)
    assert edition.above == [newsroom().pk]


def test_other_words_close_the_edition_before_at_the_same_moment():
    item = press_release(title="Man jailed")
    item.title = "Man jailed for six years"
    release(item)
    before, after = Edition.objects.filter(page_id=item.pk).order_by("number")
    assert before.closes_at == after.opens_at
    assert (before.closed_why, after.closed_why) == ("replaced", "")
    assert (before.title, after.title) == ("Man jailed", "Man jailed for six years")


def test_a_save_that_changes_nothing_opens_nothing():
    item = press_release()
    stored(item).save()
    stored(item).save(update_fields=["locked"])
    assert history(item) == [""]


def test_a_draft_and_an_embargo_have_no_edition():
    assert open_edition(draft()) is None
    item = embargoed()
    assert open_edition(item) is None
    with at(item.latest_revision.approved_go_live_at):
        run_once()
        assert open_edition(item).opens_at == timezone.now()


def test_an_expiry_closes_it_to_the_microsecond_before_any_timer():
    over = timezone.now() + HOUR
    item = press_release(expire_at=over)
    with at(over - MOMENT):
        assert open_edition(item)
    with at(over):
        assert open_edition(item) is None
        assert history(item) == [""]
        run_once()
        assert history(item) == ["expired"]
    assert Edition.objects.get(page_id=item.pk).closes_at == over


def test_a_later_expiry_takes_another_edition():
    item = press_release(expire_at=timezone.now() + HOUR)
    item.expire_at = None
    item.save()
    assert history(item) == ["replaced", ""]
    assert open_edition(item).closes_at is None


def test_a_withdrawal_closes_it_and_a_return_opens_the_next():
    item = press_release()
    stored(item).unpublish()
    assert history(item) == ["withdrawn"]
    release(stored(item))
    assert history(item) == ["withdrawn", ""]


def test_an_order_closes_it_in_its_own_transaction():
    item = press_release()
    alias = item.create_alias(update_slug="aliased")
    of_case = press_release(case=(thread := case()))
    for bound in (item, thread):
        enforce(order(bound, starts_at=timezone.now()), person("duty.editor"))
    assert [history(page) for page in (item, alias, of_case, thread)] == [["order"]] * 4


def test_an_order_that_begins_later_moves_the_end_to_its_beginning():
    begins = timezone.now() + HOUR
    item, late = press_release(), draft()
    enforce(order(item, late, starts_at=begins), person("duty.editor"))
    release(late)
    assert {open_edition(page).closes_at for page in (item, late)} == {begins}
    with at(begins):
        assert open_edition(item) is None
        assert open_edition(late) is None
        run_once()
        assert history(item) == ["order"]


def test_an_order_that_ends_before_it_began_moves_the_end_back():
    item = press_release()
    restriction = order(item, starts_at=timezone.now() + HOUR)
    end(restriction, person("duty.editor"), "Entered by mistake.")
    assert open_edition(item).closes_at is None


def test_nothing_reopens_when_an_order_ends():
    item = press_release()
    restriction = order(item, starts_at=timezone.now())
    enforce(restriction, person("duty.editor"))
    end(restriction, person("duty.editor"), "The trial is over.")
    stored(item).save()
    assert history(item) == ["order"]


def test_an_item_of_a_bound_page_is_not_saved_open_once_its_time_is_over():
    begins = timezone.now() + HOUR
    item = press_release()
    order(item, starts_at=begins)
    with at(begins), pytest.raises(Exception, match="published"), transaction.atomic():
        stored(item).save()
    with at(begins):
        assert open_edition(item) is None


def test_a_deletion_closes_it_and_the_edition_outlives_its_page():
    item = press_release(title="Man jailed")
    stored(item).delete()
    edition = Edition.objects.get(page_id=item.pk)
    assert (edition.closed_why, edition.title) == ("deleted", "Man jailed")


def test_a_closed_section_closes_all_below_and_the_gate_looks_again_when_it_opens():
    index = newsroom()
    good, named = press_release(parent=index), press_release(parent=index, title="Zebedee Roe")
    restriction = PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert (history(good), history(named)) == (["restricted"], ["restricted"])
    name_order("Zebedee Roe")
    restriction.delete()
    assert (history(good), history(named)) == (["restricted", ""], ["restricted"])


def test_what_is_released_into_a_closed_section_is_not_open():
    PageViewRestriction.objects.create(page=newsroom(), restriction_type="login")
    item = press_release()
    assert history(item) == ["restricted"]
    assert open_edition(item) is None
    stored(item).unpublish()
    assert history(item) == ["restricted", "withdrawn"]


def test_a_new_slug_moves_it_and_leaves_the_old_address():
    item = press_release(slug="man-jailed")
    item.slug = "man-jailed-for-six-years"
    release(item)
    assert history(item) == ["moved", ""]
    assert open_edition(item).address == "/news/man-jailed-for-six-years/"
    known = OldAddress.objects.filter(page_id=item.pk).values_list("address", flat=True)
    assert set(known) == {"/news/man-jailed/"}


def test_an_address_under_which_it_was_never_open_is_not_kept():
    item = release(draft(slug="man-named", go_live_at=timezone.now() + HOUR))
    item.slug = "man-jailed"
    release(item)
    assert not OldAddress.objects.exists()


def test_all_below_follow_a_section_that_moves():
    thread = case(slug="harbour")
    section = stored(thread.get_parent())
    section.slug = "cases"
    release(section)
    assert open_edition(thread).address == "/news/cases/harbour/"
    assert history(thread) == ["moved", ""]


def test_all_follow_when_the_site_begins_at_another_page():
    item = press_release(slug="man-jailed")
    site = Site.objects.select_related("root_page").get()
    home, site.root_page = site.root_page, Page.get_first_root_node()
    site.save()
    assert open_edition(item).address == f"/{home.slug}/news/man-jailed/"
    assert history(item) == ["moved", ""]


def test_the_site_may_begin_further_down_and_at_its_old_root_again():
    item = press_release(slug="man-jailed")
    site = Site.objects.select_related("root_page").get()
    home, news = site.root_page, item.get_parent()
    site.root_page = news
    site.save()
    assert open_edition(news).address == "/"
    assert open_edition(item).address == "/man-jailed/"
    assert not Edition.objects.open().filter(page_id=home.pk).exclude(address="").exists()
    site.root_page = home
    site.save()
    assert open_edition(home).address == "/"
    assert open_edition(item).address == "/news/man-jailed/"
    assert list(found_differences()) == []


def test_a_translation_has_an_edition_in_its_own_language():
    item = press_release()
    translated = item.copy_for_translation(welsh(), copy_parents=True)
    for above in translated.get_ancestors().filter(depth__gt=1, live=False).specific():
        release(above)
    release(stored(translated))
    edition = open_edition(translated)
    assert (edition.language, edition.address) == ("cy", translated.url)
    assert edition.address.startswith("/cy/")
    assert edition.translation_key == open_edition(item).translation_key


def test_an_update_that_is_saved_or_deleted_takes_another_edition():
    item = press_release()
    note = update(item, note="Jailed for four years.")
    assert [each.note for each in open_edition(item).as_document().updates] == [note.note]
    note.delete()
    assert open_edition(item).as_document().updates == ()
    assert history(item) == ["replaced", "replaced", ""]


def test_an_update_dated_later_is_there_once_its_moment_has_come():
    item, moment = press_release(), timezone.now() + HOUR
    ItemUpdate.objects.create(item=item, stage="sentence", at=moment, note="Jailed.")
    assert open_edition(item).changes_at == moment
    assert "Jailed." not in str(open_edition(item).document)
    with at(moment):
        run_once()
        assert [each.note for each in open_edition(item).as_document().updates] == ["Jailed."]
        run_once()
    assert len(history(item)) == 3


def test_records_that_a_document_holds_take_another_edition():
    fraud, roe = crime_type("Fraud"), speaker("Ann Roe", QC)
    item, said = press_release(crime_types=[fraud]), speech(speaker=roe)
    fraud.delete()
    assert open_edition(item).as_document().crime_types == ()
    roe.name = "Dame Ann Roe"
    roe.save()
    assert open_edition(said).as_document().speech.speaker.name.startswith("Dame Ann Roe")


def test_words_written_past_the_gate_never_become_an_edition():
    item = press_release(title="Man jailed", summary="A man was jailed.")
    PressReleasePage.objects.filter(pk=item.pk).update(summary="Nobody has read this.")
    Page.objects.filter(pk=item.pk).update(title="Nor this.")
    update(item)
    stored(newsroom()).move(newsroom().get_parent(), "last-child")
    edition = open_edition(item)
    assert (edition.title, edition.teaser) == ("Man jailed", "A man was jailed.")
    assert not Edition.objects.filter(title="Nor this.").exists()


def test_a_page_that_is_live_without_an_edition_gets_none_by_itself():
    item = clear(draft())
    Page.objects.filter(pk=item.pk).update(live=True)
    update(item)
    PageViewRestriction.objects.create(page=item, restriction_type="login").delete()
    stored(item).move(newsroom(), "first-child")
    with pytest.raises(CommandError, match=f"page {item.pk}: live, though"):
        call_command("rebuild_editions", verbosity=0)
    assert history(item) == []


def changed(edition):
    """The edition's row with every column changed, one at a time."""
    later = timezone.now() + HOUR
    names = set(facts_to_keep(edition)) - {"closes_at", "closed_why"}
    values = {
        **dict.fromkeys(names, "other"),
        **dict.fromkeys(("date", "opens_at", "changes_at"), later),
        **dict.fromkeys(("page_id", "number", "revision_id"), 99),
        "translation_key": "11111111-1111-1111-1111-111111111111",
        "above": [7],
        "document": {},
    }
    return [{name: values[name]} for name in names]


def test_the_database_refuses_every_change_but_closing():
    edition = open_edition(press_release(expire_at=timezone.now() + HOUR))
    rows = Edition.objects.filter(pk=edition.pk)
    later = edition.closes_at + HOUR
    refused = [*changed(edition), {"closes_at": later}, {"closes_at": None}]
    for columns in refused:
        with pytest.raises(DatabaseError, match="it can be closed"), transaction.atomic():
            rows.update(**columns)
    with pytest.raises(DatabaseError, match="it can be closed"), transaction.atomic():
        rows._raw_delete(rows.db)
    assert rows.update(closes_at=edition.closes_at - MOMENT, closed_why="withdrawn") == 1
    with pytest.raises(DatabaseError, match="it can be closed"), transaction.atomic():
        rows.update(closed_why="")


@pytest.mark.parametrize("same", ["page_id", "address"])
def test_one_edition_at_most_is_open_of_a_page_and_at_an_address(same):
    edition = open_edition(press_release())
    facts = facts_to_keep(edition) | {"number": 2, "page_id": 99, "address": "/news/other/"}
    facts[same] = getattr(edition, same)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(**facts)
    Edition.objects.create(**{**facts, "closed_why": "withdrawn", "closes_at": edition.opens_at})


def test_the_check_names_what_differs_by_page_and_address():
    item, gone = press_release(slug="man-jailed"), press_release(slug="gone")
    topic()
    call_command("rebuild_editions", "--check", verbosity=0)
    Page.objects.filter(pk=item.pk).update(title="Other")
    Page.objects.filter(pk=gone.pk).update(live=False)
    with pytest.raises(CommandError) as said:
        call_command("rebuild_editions", "--check", verbosity=0)
    assert f"page {item.pk} at /news/man-jailed/: other than its page (title, document)" in str(
        said.value
    )
    assert f"page {gone.pk} at /news/gone/: open, though it should not be public" in str(said.value)
    assert history(gone) == [""]
    Page.objects.filter(pk=item.pk).update(title=item.title)
    call_command("rebuild_editions", verbosity=0)
    assert history(gone) == ["withdrawn"]


def test_what_passed_before_there_were_editions_is_opened_by_the_command():
    item, other = press_release(), press_release()
    for page in (item, other):
        facts = facts_to_keep(current_edition(page.pk))
        Edition.objects.filter(page_id=page.pk).update(
            closed_why="withdrawn", closes_at=timezone.now()
        )
        Edition.objects.create(
            **{
                **facts,
                "number": 2,
                "document": {},
                "closed_why": "unopened",
                "closes_at": timezone.now(),
            },
        )
    Page.objects.filter(pk=other.pk).update(title="Not what passed")
    with pytest.raises(CommandError, match=f"page {other.pk} at"):
        call_command("rebuild_editions", verbosity=0)
    assert open_edition(item).as_document() == stored(item).as_document()
    assert open_edition(other) is None

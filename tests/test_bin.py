"""What is deleted at the desk goes into a bin, and comes back as it was, as a draft."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from newsroom.models import BinnedPage, PressReleasePage, ProtectedName, ReportingRestriction
from newsroom.publishing import bin as desk_bin
from newsroom.records.binned_pages import KEPT_FOR
from tests.desk import at_desk, edit, submitted, told, write
from tests.factories import newsroom, person, topic

pytestmark = pytest.mark.django_db

BIN = reverse("desk_bin")
HOME = {"next": reverse("wagtailadmin_home")}


def delete(username, *pages):
    address = reverse("wagtailadmin_pages:delete", args=[pages[0].pk])
    if len(pages) > 1:
        chosen = "&".join(f"id={page.pk}" for page in pages)
        kind = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        address = f"{kind}?{chosen}"
    return at_desk(username).post(address, HOME, follow=True)


def restore(page, username="duty.editor"):
    return at_desk(username).post(BIN, {"page": page.pk}, follow=True)


def again(page):
    return Page.objects.get(pk=page.pk).specific


@pytest.mark.parametrize("in_bulk", [False, True], ids=["alone", "in bulk"])
def test_a_colleagues_draft_comes_back_with_all_its_versions(in_bulk):
    page = write("press.officer")
    other = write("press.officer", slug="another", title="Another")
    edit("press.officer", page, summary="Later words.")
    versions = page.revisions.count()
    parent = page.get_parent()
    person("second.officer").groups.set(person("press.officer").groups.all())
    answer = delete("second.officer", *([page, other] if in_bulk else [page]))
    assert "restore" in told(answer)
    assert again(page).get_parent() != parent
    shown = at_desk("duty.editor").get(BIN).text
    assert "Man jailed" in shown
    assert "second.officer" in shown
    restore(page)
    page = again(page)
    assert page.get_parent() == parent
    assert (page.slug, page.live) == ("man-jailed", False)
    assert page.get_latest_revision_as_object().summary == "Later words."
    assert page.revisions.count() == versions
    actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", "user__username")
    assert {("newsroom.delete", "second.officer"), ("newsroom.restore", "duty.editor")} <= {
        *actions
    }
    assert BinnedPage.objects.count() == (1 if in_bulk else 0)


@pytest.mark.parametrize("username", ["press.officer", "reviewing.lawyer"])
def test_only_who_may_publish_sees_and_restores(username):
    page = write()
    delete("press.officer", page)
    answer = restore(page, username)
    assert BinnedPage.objects.filter(page=page).exists()
    assert "Deleted pages" not in at_desk(username).get(BIN, follow=True).text
    assert answer.redirect_chain


def test_two_drafts_of_one_address_can_lie_in_the_bin_and_both_come_back():
    first = write()
    delete("press.officer", first)
    second = write()
    delete("press.officer", second)
    for page in (first, second):
        restore(page)
    assert again(first).slug == "man-jailed"
    assert again(second).slug == "man-jailed-1"
    assert again(second).get_latest_revision_as_object().slug == "man-jailed-1"


def test_a_section_goes_with_all_below_it():
    section = topic(live=False)
    below = section.add_child(instance=Page(title="Below", slug="below", live=False))
    desk_bin.put(section, person("duty.editor"))
    assert again(below).is_descendant_of(again(section))
    assert desk_bin.pages_in_bin().filter(pk=below.pk).exists()
    restore(section)
    assert again(below).url_path == f"{again(section).url_path}below/"


def test_a_review_ends_when_its_page_is_deleted():
    page = submitted()
    delete("duty.editor", page)
    restore(page)
    assert again(page).current_workflow_state is None


def test_what_is_in_the_bin_is_in_no_list_and_is_not_edited():
    page = write()
    delete("press.officer", page)
    administrator = at_desk("administrator")
    answer = administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk]), follow=True)
    assert "in the bin" in told(answer)
    for place in (newsroom().pk, Page.objects.get(depth=1).pk):
        listed = administrator.get(reverse("wagtailadmin_explore", args=[place])).text
        assert "Man jailed" not in listed
        assert desk_bin.BIN not in listed
    chooser = reverse("wagtailadmin_choose_page")
    assert "Man jailed" not in administrator.get(chooser, {"q": "jailed"}).text
    assert not again(page).url


def test_a_name_that_is_protected_since_is_not_told_by_the_bin():
    page = write(title="Ottoline Quarrenby jailed")
    delete("press.officer", page)
    order = ReportingRestriction.objects.create(
        kind="s4-2", effect="names", starts_at=timezone.now() - timedelta(days=1)
    )
    ProtectedName.objects.create(restriction=order, words="Ottoline Quarrenby")
    assert "Quarrenby" not in at_desk("duty.editor").get(BIN).text
    assert "Quarrenby" not in told(restore(page))


def test_after_thirty_days_it_is_gone_for_good():
    page, other = write(), write(slug="another")
    for one in (page, other):
        delete("press.officer", one)
    now = timezone.now()
    BinnedPage.objects.filter(page=page).update(deleted_at=now - KEPT_FOR)
    assert desk_bin.empty(now) == 1
    assert not PressReleasePage.objects.filter(pk=page.pk).exists()
    assert PressReleasePage.objects.filter(pk=other.pk).exists()
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.delete").exists()


def test_a_page_whose_section_is_gone_goes_back_among_the_news():
    page = write()
    delete("press.officer", page)
    BinnedPage.objects.update(parent=None)
    restore(page)
    assert again(page).get_parent().specific == newsroom()

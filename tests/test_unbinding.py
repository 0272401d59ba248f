"""A page stays under an order until somebody takes it from under it, and says why."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from newsroom.gate.release_gate import ReleaseRefused, examine
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import DeskNotice, DeskSettings, Edition, PressReleasePage, ReleaseLog
from newsroom.orders.unbinding import ReasonNeeded
from newsroom.publishing.outbox import send_notices
from newsroom.records.log_context import Channel, log_context
from newsroom.records.redaction import NOTE_WITHHELD
from newsroom.records.restrictions import ReportingRestriction
from tests.blockers import AUTHOR, answered, change, name_order, order, sound_draft, stood_up_for
from tests.desk import at_desk, edit, events, told, write
from tests.factories import case, draft, newsroom, person, press_release, speeches, welsh
from tests.test_restrictions_desk import PREFIX, filled

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"
REASON = "The judge varied it this morning."


def stored(page):
    return PressReleasePage.objects.get(pk=page.pk)


def codes(page):
    return {finding.code for finding in examine(page).blockers}


def covering(page):
    current = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    return set(current.covering(page))


def with_reason(username="duty.editor", reason=REASON):
    return log_context(person(username), Channel.ADMIN, reason)


def is_public(page):
    return PublishedQuerySet(Page).published().filter(pk=page.pk).exists()


@pytest.mark.parametrize("other", [None, case], ids=["no case", "another case"])
def test_an_item_that_leaves_its_case_stays_under_the_order_and_the_desk_is_told(other):
    elsewhere = other and other()
    item = stood_up_for(sound_draft(case=elsewhere))
    thread = case()
    held = order(thread)
    change(item, case=thread)
    assert codes(stored(item)) == {"order", "not-cleared", "not-approved"}
    change(item, case=elsewhere)
    # These words were cleared before, and now only the order keeps them in.
    assert codes(stored(item)) == {"order"}
    assert {page.pk for page in held.pages.all()} == {thread.pk, item.pk}
    row = ReleaseLog.objects.get(event="bound")
    assert (row.page_id, row.restriction_id) == (item.pk, held.pk)
    notice = DeskNotice.objects.get(page=item)
    assert notice.subject == "Still under an order: Man to appear in court"
    assert "take it out of the order, and say why" in notice.body


def test_a_draft_that_would_leave_its_case_is_bound_before_it_is_saved():
    thread = case()
    held = order(thread, effect="names", names=(NAME,))
    item = press_release(title="Man jailed", case=thread)
    item.case = None
    item.title = "Quillfeather jailed"
    assert "protected-surname" in codes(item)
    item.save_revision()
    with pytest.raises(ReleaseRefused), transaction.atomic():
        item.save()
    assert covering(stored(item)) == {held}


def test_whoever_takes_the_case_off_in_the_form_is_told():
    thread = case()
    held = order(thread)
    item = write(case=str(thread.pk))
    response = edit(AUTHOR, item, slug=item.slug, case="")
    assert stored(item).case is None
    assert "stays bound by this order" in told(response)
    assert held.label in told(response)
    assert not told(edit(AUTHOR, item, slug=item.slug, case="")).count("stays bound")


def test_pages_are_taken_from_under_an_order_only_with_a_reason():
    thread, item = case(), draft()
    under = draft(case=thread)
    held = order(thread, item)
    ended = order(item, ended_at=timezone.now())
    for act in (
        lambda: held.pages.remove(item),
        lambda: held.pages.clear(),
        lambda: held.pages.set([]),
        lambda: item.reporting_restrictions.remove(held),
        lambda: item.reporting_restrictions.clear(),
    ):
        with pytest.raises(ReasonNeeded), transaction.atomic():
            act()
    ended.pages.clear()
    with with_reason():
        held.pages.remove(thread)
        item.reporting_restrictions.remove(held)
    rows = ReleaseLog.objects.filter(event="unbound", restriction=held)
    assert set(rows.values_list("page_id", flat=True)) == {thread.pk, under.pk, item.pk}
    assert set(rows.values_list("note", "username")) == {(REASON, "duty.editor")}
    [for_item, of_case] = DeskNotice.objects.filter(key__startswith="unbound:")
    assert (for_item.subject, of_case.subject) == (
        "Taken from under an order: 1 page",
        "Taken from under an order: 2 pages",
    )
    assert REASON in of_case.body


def test_the_desk_gets_a_mail():
    DeskSettings.objects.update_or_create(pk=1, defaults={"desk_email": "desk@example.org"})
    item = draft(title="Man to appear")
    held = order(item)
    with with_reason():
        held.pages.remove(item)
    send_notices()
    assert [message.subject for message in mail.outbox] == ["Taken from under an order: 1 page"]


def test_what_was_cleared_before_is_cleared_again_once_it_is_taken_from_under_the_order():
    item = stood_up_for(sound_draft())
    held = order(item)
    with with_reason():
        held.pages.remove(item)
    assert codes(stored(item)) == {"not-cleared", "not-approved"}
    assert codes(stored(stood_up_for(item))) == set()


def test_an_order_that_has_ended_leaves_its_clearances():
    item = stood_up_for(sound_draft())
    held = order(item)
    ReportingRestriction.objects.filter(pk=held.pk).update(ended_at=timezone.now())
    assert codes(stored(item)) == set()


def test_the_form_of_an_order_asks_for_the_reason_and_keeps_it():
    thread, item = case(), stood_up_for(sound_draft())
    held = order(thread, item)
    client = at_desk("administrator")
    address = reverse(f"{PREFIX}:edit", args=[held.pk])
    response = client.post(address, filled(thread, why_less=""))
    assert response.status_code == 200
    assert "Say why" in response.content.decode()
    assert held.pages.count() == 2
    assert client.post(address, filled(thread, why_less=REASON)).status_code == 302
    assert held.pages.count() == 1
    row = ReleaseLog.objects.get(event="unbound")
    assert (row.page_id, row.note, row.username) == (item.pk, REASON, "administrator")


def test_a_reason_that_holds_a_protected_name_is_withheld():
    item = draft()
    held = order(item)
    name_order(NAME, item)
    with with_reason(reason=f"It is not about {NAME}."):
        held.pages.remove(item)
    assert ReleaseLog.objects.get(event="unbound").note == NOTE_WITHHELD
    assert NAME not in DeskNotice.objects.get(key__startswith="unbound:").body


def test_an_item_that_moves_stays_under_its_order():
    item = draft()
    held = order(item)
    item.move(speeches(), pos="first-child")
    assert covering(stored(item)) == {held}
    assert "order" in codes(stored(item))


def copied_by(item, way):
    if way == "page":
        return item.copy(update_attrs={"slug": "copied"})
    if way == "action":
        return CopyPageAction(item, update_attrs={"slug": "copied"}).execute()
    above = newsroom().copy(recursive=True, update_attrs={"slug": "again"})
    return above.get_children().get(slug=item.slug)


@pytest.mark.parametrize("way", ["page", "action", "with all below it"])
def test_a_copy_made_by_a_program_is_bound_as_its_source(way):
    item = stood_up_for(sound_draft(sexual_offence=True))
    answered(item, "anonymity")
    held = order(item)
    copied = stored(copied_by(item, way))
    assert covering(copied) == {held}
    assert codes(copied) == {"order", "anonymity", "not-cleared", "not-approved"}


def test_a_copy_that_is_to_be_public_at_once_is_checked_as_bound():
    item = press_release(title="Man jailed")
    name_order(NAME, item)
    with pytest.raises(ReleaseRefused) as refused, transaction.atomic():
        item.copy(update_attrs={"slug": "copied", "title": "Quillfeather jailed", "live": True})
    assert "protected-surname" in {one.code for one in refused.value.examination.blockers}


def test_a_translation_and_an_alias_are_bound_as_their_source():
    item = draft()
    held = order(item)
    alias = item.create_alias(update_slug="aliased")
    for page in (newsroom().get_parent().specific, newsroom()):
        page.copy_for_translation(welsh())
    translated = item.copy_for_translation(welsh())
    for page in (alias, translated):
        assert covering(stored(page)) == {held}
    # They need no row of their own, being covered as what they show.
    assert held.pages.count() == 1


def hidden_section():
    """A draft below which pages stand, and whose slug says the name."""
    above = speeches()
    url_path = above.url_path.replace("/speeches/", "/zebedee-quillfeather/")
    row = Page.objects.filter(pk=above.pk)
    row.update(slug="zebedee-quillfeather", url_path=url_path, live=False)
    return row.get()


@pytest.mark.parametrize("said_in", ["its own slug", "the slug of the page above"])
def test_the_address_of_an_alias_is_checked_for_protected_names(said_in):
    item = stood_up_for(sound_draft())
    name_order(NAME, item)
    above, slug = newsroom(), "zebedee-quillfeather"
    if said_in == "the slug of the page above":
        above, slug = hidden_section(), "aliased"
    alias = item.create_alias(parent=above, update_slug=slug)
    assert "protected-name" in codes(stored(alias))
    with pytest.raises(ValidationError), transaction.atomic():
        item.latest_revision.publish()
    assert not is_public(alias)


def test_a_public_page_does_not_move_to_an_address_that_holds_a_protected_name():
    item = press_release(title="Man jailed")
    before = Edition.objects.open().get(page_id=item.pk).address
    name_order(NAME)
    above = hidden_section()
    with pytest.raises(ReleaseRefused, match="slug of a page above"), transaction.atomic():
        stored(item).move(above, pos="first-child")
    assert Edition.objects.open().get(page_id=item.pk).address == before
    assert is_public(item)


def test_a_draft_section_is_not_renamed_so_that_public_pages_below_it_name_somebody():
    above = speeches()
    item = press_release(title="Man jailed", parent=above)
    name_order(NAME)
    above = type(above).objects.get(pk=above.pk)
    Page.objects.filter(pk=above.pk).update(live=False)
    above.live, above.slug = False, "zebedee-quillfeather"
    with pytest.raises(ReleaseRefused), transaction.atomic():
        above.save()
    assert is_public(item)
    assert events(item) == ["released"]

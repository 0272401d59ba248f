"""Ways around the gate that no button takes: none of them lets out what nobody checked."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.documents import get_document_model
from wagtail.models import Page

from newsroom.gate.release_gate import examine
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import DeskNotice, Edition, PressReleasePage, ReleaseLog
from newsroom.orders.enforcement import end
from newsroom.pages.case_orders import public_orders
from newsroom.publishing.release import withdraw
from newsroom.records.redaction import NOTE_WITHHELD
from newsroom.scheduler import run_once
from tests.blockers import name_order, order
from tests.factories import case, clear, draft, press_release, release

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"


def is_public(page):
    return PublishedQuerySet(Page).published().filter(pk=page.pk).exists()


def refused(act):
    with pytest.raises(ValidationError), transaction.atomic():
        act()


def stored(page):
    return PressReleasePage.objects.get(pk=page.pk)


def codes(page):
    return {finding.code for finding in examine(page).blockers}


def test_a_part_of_a_page_is_not_saved_public_over_words_that_nobody_read():
    item = clear(draft(title="Man to appear in court"))
    PressReleasePage.objects.filter(pk=item.pk).update(summary="Nobody has read this.")
    item.live = True
    refused(lambda: item.save(update_fields=["live"]))
    assert not is_public(item)
    item = stored(item)
    item.live = True
    clear(item).save(update_fields=["live"])
    assert is_public(item)


def test_other_words_of_a_public_page_pass_the_gate_when_it_is_saved_as_a_plain_page():
    item = press_release(title="Man jailed")
    name_order(NAME)
    for field in ("title", "slug", "seo_title", "search_description"):
        plain = Page.objects.get(pk=item.pk)
        setattr(plain, field, "zebedee-quillfeather")
        refused(plain.save)
    plain = Page.objects.get(pk=item.pk)
    plain.title = "Man jailed today"
    refused(plain.save)
    plain = Page.objects.get(pk=item.pk)
    plain.locked = True
    plain.save()
    assert (stored(item).locked, stored(item).title) == (True, "Man jailed")


def test_a_plain_page_may_be_saved_with_words_that_are_cleared():
    item = press_release(title="Man jailed")
    before = Edition.objects.open().get(page_id=item.pk).digest
    item.title = "Man jailed today"
    clear(item)
    plain = Page.objects.get(pk=item.pk)
    plain.title = item.title
    plain.save()
    assert is_public(item)
    assert Edition.objects.open().get(page_id=item.pk).digest != before


def test_what_is_written_live_is_not_public_before_its_embargo_ends():
    ends = timezone.now() + timedelta(hours=1)
    item = release(draft(go_live_at=ends))
    with time_machine.travel(ends - timedelta(seconds=1), tick=False) as clock:
        assert not is_public(item)
        clock.move_to(ends)
        assert is_public(item)


def test_an_order_about_a_page_binds_its_alias_from_its_second():
    item = press_release(title="Man jailed")
    alias = item.create_alias(update_slug="aliased")
    begins = timezone.now() + timedelta(hours=1)
    order(item, starts_at=begins)
    assert is_public(alias)
    with time_machine.travel(begins, tick=False):
        assert not is_public(item)
        assert not is_public(alias)
        assert "order" in codes(alias)


def test_an_order_about_a_page_holds_back_no_other():
    bound, other = press_release(title="Man jailed"), press_release(title="Woman jailed")
    alias = other.create_alias(update_slug="aliased")
    order(bound)
    assert [is_public(page) for page in (bound, other, alias)] == [False, True, True]


def test_a_name_in_the_source_is_as_protected_in_its_alias():
    item = draft(title="Quillfeather jailed")
    alias = item.create_alias(update_slug="aliased")
    name_order(NAME, item)
    assert "protected-surname" in codes(alias)


def test_an_alias_that_becomes_a_page_of_its_own_stays_bound():
    item = draft()
    alias = item.create_alias(update_slug="aliased")
    made = order(item)
    coming = order(item, starts_at=timezone.now() + timedelta(days=1))
    ended = order(item, ended_at=timezone.now())
    ConvertAliasPageAction(alias.specific).execute(skip_permission_checks=True)
    assert stored(alias).alias_of is None
    assert "order" in codes(stored(alias))
    bound = {one.pk for one in alias.reporting_restrictions.all()}
    assert bound == {made.pk, coming.pk}
    assert ended.pages.count() == 1


def test_an_alias_of_what_is_only_scheduled_waits_with_it():
    item = draft(go_live_at=timezone.now() + timedelta(hours=1))
    alias = item.create_alias(update_slug="aliased")
    item.save_revision()
    clear(item).latest_revision.publish()
    assert not stored(alias).live
    item.revisions.update(approved_go_live_at=None)
    with time_machine.travel(item.go_live_at, tick=False):
        run_once()
        assert not is_public(alias)
        item.latest_revision.publish()
        assert is_public(alias)


def test_the_address_of_an_alias_is_checked_though_its_words_are_public():
    item = press_release(title="Man jailed")
    alias = item.create_alias(update_slug="aliased")
    name_order(NAME)
    alias = stored(alias)
    alias.slug = "zebedee-quillfeather"
    refused(alias.save)
    alias.slug = "man-jailed-in-leeds"
    alias.save()
    assert is_public(alias)


def said_again(item, title):
    item.title = title
    item.save()


def test_words_that_others_have_replaced_are_cleared_anew_before_they_return():
    item = press_release(title="Man and witness jailed")
    item.title = "Man jailed"
    clear(item).save()
    refused(lambda: said_again(item, "Man and witness jailed"))
    item = stored(item)
    assert item.title == "Man jailed"
    said_again(item, "Man jailed")
    item.title = "Man and witness jailed"
    assert {"not-cleared", "not-approved"} <= codes(item)
    clear(item).save()
    assert stored(item).title == "Man and witness jailed"


def test_words_that_wait_while_others_are_released_stay_cleared():
    item = press_release(title="Man jailed")
    item.title = "Man jailed for longer"
    clear(item)
    item.title = "Man jailed in Leeds"
    clear(item).save()
    said_again(item, "Man jailed for longer")
    assert stored(item).title == "Man jailed for longer"


def test_the_wording_of_an_order_tells_no_name_that_another_order_protects(settings):
    thread = case()
    order(thread, effect="names", public_wording=f"{NAME} must not be named.")
    told = order(thread, effect="names", public_wording="The witness must not be named.")
    assert len(public_orders(thread)) == 2
    name_order(NAME)
    assert [one.wording for one in public_orders(thread)] == [told.public_wording]
    settings.FIELD_ENCRYPTION_KEYS = ["A" * 43 + "="]
    assert public_orders(thread) == ()


def test_a_document_is_cleared_under_the_name_that_readers_are_shown():
    file = get_document_model().objects.create(title="Judgment", file=ContentFile(b"x", "a.txt"))
    link = f'<p><a linktype="document" id="{file.pk}">Read it</a></p>'
    item = clear(draft(body=[("paragraph", link)]))
    assert "not-cleared" not in codes(item)
    file.title = "Judgment on the second witness"
    file.save()
    assert "not-cleared" in codes(item)


def test_what_somebody_writes_for_the_record_repeats_no_name():
    item = press_release(title="Man jailed")
    name_order(NAME, item)
    withdraw(item, "It names Quillfeather, a witness.")
    assert not stored(item).live
    assert ReleaseLog.objects.get(event="withdrawn").note == NOTE_WITHHELD
    end(order(item), None, f"Unlike {NAME}, he may be named.")
    assert NAME not in DeskNotice.objects.get(occasion="ended").body
    assert NAME not in ReleaseLog.objects.get(event="unrestricted").note

"""An item's form as a press officer meets it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.models import CrimeType, PressReleasePage, StatementPage
from newsroom.pages.stream_blocks import ArticleStream
from newsroom.years import sensible_year
from tests.factories import (
    area,
    clear,
    contact,
    crime_type,
    draft,
    embargoed,
    newsroom,
    picture,
    press_release,
    topic,
    update,
    welsh,
)

pytestmark = pytest.mark.django_db

WRITTEN_BY_PROGRAMS = {
    *("Edition", "OldAddress", "ArchiveEntry", "ArchiveListing", "ArchiveTally", "ArchiveText"),
    *("ArchiveCorrection", "PageChange", "PageText", "WithdrawalNotice", "EarlierEdition"),
    *("ReleaseLog", "DeskNotice", "SpeechPage", "Tombstone"),
    *("AccountLog", "AuthenticatorApp", "DeskSession", "FailedLogIn", "Passkey"),
    *("RecoveryCode", "TakeDown", "TakenDownPage", "OrderUndo", "WithheldText", "NamesakeReason"),
    *("CalendarAddress", "FactChange", "BinnedPage", "OpenForm", "OutgoingMail"),
    *("PublicCheck", "Subscriber", "Alert", "AlertDelivery", "AlertLetter", "AlertedEdition"),
    # How long a preview link works is chosen of a list.
    *("PreviewLink", "PreviewOpening", "PreviewComment", "WrongPreviewLink"),
    *("VerdictHold", "HoldMember", "HeldOutcome"),
    *("RetentionReview", "ErasurePermit", "RetentionDecision.proposed_at"),
    *("RetentionDecision.confirmed_at", "RetentionDecision.declined_at"),
    "RetentionDecision.finished_at",
    *("ReleaseBundle.approved_at", "ReleaseBundle.released_at"),
}
"""Models, or single fields of them, whose dates nobody types."""


def form_of(item):
    return item.get_edit_handler().get_form_class()(instance=item)


def filled(**fields):
    words = nested_form_data(
        {
            "title": "Man jailed",
            "slug": "man-jailed",
            "summary": "",
            "body": streamfield([("paragraph", rich_text("<p>A man was jailed.</p>"))]),
            "notes_to_editors": rich_text(""),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    return {**words, **fields}


def add(editor, **fields):
    address = reverse(
        "wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", newsroom().pk]
    )
    return editor.post(address, filled(**fields))


def publish(editor, **fields):
    """Write a draft, have others clear it, and publish it."""
    add(editor, **fields)
    draft = PressReleasePage.objects.get()
    clear(draft.get_latest_revision_as_object())
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    return editor.post(edit, filled(**fields, **{"action-publish": "1"}))


def test_what_others_have_cleared_is_published(editor):
    publish(
        editor,
        crime_types=[crime_type().pk],
        areas=[area().pk],
        topics=[topic().pk],
        contact=contact().pk,
    )
    item = PressReleasePage.objects.get()
    assert item.live
    assert item.published_at is not None
    assert [term.name for term in item.crime_types.all()] == ["Sexual offences"]
    assert editor.get(item.url).status_code == 200


def test_a_picture_without_description_is_told_beside_the_field(editor):
    image = picture()
    response = add(editor, image=image.pk, **{"action-publish": "1"})
    assert response.status_code == 200
    assert "image_alt" in response.context["form"].errors
    assert not PressReleasePage.objects.exists()
    # A draft may wait for it.
    add(editor, image=image.pk)
    draft = PressReleasePage.objects.get()
    assert not draft.live
    # So may a draft of what is public already.
    draft.image_alt = "The entrance of a court"
    clear(draft).save_revision().publish()
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert editor.post(edit, filled(image=image.pk)).status_code == 302
    response = editor.post(edit, filled(image=image.pk, **{"action-publish": "1"}))
    assert "image_alt" in response.context["form"].errors
    draft.refresh_from_db()
    assert draft.live
    assert draft.image_alt == "The entrance of a court"


def test_nothing_goes_public_without_text(editor):
    body = nested_form_data({"body": streamfield([])})
    response = add(editor, **{**body, "action-publish": "1"})
    assert "body" in response.context["form"].errors
    add(editor, **body)
    assert not PressReleasePage.objects.get().live


@pytest.mark.parametrize(
    ("typed", "refused"), [("01/02/2016 09:30", False), ("31/12/2099 09:30", True)]
)
def test_a_date_is_british_and_not_still_to_come(editor, typed, refused):
    if refused:
        response = add(editor, published_at=typed, **{"action-publish": "1"})
        assert "published_at" in response.context["form"].errors
    else:
        publish(editor, published_at=typed)
        assert PressReleasePage.objects.get().published_at == datetime(
            2016, 2, 1, 9, 30, tzinfo=UTC
        )


def test_a_date_may_be_that_of_the_schedule(editor):
    publish(editor, published_at="31/12/2099 09:30", go_live_at="31/12/2099 09:30")
    item = PressReleasePage.objects.get()
    assert not item.live
    assert item.scheduled_revision is not None


def test_a_statement_offers_only_the_kinds_it_can_be():
    offered = [value for value, _label in form_of(StatementPage()).fields["kind"].choices]
    assert offered == ["cps-says", "article", "news-item"]


def test_a_ragged_table_is_told_beside_its_rows():
    block = ArticleStream().child_blocks["table"]
    table = {"caption": "Halls", "header": ["County", "Halls"], "rows": [["Rutland"]]}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(table))
    assert "2 cells" in str(refused.value.block_errors["rows"])


def test_a_copy_has_not_been_published_yet():
    item = press_release(published_at=datetime(2016, 2, 1, 9, 30, tzinfo=UTC))
    item.save_revision()
    copy = item.copy(update_attrs={"slug": "copy"}, keep_live=False)
    assert copy.published_at is None
    assert copy.get_latest_revision_as_object().published_at is None


def test_the_userbar_is_for_previews_only(editor):
    item = press_release()
    assert "userbar" not in editor.get(item.url).text
    item.save_revision()
    assert "userbar" in editor.get(reverse("wagtailadmin_pages:view_draft", args=[item.pk])).text


def test_an_empty_draft_can_be_previewed(editor):
    """Wagtail saves drafts without their required fields: templates must bear that."""
    address = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["newsroom", "pressreleasepage", newsroom().pk],
    )
    empty = filled(title="Draft", **{"body-0-value": rich_text("")})
    assert editor.post(address, filled()).json()["is_valid"]
    assert "A man was jailed." in editor.get(address).text
    assert editor.post(address, empty).json()["is_valid"]
    assert "Press release" in editor.get(address).text


def test_an_embargoed_draft_can_be_previewed(editor):
    item = press_release(title="Not yet", live=False)
    item.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[item.pk])
    assert "Not yet" in editor.get(address).text


def test_closed_terms_are_not_offered_but_stay_chosen():
    CrimeType.objects.all().delete()
    kept = crime_type("Kept", closed=True)
    crime_type("Closed", closed=True)
    crime_type("Open")
    crime_type("Agored", locale=welsh())
    form = form_of(press_release(crime_types=[kept]))
    assert [term.name for term in form.fields["crime_types"].queryset] == ["Kept", "Open"]
    assert [term.name for term in form_of(PressReleasePage()).fields["crime_types"].queryset] == [
        "Open"
    ]


@pytest.mark.parametrize("name", ["crimetype", "area", "presscontact", "updatedraft"])
def test_the_newsrooms_lists_open_and_search(editor, name):
    update(press_release(crime_types=[crime_type()], areas=[area()]))
    contact(area=area())
    listing = reverse(f"wagtailsnippets_newsroom_{name}:list")
    assert editor.get(listing).status_code == 200
    assert editor.get(listing, {"q": "x"}).status_code == 200
    assert editor.get(reverse(f"wagtailsnippets_newsroom_{name}:add")).status_code == 200


def test_the_menu_has_the_newsroom_and_no_news_of_wagtail(editor):
    home = editor.get(reverse("wagtailadmin_home")).text
    assert "Newsroom" in home
    assert "whats-new" not in home


def test_deleting_a_page_takes_its_updates_along():
    item = press_release()
    update(item)
    Page.objects.get(pk=item.pk).delete()
    assert not PressReleasePage.objects.exists()


def test_admin_search_finds_what_was_saved(editor, admin_search):
    item = press_release(title="Man jailed at Drayholme")
    found = editor.get(reverse("wagtailadmin_pages:search"), {"q": "Drayholme"}).text
    assert reverse("wagtailadmin_pages:edit", args=[item.pk]) in found


EXPIRY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def came_down():
    item = press_release(title="Man jailed", slug="man-jailed")
    item.expire_at, item.live, item.expired = EXPIRY, False, True
    item.save()
    item.save_revision()
    return PressReleasePage.objects.get(pk=item.pk)


def sent(editor, item, headers=None, **fields):
    """The form as it was opened, with its schedule, sent with these fields."""
    edit = reverse("wagtailadmin_pages:edit", args=[item.pk])
    opened = dict(re.findall(r'name="(loaded_\w+)"[^>]*value="([^"]*)"', editor.get(edit).text))
    data = {**filled(**opened), "expire_at": "2026-03-02 09:00", **fields}
    return editor.post(edit, data, headers=headers or {})


@pytest.mark.parametrize("headers", [{}, {"accept": "application/json"}], ids=["save", "autosave"])
def test_what_came_down_is_written_on(editor, headers):
    item = came_down()
    sent(editor, item, headers, summary="New words.")
    newest = PressReleasePage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert newest.summary == "New words."
    assert newest.expire_at == EXPIRY


def test_what_came_down_is_not_published_with_its_old_expiry(editor):
    item = came_down()
    refused = sent(editor, item, summary="Typed.", **{"action-publish": "1"})
    assert "It came down then." in refused.text
    assert "Typed." in refused.text
    again = sent(editor, item, expire_at="2026-03-02 10:00")
    assert "Expiry date/time must be in the future" in again.text


def test_a_copy_does_not_come_down_before_it_is_written():
    item = came_down()
    copied = item.copy(update_attrs={"slug": "copied"})
    newest = PressReleasePage.objects.get(pk=copied.pk).get_latest_revision_as_object()
    for page in (copied, newest):
        assert (page.expire_at, page.go_live_at, page.expired) == (None, None, False)
    item.expire_at = datetime(2096, 3, 2, tzinfo=UTC)
    item.save_revision()
    again = PressReleasePage.objects.get(pk=item.pk).copy(update_attrs={"slug": "copied-again"})
    assert again.get_latest_revision_as_object().expire_at == item.expire_at


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": "0001"},
        {"go_live_at": "9999"},
        {"published_at": "1899", "expire_at": "9999"},
    ],
    ids=repr,
)
def test_no_year_but_a_sensible_one_is_taken(editor, fields):
    """A slip of the keyboard is told beside its field, also in a draft, and what is typed stays."""
    typed = {name: f"{year}-03-02 09:00" for name, year in fields.items()}
    response = add(editor, summary="Typed.", **typed)
    assert not PressReleasePage.objects.exists()
    errors = response.context["form"].errors
    for name, year in fields.items():
        words = f"Check the year: {int(year)} is not between 1900 and 2100."
        assert words in errors[name], name
        assert words in response.text
    assert "Typed." in response.text


def test_every_day_that_somebody_enters_has_a_sensible_year():
    """Also of a field that is added later, unless a program fills it."""
    for model in apps.get_app_config("newsroom").get_models():
        for field in model._meta.local_fields:
            entered = isinstance(field, models.DateField) and field.editable
            named = f"{model.__name__}.{field.name}"
            if (
                entered
                and not field.auto_created
                and not WRITTEN_BY_PROGRAMS & {model.__name__, named}
            ):
                assert sensible_year in field.validators, named


def test_the_alias_of_a_page_that_waits_does_not_say_that_it_is_live(editor):
    """Made before the schedule, or after it; nor do the lists of pages say so."""
    early = draft(title="Early")
    made_before = early.create_alias(update_slug="made-before")
    early.go_live_at = timezone.now() + timedelta(days=1)
    clear(early)
    early.save_revision().publish()
    made_after = embargoed(title="Late").create_alias(update_slug="made-after")
    for alias in (made_before, made_after):
        page = Page.objects.get(pk=alias.pk)
        assert (page.live, page.status_string) == (False, "draft")
    listed = editor.get(reverse("wagtailadmin_explore", args=[newsroom().pk]), {"q": ""}).text
    ahead, *states = re.findall(r'class="desk-state desk-state--([\w-]+)"', listed)
    # Above the list stands the page whose list it is.
    assert (ahead, states) == ("public", ["never"] * 4)

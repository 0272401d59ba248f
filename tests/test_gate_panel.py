"""The gate beside the form: what is found while a page is being written, and how it is told."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.models import (
    HighProfileCasePage,
    PressReleasePage,
    ProtectedName,
    ReportingRestriction,
)
from newsroom.time_zones import LONDON
from tests.factories import (
    case,
    clear,
    crime_type,
    draft,
    newsroom,
    person,
    press_release,
    release,
    speech,
    statement,
    topic,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=LONDON)


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


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_address():
    return reverse("wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", newsroom().pk])


def ask(client, address, **fields):
    response = client.post(f"{address}checks/", filled(**fields))
    assert response.status_code == 200
    return response.json()


def written():
    item = draft(title="Man jailed", slug="man-jailed", crime_types=[crime_type("Violent crime")])
    item.save_revision(user=person())
    return PressReleasePage.objects.get(pk=item.pk)


def order_on(page, **fields):
    order = ReportingRestriction.objects.create(
        **{
            "kind": ReportingRestriction.Kind.POSTPONED,
            "effect": ReportingRestriction.Effect.EVERYTHING,
            "court": "Leeds Crown Court",
            "covers": "The second trial.",
            **fields,
        }
    )
    order.pages.add(page)
    return order


@pytest.mark.parametrize("make", [draft, press_release, speech, statement, topic, case])
def test_every_edit_screen_has_the_panel_with_its_count(editor, make):
    page = make()
    text = editor.get(edit_address(page)).text
    assert 'data-side-panel="gate"' in text
    assert 'data-side-panel-toggle="gate"' in text
    assert "desk/checks.js" in text


def test_the_create_screen_has_the_panel_too(editor):
    text = editor.get(add_address()).text
    assert 'data-side-panel="gate"' in text
    assert "The checks begin as soon as you write." in text


def test_a_screen_that_has_created_its_page_is_completed_in_parts(editor):
    parts = editor.get(edit_address(written()), {"_w_hydrate_create_view": "1"}).text
    assert "<html" not in parts
    assert "data-desk-checks" not in parts
    assert "w-teleport" in parts


def test_without_script_the_findings_of_the_last_saved_version_are_there(editor):
    item = draft()
    text = editor.get(edit_address(item)).text
    assert "No crime type is set" in text
    assert "No lawyer has cleared these words." in text


def test_what_is_typed_is_checked_and_not_saved(editor):
    item = written()
    before = Revision.objects.count()
    found = ask(editor, edit_address(item), title="Man jailed for XX years")
    assert "XX" in found["html"]
    assert 'data-desk-field="title"' in found["html"]
    assert found["count"] > 1
    item.refresh_from_db()
    assert item.title == "Man jailed"
    assert Revision.objects.count() == before


def test_a_page_still_to_be_created_is_checked_and_not_created(editor):
    newsroom()
    pages = Page.objects.count()
    found = ask(editor, add_address(), title="Man jailed for XX years")
    assert "XX" in found["html"]
    assert "No crime type is set" in found["html"]
    assert Page.objects.count() == pages


def test_an_address_still_to_be_made_holds_nothing_up(editor):
    found = ask(editor, add_address(), title="Man charged in XX", slug="")
    assert "“XX” was left to be filled in." in found["html"]
    assert "This field is required." not in found["html"]


def test_the_way_into_the_text_names_the_block(editor):
    item = written()
    body = streamfield(
        [("paragraph", rich_text("<p>First.</p>")), ("paragraph", rich_text("<p>Lorem ipsum</p>"))]
    )
    found = ask(editor, edit_address(item), **nested_form_data({"body": body}))
    assert 'data-desk-field="body" data-desk-block="2"' in found["html"]


def test_what_the_form_cannot_be_read_for_is_said_in_words(editor):
    item = written()
    found = ask(editor, edit_address(item), title="", go_live_at="the day after")
    assert "Headline:" in found["html"]
    assert "This field is required." in found["html"]
    assert "Embargo ends:" in found["html"]
    assert found["count"] == 2
    assert "Nothing stands in the way" not in found["html"]


def test_a_wrong_block_is_told_by_its_number(editor):
    item = written()
    heading = {"text": "x" * 201, "level": "h2"}
    body = streamfield([("paragraph", rich_text("<p>First.</p>")), ("heading", heading)])
    found = ask(editor, edit_address(item), **nested_form_data({"body": body}))
    assert found["count"] == 1
    assert "<strong>Text:</strong> Block 2: Ensure this value has at most 200" in found["html"]


@time_machine.travel(NOON, tick=False)
def test_the_embargo_is_told_in_london_time_with_the_day_of_the_week(editor):
    item = written()
    found = ask(
        editor, edit_address(item), go_live_at="26/11/2026 09:30", expire_at="01/07/2027 12:00"
    )
    when = "Thursday 26 November 2026 at 9.30am GMT"
    assert f"Not scheduled yet. Once it is released, it goes out {when}" in found["html"]
    assert "Comes down Thursday 1 July 2027 at midday BST" in found["html"]
    assert "embargo would" not in found["html"]
    item.latest_revision.approved_go_live_at = timezone.now() + timedelta(days=1)
    item.latest_revision.save()
    found = ask(editor, edit_address(item), go_live_at="26/11/2026 09:30")
    assert f"Goes out {when}" in found["html"]


@time_machine.travel(NOON, tick=False)
def test_an_embargo_that_is_over_is_not_told_of_what_is_public(editor):
    item = release(written())
    found = ask(editor, edit_address(item), go_live_at="24/11/2026 09:30")
    assert "it goes out when somebody publishes it" in found["html"]
    assert "Goes out" not in found["html"]


@time_machine.travel(NOON, tick=False)
def test_an_embargo_in_the_night_is_found(editor):
    found = ask(editor, edit_address(written()), go_live_at="26/11/2026 03:00")
    assert "The embargo would end on Thursday 26 November 2026, 03:00 GMT." in found["html"]
    assert 'data-desk-field="go_live_at"' in found["html"]


@time_machine.travel(NOON, tick=False)
def test_a_public_page_is_not_told_that_its_embargo_is_over(editor):
    item = release(draft(go_live_at=NOON.replace(day=1)))
    item.save_revision()
    assert "in the past" not in editor.get(edit_address(item)).text


def test_who_cleared_exactly_these_words_is_shown_until_they_change(editor):
    item = written()
    person("reviewing.lawyer", first_name="Ada", last_name="Lacey")
    clear(item.get_latest_revision_as_object())
    saved = editor.get(edit_address(item)).text
    assert "Legal clearance: Ada Lacey" in saved
    changed = ask(editor, edit_address(item), title="Another headline")
    assert "Nobody has cleared exactly these words." in changed["html"]


def test_an_order_on_the_case_is_shown_and_blocks(editor):
    thread = case()
    order_on(thread)
    item = written()
    found = ask(editor, edit_address(item), case=thread.pk)
    assert "A reporting restriction is in force" in found["html"]
    assert "The second trial." in found["html"]
    assert HighProfileCasePage.objects.get().items.count() == 0


def test_a_protected_name_is_found_and_never_repeated(editor):
    order = order_on(written(), effect=ReportingRestriction.Effect.NAMES)
    ProtectedName.objects.create(restriction=order, words="Ottoline Quarrenby")
    found = ask(
        editor, edit_address(PressReleasePage.objects.get()), title="Ottoline Quarrenby in court"
    )
    assert "protected" in found["html"]
    assert "Quarrenby" not in found["html"]


def test_only_who_may_edit_the_page_is_told(client):
    item = written()
    visitor = person("visitor")
    assert client.post(f"{edit_address(item)}checks/").status_code == 403
    client.force_login(visitor)
    assert client.post(f"{edit_address(item)}checks/", filled()).status_code in (302, 403)
    assert client.post(f"{add_address()}checks/", filled()).status_code in (302, 403)


def test_the_checks_are_not_got_but_asked_for(editor):
    assert editor.get(f"{edit_address(written())}checks/").status_code == 405


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("28/03/2027 01:30", "01:30 does not exist on Sunday 28 March 2027"),
        ("25/10/2026 01:30", "01:30 comes twice on Sunday 25 October 2026"),
    ],
)
@pytest.mark.parametrize("field", ["go_live_at", "expire_at", "published_at"])
def test_a_time_that_the_clocks_do_not_know_is_explained_beside_its_field(
    editor, field, typed, told
):
    with time_machine.travel(datetime(2026, 10, 1, 12, tzinfo=LONDON)):
        item = written()
        response = editor.post(edit_address(item), filled(**{field: typed}))
    assert told in response.context["form"].errors[field][0]
    assert "time zone" not in response.text


def test_the_headline_wraps_and_stays_one_line(editor):
    item = written()
    assert "<textarea" in str(editor.get(edit_address(item)).context["form"]["title"])
    editor.post(edit_address(item), filled(title="Man\r\n  jailed "))
    assert item.get_latest_revision_as_object().title == "Man jailed"


def test_asking_costs_the_same_however_large_the_archive(editor, django_assert_max_num_queries):
    item = written()
    for number in range(5):
        press_release(title=f"Another {number}")
    with django_assert_max_num_queries(60):
        ask(editor, edit_address(item))


def test_times_are_london_times():
    assert timezone.get_current_timezone_name() == "Europe/London"

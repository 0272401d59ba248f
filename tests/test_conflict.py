"""Two people write on one page: neither overwrites the other, and neither loses a word."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.models import PressReleasePage
from tests.factories import crime_type, draft, person

pytestmark = pytest.mark.django_db
TEXT = [("paragraph", "<p>A man was jailed.</p>")]


def signed_in(username, first, last):
    user = person(username, first_name=first, last_name=last, is_superuser=True)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ada():
    return signed_in("ada", "Ada", "Lacey")


@pytest.fixture
def bea():
    return signed_in("bea", "Bea", "Moss")


@pytest.fixture
def item():
    page = draft(title="Man jailed", slug="man-jailed", summary="As it was.", body=TEXT)
    page.save_revision(user=person("ada"))
    return PressReleasePage.objects.get(pk=page.pk)


def opened(client, page):
    """The form as the browser holds it, with what it was opened from."""
    text = client.get(address(page)).text
    marks = re.findall(
        r'<input type="hidden"[^>]*name="(loaded_\w+)"[^>]*value="([^"]*)"', text
    ) or re.findall(r'name="(loaded_\w+)" value="([^"]*)"', text)
    return filled(**dict(marks))


def filled(**fields):
    words = nested_form_data(
        {
            "title": "Man jailed",
            "slug": "man-jailed",
            "summary": "As it was.",
            "body": streamfield([("paragraph", rich_text("<p>A man was jailed.</p>"))]),
            "notes_to_editors": rich_text(""),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    return {**words, **fields}


def address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page):
    return PressReleasePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def kept(text):
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)
    return {unescape(name): unescape(value) for name, value in pairs}


def both_open(ada, bea, item):
    mine, theirs = opened(ada, item), opened(bea, item)
    answer = bea.post(address(item), {**theirs, "summary": "What Bea wrote."})
    assert answer.status_code == 302
    return mine


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"action-publish": "1"},
        {"action-submit": "1"},
        {"action-restart-workflow": "1"},
        {"action-workflow-action": "1", "workflow-action-name": "approve"},
        {"action-cancel-workflow": "1"},
    ],
    ids=lambda action: next(iter(action), "save"),
)
def test_a_form_opened_before_the_newest_version_is_held(ada, bea, item, action):
    mine = both_open(ada, bea, item)
    versions = Revision.objects.count()
    answer = ada.post(address(item), {**mine, "summary": "What Ada wrote.", **action})
    assert answer.status_code == 409
    assert Revision.objects.count() == versions
    assert latest(item).summary == "What Bea wrote."
    assert not latest(item).live
    assert "What Ada wrote." in answer.text
    assert "What Bea wrote." in unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert "Bea Moss" in answer.text
    assert "Teaser" in answer.text


def test_only_what_differs_is_shown(ada, bea, item):
    mine = both_open(ada, bea, item)
    shown = ada.post(address(item), {**mine, "summary": "What Ada wrote."})
    labels = [difference.label for difference in shown.context_data["differences"]]
    assert labels == ["Teaser"]


def test_mine_is_saved_as_the_newest_version_when_i_say_so(ada, bea, item):
    term = crime_type("Violent crime")
    mine = both_open(ada, bea, item)
    held = ada.post(
        address(item),
        {**mine, "summary": "What “Ada” <wrote>.", "crime_types": [term.pk], "action-publish": "1"},
    )
    again = kept(held.text)
    assert "action-publish" not in again
    answer = ada.post(address(item), again)
    assert answer.status_code == 302
    page = latest(item)
    assert page.summary == "What “Ada” <wrote>."
    assert [chosen.pk for chosen in page.crime_types.all()] == [term.pk]
    assert "A man was jailed." in str(page.body[0].value)
    assert not page.live
    written = item.revisions.order_by("created_at").values_list("user__username", flat=True)
    assert list(written) == ["ada", "bea", "ada"]


def test_mine_is_held_again_when_somebody_saves_while_i_decide(ada, bea, item):
    mine = both_open(ada, bea, item)
    again = kept(ada.post(address(item), {**mine, "summary": "What Ada wrote."}).text)
    bea.post(address(item), {**opened(bea, item), "summary": "What Bea wrote then."})
    assert ada.post(address(item), again).status_code == 409
    assert latest(item).summary == "What Bea wrote then."


def test_what_i_saved_by_itself_is_what_i_began_from(ada, bea, item):
    mine = opened(ada, item)
    json = {"headers": {"accept": "application/json"}}
    saved = ada.post(address(item), {**mine, "summary": "First."}, **json).json()
    assert saved["success"]
    # By a button, from the version that the autosave made.
    own = {**mine, "summary": "Second.", "overwrite_revision_id": saved["revision_id"]}
    assert ada.post(address(item), own).status_code == 302
    assert latest(item).summary == "Second."


def test_after_an_autosave_somebody_elses_version_is_noticed(ada, bea, item):
    mine = opened(ada, item)
    json = {"headers": {"accept": "application/json"}}
    saved = ada.post(address(item), {**mine, "summary": "First."}, **json).json()
    bea.post(address(item), {**opened(bea, item), "summary": "What Bea wrote."})
    own = {**mine, "summary": "Second.", "overwrite_revision_id": saved["revision_id"]}
    held = ada.post(address(item), own)
    assert held.status_code == 409
    assert ada.post(address(item), kept(held.text)).status_code == 302
    assert latest(item).summary == "Second."
    refused = ada.post(address(item), own, **json)
    assert refused.json()["error_code"] == "invalid_revision"


def test_the_first_version_is_held_back_too(ada, bea):
    page = draft(title="Man jailed", slug="man-jailed", summary="As it was.", body=TEXT)
    mine = both_open(ada, bea, page)
    answer = ada.post(address(page), {**mine, "summary": "What Ada wrote."})
    assert answer.status_code == 409
    assert ada.post(address(page), kept(answer.text)).status_code == 302
    assert latest(page).summary == "What Ada wrote."


def test_a_form_with_errors_loses_nothing_either(ada, bea, item):
    mine = both_open(ada, bea, item)
    held = ada.post(address(item), {**mine, "title": "", "summary": "What Ada wrote."})
    assert held.status_code == 409
    assert "This field is required." in held.text
    again = ada.post(address(item), kept(held.text))
    assert again.status_code == 200
    assert "What Ada wrote." in again.text
    assert latest(item).summary == "What Bea wrote."


def test_an_earlier_version_is_not_taken_up_over_a_newer_one(ada, bea, item):
    earlier = item.latest_revision
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[item.pk, earlier.pk])
    mine = both_open(ada, bea, item)
    assert ada.post(revert, mine).status_code == 409
    assert latest(item).summary == "What Bea wrote."


def test_who_else_is_here_and_autosave_stay_on(ada, item):
    text = ada.get(address(item)).text
    assert "w-autosave" in text
    assert "w-session" in text

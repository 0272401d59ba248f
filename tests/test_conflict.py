"""Two people write on one page: neither overwrites the other, and neither loses a word."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.desk.conflicts.form_keys import FORM_KEY
from newsroom.models import OpenForm, PressReleasePage
from tests.factories import crime_type, draft, person

pytestmark = pytest.mark.django_db
MARKS = {FORM_KEY, "loaded_revision_id", "loaded_revision_created_at"}
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
    found = re.findall(r'<input type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', text)
    named = {name: value for name, value in found if name in MARKS}
    assert FORM_KEY in named
    return filled(**named)


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


def held(answer):
    """The address of the screen with both versions."""
    assert answer.status_code == 302, answer.text
    assert "/conflict/" in answer.url
    return answer.url


def put_together(client, url, *choices):
    """Choose, in the order of what is asked, and save."""
    context = client.get(url).context_data
    names = [name for _shown, name, _side, _number in context["asked"]]
    sent = {"newest": context["newest"].pk, **dict(zip(names, choices, strict=True))}
    return client.post(url, sent)


def words(answer):
    return unescape(re.sub(r"<[^>]+>", "", answer.text))


def both_open(ada, bea, item, **theirs):
    mine, others = opened(ada, item), opened(bea, item)
    sent = theirs or {"summary": "What Bea wrote."}
    assert bea.post(address(item), {**others, **sent}).url.endswith("/edit/")
    return mine


def autosave(client, page, form):
    return client.post(address(page), form, headers={"accept": "application/json"})


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
    url = held(ada.post(address(item), {**mine, "summary": "What Ada wrote.", **action}))
    assert latest(item).summary == "What Bea wrote."
    assert not latest(item).live
    shown = words(ada.get(url))
    for said in ("What Ada wrote.", "What Bea wrote.", "Bea Moss saved", "Teaser"):
        assert said in shown


def test_both_versions_are_kept_whatever_becomes_of_them(ada, bea, item):
    mine = both_open(ada, bea, item)
    held(ada.post(address(item), {**mine, "summary": "What Ada wrote."}))
    # She leaves the screen.
    stored = [
        (one.user.username, one.content["summary"]) for one in item.revisions.order_by("created_at")
    ]
    assert ("ada", "What Ada wrote.") in stored
    assert stored[-1] == ("bea", "What Bea wrote.")
    assert item.revisions.order_by("-created_at").first().is_latest_revision()
    log = PageLogEntry.objects.get(page=item.pk, action="newsroom.keep_version")
    assert log.revision.content["summary"] == "What Ada wrote."


@pytest.mark.parametrize(
    ("side", "summary"), [("theirs", "What Bea wrote."), ("mine", "What “Ada” <wrote>.")]
)
def test_a_choice_decides_where_both_changed_one_field(ada, bea, item, side, summary):
    mine = both_open(ada, bea, item)
    sent = {**mine, "summary": "What “Ada” <wrote>.", "action-publish": "1"}
    url = held(ada.post(address(item), sent))
    answer = put_together(ada, url, side)
    assert answer.url == address(item)
    assert latest(item).summary == summary
    assert not latest(item).live
    assert ada.get(url).url == address(item)


def test_nothing_is_saved_before_everything_is_chosen(ada, bea, item):
    mine = both_open(ada, bea, item)
    url = held(ada.post(address(item), {**mine, "summary": "What Ada wrote."}))
    versions = Revision.objects.count()
    answer = ada.post(url, {"newest": latest(item).latest_revision_id})
    assert "Choose one of two" in answer.text
    assert Revision.objects.count() == versions


def test_what_only_one_of_them_changed_is_taken_over(ada, bea, item):
    term = crime_type("Violent crime")
    mine = both_open(ada, bea, item)
    url = held(ada.post(address(item), {**mine, "title": "Man gaoled", "crime_types": [term.pk]}))
    assert ada.get(url).context_data["asked"] == []
    put_together(ada, url)
    page = latest(item)
    assert (page.title, page.summary) == ("Man gaoled", "What Bea wrote.")
    assert [chosen.pk for chosen in page.crime_types.all()] == [term.pk]
    assert PressReleasePage.objects.get(pk=item.pk).title == "Man gaoled"


def blocks(*texts):
    stream = streamfield([("paragraph", rich_text(f"<p>{text}</p>")) for _key, text in texts])
    ids = {f"{number}-id": key for number, (key, _text) in enumerate(texts)}
    sent = nested_form_data({"body": stream})
    return {**sent, **{f"body-{place}": key for place, key in ids.items()}}


def test_a_text_is_put_together_block_by_block(ada, bea, item):
    ids = [str(uuid4()) for _each in range(4)]
    first = dict(zip(ids, ("One.", "Two.", "Three.", "Four."), strict=True))
    begun = blocks(*list(first.items())[:3])
    assert ada.post(address(item), {**opened(ada, item), **begun}).status_code == 302
    hers = {**first, ids[0]: "One, by Bea.", ids[2]: "Three, by Bea."}
    mine = both_open(ada, bea, item, **blocks(*hers.items()))
    own = [(ids[0], "One."), (ids[1], "Two, by Ada."), (ids[2], "Three, by Ada.")]
    url = held(ada.post(address(item), {**mine, **blocks(*own)}))
    shown = words(ada.get(url))
    assert "Three, by Ada." in shown.replace("\n", " ") or "Ada" in shown
    put_together(ada, url, "mine")
    saved = [re.sub("<[^>]+>", "", str(block.value)) for block in latest(item).body]
    assert saved == ["One, by Bea.", "Two, by Ada.", "Three, by Ada.", "Four."]


def test_it_is_shown_anew_when_somebody_saves_while_i_decide(ada, bea, item):
    mine = both_open(ada, bea, item)
    url = held(ada.post(address(item), {**mine, "summary": "What Ada wrote."}))
    before = latest(item).latest_revision_id
    bea.post(address(item), {**opened(bea, item), "summary": "What Bea wrote then."})
    answer = ada.post(url, {"newest": before, "choice-summary": "mine"})
    assert "What Bea wrote then." in words(answer)
    assert latest(item).summary == "What Bea wrote then."


def test_the_screen_is_that_of_whoever_wrote(ada, bea, item):
    mine = both_open(ada, bea, item)
    url = held(ada.post(address(item), {**mine, "summary": "What Ada wrote."}))
    assert bea.get(url).status_code == 404


@pytest.mark.parametrize("action", [{}, {"action-submit": "1"}], ids=["save", "submit"])
def test_after_an_autosave_every_button_works(ada, item, action):
    """As a browser sends it: a button does not say what the autosave has saved."""
    mine = opened(ada, item)
    for said in ("First.", "Second."):
        assert autosave(ada, item, {**mine, "summary": said}).json()["success"]
    answer = ada.post(address(item), {**mine, "summary": "Third.", **action})
    assert answer.status_code == 302
    assert "/conflict/" not in answer.url
    assert latest(item).summary == "Third."


def test_an_autosave_that_comes_after_the_button_changes_nothing(ada, item):
    mine = opened(ada, item)
    assert ada.post(address(item), {**mine, "summary": "By the button."}).status_code == 302
    late = autosave(ada, item, {**mine, "summary": "Late."})
    assert late.json()["error_code"] == "invalid_revision"
    assert latest(item).summary == "By the button."


def test_an_autosave_leaves_alone_what_somebody_else_began_from(ada, bea, item):
    mine = opened(ada, item)
    saved = autosave(ada, item, {**mine, "summary": "First."}).json()
    mine["overwrite_revision_id"] = saved["revision_id"]
    again = autosave(ada, item, {**mine, "summary": "Second."}).json()
    assert again["revision_id"] == saved["revision_id"]
    theirs = opened(bea, item)
    then = autosave(ada, item, {**mine, "summary": "Third."}).json()
    assert then["revision_id"] != saved["revision_id"]
    url = held(bea.post(address(item), {**theirs, "summary": "Second.", "title": "Man gaoled"}))
    assert bea.get(url).context_data["asked"] == []
    put_together(bea, url)
    assert (latest(item).title, latest(item).summary) == ("Man gaoled", "Third.")


def test_an_autosave_says_what_becomes_of_both_versions(ada, bea, item):
    mine = both_open(ada, bea, item)
    answer = autosave(ada, item, {**mine, "summary": "Ada's."}).json()
    assert answer["error_code"] == "invalid_revision"
    assert "overwrite" not in answer["error_message"]


def test_a_version_that_changed_nothing_stands_in_nobodys_way(ada, bea, item):
    mine = both_open(ada, bea, item, summary="As it was.")
    answer = ada.post(address(item), {**mine, "summary": "What Ada wrote."})
    assert answer.url == address(item)
    assert latest(item).summary == "What Ada wrote."


def test_the_first_version_is_held_back_too(ada, bea):
    page = draft(title="Man jailed", slug="man-jailed", summary="As it was.", body=TEXT)
    mine = both_open(ada, bea, page)
    url = held(ada.post(address(page), {**mine, "summary": "What Ada wrote."}))
    # What both began from is not stored: whatever differs is asked about.
    assert len(ada.get(url).context_data["asked"]) == 1
    put_together(ada, url, "mine")
    assert latest(page).summary == "What Ada wrote."


def test_a_form_with_errors_loses_nothing_either(ada, bea, item):
    mine = both_open(ada, bea, item)
    answer = ada.post(address(item), {**mine, "slug": "not an address", "summary": "Ada's."})
    assert answer.status_code == 200
    assert "Ada&#x27;s." in answer.text
    key = {FORM_KEY: re.search(f'name="{FORM_KEY}" value="([^"]*)"', answer.text)[1]}
    # Wagtail's form now says that it was opened with the newest version.
    fresh = {**filled(), **key, "loaded_revision_id": latest(item).latest_revision_id}
    held(ada.post(address(item), {**fresh, "summary": "Ada's."}))
    assert latest(item).summary == "What Bea wrote."


def test_an_earlier_version_is_not_taken_up_over_a_newer_one(ada, bea, item):
    earlier = item.latest_revision
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[item.pk, earlier.pk])
    mine = both_open(ada, bea, item)
    held(ada.post(revert, {**mine, "summary": "Ada's."}))
    assert latest(item).summary == "What Bea wrote."


def test_who_else_is_here_and_autosave_stay_on(ada, item):
    text = ada.get(address(item)).text
    assert "w-autosave" in text
    assert "w-session" in text


def test_who_else_is_here_is_told_the_truth(ada, bea, item):
    address_of_bea = bea.get(address(item)).text
    ping = unescape(re.search(r'data-w-swap-src-value="([^"]+)"', address_of_bea)[1])
    marks = dict(re.findall(r'name="(revision_\w+)" value="([^"]+)"', address_of_bea))
    both_open(bea, ada, item, summary="What Ada wrote.")
    told = bea.post(ping, marks).json()["html"]
    assert "Ada Lacey saved a new version" in told
    assert "both versions are kept" in told
    assert "overwrite" not in told.replace("Nothing is overwritten", "")


def new_page(news, client):
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "pressreleasepage", news.pk])
    text = client.get(url).text
    key = re.search(f'name="{FORM_KEY}" value="([^"]*)"', text)[1]
    return url, {**filled(title="New", slug="new"), FORM_KEY: key}


@pytest.mark.parametrize("first", ["autosave", "button"])
def test_a_form_creates_one_page_whichever_request_comes_first(ada, first):
    news = draft().get_parent()
    url, form = new_page(news, ada)
    json = {"headers": {"accept": "application/json"}}
    if first == "autosave":
        assert ada.post(url, {**form, "summary": "Autosaved."}, **json).json()["success"]
        again = ada.post(url, {**form, "summary": "Autosaved again."}, **json).json()
        assert again["url"] in again["hydrate_url"]
    answer = ada.post(url, {**form, "summary": "Pressed.", "action-submit": "1"})
    assert answer.status_code == 302
    if first == "button":
        late = ada.post(url, {**form, "summary": "Late."}, **json)
        assert late.json()["error_code"] == "invalid_revision"
    page = PressReleasePage.objects.get(slug="new")
    assert latest(page).summary == "Pressed."
    assert page.current_workflow_state


def test_forms_are_forgotten_after_a_month(ada, item):
    opened(ada, item)
    OpenForm.objects.update(opened_at=timezone.now() - timedelta(days=31))
    opened(ada, item)
    OpenForm.forget_old()
    assert OpenForm.objects.count() == 1

"""The screens of holds: what those see who are named on one, and that nobody else sees anything."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, PageSubscription
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.models import CheckResponse, ReleaseLog, VerdictHold
from newsroom.publishing import holds
from tests.blockers import AUTHOR, sound_draft
from tests.desk import at_desk, told, typed
from tests.factories import newsroom, person
from tests.holds import COURT, MARKS, STRANGERS, begun, page_of, prepared, written

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]
SECRETS = ("held item", "untitled", "a page that was deleted", "thornby", *MARKS.values())
HOLDS = "/admin/newsroom/holds/"


def press(username, hold, action, **sent):
    return at_desk(username).post(f"{HOLDS}{hold.pk}/", {"action": action, **sent})


def screen(username, hold):
    return at_desk(username).get(f"{HOLDS}{hold.pk}/")


def test_from_beginning_to_release_by_the_screens():
    sent = {"name": "R v Thornby", "court": "Leeds", "section": newsroom().pk}
    people = [person(name).pk for name in ("reviewing.lawyer", "duty.editor")]
    at_desk(AUTHOR).post(HOLDS, {**sent, "people": people})
    hold = VerdictHold.objects.get()
    press("duty.editor", hold, "name", person=person(COURT).pk, is_at_court="on")
    for verdict in ("guilty", "not-guilty"):
        press(AUTHOR, hold, "add", verdict=verdict)
        page = page_of(hold, verdict)
        form = at_desk(AUTHOR).get(f"/admin/pages/{page.pk}/edit/").text
        assert "data-desk-held" in form
        assert "To the hold" in form
        assert "action-publish" not in form
        assert "action-submit" not in form
        mark = MARKS[verdict]
        words = typed(text=f"The {mark} words.", title=f"The {mark}", slug=mark)
        at_desk(AUTHOR).post(f"/admin/pages/{page.pk}/edit/", words)
        for username, step in (("reviewing.lawyer", "legal"), ("duty.editor", "editorial")):
            shown = screen(username, hold)
            (check,) = [
                one for one, *_ in shown.context["checks"] if one.outcome.page_id == page.pk
            ]
            given = {"of": check.outcome.pk, "step": step, "digest": check.version.digest}
            press(username, hold, "sign", **given)
    assert screen("duty.editor", hold).text.count("Ready: cleared and approved") == 2
    assert (
        MARKS["guilty"]
        in at_desk("reviewing.lawyer")
        .get(f"/admin/pages/{page_of(hold, 'guilty').pk}/view_draft/")
        .text
    )
    assert "Nothing was released" in press("duty.editor", hold, "release").text
    assert "Nothing is released until" in told(
        press("duty.editor", hold, "release", verdict="guilty")
    )
    court = screen(COURT, hold)
    # Forms of one screen share no id.
    assert 'id="id_verdict' not in court.text
    assert "what did the jury return" in court.text
    assert "Release this verdict" not in court.text
    assert "NOT released" in told(press(COURT, hold, "hear", verdict="not-guilty"))
    press(COURT, hold, "hear", verdict="guilty")
    assert "Released." in told(press("duty.editor", hold, "release", verdict="guilty"))
    assert "Destroyed" in screen("duty.editor", hold).text


def test_codes_are_shown_once_to_who_is_at_court():
    hold = prepared()
    address = f"{HOLDS}{hold.pk}/codes/"
    assert "makes their own codes" in told(at_desk("duty.editor").post(address))
    page = at_desk(COURT).post(address)
    assert "no-store" in page["Cache-Control"]
    code = {str(verdict): code for verdict, code in page.context["codes"]}["Guilty"]
    assert code in page.text
    assert at_desk(COURT).get(address).status_code == 302
    answer = press("duty.editor", hold, "release", verdict="guilty", code="12")
    assert "eight digits" in answer.text
    for _time in range(5):
        press("duty.editor", hold, "release", verdict="guilty", code="0000 0000")
    answer = press("duty.editor", hold, "release", verdict="guilty", code=code)
    assert "Too many wrong codes" in told(answer)


def test_a_hold_is_abandoned_by_its_screen():
    hold = prepared()
    address = f"{HOLDS}{hold.pk}/abandon/"
    assert at_desk(AUTHOR).post(address).status_code == 302
    assert "required" in at_desk("duty.editor").post(address, {}).text
    at_desk("duty.editor").post(address, {"became": "destroy", "reason": "It collapsed."})
    hold.refresh_from_db()
    assert hold.state == "abandoned"
    assert not hold.outcomes.exclude(state="destroyed").exists()


@pytest.mark.parametrize("action", ["", "nothing", "sign", "remove"])
def test_what_no_screen_sends_changes_nothing(action):
    hold = begun()
    assert press("duty.editor", hold, action, of="x" * 30).status_code in (200, 302)
    assert hold.members.count() == 4


def test_answers_about_it_are_ticks_without_words():
    hold = begun()
    outcome = written(hold, "guilty")
    address = f"/admin/pages/{outcome.page_id}/checks/"
    page = outcome.page.specific.get_latest_revision_as_object()
    page.crime_types.set([])
    page.save_revision(user=person(AUTHOR))
    form = at_desk("duty.editor").get(address)
    assert "words-no-crime-type" not in form.text
    sent = {**form.context["form"].initial, "confirm-no-crime-type": "on"}
    at_desk("duty.editor").post(address, {**sent, "words-no-crime-type": "Of quillfeather."})
    answer = CheckResponse.objects.get()
    assert answer.words.startswith("Checked. No reason")
    row = ReleaseLog.objects.get(event="answered")
    assert (row.answers, {found["message"] for found in row.findings}) == (
        {"no-crime-type": ""},
        {""},
    )


def comment_on(page, username):
    """Somebody comments in the form of a page of which another person follows the comments."""
    fields = {"user": person("reviewing.lawyer", email="lawyer@example.org"), "page": page}
    PageSubscription.objects.update_or_create(**fields, defaults={"comment_notifications": True})
    new = {"contentpath": "title", "text": "Is it quillfeather?", "position": ""}
    new["replies"] = inline_formset([])
    comments = nested_form_data({"comments": inline_formset([new])})
    words = typed(**comments, comment_notifications="on")
    assert at_desk(username).post(f"/admin/pages/{page.pk}/edit/", words).status_code == 302
    assert Comment.objects.filter(page=page).exists()


def test_a_comment_on_it_is_mailed_to_nobody():
    comment_on(sound_draft(), AUTHOR)
    assert len(mail.outbox) == 1
    comment_on(written(begun(), "guilty").page, AUTHOR)
    assert len(mail.outbox) == 1


def addresses(hold, page):
    """Every screen that could tell of it, with what is sent to it."""
    box = page.get_parent()
    kind = "newsroom/pressreleasepage"
    own = f"/admin/pages/{page.pk}"
    found = {
        "/admin/": {},
        HOLDS: {},
        "/admin/pages/": {},
        "/admin/pages/search/": {"q": MARKS["guilty"]},
        "/admin/pages/search/results/": {"q": "held item"},
        "/admin/pages/search/?state=draft": {},
        "/admin/pages/1/?state=draft": {},
        f"/admin/pages/usage/{kind}/": {},
        "/admin/api/main/pages/": {"search": "held"},
        f"/admin/api/main/pages/{page.pk}/": {},
        "/admin/choose-page/": {},
        "/admin/choose-page/search/": {"q": "held"},
        "/admin/newsroom/calendar/": {"view": "month"},
        "/admin/reports/release-log/": {},
        "/admin/reports/clearances/": {},
        "/admin/reports/site-history/": {},
        "/admin/reports/aging-pages/": {},
        "/admin/reports/page-types-usage/": {},
        "/admin/reports/locked/": {},
        "/admin/reports/workflow/": {},
        "/admin/reports/workflow_tasks/": {},
        "/admin/bin/": {},
        f"{HOLDS}{hold.pk}/": {},
        f"{HOLDS}{hold.pk}/abandon/": {},
    }
    for number in (page.pk, box.pk, box.get_parent().pk, 1, newsroom().pk):
        found |= {f"/admin/pages/{number}/": {}, f"/admin/choose-page/{number}/": {}}
    for screen in (
        "edit",
        "view_draft",
        "history",
        "checks",
        "care-record",
        "preview-links",
        "usage",
    ):
        found[f"{own}/{screen}/"] = {}
    for screen in ("copy", "move", "delete", "deadline", "urgent-release", "privacy", "unpublish"):
        found[f"{own}/{screen}/"] = {}
    revision = page.latest_revision_id
    found |= {f"{own}/revisions/{revision}/view/": {}, f"{own}/revisions/{revision}/revert/": {}}
    for report in ("release-log", "clearances", "site-history"):
        found[f"/admin/reports/{report}/?export=csv"] = {}
    return found


@pytest.mark.parametrize("username", STRANGERS)
def test_no_screen_tells_a_stranger_of_it(username, admin_search):
    hold = prepared()
    sound_draft(title="An ordinary draft")
    page = page_of(hold, "guilty")
    browser, wrong, seen = at_desk(username), {}, 0
    for address, sent in addresses(hold, page).items():
        answer = browser.get(address, sent or None)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode().lower()
        seen += answer.status_code == 200
        # What was searched for stands in the box of the search.
        for word in sent.values():
            text = text.replace(word, "")
        if found := [word for word in (*SECRETS, f"hold {hold.pk}") if word in text]:
            wrong[address] = found
    assert wrong == {}
    assert seen > 20
    report = browser.post(reverse("newsroom_name_report"), {"name": "Wrenfeather Verdict"})
    assert "held item" not in report.text.lower()


def test_those_who_are_named_find_it_on_their_own_list_alone():
    hold = prepared()
    for username in (AUTHOR, "reviewing.lawyer", "duty.editor", COURT):
        browser = at_desk(username)
        assert "R v Thornby" in browser.get(HOLDS).text
        assert not any(word in browser.get("/admin/").text.lower() for word in SECRETS)
        search = browser.get("/admin/pages/search/", {"q": MARKS["guilty"]}).text
        assert "There are no" in search or "held item" not in search.lower()
        page = page_of(hold, "guilty")
        version = f"revisions/{page.latest_revision_id}/view"
        for screen in ("edit", "history", "checks", "view_draft", version):
            assert browser.get(f"/admin/pages/{page.pk}/{screen}/").status_code == 200, screen


def test_the_address_of_an_outcome_follows_its_headline():
    outcome = written(begun(), "guilty", slug="untitled")
    assert holds.check_outcome(outcome).version.page.slug == f"the-{MARKS['guilty']}-verdict"

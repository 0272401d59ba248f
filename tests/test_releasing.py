"""Release, schedule, urgent release, withdrawal: what each role may do, and is told."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from newsroom.desk.admin_middleware import DeskMiddleware
from newsroom.desk.urgent import ChangedMeanwhile, release_urgently
from newsroom.gate.sign_off import latest
from newsroom.models import (
    Clearance,
    Edition,
    PressReleasePage,
    ProtectedName,
    ReleaseLog,
    ReportingRestriction,
    UrgentRelease,
)
from tests.desk import (
    SMALL_CHANGE,
    act,
    at_desk,
    create,
    edit,
    events,
    now,
    told,
    typed,
    write,
)
from tests.factories import clear, person, press_release
from tests.set_up import MEMBERS

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

PUBLISH = {"action-publish": "1"}
NOT_CLEARED = "No lawyer has cleared these words"


def cleared(**fields):
    """A draft that a lawyer has cleared and nobody has approved."""
    page = write(**fields)
    clear(page.get_latest_revision_as_object(), editorial=False)
    return page


def address(name, page):
    return reverse(name, args=[page.pk])


def urgently(username, page, reason="The court sits at two.", **fields):
    digest = latest(page).digest
    client = at_desk(username)
    sent = {"digest": digest, "reason": reason, **fields}
    return client.post(address("desk_urgent_release", page), sent, follow=True)


def clear_afterwards(username, page, **fields):
    sent = {"digest": latest(page).digest, "comment": "Read.", **fields}
    client = at_desk(username)
    return client.post(address("desk_clear_after_release", page), sent, follow=True)


def withdrawn_by(username, page, **fields):
    sent = {"reason": "The conviction was quashed.", "told": "nothing", **fields}
    return at_desk(username).post(address("wagtailadmin_pages:unpublish", page), sent, follow=True)


def in_bulk(action, *pages, username="duty.editor", **fields):
    there = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = "&".join(f"id={page.pk}" for page in pages)
    return at_desk(username).post(f"{there}?{ids}&next=/admin/", fields, follow=True)


def in_two_days(hour):
    moment = (timezone.localtime() + timedelta(days=2)).replace(hour=hour, minute=0)
    return {"go_live_at": moment.strftime("%d/%m/%Y %H:%M")}


def test_a_duty_editor_publishes_what_a_lawyer_has_cleared():
    page = cleared()
    edit("duty.editor", page, **PUBLISH)
    assert now(page).live
    released = ReleaseLog.objects.get(event="released", page_id=page.pk)
    assert (released.username, released.channel) == ("duty.editor", "admin")


def test_a_refused_release_keeps_the_words_and_says_why():
    page = cleared()
    answer = edit("duty.editor", page, text="As the editor would have it.", **PUBLISH)
    assert NOT_CLEARED in told(answer)
    assert answer.url.startswith(address("wagtailadmin_pages:edit", page))
    assert not now(page).live
    assert "would have it" in str(now(page).get_latest_revision_as_object().body)
    assert events(page) == ["refused"]


def test_a_new_page_that_is_refused_is_kept_as_a_draft():
    answer = create("duty.editor", text="Written in a hurry.", **PUBLISH)
    assert NOT_CLEARED in told(answer)
    page = PressReleasePage.objects.get()
    assert not page.live
    assert "in a hurry" in str(page.get_latest_revision_as_object().body)


@pytest.mark.parametrize("username", ["press.officer", "reviewing.lawyer"])
def test_only_who_may_publish_does_whatever_they_send(username):
    page = cleared()
    edit(username, page, **PUBLISH)
    in_bulk("publish", page, username=username)
    urgently(username, page)
    assert not now(page).live
    page = press_release()
    withdrawn_by(username, page)
    in_bulk("unpublish", page, username=username, reason="It was quashed.")
    assert now(page).live


def copy_and_publish(page, **options):
    sent = {
        "new_title": "Copied",
        "new_slug": "copied",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    return at_desk("duty.editor").post(address("wagtailadmin_pages:copy", page), sent, **options)


def test_a_refusal_deep_in_any_view_is_answered():
    answer = copy_and_publish(press_release(), follow=True)
    assert answer.status_code == 200
    assert "was not released" in told(answer)
    assert not PressReleasePage.objects.filter(slug="copied").exists()
    assert "refused" in events()


def test_a_programme_is_answered_in_json():
    answer = copy_and_publish(press_release(), headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "release_refused"


def test_whoever_sets_an_embargo_stands_up_for_the_words():
    page = cleared(**in_two_days(10))
    edit("duty.editor", page, **in_two_days(10), **PUBLISH)
    assert now(page).scheduled_revision is not None
    assert Clearance.objects.get(step="editorial").by == person("duty.editor")
    row = ReleaseLog.objects.get(event="scheduled")
    assert row.username == "duty.editor"
    assert "at 10:00" in row.note


def test_an_embargo_outside_the_hours_is_refused_when_it_is_set():
    page = cleared(**in_two_days(3))
    answer = edit("duty.editor", page, **in_two_days(3), **PUBLISH)
    assert "was not released" in told(answer)
    assert now(page).scheduled_revision is None


def test_nobody_schedules_their_own_words():
    page = write("duty.editor", **in_two_days(10))
    clear(page.get_latest_revision_as_object(), editorial=False)
    answer = edit("duty.editor", page, **in_two_days(10), **PUBLISH)
    assert "has changed this since its last release" in told(answer)
    assert not Clearance.objects.filter(step="editorial").exists()


def test_in_bulk_all_are_published_or_none():
    ready, unready = cleared(slug="ready"), write(slug="unready", title="Nobody read this")
    answer = in_bulk("publish", ready, unready)
    assert "Nothing was published" in told(answer)
    assert "Nobody read this" in told(answer)
    assert not now(ready).live
    assert (events(ready), events(unready)) == ([], ["refused"])
    in_bulk("publish", ready)
    assert now(ready).live


def test_in_bulk_an_embargo_is_noted_too():
    page = cleared(**in_two_days(10))
    in_bulk("publish", page)
    assert events(page) == ["scheduled"]


def test_an_urgent_release_goes_out_with_a_reason_and_stays_flagged():
    page = write("duty.editor")
    urgently("duty.editor", page)
    assert now(page).live
    assert events(page) == ["urgent", "released"]
    row = ReleaseLog.objects.get(event="urgent")
    assert (row.note, row.username) == ("The court sits at two.", "duty.editor")
    assert UrgentRelease.objects.unsettled().get().page_id == page.pk


def test_an_urgent_release_needs_a_reason():
    page = write("duty.editor")
    answer = urgently("duty.editor", page, reason=" ")
    assert answer.status_code == 200
    assert not now(page).live
    assert not UrgentRelease.objects.exists()


def test_an_urgent_release_sets_aside_nothing_but_clearance():
    page = write("duty.editor", crime_types=[])
    answer = urgently("duty.editor", page)
    assert "not even urgently" in answer.text
    assert not now(page).live
    assert not UrgentRelease.objects.exists()
    assert events(page) == ["refused"]


def test_an_urgent_release_is_of_the_words_that_were_read():
    page = write("duty.editor")
    answer = urgently("duty.editor", page, digest="other")
    assert "changed the words meanwhile" in answer.text
    version = latest(page)
    edit("press.officer", page, text="Other words.")
    with pytest.raises(ChangedMeanwhile):
        release_urgently(version, person("duty.editor"), "It is urgent.")
    assert not now(page).live


def test_an_urgent_release_keeps_an_embargo():
    page = write("duty.editor", **in_two_days(10))
    urgently("duty.editor", page)
    assert not now(page).live
    assert events(page) == ["urgent", "scheduled"]
    clear_afterwards("reviewing.lawyer", page)
    assert not UrgentRelease.objects.unsettled().exists()


def test_a_lawyer_settles_an_urgent_release():
    page = write("duty.editor")
    urgently("duty.editor", page)
    clear_afterwards("reviewing.lawyer", page)
    assert not UrgentRelease.objects.unsettled().exists()
    assert events(page)[-1] == "cleared"


def test_clearing_a_later_draft_settles_nothing_until_it_is_what_readers_get():
    page = write("press.officer")
    urgently("duty.editor", page)
    edit("press.officer", page, text="Other words.", **SMALL_CHANGE, **{"action-submit": "1"})
    act("reviewing.lawyer", page)
    assert UrgentRelease.objects.unsettled().exists()
    act("second.editor", page)
    assert now(page).live_revision == now(page).latest_revision
    assert not UrgentRelease.objects.unsettled().exists()


def test_the_warning_of_an_urgent_release_goes_when_it_is_settled_and_not_before():
    page = write("duty.editor")
    urgently("duty.editor", page)
    codes = [finding.code for finding in latest(page).examine(None).findings]
    assert codes == ["urgent"]
    edit("duty.editor", page)
    clear_afterwards("reviewing.lawyer", page)
    assert latest(page).examine(None).findings == []


@pytest.mark.parametrize(
    "release",
    [
        lambda page: edit("duty.editor", page, title=page.title, **{"action-publish": "1"}),
        lambda page: in_bulk("publish", page),
        lambda page: urgently("duty.editor", page),
    ],
    ids=["publish", "bulk", "urgent"],
)
def test_no_refusal_repeats_a_protected_name_from_a_title(release):
    order = ReportingRestriction.objects.create(kind="s11", covers="A name", effect="names")
    page = write("press.officer", title="Zebedee Quillfeather jailed")
    ProtectedName.objects.create(restriction=order, words="Zebedee Quillfeather")
    answer = release(page)
    row = ReleaseLog.objects.get(event="refused")
    assert row.title == f"Page {page.pk} (its title is withheld)"
    assert "quillfeather" not in f"{row.findings} {row.note}".lower()
    if messages := answer.context.get("messages"):
        said = [str(message) for message in messages if "checks" in str(message)]
        assert "quillfeather" not in " ".join(said).lower()


@pytest.mark.parametrize("username", ["press.officer", "duty.editor", "second.editor"])
def test_who_is_no_lawyer_settles_nothing(username):
    page = write("duty.editor")
    urgently("duty.editor", page)
    clear_afterwards(username, page)
    assert UrgentRelease.objects.unsettled().exists()


def test_nobody_settles_their_own_urgent_release():
    page = write("press.officer")
    urgently("administrator", page)
    answer = clear_afterwards("administrator", page)
    assert "somebody else must clear it" in answer.text
    assert UrgentRelease.objects.unsettled().exists()


@pytest.mark.parametrize(
    ("username", "urgent", "withdraws"),
    [
        ("press.officer", False, False),
        ("reviewing.lawyer", False, False),
        ("duty.editor", True, True),
        ("administrator", True, True),
    ],
)
def test_the_menu_offers_what_each_may_do(username, urgent, withdraws):
    edit_screen = at_desk(username).get(address("wagtailadmin_pages:edit", write())).text
    assert ("Urgent release…" in edit_screen) == urgent
    live = press_release(slug="live")
    live.save_revision()
    edit_screen = at_desk(username).get(address("wagtailadmin_pages:edit", live)).text
    assert ("Withdraw…" in edit_screen) == withdraws
    assert "Unpublish" not in edit_screen


def test_a_lawyer_is_offered_to_clear_after_release():
    page = write("duty.editor")
    urgently("duty.editor", page)
    for username in MEMBERS:
        screen = at_desk(username).get(address("wagtailadmin_pages:edit", page)).text
        offered = "Clear this after release…" in screen
        assert offered == (username in ("reviewing.lawyer", "second.lawyer", "administrator"))


def test_what_is_done_in_the_admin_is_done_in_somebodys_name():
    withdrawn_by("duty.editor", press_release())
    assert ReleaseLog.objects.get(event="withdrawn").username == "duty.editor"


def test_on_public_pages_nobody_is_asked_who_they_are(rf):
    def read(_request):
        return HttpResponse("read")

    # This request has no user to ask.
    assert DeskMiddleware(read)(rf.get("/news/")).content == b"read"


def test_a_draft_saved_from_before_its_release_takes_nothing_down():
    page = cleared()
    form_class = page.get_edit_handler().get_form_class()
    opened = now(page).get_latest_revision_as_object()
    form = form_class(typed(text="Late words."), instance=opened, for_user=person("press.officer"))
    assert form.is_valid()
    edit("duty.editor", page, **PUBLISH)
    form.save()
    opened.save_revision(user=person("press.officer"))
    assert now(page).live
    assert Edition.objects.open().filter(page_id=page.pk).exists()
    assert "withdrawn" not in events(page)

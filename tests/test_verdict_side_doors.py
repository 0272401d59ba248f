"""Ways around a hold: by its vault, by other screens of the desk, by words that do not count."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Comment, Page, Revision

from newsroom.models import HeldOutcome, PressReleasePage, VerdictHold
from newsroom.publishing import holds, verdict_release
from newsroom.publishing.held_destruction import destroy_doomed
from newsroom.publishing.holds import HoldRefused, abandon, delete_box
from newsroom.publishing.verdict_release import choose, hear, make_codes, release_with_code
from tests.blockers import AUTHOR
from tests.desk import at_desk
from tests.factories import newsroom, person
from tests.holds import COURT, MARKS, begun, page_of, prepared, written
from tests.test_conflict import address, opened, put_together
from tests.test_conflict import held as conflict

pytestmark = [
    pytest.mark.django_db,
    # Wagtail asks Django for its mail in the former way.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.mark.parametrize("place", ["vault", "box"])
@pytest.mark.parametrize(
    ("screen", "more"),
    [("edit", []), ("delete", []), ("move_confirm", [1]), ("copy", [])],
)
def test_nobody_opens_moves_or_renames_the_vault_itself(place, screen, more):
    page = page_of_place(place, begun())
    client = at_desk("administrator")
    address = reverse(f"wagtailadmin_pages:{screen}", args=[page.pk, *more])
    before = Page.objects.filter(pk=page.pk).values_list("path", "slug").get()
    assert client.get(address).status_code in (403, 404), address
    assert client.post(address, {"slug": "open", "title": "Open"}).status_code in (403, 404)
    assert Page.objects.filter(pk=page.pk).values_list("path", "slug").get() == before


def page_of_place(place, hold):
    box = written(hold, "guilty").page.get_parent()
    return box if place == "box" else box.get_parent()


def test_nor_in_bulk():
    box = page_of_place("box", begun())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = at_desk("administrator").post(f"{address}?id={box.pk}")
    assert answer.status_code in (403, 404)
    assert Page.objects.filter(pk=box.pk, url_path=box.url_path).exists()


def test_only_an_empty_place_in_the_vault_is_deleted_as_one():
    news = newsroom()
    full = page_of_place("box", begun())
    for page in (news, full, full.get_parent()):
        delete_box(page.pk)
        assert Page.objects.filter(pk=page.pk).exists()


def test_a_comment_on_it_is_in_no_name_report():
    outcome = written(begun(), "guilty")
    Comment.objects.create(
        page=outcome.page,
        user=person("duty.editor"),
        text="Ask Zebedee Quillfeather, he is convicted.",
        contentpath="title",
    )
    asked = {"name": "Zebedee Quillfeather"}
    report = at_desk("second.editor").post(reverse("newsroom_name_report"), asked)
    assert report.status_code == 200
    assert "convicted" not in report.text


def test_a_word_of_whoever_is_taken_off_does_not_count():
    hold = prepared()
    hear(hold.pk, "guilty", person(COURT))
    holds.remove_person(hold.pk, person(COURT).pk, person("duty.editor"))
    assert choose(hold.pk, "guilty", person("duty.editor")).is_waiting


def test_nor_of_whoever_is_not_at_court_any_more():
    hold = prepared()
    hear(hold.pk, "guilty", person(COURT))
    holds.name_person(hold.pk, person(COURT), person("duty.editor"), is_at_court=False)
    assert choose(hold.pk, "guilty", person("duty.editor")).is_waiting


def test_nor_of_an_account_that_is_closed():
    hold = prepared()
    hear(hold.pk, "guilty", person(COURT))
    person(COURT, is_active=False)
    assert choose(hold.pk, "guilty", person("duty.editor")).differ
    assert hold.outcomes.filter(state=HeldOutcome.State.HELD).count() == 2


def test_a_code_does_not_outvote_what_somebody_has_just_said_at_court():
    hold = prepared()
    codes = {one.verdict: code for one, code in make_codes(hold.pk, person(COURT))}
    hear(hold.pk, "not-guilty", person(COURT))
    said = release_with_code(hold.pk, "guilty", codes["guilty"], person("duty.editor"))
    assert said.differ
    assert hold.outcomes.filter(state=HeldOutcome.State.HELD).count() == 2
    assert VerdictHold.objects.get(pk=hold.pk).heard == ""


def test_a_database_that_fails_is_told_as_not_released(monkeypatch):
    hold = prepared()
    hear(hold.pk, "guilty", person(COURT))

    def fails(*args, **kwargs):
        raise IntegrityError("two pages at one place")

    monkeypatch.setattr(verdict_release, "take_out", fails)
    with pytest.raises(HoldRefused, match="NOT released"):
        choose(hold.pk, "guilty", person("duty.editor"))
    assert VerdictHold.objects.get(pk=hold.pk).is_open
    assert hold.outcomes.filter(state=HeldOutcome.State.HELD).count() == 2


def test_a_form_loaded_before_the_release_does_not_rename_what_is_public():
    hold = prepared()
    loaded = page_of(hold, "guilty").specific.get_latest_revision_as_object()
    hear(hold.pk, "guilty", person(COURT))
    choose(hold.pk, "guilty", person("duty.editor"))
    loaded.save_revision(clean=False)
    assert Page.objects.get(pk=loaded.pk).draft_title == loaded.title


def test_what_was_written_of_it_while_it_was_destroyed_goes_with_the_next_run():
    hold = prepared()
    number = page_of(hold, "guilty").pk
    abandon(hold.pk, person("duty.editor"), "No trial.", keep=False)
    destroy_doomed()
    kind = ContentType.objects.get_for_model(PressReleasePage)
    written_late = {"object_id": str(number), "content_type": kind, "user": person(AUTHOR)}
    FormState.objects.create(
        **written_late, data=MARKS["guilty"], parent_object_id="", last_updated_at=timezone.now()
    )
    destroy_doomed()
    assert not FormState.objects.exists()


def test_two_versions_that_are_put_together_stand_in_versions_alone():
    outcome = written(begun(), "guilty")
    mine = opened(at_desk(AUTHOR), outcome.page)
    theirs = opened(at_desk("duty.editor"), outcome.page)
    sent = {"title": "The newest verdict", "slug": "newest", "summary": "Of the editor."}
    at_desk("duty.editor").post(address(outcome.page), {**theirs, **sent})
    url = conflict(at_desk(AUTHOR).post(address(outcome.page), {**mine, "summary": "Of mine."}))
    put_together(at_desk(AUTHOR), url, *(["mine"] * 3))
    page = PressReleasePage.objects.get(pk=outcome.page_id)
    assert (page.title, page.draft_title, page.slug) == ("Untitled", "Untitled", "untitled")
    assert page.summary == ""
    titles = Revision.page_revisions.filter(object_id=str(page.pk)).values_list("object_str")
    assert set(titles) == {("Untitled",)}

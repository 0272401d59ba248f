"""What the desk is shown of a change: all of it, in the conflict, in History and to the lawyer."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.documents.models import Document
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsroom.desk.differences import differences, side_of
from newsroom.models import PictureRecord, PressReleasePage
from newsroom.pages.base import SCHEDULE
from tests.desk import now
from tests.factories import area, case, clear, crime_type, draft, person, picture, press_release
from tests.full_pages import full_pages
from tests.test_conflict import address, opened, signed_in
from tests.test_conflict import held as both_versions
from tests.test_documents import other, rows_below, told

pytestmark = pytest.mark.django_db


def said(response):
    return " ".join(unescape(strip_tags(response.text)).split())


def test_a_change_of_any_field_is_shown_under_its_label():
    """Also of a field that is added later. Takes a page of each type, with everything filled in."""
    for page in full_pages():
        before = side_of(page)
        assert differences(page, before, side_of(page)) == []
        for record in (page, *rows_below(page)):
            for field in (*told(record), *(f for f in page._meta.fields if f.name in SCHEDULE)):
                value = getattr(record, field.name, None)
                if field.name in SCHEDULE:
                    if record is not page:
                        continue
                    changed = timezone.now()
                elif value in (None, "") and not field.choices:
                    continue
                else:
                    changed = other(field, value)
                setattr(record, field.name, changed)
                shown = differences(page, before, side_of(page))
                assert shown, (record, field.name)
                assert all(each.label and each.changes for each in shown), (record, field.name)
                if record is page and not isinstance(field, models.ForeignKey):
                    assert field.name in {each.field for each in shown}
                setattr(record, field.name, value)


def test_a_conflict_shows_every_kind_of_change_before_anything_is_saved():
    """One of each kind: a link, a block's order, terms, a case, a date, a picture and its words."""
    ada, bea = (signed_in(name, name.title(), "Moss") for name in ("ada", "bea"))
    paragraphs = [f"<p>{text} <a href='https://a.example/'>here</a></p>" for text in ("One", "Two")]
    item = draft(
        title="Man jailed",
        slug="man-jailed",
        summary="As it was.",
        body=[("paragraph", text) for text in paragraphs],
    )
    item.save_revision(user=person("ada"))
    term, place, trial = crime_type("Violent crime"), area("CPS North West"), case(title="R v Roe")
    image = picture(title="Court steps")
    PictureRecord.objects.create(image=image, release_class="custody")

    one, two = ((block.id, block.value.source) for block in now(item).body)
    mine = {**opened(ada, item), **blocks(one, two), "summary": "What Ada wrote."}
    theirs = {
        **opened(bea, item),
        **blocks(two, (one[0], one[1].replace("a.example", "b.example"))),
        "summary": "As it was.",
        "crime_types": [term.pk],
        "areas": [place.pk],
        "case": trial.pk,
        "published_at": "2026-03-02 14:05",
        "image": image.pk,
        "image_alt": "A man",
        "sexual_offence": "on",
    }
    assert bea.post(address(item), theirs).url == address(item)
    newest = now(item).latest_revision_id
    held = ada.get(both_versions(ada.post(address(item), mine)))
    assert now(item).latest_revision_id == newest
    text = said(held)
    for words in (
        "Crime types: was nothing, is “Violent crime”.",
        "Areas: was nothing, is “CPS North West”.",
        "High-profile case: was nothing, is “R v Roe”.",
        "Date and time of publication: was nothing, is 2 March 2026 14:05 GMT.",
        "The file “Court steps” (",
        "It shows: A custody image, or another picture of a defendant.",
        "The link of “here” went to https://a.example/, and goes to https://b.example/.",
        "moved from place",
        "was no, is yes",
        "What Ada wrote.",
        "Only one of you changed this: it is taken over",
    ):
        assert words in text, words
    assert "<ins>A man</ins>" in held.text
    (thumbnail,) = re.findall(r'<img src="(/media/images/[^"]+)"', held.text)
    assert ada.get(thumbnail).status_code == 200


def blocks(*texts):
    """The text of a form with these paragraphs, each with the id of its block."""
    stream = streamfield([("paragraph", rich_text(text)) for _key, text in texts])
    ids = {f"body-{place}-id": key for place, (key, _text) in enumerate(texts)}
    return {**nested_form_data({"body": stream}), **ids}


def compared(client, item, old, new):
    name = "wagtailadmin_pages:revisions_compare"
    return client.get(reverse(name, args=[item.pk, old, new]))


def test_history_shows_a_link_a_picture_and_a_moved_point():
    client = signed_in("ada", "Ada", "Lacey")
    steps, dock = picture(title="Steps"), picture(title="Dock", file__width=120)
    points = {"style": "bulleted", "items": ["<p>One</p>", "<p>Two</p>"]}
    item = draft(image=steps, image_alt="A court", body=[("list", points)])
    old = item.save_revision()
    item = PressReleasePage.objects.get(pk=item.pk)
    item.image = dock
    item.body = [("list", {**points, "items": points["items"][::-1]})]
    item.notes_to_editors = '<p><a href="https://b.example/">Ask</a></p>'
    new = item.save_revision()
    response = compared(client, item, old.pk, new.pk)
    text = said(response)
    assert "The file “Steps” (" in text
    assert "was replaced by “Dock” (" in text
    assert response.text.count("<img src=") >= 2
    assert "“Ask” is now a link to https://b.example/." in text
    assert "<del>" in response.text
    assert "[deleted: " in response.text
    # On the hour there are no minutes.
    assert re.search(r"at (\d+(\.\d\d)?[ap]m|noon|midnight) (GMT|BST) To", text)
    assert "+00:00" not in text
    again = said(compared(client, item, new.pk, new.pk))
    assert "There are no differences between these two versions" in again


def test_the_older_of_two_versions_is_compared_with_the_newer_whichever_was_chosen_first():
    client = signed_in("ada", "Ada", "Lacey")
    item = press_release(title="Public")
    item.title = "Written later"
    item.save_revision()
    later = item.latest_revision
    item.title = "Written last"
    last = item.save_revision()
    for chosen in ((later.pk, last.pk), ("live", last.pk)):
        sides = [compared(client, item, *both).context for both in (chosen, chosen[::-1])]
        assert {(str(side["old"]), side["new"]) for side in sides} == {(str(sides[0]["old"]), last)}
    assert compared(client, item, last.pk, later.pk).context["old"] == later
    assert compared(client, item, last.pk, "live").context["new"] == last
    assert compared(client, item, 10**6, last.pk).status_code == 404


def test_what_readers_have_is_compared_by_the_files_that_were_cleared():
    client = signed_in("ada", "Ada", "Lacey")
    paper = Document.objects.create(title="Judgment", file=ContentFile(b"%PDF-", "a.pdf"))
    link = f'<p><a linktype="document" id="{paper.pk}">Read it</a></p>'
    item = press_release(body=[("paragraph", link)])
    Document.objects.filter(pk=paper.pk).update(file_hash="0" * 40)
    revision = item.save_revision()
    text = said(compared(client, item, "live", revision.pk))
    assert "The file “Judgment” (a" in text
    assert "was replaced by another one of the same name and size" in text


def test_targets_of_links_are_named():
    one, two = press_release(title="First item"), press_release(title="Second item")
    paper = Document.objects.create(title="Judgment", file=ContentFile(b"%PDF-", "a.pdf"))
    item = draft()
    notes = []
    for target in (f'"page" id="{two.pk}"', f'"document" id="{paper.pk}"'):
        item.body = [("paragraph", f'<p>See <a linktype="page" id="{one.pk}">this</a></p>')]
        before = side_of(item)
        item.body = [("paragraph", f"<p>See <a linktype={target}>this</a></p>")]
        (shown,) = differences(item, before, side_of(item))
        notes += [note.words for one in shown.changes for note in one.notes]
    assert "The link of “this” went to “First item”, and goes to “Second item”." in notes
    assert "The link of “this” went to “First item”, and goes to “Judgment”." in notes


def test_a_lawyer_is_shown_what_changed_since_the_last_clearance():
    client = signed_in("ada", "Ada", "Lacey")
    item = draft(title="Man jailed", body=[("paragraph", "<p>A <b>man</b> was jailed.</p>")])
    item.save_revision()
    item = PressReleasePage.objects.get(pk=item.pk)
    clear(item)
    checks = reverse("desk_answers", args=[item.pk])
    assert "What changed since it was last cleared" not in client.get(checks).text
    item.body = [("paragraph", "<p>A man was jailed.</p>")]
    item.save_revision()
    text = said(client.get(checks))
    assert "What changed since it was last cleared Cleared by" in text
    assert "“man” is no longer bold." in text


def test_a_new_title_of_a_speaker_and_a_day_are_told_in_words():
    page = next(page for page in full_pages() if page.document_type == "speech")
    before = side_of(page)
    page.delivered_on = date(2026, 3, 2)
    page.text_type = "draft-text"
    page.expire_at = timezone.now() + timedelta(days=1)
    notes = {
        each.field: [note.words for one in each.changes for note in one.notes]
        for each in differences(Page(), before, side_of(page))
    }
    assert "is 2 March 2026." in notes["delivered_on"][0]
    assert "is “Draft text of the speech, may differ from what was said”." in notes["text_type"][0]
    assert "was nothing, is " in notes["expire_at"][0]

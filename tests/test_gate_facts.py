"""What the gate reads of a page: every word a reader can meet, and where the case stands."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from newsroom.demo.public_pages import add_public
from newsroom.documents.file_uses import files
from newsroom.documents.passages import passages
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import ItemUpdate, PressReleasePage, ReleaseLog
from newsroom.records.release_log import record
from tests.factories import (
    case,
    clear,
    draft,
    newsroom,
    picture,
    press_release,
    release,
    update,
)

pytestmark = pytest.mark.django_db

BODY = [
    ("paragraph", '<p>One<br/>two <b>th</b>ree <a href="https://example.org/zoe">there</a></p>'),
    ("heading", {"text": "Four", "level": "h2"}),
    ("quote", {"paragraphs": ["Five", "Six"], "speaker": "Seven", "role": "Eight"}),
    ("list", {"style": "bulleted", "items": ["<p>Nine</p>"]}),
    ("table", {"caption": "Ten", "header": ["Eleven"], "rows": [["Twelve"]]}),
    ("statistic", {"figure": "13", "description": "Fourteen", "source": "Fifteen"}),
    (
        "further_reading",
        {"title": "Sixteen", "links": [{"text": "Seventeen", "url": "https://example.org/18"}]},
    ),
]


def read(page):
    return {passage.text: passage for passage in passages(page.as_document())}


def test_every_block_is_read_to_its_last_word():
    found = read(draft(body=BODY))
    words = {
        *("One\ntwo three there", "https://example.org/zoe", "Four", "Five", "Six", "Seven"),
        *("Eight", "Nine", "Ten", "Eleven", "Twelve", "13", "Fourteen", "Fifteen", "Sixteen"),
        *("Seventeen", "https://example.org/18"),
    }
    assert words <= set(found)
    assert (found["Nine"].place, found["Nine"].block) == ("Text, block 4 (list)", 4)
    assert found["https://example.org/zoe"].block == 1
    assert (found["Five"].quoted, found["Seven"].quoted) == (True, False)


def test_every_text_field_of_an_item_is_read():
    """A field that is added later is read as well, unless its name is among the bookkeeping."""
    written = {
        field.name: f"words of {field.name}"
        for field in PressReleasePage._meta.concrete_fields
        if field.name
        in (
            *("summary", "notes_to_editors", "image_alt", "image_caption", "image_credit"),
            *("court", "seo_title", "search_description"),
        )
    }
    item = draft(**written, slug="words-of-slug")
    assert {*written.values(), "words-of-slug", item.title} <= set(read(item))


def test_rows_below_a_page_are_read():
    thread = case()
    thread.stages.create(date=timezone.localdate(), kind="hearing", text="Named in a stage")
    assert read(thread)["Named in a stage"].place.startswith("Stage of a case 1")


def test_the_digest_tells_words_from_bookkeeping():
    item = draft(body=BODY)
    item.save_revision()
    words = digest_of(item)
    item.go_live_at = timezone.now() + timedelta(days=1)
    item.locked = True
    assert digest_of(item) == words
    assert digest_of(item.get_latest_revision_as_object()) == words
    assert digest_of(PressReleasePage.objects.get(pk=item.pk)) == words
    item.image_caption = "Another"
    assert digest_of(item) != words


def test_a_replaced_file_is_another_version():
    image = picture()
    item = draft(image=image, image_alt="A court")
    words = digest_of(item)
    type(image).objects.filter(pk=image.pk).update(file_hash="0" * 40)
    assert [(use.file, use.field) for use in files(item.as_document())] == [(image.pk, "image")]
    assert digest_of(item) != words


def test_the_newest_update_says_where_the_case_stands():
    thread = case()
    thread.stages.create(date=timezone.localdate(), kind="trial")
    item = draft(case=thread)
    assert item.stage_of_case == "trial"
    item.stage = "charge"
    assert item.stage_of_case == "charge"
    update(item, stage=ItemUpdate.Stage.SENTENCE)
    update(item, stage=ItemUpdate.Stage.CORRECTION)
    update(item, stage=ItemUpdate.Stage.APPEAL, at=timezone.now() + timedelta(days=1))
    assert item.stage_of_case == "sentence"


def test_what_was_public_before_the_gate_is_saved_without_being_asked():
    item = add_public(newsroom(), PressReleasePage(title="Man jailed"))
    page = PressReleasePage.objects.get(pk=item.pk)
    page.locked = True
    page.save()
    assert PressReleasePage.objects.published().filter(pk=item.pk).exists()


def test_wagtails_own_pages_are_never_public():
    page = newsroom().get_parent().get_parent().add_child(instance=Page(title="Plain", live=True))
    assert not PublishedQuerySet(Page).published().filter(pk=page.pk).exists()


def test_what_was_withdrawn_is_cleared_anew_before_it_returns():
    item = release(draft())
    item.unpublish()
    must_be_cleared_anew(item)


def test_what_an_order_took_down_is_cleared_anew_before_it_returns():
    item = clear(draft())
    record(ReleaseLog.Event.TAKEN_DOWN, item)
    must_be_cleared_anew(item)


def must_be_cleared_anew(item):
    page = PressReleasePage.objects.get(pk=item.pk)
    page.live = True
    with pytest.raises(ReleaseRefused, match="No lawyer has cleared"):
        page.save()
    clear(page).save()
    assert PressReleasePage.objects.published().filter(pk=item.pk).exists()


def test_what_time_ended_keeps_its_clearance():
    item = clear(draft())
    record(ReleaseLog.Event.EXPIRED, item)
    item.live = True
    item.save()
    assert PressReleasePage.objects.published().filter(pk=item.pk).exists()


def test_an_update_leaves_a_row_in_the_log():
    item = press_release()
    update(item, note="Jailed for four years.")
    row = ReleaseLog.objects.get(event=ReleaseLog.Event.UPDATED)
    assert (row.page_id, row.note) == (item.pk, "Sentence: Jailed for four years.")

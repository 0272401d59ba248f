"""Documents of pages: nothing that readers are shown is missing in them, in any walker."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.documents.models import Document as Paper
from wagtail.fields import RichTextField, StreamField

from newsroom.documents.blocks import BLOCKS
from newsroom.documents.document import Document, UnknownSchema
from newsroom.documents.file_uses import files
from newsroom.documents.links import links
from newsroom.documents.passages import passages
from newsroom.documents.words import words
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import BOOKKEEPING
from newsroom.models import PressReleasePage, SpeechPage
from newsroom.pages.block_data import READERS
from newsroom.pages.stream_blocks import ArticleStream, ClauseStream, ProtocolStream
from tests.factories import KC, crime_type, draft, picture, press_release, speaker, speech, update
from tests.full_pages import CREATABLE, full_pages

NOT_SHOWN = {
    "show_in_menus",
    # Follow from the text, and from when the page was published.
    *("anchors", "numbers", "fixed_at", "listed_on"),
    # What is said of a change: the note of a correction is told (test_corrections.py).
    *("change_kind", "change_note", "change_reason", "change_number"),
    *("change_keeps_earlier", "change_keeps_number"),
}
"""Fields of pages that are no part of what is cleared."""
TEXTS = (models.CharField, models.TextField)
STREAMS = (ArticleStream, ClauseStream, ProtocolStream)


@pytest.fixture
def full(db):
    return {type(page): page for page in full_pages()}


def stored(document):
    """As a database keeps it and gives it back."""
    return Document.from_json(json.loads(json.dumps(document.to_json())))


def text_in(value):
    """Every text in plain data, without its keys."""
    match value:
        case str():
            yield value
        case dict():
            for name, inner in value.items():
                if name not in ("id", "type"):
                    yield from text_in(inner)
        case list():
            for inner in value:
                yield from text_in(inner)


def other(field, value):
    """Another value for a field than the one it has."""
    match field:
        case StreamField():
            return [("paragraph", "<p>Other words</p>")]
        case models.CharField() | models.TextField() if field.choices:
            return next(choice for choice, _label in field.choices if choice != value)
        case models.BooleanField():
            return not value
        case models.DateField():
            return value + timedelta(days=1)
        case models.DecimalField() | models.IntegerField():
            return 8
        case models.ForeignKey():
            return None
        case _:
            return f"{value}other"


def told(record):
    """The fields of a page or row that readers may be told of."""
    for field in record._meta.concrete_fields:
        kept = field.name in BOOKKEEPING | NOT_SHOWN or field.primary_key
        if not kept and field.name not in ("page", "sort_order"):
            yield field


def rows_below(page):
    for relation in get_all_child_relations(page):
        if relation.get_accessor_name() not in BOOKKEEPING:
            yield from getattr(page, relation.get_accessor_name()).all()


def test_every_type_has_a_name_of_its_own():
    assert sorted(model.document_type for model in CREATABLE) == [
        *("case", "case-index", "content", "home", "news-index", "press-office"),
        *("press-release", "protocol", "protocol-version", "social-media-policy"),
        *("social-media-policy-version", "speech", "speech-index", "statement", "topic"),
    ]


def test_every_block_is_known_to_its_last_text(full):
    there = {name for stream in STREAMS for name in stream().child_blocks}
    assert there == set(READERS)
    for page in full.values():
        if hasattr(page, "body"):
            document = page.as_document()
            body = json.dumps(document.to_json()["body"], ensure_ascii=False)
            said = "\n".join(passage.text for passage in passages(document))
            for text in text_in(page.body.get_prep_value()):
                if text.startswith("<"):
                    continue
                assert json.dumps(text, ensure_ascii=False)[1:-1] in body
                assert text in said or text in ("h3", "numbered")
    assert len({type(block) for page in full.values() for block in page.as_document().body}) == len(
        BLOCKS
    )


def test_a_document_is_stored_and_read_back_as_it_was(full):
    for page in full.values():
        document = page.as_document()
        assert stored(document) == document


def test_a_page_in_which_nothing_is_filled_has_a_document(db):
    for model in CREATABLE:
        document = model().as_document()
        assert stored(document) == document
        assert [passage.text for passage in passages(document)] == []


def test_what_is_stored_of_another_schema_is_not_read():
    with pytest.raises(UnknownSchema, match="99"):
        Document.from_json({"schema": 99})


def test_every_text_that_readers_meet_is_read(full):
    for page in full.values():
        read = "\n".join(passage.text for passage in passages(page.as_document()))
        for record in (page, *rows_below(page)):
            for field in told(record):
                value = getattr(record, field.name)
                if isinstance(field, TEXTS) and not isinstance(field, RichTextField) and value:
                    assert field.choices or str(value) in read, (record, field.name)


def test_a_change_of_any_field_that_readers_are_told_is_another_version(full):
    """Also of a field that is added later, unless its name is put among those that are not."""
    for page in full.values():
        before = digest_of(page)
        for record in (page, *rows_below(page)):
            for field in told(record):
                value = getattr(record, field.name)
                if value in (None, "") and not field.choices:
                    continue
                setattr(record, field.name, other(field, value))
                assert digest_of(page) != before, (record, field.name)
                setattr(record, field.name, value)
        assert digest_of(page) == before


def test_chosen_terms_are_part_of_the_version_and_their_order_is_not(full):
    page = full[PressReleasePage]
    before = digest_of(page)
    page.crime_types = list(page.crime_types.all())[::-1]
    assert digest_of(page) == before
    for name in ("crime_types", "areas", "topics"):
        chosen = list(getattr(page, name).all())
        setattr(page, name, [])
        assert digest_of(page) != before, name
        setattr(page, name, chosen)
    assert digest_of(page) == before


@pytest.mark.django_db
def test_what_the_editor_keeps_for_itself_is_no_other_version():
    item = draft(notes_to_editors="", body=[("paragraph", "<p>One</p>")])
    before = digest_of(item)
    item.notes_to_editors = "<p></p>"
    keyed = '<p data-block-key="x1">One</p>'
    item.body = [{"type": "paragraph", "value": keyed, "id": "3f0c"}]
    item.published_at = timezone.now()
    update(item)
    assert digest_of(item) == before


@pytest.mark.django_db
def test_a_revision_and_the_stored_page_have_the_document_of_the_page():
    item = press_release(crime_types=[crime_type()])
    revision = item.save_revision()
    item = PressReleasePage.objects.get(pk=item.pk)
    assert revision.as_object().as_document() == item.as_document()


@pytest.mark.django_db
def test_an_alias_shows_the_words_of_its_source_at_its_own_address():
    item = press_release(title="Man jailed")
    alias = item.create_alias(update_slug="aliased").specific
    document = alias.as_document()
    assert document.slug == "aliased"
    assert replace(document, slug=item.slug) == item.as_document()
    assert digest_of(alias) == digest_of(item)
    assert "aliased" in {passage.text for passage in passages(document)}


@pytest.mark.django_db
def test_what_files_are_called_and_hold_is_part_of_the_version():
    paper = Paper.objects.create(title="Judgment", file=ContentFile(b"%PDF-", "a.pdf"))
    link = f'<p><a linktype="document" id="{paper.pk}">Read it</a></p>'
    image = picture(title="Court")
    item = draft(body=[("paragraph", link)], image=image, image_alt="A court")
    seen = {digest_of(item)}
    for changed in ({"title": "Ruling"}, {"file_hash": "0" * 40}, {"file": "documents/b.pdf"}):
        Paper.objects.filter(pk=paper.pk).update(**changed)
        seen.add(digest_of(item))
    type(image).objects.filter(pk=image.pk).update(file_hash="1" * 40)
    seen.add(digest_of(item))
    assert len(seen) == 5
    document = item.as_document()
    assert document.document_file(paper.pk).title == "Ruling"
    assert document.document_file(paper.pk).extension == "pdf"
    assert document.picture_file(image.pk).hash == "1" * 40
    Paper.objects.all().delete()
    assert item.as_document().document_file(paper.pk) is None


@pytest.mark.django_db
def test_a_speaker_is_titled_as_that_day():
    someone = speaker("Miriam Castleford", KC)
    item = speech(speaker=someone, delivered_on=KC["since"])
    document = item.as_document()
    assert document.speech.speaker.name == "Miriam Castleford KC"
    assert document.speech.speaker.role == KC["role"]
    before = digest_of(item)
    title = someone.titles.get()
    title.role = "Director"
    title.save()
    assert digest_of(SpeechPage.objects.get(pk=item.pk)) != before


def test_links_lead_to_pages_and_to_addresses(full):
    document = full[PressReleasePage].as_document()
    by_field = {}
    for link in links(document):
        by_field.setdefault((link.field, link.place), []).append(link.page or link.address)
    item = full[PressReleasePage].related_links.all()[0].item_id
    topic = full[PressReleasePage].topics.all()[0].pk
    assert by_field == {
        ("body", "Text"): [
            *(item, "https://example.org/?a=1&b=2", "https://example.org/more", topic),
        ],
        ("notes_to_editors", "Notes to editors"): [item],
        ("related_links", "Related links"): [item, item],
    }
    kept = {link.address for link in links(full[SpeechPage].as_document())}
    assert "https://example.org/SpeechPage/video_url" in kept


def test_every_file_is_found_where_it_is_used(full):
    found = {
        model.document_type: [
            (use.kind[0], use.field, use.use) for use in files(page.as_document())
        ]
        for model, page in full.items()
    }
    text = [("d", "body", "offer"), ("d", "body", "link")]
    social, body = ("p", "social_image", "social"), ("p", "body", "body")
    assert found["press-release"] == [social, ("p", "image", "lead"), body, *text]
    assert found["speech"][-2:] == [("d", "documents", "offer")] * 2
    assert found["protocol-version"] == [social, body, ("d", "document", "offer"), *text]
    assert found["case"] == [
        *(social, body, ("p", "materials", "material"), *text),
        *[("d", "materials", "offer")] * 2,
    ]
    for page in full.values():
        document = page.as_document()
        named = {(use.kind, use.file) for use in files(document)}
        there = {("picture", file.id) for file in document.pictures}
        assert named == there | {("document", file.id) for file in document.documents}


def test_a_picture_that_an_import_put_into_a_text_is_found(db):
    image = picture()
    item = PressReleasePage(
        title="x", notes_to_editors=f'<embed embedtype="image" id="{image.pk}" alt=""/>'
    )
    (use,) = files(item.as_document())
    assert (use.file, use.field) == (image.pk, "notes_to_editors")


def test_words_are_those_of_the_text(full):
    document = full[PressReleasePage].as_document()
    assert words(document).startswith("One\n\ntwo three an item and a paper\n\nElsewhere")
    assert document.teaser == document.summary


def test_figures_are_numbers_in_one_form(full):
    document = next(page.as_document() for page in full.values() if page.document_type == "topic")
    assert document.to_json()["statistics"][0]["number"] == "82.6"
    assert document.statistics[0].number == Decimal("82.60")


def test_places_of_clauses_stand_beside_them(full):
    document = next(
        page.as_document() for page in full.values() if page.document_type == "protocol-version"
    )
    places = {place.anchor: place for place in document.version.places}
    assert document.body[places["purpose"].block].heading == "Purpose"
    assert (places["purpose"].number, places["purpose"].numbers) == (1, (1,))
    assert places["not-given"].number == 0

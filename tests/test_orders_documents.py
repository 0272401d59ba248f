"""Names inside documents are found through the index of words, when an order is entered."""

from unittest.mock import patch

import pytest
from django.db import transaction

from newsroom.desk.document_formats.reading import ReadDocument
from newsroom.desk.uploaded_documents import keep_words
from newsroom.gate import edition_words
from newsroom.gate.edition_words import EditionWords, index_missing, words_row
from newsroom.models import Edition
from newsroom.orders import closing, enforcement, taking_down
from newsroom.orders.name_scan.scan import search_for
from tests.blockers import name_order
from tests.document_factories import document
from tests.factories import person, press_release

pytestmark = pytest.mark.django_db

NAME = "Zebedee Quillfeather"
CONTENT = b"Figures of one year."


def says(text, place="page 3", content=CONTENT):
    keep_words(content, ReadDocument(content, [(place, text)]))


def offering(content=CONTENT, text="Nobody."):
    """A public item that links to a document which says this."""
    file = document(content)
    says(text, content=content)
    link = f'<p><a linktype="document" id="{file.pk}">Read it</a></p>'
    return press_release(title="Figures", body=[("paragraph", link)])


def candidates():
    return search_for(name_order(NAME)).candidates()


def words(page):
    return EditionWords.objects.get(page_id=page.pk).words.split()


def test_an_order_takes_down_at_once_what_names_somebody_in_a_document():
    # The search of all pages, which follows in steps, begins with the lowest id.
    other, page = press_release(title="Nobody"), offering(text=f"It was {NAME}.")
    order = name_order(NAME)
    with patch.object(closing, "SEARCHED", 1):
        with transaction.atomic():
            take_down = enforcement.begin(order, person("reviewing.lawyer"))
        taking_down.proceed(take_down, seconds=0)
    public = set(Edition.objects.open().values_list("page_id", flat=True))
    assert page.pk not in public
    assert other.pk in public


@pytest.mark.parametrize(
    ("text", "place"),
    [(f"It was {NAME}.", "page 3"), ("media/photozebedeequillfeather.png", "its links")],
)
def test_the_index_knows_what_a_document_says(text, place):
    page = offering()
    assert candidates() == []
    says(text, place)
    index_missing()
    assert candidates() == [page.pk]


def test_a_document_that_is_read_anew_makes_its_pages_candidates_until_they_are_indexed():
    page, other = offering(), press_release(title="Nobody")
    says("Somebody else.")
    assert candidates() == [page.pk]
    index_missing()
    assert candidates() == []
    assert "somebody" in words(page)
    assert other.pk not in candidates()


def test_a_page_with_more_words_than_the_index_holds_is_a_candidate_in_every_search():
    page, other = offering(), press_release(title="Nobody")
    full = len(words_row(Edition.objects.get(page_id=other.pk)).words)
    says(" ".join("abcdefgh"[one % 8] * (one + 2) for one in range(70)))
    with patch.object(edition_words, "MOST_BYTES", full):
        index_missing()
    assert words(page) == ["0"]
    assert candidates() == [page.pk]

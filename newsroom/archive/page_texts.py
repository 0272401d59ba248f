"""The words of pages that are no items: cases, topics, the press office, clauses of documents.

Search shows them as best matches above the items. A row belongs to an edition, and only rows of
editions that are open are read: what is not public is found by none of its words, by the clock too.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from django.db import models

from newsroom.archive.search_words import index_words
from newsroom.documents.blocks import Clause
from newsroom.documents.document import Document, UnknownSchema
from newsroom.documents.markup import paragraphs
from newsroom.documents.texts import Form, texts
from newsroom.editions.models import Edition

BATCH = 200
FACTS = ("seo_title", "search_description", "summary", "court", "status")
"""The fields whose words say what a page is about."""
NOT_FOUND = ("home", "news-index")
"""Types of pages that lead to everything, and so match nothing best."""
VERSION = "-version"
"""How the types of dated versions end: their clauses are found, and not the version itself."""


class PageText(models.Model):
    """The folded words of one page, or of one clause of a document, in one edition.

    Each text begins and ends with a space, so that LIKE finds whole words: the rows are few.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    """0 for the page itself, or else the number of the clause."""
    anchor = models.CharField(max_length=255, blank=True)
    heading = models.TextField(blank=True)
    """The heading of the clause."""
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    """While the version is in force; both days are included."""
    title_words = models.TextField()
    fact_words = models.TextField()
    words = models.TextField()
    """All of them: title, facts and text."""

    class Meta:
        default_permissions = ()
        verbose_name_plural = "page texts"
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="page_text_once")]

    def __str__(self) -> str:
        return f"Words of edition {self.edition_id}: {self.number}"


COMPARED = (
    *("edition_id", "number", "anchor", "heading", "first_day", "last_day"),
    *("title_words", "fact_words", "words"),
)


def texts_of(edition: Edition, document: Document) -> list[PageText]:
    """The unsaved rows of an edition; none for an item."""
    if edition.kind or not edition.address or edition.page_type in NOT_FOUND:
        return []
    if edition.page_type.endswith(VERSION):
        return list(_clauses(edition, document))
    facts: list[str] = []
    rest: list[str] = []
    for text in texts(document):
        if text.form in (Form.PROSE, Form.HTML) and text.field != "title":
            said = paragraphs(text.text) if text.form == Form.HTML else [text.text]
            (facts if text.field in FACTS else rest).extend(said)
    return [_row(edition, 0, edition.title, facts, rest)]


def _clauses(edition: Edition, document: Document) -> Iterator[PageText]:
    version = document.version
    if version is None or version.in_force_from is None:
        return
    for place in version.places:
        block = document.body[place.block]
        if isinstance(block, Clause) and place.number:
            yield _row(
                edition,
                place.number,
                block.heading,
                [],
                paragraphs(block.html),
                anchor=place.anchor,
                heading=block.heading,
                first_day=version.in_force_from,
                last_day=version.in_force_to,
            )


def _row(
    edition: Edition, number: int, title: str, facts: list[str], rest: list[str], **more: object
) -> PageText:
    def folded(said: Sequence[str]) -> str:
        return f" {index_words(said, edition.language)} "

    return PageText(
        edition_id=edition.pk,
        number=number,
        title_words=folded([title]),
        fact_words=folded([title, *facts]),
        words=folded([title, *facts, *rest]),
        **more,
    )


def keep_page_texts(edition: Edition) -> None:
    """Save the rows of an edition in the place of those of the page's earlier ones. Idempotent."""
    if edition.kind:
        return
    PageText.objects.filter(edition__page_id=edition.page_id).delete()
    if not edition.closed_why:
        PageText.objects.bulk_create(texts_of(edition, edition.as_document()))


def rebuild_page_texts() -> None:
    """Replace all rows by those of the editions that are open or will be."""
    PageText.objects.all().delete()
    for some in batched(_current().iterator(BATCH), BATCH):
        PageText.objects.bulk_create([row for edition in some for row in _rows_of(edition)])


def page_text_differences() -> Iterator[str]:
    """A sentence for each current edition whose rows are not those that it should have."""
    for some in batched(_current().iterator(BATCH), BATCH):
        found = set(PageText.objects.filter(edition__in=some).values_list(*COMPARED))
        for edition in some:
            wanted = {_compared(row) for row in _rows_of(edition)}
            if {row for row in found if row[0] == edition.pk} != wanted:
                yield f"page {edition.page_id} is found by other words than it has"


def _current() -> models.QuerySet[Edition]:
    return Edition.objects.filter(closed_why="", kind="").order_by("pk")


def _rows_of(edition: Edition) -> Iterable[PageText]:
    try:
        return texts_of(edition, edition.as_document())
    except UnknownSchema:
        return ()


def _compared(row: PageText) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COMPARED)

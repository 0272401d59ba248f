"""The words of each page for the desk: of its newest draft, and of its last edition.

Readers' search knows what is public. The desk also finds drafts, what was withdrawn, and what a
page says beside a draft of other words. Each database has its own index of the rows: generated
`tsvector` columns with GIN indexes, or an FTS5 table updated by triggers (see the migration).
"""

import re
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from newsroom.documents.document import Document, UnknownSchema
from newsroom.documents.passages import passages
from newsroom.editions.models import Edition
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.edition_words import as_database_query
from newsroom.records.verdict_holds import is_in_vault, outside_vault
from newsroom.rules.names.folding import fold
from newsroom.rules.names.word_index import queries_for, words_of

VERSION = 1
"""Raise it when `row_of` changes: rows of another version are made anew."""

CHUNK = 200
"""How many pages are loaded into memory at a time."""

FTS_TABLE = "newsroom_pagewordsindex"

_WORD = re.compile(r"[^\W_]+")


class PageWords(models.Model):
    """The words of one version of a page, folded."""

    class Source(models.TextChoices):
        DRAFT = "draft", _("Draft")
        EDITION = "edition", _("Edition")

    page = models.ForeignKey(Page, models.CASCADE, related_name="+", db_index=False)
    source = models.CharField(max_length=8, choices=Source)
    made_of = models.BigIntegerField()
    """The id of the revision or the edition; 0 for a page without a revision."""
    version = models.PositiveSmallIntegerField()
    """The `VERSION` of the code that made the row."""
    words = models.TextField()
    """All words in their order, separated by spaces."""
    facets = models.TextField()
    """What the desk filters by, separated by spaces: see `facet`."""
    spellings = models.TextField(blank=True)
    """Of a draft, the words under which a name is found in it: see rules/names/word_index.py."""

    class Meta:
        default_permissions = ()
        verbose_name_plural = "page words"
        constraints = [
            models.UniqueConstraint(fields=["page", "source"], name="page_words_of_source")
        ]

    def __str__(self) -> str:
        return f"Words of page {self.page_id}: {self.source}"


def words_in(text: str) -> list[str]:
    """The words of a text in plain lower-case letters, without accents, dashes and quotes."""
    return _WORD.findall(fold(text).lower())


def facet(name: str, value: object) -> str:
    """The term of a value to filter by. No word of a text begins with its first character."""
    return f"={name}{''.join(words_in(str(value)))}"


def facets_of(document: Document) -> list[str]:
    """The kind (or the type of a page that is no item), the stages, crime types and Areas."""
    updates = (update.stage for update in document.updates)
    stages = dict.fromkeys(filter(None, (document.stage, *updates)))
    return [
        facet("kind", document.kind or document.page_type),
        *(facet("stage", stage) for stage in stages),
        *(facet("crimetype", key) for key in document.crime_types),
        *(facet("area", key) for key in document.areas),
    ]


def row_of(
    page_id: int, source: PageWords.Source, made_of: int | None, document: Document
) -> PageWords:
    """The unsaved row of a document."""
    read = passages(document)
    drafted = source == PageWords.Source.DRAFT
    return PageWords(
        page_id=page_id,
        source=source,
        made_of=made_of or 0,
        version=VERSION,
        words=" ".join(words_in("\n".join(passage.text for passage in read))),
        facets=" ".join(facets_of(document)),
        spellings=" ".join(words_of(read)) if drafted else "",
    )


def keep_draft_words(page: CheckedPage, revision_id: int | None) -> None:
    """Save the row of the newest draft, which is this page in memory. Idempotent.

    What is held for a verdict is in no index.
    """
    if is_in_vault(page):
        return
    _save([row_of(page.pk, PageWords.Source.DRAFT, revision_id, page.as_document())])


def keep_edition_words(edition: Edition) -> None:
    """Save the row of an edition. Idempotent."""
    _save([_of_edition(edition)])


def drafts_that_may_name(name: str) -> set[int]:
    """The ids of the pages whose newest draft may hold this name, and of a few others."""
    if not (queries := queries_for(name)):
        return set()
    asked, table = as_database_query(queries), PageWords._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"SELECT page_id FROM {table} WHERE spelling_vector @@ %s::tsquery"  # noqa: S608
        else:
            asked = f"spellings : ({asked})"
            rows = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608
            sql = f"SELECT page_id FROM {table} WHERE id IN ({rows})"  # noqa: S608
        cursor.execute(sql, [asked])
        return {page_id for (page_id,) in cursor.fetchall()}


def index_missing_pages(most: int | None = None) -> int:
    """Add pages and editions that are missing in the index, so many at most; returns how many."""
    drafts = _without_draft_words().order_by("pk")[:most]
    number = _index(_of_pages(drafts))
    left = None if most is None else max(0, most - number)
    return number + _index(_of_editions(_without_edition_words().order_by("pk")[:left]))


def _save(rows: Iterable[PageWords]) -> None:
    PageWords.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page", "source"],
        update_fields=["made_of", "version", "words", "facets", "spellings"],
    )


def _index(rows: Iterator[PageWords]) -> int:
    number = 0
    for some in batched(rows, CHUNK):
        _save(some)
        number += len(some)
    return number


def _without_draft_words() -> QuerySet[Page]:
    newest = Coalesce(OuterRef("latest_revision_id"), 0)
    known = PageWords.objects.filter(
        page_id=OuterRef("pk"), source=PageWords.Source.DRAFT, version=VERSION, made_of=newest
    )
    ours = Q(content_type__app_label="newsroom")
    return Page.objects.filter(ours, outside_vault(), ~Exists(known))


def _without_edition_words() -> QuerySet[Edition]:
    """The last editions of pages that exist and are not in the index."""
    later = Edition.objects.filter(page_id=OuterRef("page_id"), number__gt=OuterRef("number"))
    known = PageWords.objects.filter(
        page_id=OuterRef("page_id"),
        source=PageWords.Source.EDITION,
        version=VERSION,
        made_of=OuterRef("pk"),
    )
    page = Page.objects.filter(pk=OuterRef("page_id"))
    return Edition.objects.filter(~Exists(later), ~Exists(known), Exists(page)).exclude(
        closed_why=Edition.Closed.UNOPENED
    )


def _of_pages(pages: QuerySet[Page]) -> Iterator[PageWords]:
    ids = list(pages.values_list("pk", flat=True))
    for some in batched(ids, CHUNK):
        for page in Page.objects.filter(pk__in=some).specific():
            draft = page.get_latest_revision_as_object() if page.latest_revision_id else page
            if isinstance(draft, CheckedPage):
                made_of = page.latest_revision_id
                yield row_of(page.pk, PageWords.Source.DRAFT, made_of, draft.as_document())


def _of_editions(editions: QuerySet[Edition]) -> Iterator[PageWords]:
    for edition in editions.iterator(CHUNK):
        try:
            yield _of_edition(edition)
        except UnknownSchema:
            continue


def _of_edition(edition: Edition) -> PageWords:
    document = edition.as_document()
    return row_of(edition.page_id, PageWords.Source.EDITION, edition.pk, document)

"""The words of each page's current edition, indexed: which pages may hold a protected name?

Names are stored encrypted and folded in Python, so no database can search for them. The words of an
edition, and of the documents that it offers, are folded when it opens. Each database has its own
index of them: a generated `tsvector` column with a GIN index, or an FTS5 table updated by triggers
(see the migration).
"""

from collections.abc import Iterable
from itertools import batched

from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet

from newsroom.documents.document import Document, UnknownSchema
from newsroom.documents.passages import Passage, passages
from newsroom.documents.texts import PLACES
from newsroom.editions.models import Edition, EditionFile
from newsroom.gate.document_texts import document_texts
from newsroom.rules.names.word_index import VERSION, Query, queries_for, words_of

FTS_TABLE = "newsroom_editionwordsindex"
CHUNK = 500
"""How many editions are loaded into memory at a time."""
MOST_BYTES = 900_000
"""A `tsvector` of PostgreSQL has room for 1 MB of words."""
TOO_MANY = "0"
"""Stands for all words of an edition that has too many. No word of a name begins with a digit."""


class EditionWords(models.Model):
    """The words of the newest edition of one page, separated by spaces."""

    page_id = models.BigIntegerField(primary_key=True)
    edition_id = models.BigIntegerField(db_index=True)
    version = models.PositiveSmallIntegerField()
    """The `VERSION` of the code that made the words."""
    words = models.TextField()

    class Meta:
        default_permissions = ()
        verbose_name_plural = "edition words"

    def __str__(self) -> str:
        return f"Words of page {self.page_id}"


def words_row(
    edition: Edition, document: Document | None = None, read: Iterable[Passage] | None = None
) -> EditionWords:
    """The unsaved row of an edition.

    `document` is its document and `read` are the passages of that, if they are known.
    """
    document = document or edition.as_document()
    read = passages(document) if read is None else read
    address = Passage("slug", PLACES["slug"], edition.address, prose=False)
    words = " ".join(words_of((*read, *document_texts(document).passages, address)))
    return EditionWords(
        page_id=edition.page_id,
        edition_id=edition.pk,
        version=VERSION,
        words=words if len(words.encode()) <= MOST_BYTES else TOO_MANY,
    )


def keep_words(editions: Iterable[Edition]) -> None:
    """Save the rows of these editions. Idempotent."""
    _save([words_row(edition) for edition in editions])


def _save(rows: list[EditionWords]) -> None:
    EditionWords.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["edition_id", "version", "words"],
    )


def forget_words_with(document_ids: Iterable[int]) -> None:
    """Delete the rows of editions that offer these documents, which say something else now.

    Each is a candidate in every search until `index_missing` has added it again.
    """
    offering = EditionFile.objects.filter(kind=EditionFile.Kind.DOCUMENT, file_id__in=document_ids)
    EditionWords.objects.filter(edition_id__in=offering.values("edition_id")).delete()


def without_words() -> QuerySet[Edition]:
    """The current editions that are not in the index, or in that of an earlier version."""
    known = EditionWords.objects.filter(edition_id=OuterRef("pk"), version=VERSION)
    return Edition.objects.let_through().filter(~Exists(known))


def index_missing(most: int | None = None) -> int:
    """Add editions that are missing in the index, so many at most; returns how many.

    One whose document cannot be read stays out: it is a candidate in each search.
    """
    readable = without_words().exclude(closed_why=Edition.Closed.UNOPENED)
    number = 0
    for some in batched(readable.order_by("pk")[:most].iterator(CHUNK), CHUNK):
        rows = [row for edition in some if (row := _row_or_none(edition)) is not None]
        _save(rows)
        number += len(rows)
    return number


def _row_or_none(edition: Edition) -> EditionWords | None:
    try:
        return words_row(edition)
    except UnknownSchema:
        return None


def pages_that_may_name(names: Iterable[str]) -> set[int]:
    """The ids of the pages whose current edition may hold one of these names, and of a few others.

    A page that is not in the index may. A name may stand in a page and not in its edition after a
    write that bypassed the gate: such a page is not found here.
    """
    queries = [query for name in names for query in queries_for(name)]
    if queries:
        queries.append(((TOO_MANY,),))
    return {*_matching(queries), *without_words().values_list("page_id", flat=True)}


def _matching(queries: list[Query]) -> list[int]:
    if not queries:
        return []
    asked = as_database_query(queries)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            table = connection.ops.quote_name(EditionWords._meta.db_table)
            sql = f"SELECT page_id FROM {table} WHERE vector @@ %s::tsquery"  # noqa: S608
        else:
            sql = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608
        cursor.execute(sql, [asked])
        return [page_id for (page_id,) in cursor.fetchall()]


def as_database_query(queries: Iterable[Query]) -> str:
    """The queries as one: a `tsquery` of PostgreSQL, or the syntax of FTS5."""
    if connection.vendor == "postgresql":
        return " | ".join(f"({_all(query, ' | ', ' & ', chr(39), ':*')})" for query in queries)
    return " OR ".join(f"({_all(query, ' OR ', ' AND ', chr(34), ' *')})" for query in queries)


def _all(query: Query, either: str, both: str, quote: str, begins: str) -> str:
    """A query in the syntax of a database. A term consists of letters, so nothing is escaped."""
    return both.join(
        f"({either.join(_term(term, quote, begins) for term in terms)})" for terms in query
    )


def _term(term: str, quote: str, begins: str) -> str:
    word = term.removesuffix("*")
    return f"{quote}{word}{quote}{begins if word != term else ''}"

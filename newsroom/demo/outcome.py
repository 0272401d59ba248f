"""What follows of loaded items: editions with files, the lawyer's answers, the archive's rows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from newsroom.archive.index import (
    ArchiveCorrection,
    ArchiveEntry,
    ArchiveListing,
    ArchiveText,
    correction_rows,
    entries_of,
    listings_of,
    text_of,
)
from newsroom.demo.confirmations import Confirmations
from newsroom.demo.rows import add_rows
from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.documents.passages import passages
from newsroom.editions.publish import EditionPlace, EditionTimes, edition_of, rows_of_files
from newsroom.gate.edition_files import files_of
from newsroom.gate.edition_words import words_row
from newsroom.gate.opening import place_of
from newsroom.gate.page_facts import digest_of
from newsroom.gate.page_words import row_of
from newsroom.models import (
    Edition,
    EditionFile,
    EditionWords,
    NewsIndexPage,
    PageWords,
    ReleaseLog,
)
from newsroom.pages.document_files import with_files
from newsroom.pages.items import facts_of
from newsroom.records.log_context import Channel

type Uses = frozenset[tuple[str, int, str]]
"""Which files a document names, and as what."""


class Outcome:
    """Adds what readers get of items below the front page, as if the gate had let them through."""

    def __init__(self, news: NewsIndexPage) -> None:
        self._above = (news.pk,)
        self._address = place_of(news).address
        self._confirmations = Confirmations()
        # Many items show the same pictures: what they say of themselves is asked for once.
        self._known_files: dict[Uses, Document] = {}
        self._known_rows: dict[Uses, Sequence[EditionFile]] = {}

    def add(self, items: Sequence[Any], documents: Sequence[Document]) -> None:
        """Add all that follows of these items, whose own rows are there.

        The documents are theirs, without what files say of themselves.
        """
        editions, facts, shown, whole, texts = [], [], [], [], []
        for item, bare in zip(items, documents, strict=True):
            uses = frozenset((use.kind, use.file, use.use) for use in files(bare))
            document = self._with_files(bare, uses)
            edition = self._edition(item, document)
            editions.append(edition)
            facts.append(facts_of(edition, document))
            if uses:
                shown.append((edition, self._rows_of_files(edition, document, uses)))
            whole.append(document)
            texts.append(passages(document))
        add_rows(Edition, editions)
        add_rows(ReleaseLog, [_release_of(edition) for edition in editions])
        self._confirmations.add(items, documents, editions, texts)
        add_rows(EditionWords, list(map(words_row, editions, whole, texts)))
        add_rows(PageWords, list(self._words(items, documents, editions)))
        add_rows(EditionFile, rows_of_files(shown))
        add_rows(ArchiveEntry, [entry for one in facts for entry in entries_of(one)])
        add_rows(ArchiveCorrection, [row for one in facts for row in correction_rows(one)])
        add_rows(ArchiveText, [text_of(one) for one in facts])
        add_rows(ArchiveListing, [row for one in facts for row in listings_of(one)])

    def _edition(self, item: Any, document: Document) -> Edition:
        now = timezone.now()
        place = EditionPlace(
            page_id=item.pk,
            language=document.language,
            translation_key=item.translation_key,
            address=f"{self._address}{item.slug}/",
            above=self._above,
        )
        words = digest_of(item, document)
        times = EditionTimes(now, None)
        return edition_of(place, document, times, now=now, digest=words, revision_id=None)

    def _words(
        self, items: Sequence[Any], documents: Sequence[Document], editions: Sequence[Edition]
    ) -> Iterator[PageWords]:
        for item, document, edition in zip(items, documents, editions, strict=True):
            yield row_of(item.pk, PageWords.Source.DRAFT, None, document)
            yield row_of(item.pk, PageWords.Source.EDITION, edition.pk, document)

    def _with_files(self, document: Document, uses: Uses) -> Document:
        if not uses:
            return document
        if uses not in self._known_files:
            self._known_files[uses] = with_files(document)
        known = self._known_files[uses]
        return replace(document, pictures=known.pictures, documents=known.documents)

    def _rows_of_files(
        self, edition: Edition, document: Document, uses: Uses
    ) -> Sequence[EditionFile]:
        if uses not in self._known_rows:
            self._known_rows[uses] = files_of(edition, document)
        return self._known_rows[uses]


def _release_of(edition: Edition) -> ReleaseLog:
    """What the log says of an edition: without it, nothing would show that it was let through."""
    return ReleaseLog(
        event=ReleaseLog.Event.RELEASED,
        page_id=edition.page_id,
        title=edition.title,
        digest=edition.digest,
        channel=Channel.PROGRAM,
        at=edition.opens_at,
    )

"""Compares what is public with what was cleared, many pages at a time.

Three things can differ. The edition is what readers get: the database refuses its change, but not
a row that somebody adds past the gate. Its digest names the words that the gate let through, as the
log tells. The rows of the page are what `update()`, bulk writes and child rows change unseen.

- An edition that was never let through, or has other words than were cleared, must be closed.
- A file that no edition shows, or with another content than was cleared, must be taken away.
- Where only the rows of the page differ, readers have what was cleared. The desk must be told.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from newsroom.documents.document import Document
from newsroom.gate.cleared_files import with_available_files_of_all
from newsroom.gate.edition_files import PICTURES
from newsroom.gate.following import has_passed_gate
from newsroom.gate.page_facts import digest_of
from newsroom.models import Edition, EditionFile, ReleaseLog
from newsroom.pages.stored_documents import documents_of

type Stored = tuple[Any, Document]
"""A page, and its document as its rows are now."""


@dataclass
class Differences:
    """What differs among some open editions."""

    to_close: list[tuple[Edition, str]] = field(default_factory=list)
    """Each with the reason, in words for the desk."""
    altered: list[tuple[Edition, str]] = field(default_factory=list)
    """Editions of pages whose rows differ, each with the digest of the rows."""
    files: list[EditionFile] = field(default_factory=list)


def differences(editions: Sequence[Edition]) -> Differences:
    """Compare these open editions. The number of queries depends only on what differs."""
    found = Differences()
    stored = {page.pk: (page, document) for page, document in documents_of(_pages(editions))}
    passed = set(_let_through(_pages(editions)))
    for edition in editions:
        if edition.digest and not passed.intersection(
            ((edition.page_id, edition.digest), (edition.page_id, Edition.Closed.UNOPENED))
        ):
            found.to_close.append((edition, _("The gate has never let these words through.")))
        elif edition.page_id not in stored:
            found.to_close.append((edition, _("There is no such page.")))
        elif not stored[edition.page_id][0].live:
            found.to_close.append((edition, _("The page is not published any more.")))
        else:
            _compare(edition, stored[edition.page_id], found)
    found.files = list(_wrong_files(editions))
    return found


def _compare(edition: Edition, stored: Stored, found: Differences) -> None:
    page, document = stored
    digest = digest_of(page, document)
    updates = page.updates.all() if page.is_item else ()
    if has_passed_gate(document, edition):
        if not all(update.has_passed for update in updates):
            found.altered.append((edition, digest))
    elif digest == edition.digest or not _is_as_cleared(edition):
        found.to_close.append((edition, _("These are not the words that were cleared.")))
    else:
        found.altered.append((edition, digest))


def _is_as_cleared(edition: Edition) -> bool:
    """Whether the revision of an edition has its words.

    Without one the edition stands for itself: the log names its digest, and the database keeps it.
    """
    revision = Revision.objects.filter(pk=edition.revision_id).first()
    return revision is None or has_passed_gate(revision.as_object().as_document(), edition)


def _let_through(page_ids: Collection[int]) -> Iterator[tuple[int | None, str]]:
    """The digests of each page that passed the gate.

    A page that was public before there were editions has passed it as `UNOPENED`.
    """
    released = ReleaseLog.objects.filter(event=ReleaseLog.Event.RELEASED, page_id__in=page_ids)
    yield from released.values_list("page_id", "digest")
    unopened = Edition.objects.filter(page_id__in=page_ids, closed_why=Edition.Closed.UNOPENED)
    yield from unopened.values_list("page_id", "closed_why")


def _wrong_files(editions: Sequence[Edition]) -> Iterator[EditionFile]:
    """The rows by which readers may have a file that its edition does not show like this."""
    rows = list(EditionFile.objects.filter(edition__in=editions).exclude(name="").order_by("pk"))
    if not rows:
        return
    shown = with_available_files_of_all([edition.as_document() for edition in editions])
    cleared = {
        (edition.pk, kind, file.id): file
        for edition, document in zip(editions, shown, strict=True)
        for kind, some in (("picture", document.pictures), ("document", document.documents))
        for file in some
    }
    paths = set(_paths_of(rows))
    for row in rows:
        file = cleared.get((row.edition_id, row.kind, row.file_id))
        if (
            file is None
            or (file.hash, _name_of(row, file)) != (row.hash, row.name)
            or (row.kind, row.file_id, row.stored) not in paths
        ):
            yield row


def _name_of(row: EditionFile, file: Any) -> str:
    """The name under which readers have this file."""
    if row.kind == EditionFile.Kind.PICTURE:
        return row.stored.removeprefix(PICTURES)
    return str(file.filename)


def _paths_of(rows: Sequence[EditionFile]) -> Iterator[tuple[str, int, str]]:
    """The paths at which these files are stored: of pictures, their renditions."""
    kinds = EditionFile.Kind
    pictures = {row.file_id for row in rows if row.kind == kinds.PICTURE}
    papers = {row.file_id for row in rows if row.kind == kinds.DOCUMENT}
    if pictures:
        renditions = get_image_model().get_rendition_model().objects.filter(image__in=pictures)
        for image, stored in renditions.values_list("image_id", "file"):
            yield (kinds.PICTURE, image, stored)
    if papers:
        found = get_document_model()._default_manager.filter(pk__in=papers)
        for pk, stored in found.values_list("pk", "file"):
            yield (kinds.DOCUMENT, pk, stored)


def _pages(editions: Sequence[Edition]) -> list[int]:
    return [edition.page_id for edition in editions]

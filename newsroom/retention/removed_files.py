"""The pictures and documents of a page that nothing else uses: they are removed with it."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from newsroom.documents.document import Document
from newsroom.documents.file_uses import files
from newsroom.models import DocumentRecord, Edition, EditionFile, RenditionRecord
from newsroom.pages.public_files import KINDS

log = logging.getLogger(__name__)

type FileKey = tuple[str, int]

_OWN_RECORDS = frozenset(("picturerecord", "rendition"))
"""Models of rows that belong to a file, and so are no use of it."""


def files_of(page_id: int, page: Any) -> set[FileKey]:
    """The kind and number of each file that an edition, a version or the page itself uses."""
    rows = EditionFile.objects.filter(edition__page_id=page_id)
    found = set(rows.values_list("kind", "file_id"))
    for document in _documents(page_id, page):
        found |= {(str(use.kind), use.file) for use in files(document)}
    return found


def _documents(page_id: int, page: Any) -> Iterator[Document]:
    for stored in Edition.objects.filter(page_id=page_id).values_list("document", flat=True):
        try:
            yield Document.from_json(stored)
        except (ValueError, TypeError):
            log.info("An edition of page %s is of a form that is not known any more", page_id)
    for revision in page.revisions.all() if page else ():
        yield revision.as_object().as_document()
    if page:
        yield page.as_document()


def unused_elsewhere(page_id: int, keys: set[FileKey]) -> list[Any]:
    """Those of the files that no other page, record or edition uses."""
    models = {str(kind): model for model, kind in KINDS.items()}
    found = []
    for kind, number in sorted(keys):
        file = models[kind]._default_manager.filter(pk=number).first()
        if file is not None and not _is_used_elsewhere(page_id, kind, file):
            found.append(file)
    return found


def _is_used_elsewhere(page_id: int, kind: str, file: Any) -> bool:
    shown = EditionFile.objects.filter(kind=kind, file_id=file.pk)
    if shown.exclude(edition__page_id=page_id).exists():
        return True
    of_page = Q(base_content_type__app_label="wagtailcore", object_id=str(page_id))
    references = ReferenceIndex.get_references_to(file).exclude(of_page)
    return any(
        reference.base_content_type.model not in _OWN_RECORDS
        for reference in references.select_related("base_content_type")
    )


def paths_of(file: Any) -> list[str]:
    """The paths of a file and of its renditions in the media storage."""
    renditions = file.renditions.all() if isinstance(file, get_image_model()) else ()
    return [file.file.name, *(rendition.file.name for rendition in renditions)]


def delete(file: Any) -> None:
    """Delete a file with its renditions and with what is kept of its content."""
    paths = paths_of(file)
    RenditionRecord.objects.filter(stored__in=paths).delete()
    if isinstance(file, get_document_model()):
        others = get_document_model().objects.filter(file_hash=file.file_hash)
        if not others.exclude(pk=file.pk).exists():
            DocumentRecord.objects.filter(hash=file.file_hash).delete()
    storage = file.file.storage
    file.delete()
    # Wagtail 8.0 leaves this to a task, which a failed queue would lose. Not before the commit.
    transaction.on_commit(lambda: _delete_stored(storage, paths), robust=True)


def _delete_stored(storage: Storage, paths: Iterable[str]) -> None:
    """Delete each of the files, whatever happens to another one. `verify_removed` finds the rest.

    The log says how many, and not which: a path may say the name.
    """
    failed: Counter[str] = Counter()
    for path in paths:
        try:
            if storage.exists(path):
                storage.delete(path)
        except Exception as error:
            failed[type(error).__name__] += 1
    for kind, number in failed.items():
        log.error("%s files of a removed page were not deleted: %s", number, kind)

"""The press pack of an item: its words, pictures and documents in one ZIP file.

It holds what the item's page shows at that moment, of the open edition, and nothing else.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from newsroom.archive.views import must_be_asked_again
from newsroom.documents.blocks import Picture
from newsroom.documents.document import Document
from newsroom.documents.later_notes import later_notes
from newsroom.documents.markup import paragraphs
from newsroom.documents.renditions import IN_TEXT
from newsroom.documents.shown import as_shown
from newsroom.documents.words import said
from newsroom.editions.models import EditionFile
from newsroom.press_office.desks import desk_for
from newsroom.readers.cards import KINDS
from newsroom.readers.place import OpenEdition, open_editions
from newsroom.readers.text import absolute
from newsroom.time_zones import LONDON

log = logging.getLogger(__name__)

LARGEST = next(spec for spec in reversed(IN_TEXT) if spec.startswith("format-jpeg"))
"""The largest rendition that every program opens."""
_IN_NAME = LARGEST.replace("|", ".")
"""How Wagtail names such a rendition after its picture."""


@dataclass(frozen=True)
class Packed:
    """A file of the pack: its name there, where it is stored, and what the text says of it."""

    name: str
    stored: str
    hash: str
    about: tuple[str, ...]


@require_safe
def press_pack(request: HttpRequest, number: int) -> HttpResponseBase:
    """Send the pack of the item with this id, or 304 if it is unmodified. Raises Http404.

    A file that cannot be read is left out of the pack and of its list.
    """
    try:
        found = open_editions("page_id = %s AND kind <> ''", [number])
    except OverflowError:
        found = []
    if not found:
        raise Http404
    edition = found[0]
    with translation.override(edition.language):
        document = as_shown(Document.from_json(edition.document), timezone.now())
        packed = list(_packed(edition, document))
        text = _text(edition, document, packed)
    etag = _etag(text, packed)
    response = get_conditional_response(request, etag) or _zipped(edition, document, text, packed)
    response["ETag"] = etag
    must_be_asked_again(response)
    return response


def _packed(edition: OpenEdition, document: Document) -> Iterator[Packed]:
    """The pictures as they are shown largest, then the documents; one query."""
    public = EditionFile.objects.public().filter(edition_id=edition.pk)
    pictures = {one.image: one for one in _pictures(document) if one.image}
    files = {file.id: file for file in document.documents}
    for row in public.order_by("kind", "file_id", "pk"):
        if row.kind == EditionFile.Kind.DOCUMENT and (file := files.get(row.file_id)):
            packed = Packed(f"documents/{row.name}", row.stored, row.hash, (file.title,))
        elif row.filter_spec == LARGEST and (one := pictures.get(row.file_id)):
            name = row.stored.rpartition("/")[2].replace(f".{_IN_NAME}", "")
            about = tuple(filter(None, (one.alt, one.caption, one.credit)))
            packed = Packed(f"pictures/{name}", row.stored, row.hash, about)
        else:
            continue
        if _is_there(packed):
            yield packed


def _pictures(document: Document) -> Iterator[Picture]:
    if document.lead_picture:
        yield document.lead_picture
    yield from (block for block in document.body if isinstance(block, Picture))


def _is_there(packed: Packed) -> bool:
    try:
        return default_storage.exists(packed.stored)
    except (OSError, ValueError, SuspiciousOperation) as lost:
        log.warning("A file cannot be packed: %s", type(lost).__name__)
        return False


def _text(edition: OpenEdition, document: Document, packed: Iterable[Packed]) -> str:
    """The words in reading order, as plain text with lines of any length."""
    context = {
        "page": document,
        "kind": str(KINDS[document.kind].label),
        "url": absolute(edition.address),
        "later": later_notes(document),
        "words": said(document.body),
        "notes": paragraphs(document.notes_to_editors),
        "packed": packed,
        "desk": desk_for(document.contact),
    }
    return render_to_string("press_pack/release.txt", context).strip() + "\n"


def _etag(text: str, packed: Iterable[Packed]) -> str:
    digest = hashlib.sha256(text.encode())
    for one in packed:
        digest.update(f"\n{one.name} {one.stored} {one.hash}".encode())
    return f'"{digest.hexdigest()[:32]}"'


def _zipped(
    edition: OpenEdition, document: Document, text: str, packed: Iterable[Packed]
) -> HttpResponseBase:
    """The file. Its parts bear the time at which the edition opened."""
    slug = document.slug or str(edition.page_id)
    at = edition.opens_at.astimezone(LONDON)
    # The response closes it.
    file = TemporaryFile()  # noqa: SIM115
    with ZipFile(file, "w") as pack:
        pack.writestr(_part(f"{slug}/release.txt", at, ZIP_DEFLATED), text.encode("utf-8-sig"))
        for one in packed:
            with default_storage.open(one.stored) as stored:
                # Pictures and documents are compressed already.
                pack.writestr(_part(f"{slug}/{one.name}", at, ZIP_STORED), stored.read())
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{slug}.zip", content_type="application/zip"
    )


def _part(name: str, at: datetime, method: int) -> ZipInfo:
    part = ZipInfo(name, at.timetuple()[:6])
    part.compress_type = method
    return part

"""The public versions of a document, read from open editions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from newsroom.documents import canonical
from newsroom.documents.document import Document, Version
from newsroom.documents.document import Place as PlaceInText
from newsroom.editions.open_rows import open_rows
from newsroom.readers.body import Drawing, Offer, Part
from newsroom.readers.frame import Frame
from newsroom.readers.place import Place, open_editions, place_of
from newsroom.readers.versions.in_force import status_on

COLUMNS = (
    *("page_id", "title", "address", "document__summary", "document__version", "above"),
    *("id", "opens_at"),
)


@dataclass(frozen=True)
class VersionView:
    """One version, without its text."""

    pk: int | None
    title: str
    url: str
    summary: str
    version: Version
    edition: tuple[int, datetime | None] = (0, None)
    """The key of its open edition, and when that opened."""

    @property
    def slug(self) -> str:
        """The last part of the address, which identifies the version in comparisons."""
        return self.url.rstrip("/").rpartition("/")[2]

    @property
    def version_label(self) -> str:
        return self.version.label

    @property
    def status(self) -> str:
        return self.version.status

    @property
    def in_force_from(self) -> date | None:
        return self.version.in_force_from

    @property
    def in_force_to(self) -> date | None:
        return self.version.in_force_to

    @property
    def agreed_by(self) -> str:
        return self.version.agreed_by

    @property
    def places(self) -> Sequence[PlaceInText]:
        return self.version.places

    @cached_property
    def status_today(self) -> tuple[str, Any]:
        """The version's status today: its code and its label for readers."""
        return status_on(self, timezone.localdate())


@dataclass(frozen=True)
class WithText:
    """A version with the renderer of its text."""

    version: VersionView
    drawing: Drawing

    def parts(self) -> Iterator[Part]:
        """The parts of the text with their places."""
        return self.drawing.placed(self.version.places, self.version.url)

    @property
    def offer(self) -> Offer | None:
        """The version's text as a file."""
        return self.drawing.offer(self.version.version.document)


def version_of(document: Document, place: Place) -> VersionView:
    """The version of a document that is being rendered."""
    version = document.version or Version()
    return VersionView(place.page_id, document.title, place.address, document.summary, version)


def versions_below(place: Place, page_type: str) -> list[VersionView]:
    """The public versions of the document at this place."""
    return versions_of(place.page_id or 0, place.language, f"{page_type}-version")


def versions_of(document_id: int, language: str, page_type: str) -> list[VersionView]:
    """The public versions of a document, newest first; those never in force come last."""
    condition = "page_type = %s AND kind = '' AND language = %s"
    rows = open_rows(COLUMNS, condition, [page_type, language])
    found = [
        VersionView(
            pk, title, url, summary or "", canonical.decode(Version, version or {}), (key, opened)
        )
        for pk, title, url, summary, version, above, key, opened in rows
        if above and above[-1] == document_id
    ]
    return sorted(found, key=lambda one: (one.in_force_from or date.min, one.pk or 0), reverse=True)


def with_text(version: VersionView) -> WithText | None:
    """The version with its text, or None if it is not public any more."""
    for edition in open_editions("page_id = %s", [version.pk or 0]):
        document = Document.from_json(edition.document)
        return WithText(version, Frame(document, place_of(edition)).drawing)
    return None

"""What changed in an item since an earlier edition: its texts, block by block."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from newsroom.documents.comparison.fields import FieldChange, compare_documents
from newsroom.documents.comparison.parts import Change
from newsroom.documents.comparison.word_changes import Kind
from newsroom.documents.document import Document
from newsroom.readers.versions.version_comparison import change_label, change_notes

TEXTS: Mapping[str, Any] = {
    "title": _("Headline"),
    "summary": _("Summary"),
    "body": _("Text"),
    "notes_to_editors": _("Notes to editors"),
    "court": _("Court"),
    "event": _("Event"),
    "place": _("Place"),
    "image_alt": _("Description of the picture"),
    "image_caption": _("Caption of the picture"),
    "image_credit": _("Credit of the picture"),
}
"""The labels of the fields whose words are compared for readers."""


@dataclass(frozen=True)
class BlockChange:
    """One block, or the text of a field: its change with a label, and what else changed in it."""

    change: Change
    label: str
    notes: list[str]

    @property
    def old(self) -> str:
        """Its words before; empty if it was added."""
        return self._words(Kind.INSERTED)

    @property
    def new(self) -> str:
        """Its words now; empty if it was removed."""
        return self._words(Kind.DELETED)

    def _words(self, without: Kind) -> str:
        rows = (*([self.change.heading] if self.change.heading else ()), *self.change.paragraphs)
        texts = (" ".join(piece.text for piece in row if piece.kind is not without) for row in rows)
        return "\n".join(text for text in texts if text)


@dataclass(frozen=True)
class TextChange:
    """One field of an item with its changes."""

    name: str
    label: str
    changes: list[BlockChange]


@dataclass(frozen=True)
class ItemChanges:
    """What changed in an item."""

    texts: list[TextChange]
    has_others: bool
    """Whether anything else changed, such as the stage or the picture."""


def changes_since(earlier: Document, current: Document) -> ItemChanges:
    """Compare two documents of an item. Both are without what readers do not get."""
    found = compare_documents(_compared(earlier), _compared(current))
    by_name = {one.field: one for one in found}
    texts = [_text(by_name[name], label) for name, label in TEXTS.items() if name in by_name]
    return ItemChanges(texts, has_others=not by_name.keys() <= TEXTS.keys())


def _compared(document: Document) -> Document:
    """The document without what is said of the time after its publication, which has dates."""
    return replace(document, updates=(), corrections=(), published_at=None)


def _text(found: FieldChange, label: Any) -> TextChange:
    return TextChange(found.field, str(label), list(_blocks(found)))


def _blocks(found: FieldChange) -> Iterator[BlockChange]:
    for change in found.changes:
        yield BlockChange(change, change_label(change), list(change_notes(change)))

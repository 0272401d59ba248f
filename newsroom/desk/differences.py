"""What differs between two versions of a page, for people on the desk.

The conflict screen, History and the page of checks show it with the same templates.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from newsroom.desk.difference_words import DifferenceWords, ShownNote, label_of
from newsroom.documents.comparison.fields import FILES, FieldChange, compare_documents
from newsroom.documents.comparison.parts import Change
from newsroom.documents.document import Document
from newsroom.documents.texts import PLACES, block_place
from newsroom.editions.models import Edition
from newsroom.pages.base import SCHEDULE


@dataclass(frozen=True)
class Side:
    """One of two versions: its document, and the facts about it that no document has."""

    document: Document
    facts: dict[str, Any]


@dataclass(frozen=True)
class ShownChange:
    """One change in a field: a block, a row, or all of it."""

    change: Change
    label: str
    """Which block it is, and what happened to it; empty if the field is one text or value."""
    notes: list[ShownNote]


@dataclass(frozen=True)
class FieldDifference:
    """A field with its changes."""

    field: str
    label: str
    changes: list[ShownChange]


def side_of(page: Any) -> Side:
    """A version of a page as it is in memory."""
    schedule = {name: getattr(page, name) for name in SCHEDULE}
    return Side(page.as_document(), {**page.unsaid_facts, **schedule})


def public_side(page: Any) -> Side | None:
    """What readers have of a page, with its files as they were cleared; None if not public."""
    edition = Edition.objects.open().of_page(page.pk).first()
    if edition is None:
        return None
    return Side(edition.as_document(), side_of(page).facts)


def differences(page: Page, old: Side, new: Side) -> list[FieldDifference]:
    """The fields that differ between two versions of the page, with what changed in each."""
    changes = compare_documents(old.document, new.document, old.facts, new.facts)
    return shown(page, changes)


def shown(page: Page, changes: Iterable[FieldChange]) -> list[FieldDifference]:
    """Changes with the words for them."""
    found = tuple(changes)
    words = DifferenceWords(page, found)
    return [
        FieldDifference(
            each.field,
            _("Files")
            if each.field == FILES
            else PLACES.get(each.field) or label_of(page, each.field),
            [
                ShownChange(one, _label(one), [words.tell(note) for note in one.notes])
                for one in each.changes
            ],
        )
        for each in found
    ]


def _label(change: Change) -> str:
    """The block or row, by its place in the newer version, and what happened to it."""
    part = change.part
    if part is None or not part.number:
        return ""
    row = _("Row %(number)s") % {"number": part.number}
    place = block_place(part.number, part.blocks[0]) if part.blocks else row
    happened = {
        ("added", False): _("added"),
        ("removed", False): _("removed"),
        ("changed", False): _("changed"),
        ("changed", True): _("changed, and moved from place %(old)s to %(new)s"),
        ("same", True): _("moved from place %(old)s to %(new)s, with the same content"),
    }[change.kind, change.moved]
    names = {"old": change.old and change.old.number, "new": change.new and change.new.number}
    return f"{place}: {happened % names}"

"""The comparison of two public versions, as HTML that is drawn once for both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from newsroom.archive.result import Link
from newsroom.documents.comparison.facts import shown_file
from newsroom.documents.comparison.notes import ShownFile
from newsroom.documents.comparison.parts import Change, Comparison, compare
from newsroom.documents.document import Document, Place
from newsroom.editions.models import Edition
from newsroom.readers.versions.change_notes import note_words, replaced
from newsroom.readers.versions.sections import sections
from newsroom.readers.versions.version import VersionView

MOST_KEPT = 32
"""How many comparisons a process keeps."""
TEMPLATE = "components/clause_changes.html"


@dataclass(frozen=True)
class VersionsCompared:
    """A comparison for readers: one sentence, and the changes of all clauses as HTML."""

    summary: str
    html: SafeString


@dataclass(frozen=True)
class ClauseChange:
    """One clause of a comparison with its label, its links, and what changed besides words."""

    change: Change
    label: str
    links: list[Link]
    notes: list[str]


@dataclass(frozen=True)
class _Side:
    """What the comparison depends on of one version. An edition never changes."""

    edition: tuple[int, datetime | None]
    label: str
    url: str
    places: tuple[Place, ...]


def compared(old: VersionView, new: VersionView) -> VersionsCompared:
    """Compare two versions that are public now. Raises Http404 if one of them is not any more."""
    return _compared(_side(old), _side(new), get_language() or "")


def _side(version: VersionView) -> _Side:
    places = tuple(version.places)
    return _Side(version.edition, version.version_label, version.url, places)


@lru_cache(maxsize=MOST_KEPT)
def _compared(old: _Side, new: _Side, language: str) -> VersionsCompared:
    before, after = _document_of(old), _document_of(new)
    comparison = compare(sections(before, old.places), sections(after, new.places))
    files = replaced(_offered(before), _offered(after))
    shown = [_shown(change, old, new) for change in comparison.changes]
    html = render_to_string(TEMPLATE, {"files": files, "changes": shown})
    return VersionsCompared(summary(comparison, files), html)


def _document_of(side: _Side) -> Document:
    editions = Edition.objects.open().filter(pk=side.edition[0])
    data = editions.values_list("document", flat=True).first()
    if data is None:
        raise Http404
    return Document.from_json(data)


def _offered(document: Document) -> ShownFile | None:
    """The document's text as a file."""
    file = document.version.document if document.version else None
    return shown_file(document, "document", file) if file else None


def summary(comparison: Comparison, files: str = "") -> str:
    """The numbers of changed, added, removed, moved and unchanged clauses, as a sentence."""
    if not comparison.is_empty:
        return _("%(changes)s.") % {"changes": ", ".join(_counts(comparison))}
    if files:
        return _("The two versions say the same, word for word, but their files are not the same.")
    return _("The two versions say the same, word for word.")


def _counts(comparison: Comparison) -> Iterator[str]:
    changed, added = comparison.count("changed"), comparison.count("added")
    removed, same = comparison.count("removed"), comparison.count("same")
    yield ngettext("%(n)d clause changed", "%(n)d clauses changed", changed) % {"n": changed}
    if added:
        yield ngettext("%(n)d added", "%(n)d added", added) % {"n": added}
    if removed:
        yield ngettext("%(n)d removed", "%(n)d removed", removed) % {"n": removed}
    if moved := comparison.moved:
        yield ngettext("%(n)d moved", "%(n)d moved", moved) % {"n": moved}
    if same:
        yield ngettext("%(n)d kept its words", "%(n)d kept their words", same) % {"n": same}


def _shown(change: Change, old: _Side, new: _Side) -> ClauseChange:
    links = [
        Link(_link_words(part.number, side), f"{side.url}#{part.anchor}")
        for part, side in ((change.old, old), (change.new, new))
        if part is not None and part.anchor in {place.anchor for place in side.places}
    ]
    return ClauseChange(change, change_label(change), links, list(change_notes(change)))


def change_notes(change: Change) -> Iterator[str]:
    """Sentences for what changed in a part besides its words."""
    for note in change.notes:
        if change.old and change.new:
            yield note_words(note)
        elif isinstance(getattr(note, "old", None) or getattr(note, "new", None), ShownFile):
            # The words of a clause that was added or removed are marked, with all that is in them.
            yield note_words(note)


def _link_words(number: int, side: _Side) -> str:
    names = {"number": number, "version": side.label}
    if number:
        return _("Clause %(number)d in %(version)s") % names
    return _("In %(version)s") % names


def change_label(change: Change) -> str:
    """The kind of a change in words."""
    labels: dict[tuple[str, bool], Any] = {
        ("added", False): _("Added"),
        ("removed", False): _("Removed"),
        ("changed", False): _("Changed"),
        ("changed", True): _("Changed and moved"),
        ("same", False): _("Not changed"),
        ("same", True): _("Moved, with the same words"),
    }
    return str(labels[change.kind, change.moved])

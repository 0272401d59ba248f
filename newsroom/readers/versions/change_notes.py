"""The words that tell what changed in a text besides its words."""

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.documents.comparison.notes import (
    FormChange,
    LayoutChange,
    LinkChange,
    Note,
    ShownFile,
    StyleChange,
    ValueChange,
)

STYLES: Mapping[str, Any] = {"bold": gettext_lazy("bold"), "italic": gettext_lazy("in italics")}
LONGEST_WORDS = 80
"""How many characters of the words that a note is about are repeated."""


def note_words(note: Note, where: Mapping[str, str] | None = None) -> str:
    """A sentence for a note; `where` has names for targets of links, such as "page:3"."""
    match note:
        case LinkChange():
            return _link(note, where or {})
        case StyleChange():
            names = {"words": _short(note.words), "style": STYLES.get(note.style, note.style)}
            given, lost = (
                _("“%(words)s” is now %(style)s."),
                _("“%(words)s” is no longer %(style)s."),
            )
            return (given if note.is_given else lost) % names
        case FormChange():
            names = {"words": _short(note.words), "old": note.old, "new": note.new}
            return _("“%(words)s”: was %(old)s, is %(new)s.") % names
        case ValueChange():
            return value_words(note)
        case LayoutChange():
            return _("The words are the same; their layout or their order is not.")


def value_words(note: ValueChange) -> str:
    """A sentence for a file that was added, removed or replaced, or for a text about one."""
    if isinstance(note.old or note.new, ShownFile):
        return replaced(note.old, note.new)
    names = {
        "what": {"alt": _("Description of the picture"), "credit": _("Credit")}.get(note.name, ""),
        "old": note.old or _("none"),
        "new": note.new or _("none"),
    }
    return _("%(what)s: was “%(old)s”, is “%(new)s”.") % names


def replaced(old: ShownFile | None, new: ShownFile | None) -> str:
    """A sentence for a file that was added, removed or replaced; empty if it was not."""
    names = {"old": file_words(old), "new": file_words(new)}
    if old == new:
        return ""
    if old is None:
        return _("The file %(new)s was added.") % names
    if new is None:
        return _("The file %(old)s was removed.") % names
    if _content(old) == _content(new):
        return _("The file was called %(old)s, and is called %(new)s. It holds the same.") % names
    if names["old"] == names["new"]:
        return _("The file %(new)s was replaced by another one of the same name and size.") % names
    return _("The file %(old)s was replaced by %(new)s.") % names


def file_words(shown: ShownFile | None) -> str:
    """The name of a file with its title, and its size."""
    if shown is None:
        return ""
    file = shown.file
    if file is None:
        return _("(a file that is gone)")
    size = getattr(file, "size", None)
    if size is None:
        of = _("%(width)s by %(height)s") % {"width": file.width, "height": file.height}  # type: ignore[union-attr]
    else:
        of = filesizeformat(size)
    return f"“{file.title}” ({file.filename}, {of})"


def _content(shown: ShownFile) -> str:
    return shown.file.hash if shown.file else ""


def _link(note: LinkChange, where: Mapping[str, str]) -> str:
    old, new = (where.get(target) or _target(target) for target in (note.old, note.new))
    names = {"words": _short(note.words), "old": old, "new": new}
    if not note.old:
        return _("“%(words)s” is now a link to %(new)s.") % names
    if not note.new:
        return _("“%(words)s” is no longer a link; it went to %(old)s.") % names
    if old == new:
        return _("The link of “%(words)s” does not go where it went: to another %(kind)s.") % {
            **names,
            "kind": _("document") if note.new.startswith("document:") else _("page"),
        }
    return _("The link of “%(words)s” went to %(old)s, and goes to %(new)s.") % names


def _target(target: str) -> str:
    """A target of a link that has no name; pages are not named to readers, since they may close."""
    kind, _colon, number = target.partition(":")
    if not number.isdecimal():
        return target
    return _("a document") if kind == "document" else _("a page of this site")


def _short(words: str) -> str:
    """The words without the punctuation that stands around them, and not all of a long line."""
    bare = words.strip(" .,;:") or words
    return bare if len(bare) <= LONGEST_WORDS else f"{bare[:LONGEST_WORDS]}…"

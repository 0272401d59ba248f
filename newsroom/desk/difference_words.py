"""The words and pictures that tell of a changed value, file or link on the desk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from newsroom.choices import (
    Captions,
    FrontSection,
    MaterialKind,
    OrderKind,
    ProtocolClass,
    SpeechText,
    StageKind,
    Transcript,
    Unit,
    VersionStatus,
)
from newsroom.documents.comparison.fields import FieldChange
from newsroom.documents.comparison.notes import LinkChange, Note, ShownFile, ValueChange
from newsroom.documents.document import Speaker
from newsroom.models import Area, CrimeType, PictureRecord, PressContact
from newsroom.readers.versions.change_notes import file_words, note_words, replaced

THUMBNAIL = "max-165x165"

_REFERS_TO: dict[str, type[Model]] = {
    **dict.fromkeys(("topics", "case", "related_links", "featured_items"), Page),
    "crime_types": CrimeType,
    "areas": Area,
    "contact": PressContact,
}
_TARGETS: dict[str, type[Model]] = {"page": Page, "document": get_document_model()}
_CHOICES: dict[str, Iterable[Any]] = {
    "kind": (*MaterialKind, *OrderKind, *StageKind),
    "stage": StageKind,
    "text_type": SpeechText,
    "captions": Captions,
    "transcript": Transcript,
    "protocol_class": ProtocolClass,
    "unit": Unit,
    "status": VersionStatus,
    "sections": FrontSection,
}


@dataclass(frozen=True)
class ShownNote:
    """A sentence, and the thumbnails of the pictures that it is about, if there are any."""

    words: str
    thumbnails: list[tuple[str, str]] = field(default_factory=list)
    """Addresses of thumbnails with what each shows."""


class DifferenceWords:
    """Tells notes of a comparison in words; what their ids refer to is read once for all."""

    def __init__(self, page: Page, changes: Iterable[FieldChange]) -> None:
        self.page = page
        self.notes = [note for each in changes for one in each.changes for note in one.notes]

    def tell(self, note: Note) -> ShownNote:
        """A note in words."""
        if not isinstance(note, ValueChange):
            return ShownNote(note_words(note, self._targets))
        if isinstance(note.old or note.new, ShownFile):
            shown = [self._thumbnail(side) for side in (note.old, note.new)]
            words = [replaced(note.old, note.new), *self._classes(note)]
            return ShownNote(" ".join(words), [one for one in shown if one])
        names = {
            "what": self._label(note.name),
            "old": self._value(note.name, note.old),
            "new": self._value(note.name, note.new),
        }
        return ShownNote(_("%(what)s: was %(old)s, is %(new)s.") % names)

    def _label(self, name: str) -> str:
        own = {"alt": _("Description of the picture"), "credit": _("Credit")}
        return own.get(name) or label_of(self.page, name)

    def _value(self, name: str, value: Any) -> str:
        match value:
            case None | "" | ():
                return _("nothing")
            case bool():
                return _("yes") if value else _("no")
            case datetime():
                return date_format(timezone.localtime(value), "j F Y H:i T")
            case date():
                return date_format(value, "j F Y")
            case Speaker():
                return ", ".join(filter(None, (value.name, value.role)))
            case int() | tuple() if model := _REFERS_TO.get(name):
                ids = value if isinstance(value, tuple) else (value,)
                return ", ".join(self._names.get((model, pk)) or f"{pk}" for pk in ids)
        if isinstance(value, tuple):
            return ", ".join(self._value(name, each) for each in value)
        chosen = [choice.label for choice in _CHOICES.get(name, ()) if choice.value == value]
        own = dict(getattr(_field(self.page, name), "flatchoices", None) or ())
        return f"“{own.get(value) or next(iter(chosen), value)}”"

    @cached_property
    def _names(self) -> dict[tuple[type[Model], int], str]:
        """What ids refer to: one query for each model."""
        wanted: dict[type[Model], set[int]] = {}
        for model, pk in self._references():
            wanted.setdefault(model, set()).add(pk)
        found = {}
        for model, keys in wanted.items():
            for record in model._default_manager.filter(pk__in=keys):
                found[model, record.pk] = f"“{record}”"
        return found

    def _references(self) -> Iterator[tuple[type[Model], int]]:
        for note in self.notes:
            if isinstance(note, LinkChange):
                for target in (note.old, note.new):
                    kind, _colon, number = target.partition(":")
                    if kind in _TARGETS and number.isdecimal():
                        yield _TARGETS[kind], int(number)
            elif isinstance(note, ValueChange) and (model := _REFERS_TO.get(note.name)):
                for value in (note.old, note.new):
                    ids = value if isinstance(value, tuple) else (value,)
                    yield from ((model, pk) for pk in ids if isinstance(pk, int))

    @property
    def _targets(self) -> dict[str, str]:
        kinds = {model: kind for kind, model in _TARGETS.items()}
        named = self._names.items()
        return {f"{kinds[of]}:{pk}": name for (of, pk), name in named if of in kinds}

    @cached_property
    def _images(self) -> dict[int, Any]:
        """The images of notes, by id, with their records."""
        sides = [side for note in self.notes for side in _files(note) if side.kind == "picture"]
        found = get_image_model().objects.filter(pk__in={side.id for side in sides})
        return {image.pk: image for image in found.select_related("record")}

    def _thumbnail(self, shown: ShownFile | None) -> tuple[str, str] | None:
        """The address of a thumbnail; none of a file that another one has taken the place of."""
        image = self._images.get(shown.id) if shown and shown.kind == "picture" else None
        if image is None or shown is None or shown.file is None:
            return None
        if image.file_hash != shown.file.hash:
            return None
        try:
            return image.get_rendition(THUMBNAIL).url, file_words(shown)
        except Exception:
            # The file is gone or unreadable: its name and size are told in words.
            return None

    def _classes(self, note: ValueChange) -> Iterator[str]:
        """What the pictures of a note show, in the classes of the media protocol."""
        classes = [_class(self._images.get(side.id)) for side in _files(note)]
        if any(classes) and len(set(classes)) > 1:
            names = dict(zip(("old", "new"), classes, strict=False))
            yield _("It showed: %(old)s. It shows: %(new)s.") % names
        elif any(classes):
            yield _("It shows: %(what)s.") % {"what": classes[-1]}


def label_of(page: Page, name: str) -> str:
    """The label of a field in the edit form."""
    found = _field(page, name)
    if found is None:
        return str(capfirst(name.replace("_", " ")))
    if found.auto_created:
        return str(capfirst(found.related_model._meta.verbose_name_plural))
    return str(capfirst(found.verbose_name))


def _field(page: Page, name: str) -> Any:
    fields = {each.name: each for each in page._meta.get_fields()}
    related = {each.related_name: each for each in fields.values() if hasattr(each, "related_name")}
    return fields.get(name) or related.get(name)


def _class(image: Any) -> str:
    try:
        return str(image.record) if image else ""
    except PictureRecord.DoesNotExist:
        return ""


def _files(note: Note) -> list[ShownFile]:
    if not isinstance(note, ValueChange):
        return []
    return [side for side in (note.old, note.new) if isinstance(side, ShownFile)]

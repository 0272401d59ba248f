"""Notes who changes a file or a record that pages use: receivers for `records/fact_changes.py`.

A save that changes none of the columns that readers or rules read is not a change. To add a file or
a record is one: what an editor uploads, that editor does not approve.
"""

from typing import Any, NamedTuple

from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.models import (
    Area,
    CrimeType,
    ItemUpdate,
    OpeningHours,
    Person,
    PersonTitle,
    PictureRecord,
    PressContact,
)
from newsroom.records.fact_changes import FactChange, note_change
from newsroom.records.log_context import current_context

Subject = FactChange.Subject


class Watch(NamedTuple):
    """What a model is about: the subject, the attribute with its id, and the columns that count."""

    subject: FactChange.Subject
    about: str
    columns: tuple[str, ...] = ()
    """Empty: every column."""


WATCHED: dict[type[models.Model], Watch] = {
    get_image_model(): Watch(Subject.PICTURE, "pk", ("file", "file_hash")),
    PictureRecord: Watch(Subject.PICTURE, "image_id", ("release_class", "file_words")),
    get_document_model(): Watch(Subject.DOCUMENT, "pk", ("file", "file_hash", "title")),
    CrimeType: Watch(Subject.CRIME_TYPE, "pk", ("name", "protects")),
    Area: Watch(Subject.AREA, "pk", ("name",)),
    PressContact: Watch(Subject.CONTACT, "pk"),
    OpeningHours: Watch(Subject.CONTACT, "contact_id"),
    Person: Watch(Subject.SPEAKER, "pk", ("name",)),
    PersonTitle: Watch(Subject.SPEAKER, "person_id"),
    ItemUpdate: Watch(Subject.PAGE, "item_id"),
}


def before_save(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """Receiver of `pre_save`: find out whether the save changes a column that counts."""
    if not raw and current_context().user is not None:
        vars(instance)["has_changed_facts"] = _differs(instance)


def after_save(instance: models.Model, **kwargs: Any) -> None:
    """Receiver of `post_save`: note the change."""
    if vars(instance).pop("has_changed_facts", False):
        after_delete(instance)


def after_delete(instance: models.Model, **kwargs: Any) -> None:
    """Receiver of `post_delete`: note that a part of the subject is gone, and by whom."""
    watch = WATCHED[type(instance)]
    writer = getattr(instance, "written_by", None)
    people = (current_context().user, writer)
    note_change(watch.subject, getattr(instance, watch.about), people)


def _differs(instance: models.Model) -> bool:
    fields = instance._meta.concrete_fields
    columns = WATCHED[type(instance)].columns or [field.attname for field in fields]
    rows = type(instance)._base_manager.filter(pk=instance.pk).values(*columns)
    stored = rows.first() if instance.pk else None
    # As texts: an uploaded file that is not stored yet has another name than the stored one.
    return stored is None or any(
        str(stored[name]) != str(getattr(instance, name)) for name in columns
    )

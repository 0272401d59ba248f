"""Keeps protected names out of the records that readers meet, once an order protects them.

The text is taken out of the record itself, so that whatever readers ask, now or later, cannot tell
it. It is kept, encrypted, in a table that only the desk reads. An order that begins later counts
from the moment at which it is entered.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from newsroom.models import PersonTitle, ReleaseLog, WithheldText
from newsroom.publishing.outbox import notify_desk
from newsroom.publishing.reader_records import (
    RECORDS,
    Names,
    RecordText,
    naming,
    protected_names,
    text_fields,
    texts_of,
)
from newsroom.records.encrypted_field import DecryptionError
from newsroom.records.release_log import record as log_event

log = logging.getLogger(__name__)


@transaction.atomic
def renew() -> None:
    """Withhold and put back texts after an order or its names have changed. Idempotent."""
    try:
        names = protected_names()
    except DecryptionError:
        # No name can be looked for. Saving a record is refused meanwhile.
        log.exception("Whether records hold a protected name is not known")
        return
    _put_back(names)
    if names:
        worded = (model for model in RECORDS if text_fields(model))
        texts = [text for model in worded for row in _all(model) for text in texts_of(row)]
        for text, name in list(naming(texts, names)):
            _withhold(text, name)


def settle(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Signal receiver for `post_save`: forget a withheld text once another one is written."""
    if raw:
        return
    for row in _about(instance):
        if getattr(instance, row.field) != row.instead:
            row.delete()


def forget(instance: Any, **kwargs: Any) -> None:
    """Signal receiver for `post_delete`: forget what was withheld of a record that is gone."""
    _about(instance).delete()


def label_of(row: WithheldText) -> str:
    """The record and the field of a withheld text, without what somebody has entered."""
    model = apps.get_model(row.model)
    return RecordText(model(pk=row.record_id), model._meta.get_field(row.field)).label


def edit_address(row: WithheldText) -> str:
    """The path of the form in which the text can be written anew."""
    model, pk = apps.get_model(row.model), row.record_id
    if model is PersonTitle:
        title = PersonTitle.objects.filter(pk=pk).first()
        model, pk = PersonTitle.person.field.related_model, title.person_id if title else 0
    return reverse(f"wagtailsnippets_newsroom_{model._meta.model_name}:edit", args=[pk])


def _withhold(text: RecordText, name: Any) -> None:
    about = {"model": text.record._meta.label, "record_id": text.record.pk}
    row, _made = WithheldText.objects.update_or_create(
        **about,
        field=text.field.name,
        defaults={
            "words": text.text,
            "instead": text.instead,
            "restriction": name.restriction,
        },
    )
    _write(text.record, text.field.name, text.instead)
    label = label_of(row)
    source = f"Reporting restriction {name.restriction_id}: {name.restriction.source}"
    log_event(ReleaseLog.Event.TAKEN_DOWN, title=label[:255], note=source)
    _tell(
        row,
        f"Readers no longer get a text: {label}",
        "It holds a name that an order protects. Write it anew without the name. If it is the "
        "name of somebody else, write it again and give the reason.",
    )


def _put_back(names: Names) -> None:
    """Put back the texts that no order forbids any more, where nobody has written others."""
    for row in WithheldText.objects.select_related("restriction"):
        model = apps.get_model(row.model)
        record = model._base_manager.filter(pk=row.record_id).first()
        if record is None or getattr(record, row.field) != row.instead:
            row.delete()
            continue
        setattr(record, row.field, row.words)
        text = RecordText(record, model._meta.get_field(row.field))
        if any(naming([text], names)) or _is_taken(text):
            continue
        label = label_of(row)
        row.delete()
        _write(record, row.field, text.text)
        _tell(
            row,
            f"Readers get a text again: {label}",
            "No order protects the name in it any more. Look at it, and change it if it should "
            "not be public.",
        )


def _is_taken(text: RecordText) -> bool:
    """Whether another record has the address meanwhile."""
    record, field = text.record, text.field.name
    if field != "slug":
        return False
    others = type(record)._base_manager.filter(slug=text.text).exclude(pk=record.pk)
    if locale := getattr(record, "locale_id", None):
        others = others.filter(locale=locale)
    return bool(others.exists())


def _write(record: Any, field: str, words: str) -> None:
    setattr(record, field, words)
    # A term would keep the address that it had.
    record.keeps_former_slug = False
    # An address in the text may lead nowhere meanwhile: that must not keep an order from its work.
    record.is_put_back = True
    record.save(update_fields=[field])


def _tell(row: WithheldText, subject: str, said: str) -> None:
    key = f"text:{row.model}:{row.record_id}:{row.field}:{row.at.isoformat()}:{subject[:20]}"
    body = f"{said}\n{settings.WAGTAILADMIN_BASE_URL}{edit_address(row)}"
    notify_desk(key[:200], subject, body)


def _about(record: Model) -> Any:
    return WithheldText.objects.filter(model=record._meta.label, record_id=record.pk)


def _all(model: type[Model]) -> Iterator[Any]:
    yield from model._base_manager.order_by("pk")

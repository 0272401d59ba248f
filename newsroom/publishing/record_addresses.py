"""Addresses typed into records that readers are shown: none that they cannot or should not follow.

Such a record has no release of its own, so its addresses are checked when it is saved. What an own
address leads to changes with time, so a text that stays as it is stored is not checked again.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from newsroom.documents.passages import Passage
from newsroom.gate.own_addresses import typed_addresses
from newsroom.models import ReportingRestriction
from newsroom.publishing.reader_records import RECORDS, text_fields
from newsroom.rules.check import ABOUT_ADDRESSES, RuleContext
from newsroom.rules.facts import DeskHours, PageFacts

SHOWN: dict[type[models.Model], tuple[str, ...]] = {
    **{model: tuple(field.name for field in text_fields(model)) for model in RECORDS},
    # What the page of its case says of an order: pages/case_orders.py.
    ReportingRestriction: ("public_wording", "court", "until_event"),
}
"""The texts of each record that readers are shown."""


def address_problems(record: Any, fields: Collection[str] | None = None) -> dict[str, list[str]]:
    """What is wrong with the addresses in texts that differ from the stored ones, by field.

    `fields` are the names of the fields to look at; None for all.
    """
    shown = [name for name in SHOWN[type(record)] if fields is None or name in fields]
    stored = type(record)._base_manager.filter(pk=record.pk).values(*shown).first() or {}
    texts = {name: getattr(record, name) or "" for name in shown}
    changed = [Passage(name, name, text) for name, text in texts.items() if text]
    changed = [one for one in changed if one.text != stored.get(one.field)]
    facts = PageFacts(addresses=typed_addresses(changed))
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=(), hours=DeskHours())
    found: dict[str, list[str]] = {}
    for rule in ABOUT_ADDRESSES:
        for hit in rule.find(facts, setting) if rule.blocks else ():
            found.setdefault(hit.field, []).append(hit.message)
    return found


def check_addresses_or_raise(
    instance: Any, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Signal receiver for `pre_save`: raise ValidationError for an address that is not for readers.

    With `raw` (a fixture) nothing is checked, nor is a text that an order had taken out and that is
    put back.
    """
    if raw or getattr(instance, "is_put_back", False):
        return
    if messages := address_problems(instance, update_fields):
        raise ValidationError(messages)

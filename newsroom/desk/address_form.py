"""A form that refuses addresses which are not for readers, in records that readers are shown."""

from typing import Any

from django.db.models import CharField, TextField
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm

from newsroom.documents.passages import Passage
from newsroom.gate.own_addresses import typed_addresses
from newsroom.rules.check import ABOUT_ADDRESSES, RuleContext
from newsroom.rules.facts import DeskHours, PageFacts


class AddressForm(WagtailAdminModelForm):
    """Says beside each text field which of its addresses readers cannot or should not follow."""

    not_shown: tuple[str, ...] = ()
    """Text fields that readers never see."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self._meta.model._meta.concrete_fields:
            text = data.get(field.name)
            is_shown = isinstance(field, CharField | TextField) and field.name not in self.not_shown
            if is_shown and text:
                for message in _problems(field.name, str(text)):
                    self.add_error(field.name, message)
        return data


def _problems(name: str, text: str) -> list[str]:
    facts = PageFacts(addresses=typed_addresses([Passage(name, name, text)]))
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=(), hours=DeskHours())
    blocking = (rule for rule in ABOUT_ADDRESSES if rule.blocks)
    return [hit.message for rule in blocking for hit in rule.find(facts, setting)]

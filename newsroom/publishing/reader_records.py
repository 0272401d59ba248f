"""Records beside pages that readers meet: which texts they have, and what these must not say.

A crime type, an Area, a press desk, a closure, an opening, a speaker, a synonym, or a court, police
force or place has no release of its own:
readers get it as soon as it is saved. So it is checked when it is saved, and again whenever an
order changes (see withheld_texts.py).
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from newsroom.documents.passages import Passage
from newsroom.gate.name_answers import fields_with
from newsroom.gate.release_gate import UNCHECKED
from newsroom.models import (
    Area,
    AreaPlace,
    CrimeType,
    DeskClosure,
    DeskOpening,
    NamesakeReason,
    OpeningHours,
    Person,
    PersonTitle,
    PressContact,
    ProtectedName,
    ReportingRestriction,
    SearchSynonym,
)
from newsroom.records.encrypted_field import DecryptionError
from newsroom.rules.facts import DeskHours, Name, PageFacts, RuleContext
from newsroom.rules.wording import placeholder, working_mark

log = logging.getLogger(__name__)

RECORDS: tuple[type[models.Model], ...] = (
    CrimeType,
    Area,
    Person,
    PersonTitle,
    PressContact,
    OpeningHours,
    DeskClosure,
    DeskOpening,
    SearchSynonym,
    AreaPlace,
)
"""Every model whose rows readers get without the gate. All their texts are checked."""

GUARDED_ELSEWHERE = {
    "newsroom.Alert": "what a reader chose, which nobody else is shown",
    "newsroom.EarlierEdition": "gate/earlier_words.py withholds what holds a name",
    "newsroom.Edition": "the gate lets it through",
    "newsroom.EditionFile": "its names are passages of its document",
    "newsroom.OldAddress": "gate/address_sync.py leaves out what holds a name",
    "newsroom.ArchiveCorrection": "made from open editions",
    "newsroom.ArchiveEntry": "made from open editions",
    "newsroom.ArchiveListing": "made from open editions",
    "newsroom.ArchiveListTally": "made from open editions",
    "newsroom.ArchiveTally": "made from open editions",
    "newsroom.ArchiveText": "made from open editions",
    "newsroom.PageText": "made from open editions",
    "newsroom.Tombstone": "holds no word",
    "newsroom.WithdrawalNotice": "gate/address_sync.py leaves out what holds a name",
    "wagtailcore.Locale": "the languages of the settings",
}
"""The other tables that readers' views query, and what keeps protected names out of them."""

INSTEAD: dict[tuple[type[models.Model], str], str] = {
    (CrimeType, "name"): "Name withheld",
    (Area, "name"): "Name withheld",
    (Person, "name"): "Name withheld",
    (PressContact, "name"): "Press desk",
    (DeskClosure, "reason"): "Closed",
    (DeskOpening, "reason"): "Open",
    (SearchSynonym, "forms"): "Withheld",
    (AreaPlace, "name"): "Withheld",
}
"""What readers get in the place of a withheld text that cannot be empty."""

NAMED = _(
    "A name that is protected by an order stands here. Take it out, or give the reason below why "
    "this is not the same person."
)
_ADDRESSES = (models.SlugField, models.EmailField)


@dataclass(frozen=True)
class RecordText:
    """One text of a record."""

    record: Any
    field: models.Field

    @property
    def text(self) -> str:
        return getattr(self.record, self.field.attname) or ""

    @property
    def label(self) -> str:
        """The record and the field, without anything that somebody has entered."""
        known = self.record._meta.verbose_name
        return f"{capfirst(known)} {self.record.pk}: {self.field.verbose_name}"

    @property
    def instead(self) -> str:
        """What stands in its place while it is withheld."""
        if isinstance(self.field, models.SlugField):
            return f"withheld-{self.record.pk}"
        return INSTEAD.get((type(self.record), self.field.name), "")

    def as_passage(self, key: str) -> Passage:
        """The text as input of the rules; `key` tells it from the others."""
        prose = not isinstance(self.field, _ADDRESSES)
        return Passage(key, str(capfirst(self.field.verbose_name)), self.text, prose)


type Names = Mapping[ProtectedName, Name]


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a record that hold free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]


def texts_of(record: Any) -> Iterator[RecordText]:
    """The texts of a record that are not empty."""
    for field in text_fields(type(record)):
        one = RecordText(record, field)
        if one.text:
            yield one


def protected_names() -> Names:
    """Every name of an order that is in force or begins later.

    Raises DecryptionError when one cannot be decrypted.
    """
    orders = ReportingRestriction.objects.current_or_upcoming(timezone.now())
    rows = ProtectedName.objects.filter(restriction__in=orders).select_related("restriction")
    return {row: Name(row.words, row.restriction.source, in_scope=False) for row in rows}


def naming(texts: Sequence[RecordText], names: Names) -> Iterator[tuple[RecordText, ProtectedName]]:
    """Yield each text that holds a protected name, with the first such name.

    Names that somebody has said to be those of others are passed over.
    """
    keys = {str(number): one for number, one in enumerate(texts)}
    passages = tuple(one.as_passage(key) for key, one in keys.items())
    named = fields_with(passages, tuple(names.values()))
    suspect = [one for key, one in keys.items() if key in named]
    for one in suspect:
        passed = namesakes_of(one.record)
        passage = (one.as_passage("0"),)
        others = ((row, name) for row, name in names.items() if row.pk not in passed)
        found = next((row for row, name in others if fields_with(passage, (name,))), None)
        if found is not None:
            yield one, found


def says_protected_name(text: str, *, prose: bool = False) -> bool:
    """Whether an address, or with `prose` a text, holds a protected name.

    True when the check fails.
    """
    try:
        names = tuple(protected_names().values())
    except DecryptionError:
        log.exception("Whether a text holds a protected name is not known")
        return True
    return bool(fields_with((Passage("text", "Text", text, prose),), names))


def fields_naming(passages: tuple[Passage, ...]) -> set[str]:
    """The fields of those passages that hold a protected name.

    Raises DecryptionError when a name cannot be decrypted.
    """
    return fields_with(passages, tuple(protected_names().values()))


def namesakes_of(record: Any) -> set[int]:
    """Ids of the protected names that this record may hold: a reason was given for each."""
    about = {"model": record._meta.label, "record_id": record.pk}
    rows = NamesakeReason.objects.filter(**about) if record.pk else ()
    given = {pk for row in rows for pk in row.names}
    return given | set(getattr(record, "namesakes", ()))


def problems(
    record: Any, fields: Collection[str] | None = None
) -> tuple[dict[str, list[str]], list[int]]:
    """What is wrong with a record: messages by field, and ids of the names that need a reason.

    `fields` are the names of the fields to look at; None for all.
    """
    texts = [one for one in texts_of(record) if fields is None or one.field.name in fields]
    try:
        found = list(naming(texts, protected_names()))
    except DecryptionError:
        log.exception("Whether %s holds a protected name is not known", record._meta.label)
        return {texts[0].field.name: [UNCHECKED.message]} if texts else {}, []
    messages: dict[str, list[str]] = {}
    for one, _name in found:
        messages.setdefault(one.field.name, []).append(str(NAMED))
    for field, message in _slips(texts):
        messages.setdefault(field, []).append(message)
    return messages, _all_named(texts, {one.field.name for one, _name in found})


def check_record_or_raise(
    instance: Any, raw: bool = False, update_fields: Collection[str] | None = None, **kwargs: Any
) -> None:
    """Signal receiver for `pre_save`: raise ValidationError for what no record may say.

    Forms have asked before, and show the messages beside the fields. With `raw` (a fixture) nothing
    is checked.
    """
    if raw:
        return
    messages, _names = problems(instance, update_fields)
    if messages:
        raise ValidationError(messages)


def _all_named(texts: Iterable[RecordText], fields: set[str]) -> list[int]:
    """Ids of all the protected names that these fields hold."""
    passages = tuple(one.as_passage("0") for one in texts if one.field.name in fields)
    if not passages:
        return []
    return [row.pk for row, name in protected_names().items() if fields_with(passages, (name,))]


def _slips(texts: Sequence[RecordText]) -> Iterator[tuple[str, str]]:
    facts = PageFacts(passages=tuple(one.as_passage(one.field.name) for one in texts))
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=(), hours=DeskHours())
    for rule in (placeholder, working_mark):
        for hit in rule(facts, setting):
            yield hit.field, hit.message

"""What no release template may say, whoever saves it.

Nothing of a template reaches readers, save through the gate: so an order that is made later takes
no name out of it, and the gate refuses the page that was begun with one. But everybody who writes
sees a template, and so a name that is protected already is refused, in every field.
"""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.archive.index import Kind
from newsroom.documents.passages import Passage
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.gate.release_gate import UNCHECKED
from newsroom.models import ReleaseTemplate
from newsroom.publishing.reader_records import fields_naming
from newsroom.records.encrypted_field import DecryptionError
from newsroom.records.law import laws
from newsroom.rules.facts import DeskHours, RuleContext
from newsroom.rules.template_words import slips

log = logging.getLogger(__name__)

BESIDE = ("name", "line", "questions")
"""The texts of a template that are not copied into a page."""
OF_A_CASE = ("stage", "court")
NOT_OF_STATEMENTS = _("Only a press release has this. Leave it empty, or begin a press release.")

type Messages = dict[str, list[Any]]


def problems_of(template: ReleaseTemplate) -> Messages:
    """What is wrong with a template: messages by field, the same one once."""
    messages: Messages = {}

    def add(field: str, message: Any) -> None:
        known = messages.setdefault(field, [])
        if message not in known:
            known.append(message)

    if template.kind != Kind.PRESS_RELEASE:
        for field in OF_A_CASE:
            if getattr(template, field):
                add(field, NOT_OF_STATEMENTS)
    words = template.passages()
    now = timezone.now()
    setting = RuleContext(at=now, now=now, laws=laws(), hours=DeskHours())
    beside = (Passage(field, field, getattr(template, field)) for field in BESIDE)
    try:
        for hit in slips(words, template.stage, setting):
            add(hit.field, hit.message)
        for field in sorted(fields_naming((*words, *beside))):
            add("title" if field == "slug" else field, REPEATS_NAME)
    except (DecryptionError, LookupError):
        log.exception("A release template could not be checked")
        add("title", UNCHECKED.message)
    return messages


def check_template_or_raise(instance: ReleaseTemplate, raw: bool = False, **kwargs: Any) -> None:
    """Signal receiver for `pre_save`: raise ValidationError for what no template may say.

    The form has asked before, and shows the messages beside the fields. With `raw` (a fixture)
    nothing is checked.
    """
    if not raw and (messages := problems_of(instance)):
        raise ValidationError(messages)

"""The version that a lawyer cleared last, and which fields have changed since, for mails."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from newsroom.documents.comparison.fields import FILES, compare_documents
from newsroom.documents.texts import PLACES
from newsroom.gate.page_facts import digest_of
from newsroom.models import Clearance


def last_legal_clearance(page: Any) -> Clearance | None:
    """The last clearance by a lawyer of which the version is kept."""
    given = Clearance.objects.filter(page_id=page.pk, step=Clearance.Step.LEGAL)
    return given.select_related("by", "revision").exclude(revision=None).first()


def fields_changed_since(clearance: Clearance, page: Any) -> list[str]:
    """The labels of the fields that differ from what was cleared, without a word of them.

    Empty if the page, as it is in memory, says what was cleared.
    """
    if clearance.revision is None or clearance.digest == digest_of(page):
        return []
    before = clearance.revision.as_object()
    changes = compare_documents(
        before.as_document(), page.as_document(), before.unsaid_facts, page.unsaid_facts
    )
    return list(dict.fromkeys(_label(page, change.field) for change in changes))


def _label(page: Any, name: str) -> str:
    if name == FILES:
        return _("Files")
    known = {field.name: field for field in page._meta.get_fields()}
    verbose = getattr(known.get(name), "verbose_name", name.replace("_", " "))
    return PLACES.get(name) or str(capfirst(verbose))

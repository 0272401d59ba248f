"""The gate for updates: the note of an update is public as soon as it is saved."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.passages import Passage
from newsroom.editions.locks import lock_releases_shared
from newsroom.gate.name_answers import NAME_RULES, found_by
from newsroom.gate.page_facts import digest_of, facts_of
from newsroom.gate.release_gate import UNCHECKED, Examination, ReleaseRefused
from newsroom.models import CheckResponse, ItemUpdate
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.law import laws
from newsroom.records.orders_in_force import names_in_force, orders_covering
from newsroom.records.release_log import ReleaseLog, record
from newsroom.rules.check import RuleContext, check
from newsroom.rules.facts import Approval

log = logging.getLogger(__name__)

NOTE, ORDER = "note", "order"


def check_update_or_raise(instance: ItemUpdate, raw: bool = False, **kwargs: Any) -> None:
    """Signal receiver for `pre_save`: raise ReleaseRefused if the gate blocks the update.

    Must run in the transaction that saves the update. With `raw` (a fixture) nothing is checked,
    because the item may not be loaded yet.
    """
    if raw:
        return
    lock_releases_shared()
    item = Page.objects.filter(pk=instance.item_id).first()
    if item is None:
        # The foreign-key constraint refuses the row.
        return
    page = item.specific
    examination = examine_update(instance, page)
    if examination.blockers:
        raise ReleaseRefused(page, examination)
    if page.live:
        note = f"{instance.get_stage_display()}: {instance.note}"
        record(ReleaseLog.Event.UPDATED, page, note=note, **examination.as_facts())


def record_reasons(update: ItemUpdate, reasons: Mapping[str, str], user: Any) -> None:
    """Record the reasons, by finding code, why names found in the note may be published.

    Must run in the transaction that saves the update, before the update is saved. Earlier responses
    about the item's own text remain valid.
    """
    page = update.item.specific
    examination = examine_update(update, page)
    in_scope = {order.pk for order in orders_covering(page, timezone.now())}
    names = names_in_force(timezone.now(), in_scope=in_scope)
    for rule in NAME_RULES:
        if rule.code not in reasons:
            continue
        about = {"page_id": page.pk, "digest": examination.digest, "code": rule.code}
        before = CheckResponse.objects.filter(**about).order_by("-at").first()
        given = CheckResponse(
            revision=page.live_revision, by=user, words=reasons[rule.code], **about
        )
        given.save()
        # The note is not part of the item's document until the update is saved.
        found = found_by(rule, _passages(update), names)
        given.names = sorted({*found, *(before.names if before else ())})
        given.save(update_fields=["names"])
    rows = [one.as_row() for one in examination.findings if one.code in reasons]
    facts = {"digest": examination.digest, "findings": rows, "answers": dict(reasons)}
    record(ReleaseLog.Event.ANSWERED, page, **facts)


def examine_update(update: ItemUpdate, page: Any) -> Examination:
    """Check the note of an update against the gate's rules.

    Never raises: a check that fails with an error is reported as a blocker.
    """
    now = timezone.now()
    try:
        document = page.as_document()
        digest = digest_of(page, document)
        # The item itself has passed the gate, so only the note is checked. A response about a name
        # in the item is valid for the same name in the note, and for no other name.
        facts = replace(
            facts_of(page, document, digest, now, reading=_passages(update)),
            pictures=(),
            links=(),
            approval=Approval(),
        )
        setting = RuleContext(at=now, now=now, laws=laws(), hours=DeskSettings.load().hours())
        found = [
            finding
            for finding in check(facts, setting)
            # If the item is not public, an order about it blocks the item and all its updates.
            if finding.field == NOTE or (finding.code == ORDER and page.live)
        ]
    except Exception:
        log.exception("The gate could not check an update of page %s", page.pk)
        return Examination("", [UNCHECKED])
    return Examination(digest, found, facts.answers)


def _passages(update: ItemUpdate) -> tuple[Passage, ...]:
    return (Passage(NOTE, "Note", update.note),)

"""Asks for what is said of a change of words that readers have had, and keeps it at the release."""

from django.db.models import F, Q
from django.utils import timezone

from newsroom.documents.document import Document, UnknownSchema
from newsroom.documents.texts import texts
from newsroom.editions.earlier_editions import EarlierEdition
from newsroom.editions.models import Edition
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.earlier_words import keep_earlier_words
from newsroom.records.log_context import Channel, current_context
from newsroom.records.page_changes import ChangeKind, PageChange
from newsroom.records.redaction import note_for_record
from newsroom.rules.facts import WordChange

UNDECLARED = "change-undeclared"
"""The code of the rule that asks what a change is."""


def change_of(page: CheckedPage, document: Document) -> WordChange | None:
    """What is said of the change of words that a release of this page would make.

    None if nothing has to be said: the page is no item or an alias of one, readers have not had it,
    or they have had it in these words.
    """
    is_unread = not (page.live or page.first_published_at)
    if not page.is_item or page.alias_of_id or not page.pk or is_unread:
        return None
    declared = page.declared_change
    if declared is None and not _has_other_words(page.pk, document):
        return None
    if declared is None:
        return WordChange()
    return WordChange(declared.kind, declared.note, declared.reason)


def nobody_to_ask() -> bool:
    """Whether a program saves the page, for no user and not at a time that a user has set."""
    context = current_context()
    return context.user is None and context.channel == Channel.PROGRAM


def keep_change(page: CheckedPage, digest: str) -> tuple[str, bool]:
    """Save what is said of the words that are being released.

    Called before their edition opens. What the page said before is kept too, for readers or as
    withheld. Returns what is said, for the log, and whether the page has earlier editions.
    """
    declared = None if page.alias_of_id else page.declared_change
    newest = Edition.objects.of_page(page.pk).first() if declared else None
    if declared is None or newest is None:
        return "", _withhold_undeclared(page)
    now = timezone.now()
    reason = note_for_record(declared.reason, page)
    is_correction = declared.kind == ChangeKind.CORRECTION
    PageChange.objects.create(
        page_id=page.pk,
        number=declared.number,
        kind=declared.kind,
        note=declared.note if is_correction else "",
        reason="" if is_correction else reason,
        at=now,
        by=current_context().name,
        ends=newest.number,
        begins=newest.number + 1,
        digest=digest,
    )
    keep_earlier_words(newest, now, may_be_read=declared.keeps_earlier)
    label = "Correction" if is_correction else "Small change"
    kept = "\nReaders may go on reading the earlier words." if declared.keeps_earlier else ""
    return f"{label}: {declared.note if is_correction else reason}{kept}", True


def _withhold_undeclared(page: CheckedPage) -> bool:
    """Withhold the earlier words of a page that returns, or changes without a declaration.

    Returns whether it has earlier editions.
    """
    if not EarlierEdition.objects.of_page(page.pk).exists():
        return False
    newest, now = Edition.objects.of_page(page.pk).first(), timezone.now()
    if newest and (not newest.is_open(now) or _has_other_words(page.pk, page.as_document())):
        keep_earlier_words(newest, now, may_be_read=False)
    return True


def _has_other_words(page_id: int, document: Document) -> bool:
    """Whether readers have had the page in other words than these."""
    known = Edition.objects.of_page(page_id).filter(opens_at__lte=timezone.now())
    # One that was closed as it opened has been read by nobody.
    read = known.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at"))).first()
    if read is None:
        return False
    try:
        before = read.as_document()
    except UnknownSchema:
        return False
    return _said(before) != _said(document)


def _said(document: Document) -> list[tuple[str, str]]:
    """The texts of a document, each with its field; the address is none of its words."""
    return [(text.field, text.text) for text in texts(document) if text.field != "slug"]

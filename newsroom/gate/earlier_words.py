"""Decides which earlier words of a page readers may still read, and withholds all others.

Earlier words may hold exactly what had to be taken away: the name of a victim, a sentence that may
prejudice a trial. They are therefore withheld unless all of this holds (decision 0048):

- The page was public in them until other words were released.
- Whoever released these said that the earlier words may stay readable.
- Rules that block find nothing in them, and rules about people nothing that is not in the words of
  today: at this release and at each later one.
- No order protects a name in them.

What is withheld never returns.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.documents.passages import Passage, passages
from newsroom.editions.close import STAYS_PUBLIC
from newsroom.editions.earlier_editions import EarlierEdition, withhold
from newsroom.editions.models import Edition
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.document_texts import document_texts
from newsroom.gate.name_answers import fields_with
from newsroom.gate.page_facts import facts_of
from newsroom.gate.remembered import remembering
from newsroom.gate.upcoming_names import names_begin
from newsroom.records.desk_notices import DeskNotice
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.law import laws
from newsroom.records.redaction import title_for_record
from newsroom.records.release_log import ReleaseLog, record
from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.rules.check import ABOUT_PEOPLE, Finding, Level, Remedy, RuleContext, check
from newsroom.rules.facts import Name

log = logging.getLogger(__name__)

SUBJECT_LENGTH = DeskNotice._meta.get_field("subject").max_length
OF_THE_RELEASE = frozenset(
    {"change-undeclared", "embargo-past", "embargo-hours", "no-crime-type", "empty-desk"}
)
"""Blockers of how the page goes out, or of what stands beside its words."""
PROTECTED = "An order protects a name in them."
ABOUT_PEOPLE_CODES = frozenset(rule.code for rule in ABOUT_PEOPLE)


def keep_earlier_words(
    ended: Edition, changed_at: datetime, *, may_be_read: bool
) -> EarlierEdition:
    """Save what a page said until now, as its next earlier edition.

    `ended` is its newest edition, before another one opens. Unless `may_be_read`, these words and
    all earlier ones of the page are withheld.
    """
    was_open = ended.is_open(changed_at)
    if not (may_be_read and was_open):
        withhold([ended.page_id])
    until = changed_at if was_open else max(ended.opens_at, ended.closes_at or changed_at)
    newest = EarlierEdition.objects.of_page(ended.page_id).first()
    return EarlierEdition.objects.create(
        page_id=ended.page_id,
        number=newest.number + 1 if newest else 1,
        since=_since(ended),
        until=min(until, changed_at),
        changed_at=changed_at,
        document=ended.document if may_be_read and was_open else None,
        digest=ended.digest,
    )


def check_earlier_words(page: CheckedPage, findings: Iterable[Finding]) -> str:
    """Look at the earlier words of a page again while others are released.

    `findings` are those of the words that are released. If some words are withheld because of what
    was found, the desk is told: whoever released believes that readers may read them. Returns a
    sentence for the log, or "".
    """
    known = {(one.code, one.message) for one in findings}
    now, found = timezone.now(), set()
    for row in EarlierEdition.objects.of_page(page.pk).with_words():
        codes = _reasons(page, row, known, now)
        if codes:
            withhold([page.pk])
            found |= codes
            continue
        row.closes_at = names_begin(page, row.as_document(), row.digest, now)
        row.save(update_fields=["closes_at"])
    if not found:
        return ""
    _tell_desk(page)
    return f"The earlier words are withheld: {', '.join(sorted(found))}."


def _tell_desk(page: CheckedPage) -> None:
    """Put a notice into the outbox, once for these words. It repeats nothing of what was found."""
    title = title_for_record(page)
    address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
    words = (
        f"Other words of “{title}” were released. Readers can no longer read what it said before: "
        "the checks found something there that must not be read, or that is not in the new words. "
        "This cannot be undone. The release log says what was found."
    )
    DeskNotice.objects.create(
        page_id=page.pk,
        subject=f"Earlier words withheld: {title}"[:SUBJECT_LENGTH],
        body=f"{words}\n{address}",
    )


def _reasons(
    page: CheckedPage, row: EarlierEdition, known: Collection[tuple[str, str]], now: datetime
) -> set[str]:
    """The codes of what speaks against these words; `known` is found in the words of today too."""
    try:
        with remembering():
            facts = facts_of(page, row.as_document(), row.digest, now)
            setting = RuleContext(now, now, laws(), DeskSettings.load().hours())
            findings = check(facts, setting)
    except Exception:
        # Fail closed: unchecked words are not shown.
        log.exception("The earlier words of page %s could not be checked", page.pk)
        return {"unchecked"}
    return {one.code for one in findings if _speaks_against(one, known)}


def _speaks_against(finding: Finding, known: Collection[tuple[str, str]]) -> bool:
    if (
        finding.remedy in (Remedy.CLEAR, Remedy.BUNDLE, Remedy.HOLD)
        or finding.code in OF_THE_RELEASE
    ):
        return False
    if finding.level == Level.BLOCKER:
        return True
    # A warning about people that the new words do not give: perhaps they were changed for it.
    is_new = (finding.code, finding.message) not in known
    return finding.code in ABOUT_PEOPLE_CODES and is_new


@transaction.atomic
def renew() -> None:
    """Withhold earlier words in which a name is protected, after an order or a name has changed.

    Words with a name of an order that begins later close at that second, whether or not a timer
    runs. If the names cannot be looked for, all earlier words are withheld.
    """
    now = timezone.now()
    withhold_overdue(now)
    rows = list(EarlierEdition.objects.with_words())
    if not rows:
        return
    try:
        for row in _suspect(rows, now):
            _renew(row, now)
    except Exception:
        log.exception("Whether earlier words hold a protected name is not known")
        for page_id in {row.page_id for row in rows}:
            withhold_for(page_id, "Whether an order protects a name in them is not known.")


def withhold_overdue(now: datetime) -> None:
    """Withhold for good what an order has closed by the clock. `now` is aware."""
    overdue = EarlierEdition.objects.with_words().filter(closes_at__lte=now)
    for page_id in set(overdue.values_list("page_id", flat=True)):
        withhold_for(page_id, PROTECTED)


def withhold_for(page_id: int, why: str) -> bool:
    """Withhold all earlier words of a page, and log it; False if they were withheld already."""
    if not withhold([page_id]):
        return False
    page = Page.objects.filter(pk=page_id).first()
    record(ReleaseLog.Event.WORDS_WITHHELD, page and page.specific, note=why)
    return True


def _suspect(rows: list[EarlierEdition], now: datetime) -> list[EarlierEdition]:
    """The rows in which a name stands, if its order covered the page, or that close later.

    The rules look at all rows together, which is many times faster than one by one.
    """
    orders = ReportingRestriction.objects.current_or_upcoming(now)
    protected = ProtectedName.objects.filter(restriction__in=orders)
    names = tuple(Name(name.words, "", in_scope=True) for name in protected)
    closing = {number for number, row in enumerate(rows) if row.closes_at}
    if not names:
        return [rows[number] for number in closing]
    read = tuple(
        replace(passage, field=str(number))
        for number, row in enumerate(rows)
        for passage in _passages(row)
    )
    found = closing.union(map(int, fields_with(read, names)))
    return [rows[number] for number in sorted(found)]


def _passages(row: EarlierEdition) -> Iterable[Passage]:
    document = row.as_document()
    return (*passages(document), *document_texts(document).passages)


def _renew(row: EarlierEdition, now: datetime) -> None:
    page: Any = Page.objects.filter(pk=row.page_id).first()
    begins: datetime | None = now
    if page is not None:
        document: Document = row.as_document()
        begins = names_begin(page.specific, document, row.digest, now, also_in_force=True)
    if begins is not None and begins <= now:
        withhold_for(row.page_id, PROTECTED)
        return
    row.closes_at = begins
    row.save(update_fields=["closes_at"])


def _since(ended: Edition) -> datetime:
    """When the page began to say what this edition says, without having been closed meanwhile."""
    since = ended.opens_at
    before = Edition.objects.of_page(ended.page_id).filter(number__lt=ended.number)
    for edition in before.only("digest", "closed_why", "opens_at", "closes_at").iterator():
        joins = edition.closed_why in STAYS_PUBLIC and edition.closes_at == since
        if edition.digest != ended.digest or not joins:
            break
        since = edition.opens_at
    return since

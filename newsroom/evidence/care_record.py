"""The record of care of a page: what readers saw, who answered for it, and what the gate found.

"All reasonable care" is the defence of a publisher under section 3 of the Contempt of Court Act
1981. The record is read from rows that the database refuses to change: editions, sign-offs, the
release log. It also covers a page that was deleted since.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page, Revision

from newsroom.documents.document import UnknownSchema
from newsroom.documents.markup import paragraphs
from newsroom.documents.texts import Form, texts
from newsroom.models import (
    CheckResponse,
    Clearance,
    Edition,
    LegalRule,
    PageChange,
    ReleaseLog,
    ReportingRestriction,
    RetentionDecision,
    UrgentRelease,
)
from newsroom.records.binding import keys_of
from newsroom.records.log_context import name_for_record
from newsroom.records.verdict_holds import is_in_vault

SCHEMA = 1
"""The version of the JSON form. A change of a field's meaning or name takes the next number."""


_ERASED = (ReleaseLog.Event.ANONYMISED, ReleaseLog.Event.REMOVED)


class NothingRecorded(Exception):
    """There is no page with this number, and there never was one that readers could see."""


@dataclass(frozen=True)
class Passage:
    """A text of an edition, with its place on the form."""

    place: str
    text: str


@dataclass(frozen=True)
class FileRecord:
    """A file of an edition; `hash` is of its bytes (SHA-1, as Wagtail keeps it)."""

    name: str
    hash: str


@dataclass(frozen=True)
class SignOff:
    """What somebody said of the words of an edition."""

    what: str
    at: datetime
    by: str
    words: str
    told: Any
    """What the checks were told besides the words; None if that was not kept."""


@dataclass(frozen=True)
class SavedVersion:
    """A version of the page that somebody saved."""

    number: int
    at: datetime
    by: str


@dataclass(frozen=True)
class OrderRecord:
    """A reporting restriction about the page. Its protected names are not part of the record."""

    number: int
    what: str
    source: str
    starts_at: datetime
    ends_at: datetime | None
    """The end that the order names, or the moment when somebody ended it."""
    entered_at: datetime
    entered_by: str
    in_error: bool


@dataclass(frozen=True)
class RuleRecord:
    """A rule of law, as its row is today; changes of rows are in the log."""

    rule: str
    source: str


@dataclass(frozen=True)
class WordsRemoved:
    """Words that were removed from the records under retention, so that they are missing here."""

    at: datetime
    what: str
    legal_reason: str
    reason: str
    proposed_by: str
    confirmed_by: str


@dataclass(frozen=True)
class LogRow:
    """A row of the release log."""

    at: datetime
    event: str
    by: str
    how: str
    version: int | None
    findings: list[dict[str, str]]
    answers: dict[str, str]
    note: str
    digest: str


@dataclass(frozen=True)
class EditionRecord:
    """What readers saw from `opened_at` until just before `closed_at` (None: they see it now)."""

    number: int
    language: str
    address: str
    opened_at: datetime
    closed_at: datetime | None
    why_closed: str
    digest: str
    change: str
    """What was said of the change of words that it begins with."""
    saved: list[SavedVersion]
    """The versions since the edition before; none if they were deleted with the page."""
    sign_offs: list[SignOff]
    """For exactly these words, until the edition opened."""
    later_sign_offs: list[SignOff]
    """For the same words, afterwards: the clearance of an urgent release, for example."""
    orders: list[int]
    """The numbers of the orders in force when it opened, which had been entered by then."""
    later_orders: list[int]
    """Those that were in force then, but were entered here afterwards."""
    rules: list[RuleRecord]
    """Those that applied on the day on which it opened."""
    words: list[Passage]
    files: list[FileRecord]


@dataclass(frozen=True)
class CareRecord:
    """The whole record of a page; moments are aware."""

    schema: int
    made_at: datetime
    made_by: str
    page: int
    page_type: str
    title: str
    exists: bool
    editions: list[EditionRecord]
    """The first one first."""
    orders: list[OrderRecord]
    log: list[LogRow]
    """The first row first; with changes of the law since the first edition."""
    words_removed: list[WordsRemoved]
    """What is missing in this record, and why: by decisions of retention, the first one first."""

    def as_json(self) -> str:
        """The record as JSON, indented; moments in ISO 8601."""
        return _Encoder(indent=2, ensure_ascii=False).encode(asdict(self))


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        # Django's encoder cuts microseconds off, by which rows are matched to the log.
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def care_record(page_id: int, made_by: str = "") -> CareRecord:
    """The record of a page; raises NothingRecorded, also while a page is held for a verdict.

    `made_by` names who asked for it. Takes as many queries for many editions as for one.
    """
    page = Page.objects.filter(pk=page_id).specific().first()
    editions = list(Edition.objects.of_page(page_id).order_by("number").prefetch_related("files"))
    log = list(ReleaseLog.objects.filter(page_id=page_id).order_by("at", "pk"))
    if (page is None and not editions and not log) or (page is not None and is_in_vault(page)):
        raise NothingRecorded(page_id)
    orders = _orders(page, editions)
    first = editions[0].opens_at if editions else None
    return CareRecord(
        schema=SCHEMA,
        made_at=timezone.now(),
        made_by=made_by,
        page=page_id,
        page_type=editions[-1].page_type if editions else page._meta.label_lower if page else "",
        title=page.title if page else editions[-1].title if editions else log[-1].title,
        exists=page is not None,
        editions=list(_editions(page_id, editions, orders)),
        orders=[_order(order) for order in orders],
        log=[_log_row(row) for row in _with_law(log, orders, first)],
        words_removed=list(_words_removed(page_id, log)),
    )


def _words_removed(page_id: int, log: list[ReleaseLog]) -> Iterable[WordsRemoved]:
    """The decisions that the log tells of; nothing is asked if it tells of none."""
    if not any(row.event in _ERASED for row in log):
        return
    decisions = RetentionDecision.objects.erased().filter(page_id=page_id)
    for row in decisions.select_related("proposed_by", "confirmed_by").order_by("finished_at"):
        yield WordsRemoved(
            at=row.finished_at,
            what=str(row.get_kind_display()),
            legal_reason=str(row.get_legal_reason_display()),
            reason=row.reason,
            proposed_by=name_for_record(row.proposed_by),
            confirmed_by=name_for_record(row.confirmed_by),
        )


def _orders(page: Any, editions: list[Edition]) -> list[ReportingRestriction]:
    """The orders that name the page or its case, whenever they were in force."""
    keys: set[UUID] = {edition.translation_key for edition in editions}
    keys |= keys_of(page) if page else set()
    cases = [case for edition in editions if (case := edition.document.get("case"))]
    keys |= set(Edition.objects.filter(page_id__in=cases).values_list("translation_key", flat=True))
    return list(
        ReportingRestriction.objects.naming(keys).select_related("made_by").order_by("starts_at")
    )


def _order(order: ReportingRestriction) -> OrderRecord:
    ends = [end for end in (order.ends_at, order.ended_at) if end is not None]
    return OrderRecord(
        number=order.pk,
        what=str(order.get_effect_display()),
        source=order.source,
        starts_at=order.starts_at,
        ends_at=min(ends, default=None),
        entered_at=order.made_at,
        entered_by=name_for_record(order.made_by),
        in_error=order.entered_in_error,
    )


def _with_law(
    log: list[ReleaseLog], orders: list[ReportingRestriction], first: datetime | None
) -> Iterable[ReleaseLog]:
    """The log of the page, with what was logged of its orders and, since `first`, of the law."""
    about = ReleaseLog.objects.filter(page_id=None)
    rows = [*log, *about.filter(restriction__in=orders)]
    if first:
        rows += about.filter(event=ReleaseLog.Event.LAW, at__gte=first)
    return sorted(rows, key=lambda row: (row.at, row.pk))


def _log_row(row: ReleaseLog) -> LogRow:
    return LogRow(
        at=row.at,
        event=str(row.get_event_display()),
        by=f"{row.by} ({row.username})" if row.username and row.by != row.username else row.by,
        how=str(row.get_channel_display()),
        version=row.revision_id,
        findings=row.findings,
        answers=row.answers,
        note=row.note,
        digest=row.digest,
    )


def _editions(
    page_id: int, editions: list[Edition], orders: list[ReportingRestriction]
) -> Iterable[EditionRecord]:
    signed = list(_sign_offs(page_id))
    versions = list(_versions(page_id, editions))
    changes = {row.begins: row for row in PageChange.objects.filter(page_id=page_id)}
    rules = list(LegalRule.objects.all())
    before: datetime | None = None
    for edition in editions:
        opened, day = edition.opens_at, timezone.localtime(edition.opens_at).date()
        change = changes.get(edition.number)
        in_force = [order for order in orders if order.is_in_force(opened)]
        of_words = [one for digest, one in signed if digest == edition.digest]
        yield EditionRecord(
            number=edition.number,
            language=edition.language,
            address=edition.address,
            opened_at=opened,
            closed_at=edition.closes_at,
            why_closed=str(edition.get_closed_why_display()) if edition.closed_why else "",
            digest=edition.digest,
            change=f"{change.get_kind_display()}. {change.note or change.reason}" if change else "",
            saved=[one for one in versions if (not before or one.at > before) and one.at <= opened],
            sign_offs=[one for one in of_words if one.at <= opened],
            later_sign_offs=[one for one in of_words if one.at > opened],
            orders=[order.pk for order in in_force if order.made_at <= opened],
            later_orders=[order.pk for order in in_force if order.made_at > opened],
            rules=[
                RuleRecord(str(rule.get_code_display()), rule.source)
                for rule in rules
                if rule.since <= day and (rule.until is None or day <= rule.until)
            ],
            words=list(_words(edition)),
            files=[
                FileRecord(file.name, file.hash)
                for file in sorted(edition.files.all(), key=lambda file: file.name)
                if file.name
            ],
        )
        before = opened


def _sign_offs(page_id: int) -> Iterable[tuple[str, SignOff]]:
    """What was signed of the page, the first first, each with the digest of its words."""
    rows: list[Any] = []
    for model in (Clearance, UrgentRelease, CheckResponse):
        rows += model.objects.filter(page_id=page_id).select_related("by")
    for row in sorted(rows, key=lambda row: (row.at, row.pk)):
        yield row.digest, SignOff(*_said(row), told=row.facts)


def _said(row: Any) -> tuple[str, datetime, str, str]:
    match row:
        case Clearance():
            what, words = str(row.get_step_display()), row.comment
        case UrgentRelease():
            what, words = str(row._meta.verbose_name).capitalize(), row.reason
        case _:
            what, words = f"{str(row._meta.verbose_name).capitalize()}: {row.code}", row.words
    return what, row.at, name_for_record(row.by), words


def _versions(page_id: int, editions: list[Edition]) -> Iterable[SavedVersion]:
    """The versions of the page, or of its source if it is an alias, the first one first."""
    source = Page.objects.filter(pk=page_id).values_list("alias_of_id", flat=True).first()
    revisions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(source or page_id)
    )
    if editions:
        revisions = revisions.filter(created_at__lte=editions[-1].opens_at)
    for revision in revisions.defer("content").select_related("user").order_by("created_at", "pk"):
        yield SavedVersion(revision.pk, revision.created_at, name_for_record(revision.user))


def _words(edition: Edition) -> Iterable[Passage]:
    """The texts of an edition; none if its document is of a form that is not known any more."""
    try:
        document = edition.as_document()
    except UnknownSchema:
        return
    for text in texts(document):
        for said in paragraphs(text.text) if text.form == Form.HTML else [text.text]:
            yield Passage(text.place, said)
    for update in document.updates:
        yield Passage("Update", f"{update.at:%Y-%m-%d}: {update.note}")
    for correction in document.corrections:
        yield Passage("Correction", correction.note)

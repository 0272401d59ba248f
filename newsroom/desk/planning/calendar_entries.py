"""What happens when: the one source of the calendar, its feed, and the panel of the dashboard.

Each kind of entry takes a fixed number of queries. Protected names are redacted in all titles at
once, as if each order covered each page: a surname is enough to withhold a title.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, WorkflowState

from newsroom.models import (
    BundledItem,
    CaseHearing,
    CaseStage,
    DeskClosure,
    DeskOpening,
    ReleaseBundle,
    SubmissionDeadline,
)
from newsroom.records.redaction import withheld_among
from newsroom.records.verdict_holds import outside_vault
from newsroom.time_zones import LONDON


@dataclass(frozen=True)
class CalendarEntry:
    """One thing that happens at a moment, or on one or more whole days."""

    key: str
    """Identifies the entry for calendar programs; the same whenever it is read."""
    kind: str
    """The style of the entry: one of the keys of `SOURCES`."""
    label: str
    """What happens, in a word or two."""
    title: str
    """What it is about, for the desk."""
    address: str
    """Where it is dealt with, a path of the admin."""
    at: datetime | None = None
    """The moment; None for whole days."""
    first_day: date | None = None
    last_day: date | None = None
    note: str = ""
    place: str = ""
    public_title: str = ""
    """The title as readers know it; empty while readers do not."""
    page_id: int | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of it, in London."""
        if self.at is not None:
            day = self.at.astimezone(LONDON).date()
            return day, day
        first = self.first_day or date.min
        return first, self.last_day or first


def entries(first: date, last: date) -> list[CalendarEntry]:
    """All entries of these days, both included, in London: whole days first, then by time."""
    start = datetime.combine(first, time(), LONDON)
    end = datetime.combine(last + timedelta(days=1), time(), LONDON)
    found = [entry for source in SOURCES.values() for entry in source(start, end)]
    texts = [f"{entry.title} {entry.note} {entry.place}" for entry in found]
    withheld = withheld_among(texts)
    safe = [
        _redacted(entry) if text in withheld else entry
        for entry, text in zip(found, texts, strict=True)
    ]
    return sorted(safe, key=lambda entry: (entry.days[0], entry.at or start, entry.key))


def _redacted(entry: CalendarEntry) -> CalendarEntry:
    if entry.page_id:
        title = _("Page %(number)s (its title is withheld)") % {"number": entry.page_id}
    else:
        title = _("Withheld: it repeats a protected name")
    return replace(entry, title=title, public_title="", note="", place="")


def _edit(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _about(page: Any, **fields: Any) -> CalendarEntry:
    """An entry about a page, linked to its form."""
    given = {"title": page.draft_title or page.title, "address": _edit(page.pk)}
    return CalendarEntry(page_id=page.pk, **{**given, **fields})


def _releases(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    due = Revision.page_revisions.filter(approved_go_live_at__range=(start, end))
    rows = due.exclude(approved_go_live_at=end).values_list("object_id", "approved_go_live_at")
    moments = {int(page_id): at for page_id, at in rows}
    for page in Page.objects.filter(outside_vault(), pk__in=moments):
        at = moments[page.pk]
        yield _about(page, key=f"release-{page.pk}", kind="release", label=_("Goes out"), at=at)


def _embargoes(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    """Embargoes of drafts that nobody has approved yet, so that nothing would go out."""
    ends = Cast(KeyTextTransform("go_live_at", "latest_revision__content"), CharField())
    # Revisions keep moments in UTC, as text.
    earliest, latest = (f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}" for moment in (start, end))
    scheduled = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    drafts = Page.objects.filter(outside_vault(), ~Exists(scheduled), has_unpublished_changes=True)
    for page in drafts.annotate(ends=ends).filter(ends__gte=earliest, ends__lt=latest):
        label = _("Embargo ends, not approved")
        at = parse_datetime(page.ends)
        yield _about(page, key=f"embargo-{page.pk}", kind="embargo", label=label, at=at)


def _expiries(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    for page in Page.objects.filter(live=True, expire_at__gte=start, expire_at__lt=end):
        yield _about(
            page,
            key=f"expiry-{page.pk}",
            kind="expiry",
            label=_("Comes down"),
            at=page.expire_at,
            title=page.title,
            public_title=page.title,
        )


def _bundles(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    rows = list(ReleaseBundle.objects.filter(goes_out_at__gte=start, goes_out_at__lt=end))
    # Without bundles this asks nothing.
    items = BundledItem.objects.filter(bundle__in=rows).select_related("page")
    titles: dict[int, list[str]] = {}
    for item in items:
        titles.setdefault(item.bundle_id, []).append(item.page.draft_title)
    for bundle in rows:
        held = titles.get(bundle.pk, [])
        number = ngettext("%(number)s item", "%(number)s items", len(held))
        states = {True: _("Bundle goes out"), False: _("Bundle, not approved")}
        label = _("Bundle went out") if bundle.released_at else states[bundle.is_approved]
        yield CalendarEntry(
            key=f"bundle-{bundle.pk}",
            kind="bundle",
            label=f"{label} ({number % {'number': len(held)}})",
            title=bundle.name,
            note="; ".join(held),
            address=reverse("desk_bundle", args=[bundle.pk]),
            at=bundle.goes_out_at,
        )


def _hearings(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    days = (start.date(), end.date() - timedelta(days=1))
    for hearing in CaseHearing.objects.filter(date__range=days).select_related("case"):
        at = datetime.combine(hearing.date, hearing.time, LONDON) if hearing.time else None
        yield _about(
            hearing.case,
            key=f"hearing-{hearing.pk}",
            kind="hearing",
            label=_("Hearing"),
            at=at,
            first_day=hearing.date,
            note=hearing.what,
            place=hearing.court,
            public_title=hearing.case.title if hearing.case.live else "",
        )
    for stage in CaseStage.objects.filter(date__range=days).select_related("page"):
        yield _about(
            stage.page,
            key=f"stage-{stage.pk}",
            kind="hearing",
            label=stage.stage or str(stage.get_kind_display()),
            first_day=stage.date,
            public_title=stage.page.title if stage.page.live else "",
        )


def _closures(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    overlap = Q(first_day__lt=end.date(), last_day__gte=start.date())
    for closure in DeskClosure.objects.filter(overlap).select_related("contact"):
        who = closure.contact.name if closure.contact else _("all press desks")
        title = f"{who}: {closure.reason}"
        yield CalendarEntry(
            key=f"closure-{closure.pk}",
            kind="closure",
            label=_("Closed"),
            title=title,
            public_title=title,
            address=reverse("wagtailsnippets_newsroom_deskclosure:edit", args=[closure.pk]),
            first_day=closure.first_day,
            last_day=closure.last_day,
        )


def _openings(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    days = (start.date(), end.date() - timedelta(days=1))
    for opening in DeskOpening.objects.filter(day__range=days).select_related("contact"):
        who = opening.contact.name if opening.contact else _("all press desks")
        title = f"{who}: {opening.reason}"
        yield CalendarEntry(
            key=f"opening-{opening.pk}",
            kind="opening",
            label=_("Open beyond hours"),
            title=title,
            public_title=title,
            address=reverse("wagtailsnippets_newsroom_deskopening:edit", args=[opening.pk]),
            at=datetime.combine(opening.day, opening.opens, LONDON),
        )


def _reviews(start: datetime, end: datetime) -> Iterator[CalendarEntry]:
    active = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    rows = SubmissionDeadline.objects.filter(
        needed_by__gte=start, needed_by__lt=end, workflow_state__status__in=active
    ).select_related("workflow_state__current_task_state__task")
    about = {int(row.workflow_state.object_id): row for row in rows}
    for page in Page.objects.filter(pk__in=about):
        row = about[page.pk]
        label = _("Urgent review due") if row.is_urgent else _("Review due")
        step = row.workflow_state.current_task_state
        yield _about(
            page,
            key=f"review-{row.pk}",
            kind="review",
            label=label,
            at=row.needed_by,
            note=step.task.name if step else "",
        )


SOURCES: dict[str, Callable[[datetime, datetime], Iterator[CalendarEntry]]] = {
    "release": _releases,
    "embargo": _embargoes,
    "expiry": _expiries,
    "bundle": _bundles,
    "hearing": _hearings,
    "closure": _closures,
    "opening": _openings,
    "review": _reviews,
}


def today() -> date:
    """The day in London."""
    return timezone.localdate(timezone=LONDON)

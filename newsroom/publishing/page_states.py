"""What readers get of pages, since when and why, and what comes next: for lists, forms and panels.

`states_of()` answers for many pages in a fixed number of queries. What is public is said by
editions, and who ended it by the release log.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, WorkflowState

from newsroom.editions.close import STAYS_PUBLIC
from newsroom.gate.release_gate import BOOKKEEPING
from newsroom.models import Edition, EditorialApprovalTask, LegalClearanceTask, ReleaseLog

Event = ReleaseLog.Event


class Reach(models.TextChoices):
    """What readers get of a page now."""

    NEVER = "never", gettext_lazy("Not public yet")
    PUBLIC = "public", gettext_lazy("Public")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
    EXPIRED = "expired", gettext_lazy("Expired")
    TAKEN_DOWN = "taken-down", gettext_lazy("Hidden by an order")
    HIDDEN = "hidden", gettext_lazy("Hidden from readers")


class Review(models.TextChoices):
    """Whom a page waits for."""

    NONE = "", ""
    LAWYERS = "lawyers", gettext_lazy("In review with the lawyers")
    EDITORS = "editors", gettext_lazy("In review with the duty editors")
    OTHER = "other", gettext_lazy("In review")
    SENT_BACK = "sent-back", gettext_lazy("Sent back for changes")


@dataclass(frozen=True)
class PageState:
    """The state of one page. Times are aware."""

    reach: Reach
    since: datetime | None = None
    """Since when readers get it, or get it no more; None if that is not known."""
    by: str = ""
    """Who withdrew it."""
    why: str = ""
    """The reason of a withdrawal, or the order that hides it."""
    due: datetime | None = None
    """When a version goes out that is scheduled."""
    review: Review = Review.NONE
    has_other_draft: bool = False
    """Whether the newest draft of a public page says something else than readers get."""

    @property
    def labels(self) -> list[str]:
        """The state in a few words each: first what readers get, then what comes next."""
        return [*self._now(), *self._next()] or [_("Draft")]

    @property
    def note(self) -> str:
        """Who ended it, when and why, in a line; empty for what is public."""
        when = date_format(timezone.localtime(self.since), "j M Y, H:i") if self.since else ""
        if self.reach not in (Reach.WITHDRAWN, Reach.TAKEN_DOWN, Reach.EXPIRED):
            return ""
        facts = ", ".join(filter(None, (self.by, when)))
        return ": ".join(filter(None, (facts, self.why)))

    @property
    def must_be_cleared_as_new(self) -> bool:
        """Whether it returns only when a lawyer has cleared it again."""
        return self.reach in (Reach.WITHDRAWN, Reach.TAKEN_DOWN)

    def _now(self) -> Iterator[str]:
        if self.reach == Reach.PUBLIC and self.since:
            day = date_format(timezone.localtime(self.since), "j M Y")
            yield _("Public since %(day)s") % {"day": day}
        elif self.reach != Reach.NEVER:
            yield str(self.reach.label)

    def _next(self) -> Iterator[str]:
        if self.due:
            when = date_format(timezone.localtime(self.due), "l j F H:i")
            yield _("Scheduled for %(when)s") % {"when": when}
        if self.review:
            yield str(self.review.label)
        elif self.has_other_draft and not self.due:
            yield _("Draft beside what is public")


def state_of(page: Page) -> PageState:
    """The state of one page: see `states_of`."""
    return states_of([page])[page.pk]


def states_of(pages: Iterable[Page]) -> dict[int, PageState]:
    """The states of pages by id: at most six queries, however many pages there are."""
    now = timezone.now()
    known = {page.pk: page for page in pages}
    found = {pk: PageState(Reach.NEVER) for pk in known}
    editions = Edition.objects.filter(page_id__in=known).order_by("page_id", "number")
    columns = editions.only("page_id", "opens_at", "closes_at", "closed_why")
    for pk, own in groupby(columns, attrgetter("page_id")):
        found[pk] = _of_editions(list(own), known[pk], now)
    ended = _endings(pk for pk, state in found.items() if state.reach != Reach.PUBLIC)
    due, reviews = _due(known), _reviews(known)
    others = _with_other_drafts(
        page for pk, page in known.items() if found[pk].reach in (Reach.PUBLIC, Reach.HIDDEN)
    )
    return {
        pk: replace(
            state,
            **ended.get(pk, {}),
            due=due.get(pk),
            review=reviews.get(pk, Review.NONE),
            has_other_draft=pk in others,
        )
        for pk, state in found.items()
    }


def _of_editions(editions: list[Edition], page: Page, now: datetime) -> PageState:
    """What readers get, by the editions of the page in their order."""
    last = editions[-1]
    if last.is_open(now):
        first = last
        for before in reversed(editions[:-1]):
            if before.closed_why not in STAYS_PUBLIC:
                break
            first = before
        return PageState(Reach.PUBLIC, first.opens_at)
    reach = _CLOSED.get(last.closed_why)
    if reach is None and last.closes_at and last.closes_at <= now:
        # The clock has closed it, and no timer has run yet.
        is_over = page.expire_at is not None and page.expire_at <= now
        reach = Reach.EXPIRED if is_over else Reach.TAKEN_DOWN
    return PageState(reach or Reach.NEVER, last.closes_at if reach else None)


_CLOSED: dict[str, Reach] = {
    Edition.Closed.EXPIRED: Reach.EXPIRED,
    Edition.Closed.WITHDRAWN: Reach.WITHDRAWN,
    Edition.Closed.ORDER: Reach.TAKEN_DOWN,
    Edition.Closed.RESTRICTED: Reach.HIDDEN,
}
_ENDED: dict[str, Reach] = {
    Event.WITHDRAWN: Reach.WITHDRAWN,
    Event.EXPIRED: Reach.EXPIRED,
    Event.TAKEN_DOWN: Reach.TAKEN_DOWN,
}


def _endings(page_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What the log says of how pages ended, as columns of their states, by id.

    A page that was scheduled and withdrawn has no edition, so that the log alone knows.
    """
    ids = list(page_ids)
    if not ids:
        return {}
    rows = ReleaseLog.objects.filter(page_id__in=ids, event__in=(*_ENDED, Event.RELEASED))
    last = {row.page_id: row for row in rows.order_by("at", "pk")}
    return {
        pk: {"reach": _ENDED[row.event], "since": row.at, "by": row.by, "why": row.note}
        for pk, row in last.items()
        if row.event in _ENDED and pk is not None
    }


def _due(pages: Mapping[int, Page]) -> dict[int, datetime]:
    scheduled = Revision.page_revisions.filter(
        object_id__in=list(map(str, pages)), approved_go_live_at__isnull=False
    )
    times = scheduled.order_by("-approved_go_live_at").values_list(
        "object_id", "approved_go_live_at"
    )
    return {int(pk): at for pk, at in times if at is not None}


def _reviews(pages: Mapping[int, Page]) -> dict[int, Review]:
    kinds = ContentType.objects.get_for_models(LegalClearanceTask, EditorialApprovalTask)
    steps = {
        kinds[LegalClearanceTask].pk: Review.LAWYERS,
        kinds[EditorialApprovalTask].pk: Review.EDITORS,
    }
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=list(map(str, pages)),
    )
    columns = ("object_id", "status", "current_task_state__task__content_type")
    return {
        int(pk): Review.SENT_BACK
        if status == WorkflowState.STATUS_NEEDS_CHANGES
        else steps.get(kind, Review.OTHER)
        for pk, status, kind in active.values_list(*columns)
    }


def _with_other_drafts(pages: Iterable[Page]) -> set[int]:
    """Ids of those of these public pages whose newest draft says something else."""
    changed = [page for page in pages if page.has_unpublished_changes and page.latest_revision_id]
    if not changed:
        return set()
    ids = {pk for page in changed for pk in (page.latest_revision_id, page.live_revision_id) if pk}
    rows = Revision.objects.filter(pk__in=ids).values_list("pk", "content")
    words = {pk: _words(content) for pk, content in rows}
    return {
        page.pk
        for page in changed
        if page.live_revision_id not in words
        or words[page.live_revision_id] != words.get(page.latest_revision_id)
    }


def _words(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a revision without columns that hold no words, and without ids of rows."""
    return {name: _value(value) for name, value in content.items() if name not in BOOKKEEPING}


def _value(value: Any) -> Any:
    """A value to compare. Blocks are text, in which PostgreSQL orders the keys anew."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError):
            return json.loads(value)
    return [_row(one) for one in value] if isinstance(value, list) else value


def _row(value: Any) -> Any:
    return {**value, "pk": None} if isinstance(value, dict) else value

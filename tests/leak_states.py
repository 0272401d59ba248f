"""The ways in which a page is not public. Used by test_leaks.py."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.db import transaction
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, PageViewRestriction, Workflow, WorkflowTask

from newsroom.archive.index import ArchiveEntry
from newsroom.editions.close import close_by, close_pages
from newsroom.models import (
    Clearance,
    Edition,
    HighProfileCasePage,
    HomePage,
    NewsItemPage,
    PressReleasePage,
    ProtectedName,
    ReportingRestriction,
    StatementPage,
    TakenDownPage,
)
from newsroom.orders import enforcement, taking_down
from newsroom.pages import archive_sync
from tests.blockers import hold_it
from tests.factories import clear, person, release
from tests.kept_records import forget
from tests.leaks import NAME, PARENTS, World
from tests.retention import erased


def _draft(world: World) -> None:
    _make_drafts(world, world.hidden)


def _make_drafts(world: World, pages: list[Page]) -> None:
    """Let nothing but the record say that these have ever been public."""
    ids = [page.pk for page in pages]
    close_pages(ids, Edition.Closed.WITHDRAWN)
    forget(Clearance.objects.filter(page__in=ids))
    Page.objects.filter(pk__in=ids).update(
        live=False, first_published_at=None, last_published_at=None, has_unpublished_changes=True
    )
    _sync(world)


def _in_moderation(world: World) -> None:
    _draft(world)
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Look at it")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in world.again():
        page.save_revision()
        workflow.start(page, person("press.officer"))


def _scheduled(world: World) -> None:
    _draft(world)
    for page in world.again():
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision()
        clear(page).latest_revision.publish()


def _order(pages: list[Page]) -> None:
    made = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.POSTPONED,
        effect=ReportingRestriction.Effect.EVERYTHING,
        covers="The trial of Quillfeather",
        public_wording="Quillfeather must not be named.",
    )
    made.pages.set([Page.objects.get(pk=page.pk) for page in pages])


def _spare_what_is_public(world: World) -> None:
    """An order binds every language, and the items of a case: let none reach the public pages."""
    item, statement = world.public[PressReleasePage], world.public[StatementPage]
    NewsItemPage.objects.filter(pk=item.pk).update(case=None)
    key = statement.translation_key
    _make_drafts(world, [page for page in world.hidden if page.translation_key == key])


def _order_on_pages(world: World) -> None:
    _spare_what_is_public(world)
    public = {page.translation_key for page in world.public.values()}
    _order([page for page in world.hidden if page.translation_key not in public])
    _sync(world)


def _order_on_case(world: World) -> None:
    _spare_what_is_public(world)
    items = archive_sync.items_among([page.pk for page in world.hidden])
    thread = world.of(HighProfileCasePage)
    NewsItemPage.objects.filter(pk__in=items).update(case=thread)
    bound = (*items, thread.pk)
    _make_drafts(world, [page for page in world.hidden if page.pk not in bound])
    _order([thread])
    _sync(world)


def _order_half_applied(world: World) -> None:
    """A name is protected, and the process died before it had unpublished a page."""
    made = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.NAME_WITHHELD,
        effect=ReportingRestriction.Effect.NAMES,
        covers="A witness",
    )
    ProtectedName.objects.create(restriction=made, words="Quillfeather")
    with transaction.atomic():
        take_down = enforcement.begin(made, person("reviewing.lawyer"))
    with patch.object(taking_down, "FEW", 0), patch.object(taking_down, "is_over", lambda _: True):
        taking_down.proceed(take_down)
    assert Page.objects.filter(pk__in=[page.pk for page in world.hidden], live=False).count() == 0
    assert take_down.pages.filter(state=TakenDownPage.State.CLOSED).count() >= len(world.hidden)


def _held(world: World) -> None:
    """Drafts again, and those that can be are held for a verdict."""
    _draft(world)
    for page in world.again():
        if isinstance(page, PressReleasePage) and page.locale.language_code == "en":
            hold_it(page)
            page.save_revision()
    _sync(world)


def _withdrawn(world: World) -> None:
    for page in world.again():
        page.unpublish()


def _expired(world: World) -> None:
    for page in world.again():
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save(update_fields=["expire_at"])


def _over_by_the_clock(world: World) -> None:
    """As at the second of an expiry or of an order's beginning, before any timer has run."""
    pages, now = [page.pk for page in world.hidden], timezone.now()
    close_by(pages, now)
    ArchiveEntry.objects.filter(item__in=pages).update(closes_at=now)


def _close(pages: list[Page]) -> None:
    for page in pages:
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
        )


def _private(world: World) -> None:
    _close(world.hidden)


def _below_private(world: World) -> None:
    """Each below a page of its usual kind that is closed to readers, not closed itself."""
    section = {PARENTS[type(page)] for page in world.hidden} - {None, HomePage}
    moved = [
        page
        for page in world.hidden
        if PARENTS[type(page)] in section and page.locale.language_code == "en"
    ]
    closed = {page.pk for page in world.hidden} - {page.pk for page in moved}
    _close([page for page in world.hidden if page.pk in closed])
    for page in moved:
        above = world.of(PARENTS[type(page)])
        Page.objects.get(pk=page.pk).specific.move(Page.objects.get(pk=above.pk), "last-child")


def _live_without_edition(world: World) -> None:
    _draft(world)
    _update(world, live=True)


def not_live(world: World) -> None:
    """By a write past the gate, which closes no edition: readers keep what was cleared."""
    _update(world, live=False)


def _closed_edition(world: World) -> None:
    """Live and cleared, but the last of the editions that readers had is closed."""
    close_pages([page.pk for page in world.hidden], Edition.Closed.WITHDRAWN)
    _sync(world)


def _earlier_edition(world: World) -> None:
    """Withdrawn since, with other words before."""
    for page in world.again():
        page.search_description = "Quillfeather, once more"
        release(page)
    _withdrawn(world)


def _removed(world: World) -> None:
    """Items removed under retention by two people, the other pages withdrawn."""
    _withdrawn(world)
    for page in world.again():
        if isinstance(page, NewsItemPage) and not page.aliases.exists():
            erased(page, words=[(NAME, "")])


def _update(world: World, **columns: Any) -> None:
    Page.objects.filter(pk__in=[page.pk for page in world.hidden]).update(**columns)
    _sync(world)


def _sync(world: World) -> None:
    archive_sync.sync_items(archive_sync.items_among([page.pk for page in world.hidden]))


STATES: dict[str, Callable[[World], None]] = {
    "draft": _draft,
    "in moderation": _in_moderation,
    "scheduled": _scheduled,
    "live without an edition": _live_without_edition,
    "a closed edition": _closed_edition,
    "earlier editions": _earlier_edition,
    "order on the item": _order_on_pages,
    "order on its case": _order_on_case,
    "an order half applied": _order_half_applied,
    "held for a verdict": _held,
    "withdrawn": _withdrawn,
    "expired": _expired,
    "over by the clock": _over_by_the_clock,
    "removed under retention": _removed,
    "private": _private,
    "below a private section": _below_private,
}
"""Each hides what is public."""

"""The bin: what is deleted at the desk is moved there, with its revisions, and can be restored.

The bin is a page below the root of the tree, beside the sites and not part of any. Nobody has a
permission there, readers have no address there, and no list of a section finds what lies there.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page, PageQuerySet

from newsroom.gate.locking import lock_page
from newsroom.models import BinnedPage, NewsIndexPage
from newsroom.records.binned_pages import KEPT_FOR

BIN = "bin-of-the-desk"
"""The slug of the bin."""
DELETED, RESTORED = "newsroom.delete", "newsroom.restore"
"""The actions in the log of a page."""
AT_A_TIME = 100
"""How many pages are removed for good in one run of the scheduler."""
logger = logging.getLogger(__name__)


class CannotRestore(Exception):
    """There is no section any more in which the page may stand."""


def pages_in_bin() -> PageQuerySet:
    """All pages in the bin, the bin included."""
    path = Page.objects.filter(depth=2, slug=BIN).values_list("path", flat=True).first()
    return Page.objects.filter(path__startswith=path) if path else Page.objects.none()


def put(page: Page, user: Any) -> BinnedPage:
    """Move a page and all below it into the bin. The caller has checked that this is allowed."""
    with transaction.atomic():
        lock_page(page.pk)
        for one in page.get_descendants(inclusive=True).specific():
            if state := one.current_workflow_state:
                state.cancel(user=user)
        row = BinnedPage.objects.create(
            page=page, parent=page.get_parent(), slug=page.slug, deleted_by=user
        )
        log(instance=page, action=DELETED, user=user)
        # Two pages that are deleted may have had the same slug.
        _move(page, _bin(), f"{page.slug[:200]}-{page.pk}")
        return row


def restore(row: BinnedPage, user: Any) -> Page:
    """Move a page back to where it stood, as a draft. Raises CannotRestore."""
    with transaction.atomic():
        lock_page(row.page_id)
        page = Page.objects.get(pk=row.page_id).specific
        parent = _parent_for(page, row)
        slug = find_available_slug(parent, row.slug, ignore_page_id=page.pk)
        _move(page, parent, slug)
        row.delete()
        page = Page.objects.get(pk=page.pk).specific
        if slug != row.slug and page.latest_revision_id:
            draft = page.get_latest_revision_as_object()
            draft.slug = slug
            draft.save_revision(user=user, clean=False)
        log(instance=page, action=RESTORED, user=user)
        return page


def empty(now: datetime) -> int:
    """Delete for good what has been in the bin long enough; return how many pages that were."""
    due = BinnedPage.objects.filter(deleted_at__lte=now - KEPT_FOR).order_by("deleted_at")
    number = 0
    for row in due[:AT_A_TIME]:
        try:
            with transaction.atomic():
                page = Page.objects.get(pk=row.page_id).specific
                log(instance=page, action="wagtail.delete", deleted=True)
                below = page.get_descendant_count()
                page.delete()
                number += 1 + below
        except Exception:
            logger.exception("Page %s stays in the bin", row.page_id)
    return number


def _bin() -> Page:
    found = Page.objects.filter(depth=2, slug=BIN).first()
    if found is None:
        root = Page.objects.get(depth=1)
        found = root.add_child(instance=Page(title=str(_("Bin")), slug=BIN, live=False))
    return found


def _parent_for(page: Page, row: BinnedPage) -> Page:
    """The section in which it stood, or else a list of news in its language."""
    lists = NewsIndexPage.objects.filter(locale=page.locale_id)
    for parent in (row.parent, *lists):
        if parent is not None and page.can_move_to(parent) and not _is_in_bin(parent):
            return parent.specific
    raise CannotRestore


def _is_in_bin(page: Page) -> bool:
    return pages_in_bin().filter(pk=page.pk).exists()


def _move(page: Page, parent: Page, slug: str) -> None:
    """Move the page under a slug of its own; the revisions keep theirs."""
    Page.objects.filter(pk=page.pk).update(slug=slug)
    page.slug = slug
    page.move(parent, pos="last-child")

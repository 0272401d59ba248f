"""Pages that are public from the start, as if they had been before there was a gate."""

from typing import Any

from wagtail.models import Page

from newsroom.gate.opening import open_edition
from newsroom.gate.page_facts import digest_of
from newsroom.models import ReleaseLog
from newsroom.records.release_log import record


def add_public(parent: Page, page: Any) -> Any:
    """Add the page below `parent`, public without anybody's clearance."""
    page.live = False
    parent.add_child(instance=page)
    type(page).objects.filter(pk=page.pk).update(live=True)
    page.live = True
    show_as_it_is(page)
    if page.is_item:
        # Saving unchanged words asks nothing of the gate, and dates the item.
        page.save()
    return page


def show_as_it_is(page: Any) -> None:
    """Open an edition of the page as it is stored, without anybody's clearance."""
    document = page.as_document()
    digest = digest_of(page, document)
    open_edition(page, document, digest)
    record(ReleaseLog.Event.RELEASED, page, digest=digest)

"""Whether an embargo was moved earlier than others had agreed to, and by whom.

A sign-off keeps the embargo with which it was given. Moving the embargo changes no word of the
page, so the sign-offs of the words stand, and one person could undo what the others had agreed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.outside_facts import EMBARGO
from newsroom.records.approvals import Clearance
from newsroom.records.log_context import name_for_record

UNKNOWN = "Somebody"


def embargo_moved_by(page: CheckedPage, given: Iterable[Clearance], releasing: Any) -> str:
    """Who moved the embargo earlier; empty if nobody has, or a second person agrees.

    `given` are the valid sign-offs of the content, `releasing` is the user who is about to release
    it: that is a second person, unless they moved the embargo themselves.
    """
    known = [(row, row.facts[EMBARGO]) for row in given if row.facts and EMBARGO in row.facts]
    if not any(_is_before(page.go_live_at, ends) for _row, ends in known):
        return ""
    mover = _mover(page)
    others = [(row, ends) for row, ends in known if mover is None or row.by_id != mover.pk]
    _newest, agreed = max(others, key=lambda one: (one[0].at, one[0].pk), default=(None, ""))
    if not _is_before(page.go_live_at, agreed) or (releasing is not None and releasing != mover):
        return ""
    return name_for_record(mover) or UNKNOWN


def agrees_to_embargo(row: Clearance, page: CheckedPage) -> bool:
    """Whether this sign-off was given with the embargo that the page has, or an earlier one."""
    ends = (row.facts or {}).get(EMBARGO)
    return ends is None or not _is_before(page.go_live_at, ends)


def _is_before(embargo: datetime | None, agreed: str) -> bool:
    """Whether a page with this embargo would go out before what was agreed, which is to come."""
    ends = parse_datetime(agreed) if agreed else None
    if ends is None or ends <= timezone.now():
        return False
    return embargo is None or embargo < ends


def _mover(page: CheckedPage) -> Any:
    """Who gave the page the embargo that it has; None if that is not known."""
    source = page.alias_of or page
    mover, is_found = None, False
    revisions = source.revisions.order_by("-created_at", "-pk").select_related("user")
    for revision in revisions.only("content", "user", "created_at", "object_id"):
        written = revision.content.get("go_live_at")
        has_it = (parse_datetime(written) if written else None) == page.go_live_at
        if is_found and not has_it:
            break
        if has_it:
            mover, is_found = revision.user, True
    return mover

"""Whether a page needs sign-off before its release, and the sign-off that it has."""

from collections.abc import Iterable
from typing import Any

from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.outside_facts import Facts, changes, stands
from newsroom.gate.page_facts import last_editor, rows_about
from newsroom.records.approvals import Clearance, UrgentRelease
from newsroom.records.log_context import name_for_record
from newsroom.rules.check import RuleContext, concerns_people
from newsroom.rules.facts import Approval, PageFacts


def needs_clearance(page: CheckedPage, facts: PageFacts, setting: RuleContext) -> bool:
    """Whether a release needs a lawyer and a duty editor.

    Some page types always do. On every other type what the page says decides.
    """
    return page.needs_clearance or concerns_people(facts, setting)


def approval_of(
    page: CheckedPage, content_digest: str, outside: Facts, releasing: Any = None
) -> Approval:
    """The sign-off of a page that needs it.

    Counts what was given for this digest and for these facts. `releasing` is the user who is about
    to release the page.
    """
    if not (page.pk or page.alias_of_id):
        return Approval(needed=True)
    editor = last_editor(page, content_digest)
    own = rows_about(page)
    given = list(
        Clearance.objects.valid()
        .filter(own, digest=content_digest)
        .select_related("by")
        .order_by("at", "pk")
    )
    by_step: dict[str, Any] = {}
    for clearance in given:
        # A clearance by the last editor never replaces one by another user.
        if stands(clearance, outside) and (clearance.step not in by_step or clearance.by != editor):
            by_step[clearance.step] = clearance.by
    released = UrgentRelease.objects.valid().filter(own, digest=content_digest)
    urgent = next((row for row in released.select_related("by") if stands(row, outside)), None)
    approver = by_step.get(Clearance.Step.EDITORIAL)
    if releasing is not None and (approver is None or approver == editor):
        approver = releasing
    return Approval(
        needed=True,
        last_editor=name_for_record(editor),
        lawyer=name_for_record(by_step.get(Clearance.Step.LEGAL)),
        editor=name_for_record(approver),
        urgent=name_for_record(urgent.by) if urgent else "",
        settled=urgent is not None and not released.unsettled().exists(),
        changed=_changed(given, outside),
    )


def _changed(given: Iterable[Clearance], outside: Facts) -> tuple[str, ...]:
    """What has changed since the newest clearance of these words, if it holds no more."""
    newest = max(given, key=lambda row: (row.at, row.pk), default=None)
    return changes(newest, outside) if newest else ()

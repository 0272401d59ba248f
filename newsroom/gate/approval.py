"""Whether a page needs sign-off before its release, and the sign-off that it has."""

from collections.abc import Sequence
from itertools import product
from typing import Any

from newsroom.documents.document import Document
from newsroom.gate.checked_page import CheckedPage
from newsroom.gate.contributors import People, contributors
from newsroom.gate.moved_embargo import embargo_moved_by
from newsroom.gate.outside_facts import Facts, changes, stands
from newsroom.gate.page_facts import rows_about
from newsroom.records.approvals import Clearance, UrgentRelease, must_be_cleared_as_new
from newsroom.records.log_context import name_for_record
from newsroom.rules.check import RuleContext, concerns_people
from newsroom.rules.facts import Approval, PageFacts


def needs_clearance(page: CheckedPage, facts: PageFacts, setting: RuleContext) -> bool:
    """Whether a release needs a lawyer and a duty editor.

    Some page types always do, and so does what was withdrawn or taken down, since it returns as
    new. On every other type what the page says decides.
    """
    return (
        page.needs_clearance
        or concerns_people(facts, setting)
        or must_be_cleared_as_new(page.pk or 0) is not None
    )


def approval_of(
    page: CheckedPage,
    document: Document,
    content_digest: str,
    outside: Facts,
    releasing: Any = None,
) -> Approval:
    """The sign-off of a page that needs it.

    Counts what was given for this digest and for these facts. `releasing` is the user who is about
    to release the page.
    """
    if not (page.pk or page.alias_of_id):
        return Approval(needed=True)
    involved = contributors(page, document, content_digest)
    own = rows_about(page)
    given = list(
        Clearance.objects.valid()
        .filter(own, digest=content_digest)
        .select_related("by")
        .order_by("-at", "-pk")
    )
    lawyers, editors = (
        [row.by for row in given if row.step == step and stands(row, outside)]
        for step in (Clearance.Step.LEGAL, Clearance.Step.EDITORIAL)
    )
    lawyer, editor = _two_people(lawyers, [*editors, releasing], involved)
    released = UrgentRelease.objects.valid().filter(own, digest=content_digest)
    urgent = next((row for row in released.select_related("by") if stands(row, outside)), None)
    return Approval(
        needed=True,
        contributors=tuple(sorted(map(name_for_record, involved))),
        lawyer=name_for_record(lawyer),
        editor=name_for_record(editor),
        urgent=name_for_record(urgent.by) if urgent else "",
        embargo_moved_by=embargo_moved_by(page, given, releasing),
        settled=urgent is not None and not released.unsettled().exists(),
        changed=changes(given[0], outside) if given else (),
    )


def _two_people(
    lawyers: Sequence[Any], editors: Sequence[Any], involved: People
) -> tuple[Any, Any]:
    """A lawyer and an editor of those who signed: if possible two people, neither involved."""

    def faults(pair: tuple[Any, Any]) -> tuple[int, int]:
        return (pair.count(None), (pair[0] == pair[1]) + sum(one in involved for one in pair))

    return min(product([*lawyers, None], [*editors, None]), key=faults)


def second_person_for(
    page: CheckedPage, document: Document, content_digest: str, releasing: Any = None
) -> Approval:
    """Who changed and who would publish a version that comes into force, on a page of any type."""
    if not page.enters_force:
        return Approval()
    involved = contributors(page, document, content_digest)
    given = Clearance.objects.valid().filter(rows_about(page), digest=content_digest)
    signed = given.select_related("by").order_by("at", "pk")
    approver = next((row.by for row in signed if row.by not in involved), None)
    return Approval(
        enters_force=True,
        contributors=tuple(sorted(map(name_for_record, involved))),
        editor=name_for_record(approver or releasing),
    )

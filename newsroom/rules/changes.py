"""Rule on what is said of a change of words that readers have had. Pure."""

from collections.abc import Iterator

from newsroom.rules.facts import PageFacts, RuleContext
from newsroom.rules.findings import RuleHit

CORRECTION = "correction"
PLACE = "What changed"


def change_undeclared(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Other words than readers have had, without a note for them or a reason for the record."""
    change = facts.change
    if change is None:
        return
    if not change.kind:
        yield RuleHit(
            "Readers have had this page in other words. Say what the change is: a correction, with "
            "a note for readers, or a small change, with a reason.",
            PLACE,
            "change_kind",
        )
    elif change.kind == CORRECTION and not change.note:
        yield RuleHit(
            "A correction needs a note for readers: what was wrong, and what is right.",
            PLACE,
            "change_note",
        )
    elif change.kind != CORRECTION and not change.reason:
        yield RuleHit("A small change needs a reason for the record.", PLACE, "change_reason")

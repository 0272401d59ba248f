"""Rules on sign-off: clearance, approval, and that the last editor gives neither. Pure."""

from collections.abc import Iterator

from newsroom.rules.facts import Approval, PageFacts, RuleContext
from newsroom.rules.findings import RuleHit

FOUR_EYES = "CPS rule: nobody approves what they last edited"


def not_cleared(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Content without legal clearance of its digest."""
    given = facts.approval
    if _is_asked(given) and not given.lawyer.strip():
        yield RuleHit(
            f"No lawyer has cleared these words{_with_new_facts(given)}. Submit them for legal "
            "clearance. Any change after a clearance needs a new one.",
            source="CPS rule: legal clearance of exactly these words",
        )


def self_cleared(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Content that was cleared by its last editor."""
    given = facts.approval
    if _is_asked(given) and _is_one_person(given.lawyer, given.last_editor):
        yield RuleHit(
            f"{given.lawyer} cleared these words and was the last to edit them. "
            "Ask another lawyer to clear them.",
            source=FOUR_EYES,
        )


def not_approved(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Content without editorial approval of its digest."""
    given = facts.approval
    if _is_asked(given) and not given.editor.strip():
        yield RuleHit(
            f"No duty editor has approved these words{_with_new_facts(given)}. "
            "Submit them for approval.",
            source="CPS rule: editorial approval of exactly these words",
        )


def self_approved(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Content that was approved, or is being released, by its last editor."""
    given = facts.approval
    if _is_asked(given) and _is_one_person(given.editor, given.last_editor):
        yield RuleHit(
            f"{given.editor} was the last to edit these words, so somebody else must approve them. "
            "Ask another duty editor.",
            source=FOUR_EYES,
        )


def urgent(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An urgent release that no other user has cleared yet."""
    given = facts.approval
    if given.urgent.strip() and not given.settled:
        yield RuleHit(
            f"{given.urgent} releases this urgently, without the usual clearance. It stays flagged "
            "until somebody else has cleared it: ask a lawyer to do so now.",
            source="CPS rule: urgent release with a reason",
        )


def _with_new_facts(given: Approval) -> str:
    """The facts that have changed since a sign-off of the same words, as part of a sentence."""
    if not given.changed:
        return ""
    return f" since this was changed: {'; '.join(given.changed)}"


def _is_asked(given: Approval) -> bool:
    return given.needed and not given.urgent.strip()


def _is_one_person(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()

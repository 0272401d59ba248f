"""Rules on sign-off: two people clear and approve a page, and neither has changed it. Pure."""

from collections.abc import Iterable, Iterator

from newsroom.rules.facts import Approval, PageFacts, RuleContext
from newsroom.rules.findings import RuleHit

FOUR_EYES = "CPS rule: nobody approves what they changed, and nobody clears and approves"


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
    """Content that was cleared by somebody who changed it."""
    given = facts.approval
    if _is_asked(given) and _is_among(given.lawyer, given.contributors):
        yield RuleHit(
            f"{given.lawyer} cleared this, and has changed it since its last release: its words, a "
            "file or a fact. Ask another lawyer to clear it.",
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
    """Content that was approved, or is being released, by somebody who changed it."""
    given = facts.approval
    if _is_asked(given) and _is_among(given.editor, given.contributors):
        yield RuleHit(
            f"{given.editor} has changed this since its last release: its words, a file or a fact. "
            "So somebody else must approve it. Ask another duty editor.",
            source=FOUR_EYES,
        )


def one_person(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Content that one person has cleared, and approved or is releasing."""
    given = facts.approval
    if _is_asked(given) and _is_among(given.editor, (given.lawyer,)):
        yield RuleHit(
            f"{given.editor} cleared this, so somebody else must approve it. "
            "Ask another duty editor.",
            source=FOUR_EYES,
        )


def embargo_moved(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An embargo that one person moved earlier. An urgent release does not settle that either."""
    if mover := facts.approval.embargo_moved_by.strip():
        yield RuleHit(
            f"{mover} moved the embargo earlier than it was when others signed this off. Somebody "
            "else must approve the new time: ask another duty editor.",
            "Embargo",
            "go_live_at",
            source="CPS rule: an embargo is moved earlier by two people",
        )


def one_person_puts_in_force(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A version of a document that one person would put in force, or bring into force earlier.

    What a program made has no contributors: whoever runs the program answers for it.
    """
    given = facts.approval
    people = given.contributors
    by_one = not given.editor.strip() or _is_among(given.editor, people)
    if given.enters_force and people and by_one:
        yield RuleHit(
            f"{' and '.join(people)} wrote this version and the day from which it is in force. "
            "Somebody else must publish it: ask another duty editor.",
            "In force from",
            "in_force_from",
            source="CPS rule: a protocol or policy comes into force by two people",
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


def _is_among(person: str, others: Iterable[str]) -> bool:
    key = person.strip().casefold()
    return bool(key) and key in {other.strip().casefold() for other in others}

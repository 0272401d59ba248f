"""What the gate does not ask again when two people have words of a public page replaced.

The page is public, so it was cleared, and what the rules ask a person was answered. Both are bound
to the digest, which the replacement changes. They count for what was found in the old words, and
for nothing that the new words bring: a name may become a relationship that tells who is protected.
Everything else keeps the words back: an order, a protected name, a placeholder, a sentence that the
replacement has made wrong.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from newsroom.gate.reinstating import NEVER_ACCEPTED
from newsroom.rules.anonymity import tells_a_piece
from newsroom.rules.check import ABOUT_PEOPLE
from newsroom.rules.findings import Finding, Level, Remedy

_ANSWERED = (Remedy.CONFIRM, Remedy.REASON)
_OF_PEOPLE = frozenset(rule.code for rule in ABOUT_PEOPLE)
_BY_LAWYER = frozenset({"not-cleared", "self-cleared"})
_ANONYMITY = "anonymity"


@dataclass(frozen=True)
class OldWords:
    """What was found in the words that are replaced, and by what they are replaced."""

    page_id: int
    found: frozenset[tuple[str, str]]
    """Codes and messages, also of what somebody had answered, with the words replaced in them."""
    were_cleared: bool
    """Whether a lawyer had to clear them."""
    new: tuple[str, ...]


_OLD: ContextVar[OldWords | None] = ContextVar("words that are replaced", default=None)


@contextmanager
def replacing_words(old: OldWords) -> Iterator[None]:
    """Within the block the gate asks nobody to clear or answer again what was found before."""
    token = _OLD.set(old)
    try:
        yield
    finally:
        _OLD.reset(token)


def still_asked(
    page_id: int | None, blockers: Iterable[Finding], warnings: Collection[Finding] = ()
) -> list[Finding]:
    """The findings of a page that keep its new words back.

    A warning about people that the new words bring is one of them: nobody else reads it.
    """
    old = _OLD.get()
    if old is None or page_id != old.page_id:
        return list(blockers)
    brought = [
        replace(one, level=Level.BLOCKER)
        for one in warnings
        if one.code in _OF_PEOPLE and not _was_found(old, one)
    ]
    return [blocker for blocker in blockers if not _is_settled(old, blocker)] + brought


def _is_settled(old: OldWords, blocker: Finding) -> bool:
    if blocker.code in NEVER_ACCEPTED:
        return False
    if blocker.remedy == Remedy.CLEAR:
        return old.were_cleared or blocker.code not in _BY_LAWYER
    if blocker.remedy not in _ANSWERED or not _was_found(old, blocker):
        return False
    # The question is the same whatever else the page tells of who is protected.
    return blocker.code != _ANONYMITY or not any(map(tells_a_piece, old.new))


def _was_found(old: OldWords, finding: Finding) -> bool:
    return (finding.code, finding.message) in old.found

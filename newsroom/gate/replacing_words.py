"""What the gate does not ask again when two people have words of a public page replaced.

The page is public, so it was cleared, and what the rules ask a person was answered. Both are bound
to the digest, which the replacement changes. Everything else keeps the words back: an order, a
protected name, a placeholder, a sentence that the replacement has made wrong.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from newsroom.gate.reinstating import NEVER_ACCEPTED
from newsroom.rules.findings import Finding, Remedy

_NOT_ASKED_AGAIN = (Remedy.CLEAR, Remedy.CONFIRM, Remedy.REASON)

_PAGE: ContextVar[int | None] = ContextVar("page whose words are replaced", default=None)


@contextmanager
def replacing_words(page_id: int) -> Iterator[None]:
    """Within the block the gate asks nobody to clear or answer again for this public page."""
    token = _PAGE.set(page_id)
    try:
        yield
    finally:
        _PAGE.reset(token)


def still_asked(page_id: int | None, blockers: Iterable[Finding]) -> list[Finding]:
    """The blockers of a page that keep its new words back."""
    if page_id is None or _PAGE.get() != page_id:
        return list(blockers)
    return [
        blocker
        for blocker in blockers
        if blocker.code in NEVER_ACCEPTED or blocker.remedy not in _NOT_ASKED_AGAIN
    ]

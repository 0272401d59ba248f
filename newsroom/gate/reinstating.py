"""What the gate accepts when it lets a page through again that an order took down by mistake.

The words had passed the gate and were public until then. They need no new clearance or answer for
what was said of them already. What is new since keeps the page down, and so do orders and protected
names in any case.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from newsroom.rules.check import ABOUT_NAMES
from newsroom.rules.findings import Finding

NEVER_ACCEPTED = frozenset({"order", "unchecked", *(rule.code for rule in ABOUT_NAMES)})
"""Blockers that keep a page down whatever was public."""
WAS_SO = frozenset({"version-in-force"})
"""Blockers of what would come to be: the page was so already, with the same words."""


@dataclass(frozen=True)
class _Accepted:
    digest: str
    codes: frozenset[str] | None


_ACCEPTED: ContextVar[_Accepted | None] = ContextVar("accepted", default=None)


@contextmanager
def reinstating(digest: str, codes: Iterable[str] | None) -> Iterator[None]:
    """Within the block the gate accepts blockers of this digest that were there before.

    `codes` are those that the page had when it was taken down, None if nothing can have changed.
    """
    before = None if codes is None else WAS_SO.union(codes)
    token = _ACCEPTED.set(_Accepted(digest, before) if digest else None)
    try:
        yield
    finally:
        _ACCEPTED.reset(token)


def not_accepted(digest: str, blockers: Iterable[Finding]) -> list[Finding]:
    """The blockers of a digest that keep it from being public."""
    accepted = _ACCEPTED.get()
    if accepted is None or accepted.digest != digest:
        return list(blockers)
    return [
        blocker
        for blocker in blockers
        if blocker.code in NEVER_ACCEPTED
        or (accepted.codes is not None and blocker.code not in accepted.codes)
    ]

"""Remembers what was read of pages, within a part of a request that changes nothing.

One screen asks several times what stands in the way of a release: for its buttons, its panel and
its menu. Outside of `remembering()` nothing is remembered.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_MEMORY: ContextVar[dict[Hashable, Any] | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block nothing may change that `remembered()` reads. May be nested."""
    token = _MEMORY.set({}) if _MEMORY.get() is None else None
    try:
        yield
    finally:
        if token is not None:
            _MEMORY.reset(token)


def remembered[Result](key: Hashable, make: Callable[[], Result]) -> Result:
    """What `make` returned for this key within the block; outside of one it is always called."""
    memory = _MEMORY.get()
    if memory is None:
        return make()
    if key not in memory:
        memory[key] = make()
    result: Result = memory[key]
    return result


def remembered_of[Result](owner: object, name: str, make: Callable[[], Result]) -> Result:
    """The same for one object in memory, which must not change within the block."""
    # The owner is kept too, so that no other object takes its id.
    kept = remembered((name, id(owner)), lambda: (owner, make()))
    return kept[1]

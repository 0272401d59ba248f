"""Puts two changes of one version together: plain data, without Django.

A version is a dictionary of fields. A field is one value, or a list of parts with names of their
own: the blocks of a text, the rows of a list. What one side alone has changed is taken over. Where
both have, a choice is asked for.

    changes = changes_between(base, theirs, mine, parts=("body",))
    merge(theirs, mine, changes, {"summary": MINE})
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

THEIRS: Final = "theirs"
MINE: Final = "mine"
ORDER: Final = "order"
"""The name under which the order of the parts of a field is a part itself."""
PLACE: Final = frozenset({"id", "pk", "page", "sort_order"})
"""Keys of a block or row that say which it is and where it stands, and nothing else."""


class _Absent:
    """The value of a part that a version does not have."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
type Content = Mapping[str, Any]
type Parts = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Change:
    """A field or part that differs between the two sides. `base` is None if it is not known."""

    field: str
    part: Hashable
    """The name of the part; None if the field is one value."""
    theirs: Any
    mine: Any
    changed_by: str | None
    """The side that alone has changed it; None if both have, so that somebody must choose."""

    @property
    def key(self) -> str:
        """Its name in a form."""
        return self.field if self.part is None else f"{self.field}:{self.part}"


def align(
    content: Content,
    reference: Content,
    parts: Iterable[str],
    normal: Callable[[Any], Any],
) -> dict[str, Any]:
    """The content with the names of the reference for parts that say what a part there says.

    A block that comes without an id gets a new one each time that it is saved, and so does a row.
    """
    found = dict(content)
    for field in frozenset(parts) & found.keys():
        there, here = (parts_of(side.get(field) or ()) for side in (reference, content))
        free = [name for name in there if name not in here]
        found[field] = []
        for name, value in here.items():
            same = (one for one in free if normal(there[one]) == normal(value))
            other = None if name in there else next(same, None)
            if other is not None:
                free.remove(other)
                key = "id" if "id" in value else "pk"
                value = {**value, key: there[other].get(key)}
            found[field].append(value)
    return found


def changes_between(
    base: Content | None,
    theirs: Content,
    mine: Content,
    parts: Iterable[str] = (),
    normal: Callable[[Any], Any] = lambda value: value,
) -> list[Change]:
    """What differs between the two sides, in the order of `mine`.

    Values are equal if `normal` makes the same of them.
    """
    found = []
    split = frozenset(parts)
    for field in mine:
        was, there, here = (one and one.get(field) for one in (base, theirs, mine))
        if field not in split:
            found += _change(field, None, base is not None, [was, there, here], normal)
            continue
        named = [parts_of(side or ()) for side in (was, there, here)]
        for name in {**named[2], **named[1]}:
            pieces = [side.get(name, ABSENT) for side in named]
            found += _change(field, name, base is not None, pieces, normal)
        found += _change(field, ORDER, base is not None, _in_common(*named), _names)
    return found


def _change(
    field: str,
    part: Hashable,
    is_known: bool,
    sides: Sequence[Any],
    normal: Callable[[Any], Any],
) -> list[Change]:
    """The change of a field or part, of which `sides` are the base, theirs and mine."""
    was, there, here = map(normal, sides)
    if there == here:
        return []
    by = None
    if is_known and there == was:
        by = MINE
    elif is_known and here == was:
        by = THEIRS
    return [Change(field, part, sides[1], sides[2], by)]


def _in_common(base: Parts, theirs: Parts, mine: Parts) -> list[list[Hashable]]:
    """The names of the parts that all have, in the order of each."""
    # A part that is new on both sides has no place in the base.
    shared = theirs.keys() & mine.keys() & (base.keys() or theirs.keys())
    return [[name for name in side if name in shared] for side in (base, theirs, mine)]


def _names(names: list[Hashable]) -> list[Hashable]:
    return names


def merge(
    theirs: Content, mine: Content, changes: Iterable[Change], choices: Mapping[str, str]
) -> dict[str, Any]:
    """The fields of `theirs` that become others by the changes of `mine`, and by what was chosen.

    `choices` has THEIRS or MINE for the key of each change that somebody must choose. Raises
    KeyError if one is missing.
    """
    merged: dict[str, Any] = {}
    pieces: dict[str, dict[Hashable, Any]] = {}
    for one in changes:
        side = one.changed_by or choices[one.key]
        if one.part is None:
            merged[one.field] = one.mine if side == MINE else one.theirs
        elif one.part == ORDER:
            pieces.setdefault(one.field, {})[ORDER] = side
        else:
            chosen = one.mine if side == MINE else one.theirs
            pieces.setdefault(one.field, {})[one.part] = chosen
    for field, chosen in pieces.items():
        order_of = chosen.pop(ORDER, THEIRS)
        there, here = (parts_of(side.get(field) or ()) for side in (theirs, mine))
        first, second = (here, there) if order_of == MINE else (there, here)
        parts = {**there, **chosen}
        merged[field] = [
            parts[name]
            for name in _order(list(first), list(second))
            if parts.get(name, ABSENT) is not ABSENT
        ]
    return merged


def parts_of(values: Sequence[Mapping[str, Any]]) -> dict[Hashable, Any]:
    """The parts by name: the id of a block, the key of a row, or else what the row says."""
    named: dict[Hashable, Any] = {}
    for value in values:
        name = str(value.get("id") or value.get("pk") or _said(value))
        while name in named:
            name = f"{name}+"
        named[name] = value
    return named


def _said(row: Mapping[str, Any]) -> str:
    """A name for a row that has no key yet: two that say the same are one."""
    said = repr(sorted((key, value) for key, value in row.items() if key not in PLACE))
    return f"new-{sha256(said.encode()).hexdigest()[:16]}"


def _order[Name](first: list[Name], second: list[Name]) -> list[Name]:
    """The order of the first side; what the other has besides follows what it follows there."""
    order = list(first)
    for place, name in enumerate(second):
        if name not in order:
            before = [one for one in second[:place] if one in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, name)
    return order

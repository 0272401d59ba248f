"""The canonical JSON form of frozen dataclasses, and its decoding.

Each value has exactly one form: datetimes are in UTC, decimals have no trailing zeros, and fields
with their default value are omitted. Equal documents therefore have equal forms.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin, get_type_hints

from newsroom.documents.blocks import BLOCKS, Block

BLOCK = "type"
"""The key for a block's name."""

_NAMES: dict[Any, str] = {block: name for name, block in BLOCKS.items()}


def encode(value: Any) -> Any:
    """The canonical form of a dataclass or of a field's value. Raises TypeError for other types."""
    if value is None or isinstance(value, (str, int)):
        return value
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return [encode(entry) for entry in value]
    if not is_dataclass(value):
        raise TypeError(f"{value!r} has no canonical form")
    kind: Any = type(value)
    block = _NAMES.get(kind)
    data: dict[str, Any] = {BLOCK: block} if block else {}
    for name, default in _defaults(kind):
        content = getattr(value, name)
        if content != default:
            data[name] = encode(content)
    return data


def decode(kind: Any, data: Mapping[str, Any]) -> Any:
    """Decode a dataclass of type `kind`. Raises ValueError for unknown fields or blocks."""
    values = _readers(kind)
    if unknown := data.keys() - values.keys():
        raise ValueError(f"{kind.__name__} has no field {min(unknown)!r}")
    return kind(**{name: values[name](content) for name, content in data.items()})


def dumps(data: Any) -> str:
    """Serialise JSON data to a unique string."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The name and default of each field; `MISSING`, which equals no value, if it has none."""
    return tuple((each.name, each.default) for each in fields(kind))


@cache
def _readers(kind: Any) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    own: tuple[Field[Any], ...] = fields(kind)
    return {each.name: _reader(hints[each.name]) for each in own}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if hint is Block:
        return _block
    if isinstance(hint, TypeAliasType):
        return _reader(hint.__value__)
    if get_origin(hint) is tuple:
        of_one = _reader(get_args(hint)[0])
        return lambda content: tuple(of_one(entry) for entry in content)
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        of_some = _reader(inner)
        return lambda content: None if content is None else of_some(content)
    if hint in (date, datetime):
        return hint.fromisoformat
    if hint is Decimal:
        return Decimal
    if is_dataclass(hint):
        # The type of a picture outside a body is known, but its form has a name as well.
        return lambda content: decode(hint, {k: v for k, v in content.items() if k != BLOCK})
    if hint in (str, int, bool) or get_origin(hint) is Literal:
        return lambda content: content
    raise TypeError(f"No canonical form is known for {hint!r}")


def _block(content: Mapping[str, Any]) -> Any:
    name = content.get(BLOCK)
    if name not in BLOCKS:
        raise ValueError(f"There is no block {name!r}")
    return decode(BLOCKS[name], {key: content[key] for key in content if key != BLOCK})

"""What the names of parameters mean, however programs have mangled them on their way.

Mail programs and content systems escape an ampersand twice (`amp;amp;area`), add brackets
(`crime_type[]`, `area[0]`), or change case and hyphens (`Crime-Type`). Pure functions.
"""

import re
from collections.abc import Collection, Iterable

from django.http import QueryDict

from newsroom.rules.wrapped_addresses import is_tracking

LEGACY_NAMES = {
    "keys": "q",
    "publication_date_after": "from",
    "publication_date_before": "to",
}
"""Names of the former CPS site."""
LEFT_OUT = "left_out"
"""The parameter that names, after a redirect, what was not understood."""
MOST_LEFT_OUT = 5
UNNAMED = "other"
"""Stands for a name that is not repeated to readers: it may be a sentence of somebody else's."""

_ESCAPED = re.compile(r"(?:\?|amp;)+", re.IGNORECASE)
_REPEATABLE = re.compile(r"[\w:-]{1,30}", re.ASCII)
_BRACKETS = re.compile(r"\[\w*\]\Z", re.ASCII)


def parameter(written: str, names: Collection[str]) -> str:
    """Which of the names is written here; empty for none of them."""
    bare = _BRACKETS.sub("", written.strip())
    bare = re.sub(r"[-\s]", "_", bare.removeprefix(_escape(bare)).strip().lower())
    name = LEGACY_NAMES.get(bare, bare)
    return name if name in names else ""


def written_values(query: QueryDict, names: Collection[str]) -> dict[str, list[str]]:
    """All values of each name, however it is written, in the order of the query string."""
    values: dict[str, list[str]] = {name: [] for name in names}
    for written, several in query.lists():
        if name := parameter(written, names):
            values[name] += several
    return values


def is_legacy(written: str) -> bool:
    """Whether a name is one that the former CPS site used or that it escaped twice."""
    bare = written.strip().lower()
    return "amp;" in _escape(bare) or bare in LEGACY_NAMES


def not_understood(written: Iterable[str], names: Collection[str]) -> list[str]:
    """Those of the written names that mean none of the names, and do not track readers either."""
    known = (*names, LEFT_OUT)
    return [name for name in written if not parameter(name, known) and not is_tracking(name)]


def repeatable(left_out: Iterable[str]) -> tuple[str, ...]:
    """What an address and a page say of it: the first few, each once."""
    said = (name if _REPEATABLE.fullmatch(name) else UNNAMED for name in left_out)
    return tuple(dict.fromkeys(said))[:MOST_LEFT_OUT]


def _escape(name: str) -> str:
    found = _ESCAPED.match(name)
    return found[0] if found else ""

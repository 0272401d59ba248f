"""Canonical addresses of the archive: each result has exactly one query string.

Old and malformed parameters of the former site are accepted: `keys`, `publication_date_after`,
`publication_date_before`, names with the prefix `amp;` (a doubly escaped ampersand), ids of terms,
`All`, and `page`, which counts from 0 if it comes with any of these. Mangled names are
repaired (see parameter_names.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.encoding import escape_uri_path
from django.utils.text import slugify

from newsroom.archive.days import read_day
from newsroom.archive.index import Kind
from newsroom.archive.parameter_names import (
    LEFT_OUT,
    is_legacy,
    not_understood,
    repeatable,
    written_values,
)
from newsroom.archive.search import plain
from newsroom.archive.terms import Terms

FACETS = ("crime_type", "area", "kind")
CHOSEN = (*FACETS, "order")
"""Parameters whose values are known ones; any other is not found."""
NAMES = (*FACETS, "from", "to", "q", "order", "page")
BEST_FIRST, NEWEST_FIRST = "relevance", "newest"
"""Orders of a search by words; the first one is that of an address without `order`."""
LEGACY_EVERYTHING = "All"


def requested_path(request: HttpRequest) -> str:
    """The path of a request, percent-encoded as `Edition.address` and links are.

    Django decodes `request.path`; a slug may hold letters beyond ASCII, such as those of Welsh.
    """
    return escape_uri_path(request.path)


@dataclass(frozen=True)
class Address:
    """The canonical parameters of a request: (name, value) pairs in the order of `NAMES`."""

    pairs: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return urlencode(self.pairs)

    def url(self, path: str) -> str:
        return f"{path}?{self}" if self.pairs else path

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def without(self, name: str, value: str | None = None) -> "Address":
        """The address without a filter, or without one value of it, and back on page 1."""
        return Address(
            tuple(
                (key, kept)
                for key, kept in self.pairs
                if key != "page" and not (key == name and value in (None, kept))
            )
        )

    def in_order(self, order: str) -> "Address":
        """The address with its result in this order, and back on page 1."""
        unordered = self.without("order").pairs
        return Address(unordered if order == BEST_FIRST else (*unordered, ("order", order)))

    def unordered(self) -> "Address":
        """The address for what has an order of its own, such as a feed."""
        return Address(tuple(pair for pair in self.pairs if pair[0] != "order"))

    def at_page(self, number: int) -> "Address":
        filters = tuple(pair for pair in self.pairs if pair[0] != "page")
        return Address(filters if number == 1 else (*filters, ("page", str(number))))

    def saying(self, left_out: Iterable[str]) -> "Address":
        """The address of the page that says what was left out of the one that was asked for."""
        return Address((*self.pairs, *((LEFT_OUT, name) for name in left_out)))

    @property
    def page(self) -> str:
        return next(iter(self.values("page")), "1")


@dataclass(frozen=True)
class Reading:
    """What a query string asks for, and what of it could not be understood."""

    address: Address
    """Canonical. Unknown values are kept, so that they result in a 404."""
    is_legacy: bool
    """Whether it was written, as a whole or in part, as the former CPS site wrote it."""
    left_out: tuple[str, ...] = ()
    """Names of unknown parameters, and unknown ids as `area:8`: see `repeatable()`."""
    unknown_ids: tuple[tuple[str, str], ...] = ()
    """Filters and ids of the former CPS site that no term has."""

    @property
    def canonical(self) -> Address:
        """The address to redirect to: it says what was left out."""
        return self.address.saying(self.left_out)

    def without_unknown_ids(self) -> "Reading":
        """The best answer to an old address: what it asks for besides ids that no term has.

        If it asks for nothing else, the ids stay: all news would be no answer to it.
        """
        address = self.address
        for name, value in self.unknown_ids:
            address = address.without(name, value)
        if not self.unknown_ids or not address.pairs:
            return self
        kept = [(name, value) for name, value in self.address.pairs if name == "page"]
        ids = (f"{name}:{value}" for name, value in self.unknown_ids)
        return replace(
            self,
            address=Address((*address.pairs, *kept)),
            left_out=repeatable([*self.left_out, *ids]),
        )


def canonical(query: QueryDict, crime_types: Terms, areas: Terms) -> Address:
    """The canonical address of a request. Unknown values are kept, so that they result in a 404."""
    return read(query, crime_types, areas).address


def read(query: QueryDict, crime_types: Terms, areas: Terms) -> Reading:
    """Parse the query string of a list."""
    values = {
        name: [text for value in several if (text := plain(value))]
        for name, several in written_values(query, NAMES).items()
    }
    legacy = any(map(is_legacy, query))
    unknown_ids: list[tuple[str, str]] = []
    for name, terms in (("crime_type", crime_types), ("area", areas)):
        current = [_current_slug(value, terms) for value in values[name]]
        # Only a converted value marks an old address. An unknown number stays as it is and gives a
        # 404; if it counted as old, each redirect would increase the page number.
        legacy |= any(value.isdigit() and value not in current for value in values[name])
        unknown_ids += [(name, v) for v in current if v.isdigit() and v not in terms.by_slug]
        values[name] = current
    legacy |= any(LEGACY_EVERYTHING in values[name] for name in FACETS)
    orders = (list(crime_types.by_slug), list(areas.by_slug), list(Kind.values))
    for name, order in zip(FACETS, orders, strict=True):
        values[name] = _in_order(values[name], order)
    for name in ("from", "to"):
        values[name] = [_iso(value, end=name == "to") for value in values[name][-1:]]
    values["q"] = values["q"][-1:]
    # Without words there is one order only.
    needless = {BEST_FIRST} if values["q"] else {BEST_FIRST, NEWEST_FIRST}
    values["order"] = [order for order in values["order"][-1:] if order not in needless]
    values["page"] = [
        number for value in values["page"][-1:] if (number := _page(value, legacy)) != "1"
    ]
    return Reading(
        Address(tuple((name, value) for name in NAMES for value in values[name])),
        legacy,
        repeatable([*query.getlist(LEFT_OUT), *not_understood(query, NAMES)]),
        tuple(dict.fromkeys(unknown_ids)),
    )


def _in_order(values: list[str], order: list[str]) -> list[str]:
    """Each chosen value once, the known ones in this order, then the unknown ones."""
    chosen = dict.fromkeys(value for value in values if value != LEGACY_EVERYTHING)
    return sorted(
        chosen, key=lambda value: (order.index(value) if value in order else len(order), value)
    )


def _current_slug(value: str, terms: Terms) -> str:
    """The slug of the term with this present or former name, or else the value itself."""
    if value in terms.by_slug:
        return value
    name = slugify(value)
    term = terms.by_slug.get(name) or terms.by_former_name.get(name)
    return term.slug if term else value


def _iso(value: str, *, end: bool) -> str:
    try:
        return read_day(value, end=end).isoformat()
    except ValueError:
        return value


def _page(value: str, legacy: bool) -> str:
    """The page number counted from 1, without leading zeros; other text is kept as it is."""
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        return value
    return str(int(value) + (1 if legacy else 0))

"""A listing is an object: a selection goes in, everything a page, feed or API shows comes out.

It knows no page class: a function that shows items, as far as they are public, is handed in.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString

from newsroom.archive.address import FACETS, Address
from newsroom.archive.facets import Facet, facets, offered
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.paging import Pagination, read_page, years_of
from newsroom.archive.search import teasers
from newsroom.archive.selection import CAP, Selection
from newsroom.archive.selection import Facet as FacetName
from newsroom.archive.sentence import FilterWords, filter_words, sentence
from newsroom.archive.terms import Vocabulary

PAGE_SIZE = 10


@dataclass(frozen=True)
class Link:
    """A label and where it leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """One item as a list shows it. `teaser` is safe HTML where words of a search are marked."""

    title: str
    url: str
    teaser: str
    published_at: datetime | None
    kind_label: str
    terms: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    prefix: str
    label: str
    remove_url: str


type Show = Callable[[list[int], Vocabulary, dict[int, SafeString]], list[Card]]
"""The cards of these items in their order, as far as they are public; with these teasers."""


class ArchiveResult:
    """One page of the archive under the filters of `filters`, which must be valid.

    Raises PageOutOfRange when `address` asks for a page that does not exist.
    """

    def __init__(
        self, filters: ArchiveFilter, address: Address, *, show: Show, index_url: str
    ) -> None:
        self.filters, self.address = filters, address
        self._show, self.index_url = show, index_url
        self.selection = filters.selection
        self.capped = self.selection.total_is_capped()
        self._counted = {} if self.capped else self.selection.counts_at_once(self._countable())
        months = self._counted.get("month", Counter())
        self.months: Counter[int | str] = months
        self.total = CAP if self.capped else sum(months.values())
        self.page, self.pages = read_page(address.page, self.total, PAGE_SIZE)

    @property
    def query(self) -> str:
        return str(self.address)

    @cached_property
    def ids(self) -> list[int]:
        """The items of this page, newest first."""
        offset = (self.page - 1) * PAGE_SIZE
        return self.selection.page_ids(self.months, offset, PAGE_SIZE) if self.total else []

    @cached_property
    def cards(self) -> list[Card]:
        words, language = self.selection.words, self.selection.language
        marked = teasers(self.ids, words, language) if words else {}
        return self._show(self.ids, self.filters.vocabulary, marked)

    @cached_property
    def facets(self) -> list[Facet]:
        return facets(self.filters, self.address, self._counts)

    def _counts(self, name: FacetName) -> Counter[int | str] | None:
        return self._counted.get(name)

    def _countable(self) -> dict[FacetName, list[int]]:
        """What is counted, and among which terms: not what a search finds too often to count."""
        values = offered(self.filters, self.address)
        among: dict[FacetName, list[int]] = {
            "month": [],
            **{
                name: [key for key, _slug, _label in rows]
                for name, rows in values.items()
                if not self._finds_too_many(self.selection.without(name))
            },
        }
        return among

    def _finds_too_many(self, lifted: Selection) -> bool:
        # One that lifts nothing has been asked already.
        return lifted != self.selection and lifted.total_is_capped()

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                words.prefix,
                words.label,
                self._url(self.address.without(words.name, words.value)),
            )
            for words in self._filter_words
        ]

    @cached_property
    def _filter_words(self) -> list[FilterWords]:
        return filter_words(self.selection, self.address, self.filters)

    @property
    def clear_url(self) -> str:
        return self.index_url

    @cached_property
    def sentence(self) -> str:
        first = (self.page - 1) * PAGE_SIZE + 1
        return sentence(
            first=first,
            last=min(first + PAGE_SIZE - 1, self.total),
            total=self.total,
            capped=self.capped,
            words=self._filter_words,
        )

    @cached_property
    def pagination(self) -> Pagination | None:
        if self.pages == 1:
            return None
        return Pagination(
            self.page,
            self.pages,
            lambda number: self._url(self.address.at_page(number)),
            years_of(self.months, PAGE_SIZE),
        )

    @property
    def is_filtered(self) -> bool:
        return any(self.address.values(name) for name in (*FACETS, "from", "to", "q"))

    def _url(self, address: Address) -> str:
        return address.url(self.index_url)

"""The base class of paginated lists: takes an address and provides items, count, text and links.

The archive, the list of speeches and the items of a topic are listings. Each subclass implements
its own query, count and text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page
from django.utils.translation import gettext as _

from newsroom.archive.address import Address
from newsroom.archive.paging import Pagination, read_page
from newsroom.archive.sentence import FilterWords


@dataclass(frozen=True)
class Chip:
    """An active filter, with the address that removes it."""

    prefix: str
    label: str
    remove_url: str
    language: str = ""
    """The language of the label, if it is not that of the page."""


class Listing:
    """One page of a result."""

    page_size = 10
    def __init__(self, address: Address, total: int, *, index_url: str) -> None:
        self.address, self.total, self.index_url = address, total, index_url

    @cached_property
    def page_obj(self) -> Page:
        """The page of the address. Raises PageOutOfRange if it does not exist."""
        return read_page(self.address.page, self.total, self.page_size)

    @property
    def page(self) -> int:
        return self.page_obj.number

    @property
    def pages(self) -> int:
        return self.page_obj.paginator.num_pages

    @property
    def first(self) -> int:
        """The number of the first item on this page, counted from 1; 0 if there are no items."""
        return self.page_obj.start_index()

    @property
    def last(self) -> int:
        return self.page_obj.end_index()

    @property
    def offset(self) -> int:
        """The number of items on the pages before this one."""
        return (self.page - 1) * self.page_size

    @property
    def query(self) -> str:
        return str(self.address)

    @property
    def clear_url(self) -> str:
        return self.index_url

    @property
    def title_suffix(self) -> str:
        """The suffix of the page title on every page except the first."""
        numbers = {"page": self.page, "pages": self.pages}
        return _("page %(page)s of %(pages)s") % numbers if self.page > 1 else ""

    @property
    def filter_words(self) -> list[FilterWords]:
        """The active filters as text."""
        return []

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                words.prefix,
                words.label,
                self.address.without(words.name, words.value).url(self.index_url),
                words.language,
            )
            for words in self.filter_words
        ]

    @property
    def sentence(self) -> str:
        """The result as a sentence; empty for a list that has none."""
        return ""

    @property
    def description(self) -> str:
        """What search engines say of this page; empty for the first page of everything."""
        return self.sentence if self.chips or self.page > 1 else ""

    @property
    def years(self) -> Sequence[tuple[int, int, int]]:
        """(year, page on which it begins, number of items), for links to years; may be empty."""
        return ()

    @cached_property
    def pagination(self) -> Pagination | None:
        """Links to the other pages; None if there is only one page."""
        return Pagination(self.page_obj, self.url_of, self.years) if self.pages > 1 else None

    @cached_property
    def _first_page(self) -> Address:
        return self.address.at_page(1)

    @cached_property
    def _first_url(self) -> str:
        return self._first_page.url(self.index_url)

    def url_of(self, number: int) -> str:
        """The address of a page of this result, as `Address.at_page` has it."""
        if number == 1:
            return self._first_url
        # The filters are encoded once for all links.
        return f"{self._first_url}{'&' if self._first_page.pairs else '?'}page={number}"

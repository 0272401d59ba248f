"""Pagination links: the first and last page, adjacent pages, and the first page of each year."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class PageLink:
    """A link to a page; `number` is None for a gap between pages."""

    number: int | None
    url: str = ""
    label: str = ""
    current: bool = False


@dataclass(frozen=True)
class YearLink:
    """A link to the page on which the newest items of a year begin."""

    year: int
    url: str
    count: int


class PageOutOfRange(Exception):
    """The result has no such page."""

    def __init__(self, asked: str, pages: int) -> None:
        super().__init__(asked)
        self.asked, self.pages = asked, pages

    @property
    def message(self) -> str:
        """The error message for readers."""
        words = ngettext(
            "There is no page “%(asked)s”: these results have %(pages)s page.",
            "There is no page “%(asked)s”: these results have %(pages)s pages.",
            self.pages,
        )
        return words % {"asked": self.asked, "pages": self.pages}


def read_page(asked: str, total: int, size: int) -> Page:
    """The page with the number `asked` of `total` items; page 1 always exists.

    Raises PageOutOfRange for any other text, including numbers in another notation.
    """
    paginator = Paginator(range(total), size)
    # Each page has one address, but Django would also accept "01" and " 2".
    if not re.fullmatch(r"[1-9][0-9]{0,8}", asked) or int(asked) > paginator.num_pages:
        raise PageOutOfRange(asked, paginator.num_pages)
    return paginator.page(int(asked))


def years_of(months: Counter[int | str], page_size: int) -> list[tuple[int, int, int]]:
    """(year, page on which it begins, number of items) for each year, newest first."""
    years: Counter[int] = Counter()
    for month, items in months.items():
        years[int(month) // 100] += items
    found, passed = [], 0
    for year, items in sorted(years.items(), reverse=True):
        found.append((year, passed // page_size + 1, items))
        passed += items
    return found


class Pagination:
    """The pagination links of one result. Every address keeps the filters."""

    def __init__(
        self, page: Page, url_of: Callable[[int], str], years: Sequence[tuple[int, int, int]] = ()
    ) -> None:
        self.page, self.pages = page.number, page.paginator.num_pages
        self.first_url, self.last_url = url_of(1), url_of(self.pages)
        self.previous_url = url_of(self.page - 1) if page.has_previous() else None
        self.next_url = url_of(self.page + 1) if page.has_next() else None
        self.years = [YearLink(year, url_of(number), items) for year, number, items in years]
        near = page.paginator.get_elided_page_range(self.page, on_each_side=1, on_ends=1)
        label = _("Page %(number)s")
        self.links = [
            PageLink(number, url_of(number), label % {"number": number}, number == self.page)
            if isinstance(number, int)
            else PageLink(None)
            for number in near
        ]

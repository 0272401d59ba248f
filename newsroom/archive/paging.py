"""Which pages a reader is offered: the ends, the neighbours, and the start of every year."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PageLink:
    """A page to go to; `number` is None for the gap between pages that are not neighbours."""

    number: int | None
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class YearLink:
    """The page on which the newest items of a year begin."""

    year: int
    url: str
    count: int


class PageOutOfRange(Exception):
    """There is no such page of this result."""

    def __init__(self, asked: str, pages: int) -> None:
        super().__init__(asked)
        self.asked, self.pages = asked, pages


def read_page(asked: str, total: int, size: int) -> tuple[int, int]:
    """The page that `asked` names, and how many there are; there is always a first one.

    Raises PageOutOfRange for anything that is not the number of one of them.
    """
    pages = max(1, -(-total // size))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", asked) or int(asked) > pages:
        raise PageOutOfRange(asked, pages)
    return int(asked), pages


def years_of(months: Counter[int | str], page_size: int) -> list[tuple[int, int, int]]:
    """(year, page it begins on, items in it) for each year of the result, newest first."""
    years: Counter[int] = Counter()
    for month, items in months.items():
        years[int(month) // 100] += items
    found, passed = [], 0
    for year, items in sorted(years.items(), reverse=True):
        found.append((year, passed // page_size + 1, items))
        passed += items
    return found


class Pagination:
    """The pages of one result. Every address keeps the filters."""

    def __init__(
        self,
        page: int,
        pages: int,
        url_of: Callable[[int], str],
        years: Sequence[tuple[int, int, int]] = (),
    ) -> None:
        self.page, self.pages, self._url_of = page, pages, url_of
        self.first_url, self.last_url = url_of(1), url_of(pages)
        self.previous_url = url_of(page - 1) if page > 1 else None
        self.next_url = url_of(page + 1) if page < pages else None
        self.years = [YearLink(year, url_of(number), items) for year, number, items in years]

    @property
    def links(self) -> list[PageLink]:
        near = {1, self.page - 1, self.page, self.page + 1, self.pages}
        shown: list[PageLink] = []
        last = 0
        for number in sorted(near & set(range(1, self.pages + 1))):
            if number == last + 2:
                shown.append(self._link(last + 1))
            elif number > last + 1:
                shown.append(PageLink(None))
            shown.append(self._link(number))
            last = number
        return shown

    def _link(self, number: int) -> PageLink:
        return PageLink(number, self._url_of(number), number == self.page)

"""One page of the archive. It depends on no page class: the caller passes a card builder."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.archive.address import FACETS, Address
from newsroom.archive.facets import Facet, facets, offered
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.listing import Listing
from newsroom.archive.paging import years_of
from newsroom.archive.search import teasers
from newsroom.archive.selection import CAP, Selection
from newsroom.archive.selection import Facet as FacetName
from newsroom.archive.sentence import FilterWords, filter_words, sentence
from newsroom.archive.terms import Vocabulary


@dataclass(frozen=True)
class Link:
    """A label and an address."""

    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """One item in a list. `teaser` is safe HTML if it highlights the words of a search."""

    title: str
    url: str
    teaser: str
    published_at: datetime | None
    kind_label: str
    terms: list[Link] = field(default_factory=list)


type CardBuilder = Callable[[list[int], Vocabulary, dict[int, SafeString]], list[Card]]
"""Returns cards for those of the items that are public, in this order, with these teasers."""


class ArchiveResult(Listing):
    """One page of the archive for `filters`, which must be valid."""

    def __init__(
        self, filters: ArchiveFilter, address: Address, *, build_cards: CardBuilder, index_url: str
    ) -> None:
        self.filters, self._build_cards = filters, build_cards
        self.selection = filters.selection
        self.capped = self.selection.total_is_capped()
        self._counted = (
            {} if self.capped else self.selection.counts_at_once(self._countable(address))
        )
        months = self._counted.get("month", Counter())
        self.months: Counter[int | str] = months
        total = CAP if self.capped else sum(months.values())
        super().__init__(address, total, index_url=index_url)

    @cached_property
    def ids(self) -> list[int]:
        """The ids of the items on this page, newest first."""
        offset = self.offset
        return self.selection.page_ids(self.months, offset, self.page_size) if self.total else []

    @cached_property
    def cards(self) -> list[Card]:
        words, language = self.selection.words, self.selection.language
        marked = teasers(self.ids, words, language) if words else {}
        return self._build_cards(self.ids, self.filters.vocabulary, marked)

    @cached_property
    def facets(self) -> list[Facet]:
        return facets(self.filters, self.address, self._counts)

    def _counts(self, name: FacetName) -> Counter[int | str] | None:
        return self._counted.get(name)

    def _countable(self, address: Address) -> dict[FacetName, list[int]]:
        """The filters to count, each with the ids to count, except those with too many matches."""
        values = offered(self.filters, address)
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
        # If lifting the filter changes nothing, the constructor has made this query already.
        return lifted != self.selection and lifted.total_is_capped()

    @cached_property
    def filter_words(self) -> list[FilterWords]:
        return filter_words(self.selection, self.address, self.filters)

    @cached_property
    def sentence(self) -> str:
        return sentence(
            first=self.first,
            last=self.last,
            total=self.total,
            capped=self.capped,
            words=self.filter_words,
        )

    @property
    def years(self) -> list[tuple[int, int, int]]:
        return years_of(self.months, self.page_size)

    @property
    def feed_query(self) -> str:
        """The query string of the feed of this result."""
        return str(self.address.at_page(1))

    @cached_property
    def feed_title(self) -> str:
        """The name of the feed of this result: the filters in words."""
        chosen = ", ".join(chip.label for chip in self.chips)
        return f"{_('CPS News')}: {chosen}" if chosen else _("CPS News")

    @property
    def is_for_readers_only(self) -> bool:
        """Whether search engines are to leave this result out: words, days, or several filters."""
        values = [pair for pair in self.address.pairs if pair[0] != "page"]
        return len(values) > 1 or any(name not in FACETS for name, _value in values)

    @property
    def is_filtered(self) -> bool:
        return any(self.address.values(name) for name in (*FACETS, "from", "to", "q"))

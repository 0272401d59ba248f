"""One page of the archive. It depends on no page class: the caller passes a card builder."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.archive.address import BEST_FIRST, FACETS, NEWEST_FIRST, Address
from newsroom.archive.best_matches import BestMatch, best_matches
from newsroom.archive.facets import Facet, facets, offered
from newsroom.archive.filters import ORDERS, ArchiveFilter
from newsroom.archive.highlighting import headlines, teasers
from newsroom.archive.listing import Listing
from newsroom.archive.paging import years_of
from newsroom.archive.selection import CAP, Selection
from newsroom.archive.selection import Facet as FacetName
from newsroom.archive.sentence import FilterWords, filter_words, in_natural_words, sentence
from newsroom.archive.suggestions import Suggestions, suggestions
from newsroom.archive.terms import Vocabulary


@dataclass(frozen=True)
class Link:
    """A label and an address."""

    label: str
    url: str
    language: str = ""
    """The language of the label, if it is not that of the page."""


@dataclass(frozen=True)
class Card:
    """One item in a list. `teaser` is safe HTML if it highlights the words of a search."""

    title: str
    url: str
    teaser: str
    published_at: datetime | None
    kind_label: str
    terms: list[Link] = field(default_factory=list)
    anchor: str = ""
    """The id of the card in its list."""
    badge: str = ""
    """What the item's newest update tells: its stage, or that it is a correction."""
    headline: SafeString = field(default_factory=SafeString)
    """The title as safe HTML, with the words of a search marked; empty without a search."""


def anchor(item_id: int) -> str:
    """The id of an item's card in a result, to which the way back from the item leads."""
    return f"item-{item_id}"


type CardBuilder = Callable[[list[int], Vocabulary, dict[int, SafeString]], list[Card]]
"""Returns cards for those of the items that are public, in this order, with these teasers."""


class ArchiveResult(Listing):
    """One page of the archive for `filters`, which must be valid."""

    always_newest_first = False

    def __init__(
        self, filters: ArchiveFilter, address: Address, *, build_cards: CardBuilder, index_url: str
    ) -> None:
        self.filters, self._build_cards = filters, build_cards
        self.selection = filters.selection
        if self.always_newest_first:
            self.selection = replace(self.selection, newest_first=True)
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
        """The ids of the items on this page."""
        if not self.total:
            return []
        asked = (self.months, self.offset, self.page_size)
        return self.selection.page_ids(*asked, common=self.capped)

    @cached_property
    def cards(self) -> list[Card]:
        words, language = self.selection.words, self.selection.language
        marked = teasers(self.ids, self.filters.query, language) if words else {}
        built = self._build_cards(self.ids, self.filters.vocabulary, marked)
        if not words:
            return built
        titles = headlines((card.title for card in built), self.filters.query, language)
        return [replace(card, headline=title) for card, title in zip(built, titles, strict=True)]

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
    def heading(self) -> str:
        """The result in natural words; empty for all news and for too many to be counted."""
        if self.capped or not self.is_filtered:
            return ""
        return in_natural_words(self.selection, self.total, self.filter_words)

    @property
    def is_by_relevance(self) -> bool:
        """Whether the best matches of words come first."""
        return bool(self.selection.words) and not self.selection.newest_first

    @property
    def order(self) -> str:
        """The order that the address names."""
        return next(iter(self.address.values("order")), "")

    @cached_property
    def orders(self) -> list[tuple[str, str | None]]:
        """Label and address of each order of a search by words; None for the current one."""
        if not self.selection.words or self.total < 2:
            return []
        current = BEST_FIRST if self.is_by_relevance else NEWEST_FIRST
        return [
            (str(label), None if order == current else self._ordered_url(order))
            for order, label in ORDERS
        ]

    def _ordered_url(self, order: str) -> str:
        return self.address.in_order(order).url(self.index_url)

    @cached_property
    def best_matches(self) -> list[BestMatch]:
        """Pages beside the items that the words mean; on the first page only."""
        first = bool(self.selection.words) and self.page == 1
        return best_matches(self.filters.query, self.selection.language) if first else []

    @cached_property
    def suggestions(self) -> Suggestions:
        """What to try instead, if words find nothing."""
        if self.total or not self.selection.query:
            return Suggestions()
        filters = self.filters
        return suggestions(
            self.selection,
            filters.query,
            self._url_with_words,
            lambda words: filters.tagged(filters.query_of(words)),
        )

    def _url_with_words(self, words: str) -> str:
        pairs = self.address.without("order").pairs
        changed = tuple((name, words if name == "q" else value) for name, value in pairs)
        return Address(changed).url(self.index_url)

    @property
    def years(self) -> Sequence[tuple[int, int, int]]:
        return () if self.is_by_relevance else years_of(self.months, self.page_size)

    @property
    def feed_query(self) -> str:
        """The query string of the feed of this result."""
        return str(self.address.unordered().at_page(1))

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

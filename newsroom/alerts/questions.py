"""A result of the archive as an alert follows it: asked of the archive's own filters."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from newsroom.archive.address import Address, canonical
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.sentence import FilterWords, filter_words, in_words
from newsroom.readers.frame import news_url


@dataclass(frozen=True)
class Question:
    """A language and a query string. Terms that were renamed since are followed."""

    language: str
    query: str

    @cached_property
    def filters(self) -> ArchiveFilter:
        """The filters; valid unless one of their terms does not exist any more."""
        with translation.override(self.language):
            filters = ArchiveFilter(QueryDict(self.query), language=self.language)
            address = canonical(QueryDict(self.query), filters.crime_types, filters.areas)
            if str(address) != self.query:
                filters = ArchiveFilter(QueryDict(str(address)), language=self.language)
            filters.is_valid()
            return filters

    @cached_property
    def address(self) -> Address:
        """The canonical parameters."""
        query = QueryDict(self.query)
        return canonical(query, self.filters.crime_types, self.filters.areas).at_page(1)

    @property
    def has_ended(self) -> bool:
        """Whether a filter does not exist any more, so that nothing is found."""
        return not self.filters.is_valid()

    @property
    def url(self) -> str:
        """The path of the result's page."""
        return self.address.url(news_url(self.language))

    @cached_property
    def words(self) -> str:
        """The filters in words of the language: `crime type "Fraud" & area "CPS"`."""
        with translation.override(self.language):
            if self.has_ended:
                return _("a filter that does not exist any more")
            chosen = filter_words(self.filters.selection, self.address, self.filters)
            return in_words(chosen) or _("all news")

    @cached_property
    def words_of_ours(self) -> str:
        """The same, without words that somebody has typed.

        A mail that nobody has confirmed goes to whom a stranger names, and must not carry theirs.
        """
        if self.has_ended or not self.filters.selection.words:
            return self.words
        with translation.override(self.language):
            chosen = filter_words(self.filters.selection, self.address, self.filters)
            typed = FilterWords("q", "", _("words"), _("typed in the search box"), quoted=False)
            return in_words([*(one for one in chosen if one.name != "q"), typed])

    def matching(self, page_ids: Collection[int]) -> set[int]:
        """Those of these items that the archive finds now; one query."""
        if not page_ids or self.has_ended:
            return set()
        found = self.filters.selection.entries().filter(item_id__in=page_ids)
        return set(found.values_list("item_id", flat=True))

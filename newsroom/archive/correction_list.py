"""The list of corrections: takes filters and an address, and provides what its page shows.

Which items are public, of which terms and of which kind, is asked of `ArchiveEntry`: a correction
is found where its item is.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.archive.address import Address
from newsroom.archive.facets import Facet, facets, uncounted
from newsroom.archive.filters import ArchiveFilter
from newsroom.archive.index import ANY, ArchiveCorrection, ArchiveEntry
from newsroom.archive.listing import Listing
from newsroom.archive.selection import start_of
from newsroom.archive.sentence import FilterWords, filter_words, in_words


class ListedCorrection(NamedTuple):
    """A correction in a list."""

    item_id: int
    at: datetime
    note: str


class CorrectionList(Listing):
    """One page of the corrections that match the filters, which must be valid.

    The days are those of the correction. Words are no filter here.
    """

    def __init__(self, filters: ArchiveFilter, address: Address, *, index_url: str) -> None:
        self.filters = filters
        self.selection = filters.selection
        super().__init__(address, self._rows.count(), index_url=index_url)

    @property
    def _rows(self) -> models.QuerySet[ArchiveCorrection]:
        chosen = self.selection
        entries = ArchiveEntry.objects.filter(
            Q(closes_at__isnull=True) | Q(closes_at__gt=timezone.now()),
            item_id=OuterRef("item_id"),
            crime_type__in=chosen.crime_types or [ANY],
            area__in=chosen.areas or [ANY],
        )
        if chosen.kinds:
            entries = entries.filter(kind__in=chosen.kinds)
        rows = ArchiveCorrection.objects.filter(Exists(entries), language=chosen.language)
        if chosen.start:
            rows = rows.filter(at__gte=start_of(chosen.start))
        if chosen.end:
            rows = rows.filter(at__lt=start_of(chosen.end + timedelta(days=1)))
        return rows

    @cached_property
    def listed(self) -> list[ListedCorrection]:
        """The corrections on this page, newest first; needs one query."""
        rows = self._rows.order_by("-at", "-pk").values_list(*ListedCorrection._fields)
        return [ListedCorrection(*row) for row in rows[self.offset : self.offset + self.page_size]]

    @cached_property
    def facets(self) -> list[Facet]:
        return facets(self.filters, self.address, uncounted)

    @cached_property
    def filter_words(self) -> list[FilterWords]:
        prefixes = {"from": _("corrected from"), "to": _("corrected to")}
        return [
            replace(words, prefix=prefixes.get(words.name, words.prefix))
            for words in filter_words(self.selection, self.address, self.filters)
        ]

    @cached_property
    def sentence(self) -> str:
        """The result as a sentence: `Showing 1 - 10 of 23 corrections for area "CPS"`."""
        chosen = in_words(self.filter_words)
        shown = _("No corrections")
        if self.total:
            numbers = {"first": self.first, "last": self.last, "total": self.total}
            shown = ngettext(
                "Showing %(first)s - %(last)s of %(total)s correction",
                "Showing %(first)s - %(last)s of %(total)s corrections",
                self.total,
            ) % {name: f"{number:,}" for name, number in numbers.items()}
        words = {"shown": shown, "filters": chosen}
        return _("%(shown)s for %(filters)s") % words if chosen else shown

"""The sentence above the results, and the text for each active filter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.archive.address import Address
from newsroom.archive.index import Kind
from newsroom.archive.selection import Selection

if TYPE_CHECKING:
    from newsroom.archive.filters import ArchiveFilter

DAY = "j F Y"


@dataclass(frozen=True)
class FilterWords:
    """One value of a filter as text. If `quoted`, the label is shown in quotation marks."""

    name: str
    value: str
    prefix: str
    label: str
    quoted: bool = True

    def __str__(self) -> str:
        return f'"{self.label}"' if self.quoted else self.label


def filter_words(
    selection: Selection, address: Address, filters: "ArchiveFilter"
) -> list[FilterWords]:
    """The active filters, in the order of the address."""
    names = {
        "crime_type": (_("crime type"), filters.crime_types.name),
        "area": (_("area"), filters.areas.name),
        "kind": (_("kind"), lambda value: str(Kind(value).label)),
    }
    words = [
        FilterWords(name, value, prefix, name_of(value))
        for name, (prefix, name_of) in names.items()
        for value in address.values(name)
    ]
    for name, prefix, day in (
        ("from", _("published from"), selection.start),
        ("to", _("published to"), selection.end),
    ):
        if day:
            label = date_format(day, DAY)
            words.append(FilterWords(name, day.isoformat(), prefix, label, quoted=False))
    if selection.words:
        words.append(FilterWords("q", selection.words, _("words"), selection.words))
    return words


def in_words(words: list[FilterWords]) -> str:
    """The filters as text: `crime type "Fraud and economic crime" or "Terrorism" & area "CPS"`."""
    by_filter: dict[str, list[FilterWords]] = {}
    for one in words:
        by_filter.setdefault(one.name, []).append(one)
    either = f" {_('or')} "
    return " & ".join(
        f"{values[0].prefix} {either.join(map(str, values))}" for values in by_filter.values()
    )


def sentence(*, first: int, last: int, total: int, capped: bool, words: list[FilterWords]) -> str:
    """The sentence: `Showing 101 - 110 of 133 results for crime type "Sexual offences"`."""
    chosen = in_words(words)
    if not total:
        return _("No results for %(filters)s") % {"filters": chosen} if chosen else _("No results")
    facts = {"first": f"{first:,}", "last": f"{last:,}", "total": f"{total:,}"}
    if capped:
        shown = _("Showing %(first)s - %(last)s of more than %(total)s results") % facts
    else:
        shown = (
            ngettext(
                "Showing %(first)s - %(last)s of %(total)s result",
                "Showing %(first)s - %(last)s of %(total)s results",
                total,
            )
            % facts
        )
    return _("%(shown)s for %(filters)s") % {"shown": shown, "filters": chosen} if chosen else shown

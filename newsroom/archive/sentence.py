"""The sentence above the results, and the text for each active filter."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.archive.address import Address
from newsroom.archive.days import month_bounds
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
    language: str = ""
    """The language of the label, if it is not the reader's."""

    def __str__(self) -> str:
        return f'"{self.label}"' if self.quoted else self.label


def filter_words(
    selection: Selection, address: Address, filters: "ArchiveFilter"
) -> list[FilterWords]:
    """The active filters, in the order of the address."""
    words = []
    for name, prefix, terms in (
        ("crime_type", _("crime type"), filters.crime_types),
        ("area", _("area"), filters.areas),
    ):
        chosen = (terms.by_slug[slug] for slug in address.values(name))
        words += [
            FilterWords(name, term.slug, prefix, term.name, language=term.language)
            for term in chosen
        ]
    words += [
        FilterWords("kind", value, _("kind"), str(Kind(value).label))
        for value in address.values("kind")
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


def in_natural_words(selection: Selection, total: int, words: list[FilterWords]) -> str:
    """The result as people say it: `3 press releases about “harbour street” in 2025`."""
    named: dict[str, list[str]] = {}
    for one in words:
        named.setdefault(one.name, []).append(one.label)
    either = f" {_('or')} "
    kinds = [Kind(value) for value in selection.kinds]
    said = [_counted(kinds[0] if len(kinds) == 1 else None, total)]
    if len(kinds) > 1:
        said.append(f"({either.join(named['kind'])})")
    if selection.words:
        said.append(_("about “%(words)s”") % {"words": selection.words})
    if selection.crime_types:
        said.append(_("on %(terms)s") % {"terms": either.join(named["crime_type"])})
    if selection.areas:
        said.append(_("from %(areas)s") % {"areas": either.join(named["area"])})
    return " ".join([*said, *_when(selection.start, selection.end)])


def _counted(kind: Kind | None, total: int) -> str:
    forms = {
        Kind.PRESS_RELEASE: ngettext("%(n)s press release", "%(n)s press releases", total),
        Kind.CPS_SAYS: ngettext("%(n)s statement", "%(n)s statements", total),
        Kind.SPEECH: ngettext("%(n)s speech", "%(n)s speeches", total),
        Kind.ARTICLE: ngettext("%(n)s article", "%(n)s articles", total),
    }
    any_kind = ngettext("%(n)s item", "%(n)s items", total)
    form = forms.get(kind, any_kind) if kind else any_kind
    return form % {"n": f"{total:,}" if total else _("No")}


def _when(start: date | None, end: date | None) -> list[str]:
    if start and end:
        if (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31)):
            return [_("in %(period)s") % {"period": start.year}]
        if (start, end) == month_bounds(start.year * 100 + start.month):
            return [_("in %(period)s") % {"period": date_format(start, "F Y")}]
        if start == end:
            return [_("of %(day)s") % {"day": date_format(start, DAY)}]
    said = [_("since %(day)s") % {"day": date_format(start, DAY)}] if start else []
    return said + ([_("until %(day)s") % {"day": date_format(end, DAY)}] if end else [])


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

"""The list of speeches: takes an address and provides everything that its page shows."""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.archive.address import Address
from newsroom.archive.around import list_counts, list_rows
from newsroom.archive.facets import Facet, Option
from newsroom.archive.index import ANY, ArchiveListing, Kind
from newsroom.archive.listing import Listing
from newsroom.archive.parameter_names import (
    LEFT_OUT,
    not_understood,
    repeatable,
    written_values,
)
from newsroom.archive.search import plain
from newsroom.archive.sentence import FilterWords
from newsroom.former_names import slugs_of
from newsroom.readers.speech_cards import SpeechCard, speech_cards
from newsroom.rows import rows, slots
from newsroom.speakers import Person

FILTERS = ("speaker", "year")
NAMES = (*FILTERS, "page")
SPEAKER = ArchiveListing.List.SPEAKER.value


class Counts:
    """The numbers of public speeches by speaker and year; two queries."""

    def __init__(self, language: str) -> None:
        counted = list_counts(SPEAKER, language)
        ids = {key for key, _year, _number in counted if key != ANY}
        columns = ("id", "slug", "name", "aliases")
        people = rows(Person, columns, f"id IN ({slots(ids)})", ids) if ids else []
        self.names = {slug: name for _pk, slug, name, _aliases in people}
        self.ids = {slug: pk for pk, slug, _name, _aliases in people}
        self.present = {
            former: slug
            for _pk, slug, _name, aliases in people
            for former in slugs_of(aliases)
            if former not in self.names
        }
        """The present slug of each speaker by former slug."""
        slugs = {ANY: "", **{pk: slug for pk, slug, _name, _aliases in people}}
        self._cells: Counter[tuple[str, str]] = Counter()
        for key, year, number in counted:
            if key in slugs:
                self._cells[slugs[key], str(year)] += number

    @property
    def speakers(self) -> list[tuple[str, str]]:
        """Slug and name of each speaker with a public speech, by name."""
        known = [(slug, name) for slug, name in self.names.items() if self.total([slug], [])]
        return sorted(known, key=lambda speaker: speaker[1].casefold())

    @property
    def years(self) -> list[str]:
        return sorted(
            {year for (_slug, year), number in self._cells.items() if number}, reverse=True
        )

    def total(self, speakers: list[str], years: list[str]) -> int:
        """The number of speeches by any of the speakers in any of the years; empty means all."""
        return sum(
            number
            for (slug, year), number in self._cells.items()
            if (slug in speakers if speakers else not slug) and (not years or year in years)
        )


class SpeechList(Listing):
    """One page of the speeches that match the filters of an address.

    `unknown` lists filters with unknown values. It must be checked before the other attributes.
    `left_out` has the names of unknown parameters.
    """

    def __init__(self, query: QueryDict, language: str, *, index_url: str) -> None:
        self._language = language
        self.counts = Counts(language)
        self.left_out = repeatable([*query.getlist(LEFT_OUT), *not_understood(query, NAMES)])
        address = self._canonical(query)
        known = {
            "speaker": [slug for slug, _name in self.counts.speakers],
            "year": self.counts.years,
        }
        self.unknown = [
            (name, value)
            for name in FILTERS
            for value in address.values(name)
            if value not in known[name]
        ]
        total = self.counts.total(*(address.values(name) for name in FILTERS))
        super().__init__(address, total, index_url=index_url)

    def _canonical(self, query: QueryDict) -> Address:
        """The canonical address. Unknown values are kept, so that the 404 page can name them."""
        order = {"speaker": [slug for slug, _name in self.counts.speakers]}
        order["year"] = self.counts.years
        written = written_values(query, NAMES)
        pairs = []
        for name in FILTERS:
            values = {text for value in written[name] if (text := plain(value))}
            if name == "speaker":
                values = {self.counts.present.get(value, value) for value in values}
            place = {value: number for number, value in enumerate(order[name])}
            ordered = sorted(values, key=lambda value: (place.get(value, len(place)), value))
            pairs += [(name, value) for value in ordered]
        page = plain(next(reversed(written["page"]), ""))
        if page not in ("", "1"):
            pairs.append(("page", page))
        return Address(tuple(pairs))

    def has_moved(self, query: QueryDict) -> bool:
        """Whether the address has the former slug of a speaker."""
        written = written_values(query, NAMES)["speaker"]
        return any(value in self.counts.present for value in written)

    @property
    def canonical(self) -> Address:
        """The address to redirect to: it says what was left out."""
        return self.address.saying(self.left_out)

    @cached_property
    def listed(self) -> list[tuple[int, date]]:
        """Page id and day of each speech on this page; a speech has one speaker, thus one row."""
        keys = [self.counts.ids[slug] for slug in self.address.values("speaker")] or [ANY]
        # All rows of this list are of one kind, which their index begins with.
        condition = "AND kind = %s"
        values: list[Any] = [Kind.SPEECH.value]
        if years := [int(year) for year in self.address.values("year")]:
            spans = " OR ".join(["day BETWEEN %s AND %s"] * len(years))
            condition += f" AND ({spans})"
            values += [day for year in years for day in (date(year, 1, 1), date(year, 12, 31))]
        rest = f"{condition} ORDER BY day DESC, item_id DESC LIMIT %s OFFSET %s"
        values += [self.page_size, self.offset]
        found = list_rows(SPEAKER, keys, self._language, ("item_id", "day"), rest, *values)
        return [(item_id, day) for item_id, day in found]

    @cached_property
    def cards(self) -> list[SpeechCard]:
        return speech_cards(self.listed, self._language)

    @cached_property
    def facets(self) -> list[Facet]:
        """Both filters; each value has its count in combination with the other filter."""
        speakers, years = (self.address.values(name) for name in FILTERS)
        return [
            Facet(
                "speaker",
                _("Speaker"),
                [
                    Option(slug, name, self.counts.total([slug], years), slug in speakers)
                    for slug, name in self.counts.speakers
                ],
            ),
            Facet(
                "year",
                _("Year"),
                [
                    Option(year, year, self.counts.total(speakers, [year]), year in years)
                    for year in self.counts.years
                ],
            ),
        ]

    @property
    def filter_words(self) -> list[FilterWords]:
        prefixes = {"speaker": _("speaker"), "year": _("year")}
        return [
            FilterWords(name, value, prefixes[name], self.counts.names.get(value, value))
            for name in FILTERS
            for value in self.address.values(name)
        ]

    @cached_property
    def sentence(self) -> str:
        """The result as a sentence: `Showing 1 - 10 of 23 speeches by Miriam Castleford`."""
        words = []
        either = f" {_('or')} "
        names = [self.counts.names[slug] for slug in self.address.values("speaker")]
        if names:
            words.append(_("by %(names)s") % {"names": either.join(names)})
        if years := self.address.values("year"):
            words.append(_("in %(years)s") % {"years": either.join(years)})
        facts = {
            "first": f"{self.first:,}",
            "last": f"{self.last:,}",
            "total": f"{self.total:,}",
        }
        shown = _("No speeches")
        if self.total:
            shown = (
                ngettext(
                    "Showing %(first)s - %(last)s of %(total)s speech",
                    "Showing %(first)s - %(last)s of %(total)s speeches",
                    self.total,
                )
                % facts
            )
        return " ".join((shown, *words))

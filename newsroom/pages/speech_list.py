"""The list of speeches as an object: an address goes in, everything its page shows comes out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.archive.address import Address
from newsroom.archive.facets import Facet, Option
from newsroom.archive.index import ArchiveText
from newsroom.archive.paging import Pagination, read_page
from newsroom.archive.result import Chip
from newsroom.archive.search import plain
from newsroom.pages.speeches import SpeechPage, as_titled
from newsroom.people import Person, Titled

PAGE_SIZE = 10
FILTERS = ("speaker", "year")
NEWEST_FIRST = ("-listed_on", "-pk")


@dataclass(frozen=True)
class SpeechCard:
    """A speech as lists show it."""

    title: str
    url: str
    teaser: str
    day: date
    spoken_by: Titled | None
    event: str
    place: str


def public_speeches(locale_id: int) -> QuerySet[SpeechPage]:
    """What a list of speeches in this language may show."""
    return SpeechPage.objects.listed(locale_id).filter(listed_on__isnull=False)


def speech_cards(speeches: QuerySet[SpeechPage], archive_url: str) -> list[SpeechCard]:
    """A card for each of `public_speeches()` that are handed in, in their order.

    Four queries however many there are: the speeches, their teasers, their speakers with titles.
    """
    columns = ("title", "slug", "listed_on", "event", "place")
    rows = list(speeches.values("pk", "speaker_id", "titled_name", "titled_role", *columns))
    if not rows:
        return []
    ids = [row["pk"] for row in rows]
    teasers = dict(ArchiveText.objects.filter(item__in=ids).values_list("item_id", "teaser"))
    wanted = {row["speaker_id"] for row in rows if row["speaker_id"]}
    people = {
        person.pk: person
        for person in Person.objects.filter(pk__in=wanted).prefetch_related("titles")
    }

    def spoken_by(row: dict[str, Any]) -> Titled | None:
        person = people.get(row["speaker_id"])
        known = person.titled(row["listed_on"]) if person else None
        return as_titled(known, row["titled_name"], row["titled_role"])

    return [
        SpeechCard(
            title=row["title"],
            url=f"{archive_url}{row['slug']}/",
            teaser=teasers.get(row["pk"], ""),
            day=row["listed_on"],
            spoken_by=spoken_by(row),
            event=row["event"],
            place=row["place"],
        )
        for row in rows
    ]


class Counts:
    """How many public speeches there are by speaker and year, counted in one query."""

    def __init__(self, speeches: QuerySet[SpeechPage]) -> None:
        self.names: dict[str, str] = {}
        self._cells: Counter[tuple[str, str]] = Counter()
        cells = speeches.order_by().values_list("speaker__slug", "speaker__name", "listed_on__year")
        for slug, name, year, number in cells.annotate(number=Count("pk")):
            self._cells[slug or "", str(year)] += number
            if slug:
                self.names[slug] = name

    @property
    def speakers(self) -> list[tuple[str, str]]:
        """Everybody of whom there is a public speech, by name."""
        return sorted(self.names.items(), key=lambda speaker: speaker[1].casefold())

    @property
    def years(self) -> list[str]:
        return sorted({year for _slug, year in self._cells}, reverse=True)

    def total(self, speakers: list[str], years: list[str]) -> int:
        """How many there are by any of these, in any of these years; no names mean all."""
        return sum(
            number
            for (slug, year), number in self._cells.items()
            if (not speakers or slug in speakers) and (not years or year in years)
        )


class SpeechFilter(django_filters.FilterSet):
    """Strict: only speakers and years that have public speeches are known."""

    speaker = django_filters.MultipleChoiceFilter(
        field_name="speaker__slug", distinct=False, label=gettext_lazy("Speaker")
    )
    year = django_filters.MultipleChoiceFilter(method="in_years", label=gettext_lazy("Year"))

    class Meta:
        model = SpeechPage
        fields: list[str] = []

    def __init__(self, data: dict[str, list[str]], counts: Counts, queryset: QuerySet) -> None:
        query = QueryDict(mutable=True)
        for name, values in data.items():
            query.setlist(name, values)
        super().__init__(query, queryset=queryset)
        self.filters["speaker"].extra["choices"] = counts.speakers
        self.filters["year"].extra["choices"] = [(year, year) for year in counts.years]

    def in_years(self, speeches: QuerySet, name: str, years: list[str]) -> QuerySet:
        either = Q()
        for year in years:
            either |= Q(listed_on__year=int(year))
        return speeches.filter(either)


class SpeechList:
    """One page of the speeches under the filters of an address.

    `unknown` holds the filters whose values mean nothing: ask it before the page is opened.
    """

    page = pages = 1

    def __init__(self, query: QueryDict, locale_id: int, *, index_url: str, news_url: str) -> None:
        speeches = public_speeches(locale_id)
        self.index_url, self._news_url = index_url, news_url
        self.counts = Counts(speeches)
        self.address = self._canonical(query)
        self.filters = SpeechFilter(
            {name: self.address.values(name) for name in FILTERS}, self.counts, speeches
        )
        known = {"speaker": list(self.counts.names), "year": self.counts.years}
        self.unknown = [
            (name, value)
            for name in FILTERS
            for value in self.address.values(name)
            if value not in known[name]
        ]
        self.total = self.counts.total(*(self.address.values(name) for name in FILTERS))

    def open_page(self) -> None:
        """Turn to the page of the address. Raises PageOutOfRange if there is no such page."""
        self.page, self.pages = read_page(self.address.page, self.total, PAGE_SIZE)

    def _canonical(self, query: QueryDict) -> Address:
        """The address the reader should be at; values that mean nothing are kept for the 404."""
        order = {"speaker": [slug for slug, _name in self.counts.speakers]}
        order["year"] = self.counts.years
        pairs = []
        for name in FILTERS:
            values = {text for value in query.getlist(name) if (text := plain(value))}
            place = {value: number for number, value in enumerate(order[name])}
            ordered = sorted(values, key=lambda value: (place.get(value, len(place)), value))
            pairs += [(name, value) for value in ordered]
        page = plain(query.get("page", ""))
        if page not in ("", "1"):
            pairs.append(("page", page))
        return Address(tuple(pairs))

    @property
    def query(self) -> str:
        return str(self.address)

    @cached_property
    def cards(self) -> list[SpeechCard]:
        start = (self.page - 1) * PAGE_SIZE
        newest = self.filters.qs.order_by(*NEWEST_FIRST)
        return speech_cards(newest[start : start + PAGE_SIZE], self._news_url)

    @cached_property
    def facets(self) -> list[Facet]:
        """Both filters; beside each value, how many it would find together with the other one."""
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

    @cached_property
    def chips(self) -> list[Chip]:
        words = {"speaker": _("speaker"), "year": _("year")}
        return [
            Chip(words[name], self.counts.names.get(value, value), self._without(name, value))
            for name in FILTERS
            for value in self.address.values(name)
        ]

    def _without(self, name: str, value: str) -> str:
        return self.address.without(name, value).url(self.index_url)

    @cached_property
    def sentence(self) -> str:
        """`Showing 1 - 10 of 23 speeches by Miriam Castleford in 2025`, exact to the letter."""
        words = []
        either = f" {_('or')} "
        names = [self.counts.names[slug] for slug in self.address.values("speaker")]
        if names:
            words.append(_("by %(names)s") % {"names": either.join(names)})
        if years := self.address.values("year"):
            words.append(_("in %(years)s") % {"years": either.join(years)})
        first = (self.page - 1) * PAGE_SIZE + 1
        facts = {
            "first": f"{first:,}",
            "last": f"{min(first + PAGE_SIZE - 1, self.total):,}",
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

    @cached_property
    def pagination(self) -> Pagination | None:
        if self.pages == 1:
            return None
        return Pagination(
            self.page,
            self.pages,
            lambda number: self.address.at_page(number).url(self.index_url),
        )

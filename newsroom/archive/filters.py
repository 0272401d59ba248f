"""The archive's filters. They are strict: an invalid value never means "no filter"."""

from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from newsroom.archive.address import BEST_FIRST, NEWEST_FIRST
from newsroom.archive.area_places import PLACE_ROWS, STORED_PLACES, forms_and_finds
from newsroom.archive.best_matches import names_of_pages
from newsroom.archive.days import EARLIEST, LATEST, Fault, NoSuchDay, read_day
from newsroom.archive.index import ArchiveEntry, Kind
from newsroom.archive.overdue import ANYTHING_OVER, anything_over, overdue
from newsroom.archive.search import MAX_LENGTH, MAX_WORDS, too_long
from newsroom.archive.search_query import NOTHING, Name, SearchQuery, parse
from newsroom.archive.selection import Selection
from newsroom.archive.synonyms import ROWS, STORED, names_of_terms, synonyms, synonyms_of_names
from newsroom.archive.terms import Vocabulary

ORDERS = [(BEST_FIRST, _("Best match first")), (NEWEST_FIRST, _("Newest first"))]


class DayField(forms.CharField):
    """A date in any format of days.py; its value is a `date`.

    `called` stands before each error, where a form asks for more than one date.
    """

    default_error_messages = {
        "invalid": _("Enter a real date, for example 2005 or 21/11/2014"),
        Fault.MONTH_IS_SHORTER: _("%(month)s has %(days)s days"),
        Fault.NO_SUCH_MONTH: _("There are 12 months; write the day first, as in 21/11/2014"),
        Fault.NO_SUCH_YEAR: _("Enter a year from %(earliest)s to %(latest)s"),
        Fault.OTHER_WEEKDAY: _("%(day)s is a %(weekday)s"),
    }

    def __init__(self, *, end: bool = False, called: Any = "", **kwargs: Any) -> None:
        self.end, self.called = end, called
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return read_day(str(text), end=self.end)
        except NoSuchDay as found:
            raise self._error(found.fault, found.day) from None
        except ValueError:
            raise self._error("invalid") from None

    def _error(self, code: str, day: date | None = None) -> forms.ValidationError:
        words: dict[str, Any] = {"earliest": EARLIEST, "latest": LATEST}
        if day:
            words |= {
                "days": day.day,
                "month": date_format(day, "F Y"),
                "day": date_format(day, "j F Y"),
                "weekday": date_format(day, "l"),
            }
        problem = self.error_messages[code] % words
        if self.called:
            problem = _("%(field)s: %(problem)s") % {"field": self.called, "problem": problem}
        return forms.ValidationError(problem, code)

    def prepare_value(self, value: Any) -> Any:
        """Show an ISO date from the address in British format; other text is kept."""
        try:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        except (TypeError, ValueError):
            return value


class DayFilter(django_filters.Filter):
    field_class = DayField


class ArchiveForm(forms.Form):
    """Validates combinations of fields."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from"), cleaned.get("to")
        if start and end and start > end:
            self.add_error(
                "to", _("Published to: This date must be the same as or after the first one")
            )
        if too_long(cleaned.get("q") or ""):
            self.add_error(
                "q",
                _("Search for %(length)s characters and %(words)s words or fewer")
                % {"length": MAX_LENGTH, "words": MAX_WORDS},
            )
        return cleaned


class ArchiveFilter(django_filters.FilterSet):
    """Converts query parameters to a `Selection`.

    `from` and `to` are added below the class, because `from` is a keyword in Python. Unlike
    django-filter's own, the queryset is empty if a value is invalid, and not unfiltered.
    """

    crime_type = django_filters.MultipleChoiceFilter(label=_("Crime type"))
    area = django_filters.MultipleChoiceFilter(label=_("Area"))
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Kind.choices)
    q = django_filters.CharFilter(label=_("Search"))
    order = django_filters.ChoiceFilter(label=_("Order"), choices=ORDERS)

    class Meta:
        model = ArchiveEntry
        fields: list[str] = []
        form = ArchiveForm

    def __init__(self, data: QueryDict, *, language: str) -> None:
        self.language = language
        more = [STORED, STORED_PLACES] if data.get("q") else []
        self.vocabulary = Vocabulary(anything_over(language), *more)
        self.crime_types, self.areas = self.vocabulary.crime_types, self.vocabulary.areas
        super().__init__(data, queryset=ArchiveEntry.objects.all())
        for name, terms in (("crime_type", self.crime_types), ("area", self.areas)):
            self.filters[name].extra["choices"] = [
                (slug, terms.name(slug)) for slug in terms.by_slug
            ]

    @cached_property
    def selection(self) -> Selection:
        """The requested selection. Raises ValueError if `is_valid()` is false."""
        if not self.is_valid():
            raise ValueError(self.errors)
        chosen = self.form.cleaned_data
        return Selection(
            language=self.language,
            crime_types=tuple(self.crime_types.by_slug[slug].pk for slug in chosen["crime_type"]),
            areas=tuple(self.areas.by_slug[slug].pk for slug in chosen["area"]),
            kinds=tuple(chosen["kind"]),
            start=chosen["from"],
            end=chosen["to"],
            words=chosen["q"],
            query=self.tagged(self.query),
            newest_first=chosen["order"] == NEWEST_FIRST,
            over=overdue(self.language) if self.vocabulary.found(ANYTHING_OVER) else (),
        )

    @cached_property
    def query(self) -> SearchQuery:
        """The words that are searched for, with their synonyms; empty without any."""
        return self.query_of(self.form.cleaned_data["q"])

    def query_of(self, words: str) -> SearchQuery:
        """Words as they are searched for, with their synonyms; empty without any."""
        if not words:
            return NOTHING
        stored = [(row.name, row.aliases) for row in self.vocabulary.rows_of(ROWS)]
        stored += map(forms_and_finds, self.vocabulary.rows_of(PLACE_ROWS))
        known = [*synonyms(stored, self.language), *synonyms_of_names(self._names)]
        return parse(words, self.language, known)

    @cached_property
    def _names(self) -> list[Name]:
        """The names by which crime types and Areas are found as words of their items."""
        return names_of_terms(self.vocabulary, self.language)

    def tagged(self, query: SearchQuery) -> SearchQuery:
        """A query with all tags that its words name, those of cases and topics too."""
        if not query:
            return NOTHING
        return query.with_names([*self._names, *names_of_pages(query, self.language)])

    def filter_queryset(self, queryset: QuerySet[ArchiveEntry]) -> QuerySet[ArchiveEntry]:
        return self.selection.entries()

    @property
    def qs(self) -> QuerySet[ArchiveEntry]:
        return super().qs if self.is_valid() else self.queryset.none()


ArchiveFilter.base_filters["from"] = DayFilter(
    label=_("Published from"), called=_("Published from")
)
ArchiveFilter.base_filters["to"] = DayFilter(
    label=_("Published to"), called=_("Published to"), end=True
)

"""A query of the archive: the selected filters, the number of items, and the items of a page."""

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db import connection
from django.db.models import Count, Model, Q, QuerySet, Sum

from newsroom.archive.index import ANY, LONDON, ArchiveEntry, ArchiveTally, ArchiveText
from newsroom.archive.overdue import OverdueRow
from newsroom.archive.search import Matches, matching

type Facet = Literal["crime_type", "area", "kind", "month"]

ENTRIES = ArchiveEntry._meta.db_table
TALLY = ArchiveTally._meta.db_table
CAP = 10_000
"""The number of search matches above which the archive shows "more than" and stops counting."""


def start_of(day: date) -> datetime:
    """Midnight in London at the start of a day."""
    return datetime.combine(day, time.min, tzinfo=LONDON)


def month_bounds(month: int) -> tuple[date, date]:
    """The first and last day of a month given as a number such as 202611."""
    year, number = divmod(month, 100)
    return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])


@dataclass(frozen=True)
class Selection:
    """The active filters. An empty filter means any value; several values are alternatives.

    `crime_types` and `areas` are ids of terms, and `kinds` values of `Kind`. `start` and `end` are
    days in London, both inclusive.
    """

    language: str
    crime_types: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    words: str = ""
    over: tuple[OverdueRow, ...] = ()
    """Rows to exclude, because their edition has expired: see overdue.py."""

    def without(self, facet: Facet) -> "Selection":
        """The selection without one filter, used to count the options of that filter."""
        match facet:
            case "crime_type":
                return replace(self, crime_types=())
            case "area":
                return replace(self, areas=())
            case "kind":
                return replace(self, kinds=())
            case _:
                return self

    def entries(self) -> QuerySet[ArchiveEntry]:
        """The matching rows: one for each item, or more if it has several of the selected terms."""
        return self._entries(self._terms())

    def _entries(self, terms: Q) -> QuerySet[ArchiveEntry]:
        rows = ArchiveEntry.objects.filter(terms, language=self.language)
        if self.kinds:
            rows = rows.filter(kind__in=self.kinds)
        if self.start:
            rows = rows.filter(date__gte=start_of(self.start))
        if self.end:
            rows = rows.filter(date__lt=start_of(self.end + timedelta(days=1)))
        if self.words:
            rows = rows.filter(self._match())
        if self.over:
            rows = rows.exclude(item_id__in={row.item_id for row in self.over})
        return rows

    def _match(self) -> Matches:
        return Matches("item_id", self.words, self.language)

    def total_is_capped(self) -> bool:
        """Whether a search has more than `CAP` matches."""
        if not self.words:
            return False
        wordless = replace(self, words="")
        if sum(wordless.counts("month").values()) <= CAP:
            return False
        if ArchiveText.objects.filter(self._match())[: CAP + 1].count() <= CAP:
            return False
        return self.entries().values("item_id")[: CAP + 1].count() > CAP

    def counts(self, facet: Facet, among: Iterable[int] = ()) -> Counter[int | str]:
        """The number of items for each value of `facet`, without the filter of `facet` itself.

        For crime types and Areas, `among` lists the ids to count, so that each is answered from a
        short index range. For `"month"`, the sum of the counts is the total, because an item has
        one date.
        """
        lifted = self.without(facet)
        terms = lifted._terms(facet, among)
        if lifted.words or len(lifted.crime_types) > 1 or len(lifted.areas) > 1:
            # An item with two of the selected terms has two rows, but counts once.
            return _grouped(lifted._entries(terms), facet, Count("item_id", distinct=True))
        return lifted._tallied(terms, facet, among)

    def counts_at_once(
        self, among: Mapping[Facet, Iterable[int]]
    ) -> dict[Facet, Counter[int | str]]:
        """`counts` for several facets in one query, except for days of incomplete months.

        The full-text search runs once, however many facets are counted.
        """
        found: dict[Facet, Counter[int | str]] = {}
        parts: list[str] = []
        matches, values = matching(self.words, self.language) if self.words else ("", [])
        for facet, ids in among.items():
            lifted = self.without(facet)
            several = len(lifted.crime_types) > 1 or len(lifted.areas) > 1
            if lifted.words or several:
                part, its_values = lifted._distinct_items(facet, list(ids))
            elif self.over or lifted._months()[2]:
                found[facet] = self.counts(facet, ids)
                continue
            else:
                part, its_values = lifted._whole_months(facet, list(ids))
            found[facet] = Counter()
            parts.append(part)
            values += its_values
        if parts:
            first = f"WITH matches AS MATERIALIZED ({matches}) " if matches else ""
            with connection.cursor() as cursor:
                cursor.execute(first + " UNION ALL ".join(parts), values)
                for name, number, word, items in cursor.fetchall():
                    if items:
                        found[name][word or number] = int(items)
        return found

    def _distinct_items(self, facet: Facet, ids: list[int]) -> tuple[str, list[Any]]:
        """The number of distinct items for each value of a facet, as SQL."""
        condition, values = self._condition(*self._asked(facet, ids))
        if self.words:
            condition += " AND item_id IN (SELECT item_id FROM matches)"
        number, word = ("0", "kind") if facet == "kind" else (facet, "''")
        return (
            f"SELECT '{facet}', {number}, {word}, COUNT(DISTINCT item_id) FROM {ENTRIES}"
            f" WHERE {condition} GROUP BY {facet}",
            values,
        )

    def _condition(self, crime_types: Sequence[int], areas: Sequence[int]) -> tuple[str, list[Any]]:
        """The condition of `_entries` as SQL, without the search."""
        over = sorted({row.item_id for row in self.over})
        conditions: list[tuple[str, list[Any]]] = [
            ("language = %s", [self.language]),
            (_one_of("crime_type", crime_types), [*crime_types]),
            (_one_of("area", areas), [*areas]),
        ]
        if self.kinds:
            conditions.append((_one_of("kind", self.kinds), [*self.kinds]))
        if self.start:
            conditions.append(("date >= %s", [_stored(start_of(self.start))]))
        if self.end:
            next_day = start_of(self.end + timedelta(days=1))
            conditions.append(("date < %s", [_stored(next_day)]))
        if over:
            conditions.append((f"NOT {_one_of('item_id', over)}", [*over]))
        where = " AND ".join(condition for condition, _values in conditions)
        return where, [value for _condition, these in conditions for value in these]

    def _whole_months(self, facet: Facet, ids: list[int]) -> tuple[str, list[Any]]:
        """`_tallied` for one facet as SQL, because building the query in Django takes too long."""
        crime_types, areas = self._asked(facet, ids)
        first, last, _ends = self._months()
        conditions: list[tuple[str, list[Any]]] = [
            ("language = %s", [self.language]),
            (_one_of("crime_type", crime_types), [*crime_types]),
            (_one_of("area", areas), [*areas]),
        ]
        if self.kinds:
            conditions.append((_one_of("kind", self.kinds), [*self.kinds]))
        if first is None and last is None and facet != "month":
            conditions.append((f"month = {ANY}", []))
        else:
            conditions.append((f"month > {ANY}", []))
            conditions += [("month >= %s", [first])] if first else []
            conditions += [("month <= %s", [last])] if last else []
        number, word = ("0", "kind") if facet == "kind" else (facet, "''")
        where = " AND ".join(condition for condition, _values in conditions)
        values = [value for _condition, these in conditions for value in these]
        return (
            f"SELECT '{facet}', {number}, {word}, SUM(items) FROM {TALLY}"
            f" WHERE {where} GROUP BY {facet}",
            values,
        )

    def _terms(self, facet: Facet = "month", among: Iterable[int] = ()) -> Q:
        crime_types, areas = self._asked(facet, among)
        return Q(crime_type__in=crime_types, area__in=areas)

    def _asked(self, facet: Facet, among: Iterable[int]) -> tuple[list[int], list[int]]:
        crime_types = among if facet == "crime_type" else self.crime_types or [ANY]
        areas = among if facet == "area" else self.areas or [ANY]
        return list(crime_types), list(areas)

    def _tallied(self, terms: Q, facet: Facet, among: Iterable[int]) -> Counter[int | str]:
        """Count whole months from the tally, and partial months (at most two) from the entries."""
        tally = ArchiveTally.objects.filter(terms, language=self.language)
        if self.kinds:
            tally = tally.filter(kind__in=self.kinds)
        first, last, ends = self._months()
        if first is None and last is None and facet != "month":
            tally = tally.filter(month=ANY)
        else:
            tally = tally.filter(month__gt=ANY)
            tally = tally.filter(month__gte=first) if first else tally
            tally = tally.filter(month__lte=last) if last else tally
        counts = _grouped(tally, facet, Sum("items"))
        counts.subtract(self._over(facet, among, first, last))
        for start, end in ends:
            part = replace(self, start=start, end=end)._entries(terms)
            counts.update(_grouped(part, facet, Count("pk")))
        return +counts

    def _over(
        self, facet: Facet, among: Iterable[int], first: int | None, last: int | None
    ) -> Counter[int | str]:
        """The overdue items that the tally still counts in these months."""
        crime_types, areas = self._asked(facet, among)
        return Counter(
            getattr(row, facet)
            for row in self.over
            if row.crime_type in crime_types
            and row.area in areas
            and (not self.kinds or row.kind in self.kinds)
            and (first or ANY) <= row.month <= (row.month if last is None else last)
        )

    def _months(self) -> tuple[int | None, int | None, list[tuple[date, date]]]:
        """The first and last whole month, and the date ranges of partial months."""
        ends: list[tuple[date, date]] = []
        start, end = self.start, self.end
        if start and end and (start.year, start.month) == (end.year, end.month):
            month = start.year * 100 + start.month
            if (start, end) == month_bounds(month):
                return month, month, []
            # An empty range of months, so that the tally counts nothing.
            return month, month - 1, [(start, end)]
        first = last = None
        if start:
            first = start.year * 100 + start.month
            if start.day > 1:
                ends.append((start, month_bounds(first)[1]))
                first += 1
        if end:
            last = end.year * 100 + end.month
            opening, closing = month_bounds(last)
            if end < closing:
                ends.append((opening, end))
                last -= 1
        return first, last, ends

    def page_ids(self, months: Counter[int | str], offset: int, size: int) -> list[int]:
        """The ids of `size` items from `offset`, newest first.

        `months` is `counts("month")`. It determines the months of the page, so that a deep page
        reads a short index range. With empty `months`, the query skips `offset` rows instead.
        """
        condition, values = self._condition(*self._asked("month", ()))
        if self.words:
            matches, of_words = matching(self.words, self.language)
            condition += f" AND item_id IN ({matches})"
            values += of_words
        skipped, first, last = 0, None, None
        for month, items in sorted(months.items(), reverse=True):
            if first is None and skipped + items > offset:
                first, offset_in_first = month, offset - skipped
            skipped += items
            if first is not None:
                last = month
                if skipped >= offset + size:
                    break
        if first is not None and last is not None:
            condition += " AND date < %s AND date >= %s"
            values.append(_stored(start_of(month_bounds(int(first))[1] + timedelta(days=1))))
            values.append(_stored(start_of(month_bounds(int(last))[0])))
            offset = offset_in_first
        if len(self.crime_types) > 1 or len(self.areas) > 1:
            condition += " GROUP BY date, item_id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT item_id FROM {ENTRIES} WHERE {condition}"
                " ORDER BY date DESC, item_id DESC LIMIT %s OFFSET %s",
                [*values, size, offset],
            )
            return [item_id for (item_id,) in cursor.fetchall()]


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _one_of(column: str, values: Sequence[Any]) -> str:
    return f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0"


def _grouped[M: Model](rows: QuerySet[M], facet: Facet, count: Count | Sum) -> Counter[int | str]:
    counted = rows.order_by().values_list(facet).annotate(n=count)
    return Counter({value: n for value, n in counted if n})

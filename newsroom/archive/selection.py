"""A query of the archive: the selected filters, the number of items, and the items of a page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import connection
from django.db.models import Count, Model, Q, QuerySet, Sum

from newsroom.archive.days import month_bounds, start_of, whole_months
from newsroom.archive.index import ANY, ArchiveEntry, ArchiveTally, ArchiveText
from newsroom.archive.overdue import OverdueRow
from newsroom.archive.search import TEXT_TABLE as TEXTS
from newsroom.archive.search import Matches, degrees, matching
from newsroom.archive.search_query import NOTHING, SearchQuery

type Facet = Literal["crime_type", "area", "kind", "month"]

ENTRIES = ArchiveEntry._meta.db_table
TALLY = ArchiveTally._meta.db_table
NO_LIMIT = 2**31
MOST_RANKED = 2_000
"""So many of the newest matches are ordered by relevance; those before them follow by date."""
CAP = 10_000
"""The number of search matches above which the archive shows "more than" and stops counting."""


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
    """What was typed; `query` is what is looked for."""
    query: SearchQuery = NOTHING
    newest_first: bool = True
    """False to have the best matches of `words` come first."""
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
        return Matches("item_id", self.query)

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
        matches, values = matching(self.query) if self.words else ("", [])
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
        return whole_months(self.start, self.end)

    def total_query(self, most: int, *, common: bool = False) -> tuple[str, list[Any]]:
        """The number of items that have the words, up to `most`, as SQL; `common` as below."""
        condition, values = self._condition(*self._asked("month", ()))
        first, matches, of_words = self._matches(common)
        found = f"SELECT DISTINCT item_id FROM {ENTRIES} WHERE {condition} AND {matches} LIMIT %s"
        in_order = [*values, *of_words] if common else [*of_words, *values]
        return f"{first} SELECT COUNT(*) FROM ({found}) found", [*in_order, most]

    def all_ids(self) -> list[int]:
        """The ids of all items, newest first; needs one query."""
        return replace(self, newest_first=True).page_ids(Counter(), 0, NO_LIMIT)

    def page_ids(
        self, months: Counter[int | str], offset: int, size: int, *, common: bool = False
    ) -> list[int]:
        """The ids of `size` items from `offset`, in the order of the selection.

        `months` is `counts("month")`, so that a deep page reads a short index range. With empty
        `months`, the query skips `offset` rows instead. `common`: so many items have the words that
        it is quicker to look for them among the newest than to read all that match.
        """
        if self.words and not self.query:
            return []
        if not self.words or self.newest_first or offset >= MOST_RANKED:
            first, newest, values = self._newest(months, offset, size, common)
            return _ids(f"{first} {newest}", values)
        first, newest, values = self._newest(Counter(), 0, MOST_RANKED, common)
        best = degrees(self.query)
        cases = " ".join(f"WHEN {sql} THEN {at}" for at, (sql, _values) in enumerate(best))
        # Only the newest are ranked, so that a common word costs no more in a larger archive.
        return _ids(
            f"{first}{', ' if first else 'WITH '}newest AS MATERIALIZED ({newest})"
            f" SELECT item_id FROM newest JOIN {TEXTS} USING (item_id)"
            f" ORDER BY CASE {cases} ELSE {len(best)} END, date DESC, item_id DESC"
            " LIMIT %s OFFSET %s",
            [*values, *(value for _sql, of_each in best for value in of_each), size, offset],
        )

    def _newest(
        self, months: Counter[int | str], offset: int, size: int, common: bool
    ) -> tuple[str, str, list[Any]]:
        """The WITH clause, the query of id and date of some items, and the values of both."""
        condition, values = self._condition(*self._asked("month", ()))
        first = ""
        if self.words:
            first, matches, of_words = self._matches(common)
            condition += f" AND {matches}"
            values = [*values, *of_words] if common else [*of_words, *values]
        skipped, latest, last = 0, None, None
        for month, items in sorted(months.items(), reverse=True):
            if latest is None and skipped + items > offset:
                latest, offset_in_latest = month, offset - skipped
            skipped += items
            if latest is not None:
                last = month
                if skipped >= offset + size:
                    break
        if latest is not None and last is not None:
            condition += " AND date < %s AND date >= %s"
            values.append(_stored(start_of(month_bounds(int(latest))[1] + timedelta(days=1))))
            values.append(_stored(start_of(month_bounds(int(last))[0])))
            offset = offset_in_latest
        if len(self.crime_types) > 1 or len(self.areas) > 1:
            condition += " GROUP BY date, item_id"
        newest = (
            f"SELECT item_id, date FROM {ENTRIES} WHERE {condition}"
            " ORDER BY date DESC, item_id DESC LIMIT %s OFFSET %s"
        )
        return first, newest, [*values, size, offset]

    def _matches(self, common: bool) -> tuple[str, str, list[str]]:
        """A WITH clause, the condition that an item has the words, and their values.

        The clause has the full-text index asked before anything else; `common` does without.
        """
        matches, values = matching(self.query, common=common)
        if common:
            return "", f"item_id IN ({matches})", values
        first = f"WITH matches AS MATERIALIZED ({matches})"
        return first, "item_id IN (SELECT item_id FROM matches)", values


def _ids(sql: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _one_of(column: str, values: Sequence[Any]) -> str:
    return f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0"


def _grouped[M: Model](rows: QuerySet[M], facet: Facet, count: Count | Sum) -> Counter[int | str]:
    counted = rows.order_by().values_list(facet).annotate(n=count)
    return Counter({value: n for value, n in counted if n})

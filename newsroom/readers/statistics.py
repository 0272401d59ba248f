"""Statistics for readers: server-rendered SVG charts, tables, and rows for a CSV file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format

from newsroom.choices import Unit, label
from newsroom.documents.document import TopicStatistic
from newsroom.spreadsheets import no_formula

ROW_HEIGHT = 3
"""The height of a bar with its label, in em."""
COLUMNS = ("Measure", "Period", "Number", "Unit", "Source", "Note")


@dataclass(frozen=True)
class Bar:
    """One row of a chart and of its table. Lengths are SVG lengths, in percent or em."""

    period: str
    words: str
    note: str
    width: str
    text_y: str
    bar_y: str


@dataclass(frozen=True)
class Series:
    """The statistics with one label, over several periods."""

    label: str
    bars: list[Bar]
    sources: list[str]

    @property
    def height(self) -> str:
        return f"{ROW_HEIGHT * len(self.bars)}em"

    @property
    def has_notes(self) -> bool:
        return any(bar.note for bar in self.bars)

    @property
    def description(self) -> str:
        """The chart's text alternative."""
        return "; ".join(f"{bar.period}: {bar.words}" for bar in self.bars)


def in_words(number: Decimal, unit: str) -> str:
    """A number formatted for readers, such as 2,185 or 82.6% or £1,250,000."""
    number = number.normalize()
    places = max(0, -int(number.as_tuple().exponent))
    words = number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)
    return {str(Unit.PERCENT): f"{words}%", str(Unit.POUNDS): f"£{words}"}.get(unit, words)


def series_of(statistics: Iterable[TopicStatistic]) -> list[Series]:
    """The rows grouped by label, in the editors' order."""
    by_label: dict[str, list[TopicStatistic]] = {}
    for row in statistics:
        # In a draft, the number may be missing.
        if row.number is not None:
            by_label.setdefault(row.label, []).append(row)
    return [
        Series(
            name, list(_bars(rows)), list(dict.fromkeys(row.source for row in rows if row.source))
        )
        for name, rows in by_label.items()
    ]


def _bars(rows: list[TopicStatistic]) -> Iterator[Bar]:
    # The scale of percentages is 100; the scale of other bars is the largest number.
    numbers = [row.number or Decimal(0) for row in rows]
    whole = max(numbers)
    if rows[0].unit == Unit.PERCENT:
        whole = max(whole, Decimal(100))
    for place, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        share = number / whole * 100 if whole else Decimal(0)
        top = ROW_HEIGHT * place
        yield Bar(
            period=row.period,
            words=in_words(number, row.unit),
            note=row.note,
            width=f"{share:.2f}%",
            text_y=f"{top + 1}em",
            bar_y=f"{top + 1.35}em",
        )


def file_rows(statistics: Iterable[TopicStatistic]) -> Iterator[tuple[str, ...]]:
    """All rows for a CSV file, with a header row."""
    yield COLUMNS
    for row in statistics:
        words = (row.label, row.period, label(Unit, row.unit), row.source, row.note)
        name, period, unit, source, note = map(harmless, words)
        yield name, period, f"{row.number or 0:f}", unit, source, note


def harmless(words: str) -> str:
    """Words in one line that no spreadsheet takes for a formula."""
    return no_formula(" ".join(str(words).split()))

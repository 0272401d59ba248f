"""The exporter of all lists and reports of the desk, Wagtail's own included: CSV and XLSX.

Moments are in London time, with their zone. In CSV no cell is a formula; in XLSX texts are cells of
text and moments are dates. CSV is sent row by row; XLSX is written to a temporary file.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView

from newsroom.spreadsheets import BYTE_ORDER_MARK, no_formula
from newsroom.time_zones import LONDON

CHUNK = 500
"""How many rows are read from the database at a time."""
LONGEST_CELL = 32_767
"""The most characters that a cell of Excel holds."""
CUT_OFF = " […] (too long for a cell: the CSV file has all of it)"
MOST_DIGITS = 15
"""A spreadsheet rounds longer numbers."""
FIRST_YEAR = 1900
"""Excel has no dates before this year."""

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LongReport(ReportView):
    """A report of our own, whose rows are exported without holding all of them in memory."""

    permission_required = "view"
    is_long = True


def use_for_all_lists() -> None:
    """Have every list and report of the admin exported by this module.

    Wagtail 8.0 offers no setting for this; all its views with an export have this mixin.
    """
    SpreadsheetExportMixin.as_spreadsheet = as_spreadsheet


def as_spreadsheet(view: Any, queryset: Iterable[Any], spreadsheet_format: str) -> Any:
    """The response with all rows of a view in this format, one of the view's `FORMATS`."""
    fields, name = list(view.list_export), f"{view.get_filename()}.{spreadsheet_format}"
    headings = [view.get_heading(queryset, field) for field in fields]
    rows = _rows(view, queryset, fields, spreadsheet_format)
    if spreadsheet_format == view.FORMAT_CSV:
        stream = _csv_lines(headings, rows)
        response: Any = StreamingHttpResponse(stream, content_type="text/csv; charset=utf-8")
    else:
        response = FileResponse(_workbook(headings, rows), content_type=_XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _rows(
    view: Any, queryset: Iterable[Any], fields: list[str], spreadsheet_format: str
) -> Iterator[list[Any]]:
    """The values of each row: as the view prepares a field, or else as they are."""
    prepare: dict[str, Callable[[Any], Any]] = {
        field: view.custom_field_preprocess[field][spreadsheet_format]
        for field in fields
        if spreadsheet_format in view.custom_field_preprocess.get(field, {})
    }
    # Some views of Wagtail 8.0 add values to the records that they have read.
    records = queryset.iterator(chunk_size=CHUNK) if hasattr(view, "is_long") else queryset  # type: ignore[attr-defined]
    for record in records:
        values = view.to_row_dict(record)
        yield [prepare[name](values[name]) if name in prepare else values[name] for name in fields]


def _csv_lines(headings: list[str], rows: Iterator[list[Any]]) -> Iterator[bytes]:
    # Everything is quoted: where a list separator is a semicolon, it separates nothing in a text.
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK.encode()
    for row in chain([headings], rows):
        yield writer.writerow([csv_cell(value) for value in row])


def csv_cell(value: Any) -> str:
    """A value as the text of a cell that is no formula."""
    match value:
        case datetime():
            return _in_london(value)
        case date() | time():
            return value.isoformat()
        case bool() | int() | float() | Decimal():
            return str(value)
    return no_formula(_text(value))


def _workbook(headings: list[str], rows: Iterator[list[Any]]) -> Any:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title="Sheet1")
    sheet.append([xlsx_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append([xlsx_cell(sheet, value) for value in row])
    # Closed by the response.
    file = TemporaryFile()  # noqa: SIM115
    workbook.save(file)
    file.seek(0)
    return file


def xlsx_cell(sheet: Any, value: Any) -> Any:
    """A value as a cell: a number, a date, or text that is never evaluated."""
    match value:
        case datetime() if value.year >= FIRST_YEAR:
            moment = _local(value)
            cell = WriteOnlyCell(sheet, moment.replace(tzinfo=None, microsecond=0))
            zone = f'" {moment:%Z}"' if moment.tzinfo else ""
            cell.number_format = f"yyyy-mm-dd hh:mm:ss{zone}"
            return cell
        case date() if not isinstance(value, datetime) and value.year >= FIRST_YEAR:
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = "yyyy-mm-dd"
            return cell
        case bool():
            pass
        case int() | float() | Decimal() if len(f"{value}") <= MOST_DIGITS:
            return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", _in_london(value) if _is_moment(value) else _text(value))
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - len(CUT_OFF)] + CUT_OFF
    cell = WriteOnlyCell(sheet, text)
    # Texts such as "=1+1" and "#N/A" are text, and stay so when somebody edits the cell.
    cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
    return cell


def _is_moment(value: Any) -> bool:
    return isinstance(value, datetime)


def _local(value: datetime) -> datetime:
    return value if timezone.is_naive(value) else value.astimezone(LONDON)


def _in_london(value: datetime) -> str:
    """A moment as text: 2026-07-01 12:30:00 BST."""
    return f"{_local(value):%Y-%m-%d %H:%M:%S %Z}".strip()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple | set):
        return ", ".join(map(force_str, value))
    return force_str(value)

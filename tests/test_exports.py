"""Every file that the desk exports: in London time, for a spreadsheet, and without a formula."""

import csv
import inspect
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from unicodedata import category

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import URLPattern, get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry

from newsroom.desk.exports import CUT_OFF, LONGEST_CELL, as_spreadsheet, csv_cell, xlsx_cell
from newsroom.models import Area, Clearance, CrimeType, PressReleasePage, ReleaseLog
from newsroom.spreadsheets import FORMULA_STARTS, no_formula
from tests.factories import clear, draft, person, press_release
from tests.kept_records import writable

ATTACKS = [
    *(
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "－1",
        "−1",
        " =1",
        "\xa0=1",
    ),
    *("\u200b=1", "\ufeff=1", "'=1", "''=1", '"=1', "“=1", "\n '=cmd|' /C calc'!A0", "\tx", "\n"),
]
HARMLESS = ["Man jailed", "1 = 1", "“Quoted” - words", "", "2026-07-01", "e=mc2", "#N/A", "’tis"]
SUMMER = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def is_formula(text):
    """Whether a spreadsheet runs it that skips spaces, quotation marks and what is not seen."""
    seen = (c for c in text if not (c.isspace() or c in "'\"“’" or category(c)[0] == "C"))
    return next(seen, "x") in FORMULA_STARTS


def test_what_begins_like_a_formula_is_text():
    for text in ATTACKS:
        assert no_formula(text) == f"'{text}", repr(text)
        assert csv_cell(text) == f"'{text}"
    for text in HARMLESS:
        assert no_formula(text) == text


@given(st.text(max_size=8))
def test_words_are_kept_but_for_an_apostrophe(text):
    made = no_formula(text)
    assert made in (text, f"'{text}")
    assert made[:1] not in (*FORMULA_STARTS, "\t", "\r", "\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02 00:30:00 BST"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "2026-01-01 00:00:00 GMT"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25 01:30:00 BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25 01:30:00 GMT"),
        (date(2026, 7, 1), "2026-07-01"),
        (["=a", "b"], "'=a, b"),
        (-5, "-5"),
        (Decimal("1.50"), "1.50"),
        (None, ""),
        (True, "True"),
    ],
)
def test_values_of_a_csv_file(value, text):
    assert csv_cell(value) == text


def written(*values):
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append([xlsx_cell(sheet, value) for value in values])
    file = io.BytesIO()
    workbook.save(file)
    return next(load_workbook(file).active.iter_rows())


def test_cells_of_a_workbook_are_dates_numbers_or_text():
    cells = written(*ATTACKS, "#N/A", "12e4", True, 2**60, "\x00bad", "x" * (LONGEST_CELL + 1))
    for cell in cells:
        assert (cell.data_type, cell.number_format) in (("s", "@"), ("n", "@")), cell.value
        assert cell.quotePrefix
    # A line break at an end of a cell is the reader's matter.
    assert [cell.value for cell in cells][0:2] == ["=1+1", "+1"]
    assert cells[-2].value == "bad"
    assert len(cells[-1].value) == LONGEST_CELL
    assert cells[-1].value.endswith(CUT_OFF)
    summer, day, number, early = written(SUMMER, date(2026, 7, 1), -5, datetime(1066, 10, 14))
    assert (summer.value, summer.number_format) == (
        datetime(2026, 7, 1, 13, 30),
        'yyyy-mm-dd hh:mm:ss" BST"',
    )
    assert summer.is_date
    assert day.is_date
    assert number.value == -5
    assert early.data_type == "s"


def walked(patterns, prefix=""):
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"/{here}", pattern.callback
        else:
            yield from walked(pattern.url_patterns, here)


def exports():
    """The address of each view of the desk that can export, found in the URL conf."""
    for address, callback in walked(get_resolver("cps_news.urls.desk").url_patterns):
        view = getattr(inspect.unwrap(callback), "view_class", None)
        if view and issubclass(view, SpreadsheetExportMixin):
            yield address, view


@pytest.fixture
def planted(db, client):
    """A row with a formula in every list, made on a day in summer."""
    evil = "=HYPERLINK(1)"
    boss = person("boss", is_superuser=True, first_name=evil, last_name="\t@x")
    client.force_login(boss)
    with time_machine.travel(SUMMER, tick=False):
        item = press_release(title=evil)
        waiting = draft(title=evil)
        waiting.save_revision(user=boss, log_action=True)
        waiting = PressReleasePage.objects.get(pk=waiting.pk)
        clear(waiting)
        # Nobody is written to.
        get_user_model().objects.update(email="")
        waiting.get_workflow().start(waiting, boss)
        with writable(Clearance):
            Clearance.objects.update(comment=evil)
    Page.objects.filter(pk=item.pk).update(locked=True, locked_by=boss, locked_at=SUMMER)
    Page.objects.filter(pk=item.pk).update(last_published_at=SUMMER)
    Redirect.add_redirect("/=old/", redirect_to="=new")
    CrimeType.objects.update(name=evil)
    Area.objects.update(name=evil)
    return client


def rows_of(response):
    content = response.getvalue()
    if "csv" in response.headers["Content-Type"]:
        text = content.decode()
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    return list(load_workbook(io.BytesIO(content)).active.iter_rows())


def test_no_export_has_a_formula_or_a_time_that_is_not_londons(planted):
    """Asks for each export in both formats, as found in the URL conf: some fifty addresses."""
    found = list(exports())
    assert len(found) > 40
    with_rows = set()
    for address, view in found:
        assert inspect.unwrap(view.as_spreadsheet) is as_spreadsheet, address
        if not view.list_export or address.endswith("results/"):
            continue
        response = planted.get(address, {"export": "csv"})
        rows = rows_of(response)
        for row in rows:
            for cell in row:
                assert not is_formula(cell) or cell.startswith("'"), (address, cell)
                assert "+00:00" not in cell, (address, cell)
        if len(rows) > 1:
            with_rows.add(view.__name__)
        for row in rows_of(planted.get(address, {"export": "xlsx"})):
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr"), (address, cell.value)
                assert (
                    not isinstance(cell.value, datetime)
                    or "BST" in cell.number_format
                    or ("GMT" in cell.number_format)
                )
    assert with_rows >= {
        *("LockedPagesView", "WorkflowView", "WorkflowTasksView", "LogEntriesView"),
        *("AgingPagesView", "ReleaseLogView", "ClearancesView"),
    }


def test_the_release_log_says_the_day_and_hour_of_london(planted):
    rows = rows_of(planted.get(reverse("newsroom_release_log"), {"export": "csv"}))
    (place,) = (number for number, name in enumerate(rows[0]) if name == "At")
    moments = {row[place] for row in rows[1:] if "'=HYPERLINK(1)" in row}
    assert moments == {"2026-07-01 13:30:00 BST"}
    assert ReleaseLog.objects.count() == len(rows) - 1
    assert PageLogEntry.objects.exists()

"""A topic's figures: the chart in words and lengths, the table, the file, and who may have it."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from newsroom.models import TopicHubPage, TopicStatistic
from newsroom.readers.statistics import harmless, in_words, series_of
from newsroom.spreadsheets import FORMULA_STARTS
from tests import factories
from tests.factories import newsroom, press_release, release, speech, topic

pytestmark = pytest.mark.django_db

SOURCE = "CPS quarterly data summary"


def figure(subject, number, **fields):
    row = {"label": "Prosecutions", "period": "2024", "source": SOURCE, **fields}
    return TopicStatistic.objects.create(page=subject, number=number, **row)


def file_of(client, subject):
    response = client.get(f"{subject.url}statistics.csv")
    assert response.status_code == 200
    return response


# The chart and its table


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("2185.00", "number", "2,185"),
        ("0", "number", "0"),
        ("1000000", "number", "1,000,000"),
        ("82.60", "percent", "82.6%"),
        ("1250000", "pounds", "£1,250,000"),
        ("999999999999.99", "pounds", "£999,999,999,999.99"),
        ("7", "", "7"),
    ],
)
def test_numbers_are_written_as_readers_know_them(number, unit, words):
    assert in_words(Decimal(number), unit) == words


def test_rows_of_one_name_make_one_chart_measured_by_the_longest():
    rows = [
        TopicStatistic(label="Charges", period="2023", number=Decimal(50), source=SOURCE),
        TopicStatistic(label="Rate", period="2024", number=Decimal(80), unit="percent"),
        TopicStatistic(label="Charges", period="2024", number=Decimal(200), source=SOURCE),
    ]
    charges, rate = series_of(rows)
    assert [(bar.period, bar.words, bar.width) for bar in charges.bars] == [
        ("2023", "50", "25.00%"),
        ("2024", "200", "100.00%"),
    ]
    assert charges.description == "2023: 50; 2024: 200"
    assert charges.sources == [SOURCE]
    # A share is measured by the whole, so that 80% does not look like all.
    assert [bar.width for bar in rate.bars] == ["80.00%"]


def test_nothing_but_noughts_is_a_chart_too():
    (only,) = series_of([TopicStatistic(label="x", period="y", number=Decimal(0))])
    assert only.bars[0].width == "0.00%"


def test_the_chart_is_drawn_with_words_and_without_styles_of_its_own(client):
    subject = topic(title="Hate crime")
    figure(subject, 1250, period="2023 <b>", note="Provisional", sort_order=0)
    figure(subject, 2500, sort_order=1)
    release(subject)
    page = client.get(subject.url).text
    (chart,) = re.findall(r'<svg class="chart".*?</svg>', page, re.DOTALL)
    assert 'role="img"' in chart
    named = re.search(r'aria-labelledby="([^"]+)"', chart)[1].split()
    assert all(f'id="{name}"' in chart for name in named)
    assert "Bar chart: Prosecutions" in chart
    assert "2023 &lt;b&gt;: 1,250; 2024: 2,500." in chart
    assert 'width="50.00%"' in chart
    assert "style" not in chart
    table = page[page.index("<table") : page.index("</table>")]
    for words in ("2023 &lt;b&gt;", "1,250", "2,500", "Provisional", '<th scope="row"'):
        assert words in table
    assert f"Source: {SOURCE}" in page
    assert 'href="statistics.csv"' in page


def test_a_topic_without_figures_shows_no_empty_section(client):
    subject = topic(title="Hate crime")
    assert 'id="statistics"' not in client.get(subject.url).text
    assert client.get(f"{subject.url}statistics.csv").status_code == 404


# The file


def test_the_file_holds_every_row_as_it_is_in_numbers(client):
    subject = topic(title="Hate crime")
    figure(subject, "1250000.50", unit="pounds", note="£ of 2024 – “real” terms", sort_order=1)
    figure(subject, 3000, period="2023", sort_order=0)
    release(subject)
    response = file_of(client, subject)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = 'attachment; filename="hate-crime-statistics.csv"'
    assert response.headers["Content-Disposition"] == disposition
    assert "no-cache" in response.headers["Cache-Control"]
    assert list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")))) == [
        ["Measure", "Period", "Number", "Unit", "Source", "Note"],
        ["Prosecutions", "2023", "3000", "Number", SOURCE, ""],
        ["Prosecutions", "2024", "1250000.5", "Pounds", SOURCE, "£ of 2024 – “real” terms"],
    ]


ATTACKS = [
    '=HYPERLINK("http://x.uk")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "|x",
    "'=1",
    "\u200b@x",
]


def test_no_cell_is_taken_for_a_formula(client):
    subject = topic(title="Hate crime")
    for place, words in enumerate(ATTACKS):
        # Periods are short; the others may be long.
        short = {"period": words[:24], "sort_order": place}
        figure(subject, 1, label=words, source=words, note=words, **short)
    release(subject)
    for row in list(csv.reader(io.StringIO(file_of(client, subject).content.decode("utf-8-sig")))):
        for cell in row:
            assert cell[:1] not in (*FORMULA_STARTS, "\t", "\r", " ", "\n")


@given(st.text())
def test_harmless_words_never_begin_a_formula(words):
    made = harmless(words)
    assert made[:1] not in tuple(FORMULA_STARTS)
    assert not re.search(r"[\r\n\t]", made)
    said = " ".join(words.split())
    assert made in (said, f"'{said}")


@pytest.mark.parametrize("state", ["draft", "expired", "withdrawn", "private", "above private"])
def test_the_file_is_public_exactly_while_its_topic_is(client, state):
    subject = topic(title="Hate crime")
    figure(subject, 1)
    release(subject)
    file_of(client, subject)
    login = {"restriction_type": PageViewRestriction.LOGIN}
    if state == "draft":
        subject.live = False
        subject.save()
    elif state == "expired":
        subject.expire_at = timezone.now()
        subject.save(update_fields=["expire_at"])
    elif state == "withdrawn":
        subject.unpublish()
    else:
        page = subject if state == "private" else newsroom()
        PageViewRestriction.objects.create(page=page, **login)
    response = client.get(f"{subject.url}statistics.csv")
    assert response.status_code == 404
    assert "Prosecutions" not in response.text


def test_a_draft_of_other_figures_is_not_in_the_file(client):
    subject = topic(title="Hate crime")
    figure(subject, 1)
    release(subject)
    subject = TopicHubPage.objects.get(pk=subject.pk)
    row = subject.statistics.get()
    row.number = Decimal(999)
    subject.statistics.add(row)
    subject.save_revision()
    assert "999" not in file_of(client, subject).content.decode()
    assert "999" not in client.get(subject.url).text


@pytest.mark.parametrize(
    "address", ["/news/no-such/statistics.csv", "/cy/news/hate-crime/statistics.csv"]
)
def test_there_is_no_other_file(client, address):
    subject = topic(title="Hate crime")
    figure(subject, 1)
    release(subject)
    assert client.get(address).status_code == 404


def test_an_item_has_no_file(client):
    item = press_release()
    assert client.get(f"{item.url}statistics.csv").status_code == 404


# The form


def save(editor, *rows):
    """The errors of each figure when a topic with them is published in the admin."""
    subject = topic(title="Hate crime")
    full = [{"source": SOURCE, "note": "", "unit": "number", **row} for row in rows]
    words = nested_form_data(
        {
            "title": subject.title,
            "slug": subject.slug,
            "summary": "",
            "body": streamfield([]),
            "statistics": inline_formset(full),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[subject.pk]), words)
    if response.status_code == 302:
        return []
    return [list(row) for row in response.context["form"].formsets["statistics"].errors]


FIRST = {"label": "Charges", "period": "2023", "number": "10"}


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ([FIRST, {**FIRST, "period": "2024"}], []),
        ([FIRST, {**FIRST, "label": "Rate", "unit": "percent"}], []),
        ([FIRST, {**FIRST, "period": "2024", "unit": "percent"}], [[], ["unit"]]),
        ([FIRST, FIRST], [[], ["period"]]),
        ([{**FIRST, "number": "-1"}], [["number"]]),
        ([{**FIRST, "number": "9" * 40}], [["number"]]),
        ([{**FIRST, "number": "NaN"}], [["number"]]),
        ([{**FIRST, "number": "many"}], [["number"]]),
        ([{**FIRST, "source": ""}], [["source"]]),
    ],
)
def test_figures_that_cannot_share_a_chart_are_refused_beside_the_field(editor, rows, errors):
    assert save(editor, *rows) == errors


def test_a_topic_can_be_previewed_before_it_is_saved(editor):
    press_release(title="Of no topic")
    speech(title="Of no topic either")
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["newsroom", "topichubpage", newsroom().pk]
    )
    row = {"label": "", "period": "", "number": "7", "unit": "", "source": "", "note": ""}
    words = nested_form_data(
        {
            "title": "Hate crime",
            "slug": "hate-crime",
            "body": streamfield([]),
            "statistics": inline_formset([row]),
            "comments": inline_formset([]),
        }
    )
    assert editor.post(address, words).json()["is_valid"]
    preview = editor.get(address)
    assert preview.status_code == 200
    assert "Of no topic" not in preview.text


@pytest.mark.parametrize("number", [1, 7])
def test_query_budget(client, number):
    """The same for any number of items, speeches, figures and other topics.

    1 finds the edition, 1 counts the items, 2 find the newest items and speeches.
    1 reads all pages that it shows or names, 1 the terms of items, 1 the names of all terms,
    1 what cards of speeches have besides.
    """
    subject = topic(title="Hate crime")
    for count in range(number):
        press_release(topics=[subject], crime_types=[factories.crime_type()])
        speech(topics=[subject], speaker=factories.speaker(f"Speaker {count}"))
        figure(subject, count, period=f"{count}")
        topic()
    release(subject)
    client.get(subject.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(subject.url)
    assert len(queries) == 8, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.parametrize("slug", ["gŵyl", "tŷ-cyfiawnder", "crime-2025", "法"])
def test_the_file_of_a_topic_with_any_letters_in_its_slug_is_sent(client, slug):
    subject = topic(title="A subject", slug=slug)
    figure(subject, 1)
    release(subject)
    response = file_of(client, subject)
    assert response.headers["Content-Disposition"].startswith("attachment; filename")

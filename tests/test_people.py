"""People: how each was titled on any day, and what their form refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.models import Person, PersonTitle
from newsroom.pages.people import Titled
from tests.factories import KC, QC, speaker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "titled"),
    [
        (date(2019, 12, 31), Titled("Miriam Castleford", "")),
        (date(2020, 1, 1), Titled("Miriam Castleford QC", "Director of Legal Services")),
        (date(2022, 9, 7), Titled("Miriam Castleford QC", "Director of Legal Services")),
        (date(2022, 9, 8), Titled("Miriam Castleford KC", "Director of Public Prosecutions")),
        (date(9999, 12, 31), Titled("Miriam Castleford KC", "Director of Public Prosecutions")),
        (None, Titled("Miriam Castleford", "")),
    ],
)
def test_queens_counsel_became_kings_counsel_in_a_day(day, titled):
    assert speaker("Miriam Castleford", QC, KC).titled(day) == titled


def test_a_title_may_change_the_name_itself():
    dame = {"name": "Dame Miriam Castleford", "post_nominals": "KC", "since": date(2023, 1, 1)}
    someone = speaker("Miriam Castleford", dame)
    assert someone.titled(date(2024, 1, 1)).name == "Dame Miriam Castleford KC"


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ({"post_nominals": "QC"}, "until"),
        ({"post_nominals": "CBE QC", "until": date(2022, 9, 8)}, "until"),
        ({"post_nominals": "KC"}, "since"),
        ({"post_nominals": "KC", "since": date(2022, 9, 7)}, "since"),
        ({"since": date(2024, 1, 2), "until": date(2024, 1, 1)}, "until"),
    ],
)
def test_silk_is_of_its_time_and_periods_run_forwards(title, field):
    with pytest.raises(ValidationError) as refused:
        PersonTitle(**title).clean()
    assert list(refused.value.message_dict) == [field]


def test_an_address_is_made_of_the_name():
    assert speaker("Siân Ó Briain").slug == "sian-o-briain"
    with pytest.raises(ValidationError):
        speaker("侍")


def post_person(editor, *rows):
    """What the admin answers when this person is saved with rows of (since, until)."""
    inline = [
        {"name": "", "post_nominals": "", "role": "Director", "since": since, "until": until}
        for since, until in rows
    ]
    data = nested_form_data(
        {"name": "Miriam Castleford", "slug": "", "titles": inline_formset(inline)}
    )
    return editor.post(reverse(f"{Person.snippet_viewset.url_namespace}:add"), data)


@pytest.mark.parametrize(
    ("rows", "place", "field"),
    [
        ([("2020-01-01", "2022-01-01"), ("2022-01-01", "")], 1, "since"),
        ([("2022-01-01", ""), ("2020-01-01", "2022-01-01")], 0, "since"),
        ([("2020-01-01", ""), ("2022-01-01", "")], 0, "until"),
        ([("", "2020-01-01"), ("", "2022-01-01")], 1, "since"),
        ([("", ""), ("", "")], 0, "until"),
        ([("2020-01-01", "2030-01-01"), ("2021-01-01", "2021-02-01")], 1, "since"),
    ],
)
def test_periods_that_overlap_are_refused_beside_the_field(editor, rows, place, field):
    response = post_person(editor, *rows)
    assert response.status_code == 200
    errors = response.context["form"].formsets["titles"].errors
    assert [list(row) for row in errors] == [[field] if n == place else [] for n in range(2)]
    assert not Person.objects.exists()


def test_periods_that_follow_each_other_are_saved(editor):
    response = post_person(editor, ("", "2020-01-01"), ("2020-01-02", ""))
    assert response.status_code == 302
    assert Person.objects.get(slug="miriam-castleford").titles.count() == 2

"""People: how each was titled on any day, what their form refuses, and who is not deleted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.models import Person, PersonTitle, SpeechPage
from newsroom.speakers import TitledName
from tests.desk import told
from tests.factories import KC, QC, speaker, speech

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "titled"),
    [
        (date(2019, 12, 31), TitledName("Miriam Castleford", "")),
        (date(2020, 1, 1), TitledName("Miriam Castleford QC", "Director of Legal Services")),
        (date(2022, 9, 7), TitledName("Miriam Castleford QC", "Director of Legal Services")),
        (date(2022, 9, 8), TitledName("Miriam Castleford KC", "Director of Public Prosecutions")),
        (date(9999, 12, 31), TitledName("Miriam Castleford KC", "Director of Public Prosecutions")),
        (None, TitledName("Miriam Castleford", "")),
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


def delete(editor, someone):
    address = reverse(f"{Person.snippet_viewset.url_namespace}:delete", args=[someone.pk])
    return editor.post(address)


def test_a_speaker_is_not_deleted_and_the_speeches_are_named(editor):
    someone = speaker()
    for number in range(1, 8):
        speech(title=f"Speech number {number}", speaker=someone, delivered_on=date(2020, 1, number))
    said = told(delete(editor, someone))
    assert "Miriam Castleford was not deleted" in said
    assert [f"Speech number {number}" in said for number in (2, 3, 7)] == [False, True, True]
    assert "and 2 more" in said
    assert SpeechPage.objects.filter(speaker=someone).count() == 7


def test_a_speaker_of_a_draft_alone_is_not_deleted(editor):
    someone = speaker()
    said = speech(title="The rule of law", titled_name="Somebody else")
    said.speaker = someone
    said.save_revision()
    assert "The rule of law" in told(delete(editor, someone))
    assert Person.objects.filter(pk=someone.pk).exists()


def test_several_people_are_deleted_only_if_none_gave_a_speech(editor):
    someone, nobody = speaker(), speaker("Gregory Lindhurst-Oke")
    speech(speaker=someone)
    address = reverse("wagtail_bulk_action", args=["newsroom", "person", "delete"])
    answer = editor.get(address, {"id": [someone.pk, nobody.pk]})
    assert "prevent" in answer.text
    editor.post(f"{address}?id={someone.pk}&id={nobody.pk}")
    assert Person.objects.count() == 2


def test_whoever_gave_no_speech_is_deleted(editor):
    assert delete(editor, speaker()).status_code == 302
    assert not Person.objects.exists()


def test_no_other_way_takes_a_speaker_from_a_speech():
    someone = speaker()
    speech(speaker=someone)
    with pytest.raises(ProtectedError):
        Person.objects.all().delete()


def test_an_old_draft_by_somebody_who_is_gone_can_be_read():
    someone = speaker()
    said = speech(speaker=someone)
    old = said.save_revision()
    SpeechPage.objects.update(speaker=None, titled_name="Miriam Castleford")
    someone.delete()
    assert old.as_object().speaker is None

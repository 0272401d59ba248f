"""The migration that makes people of the names that speeches were given by."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db.migrations.loader import MigrationLoader

from newsroom.models import CaseStage, HighProfileCasePage, Person, SpeechPage
from newsroom.pages.people import Titled
from tests.factories import case, speaker, speech

pytestmark = pytest.mark.django_db

NAME = "0013_speakers_from_names"
migration = import_module(f"newsroom.migrations.{NAME}")


@pytest.fixture(scope="module")
def apps():
    """The models as the migration knows them: plain rows, before which stands no gate."""
    return MigrationLoader(None).project_state([("newsroom", NAME)]).apps


@pytest.mark.parametrize(
    ("stage", "text", "kind"),
    [
        ("Charged", "", "charge"),
        ("First charges", "Nine people were charged.", "charge"),
        ("Arrested", "", "arrest"),
        ("First hearing", "All four appeared.", "hearing"),
        ("Plea hearing", "The defendant pleaded not guilty to both counts.", "plea"),
        ("Plea", "He pleaded guilty to all counts.", "guilty-plea"),
        ("Plea", "", "plea"),
        ("Trial", "The trial opened.", "trial"),
        ("Verdict", "The jury found all four defendants guilty.", "convicted"),
        ("Verdict", "The jury found her not guilty.", "acquitted"),
        ("Acquitted", "", "acquitted"),
        ("Second trial", "Six people were convicted.", "convicted"),
        ("Verdict", "The jury has returned.", "hearing"),
        ("Sentence", "Nine years.", "sentence"),
        ("Appeal", "The Court of Appeal dismissed his appeal against sentence.", "appeal"),
        ("Conviction quashed", "", "quashed"),
        ("Discontinued", "", "discontinued"),
        ("", "", "hearing"),
    ],
)
def test_the_kind_of_a_stage_is_read_from_its_words(stage, text, kind):
    assert migration.kind_of(stage, text) == kind


def test_names_become_people_and_the_words_of_each_speech_stay(apps):
    as_queens, as_kings = (
        speech(titled_name=f"Helena Marchbank-Rowe {silk}", titled_role="Director", **days)
        for silk, days in (
            ("QC", {"delivered_on": date(2020, 1, 1)}),
            ("KC", {"published_at": datetime(2024, 6, 30, 23, 30, tzinfo=UTC)}),
        )
    )
    SpeechPage.objects.update(listed_on=None)
    migration.forwards(apps, None)
    (someone,) = Person.objects.all()
    assert (someone.name, someone.slug) == ("Helena Marchbank-Rowe", "helena-marchbank-rowe")
    for item, name, day in (
        (as_queens, "Helena Marchbank-Rowe QC", date(2020, 1, 1)),
        (as_kings, "Helena Marchbank-Rowe KC", date(2024, 7, 1)),
    ):
        item.refresh_from_db()
        assert item.speaker == someone
        assert item.spoken_by == Titled(name, "Director")
        assert item.listed_on == day


def test_drafts_are_brought_along_and_back(apps):
    item = speech(titled_name="Ann Roe KC")
    revision = item.save_revision()
    content = revision.content
    for name in ("titled_name", "titled_role"):
        del content[name]
    content["speaker"], content["speaker_role"] = "Ann Roe KC", "Director"
    revision.save(update_fields=["content"])
    migration.forwards(apps, None)
    revision.refresh_from_db()
    draft = revision.as_object()
    assert draft.speaker == Person.objects.get()
    assert draft.spoken_by == Titled("Ann Roe KC", "Director")
    migration.backwards(apps, None)
    revision.refresh_from_db()
    assert revision.content["speaker"] == "Ann Roe KC"
    assert revision.content["speaker_role"] == "Director"


def test_the_way_back_writes_down_what_was_known_by_record(apps):
    title = {"role": "Director", "post_nominals": "QC", "until": date(2022, 9, 7)}
    item = speech(speaker=speaker("Ann Roe", title), delivered_on=date(2020, 1, 1))
    guest = speech(titled_name="Lord Quernmore", titled_role="Chair")
    step = CaseStage.objects.create(page=case(), date=date(2024, 1, 1), kind="charge")
    migration.backwards(apps, None)
    for written in (item, guest, step):
        written.refresh_from_db()
    assert (item.titled_name, item.titled_role) == ("Ann Roe QC", "Director")
    assert (guest.titled_name, guest.titled_role) == ("Lord Quernmore", "Chair")
    assert step.stage == "Charge"


def test_stages_of_live_cases_and_drafts_get_their_kind(apps):
    thread = case()
    CaseStage.objects.create(page=thread, date=date(2024, 1, 1), kind="hearing", stage="Charged")
    revision = HighProfileCasePage.objects.get(pk=thread.pk).save_revision()
    del revision.content["stages"][0]["kind"]
    revision.save(update_fields=["content"])
    migration.forwards(apps, None)
    revision.refresh_from_db()
    assert CaseStage.objects.get().kind == "charge"
    assert revision.as_object().stages.get().kind == "charge"

"""Two people save one record: the second sees both values and chooses."""

from datetime import date, time
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.models import (
    AreaPlace,
    DeskClosure,
    DeskOpening,
    DeskSettings,
    LegalRule,
    ProtectedName,
    ReportingRestriction,
    SearchSynonym,
    UpdateDraft,
)
from tests.factories import area, crime_type, desk, draft, person, speaker

pytestmark = pytest.mark.django_db


def closure():
    return DeskClosure.objects.create(
        reason="Training", first_day=date(2031, 5, 1), last_day=date(2031, 5, 1)
    )


def opening():
    return DeskOpening.objects.create(
        reason="Verdict", day=date(2031, 5, 1), opens=time(18), closes=time(20)
    )


def update_draft():
    now = timezone.now()
    return UpdateDraft.objects.create(
        item=draft(), at=now, note="An appeal.", stage="appeal", written_by=person("writer")
    )


def order():
    row = ReportingRestriction.objects.create(
        kind="s4-2",
        court="Leeds Crown Court",
        covers="The second trial.",
        effect="names",
        starts_at=timezone.now(),
    )
    ProtectedName.objects.create(restriction=row, words="Ottoline Quarrenby")
    return row


RECORDS = {
    "crime type": (lambda: crime_type("Fraud"), "name", "aliases"),
    "Area": (lambda: area("Wessex"), "name", "aliases"),
    "press contact": (lambda: desk(name="Wessex desk"), "name", "note"),
    "closure": (closure, "reason", "last_day"),
    "speaker": (lambda: speaker("Ann Other"), "name", "slug"),
    "opening": (opening, "reason", "day"),
    "court": (lambda: AreaPlace.objects.get(name="Leeds Crown Court"), "aliases", "note"),
    "synonym": (lambda: SearchSynonym.objects.first(), "forms", "finds"),
    "rule of law": (lambda: LegalRule.objects.first(), "source", "until"),
    "draft of an update": (update_draft, "note", "at"),
    "order": (order, "court", "until_event"),
    "settings": (lambda: DeskSettings.load(), "desk_email", "latest"),
}
VALUES = {
    **dict.fromkeys(("last_day", "until", "day"), ("2031-06-01", "2031-07-01")),
    "at": ("01/11/2026 09:00", "02/11/2026 09:00"),
    "latest": ("21:00", "20:00"),
    "slug": ("a-other", "ann-o"),
    "desk_email": ("one@example.org", "two@example.org"),
}


def url_of(record):
    if isinstance(record, DeskSettings):
        return reverse("wagtailsettings:edit", args=["newsroom", "desksettings", record.pk])
    return reverse(f"wagtailsnippets_newsroom_{record._meta.model_name}:edit", args=[record.pk])


@pytest.fixture
def ada():
    return signed_in("ada")


@pytest.fixture
def bea():
    return signed_in("bea")


def signed_in(username):
    client = Client()
    client.force_login(person(username, is_superuser=True))
    return client


def form_of(answer):
    """What the form would send, as it stands in the browser."""
    page = BeautifulSoup(answer.text, "html.parser")
    form = page.select_one("form[data-edit-form]")
    sent = {"items-count": "0"}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.find_parent("template"):
            continue
        if field.name == "textarea":
            value = field.text.removeprefix("\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            value = chosen["value"] if chosen else ""
        elif field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        else:
            value = field.get("value", "on" if field.get("type") == "checkbox" else "")
        sent[field["name"]] = value
    return sent


def opened(client, record):
    return form_of(client.get(url_of(record)))


def two(field):
    return VALUES.get(field, ("What Bea wrote", "What Ada wrote"))


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("side", ["theirs", "mine"])
def test_the_second_to_save_chooses_and_overwrites_nothing_unseen(ada, bea, name, side):
    make, field, other = RECORDS[name]
    record = make()
    mine, theirs = opened(ada, record), opened(bea, record)
    (bea_wrote, ada_wrote), (_same, ada_only) = two(field), two(other)
    saved = bea.post(url_of(record), {**theirs, field: bea_wrote})
    assert saved.status_code == 302, saved.context_data["form"].errors
    answer = ada.post(url_of(record), {**mine, field: ada_wrote, other: ada_only})
    assert answer.status_code == 200
    record.refresh_from_db()
    assert getattr(record, field) == bea_wrote
    (both,) = answer.context_data["form"].both_values
    assert (both.name, both.theirs, both.mine) == (field, bea_wrote, ada_wrote)
    page = BeautifulSoup(answer.text, "html.parser")
    panel = page.select_one("#both-values")
    assert {bea_wrote, ada_wrote} <= set(panel.stripped_strings)
    again = {**form_of(answer), f"choice-{field}": side}
    last = ada.post(url_of(record), again)
    assert last.status_code == 302, last.context_data["form"].errors
    record.refresh_from_db()
    assert getattr(record, field) == (bea_wrote if side == "theirs" else ada_wrote)
    assert str(getattr(record, other)) != "", "what only Ada changed is saved too"


def test_what_only_they_changed_stays_as_they_left_it(ada, bea):
    record = desk(name="Wessex desk", telephone="020 7946 0001")
    mine, theirs = opened(ada, record), opened(bea, record)
    bea.post(url_of(record), {**theirs, "telephone": "020 7946 0002"})
    assert ada.post(url_of(record), {**mine, "name": "Wessex"}).status_code == 302
    record.refresh_from_db()
    assert (record.name, record.telephone) == ("Wessex", "020 7946 0002")


@pytest.mark.parametrize(("side", "opens"), [("theirs", "08:00"), ("mine", "10:00")])
def test_rows_are_chosen_as_a_whole(ada, bea, side, opens):
    record = desk()
    mine, theirs = opened(ada, record), opened(bea, record)
    bea.post(url_of(record), {**theirs, "hours-0-opens": "08:00"})
    answer = ada.post(url_of(record), {**mine, "hours-0-opens": "10:00"})
    (both,) = answer.context_data["form"].both_values
    assert "8" in both.theirs
    assert "10" in both.mine
    last = ada.post(url_of(record), {**form_of(answer), "choice-hours": side})
    assert last.status_code == 302, last.context_data["form"].formsets["hours"].errors
    first = record.hours.order_by("weekday", "pk").first()
    assert first.opens == time.fromisoformat(opens)


def test_rows_that_only_they_changed_stay_as_they_left_them(ada, bea):
    record = desk()
    mine, theirs = opened(ada, record), opened(bea, record)
    bea.post(url_of(record), {**theirs, "hours-0-opens": "08:00"})
    assert ada.post(url_of(record), {**mine, "name": "Another"}).status_code == 302
    record.refresh_from_db()
    assert record.name == "Another"
    assert record.hours.order_by("weekday", "pk").first().opens == time(8)


def test_what_a_program_changed_is_seen_too(ada):
    record = crime_type("Fraud")
    mine = opened(ada, record)
    type(record).objects.filter(pk=record.pk).update(name="Fraud and forgery")
    answer = ada.post(url_of(record), {**mine, "name": "Cheating"})
    assert answer.context_data["form"].both_values[0].theirs == "Fraud and forgery"


def test_a_form_tells_no_value_and_takes_no_forgery(ada):
    record = crime_type("Fraud")
    mine = opened(ada, record)
    assert "Fraud" not in unescape(mine["loaded"])
    forged = ada.post(url_of(record), {**mine, "loaded": dumps({}, salt="other")})
    assert forged.status_code == 200

"""Desks, their hours and their closures as an editor meets them."""

from datetime import date, time

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.desk.contact_viewsets import NO_HOURS, NO_NUMBER
from newsroom.models import AreaPlace, DeskClosure, DeskOpening, OpeningHours, PressContact
from newsroom.press_office.hours import Hours
from tests.factories import area, desk

pytestmark = pytest.mark.django_db


ONE_DAY = {"first_day": "24/12/2026", "last_day": "24/12/2026"}


def row(weekday: int, opens: str, closes: str, to: int | str = "") -> dict[str, object]:
    return {"weekday": weekday, "last_weekday": to, "opens": opens, "closes": closes}


def add(editor, *rows, **fields):
    form = {
        "name": "CPS Wessex press desk",
        "order": 3,
        "telephone": "01632 960115",
        "hours": inline_formset(rows),
        **fields,
    }
    address = reverse("wagtailsnippets_newsroom_presscontact:add")
    return editor.post(address, nested_form_data(form))


def test_a_desk_is_added_with_its_week(editor):
    answer = add(
        editor,
        *(row(day, "09:00", "12:30") for day in range(5)),
        row(0, "13:15", "17:00"),
        row(4, "22:00", "00:00"),
        area=area("Wessex").pk,
        in_welsh="on",
        telephone="01632 960115",
        duty_telephone="020 3357 0906",
        out_of_hours="Urgent enquiries",
        note="Email first",
    )
    assert answer.status_code == 302
    made = PressContact.objects.get()
    assert (made.in_welsh, made.note, made.area.name) == (True, "Email first", "Wessex")
    assert made.hours.count() == 7
    assert OpeningHours.objects.filter(weekday=4, closes=time(0)).exists()


def test_a_desk_without_a_number_or_without_hours_is_refused_beside_the_field(editor):
    answer = add(editor, row(0, "09:00", "17:00", to=4), telephone=" ")
    assert answer.context["form"].errors["telephone"] == [NO_NUMBER]
    answer = add(editor)
    assert str(NO_HOURS) in answer.text
    assert not PressContact.objects.exists()


def test_a_week_is_one_row(editor):
    rows = [row(0, "09:00", "17:00", to=4), row(5, "10:00", "12:00", to=5)]
    assert add(editor, *rows).status_code == 302
    week, saturday = OpeningHours.objects.all()
    assert week.spans == [Hours(day, time(9), time(17)) for day in range(5)]
    assert saturday.spans == [Hours(5, time(10), time(12))]
    assert (str(week), str(saturday)) == (
        "Monday to Friday, 09:00 to 17:00",
        "Saturday, 10:00 to 12:00",
    )


@pytest.mark.parametrize(
    ("rows", "place", "field"),
    [
        ([row(0, "09:00", "09:00")], 0, "closes"),
        ([row(0, "17:00", "09:00")], 0, "closes"),
        ([row(0, "09:00", "")], 0, "closes"),
        ([row(0, "9 o'clock", "17:00")], 0, "opens"),
        ([row(7, "09:00", "17:00")], 0, "weekday"),
        ([row(0, "09:00", "17:00"), row(0, "16:59", "18:00")], 1, "opens"),
        ([row(0, "12:00", "18:00"), row(0, "09:00", "17:00")], 0, "opens"),
        ([row(0, "09:00", "00:00"), row(0, "20:00", "21:00")], 1, "opens"),
        ([row(0, "09:00", "17:00"), row(0, "09:00", "17:00")], 1, "opens"),
        ([row(0, "09:00", "12:00"), row(0, "17:00", "10:00")], 1, "closes"),
        ([row(4, "09:00", "17:00", to=0)], 0, "last_weekday"),
        ([row(0, "09:00", "17:00", to=4), row(2, "16:00", "18:00", to=6)], 1, "opens"),
        ([row(2, "16:00", "18:00", to=6), row(0, "17:00", "19:00", to=3)], 1, "opens"),
    ],
)
def test_impossible_hours_are_told_beside_the_field(editor, rows, place, field):
    answer = add(editor, *rows)
    assert answer.status_code == 200
    forms = answer.context["form"].formsets["hours"].forms
    assert [list(form.errors) for form in forms] == [
        [field] if number == place else [] for number in range(len(rows))
    ]
    assert str(forms[place].errors[field][0]) in answer.text.replace("&#x27;", "'")
    assert not PressContact.objects.exists()


def test_hours_may_touch_and_a_row_that_goes_is_not_in_the_way(editor):
    made = desk()
    week = made.hours.get()
    rows = [
        {**row(0, "09:00", "17:00", to=4), "id": week.pk, "DELETE": "1"},
        row(0, "08:00", "12:00"),
        row(0, "12:00", "16:00", to=2),
    ]
    form = {"name": "Desk", "telephone": "020 3357 0906", "order": 0}
    form |= {"hours": inline_formset(rows, initial=1)}
    address = reverse("wagtailsnippets_newsroom_presscontact:edit", args=[made.pk])
    assert editor.post(address, nested_form_data(form)).status_code == 302
    monday = OpeningHours.objects.filter(weekday=0).order_by("opens")
    assert [(span.opens.hour, span.closes.hour) for span in monday] == [(8, 12), (12, 16)]


@pytest.mark.parametrize("field", ["telephone", "duty_telephone"])
def test_a_number_that_cannot_be_dialled_is_told_beside_it(editor, field):
    week = row(0, "09:00", "17:00", to=4)
    answer = add(editor, week, **{field: "020 3357 0906 ext 4"})
    assert list(answer.context["form"].errors) == [field]
    assert add(editor, week, **{field: "020 3357 0906"}).status_code == 302


def test_a_closure_is_for_all_desks_or_for_one(editor):
    made = desk()
    address = reverse("wagtailsnippets_newsroom_deskclosure:add")
    form = {"first_day": "24/12/2026", "last_day": "24/12/2026", "reason": "Christmas Eve"}
    assert editor.post(address, form).status_code == 302
    assert editor.post(address, {**form, "contact": made.pk}).status_code == 302
    assert {entry.contact for entry in DeskClosure.objects.all()} == {None, made}
    first, _second = DeskClosure.objects.all()
    assert str(first) == "Thursday 24 December 2026: Christmas Eve"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"closed_from": "12:00"}, "Thursday 24 December 2026 (from midday)"),
        ({"closed_until": "10:30"}, "Thursday 24 December 2026 (until 10.30am)"),
        ({"closed_from": "12:00", "closed_until": "14:00"},
         "Thursday 24 December 2026 (midday to 2pm)"),
        ({"last_day": "29/12/2026"}, "Thursday 24 December 2026 to Tuesday 29 December 2026"),
        ({"closed_from": "12:00", "last_day": "29/12/2026", "closed_until": "11:00"},
         "Thursday 24 December 2026 (from midday) to Tuesday 29 December 2026 (until 11am)"),
    ],
)  # fmt: skip
def test_a_closure_may_begin_and_end_within_a_day(editor, days, words):
    form = {"first_day": "24/12/2026", "last_day": "24/12/2026", "reason": "Christmas", **days}
    address = reverse("wagtailsnippets_newsroom_deskclosure:add")
    assert editor.post(address, form).status_code == 302
    assert str(DeskClosure.objects.get()) == f"{words}: Christmas"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first_day": "24/12/2026", "last_day": "23/12/2026"}, "last_day"),
        ({"first_day": "24/12/2026", "last_day": ""}, "last_day"),
        ({"first_day": "31/02/2026", "last_day": "01/03/2026"}, "first_day"),
        ({"first_day": "01/01/99999", "last_day": "01/01/99999"}, "first_day"),
        ({**ONE_DAY, "closed_from": "12:00", "closed_until": "12:00"}, "closed_until"),
        ({**ONE_DAY, "closed_until": "00:00"}, "closed_until"),
        ({**ONE_DAY, "closed_from": "noon"}, "closed_from"),
    ],
)
def test_impossible_days_are_told_beside_the_field(editor, days, field):
    address = reverse("wagtailsnippets_newsroom_deskclosure:add")
    answer = editor.post(address, {**days, "reason": "Training"})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not DeskClosure.objects.exists()


def test_the_lists_open(editor):
    made = desk()
    DeskClosure.objects.create(
        contact=made, first_day=date(2026, 12, 24), last_day=date(2026, 12, 24), reason="Move"
    )
    listing = reverse("wagtailsnippets_newsroom_deskclosure:list")
    assert "Move" in editor.get(listing).text
    assert editor.get(listing, {"q": "move", "first_day__gte": "2026-01-01"}).status_code == 200
    assert editor.get(listing, {"first_day__gte": "99999-01-01"}).status_code == 200
    edit = reverse("wagtailsnippets_newsroom_presscontact:edit", args=[made.pk])
    assert 'name="hours-0-last_weekday"' in editor.get(edit).text


SATURDAY = {"day": "05/12/2026", "opens": "10:00", "closes": "14:00", "reason": "Verdict"}


def open_on(editor, **fields):
    return editor.post(reverse("wagtailsnippets_newsroom_deskopening:add"), {**SATURDAY, **fields})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Saturday 5 December 2026 (10am to 2pm)"),
        ({"opens": "18:00", "closes": "02:00"},
         "Saturday 5 December 2026 (6pm to 2am the next day)"),
        ({"opens": "18:00", "closes": "00:00"}, "Saturday 5 December 2026 (6pm to midnight)"),
    ],
)  # fmt: skip
def test_an_opening_may_end_after_midnight(editor, fields, words):
    assert open_on(editor, **fields).status_code == 302
    assert str(DeskOpening.objects.get()) == f"{words}: Verdict"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"closes": "09:00"}, "closes"),
        ({"closes": "10:00"}, "closes"),
        ({"closes": "late"}, "closes"),
        ({"day": "31/02/2026"}, "day"),
        ({"day": "05/12/9999"}, "day"),
        ({"reason": ""}, "reason"),
    ],
)
def test_an_impossible_opening_is_told_beside_the_field(editor, fields, field):
    assert field in open_on(editor, **fields).context["form"].errors
    assert not DeskOpening.objects.exists()


@pytest.mark.parametrize(("of_closure", "of_opening"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_an_opening_and_a_closure_of_one_time_are_refused(editor, of_closure, of_opening):
    """Whether each is for all desks (0) or for one (1)."""
    made = desk()
    day = {"first_day": "05/12/2026", "last_day": "05/12/2026", "reason": "Move"}
    day |= {"contact": made.pk} if of_closure else {}
    contact = {"contact": made.pk} if of_opening else {}
    close = reverse("wagtailsnippets_newsroom_deskclosure:add")
    assert editor.post(close, day).status_code == 302
    errors = open_on(editor, **contact).context["form"].errors
    assert "The desk is closed then: Saturday 5 December 2026: Move." in errors["day"][0]
    DeskClosure.objects.all().delete()
    assert open_on(editor, **contact).status_code == 302
    errors = editor.post(close, day).context["form"].errors
    assert "The desk is open then: Saturday 5 December 2026 (10am" in errors["first_day"][0]
    assert editor.post(close, {**day, "closed_from": "14:00"}).status_code == 302


def test_a_desk_may_be_open_while_another_is_closed(editor):
    made, other = desk(), desk()
    DeskClosure.objects.create(
        contact=other, first_day=date(2026, 12, 5), last_day=date(2026, 12, 5), reason="Move"
    )
    assert open_on(editor, contact=made.pk).status_code == 302


def place(editor, **fields):
    area("Wessex")
    form = {"kind": "court", "name": "Erewhon Crown Court", "areas": "Wessex", **fields}
    return editor.post(reverse("wagtailsnippets_newsroom_areaplace:add"), form)


def test_a_court_is_entered_with_its_areas(editor):
    area("South East", aliases="Kent")
    assert place(editor, areas="wessex\r\nKent\r\nSouth East").status_code == 302
    assert AreaPlace.objects.get(name="Erewhon Crown Court").area_names == ["Wessex", "South East"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"areas": "Narnia"}, "areas"),
        ({"areas": ""}, "areas"),
        ({"name": "Crown Court"}, "name"),
        ({"name": "leeds crown-court"}, "name"),
        ({"kind": "postcode", "name": "Leeds"}, "name"),
        ({"kind": "postcode", "name": "LS", "aliases": "Leeds"}, "name"),
        ({"name": "x" * 101}, "name"),
    ],
)
def test_what_the_finder_could_not_answer_from_is_refused(editor, fields, field):
    assert field in place(editor, **fields).context["form"].errors


def test_a_place_may_have_a_note_in_the_place_of_an_area(editor):
    assert place(editor, areas="", note="Ring Edinburgh.").status_code == 302

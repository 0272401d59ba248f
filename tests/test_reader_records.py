"""Records beside pages: what they must not say when saved, and what an order takes out of them."""

from datetime import date, time

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.gate.release_gate import examine
from newsroom.models import (
    Area,
    AreaPlace,
    CrimeType,
    DeskClosure,
    DeskNotice,
    DeskOpening,
    Edition,
    OldAddress,
    Person,
    PressContact,
    PressOfficePage,
    ReleaseLog,
    WithheldText,
)
from newsroom.orders.enforcement import end
from newsroom.publishing.reader_records import (
    GUARDED_ELSEWHERE,
    INSTEAD,
    RECORDS,
    RecordText,
    text_fields,
)
from newsroom.readers.tables import READ_BY_READERS
from tests.blockers import name_order
from tests.desk import at_desk, told
from tests.factories import (
    area,
    contact,
    crime_type,
    desk,
    draft,
    newsroom,
    person,
    press_release,
    release,
    speaker,
    speech,
    speeches,
)
from tests.test_restrictions_desk import send

NAME = "Zebedee Quillfeather"
TODAY = date(2026, 3, 2)


def test_every_table_that_readers_query_is_checked_here_or_elsewhere():
    unknown = {
        label
        for label in READ_BY_READERS
        if text_fields(apps.get_model(label)) and apps.get_model(label) not in RECORDS
    } - set(GUARDED_ELSEWHERE)
    assert not unknown, f"Name these in RECORDS, or say what guards them: {unknown}"


def test_every_text_that_cannot_be_empty_has_something_in_its_place():
    for model in RECORDS:
        for field in text_fields(model):
            instead = RecordText(model(pk=1), field).instead
            assert instead or field.blank, (model, field.name)
            assert (model, field.name) in INSTEAD or not instead or field.name == "slug"


def form_data(kind, said):
    """A form that is in order but for what it says."""
    term = {"name": "Fraud", "slug": "fraud-2", "aliases": "", "closed": ""}
    week = {"weekday": 0, "last_weekday": 4, "opens": "09:00", "closes": "17:00"}
    hours = nested_form_data({"hours": inline_formset([week])})
    titles = nested_form_data({"titles": inline_formset([])})
    titled = {"name": "", "post_nominals": "", "role": said, "since": "", "until": ""}
    row = nested_form_data({"titles": inline_formset([titled])})
    press = {"name": "Desk", "telephone": "020 3357 0906", "note": "", "order": "0", **hours}
    closed = {"first_day": "2026-03-02", "last_day": "2026-03-02", "reason": said}
    opened = {"day": "2026-03-02", "opens": "18:00", "closes": "20:00", "reason": said}
    place = {"kind": "town", "aliases": "", "welsh_name": "", "areas": "", "note": "In Kent"}
    return {
        "crimetype": ("crimetype", "name", {**term, "name": said}),
        "former name": ("crimetype", "aliases", {**term, "aliases": f"Theft\n{said}"}),
        "area": ("area", "name", {**term, "name": said}),
        "note": ("presscontact", "note", {**press, "note": said}),
        "audience": ("presscontact", "audience", {**press, "audience": said}),
        "closure": ("deskclosure", "reason", closed),
        "opening": ("deskopening", "reason", opened),
        "place": ("areaplace", "name", {**place, "name": said}),
        "speaker": ("person", "name", {"name": said, "slug": "someone", **titles}),
        "synonym": ("searchsynonym", "forms", {"forms": said, "finds": ""}),
        "title": ("person", "titles", {"name": "Ann Roe", "slug": "ann-roe", **row}),
    }[kind]


KINDS = (
    *("crimetype", "former name", "area", "note", "audience", "closure", "speaker", "title"),
    "synonym",
    "opening",
    "place",
)


def add(kind, said, **more):
    model, _field, data = form_data(kind, said)
    address = reverse(f"wagtailsnippets_newsroom_{model}:add")
    return at_desk("duty.editor").post(address, {**data, **more})


def errors_of(response, field):
    form = response.context["form"]
    if field == "titles":
        return str([row.errors for row in form.formsets["titles"].forms])
    return str(form.errors.get(field))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_record_must_not_say_is_refused_beside_the_field(kind):
    name_order(NAME)
    _model, field, _data = form_data(kind, "")
    assert "protected by an order" in errors_of(add(kind, NAME), field)
    assert "left to be filled in" in errors_of(add(kind, "XX of Leeds"), field)
    assert "working document" in errors_of(add(kind, "NOT FOR PUBLICATION"), field)
    assert not any(NAME in str(row) for model in RECORDS for row in model.objects.all())
    assert add(kind, "Harbour police").status_code == 302


@pytest.mark.django_db
def test_a_namesake_is_let_through_for_a_reason_that_is_kept():
    order = name_order(NAME)
    assert add("speaker", NAME).status_code == 200
    assert "repeats a protected name" in add("speaker", NAME, namesake=f"Not {NAME}.").text
    assert not Person.objects.exists()
    add("speaker", NAME, namesake="The Director, who was never in these proceedings.")
    row = ReleaseLog.objects.get(event="answered")
    assert (row.username, row.title) == ("duty.editor", f"person {Person.objects.get().pk}")
    # The order stands, and is entered again: readers keep what somebody has answered for.
    order.save()
    assert Person.objects.get().name == NAME
    name_order(NAME)
    assert Person.objects.get().name == "Name withheld"


@pytest.mark.django_db
def test_programs_are_refused_too():
    name_order(NAME)
    kept = crime_type("Fraud")
    kept.name = f"{NAME}, fraud"
    made = [
        lambda: crime_type(f"The {NAME} case"),
        lambda: area(NAME),
        lambda: contact(note=f"Ask for {NAME}"),
        lambda: speaker(NAME),
        lambda: DeskClosure.objects.create(first_day=TODAY, last_day=TODAY, reason=NAME),
        kept.save,
        lambda: kept.save(update_fields=["name"]),
    ]
    for make in made:
        with pytest.raises(ValidationError, match="protected by an order"), transaction.atomic():
            make()


@pytest.fixture
def named(db):
    """Records that name somebody, and the pages on which readers meet them."""
    types, areas = [crime_type(f"The {NAME} case")], [area(f"{NAME} squad", slug="squad")]
    press = desk(area=areas[0], name=f"Desk of {NAME}", note=f"Ask for {NAME}")
    PressContact.objects.filter(pk=press.pk).update(email="zebedee.quillfeather@example.org")
    DeskClosure.objects.create(
        first_day=timezone.localdate(), last_day=timezone.localdate(), reason=f"{NAME} is away"
    )
    DeskOpening.objects.create(
        day=timezone.localdate(), opens=time(18), closes=time(20), reason=f"{NAME} is tried"
    )
    AreaPlace.objects.create(kind="town", name=f"{NAME} Court", note=f"Ask for {NAME}")
    item = press_release(crime_types=types, areas=areas, contact=press)
    friend = speaker(NAME, {"role": f"Friend of {NAME}"})
    said = speech(speaker=friend, delivered_on=TODAY, contact=press)
    office = newsroom().add_child(
        instance=PressOfficePage(title="Press office", slug="press-office", live=False)
    )
    lists = [release(page) for page in (office, speeches())]
    Redirect.add_redirect("/old/", "https://example.org/zebedee-quillfeather/")
    pages = [one.get_url() for one in (item, said, *lists)]
    card = reverse("press_contact_card", args=[press.pk])
    suggested = "/news/press-office/?place=zebedee"
    return [*pages, card, "/news/", "/news/?area=squad", "/old/", suggested]


def telling(client, addresses):
    """The addresses at which readers are told the name, or half of it."""
    found = set()
    for address in addresses:
        response = client.get(address)
        text = response.getvalue().decode() + str(response.headers)
        if "quillfeather" in text.lower():
            found.add(address)
    return found


def enter_order(**fields):
    """As somebody enters it at the desk."""
    data = {
        "kind": "anonymity",
        "covers": "A victim",
        "effect": "names",
        "new_names": NAME,
        "court": "",
        "starts_at": "2026-01-01 09:00",
        "public_wording": "",
        **fields,
    }
    data |= {"items-count": "0"}
    address = reverse("wagtailsnippets_newsroom_reportingrestriction:add")
    return send(at_desk("reviewing.lawyer"), address, data)


@pytest.mark.parametrize("begins", ["2026-01-01 09:00", "2035-01-01 09:00"], ids=["now", "later"])
def test_an_order_takes_its_name_out_of_every_record_at_once(client, named, begins):
    assert telling(client, named) == set(named)
    response = enter_order(starts_at=begins)
    assert telling(client, named) == set()
    for address in named:
        assert client.get(address).status_code in (200, 404), address
    withheld = WithheldText.objects.count()
    said = told(response)
    assert withheld > len(RECORDS)
    assert said.count("<li>") == withheld
    assert "/admin/snippets/newsroom/crimetype/edit/" in said
    notices = DeskNotice.objects.filter(subject__startswith="Readers no longer get a text")
    assert notices.count() == withheld
    told_desk = [*DeskNotice.objects.values_list("subject", "body"), said]
    logged = ReleaseLog.objects.values_list("title", "note")
    assert "quillfeather" not in str([told_desk, list(logged)]).lower()
    # No table of readers holds it any more.
    rows = [row for model in RECORDS for row in model.objects.values()]
    assert "quillfeather" not in str([rows, list(OldAddress.objects.values())]).lower()
    assert "quillfeather" not in str(list(Edition.objects.open().values())).lower()


def test_what_was_withheld_returns_with_the_end_of_the_order_unless_written_anew(client, named):
    enter_order()
    renamed = CrimeType.objects.get(name="Name withheld")
    renamed.name = "Fraud at the harbour"
    renamed.save()
    assert not WithheldText.objects.filter(model=renamed._meta.label, field="name").exists()
    (order,) = {row.restriction for row in WithheldText.objects.all()}
    end(order, person("reviewing.lawyer"), "Lifted.")
    assert Area.objects.get(slug="squad").name == f"{NAME} squad"
    assert Person.objects.get().name == NAME
    assert CrimeType.objects.get(pk=renamed.pk).name == "Fraud at the harbour"
    assert not WithheldText.objects.exists()
    assert DeskNotice.objects.filter(subject__startswith="Readers get a text again").exists()


@pytest.mark.django_db
def test_a_form_says_that_a_text_is_withheld_and_saving_anything_else_keeps_it_so():
    kept = contact(name="Desk", note=f"Ask for {NAME}")
    name_order(NAME)
    address = reverse("wagtailsnippets_newsroom_presscontact:edit", args=[kept.pk])
    assert "Readers do not get what stood here" in at_desk("duty.editor").get(address).text
    kept.refresh_from_db()
    kept.audience = "For journalists"
    kept.save()
    assert WithheldText.objects.get().words == f"Ask for {NAME}"
    kept.delete()
    assert not WithheldText.objects.exists()


@pytest.mark.django_db
def test_names_that_are_not_theirs_leave_records_alone():
    kept = [crime_type("Fraud"), area("Kent"), contact(name="Court desk"), speaker("Ann Roe")]
    for name in ("Ann Kent", "Mary Court", "Ann Rowe"):
        name_order(name, draft(title=f"About {len(name)}"))
    assert [type(row).objects.get(pk=row.pk).name for row in kept] == [
        *("Fraud", "Kent", "Court desk", "Ann Roe")
    ]
    assert not WithheldText.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["public_wording", "court", "until_event"])
def test_an_order_tells_readers_no_name_of_another(field):
    name_order(NAME)
    response = enter_order(new_names="Ottoline Brackenbury", **{field: f"{NAME} is tried."})
    assert "another order protects" in errors_of(response, field)
    assert not WithheldText.objects.exists()


@pytest.mark.django_db
def test_the_gate_reads_the_name_of_a_speaker():
    name_order(NAME)
    add("speaker", NAME, namesake="The Director, who was never in these proceedings.")
    said = speech(speaker=Person.objects.get(), delivered_on=TODAY, live=False)
    found = {one.field for one in examine(said).blockers if one.code.startswith("protected-")}
    assert found == {"speaker"}


@pytest.mark.django_db
def test_a_redirect_tells_no_name_in_its_address_or_its_target(client):
    name_order(NAME)
    Redirect.add_redirect("/zebedee-quillfeather/", "https://example.org/")
    Redirect.add_redirect("/old/", "https://example.org/?who=Zebedee+Quillfeather")
    Redirect.add_redirect("/sound/", "https://example.org/")
    found = {address: client.get(address).status_code for address in ("/old/", "/sound/")}
    assert found == {"/old/": 404, "/sound/": 301}
    assert client.get("/zebedee-quillfeather/").status_code == 404


@pytest.mark.django_db
def test_a_redirect_with_a_name_is_refused_beside_its_field(editor):
    name_order(NAME)
    data = {
        "old_path": "/old/",
        "site": "",
        "redirect_page": "",
        "redirect_link": "https://example.org/",
    }
    for field, said in (
        ("old_path", "/zebedee-quillfeather/"),
        ("redirect_link", "https://example.org/zebedee-quillfeather/"),
    ):
        response = editor.post(reverse("wagtailredirects:add"), {**data, field: said})
        assert "protected by an order" in errors_of(response, field)
    assert not Redirect.objects.exists()
    editor.post(reverse("wagtailredirects:add"), data)
    address = reverse("wagtailredirects:edit", args=[Redirect.objects.get().pk])
    response = editor.post(address, {**data, "old_path": "/zebedee-quillfeather/"})
    assert "protected by an order" in errors_of(response, "old_path")

"""What a case releases of its material and when: a custody image only after conviction."""

from datetime import date, timedelta

import pytest
import wagtail_factories
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from newsroom.choices import (
    MaterialKind,
    ProtocolClass,
    StageKind,
)
from newsroom.documents.shown import CONVICTIONS, convicted
from newsroom.gate.opening import open_edition
from newsroom.models import (
    CaseFact,
    CaseMaterial,
    HighProfileCasePage,
)
from tests import factories
from tests.factories import case, picture, press_release, release
from tests.test_cases import FIRST, LATER, VERDICT, at, context_of, stage

pytestmark = pytest.mark.django_db

CUSTODY, PHOTOGRAPH = MaterialKind.CUSTODY_IMAGE, MaterialKind.PHOTOGRAPH
RELEASED, CONSULTATION, WITHHELD = ProtocolClass


@pytest.mark.parametrize(
    ("stages", "stands"),
    [
        ([], False),
        ([(FIRST, StageKind.CHARGE), (VERDICT, StageKind.TRIAL)], False),
        ([(VERDICT, StageKind.ACQUITTED)], False),
        ([(VERDICT, StageKind.PLEA)], False),
        ([(VERDICT, StageKind.DISCONTINUED)], False),
        ([(VERDICT, StageKind.CONVICTED)], True),
        ([(VERDICT, StageKind.GUILTY_PLEA)], True),
        ([(VERDICT, StageKind.SENTENCE)], True),
        ([(LATER + timedelta(days=1), StageKind.CONVICTED)], False),
        ([(VERDICT, StageKind.CONVICTED), (LATER, StageKind.APPEAL)], True),
        ([(LATER, StageKind.QUASHED), (VERDICT, StageKind.CONVICTED)], False),
        ([(VERDICT, StageKind.QUASHED), (VERDICT, StageKind.CONVICTED)], False),
        ([(FIRST, StageKind.QUASHED), (VERDICT, StageKind.CONVICTED)], True),
    ],
)
def test_whether_a_conviction_stands(stages, stands):
    assert convicted(stages, LATER) is stands


days = st.dates(date(2024, 1, 1), date(2024, 1, 9))


@given(
    stages=st.lists(st.tuples(days, st.sampled_from(StageKind.values)), max_size=5),
    day=days,
)
def test_no_conviction_stands_without_a_stage_that_says_so(stages, day):
    said = [when for when, kind in stages if kind in CONVICTIONS and when <= day]
    undone = [when for when, kind in stages if kind == StageKind.QUASHED and when <= day]
    expected = bool(said) and (not undone or max(said) > max(undone))
    assert convicted(stages, day) is expected


def shown(client, thread):
    """What the register of a case says, and the page's words."""
    response = client.get(thread.url)
    rows = [row for listed in response.context["register"] for row in listed.rows]
    return rows, response.text


def material(thread, **fields):
    row = {"what": "Something", "kind": PHOTOGRAPH, "protocol_class": RELEASED, **fields}
    return CaseMaterial.objects.create(page=thread, **row)


def open_past_the_gate(thread):
    """Give readers the case as it is stored, whatever the gate would say of it."""
    stored = HighProfileCasePage.objects.get(pk=thread.pk)
    open_edition(stored, stored.as_document(), digest="")


@pytest.mark.parametrize(
    ("kind", "protocol_class", "released_on", "guilty", "released"),
    [
        (PHOTOGRAPH, RELEASED, FIRST, False, True),
        (PHOTOGRAPH, CONSULTATION, FIRST, False, True),
        (PHOTOGRAPH, RELEASED, None, True, False),
        (PHOTOGRAPH, RELEASED, date(2199, 1, 1), True, False),
        (PHOTOGRAPH, WITHHELD, FIRST, True, False),
        (PHOTOGRAPH, "", FIRST, True, False),
        (CUSTODY, RELEASED, LATER, True, True),
        (CUSTODY, CONSULTATION, LATER, True, True),
        (CUSTODY, RELEASED, LATER, False, False),
        (CUSTODY, WITHHELD, LATER, True, False),
        (CUSTODY, RELEASED, None, True, False),
    ],
)
def test_files_are_shown_of_what_is_released_alone(
    client, kind, protocol_class, released_on, guilty, released
):
    """Whatever the form let through, by whatever way it came into the database."""
    thread = case()
    stage(thread, FIRST, StageKind.CHARGE)
    if guilty:
        stage(thread, VERDICT, StageKind.CONVICTED)
    document = wagtail_factories.DocumentFactory(title="Secret file")
    document.file.close()
    image = picture(title="Secret picture")
    common = {"kind": kind, "protocol_class": protocol_class, "released_on": released_on}
    material(thread, **common, image=image, image_alt="A face")
    material(thread, **common, document=document)
    open_past_the_gate(thread)
    rows, page = shown(client, thread)
    assert all(bool(row.released_on) == released for row in rows)
    assert ("/media/" in page) == released
    assert ("A face" in page) == released
    assert (document.url in page) == released
    assert ("Secret file" in page) == released


def test_what_is_released_without_a_file_is_asked_for(client):
    thread = case()
    asked_for = "Ask the press desk for it."
    material(thread, released_on=None)
    material(thread, released_on=FIRST, image=picture(), image_alt="A house")
    release(thread)
    assert asked_for not in shown(client, thread)[1]
    material(thread, what="Recording", released_on=FIRST)
    release(thread)
    assert shown(client, thread)[1].count(asked_for) == 1


def test_a_quashed_conviction_withdraws_the_custody_image(client):
    thread = case()
    stage(thread, VERDICT, StageKind.CONVICTED)
    material(thread, kind=CUSTODY, released_on=VERDICT, image=picture(), image_alt="A face")
    release(thread)
    assert "A face" in shown(client, thread)[1]
    stage(thread, LATER, StageKind.QUASHED)
    release(thread)
    rows, page = shown(client, thread)
    assert "A face" not in page
    assert rows[0].note.startswith("Not released: a custody image")


def test_the_register_goes_by_class_and_leaves_out_what_is_empty(client):
    thread = case()
    material(thread, what="Records", protocol_class=WITHHELD)
    material(thread, what="Opening note", kind=MaterialKind.DOCUMENT)
    release(thread)
    listed = context_of(client, thread)["register"]
    assert [(part.label, [row.what for row in part.rows]) for part in listed] == [
        ("Normally released", ["Opening note"]),
        ("Not released", ["Records"]),
    ]


def row_of(**fields):
    row = {
        "what": "Image",
        "kind": CUSTODY,
        "protocol_class": RELEASED,
        "released_on": "2024-06-01",
    }
    return {**row, "image": "", "image_alt": "", "document": "", **fields}


def save(editor, thread, stages, *materials):
    """The errors of each row of the register when the case is saved in the admin."""
    words = nested_form_data(
        {
            "title": thread.title,
            "slug": thread.slug,
            "summary": "",
            "body": streamfield([]),
            "court": "",
            "status": "",
            "stages": inline_formset(
                [{"date": f"{day}", "kind": kind, "stage": "", "text": ""} for day, kind in stages]
            ),
            "facts": inline_formset([]),
            "materials": inline_formset(materials),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[thread.pk]), words)
    if response.status_code == 302:
        return []
    return [list(row) for row in response.context["form"].formsets["materials"].errors]


CHARGE, CONVICTED = (FIRST, StageKind.CHARGE), (VERDICT, StageKind.CONVICTED)
TOMORROW = f"{date.today() + timedelta(days=1)}"


@pytest.mark.parametrize(
    ("stages", "fields", "refused"),
    [
        ([CHARGE, CONVICTED], {}, []),
        ([CHARGE, CONVICTED], {"released_on": TOMORROW}, []),
        ([CHARGE], {}, ["released_on"]),
        ([CHARGE], {"released_on": TOMORROW}, ["released_on"]),
        ([], {}, ["released_on"]),
        ([CHARGE], {"released_on": ""}, []),
        ([CHARGE], {"kind": PHOTOGRAPH}, []),
        ([CHARGE, CONVICTED], {"released_on": "2024-02-29"}, ["released_on"]),
        ([CHARGE, CONVICTED, (LATER, StageKind.QUASHED)], {}, ["released_on"]),
        ([CHARGE, (date(2199, 1, 1), StageKind.CONVICTED)], {}, ["released_on"]),
        ([CHARGE, CONVICTED], {"protocol_class": WITHHELD}, ["released_on"]),
    ],
)
def test_a_custody_image_is_released_only_after_conviction(editor, stages, fields, refused):
    thread = case(title="R v Hall")
    errors = save(editor, thread, stages, row_of(**fields))
    assert errors == ([refused] if refused else [])
    # What the form let through is kept as a version, which has yet to be cleared.
    assert thread.revisions.exists() == (not refused)


def test_a_stage_that_is_being_deleted_is_no_conviction(editor):
    thread = case(title="R v Hall")
    kept = stage(thread, VERDICT, StageKind.CONVICTED)
    row = material(thread, kind=CUSTODY, released_on=LATER)
    words = nested_form_data(
        {
            "title": thread.title,
            "slug": thread.slug,
            "body": streamfield([]),
            "stages": inline_formset(
                [{"id": kept.pk, "date": "2024-03-01", "kind": "convicted", "DELETE": "on"}],
                initial=1,
            ),
            "facts": inline_formset([]),
            "materials": inline_formset([{**row_of(), "id": row.pk}], initial=1),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[thread.pk]), words)
    assert list(response.context["form"].formsets["materials"].errors[0]) == ["released_on"]


def test_a_picture_needs_words_and_a_row_holds_one_file(editor):
    image = picture()
    document = wagtail_factories.DocumentFactory()
    document.file.close()
    thread = case(title="R v Hall")
    photograph = row_of(kind=PHOTOGRAPH, image=image.pk)
    assert save(editor, thread, [], photograph) == [["image_alt"]]
    both = {**photograph, "image_alt": "A house", "document": document.pk}
    assert save(editor, thread, [], both) == [["document"]]
    assert save(editor, thread, [], {**photograph, "image_alt": "A house"}) == []


def test_a_case_can_be_previewed_before_it_is_saved(editor):
    index = case().get_parent()
    address = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["newsroom", "highprofilecasepage", index.pk],
    )
    words = nested_form_data(
        {
            "title": "R v Hall",
            "slug": "r-v-hall",
            "body": streamfield([]),
            "stages": inline_formset([{"date": "2024-03-01", "kind": "", "stage": "Plea hearing"}]),
            "facts": inline_formset([]),
            "materials": inline_formset([{"what": "Plan", "kind": "", "protocol_class": ""}]),
            "comments": inline_formset([]),
        }
    )
    assert editor.post(address, words).json()["is_valid"]
    preview = editor.get(address)
    assert preview.status_code == 200
    assert "Plea hearing" in preview.text


@pytest.mark.parametrize("number", [1, 6])
def test_query_budget(client, number):
    """The same for any number of stages, items, facts and rows of the register.

    1 finds the edition, 1 the items of the case, 1 all pages that it names; 1 for renditions.
    3 for its desk: the closures of desks, the contact, its hours.
    """
    thread = case(contact=factories.desk())
    for count in range(number):
        day = FIRST + timedelta(days=count)
        stage(thread, day, StageKind.SENTENCE)
        press_release(case=thread, published_at=at(day), crime_types=[factories.crime_type()])
        CaseFact.objects.create(page=thread, label="Judge", value="x", sort_order=count)
        material(thread, released_on=FIRST, image=picture(), image_alt="A house")
    release(thread)
    client.get(thread.url)
    with CaptureQueriesContext(connection) as queries:
        client.get(thread.url)
    assert len(queries) == 7, "\n".join(query["sql"][:150] for query in queries)


def test_a_case_that_is_not_public_is_not_found(client):
    thread = case(title="R v Hall", live=False)
    assert client.get(thread.url).status_code == 404
    HighProfileCasePage.objects.filter(pk=thread.pk).update(
        live=True, expire_at=timezone.now() - timedelta(seconds=1)
    )
    assert client.get(thread.url).status_code == 404

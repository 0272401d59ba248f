"""Whom to ring for a court, a town, a police force or a postcode."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import AreaPlace, PressOfficePage, SearchSynonym
from newsroom.press_office.place_names import (
    Hint,
    hint_of,
    is_postcode_area,
    key_of,
    postcode_keys,
    suggested,
)
from tests.factories import area, desk, newsroom
from tests.test_press_office import shown

DUTY = "020 3357 0906"
# A Tuesday in winter.
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 22, tzinfo=UTC)
AREAS = (
    *("Cymru-Wales", "East Midlands", "East of England", "London North", "London South"),
    *("Mersey-Cheshire", "North East", "North West", "South East", "South West"),
    *("Thames and Chiltern", "Wessex", "West Midlands", "Yorkshire and Humberside"),
)


@pytest.mark.parametrize(
    ("typed", "key", "hint"),
    [
        ("Leeds", "leeds", None),
        ("LEEDS crown court", "leeds", Hint.COURT),
        ("Leeds Combined Court Centre", "leeds", Hint.COURT),
        ("Leeds Magistrates’ Court", "leeds", Hint.COURT),
        ("Llys y Goron Caerdydd", "caerdydd", Hint.COURT),
        ("Heddlu Gogledd Cymru", "gogledd cymru", Hint.FORCE),
        ("the Kent police", "kent", Hint.FORCE),
        ("Avon & Somerset", "avon and somerset", None),
        ("Stoke–on Trent", "stoke on trent", None),
        ("St. Albans", "saint albans", None),
        ("King’s Lynn", "kings lynn", None),
        ("YNYS MÔN", "ynys mon", None),
        ("The Crown Court", "", Hint.COURT),
        ("💥", "", None),
    ],
)
def test_what_is_typed_is_compared_by_what_it_names(typed, key, hint):
    assert (key_of(typed), hint_of(typed)) == (key, hint)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("LS", ["LS"]),
        ("ls1", ["LS1", "LS"]),
        ("ls11ab", ["LS1", "LS"]),
        ("LS1 1AB", ["LS1", "LS"]),
        (" sw1a  1aa ", ["SW1A", "SW"]),
        ("B", ["B"]),
        ("Ely", []),
        ("LS1 1AB and more", []),
        ("12", []),
    ],
)
def test_a_postcode_is_asked_by_its_district_and_its_area(typed, keys):
    assert postcode_keys(" ".join(typed.split())) == keys


def test_only_the_beginning_of_a_postcode_is_one_of_its_areas():
    assert is_postcode_area("LS")
    assert is_postcode_area("ls29")
    assert not is_postcode_area("LS1 1AB")
    assert not is_postcode_area("Leeds")


def test_what_is_like_the_typed_name_is_suggested_and_nothing_else():
    names = ["Leeds Crown Court", "Lewes Crown Court", "Kingston upon Thames Crown Court"]
    assert suggested("Leedz", names) == ["Leeds Crown Court"]
    assert suggested("kingston", names) == ["Kingston upon Thames Crown Court"]
    assert suggested("qwertyuiop", names) == suggested("police", names) == []


@pytest.fixture
def page(db):
    """The page of the press office, a desk for each of three Areas, and one in Welsh."""
    with time_machine.travel(NOON, tick=False):
        for name in AREAS:
            area(name)
        area("CPS", national=True)
        desk(name="Office", telephone=DUTY, duty_telephone=DUTY)
        for order, name in enumerate(("Yorkshire and Humberside", "North West", "Cymru-Wales"), 1):
            number = f"01632 96010{order}"
            desk(name=f"{name} desk", area=area(name), order=order, telephone=number)
        desk(name="Welsh desk", area=area("Cymru-Wales"), in_welsh=True, order=9)
        yield newsroom().add_child(instance=PressOfficePage(title="Press office"))


def candidates(client, page, typed):
    finder = client.get(page.url, {"place": typed}).context["finder"]
    return [candidate.name for candidate in finder.candidates]


@pytest.mark.parametrize(
    ("typed", "areas"),
    [
        ("Leeds Crown Court", ["Yorkshire and Humberside"]),
        ("leeds", ["Yorkshire and Humberside"]),
        ("LS1 4AP", ["Yorkshire and Humberside"]),
        ("South Yorkshire Police", ["Yorkshire and Humberside"]),
        ("Llys y Goron Caerdydd", ["Cymru-Wales"]),
        ("heddlu gogledd cymru", ["Cymru-Wales"]),
        ("Old Bailey", ["London North", "London South"]),
        ("Met Police", ["London North", "London South"]),
        ("Southwark", ["London South", "London North"]),
        ("Kent", ["South East"]),
        ("Cambridgeshire Constabulary", ["East of England"]),
        ("Northumberland", ["North East"]),
        ("Newport", ["Cymru-Wales"]),
        ("Newport, Isle of Wight", ["Wessex"]),
        ("SK10", ["North West", "Mersey-Cheshire", "East Midlands"]),
        ("Wessex", ["Wessex"]),
        ("West Midlands", ["West Midlands"]),
        ("Stoke on Trent", ["West Midlands"]),
        ("Police Scotland", []),
        ("G1 1AA", []),
        ("17", []),
        ("Narnia", []),
    ],
)
def test_courts_forces_towns_and_postcodes_lead_to_their_areas(client, page, typed, areas):
    assert candidates(client, page, typed) == areas


def test_every_record_from_the_start_names_areas_that_there_are(page):
    known = {*AREAS, "CPS", "Central Casework Divisions"}
    for place in AreaPlace.objects.all():
        assert set(place.area_names) <= known, place
        assert place.area_names or place.note, place
        assert key_of(place.name), place
    assert AreaPlace.objects.filter(kind="force").count() == 43


def test_one_desk_comes_first_with_its_number_before_the_list(client, page):
    html = client.get(page.url, {"place": "SK"}).text
    words = shown(html)
    order = ["For the postcode area SK, ring", "The most likely is North West", "North West desk",
             "01632 960102", "If it is in another Area", "Mersey-Cheshire", "East Midlands",
             "All press desks"]  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)
    assert html.count('class="contact__number"') == 2
    assert "noindex" in html


@pytest.mark.parametrize(("moment", "number"), [(NOON, "01632 960101"), (NIGHT, DUTY)])
def test_the_number_to_ring_now_is_the_large_one(client, page, moment, number):
    with time_machine.travel(moment, tick=False):
        html = client.get(page.url, {"place": "Leeds"}).text
    large = re.findall(
        r'<p class="contact__ring"[^>]*?( hidden)?>.*?contact__number[^>]*>([^<]*)', html
    )
    assert [text.replace("\xa0", " ") for hidden, text in large if not hidden] == [number]
    row = re.search(r"<tr.*?Yorkshire and Humberside desk.*?</tr>", html, re.DOTALL)[0]
    assert number in shown(row)


def test_an_area_without_a_desk_is_answered_by_the_press_office(client, page):
    words = shown(client.get(page.url, {"place": "Kent Police"}).text)
    assert "For Kent Police, ring" in words
    assert "South East has no press desk of its own: the press office answers for it." in words


def test_what_the_cps_does_not_prosecute_is_said(client, page):
    words = shown(client.get(page.url, {"place": "EH1"}).text)
    assert "The CPS does not prosecute in Scotland" in words
    assert "Did you mean" not in words


def test_nothing_known_is_said_and_suggested_and_not_guessed(client, page):
    response = client.get(page.url, {"place": "Leedz"})
    assert response.status_code == 200
    words = shown(response.text)
    assert "We do not know “Leedz”" in words
    assert '<a href="?place=Leeds%20Crown%20Court#desk">' in response.text
    assert "The press office answers for all Areas." in words
    assert f"Office The press office is open until 5pm. Telephone: {DUTY}" in words


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "Leeds\x00", "💥", "-", "a" * 101, "a" * 5000, "<b>x\x07</b>"]
)
def test_bad_input_is_told_beside_the_field(client, page, typed):
    response = client.get(page.url, {"place": typed})
    assert response.status_code == 200
    assert response.context["finder"].form.errors
    assert 'id="place-error"' in response.text
    assert "<title>Error: " in response.text
    assert "<b>" not in response.text.split("</h1>")[0]
    assert "\x00" not in response.text


@pytest.mark.parametrize(
    "typed", ["<b>Leeds</b>", "' OR 1=1 --", "%s", "½", "Lee\u200bds", "x" * 100]
)
def test_odd_input_is_only_a_name(client, page, typed):
    response = client.get(page.url, {"place": typed})
    assert response.status_code == 200
    assert "<b>Leeds" not in response.text
    assert not response.context["finder"].form.errors


def test_a_closed_area_is_not_an_answer(client, page):
    AreaPlace.objects.create(kind="town", name="Erewhon", areas="Old Area\nWessex")
    area("Old Area", closed=True)
    assert candidates(client, page, "Erewhon") == ["Wessex"]


def test_an_area_that_was_renamed_is_found_by_its_former_name(client, page):
    wessex = area("Wessex")
    wessex.name, wessex.slug = "Southern", "southern"
    wessex.save()
    assert candidates(client, page, "Dorset Police") == ["Southern"]


def test_an_exact_district_comes_before_the_area_of_its_postcode(client, page):
    AreaPlace.objects.create(kind="postcode", name="SK13", areas="East Midlands")
    assert candidates(client, page, "SK13 8AB") == ["East Midlands"]


@pytest.mark.parametrize(
    ("typed", "areas"),
    [
        ("Erewhon", ["Wessex", "South East"]),
        ("Erewhon Crown Court", ["Wessex", "South East"]),
        ("Erewhon police", ["South East", "Wessex"]),
    ],
)
def test_of_a_shared_name_the_court_comes_first_unless_the_words_say_otherwise(
    client, page, typed, areas
):
    AreaPlace.objects.create(kind="force", name="Erewhon Police", areas="South East")
    AreaPlace.objects.create(kind="court", name="Erewhon Crown Court", areas="Wessex")
    assert candidates(client, page, typed) == areas


@pytest.mark.parametrize("others", [1, 40])
def test_query_budget(client, page, others):
    """Six of the page (see test_press_office.py), and one for all places."""
    AreaPlace.objects.bulk_create(
        AreaPlace(kind="town", name=f"Town {number}", areas="Wessex") for number in range(others)
    )
    client.get(page.url)
    for typed in ("Leeds", "Leedz", ""):
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url, {"place": typed})
        assert len(queries) == 7, "\n".join(query["sql"] for query in queries)


@pytest.mark.django_db
def test_forces_and_their_areas_are_kept_once():
    for synonym in SearchSynonym.objects.all():
        assert "CPS " not in synonym.finds, synonym
    forms = {form for synonym in SearchSynonym.objects.all() for form in synonym.forms.split("\n")}
    searched = AreaPlace.objects.filter(kind__in=("force", "body"))
    assert not forms & {name for place in searched for name in place.names}

"""Mangled names of filters are repaired; what is not understood is left out, and said."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from newsroom.archive.filters import DayField
from newsroom.archive.parameter_names import parameter
from tests.factories import area, crime_type, items, speech, speeches


@pytest.fixture
def index():
    crime_type("Fraud", legacy_id=26)
    area("CPS", legacy_id=122)
    items(*[{"title": "Man at court", "crime_types": ("fraud",), "areas": ("cps",)}] * 11)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "crime_type",
            "crime_type[]",
            "crime_type[0]",
            "crime_type[b]",
            "Crime_Type",
            "CRIME_TYPE",
        ),
        *("crime-type", "crime type", "amp;crime_type", "amp;amp;crime_type", "AMP;Crime-Type[]"),
        *(" crime_type ", "?crime_type", "?amp;crime_type[]"),
    ],
)
def test_a_mangled_name_is_the_filter_that_it_meant(written):
    assert parameter(written, ("area", "crime_type")) == "crime_type"


@pytest.mark.parametrize("written", ["", "[]", "amp;", "crime", "crime_types", "acrime_type", "x"])
def test_another_name_is_no_filter(written):
    assert parameter(written, ("area", "crime_type")) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "best"),
    [
        ("crime_type%5B%5D=fraud&area[0]=cps", 302, "crime_type=fraud&area=cps"),
        ("Crime_Type=fraud&amp;amp;area=cps", 301, "crime_type=fraud&area=cps"),
        ("keys=court", 301, "q=court"),
        ("crime_type=26", 301, "crime_type=fraud"),
        ("crime_type=fraud&utm_source=mail&fbclid=x", 302, "crime_type=fraud"),
        # The very address that this project began from, an ampersand escaped twice.
        ("amp%3Barea=8&crime_type=26&page=1", 301, "crime_type=fraud&page=2&left_out=area%3A8"),
        ("colour=red&crime_type=fraud", 302, "crime_type=fraud&left_out=colour"),
        ("colour=red", 302, "left_out=colour"),
        ("a=1&b=1&c=1&d=1&e=1&f=1", 302, "&".join(f"left_out={name}" for name in "abcde")),
        ("Call+us+now=1", 302, "left_out=other"),
    ],
)
def test_an_address_leads_to_its_best_answer_and_stays_there(client, index, asked, status, best):
    response = client.get(f"/news/?{asked}")
    assert (response.status_code, response.url) == (status, f"/news/?{best}")
    assert client.get(response.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("crime_type=fraud&left_out=area%3A8", "There is no area “8”. It was left out."),
        ("left_out=colour", "“colour” is not a filter of this list. It was left out."),
        ("left_out=other", "A part of the address was not understood. It was left out."),
    ],
)
@pytest.mark.parametrize("path", ["/news/", "/news/corrections/"])
def test_what_was_left_out_is_said_above_the_list_and_not_carried_on(
    client, index, path, query, said
):
    response = client.get(f"{path}?{query}")
    assert said in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert not [link for link in re.findall('href="(.*?)"', response.text) if "left_out" in link]


@pytest.mark.django_db
def test_an_old_address_with_nothing_but_an_unknown_id_is_not_answered_with_everything(
    client, index
):
    response = client.get("/news/?amp%3Barea=8&page=2", follow=True)
    assert response.status_code == 404
    assert "There is no area “8”." in response.text


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_what_was_left_out_too(client, index):
    response = client.get("/news/?area=8&crime_type=26&page=10", follow=True)
    assert response.status_code == 404
    assert "There is no area “8”. It was left out." in response.text


@pytest.mark.django_db
def test_the_list_of_speeches_does_the_same(client):
    speech(title="On fraud")
    address = speeches().url
    response = client.get(f"{address}?Year[]=2026&topic=fraud")
    assert response.url == f"{address}?year=2026&left_out=topic"
    shown = client.get(f"{address}?left_out=topic")
    assert "“topic” is not a filter of this list. It was left out." in shown.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("from=31/2/2025", "from", "Published from: February 2025 has 28 days"),
        ("to=31/2/2025", "to", "Published to: February 2025 has 28 days"),
        ("to=13/13/2025", "to", "Published to: There are 12 months; write the day first"),
        ("from=1066", "from", "Published from: Enter a year from 1900 to 2100"),
        ("from=Friday+21+November+2024", "from", "Published from: 21 November 2024 is a Thursday"),
        ("from=soon", "from", "Published from: Enter a real date, for example 2005 or 21/11/2014"),
    ],
)
def test_an_error_of_a_date_names_its_field_and_its_fault(client, index, query, field, said):
    response = client.get(f"/news/?{query}", follow=True)
    assert f'<a href="#{field}">{said}' in response.text
    assert response.text.count('id="results"') == 1
    assert response.text.index('id="results"') < response.text.index(said)


def test_the_fault_of_a_date_is_said_in_welsh_to_who_reads_welsh():
    with translation.override("cy"), pytest.raises(ValidationError, match="Chwefror 2025"):
        DayField().clean("31 Chwefror 2025")

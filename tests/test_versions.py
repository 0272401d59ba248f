"""Documents in versions: which is in force, what readers see of each, and what they may ask."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from newsroom.choices import VersionStatus as Status
from newsroom.models import MediaProtocolVersionPage, SocialMediaAccount
from tests.document_factories import document
from tests.factories import release
from tests.version_factories import (
    clause,
    in_force,
    material,
    policy,
    policy_version,
    protocol,
    superseded,
    version,
)

pytestmark = pytest.mark.django_db


def shown(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return response


def ask(client, view, query="", status=200):
    return shown(client, f"{protocol().url}{view}/{query}", status)


def test_the_document_shows_the_version_in_force(client):
    old, current, draft = superseded("2005"), in_force("2020"), version("draft")
    version("secret", status=Status.CONSULTATION, live=False)
    response = shown(client, protocol().url)
    assert response.context["version"].pk == current.pk
    listed = [version.pk for version in response.context["versions"]]
    assert listed == [current.pk, old.pk, draft.pk]
    assert "secret" not in response.text
    for address in (old.url, current.url, draft.url):
        assert f'href="{address}"' in response.text


def test_a_superseded_version_says_so_and_leads_to_the_one_in_force(client):
    old, current = superseded("2005"), in_force("2020")
    words = shown(client, old.url).text
    assert "This version has been superseded." in words
    assert f'<a href="{current.url}">See the version in force</a>' in words
    assert "1 October 2005" in words
    assert "has been superseded" not in shown(client, current.url).text
    assert "It has never been in force." in shown(client, version("draft").url).text


def test_a_version_says_who_agreed_it_and_brings_its_file(client):
    paper = document(b"%PDF" * 500, title="The protocol", name="protocol.pdf")
    page = in_force(agreed_by="The CPS and the police", document=paper)
    for address in (page.url, protocol().url):
        words = shown(client, address).text
        assert "The CPS and the police" in words
        assert "(PDF, 2\N{NO-BREAK SPACE}KB)" in words


def test_what_is_agreed_for_later_is_not_in_force_yet(client):
    with time_machine.travel("2026-06-01 12:00"):
        old = in_force("2020")
        coming = in_force("2027", since=date(2027, 1, 1))
        assert shown(client, protocol().url).context["version"].pk == old.pk
        assert "agreed but not yet in force" in shown(client, coming.url).text
        assert "has been superseded" not in shown(client, old.url).text
    with time_machine.travel("2026-12-31 23:59"):
        assert shown(client, protocol().url).context["version"].pk == old.pk
    # In London, where it counts.
    with time_machine.travel("2027-01-01 00:00"):
        assert shown(client, protocol().url).context["version"].pk == coming.pk
        assert "has been superseded" in shown(client, old.url).text


def test_a_version_that_is_being_revised_is_in_force(client):
    page = in_force()
    page.status = Status.REVISING
    page.save()
    response = shown(client, protocol().url)
    assert response.context["version"].pk == page.pk
    assert "In force, being revised" in response.text


def test_a_document_without_a_version_in_force_says_so(client):
    version("draft")
    assert "No version is in force today." in shown(client, protocol().url).text


def test_clauses_are_numbered_and_listed(client):
    text = [
        clause("Purpose"),
        {"type": "paragraph", "value": "<p>Between.</p>", "id": "p"},
        clause("Time"),
        material("released", "What is normally released", "maps"),
        material("consultation", "What is released after consultation", "recordings"),
        material("withheld", "What is not released", "names"),
    ]
    page = in_force(body=text)
    words = shown(client, page.url).text
    for anchor, name in (
        ("purpose", "1. Purpose"),
        ("time", "2. Time"),
        ("what-is-not-released", "What is not released"),
    ):
        assert f'id="{anchor}"' in words
        assert f'<a href="#{anchor}">{name}</a>' in words
        assert f'href="{page.url}#{anchor}"' in words
    assert 'id="clause-2"' in words


def test_an_anchor_stays_when_a_clause_is_inserted_before_or_renamed(client):
    first, second = clause("Purpose"), clause("Time")
    page = version("draft", body=[first, second])
    renamed = {**second, "value": {**second["value"], "heading": "When we answer"}}
    page.body = [clause("New"), first, renamed]
    page.save_revision().publish()
    page = MediaProtocolVersionPage.objects.get(pk=page.pk)
    places = page.places[second["id"]]
    assert (places.anchor, places.number, places.numbers) == ("time", 3, (2, 3))
    # The address of the old number leads to the clause that had it.
    words = shown(client, page.url).text
    before, after = words.split('id="time"')
    assert 'id="clause-2"' in after
    assert 'id="clause-2"' not in before
    assert "This was clause 2 in an earlier draft." in after


def test_an_anchor_of_what_was_taken_out_goes_to_what_takes_its_place():
    page = version("draft", body=[clause("Purpose"), clause("Time")])
    page.body = [clause("Purpose"), page.blocks[1]]
    page.save_revision().publish()
    page = MediaProtocolVersionPage.objects.get(pk=page.pk)
    assert [place.anchor for place in page.places.values()] == ["purpose", "time"]


def test_an_anchor_that_was_never_public_is_made_anew():
    page = version("draft", body=[clause("Purpose")], live=False)
    assert page.anchors == {}
    page.body = [clause("Aims")]
    page.save_revision().publish()
    page.refresh_from_db()
    assert list(page.anchors.values()) == ["aims"]


def test_anchors_keep_out_of_each_others_way():
    headings = ["Time", "Time", "", "Main", "Clause 3", "日本"]
    page = version("draft", body=[clause(heading) for heading in headings])
    anchors = [place.anchor for place in page.places.values()]
    assert len(set(anchors)) == 6
    assert anchors[:2] == ["time", "time-2"]
    assert anchors[3] == "main-2"
    assert all(anchor.startswith("part-") for anchor in (anchors[2], anchors[4], anchors[5]))


def test_readers_compare_two_versions(client):
    moved = clause("Cost", "<p>Nobody pays.</p>")
    superseded(
        "2005",
        body=[
            clause("Time", "<p>We answer soon.</p>"),
            clause("Gone", "<p>No longer said.</p>"),
            moved,
        ],
    )
    in_force("2020", body=[moved, clause("Time", "<p>We answer today.</p>"), clause("New")])
    response = ask(client, "compare", "?from=2005&to=2020")
    assert response.context["summary"] == (
        "1 clause changed, 1 added, 1 removed, 1 moved, 1 kept its words."
    )
    words = " ".join(response.text.split())
    assert "[deleted: </span><del>soon.</del>" in words
    assert "[inserted: </span><ins>today.</ins>" in words
    assert "Moved, with the same words" in words
    assert f'href="{protocol().url}2005/#gone"' in words
    assert response.headers["Cache-Control"] == "public, no-cache"
    back = ask(client, "compare", "?from=2020&to=2005").context["summary"]
    assert back == response.context["summary"]


def test_versions_that_say_the_same_are_said_to(client):
    text = [clause("Time")]
    superseded("2005", body=text)
    in_force("2020", body=text)
    summary = ask(client, "compare", "?from=2005&to=2020").context["summary"]
    assert summary == "The two versions say the same, word for word."


def test_one_version_twice_is_said_beside_the_field(client):
    superseded("2005")
    in_force("2020")
    response = ask(client, "compare", "?from=2005&to=2005")
    assert response.context["compare_form"].errors["to"] == [
        "You chose the same version twice. Choose another one."
    ]
    assert 'id="to-error"' in response.text
    response = ask(client, "compare", "?from=2005")
    assert response.context["compare_form"].errors == {"to": ["Choose a version"]}


def test_without_a_choice_the_last_two_are_offered(client):
    superseded("2005")
    in_force("2020")
    form = ask(client, "compare").context["compare_form"]
    assert (form["from"].value(), form["to"].value()) == ("2005", "2020")


@pytest.mark.parametrize("state", ["draft", "expired", "private", "unknown"])
def test_a_version_that_is_not_public_is_not_found(client, state):
    in_force("2020")
    made = {
        "draft": {"live": False},
        "expired": {"expire_at": timezone.now() - timedelta(minutes=1)},
    }
    if state != "unknown":
        hidden = superseded("2005", title="Hidden", **made.get(state, {}))
        if state == "private":
            PageViewRestriction.objects.create(
                page=hidden, restriction_type=PageViewRestriction.LOGIN
            )
    for query in ("?from=2005&to=2020", "?from=2020&to=2005", "?to=2005"):
        response = ask(client, "compare", query, status=404)
        assert "There is no version “2005”." in response.text
        assert "Hidden" not in response.text
        assert f'href="{protocol().url}2020/"' in response.text
    assert "Hidden" not in ask(client, "in-force-on", "?day=2010").text
    assert shown(client, f"{protocol().url}2005/", status=404)


@pytest.mark.parametrize("view", ["compare", "in-force-on"])
def test_a_document_that_is_not_public_answers_nothing(client, view):
    superseded("2005")
    in_force("2020")
    PageViewRestriction.objects.create(
        page=protocol(), restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    ask(client, view, "?from=2005&to=2020&day=2010", status=404)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("30/9/2005", None),
        ("1 October 2005", "2005"),
        ("31/12/2019", "2005"),
        ("2020", "2020"),
        ("2099-01-01", "2020"),
    ],
)
def test_which_version_was_in_force_on_a_day(client, typed, found):
    superseded("2005")
    in_force("2020")
    version("draft")
    response = ask(client, "in-force-on", f"?day={quote(typed)}")
    page = response.context["found"]
    assert (page.slug if page else None) == found
    if found:
        assert f'href="{page.url}"' in response.text
    else:
        assert "No version that is published here was in force" in response.text
        assert "The first came into force on" in response.text


@pytest.mark.parametrize("typed", ["", "31/2/2010", "soon", "0000", "99999", "9" * 300, "<b>"])
def test_a_day_that_is_none_is_said_beside_the_field(client, typed):
    in_force("2020")
    response = ask(client, "in-force-on", f"?day={quote(typed)}")
    form = response.context["day_form"]
    assert form.errors["day"]
    assert form["day"].value() == typed
    assert 'id="day-error"' in response.text
    assert "<b>" not in response.text.replace("<b>2020</b>", "")


def test_without_a_day_the_page_asks_for_one(client):
    in_force("2020")
    assert not ask(client, "in-force-on").context["day_form"].is_bound


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    view=st.sampled_from(["compare", "in-force-on"]),
    name=st.sampled_from(["from", "to", "day", "x"]),
    value=st.one_of(st.text(max_size=20), st.sampled_from(["\x00", "2020", "٣/٣/٢٠٠٥", "1" * 500])),
)
def test_whatever_is_asked_is_answered(client, view, name, value):
    if not MediaProtocolVersionPage.objects.exists():
        in_force("2020")
    query = f"?{name}={quote(value, errors='surrogatepass')}&to=2020"
    assert client.get(f"{protocol().url}{view}/{query}").status_code in (200, 404)


PATHS = {
    "": 5,
    "2020/": 3,
    "compare/?from=2000&to=2020": 3,
    "in-force-on/?day=2000": 5,
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("versions", [2, 9])
def test_a_page_asks_a_fixed_number_of_queries(client, versions, path, django_assert_num_queries):
    """The edition, all pages that it names, all versions; then the text of the one or two shown,
    and what a text that is shown within a page names itself.
    """
    for year in range(2000, 1999 + versions):
        superseded(f"{year}", since=date(year, 1, 1), until=date(year, 12, 31))
    in_force("2020")
    address = protocol().url + path
    client.get(address)
    with django_assert_num_queries(PATHS[path]):
        shown(client, address)


def test_the_policy_has_versions_and_accounts(client):
    page = policy_version(status=Status.IN_FORCE, in_force_from=date(2024, 9, 2))
    SocialMediaAccount.objects.create(
        page=policy(), platform="YouTube", handle="cpsuk", url="https://www.example.org/cpsuk"
    )
    release(policy())
    response = shown(client, policy().url)
    assert response.context["version"].pk == page.pk
    assert "cpsuk" in response.text
    assert shown(client, f"{policy().url}in-force-on/?day=2025").context["found"].pk == page.pk

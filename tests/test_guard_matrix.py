"""Every way in, crossed with everything that must not come through it.

Whoever adds a way to publish adds it to tests/ways_in.py; a new blocker of the rules fails here
until there is a draft in tests/blockers.py that has it.
"""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from newsroom.archive.index import ArchiveEntry
from newsroom.gate.release_gate import examine
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.models import Edition, PressReleasePage
from newsroom.rules.check import CODES
from tests.blockers import (
    AT_SCHEDULING,
    AUTHOR,
    CASES,
    CHANGED,
    OF_VERSIONS,
    OF_WHAT_WAS_PUBLIC,
    blocked_draft,
)
from tests.database import undone
from tests.factories import person, press_office, topic
from tests.ways_in import OPEN, SETTLES, SHUT, TYPICAL, alias_it, anonymise_it, copy_it_live

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

SOUND = ("nothing", 0)
"""In the place of a blocker: nothing stands in the way of this draft."""

OF_A_LIVE_CASE = [
    (
        "paragraph",
        "<p>Killer Darren Holt, of Mill Lane in Thornby, will appear at Leeds Crown Court.</p>",
    )
]
"""Words that name, and presume guilt."""


@pytest.fixture(scope="module")
def _made(request, django_db_setup, django_db_blocker):
    """A draft for all the tests that are about it, each of which undoes what it does.

    One worker runs them all (tests/distribution.py).
    """
    with django_db_blocker.unblock(), undone():
        yield (request.param, blocked_draft(*request.param).pk)


@pytest.fixture
def draft(_made, db):
    """The draft as its editor would find it."""
    _blocker, pk = _made
    return PressReleasePage.objects.get(pk=pk)


@pytest.fixture
def code(_made):
    """What blocks the draft."""
    (name, _number), _pk = _made
    return name


def about(*drafts):
    ids = [f"{code}-{number}" for code, number in drafts]
    return pytest.mark.parametrize("_made", drafts, ids=ids, indirect=True)


def by(*ways):
    return pytest.mark.parametrize("way", ways, ids=[way.__name__ for way in ways])


def crossing(drafts, ways):
    """Each draft with each way; with `--database`, each of them at least once.

    What blocks is Python, and so is the same on every database. How a way writes is not.
    """
    for number, (code, example) in enumerate(drafts):
        for place, way in enumerate(ways):
            marks = () if place == number % len(ways) else pytest.mark.any_database
            yield pytest.param(
                (code, example), way, id=f"{code}-{example}-{way.__name__}", marks=marks
            )


@pytest.fixture(autouse=True)
def _desk(client):
    client.force_login(person("duty.editor"))


def is_public(page):
    return PublishedQuerySet(Page).published().filter(pk=page.pk).exists()


def test_every_blocker_of_the_rules_is_crossed():
    blocking = {code for code, blocks in CODES if blocks}
    elsewhere = AT_SCHEDULING | OF_VERSIONS | OF_WHAT_WAS_PUBLIC
    assert blocking == {code for code, _number in CASES} | elsewhere


@about(*CASES)
def test_each_draft_has_its_blocker_and_no_other(draft, code):
    found = examine(draft.get_latest_revision_as_object()).blockers
    assert {finding.code for finding in found} == {code}


@by(*OPEN)
@about(SOUND)
def test_what_is_sound_goes_out(way, draft, client):
    page = way(draft, client)
    assert is_public(page)
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    ("_made", "way"), list(crossing(CASES, (*OPEN, *SHUT))), indirect=["_made"]
)
def test_no_way_leads_past_a_blocker(way, draft, code, client):
    """Except past one that the people who go this way settle by going it."""
    if code in SETTLES.get(way, ()):
        assert is_public(way(draft, client))
        return
    with suppress(ValidationError):
        way(draft, client)
    assert not Edition.objects.filter(page_type=draft.document_type).exists()
    for page in PressReleasePage.objects.all():
        assert not is_public(page)
        assert page.url is None or client.get(page.url).status_code == 404
    assert not ArchiveEntry.objects.exists()


@by(*SHUT, anonymise_it)
@about(SOUND)
def test_what_nobody_cleared_stays_in_though_its_source_is_sound(way, draft, client):
    with suppress(ValidationError):
        way(draft, client)
    assert not any(is_public(page) for page in PressReleasePage.objects.filter(alias_of=None))


@about(SOUND)
def test_an_alias_goes_out_with_its_source(draft, client):
    alias = alias_it(draft, client)
    assert is_public(draft)
    assert is_public(alias)


@by(*TYPICAL)
@about(*((code, 0) for code in CHANGED))
def test_no_way_leads_past_facts_that_changed_after_clearance(way, draft, code, client):
    found = examine(draft.get_latest_revision_as_object()).blockers
    assert {finding.code for finding in found} == CHANGED[code][2]
    with suppress(ValidationError):
        way(draft, client)
    assert not Edition.objects.filter(page_type=draft.document_type).exists()
    assert not is_public(draft)


@pytest.mark.parametrize("of_type", [topic, press_office], ids=["topic", "press-office"])
@by(*TYPICAL, copy_it_live)
def test_no_way_leads_past_what_a_page_says_of_people_whatever_its_type(way, of_type, client):
    page = of_type(live=False, body=OF_A_LIVE_CASE)
    page.save_revision(user=person(AUTHOR))
    with suppress(ValidationError):
        way(page, client)
    assert not Edition.objects.filter(page_type=page.document_type).exists()

"""Every way in, crossed with everything that must not come through it.

Whoever adds a way to publish adds it to tests/ways_in.py; a new blocker of the rules fails here
until there is a draft in tests/blockers.py that has it.
"""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from newsroom.archive.index import ArchiveEntry
from newsroom.editorial.rules import CODES
from newsroom.guard.gate import examine
from newsroom.guard.visibility import PublishedQuerySet
from newsroom.models import Edition, PressReleasePage
from tests.blockers import AT_SCHEDULING, CASES, blocked_draft
from tests.factories import person
from tests.ways_in import OPEN, SETTLES, SHUT, alias_it

pytestmark = [
    pytest.mark.django_db,
    # Wagtail 8.0 still sends its mails in the way that Django 6.1 is about to leave.
    pytest.mark.filterwarnings("ignore:get_connection"),
]

SOUND = "nothing"


@pytest.fixture(autouse=True)
def _desk(client):
    client.force_login(person("duty.editor"))


def is_public(page):
    return PublishedQuerySet(Page).published().filter(pk=page.pk).exists()


def test_every_blocker_of_the_rules_is_crossed():
    blocking = {code for code, blocks in CODES if blocks}
    assert blocking == {code for code, _number in CASES} | AT_SCHEDULING


@pytest.mark.parametrize(("code", "number"), CASES)
def test_each_draft_has_its_blocker_and_no_other(code, number):
    item = blocked_draft(code, number)
    found = examine(item.get_latest_revision_as_object()).blockers
    assert {finding.code for finding in found} == {code}


@pytest.mark.parametrize("way", OPEN, ids=lambda way: way.__name__)
def test_what_is_sound_goes_out(way, client):
    page = way(blocked_draft(SOUND), client)
    assert is_public(page)
    assert client.get(page.url).status_code == 200


CELLS = [
    pytest.param(way, code, number, id=f"{way.__name__}-{code}-{number}")
    for way in (*OPEN, *SHUT)
    for code, number in CASES
    if code not in SETTLES.get(way, ())
]


@pytest.mark.parametrize(("way", "code", "number"), CELLS)
def test_no_way_leads_past_a_blocker(way, code, number, client):
    item = blocked_draft(code, number)
    with suppress(ValidationError):
        way(item, client)
    assert not Edition.objects.filter(page_type=item.document_type).exists()
    for page in PressReleasePage.objects.all():
        assert not is_public(page)
        assert client.get(page.url or "/").status_code == 404
    assert not ArchiveEntry.objects.exists()


@pytest.mark.parametrize(
    ("way", "code"), [(way, code) for way, codes in SETTLES.items() for code in sorted(codes)]
)
def test_people_settle_what_only_people_can(way, code, client):
    assert is_public(way(blocked_draft(code), client))


@pytest.mark.parametrize("way", SHUT, ids=lambda way: way.__name__)
def test_what_nobody_cleared_stays_in_though_its_source_is_sound(way, client):
    with suppress(ValidationError):
        way(blocked_draft(SOUND), client)
    assert not any(is_public(page) for page in PressReleasePage.objects.filter(alias_of=None))


def test_an_alias_goes_out_with_its_source(client):
    item = blocked_draft(SOUND)
    alias = alias_it(item, client)
    assert is_public(item)
    assert is_public(alias)

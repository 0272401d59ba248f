"""Every blocker of the rules, crossed with the release that would let earlier words be read.

What readers had may hold what has become forbidden since: it is withheld, whoever ticks what.
"""

import pytest

from newsroom.gate.earlier_words import OF_THE_RELEASE
from newsroom.gate.opening import open_edition
from newsroom.gate.page_facts import digest_of
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import CheckResponse, EarlierEdition, PressReleasePage
from newsroom.rules.check import CODES
from tests.blockers import (
    AT_SCHEDULING,
    CASES,
    MOVED,
    OF_VERSIONS,
    OF_WHAT_WAS_PUBLIC,
    PLANTS,
    STANDING,
    blocked_draft,
)
from tests.earlier import declare_and_keep
from tests.factories import clear, contact

pytestmark = pytest.mark.django_db

REFUSED = {"order", "in-bundle", "in-hold", "empty-desk"}
"""Blockers of the page whatever it says: the change itself is not released."""
SOUND = {
    "title": "Man to appear in court again",
    "summary": "A man will appear at Leeds Crown Court.",
    "notes_to_editors": "",
    "body": [("paragraph", "<p>The hearing is in the autumn.</p>")],
    "image": None,
    "image_alt": "",
}


def had_by_readers(code, number=0):
    """An item that readers have with this blocker in it, as if it had not been one then."""
    item = blocked_draft(code, number)
    item.live = True
    PressReleasePage.objects.filter(pk=item.pk).update(live=True)
    open_edition(item, item.as_document(), digest_of(item))
    return PressReleasePage.objects.get(pk=item.pk)


def corrected(item):
    """The same with a change of words that nothing speaks against, and that keeps the earlier."""
    for name, value in SOUND.items():
        setattr(item, name, value)
    clear(declare_and_keep(item, "It is in the autumn.")).save()
    return item


def keeps_earlier_words(item):
    return EarlierEdition.objects.of_page(item.pk).with_words().exists()


def test_every_blocker_is_crossed():
    blocking = {code for code, blocks in CODES if blocks}
    of_people = {*STANDING, *MOVED}
    elsewhere = AT_SCHEDULING | OF_VERSIONS | OF_WHAT_WAS_PUBLIC
    assert blocking == PLANTS.keys() | of_people | elsewhere
    assert blocking > OF_THE_RELEASE


@pytest.mark.parametrize(
    ("code", "number"),
    [
        pytest.param(*case, marks=() if case[1] == 0 else pytest.mark.any_database)
        for case in CASES
        if case[0] in PLANTS and case[0] not in REFUSED | OF_THE_RELEASE
    ],
)
def test_earlier_words_with_a_blocker_are_withheld(code, number):
    item = corrected(had_by_readers(code, number))
    assert EarlierEdition.objects.of_page(item.pk).count() == 1
    assert not keeps_earlier_words(item)


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_where_the_page_itself_is_refused_nothing_is_kept(code):
    item = had_by_readers(code)
    with pytest.raises(ReleaseRefused):
        corrected(item)
    assert not keeps_earlier_words(item)


@pytest.mark.parametrize("code", sorted(STANDING))
def test_sound_words_are_kept_whoever_stood_up_for_them(code):
    """Readers had them, and nothing is found in them: else the matrix would prove nothing."""
    assert keeps_earlier_words(corrected(had_by_readers(code)))


def test_what_somebody_has_answered_for_is_kept():
    item = had_by_readers("anonymity")
    clear(item)
    assert CheckResponse.objects.filter(page=item, code="anonymity").exists()
    assert keeps_earlier_words(corrected(item))


def test_the_desk_of_a_page_is_none_of_its_words():
    item = had_by_readers("no-crime-type")
    contact()
    assert keeps_earlier_words(corrected(item))

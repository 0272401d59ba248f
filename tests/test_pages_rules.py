"""Where each type of page may stand, and what an editor may create."""

import pytest

from newsroom.gate.checked_page import CheckedPage
from newsroom.models import (
    ContentPage,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
    HomePage,
    MediaProtocolPage,
    MediaProtocolVersionPage,
    NewsIndexPage,
    NewsItemPage,
    PressOfficePage,
    PressReleasePage,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
    SpeechIndexPage,
    SpeechPage,
    StatementPage,
    TopicHubPage,
)
from newsroom.pages.base import NewsroomPage
from newsroom.readers import page
from tests.factories import case, newsroom

BELOW = {
    HomePage: {NewsIndexPage, ContentPage},
    NewsIndexPage: {
        PressReleasePage,
        SpeechPage,
        SpeechIndexPage,
        StatementPage,
        TopicHubPage,
        HighProfileCaseIndexPage,
        PressOfficePage,
        MediaProtocolPage,
        SocialMediaPolicyPage,
    },
    HighProfileCaseIndexPage: {HighProfileCasePage},
    MediaProtocolPage: {MediaProtocolVersionPage},
    SocialMediaPolicyPage: {SocialMediaPolicyVersionPage},
}
TYPES = sorted(
    {*BELOW, *(child for children in BELOW.values() for child in children)},
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize("model", TYPES)
def test_only_these_pages_stand_below(model):
    assert set(model.creatable_subpage_models()) == BELOW.get(model, set())


def test_every_type_is_drawn():
    assert {model.document_type for model in TYPES} == set(page.TYPES)


@pytest.mark.parametrize("model", TYPES)
def test_every_type_says_what_it_is_for(model):
    assert issubclass(model, NewsroomPage)
    assert str(model.page_description)


@pytest.mark.parametrize("model", TYPES)
def test_every_type_has_what_the_gate_asks_of_a_page(model):
    assert isinstance(model(), CheckedPage)


@pytest.mark.django_db
def test_the_base_of_all_items_is_not_created():
    assert not NewsItemPage.can_create_at(NewsIndexPage())
    assert not NewsItemPage.is_creatable


@pytest.mark.django_db
def test_what_there_is_one_of_cannot_be_added_again():
    index = newsroom()
    assert HighProfileCaseIndexPage.can_create_at(index)
    case()
    index.refresh_from_db()
    assert not HighProfileCaseIndexPage.can_create_at(index)
    assert not NewsIndexPage.can_create_at(index.get_parent().specific)

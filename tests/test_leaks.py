"""The leak matrix: whatever is not public, in whichever way, is told at no address of the site.

A page of every type, in both languages, is hidden among public pages that name it in every way.
Then all addresses are asked: every answer must be, to the byte, that of the same newsroom from
which the hidden pages have been deleted.

Each state takes some seconds, and the first test some ten more: all questions are asked of each,
and before that once with all public and once with all deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

import pytest
import time_machine
from django.apps import apps
from django.db.models import FileField
from django.test import Client
from django.utils import translation
from modelcluster.models import get_all_child_relations
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models

from newsroom.editions.earlier_editions import withhold
from newsroom.editions.models import Edition
from newsroom.models import (
    CaseMaterial,
    EarlierEdition,
    HighProfileCasePage,
    MediaProtocolVersionPage,
    NewsItemPage,
    PressOfficePage,
    PressReleasePage,
    SocialMediaPolicyVersionPage,
    SpeechDocument,
    StatementPage,
    TopicHubPage,
    WithdrawalNotice,
)
from newsroom.publishing.release import withdraw
from newsroom.readers.earlier.earlier_addresses import without_earlier
from newsroom.time_zones import LONDON
from tests.database import undone
from tests.factories import person
from tests.leak_answers import Answer, Question, ask, crawl
from tests.leak_conditions import FORGOTTEN, forgotten
from tests.leak_outlets import (
    admin_addresses,
    earlier_addresses,
    plain_questions,
    public_addresses,
    questions,
)
from tests.leak_states import STATES, not_live
from tests.leaks import NAME, PARENTS, World, build, keep_earlier

pytestmark = pytest.mark.django_db

# The desks are open, and stay so while the newsroom is asked again and again.
NOW = datetime(2026, 3, 4, 12, tzinfo=LONDON)

FILES = {
    "wagtailimages.Image.file": "never sent",
    "wagtailimages.Rendition.file": "asked for in hidden_addresses",
    "wagtaildocs.Document.file": "asked for in hidden_addresses",
    "wagtailusers.UserProfile.avatar": "never sent: /media/ has no other address",
    "wagtailcore.UploadedFile.file": "never sent",
}
FOR_ALL = (
    *("/admin/login/", "/admin/logout/", "/admin/password_reset/"),
    # The icons and the words of the admin's scripts.
    *("/admin/sprite/", "/admin/jsi18n/"),
    # To somebody who is logged in, of their own session alone.
    "/admin/session/",
)
OUTLETS = (
    "/news/",
    "/news/?q=lighthouse",
    "/news/?q=lighthuose",
    "/news/?q=quillfeather",
    "/news/?area=cps",
    "/cy/news/",
    "/news/corrections/",
    "/news/corrections/?area=cps",
    "/news/feed.atom",
    "/news/feed.rss?area=cps",
    "/news/export.csv",
    "/news/export.json?area=cps",
    "/api/v1/items",
    "/api/v1/items?area=cps",
    "/api/v1/terms",
    "/api/v1/protocol-versions",
    "/news/public-highprofilecaseindexpage/",
    "/news/public-speechindexpage/",
    "/news/public-speechindexpage/?year=2016",
    "/news/public-speechindexpage/?speaker=quillfeather",
    "/news/public-mediaprotocolpage/",
    "/news/public-mediaprotocolpage/compare/",
    "/news/public-mediaprotocolpage/in-force-on/?day=2010-01-01",
    "/news/public-socialmediapolicypage/",
    "/news/public-socialmediapolicypage/compare/",
    "/news/public-socialmediapolicypage/in-force-on/?day=2012-12-31",
)
"""Some of the addresses that tell of what is public."""
SEVERAL = (
    *("news/", "news/<str:slug>/statistics.csv", r"^(?:[\w\-]+/)*$"),
    "sitemap-<int:number>.xml",
)
"""Patterns of which some address tells of it."""
LISTS = ("/news/?", "/cy/news/?", "/news/public-speechindexpage/")
"""Where the archive's index is read, and editors name no item themselves; so do hubs and cases."""


@dataclass
class Newsroom:
    """A newsroom with something hidden in it, and what is to be answered about that."""

    world: World
    asked: list[Question]
    absent: dict[Question, Answer]
    """Every answer once the hidden pages have been deleted."""
    shown: dict[Question, Answer]
    """The answers while all is public."""

    def leaks(self, client: Client, asked: Iterable[Question]) -> list[str]:
        """The questions that are not answered as if the hidden pages were not there."""
        answers = crawl(client, asked)
        return [str(question) for question in answers if answers[question] != self.absent[question]]

    def leaks_at(self, client: Client, place: str) -> bool:
        """Whether some address that begins so tells of hidden pages; asks no further than that."""
        asked = (question for question in self.shown if question.address.startswith(place))
        return any(self.leaks(client, [question]) for question in asked)


@pytest.fixture(scope="module")
def hiding(django_db_setup, django_db_blocker):
    """The newsroom for all the tests of this file, each of which undoes what it does."""
    client = Client()
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), undone():
        world = build()
        shown = crawl(client, plain_questions(world))
        asked = questions(world, shown)
        with undone():
            for page in reversed(world.again()):
                page.delete()
            absent = crawl(client, asked)
        translation.deactivate()
        yield Newsroom(world, asked, absent, shown)


@pytest.mark.parametrize("name", STATES)
def test_what_is_not_public_is_told_nowhere(client, hiding, name):
    STATES[name](hiding.world)
    assert hiding.leaks(client, hiding.asked) == []


def test_a_notice_of_withdrawal_is_told_at_its_own_address_alone(client, hiding):
    """And says no word of what was there; what it was replaced by is hidden too."""
    target = hiding.world.of(StatementPage)
    for page, kind in zip(hiding.world.again(), cycle(WithdrawalNotice.Kind), strict=False):
        withdraw(page, "Wrong.", told=kind, replacement=target)
    own = {page.get_url() for page in hiding.world.hidden} - {None}
    answers = crawl(client, hiding.asked)
    other = {asked: answer for asked, answer in answers.items() if answer != hiding.absent[asked]}
    for asked, answer in other.items():
        address = asked.address.lower().partition("?")[0]
        # What the page said earlier is answered as the page is.
        page, _view = without_earlier(f"{address.rstrip('/')}/")
        assert page in own, asked
        assert answer.status == 410, asked
        assert not answer.says(NAME), asked
    assert own <= {asked.address for asked in other}


def test_earlier_words_that_are_withheld_are_told_nowhere(client, hiding):
    """Neither by the clock nor for good, which cannot be told apart."""
    page = hiding.world.public[PressReleasePage]
    words = Edition.objects.get(page_id=page.pk, closed_why="").document
    row = keep_earlier(page, {**words, "title": "Quillfeather", "summary": "Quillfeather"})
    own = [*map(Question, earlier_addresses(page)), Question(f"/api/v1/items/{page.pk}")]
    read = crawl(client, own)
    EarlierEdition.objects.filter(pk=row.pk).update(closes_at=NOW)
    for question, answer in crawl(client, [*hiding.shown, *own]).items():
        assert question in own or answer == hiding.shown[question], question
    withheld = crawl(client, own)
    withhold([page.pk])
    assert crawl(client, own) == withheld
    for question, answer in withheld.items():
        shown = hiding.shown.get(question)
        assert not answer.says(NAME) or (shown and shown.says(NAME)), question
    assert [(read[one].status, withheld[one].status) for one in own[1:3]] == [(200, 451)] * 2
    assert all(read[one].says(NAME) for one in own[1:3])


def test_of_what_is_not_live_readers_have_what_was_cleared_and_lists_tell_nothing(client, hiding):
    """`live` closes no edition when it is written past the gate (decision 0022). Whatever starts
    from pages asks for it besides: the archive's index.
    """
    pages = Page.objects.filter(pk__in=[page.pk for page in hiding.world.hidden])
    pages.update(live=False)
    answers = crawl(client, hiding.shown)
    assert [str(asked) for asked in answers if answers[asked] != hiding.shown[asked]] == []
    not_live(hiding.world)
    assert listing(client, hiding) == []


def test_the_test_above_sees_that_live_is_forgotten(client, hiding):
    with forgotten("live"):
        not_live(hiding.world)
        lists = listing(client, hiding)
    for place in places_of_lists(hiding.world):
        assert any(address.startswith(place) for address in lists), place


def places_of_lists(world: World) -> tuple[str, ...]:
    """How the addresses of lists begin."""
    return (
        *LISTS,
        *(world.public[model].get_url() for model in (TopicHubPage, HighProfileCasePage)),
    )


def listing(client: Client, hiding: Newsroom) -> list[str]:
    """The pages of lists that lead to hidden items."""
    hidden = [page.get_url() for page in hiding.world.hidden if isinstance(page, NewsItemPage)]
    places = places_of_lists(hiding.world)
    answers = crawl(client, [each for each in hiding.shown if each.address.startswith(places)])
    return [
        question.address
        for question, answer in answers.items()
        if any(answer.says(f'href="{address}"') for address in hidden)
    ]


def test_what_is_not_there_is_told_nowhere(hiding):
    """The measure of the test above: nothing names the hidden pages, and none is found."""
    public = {address for found in public_addresses(hiding.world).values() for address in found}
    for asked, answer in hiding.absent.items():
        # Somebody who asks for the name may be told what they asked for.
        assert NAME in asked.address.lower() or not answer.says(NAME), asked
        if asked.address in public:
            continue
        # The missing slash is added before anybody looks for a page.
        slash = dict(answer.headers).get("Location") == f"{asked.address}/"
        assert slash or (answer.status == 404 and not answer.says(NAME)), asked


def test_the_same_addresses_told_of_what_was_public(hiding):
    """Else nothing would have been proved."""
    told = {
        asked.address
        for asked, answer in hiding.shown.items()
        if answer != hiding.absent[asked] and answer.status < 400
    }
    for address in (*OUTLETS, *hiding.world.files):
        assert address in told, address
    found = public_addresses(hiding.world)
    for pattern in SEVERAL:
        assert told & set(found[pattern]), pattern
    for page in hiding.world.hidden:
        if isinstance(page, NewsItemPage):
            assert told >= {*earlier_addresses(page)[:-1]}, page
        # Of a second home page there is no address.
        assert page.get_url() is None or page.get_url() in told, page


def test_a_contact_is_public_without_the_page_of_the_press_office(client, hiding):
    office = hiding.world.public[PressOfficePage]
    card = f"/news/press-office/{hiding.world.contact.pk}.vcf"
    before = ask(client, card)
    PressOfficePage.objects.get(pk=office.pk).unpublish()
    assert ask(client, office.get_url()).status == 404
    assert (before.status, ask(client, card)) == (200, before)


@pytest.mark.parametrize("who", ["", "stranger"])
def test_the_admin_tells_nothing_to_somebody_without_access(client, hiding, who):
    STATES["scheduled"](hiding.world)
    if who:
        client.force_login(person(who))
    item, image = hiding.world.of(PressReleasePage), hiding.world.images[0]
    found = admin_addresses(item, image, hiding.world.documents[0])
    answers = {address: ask(client, address) for address in found}
    assert [
        address
        for address, answer in answers.items()
        if answer.says(NAME) or (answer.status == 200 and not address.startswith(FOR_ALL))
    ] == []


def test_the_desk_sees_drafts(client, hiding):
    STATES["draft"](hiding.world)
    client.force_login(person("editor", is_superuser=True))
    item = hiding.world.of(PressReleasePage)
    for address in (f"pages/{item.pk}/view_draft", f"choose-page/{item.get_parent().pk}"):
        assert ask(client, f"/admin/{address}/").says(NAME), address
    for address in hiding.world.files:
        assert ask(client, address).status == 200


def test_at_the_addresses_of_readers_the_desk_is_told_what_readers_are(client, hiding):
    STATES["draft"](hiding.world)
    client.force_login(person("editor", is_superuser=True))
    files = set(hiding.world.files)
    asked = [question for question in hiding.asked if question.address not in files]
    for question, answer in crawl(client, asked).items():
        absent = hiding.absent[question]
        assert (answer.status, answer.body) == (absent.status, absent.body), question
        assert not answer.says("userbar")


def test_every_page_type_has_a_hidden_page():
    creatable = {model for model in get_page_models() if model.is_creatable and model is not Page}
    unknown = creatable ^ set(PARENTS)
    assert not unknown, f"Say in PARENTS (tests/leaks.py) where one of these stands: {unknown}"


def test_every_kind_of_file_is_known():
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    }
    unknown = fields ^ set(FILES)
    assert not unknown, f"Say in FILES who sends these, and ask for them in the matrix: {unknown}"


def test_every_field_that_names_a_file_is_filled():
    wanted = (get_image_model(), get_document_model())
    parts = {child.related_model for model in PARENTS for child in get_all_child_relations(model)}
    fields = {
        f"{model.__name__}.{field.name}"
        for model in (*PARENTS, *parts)
        for field in model._meta.get_fields()
        if field.is_relation and field.many_to_one and field.related_model in wanted
    }
    known = {f"{model.__name__}.social_image" for model in PARENTS}
    known |= {f"{model.__name__}.image" for model in PARENTS if issubclass(model, NewsItemPage)}
    known |= {f"{MediaProtocolVersionPage.__name__}.document"}
    known |= {f"{SocialMediaPolicyVersionPage.__name__}.document"}
    known |= {f"{SpeechDocument.__name__}.document"}
    known |= {f"{CaseMaterial.__name__}.{name}" for name in ("image", "document")}
    assert fields == known, "Fill the new field in tests/leaks.py, and name it here"


@pytest.mark.parametrize("name", FORGOTTEN)
def test_the_matrix_sees_a_condition_that_is_forgotten(client, hiding, name):
    with forgotten(FORGOTTEN[name]):
        STATES[name](hiding.world)
        for place in ("/news/?", "/media/", "/documents/", "/news/public-speechindexpage/"):
            assert hiding.leaks_at(client, place), place

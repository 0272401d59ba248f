"""The leak matrix: whatever is not public, in whichever way, is told at no address of the site.

Each state hides a page of every type, in both languages, that public pages name in every way.
Then all addresses are asked: nothing may say the hidden name, and every answer must be, to the
byte, that of a newsroom from which the pages have been deleted.
"""

import pytest
from django.apps import apps
from django.db.models import Exists, FileField, OuterRef, Q
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, get_page_models

from newsroom.editorial.release_log import GatePass
from newsroom.models import MediaProtocolVersionPage, NewsItemPage, PressReleasePage
from newsroom.pages import visibility
from newsroom.pages.visibility import PublishedQuerySet
from tests.factories import person, release
from tests.leak_outlets import (
    VARIANTS,
    Answer,
    admin_addresses,
    ask,
    hidden_addresses,
    neighbouring_addresses,
    public_addresses,
)
from tests.leaks import NAME, PARENTS, STATES, State, World, build

pytestmark = pytest.mark.django_db

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
)
TELLING = ("news/", r"^((?:[\w\-]+/)*)$")
"""The patterns at which much is told of what is public."""


def crawl(client: Client, world: World) -> dict[str, Answer]:
    return {
        address: ask(client, address)
        for addresses in public_addresses(world).values()
        for address in addresses
    }


def leaks(
    client: Client, world: World, known: dict[str, Answer], crawled: dict[str, Answer]
) -> list[str]:
    """What says the hidden name, or is found where it must not be."""
    found = [address for address, answer in crawled.items() if answer.says(NAME)]
    for address in hidden_addresses(world):
        asked = {name: ask(client, address, **headers) for name, headers in VARIANTS.items()}
        asked["HEAD"] = ask(client, address, "head")
        asked["as before"] = ask(client, address, **_conditions(known.get(address)))
        found += [
            f"{address} ({name}: {answer.status})"
            for name, answer in asked.items()
            if answer.status != 404 or answer.says(NAME, without=address)
        ]
    for address in neighbouring_addresses(world):
        answer = ask(client, address)
        # The missing slash is added before anybody looks for a page.
        slash = dict(answer.headers).get("Location") == f"{address}/"
        if not slash and (answer.status != 404 or answer.says(NAME, without=address)):
            found.append(f"{address} ({answer.status})")
    return found


def _conditions(known: Answer | None) -> dict[str, str]:
    headers = dict(known.headers) if known else {}
    names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    return {condition: headers[name] for name, condition in names.items() if name in headers}


def hide(client: Client, state: State) -> tuple[World, dict[str, Answer], dict[str, Answer]]:
    """A newsroom in this state, and what it said before while all was public."""
    world = build(state)
    shown, known = {}, {}
    if state.was_public:
        for page in world.again():
            release(page)
        shown = crawl(client, world)
        known = {address: ask(client, address) for address in hidden_addresses(world)}
    state.hide(world)
    return world, shown, known


@pytest.mark.parametrize("name", STATES)
def test_what_is_not_public_is_told_nowhere(client, name):
    state = STATES[name]
    world, shown, known = hide(client, state)
    hidden = crawl(client, world)
    assert leaks(client, world, known, hidden) == []
    for address in hidden_addresses(world):
        absent = ask(client, address.replace(NAME, "nobodywaters"))
        assert ask(client, address) == absent, f"{address} is not as if it were not there"
    assert _told_by_admin(client, world) == []
    for page in reversed(world.again()):
        page.delete()
    without = crawl(client, world)
    assert [address for address in hidden if hidden[address] != without[address]] == []
    if state.was_public:
        # Else nothing would have been proved: while it was public, the same addresses told of it.
        told = {address for address in shown if shown[address] != hidden[address]}
        for pattern in TELLING:
            assert len(told & set(public_addresses(world)[pattern])) > 5, pattern
        assert {known[address].status for address in world.files} == {200}


def test_the_admin_tells_nothing_to_somebody_without_access(client):
    world, _shown, _known = hide(client, STATES["scheduled"])
    client.force_login(person("stranger"))
    assert _told_by_admin(client, world) == []


def _told_by_admin(client: Client, world: World) -> list[str]:
    """The addresses of the admin that tell the hidden name, or let in who may not enter."""
    item, image, paper = world.of(PressReleasePage), world.images[0], world.documents[0]
    answers = {address: ask(client, address) for address in admin_addresses(item, image, paper)}
    return [
        address
        for address, answer in answers.items()
        if answer.says(NAME) or (answer.status == 200 and not address.startswith(FOR_ALL))
    ]


def test_the_desk_sees_drafts(client):
    world, _shown, _known = hide(client, STATES["draft"])
    editor = person("editor", is_superuser=True)
    client.force_login(editor)
    item = world.of(PressReleasePage)
    for address in (f"pages/{item.pk}/view_draft", f"choose-page/{item.get_parent().pk}"):
        assert ask(client, f"/admin/{address}/").says(NAME), address
    for address in world.files:
        assert ask(client, address).status == 200


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
    fields = {
        f"{model.__name__}.{field.name}"
        for model in PARENTS
        for field in model._meta.get_fields()
        if field.is_relation and field.many_to_one and field.related_model in wanted
    }
    known = {f"{model.__name__}.social_image" for model in PARENTS}
    known |= {f"{model.__name__}.image" for model in PARENTS if issubclass(model, NewsItemPage)}
    known.add(f"{MediaProtocolVersionPage.__name__}.document")
    assert fields == known, "Fill the new field in tests/leaks.py, and name it here"


def _without(part: str):
    """`published()` as it would be with one of its conditions forgotten."""

    def published(pages: PublishedQuerySet) -> PublishedQuerySet:
        now = timezone.now()
        closed = PageViewRestriction.objects.filter(page=OuterRef("pk"))
        conditions = {
            "live": Q(live=True),
            "pass": Exists(GatePass.objects.filter(page=OuterRef("pk"))),
            "expiry": Q(expire_at__isnull=True) | Q(expire_at__gt=now),
            "privacy": ~Exists(closed),
            "orders": ~visibility._withheld(now),
        }
        return pages.filter(*(rule for name, rule in conditions.items() if name != part))

    return published


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("live", "a pass without live"),
        ("pass", "live without a pass"),
        ("expiry", "expired"),
        ("privacy", "private"),
        ("orders", "order on the item"),
        ("orders", "order on its case"),
    ],
)
def test_the_matrix_sees_a_condition_that_is_forgotten(client, monkeypatch, part, name):
    monkeypatch.setattr(PublishedQuerySet, "published", _without(part))
    world, _shown, known = hide(client, STATES[name])
    found = leaks(client, world, known, crawl(client, world))
    assert any(address.startswith("/news/?") for address in found)
    assert any(address.startswith("/media/") for address in found)
    assert any(address.startswith("/documents/") for address in found)

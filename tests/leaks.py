"""A newsroom with something hidden in it, the ways to hide it, and every outlet it could leave by.

What is hidden bears one name, in its title, slug, teaser, text, files and all else; wherever that
name turns up, it has leaked. Used by test_leaks.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Workflow,
    WorkflowTask,
)

from newsroom.archive.index import LONDON
from newsroom.models import (
    ContentPage,
    FeaturedItem,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
    HomePage,
    MediaProtocolPage,
    MediaProtocolVersionPage,
    NewsIndexPage,
    NewsItemPage,
    PressOfficePage,
    PressReleasePage,
    RelatedItem,
    ReportingRestriction,
    SocialMediaPolicyPage,
    SpeechPage,
    StatementPage,
    TopicHubPage,
)
from newsroom.pages import upkeep
from tests.factories import (
    area,
    case,
    clear,
    crime_type,
    newsroom,
    person,
    picture,
    press_release,
    release,
    speech,
    statement,
    topic,
    welsh,
)

NAME = "quillfeather"
WORD = "lighthouse"
"""A word that only what is hidden holds: searching for it must find nothing, nor echo the name."""
DAY = datetime(2024, 5, 10, 12, tzinfo=LONDON)
SPECS = ("width-360|format-webp", "width-1080|format-jpeg", "fill-1200x630|format-jpeg")

PARENTS: dict[type[Page], type[Page] | None] = {
    HomePage: None,
    NewsIndexPage: HomePage,
    ContentPage: HomePage,
    HighProfileCaseIndexPage: NewsIndexPage,
    HighProfileCasePage: HighProfileCaseIndexPage,
    TopicHubPage: NewsIndexPage,
    PressReleasePage: NewsIndexPage,
    SpeechPage: NewsIndexPage,
    StatementPage: NewsIndexPage,
    PressOfficePage: NewsIndexPage,
    SocialMediaPolicyPage: NewsIndexPage,
    MediaProtocolPage: NewsIndexPage,
    MediaProtocolVersionPage: MediaProtocolPage,
}
"""Each page type, and below which public page one of it is hidden."""


@dataclass
class World:
    """What is public, what is hidden, and the files of what is hidden."""

    public: dict[type[Page], Page] = field(default_factory=dict)
    hidden: list[Page] = field(default_factory=list)
    images: list[Any] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Addresses of renditions and documents."""

    def of(self, model: type[Page]) -> Page:
        """The hidden page of a type."""
        return next(page for page in self.hidden if type(page) is model)

    def again(self) -> list[Page]:
        """The hidden pages as they are stored now."""
        return [page.specific_class.objects.get(pk=page.pk) for page in self.hidden]


@dataclass(frozen=True)
class State:
    """One way in which a page is not public."""

    hide: Callable[[World], None]
    was_public: bool = True
    order_on: str = ""
    """Whether a court's order hides the pages themselves ("pages") or their case ("case")."""


def build(state: State) -> World:
    """The newsroom; its hidden pages are drafts, and public pages name them all."""
    cache.clear()
    world = World()
    _add_public(world)
    _add_files(world)
    for number, (model, above) in enumerate(PARENTS.items()):
        page = model(title=f"Quillfeather {number}", slug=f"{NAME}-{number}", live=False)
        page.summary, page.social_image = "Quillfeather teaser.", world.images[1]
        if hasattr(page, "body"):
            page.body = _body(world)
        if issubclass(model, NewsItemPage):
            _fill_item(page, world)
            if state.order_on == "case":
                page.case = world.of(HighProfileCasePage)
        if model is MediaProtocolVersionPage:
            page.document, page.version_label = world.documents[0], "Quillfeather"
        parent = Page.get_first_root_node() if above is None else world.public[above]
        world.hidden.append(Page.objects.get(pk=parent.pk).add_child(instance=page))
    _add_welsh(world, world.of(PressReleasePage))
    if not state.order_on:
        # An order is about a page in every language, and would take the public one down.
        _add_welsh(world, world.public[StatementPage])
    Redirect.add_redirect("/old-place/", world.of(PressReleasePage))
    point_at_hidden(world, from_case=not state.order_on)
    return world


def _add_files(world: World) -> None:
    world.images = [
        picture(title=f"Quillfeather {n}", file__filename=f"{NAME}-{n}.jpg") for n in "abc"
    ]
    world.documents = [
        Document.objects.create(
            title="Quillfeather paper", file=ContentFile(b"%PDF- Quillfeather", f"{NAME}-{n}.pdf")
        )
        for n in "ab"
    ]
    renditions = [image.get_rendition(spec) for image in world.images for spec in SPECS]
    world.files = [file.url for file in (*renditions, *world.documents)]


def _body(world: World) -> list[tuple[str, Any]]:
    paper, linked = world.documents
    link = f'<a linktype="document" id="{linked.pk}">the paper</a>'
    shown = {"image": world.images[2], "alt": "Quillfeather", "caption": "", "credit": ""}
    return [
        ("paragraph", f"<p>Quillfeather went to the {WORD}.</p>"),
        ("paragraph", f"<p>See {link}.</p>"),
        ("image", shown),
        ("document", {"document": paper, "description": "Quillfeather"}),
    ]


def _add_welsh(world: World, page: Page) -> None:
    translated = page.copy_for_translation(welsh(), copy_parents=True)
    translated.title, translated.slug = "Quillfeather yn Gymraeg", f"{NAME}-cy-{page.pk}"
    translated.save()
    world.hidden.append(translated)
    for above in translated.get_ancestors().filter(depth__gt=1, live=False).specific():
        release(above)


def _fill_item(page: Any, world: World) -> None:
    page.published_at = DAY
    page.image, page.image_alt, page.image_caption = world.images[0], "Quillfeather", "Quillfeather"
    page.notes_to_editors = "<p>Quillfeather notes.</p>"
    page.crime_types, page.areas = [crime_type()], [area()]
    page.topics = [world.public[TopicHubPage]]
    page.case = world.public[HighProfileCasePage]
    if isinstance(page, SpeechPage):
        page.speaker = "Quillfeather"
    if isinstance(page, PressReleasePage):
        page.court = "Quillfeather Crown Court"


def _add_public(world: World) -> None:
    index = newsroom()
    world.public = {HomePage: HomePage.objects.get(), NewsIndexPage: index}
    for page in world.public.values():
        release(page)
    kinds: list[tuple[type[Page], dict[str, Any]]] = [
        (HighProfileCaseIndexPage, {}),
        (PressOfficePage, {}),
        (SocialMediaPolicyPage, {}),
        (MediaProtocolPage, {}),
        (MediaProtocolVersionPage, {"version_label": "2005"}),
        (ContentPage, {}),
    ]
    for model, fields in kinds:
        page = model(title=f"Public {model.__name__}", live=False, **fields)
        parent = Page.objects.get(pk=world.public[PARENTS[model]].pk)
        world.public[model] = release(parent.add_child(instance=page))
    world.public[HighProfileCasePage] = case(parent=world.public[HighProfileCaseIndexPage])
    world.public[TopicHubPage] = topic()
    shared = {"crime_types": [crime_type()], "areas": [area()]}
    about = {"topics": [world.public[TopicHubPage]], "case": world.public[HighProfileCasePage]}
    for days, make in ((-1, press_release), (1, speech), (2, statement)):
        page = make(published_at=DAY + timedelta(days=days), **shared, **about)
        world.public[type(page)] = page


def point_at_hidden(world: World, *, from_case: bool) -> None:
    """Let a public page name everything hidden, in all the ways in which one page names another.

    Written past the gate, which lets nobody do so: such rows are what is left of better days.
    """
    item = world.public[PressReleasePage]
    for number, page in enumerate(world.again()):
        if isinstance(page, NewsItemPage):
            RelatedItem.objects.create(page=item, item=page, sort_order=number)
            FeaturedItem.objects.create(page=world.public[NewsIndexPage], item=page)
    links = [{"text": "", "page": page, "url": ""} for page in world.hidden]
    words = "".join(f'<a linktype="page" id="{page.pk}">there</a> ' for page in world.hidden)
    item.body = [
        ("paragraph", f"<p>See {words}</p>"),
        ("further_reading", {"title": "Further reading", "links": links}),
    ]
    thread = world.of(HighProfileCasePage) if from_case else item.case
    NewsItemPage.objects.filter(pk=item.pk).update(body=item.body, case=thread)
    through = NewsItemPage._meta.get_field("topics").remote_field.through
    through._default_manager.create(
        newsitempage_id=item.pk, topichubpage_id=world.of(TopicHubPage).pk
    )


def _draft(world: World) -> None:
    """As they were made."""


def _in_moderation(world: World) -> None:
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Look at it")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in world.again():
        page.save_revision()
        workflow.start(page, person("press.officer"))


def _scheduled(world: World) -> None:
    for page in world.again():
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision()
        clear(page).latest_revision.publish()


def _order(pages: list[Page]) -> None:
    made = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.POSTPONED,
        effect=ReportingRestriction.Effect.EVERYTHING,
        covers="The trial of Quillfeather",
        public_wording="Quillfeather must not be named.",
    )
    made.pages.set([Page.objects.get(pk=page.pk) for page in pages])


def _order_on_pages(world: World) -> None:
    _order([page for page in world.hidden if page.locale.language_code == "en"])
    _sync(world)


def _order_on_case(world: World) -> None:
    items = [page for page in world.again() if isinstance(page, NewsItemPage)]
    _order([world.of(HighProfileCasePage)])
    for page in world.again():
        if page.pk not in {item.pk for item in items} and type(page) is not HighProfileCasePage:
            page.unpublish()
    _sync(world)


def _withdrawn(world: World) -> None:
    for page in world.again():
        page.unpublish()


def _expired(world: World) -> None:
    _update(world, expire_at=timezone.now() - timedelta(minutes=1))


def _private(world: World) -> None:
    for page in world.again():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def _live_without_pass(world: World) -> None:
    _update(world, live=True)


def _pass_without_live(world: World) -> None:
    _update(world, live=False)


def _update(world: World, **columns: Any) -> None:
    Page.objects.filter(pk__in=[page.pk for page in world.hidden]).update(**columns)
    _sync(world)


def _sync(world: World) -> None:
    upkeep.sync_items(upkeep.items_among([page.pk for page in world.hidden]))


STATES: dict[str, State] = {
    "draft": State(_draft, was_public=False),
    "in moderation": State(_in_moderation, was_public=False),
    "scheduled": State(_scheduled, was_public=False),
    "order on the item": State(_order_on_pages, order_on="pages"),
    "order on its case": State(_order_on_case, order_on="case"),
    "withdrawn": State(_withdrawn),
    "expired": State(_expired),
    "private": State(_private),
    "live without a pass": State(_live_without_pass, was_public=False),
    "a pass without live": State(_pass_without_live),
}

"""A newsroom with something hidden in it that public pages name in every way.

What is hidden bears one name, in its title, slug, teaser, text, files and all else; wherever that
name turns up, it has leaked. Used by test_leaks.py.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page

from newsroom.choices import MaterialKind, ProtocolClass, StageKind
from newsroom.choices import VersionStatus as Status
from newsroom.desk.document_formats.reading import ReadDocument
from newsroom.desk.uploaded_documents import keep_words
from newsroom.gate.opening import open_edition
from newsroom.gate.page_facts import digest_of
from newsroom.models import (
    CaseFact,
    CaseMaterial,
    CaseStage,
    ContentPage,
    EarlierEdition,
    Edition,
    FeaturedItem,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
    HomePage,
    MediaProtocolPage,
    MediaProtocolVersionPage,
    NewsIndexPage,
    NewsItemPage,
    PageChange,
    PressContact,
    PressOfficePage,
    PressReleasePage,
    RelatedItem,
    ReportingRestriction,
    SocialMediaAccount,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
    SpeechDocument,
    SpeechIndexPage,
    SpeechPage,
    StatementPage,
    TopicHubPage,
    TopicStatistic,
    UpdateDraft,
)
from newsroom.pages.archive_sync import follow_records
from newsroom.pages.versions.version_pages import VersionPage
from newsroom.time_zones import LONDON
from tests.factories import (
    area,
    case,
    contact,
    crime_type,
    desk,
    newsroom,
    picture,
    press_release,
    release,
    speaker,
    speech,
    statement,
    topic,
    welsh,
)

NAME = "quillfeather"
WORD = "lighthouse"
"""A word that only what is hidden holds: searching for it must find nothing, nor echo the name."""
DAY = datetime(2024, 5, 10, 12, tzinfo=LONDON)
SPOKEN = date(2016, 3, 1)
"""In a year of which there is no public speech."""
AGREED = {"since": date(2010, 1, 1), "until": date(2012, 12, 31)}
"""While the hidden versions were in force; the public ones leave this time out."""
ALWAYS = 30_000
"""Days, which are more than a form takes."""
SPECS = ("format-webp|width-360", "format-jpeg|width-1080", "fill-1200x630|format-jpeg")

PARENTS: dict[type[Page], type[Page] | None] = {
    HomePage: None,
    NewsIndexPage: HomePage,
    ContentPage: HomePage,
    HighProfileCaseIndexPage: NewsIndexPage,
    HighProfileCasePage: HighProfileCaseIndexPage,
    TopicHubPage: NewsIndexPage,
    PressReleasePage: NewsIndexPage,
    SpeechIndexPage: NewsIndexPage,
    SpeechPage: NewsIndexPage,
    StatementPage: NewsIndexPage,
    PressOfficePage: NewsIndexPage,
    SocialMediaPolicyPage: NewsIndexPage,
    SocialMediaPolicyVersionPage: SocialMediaPolicyPage,
    MediaProtocolPage: NewsIndexPage,
    MediaProtocolVersionPage: MediaProtocolPage,
}
"""Each page type, and below which public page one of it is hidden."""


@dataclass
class World:
    """What is public, what is hidden, and the files of what is hidden."""

    public: dict[type[Page], Page] = field(default_factory=dict)
    contact: PressContact | None = None
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


def build() -> World:
    """The newsroom; what is to be hidden is public still, and public pages name it all."""
    cache.clear()
    world = World()
    _add_public(world)
    _add_files(world)
    for number, (model, above) in enumerate(PARENTS.items()):
        page = model(title=f"Quillfeather {number}", slug=f"{NAME}-{number}", live=False)
        page.summary, page.social_image = "Quillfeather teaser.", world.images[1]
        if hasattr(page, "body"):
            page.body = _body(world)
        _fill(page, world)
        parent = Page.get_first_root_node() if above is None else world.public[above]
        world.hidden.append(Page.objects.get(pk=parent.pk).add_child(instance=page))
        if isinstance(page, NewsItemPage):
            _correct(page)
    _add_welsh(world, world.of(PressReleasePage))
    _add_welsh(world, world.public[StatementPage])
    Redirect.add_redirect("/old-place/", world.of(PressReleasePage))
    _point_at_hidden(world)
    for page in world.again():
        release(page)
    _keep_earlier_words(world)
    _have_witness_protected(world)
    return world


def _keep_earlier_words(world: World) -> None:
    """Let readers read what the hidden items said before they were corrected."""
    for page in world.hidden:
        if isinstance(page, NewsItemPage):
            edition = Edition.objects.open().of_page(page.pk).get()
            keep_earlier(page, edition.document)


def keep_earlier(page: Page, document: dict[str, Any] | None, **fields: Any) -> EarlierEdition:
    """An earlier edition of a page with these words; None: they are withheld."""
    times = {"since": DAY - timedelta(days=1), "until": DAY, "changed_at": DAY}
    return EarlierEdition.objects.create(
        page_id=page.pk, number=1, document=document, digest="", **times, **fields
    )


def _show_what_is_chosen(world: World) -> None:
    """Let the front page show what is chosen for it, however old that is."""
    index = NewsIndexPage.objects.filter(pk=world.public[NewsIndexPage].pk)
    index.update(lead_days=ALWAYS)
    front = index.get()
    open_edition(front, front.as_document(), digest_of(front))


def _have_witness_protected(world: World) -> None:
    """Have a court make an order of which the page of the hidden case tells."""
    made = ReportingRestriction.objects.create(
        kind=ReportingRestriction.Kind.NAME_WITHHELD,
        effect=ReportingRestriction.Effect.NAMES,
        covers="A witness",
        public_wording="The first witness against Quillfeather must not be named.",
    )
    made.pages.set([Page.objects.get(pk=world.of(HighProfileCasePage).pk)])


def _add_files(world: World) -> None:
    world.images = [
        picture(title=f"Quillfeather {n}", file__filename=f"{NAME}-{n}.jpg") for n in "abcd"
    ]
    world.documents = [
        Document.objects.create(
            title="Quillfeather paper", file=ContentFile(b"%PDF- Quillfeather", f"{NAME}-{n}.pdf")
        )
        for n in "abcde"
    ]
    said = [("page 1", f"Quillfeather went to the {WORD}.")]
    keep_words(b"%PDF- Quillfeather", ReadDocument(texts=said))
    first, social, *others = world.images
    renditions = [first.get_rendition(spec) for spec in SPECS]
    renditions += [image.get_rendition(SPECS[0]) for image in others]
    renditions.append(social.get_rendition(SPECS[2]))
    world.files = [file.url for file in (*renditions, *world.documents)]


def _body(world: World) -> list[tuple[str, Any]]:
    paper, linked = world.documents[:2]
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


def _fill(page: Any, world: World) -> None:
    """Give a hidden page all that a page of its type can have."""
    if isinstance(page, NewsItemPage):
        page.published_at = DAY
        page.image, page.image_alt = world.images[0], "Quillfeather"
        page.image_caption, page.notes_to_editors = "Quillfeather", "<p>Quillfeather notes.</p>"
        page.crime_types, page.areas = [crime_type()], [area()]
        page.topics = [world.public[TopicHubPage]]
        page.case = world.public[HighProfileCasePage]
    if isinstance(page, VersionPage):
        page.document, page.version_label = world.documents[2], "Quillfeather"
        page.status, page.agreed_by = Status.SUPERSEDED, "Quillfeather"
        page.in_force_from, page.in_force_to = AGREED["since"], AGREED["until"]
    match page:
        case SpeechPage():
            page.speaker, page.delivered_on = speaker("Quillfeather"), SPOKEN
            page.event = page.place = "Quillfeather Hall"
            page.documents = [SpeechDocument(document=world.documents[3], description="Quill")]
        case PressReleasePage():
            page.court = "Quillfeather Crown Court"
        case TopicHubPage():
            figure = {"label": "Quillfeather", "period": "2024", "number": 7}
            page.statistics = [TopicStatistic(source="Quillfeather", **figure)]
        case SocialMediaPolicyPage():
            account = {"platform": "Quillfeather", "handle": NAME}
            page.accounts = [SocialMediaAccount(url=f"https://example.org/{NAME}", **account)]
        case HighProfileCasePage():
            _fill_case(page, world)


def _correct(page: NewsItemPage) -> None:
    """Let the item have been corrected before."""
    note = f"Quillfeather went to the {WORD}, not to the quay."
    bound = {"ends": 1, "begins": 2, "digest": ""}
    PageChange.objects.create(
        page_id=page.pk, number=1, kind=PageChange.Kind.CORRECTION, note=note, at=DAY, **bound
    )


def _fill_case(page: HighProfileCasePage, world: World) -> None:
    page.court = page.status = "Quillfeather"
    page.stages = [CaseStage(date=SPOKEN, kind=StageKind.CONVICTED, text="Quillfeather")]
    page.facts = [CaseFact(label="Judge", value="Quillfeather")]
    rule = {"protocol_class": ProtocolClass.RELEASED, "released_on": SPOKEN}
    page.materials = [
        CaseMaterial(
            what="Quillfeather in custody",
            kind=MaterialKind.CUSTODY_IMAGE,
            image=world.images[3],
            image_alt="Quillfeather",
            **rule,
        ),
        CaseMaterial(
            what="Quillfeather’s letter",
            kind=MaterialKind.DOCUMENT,
            document=world.documents[4],
            **rule,
        ),
    ]


def _add_public(world: World) -> None:
    index = newsroom()
    world.public = {HomePage: HomePage.objects.get(), NewsIndexPage: index}
    for page in world.public.values():
        release(page)
    before = {"in_force_from": date(2005, 10, 1), "in_force_to": AGREED["since"] - timedelta(1)}
    since = {"in_force_from": AGREED["until"] + timedelta(1)}
    old = {"version_label": "2005", "status": Status.SUPERSEDED, **before}
    new = {"version_label": "2013", "status": Status.IN_FORCE, **since}
    kinds: list[tuple[type[Page], dict[str, Any]]] = [
        (HighProfileCaseIndexPage, {}),
        (SpeechIndexPage, {}),
        (PressOfficePage, {}),
        (SocialMediaPolicyPage, {}),
        (SocialMediaPolicyVersionPage, {"slug": "old", **old}),
        (SocialMediaPolicyVersionPage, {"slug": "new", **new}),
        (MediaProtocolPage, {}),
        (MediaProtocolVersionPage, {"slug": "old", **old}),
        (MediaProtocolVersionPage, {"slug": "new", **new}),
        (ContentPage, {}),
    ]
    for model, fields in kinds:
        page = model(title=f"Public {model.__name__}", live=False, **fields)
        parent = Page.objects.get(pk=world.public[PARENTS[model]].pk)
        world.public[model] = release(parent.add_child(instance=page))
    world.public[HighProfileCasePage] = case(parent=world.public[HighProfileCaseIndexPage])
    figure = TopicStatistic(label="Prosecutions", period="2024", number=7, source="CPS")
    world.public[TopicHubPage] = topic(statistics=[figure])
    contact()
    world.contact = desk(name="Desk of the Area", area=area())
    shared = {"crime_types": [crime_type()], "areas": [area()]}
    about = {"topics": [world.public[TopicHubPage]], "case": world.public[HighProfileCasePage]}
    said = {"speaker": speaker()}
    for days, make, fields in ((-1, press_release, {}), (1, speech, said), (2, statement, {})):
        page = make(published_at=DAY + timedelta(days=days), **shared, **about, **fields)
        world.public[type(page)] = page
    # Of public items, what is still being written is told nowhere, whatever else is.
    words = {"stage": StageKind.SENTENCE, "at": DAY, "note": f"Quillfeather saw the {WORD}."}
    for model in (PressReleasePage, StatementPage):
        UpdateDraft.objects.create(item=world.public[model], **words)
    follow_records([world.public[model].pk for model in (PressReleasePage, StatementPage)])


def _point_at_hidden(world: World) -> None:
    """Let a public page name everything hidden, in all the ways in which one page names another.

    Written past the gate, which lets nobody do so: such rows are what is left of better days.
    """
    item = world.public[PressReleasePage]
    for number, page in enumerate(world.again()):
        if isinstance(page, NewsItemPage):
            RelatedItem.objects.create(page=item, item=page, sort_order=number)
            FeaturedItem.objects.create(page=world.public[NewsIndexPage], item=page)
    _show_what_is_chosen(world)
    links = [{"text": "", "page": page, "url": ""} for page in world.hidden]
    words = "".join(f'<a linktype="page" id="{page.pk}">there</a> ' for page in world.hidden)
    item.body = [
        ("paragraph", f"<p>See {words}</p>"),
        ("further_reading", {"title": "Further reading", "links": links}),
    ]
    thread = world.of(HighProfileCasePage)
    NewsItemPage.objects.filter(pk=item.pk).update(body=item.body, case=thread)
    through = NewsItemPage._meta.get_field("topics").remote_field.through
    through._default_manager.create(
        newsitempage_id=item.pk, topichubpage_id=world.of(TopicHubPage).pk
    )

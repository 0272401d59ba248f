"""A small newsroom for tests: its tree, its terms, and items in every state by name."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, PageViewRestriction, Site

from newsroom.archive.index import Kind
from newsroom.demo.drafts import Draft
from newsroom.demo.load import Ids, Loader
from newsroom.gate.outside_facts import outside_facts
from newsroom.gate.page_facts import digest_of
from newsroom.models import (
    Area,
    CheckResponse,
    Clearance,
    CrimeType,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
    HomePage,
    ItemUpdate,
    NewsIndexPage,
    NewsItemPage,
    OpeningHours,
    Person,
    PersonTitle,
    PressContact,
    PressOfficePage,
    PressReleasePage,
    SpeechIndexPage,
    SpeechPage,
    StatementPage,
    TopicHubPage,
)
from newsroom.publishing.updates import examine_update

# Two titles of one person: on 8 September 2022 Queen's Counsel became King's Counsel.
QC = {
    "role": "Director of Legal Services",
    "post_nominals": "QC",
    "since": date(2020, 1, 1),
    "until": date(2022, 9, 7),
}
KC = {"role": "Director of Public Prosecutions", "post_nominals": "KC", "since": date(2022, 9, 8)}


class _Term(factory.django.DjangoModelFactory):
    name = "Sexual offences"
    slug = factory.LazyAttribute(lambda term: slugify(term.name))
    locale = factory.LazyFunction(Locale.get_default)

    class Meta:
        abstract = True
        django_get_or_create = ("slug", "locale")

    @classmethod
    def _get_or_create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """One that is there already is given what is asked for."""
        return _as_asked(super()._get_or_create(model_class, *args, **kwargs), kwargs)


class _CrimeType(_Term):
    class Meta:
        model = CrimeType


class _Area(_Term):
    name = "CPS"

    class Meta:
        model = Area


class _Page(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Page {number}")
    # Left to Wagtail, which keeps the addresses of pages with the same title apart.
    slug = ""

    class Meta:
        abstract = True


class _Item(_Page):
    title = factory.Sequence(lambda number: f"Man jailed after trial {number}")
    body = factory.LazyFunction(
        lambda: [("paragraph", "<p>A man was jailed today. He had denied the charges.</p>")]
    )

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type[NewsItemPage], parent: Page, kwargs: Any) -> Any:
        chosen = {
            name: kwargs.pop(name) for name in ("crime_types", "areas", "topics") if name in kwargs
        }
        live = kwargs.pop("live", True)
        instance = model_class(**kwargs, live=False)
        for name, values in chosen.items():
            getattr(instance, name).set(values)
        parent.add_child(instance=instance)
        return release(instance) if live else instance


class _PressRelease(_Item):
    class Meta:
        model = PressReleasePage


class _Speech(_Item):
    speaker = None
    titled_name = factory.LazyAttribute(
        lambda speech: "" if speech.speaker else "Miriam Castleford"
    )

    class Meta:
        model = SpeechPage


class _Statement(_Item):
    class Meta:
        model = StatementPage


class _Topic(_Page):
    class Meta:
        model = TopicHubPage


class _PressOffice(_Page):
    title = "Press office"

    class Meta:
        model = PressOfficePage


class _Case(_Page):
    class Meta:
        model = HighProfileCasePage

    @classmethod
    def _create_instance(cls, model_class: type, parent: Page, kwargs: Any) -> Any:
        live = kwargs.pop("live", True)
        instance = parent.add_child(instance=model_class(**kwargs, live=False))
        return release(instance) if live else instance


class _Contact(factory.django.DjangoModelFactory):
    name = "CPS Press Office"
    telephone = "020 3357 0906"

    class Meta:
        model = PressContact


class _Update(factory.django.DjangoModelFactory):
    stage = ItemUpdate.Stage.SENTENCE
    at = factory.LazyFunction(timezone.now)
    note = "Sentenced to four years."

    class Meta:
        model = ItemUpdate

    @classmethod
    def _create(cls, model_class: type[ItemUpdate], **fields: Any) -> ItemUpdate:
        """Have a lawyer read what a second person has to read."""
        update = model_class(**fields)
        examination = examine_update(update, Page.objects.get(pk=update.item.pk).specific)
        if examination.needs_second:
            given = {"page": update.item, "digest": examination.digest}
            lawyer = person("reviewing.lawyer")
            Clearance.objects.create(step=Clearance.Step.LEGAL, by=lawyer, **given)
            if examination.asks_anonymity:
                CheckResponse.objects.create(code="anonymity", words="Read.", by=lawyer, **given)
        update.save()
        return update


def newsroom() -> NewsIndexPage:
    """The front page of the news, below the home page that the site begins at."""
    index = NewsIndexPage.objects.first()
    if index is not None:
        return index
    root, site = Page.get_first_root_node(), Site.objects.get(is_default_site=True)
    welcome = site.root_page
    home = HomePage.objects.first()
    if home is None:
        home = root.add_child(instance=HomePage(title="CPS News", slug="cps-news"))
        site.root_page = home
        site.save()
        welcome.specific.delete()
        home = HomePage.objects.get(pk=home.pk)
    return home.add_child(
        instance=NewsIndexPage(title="News", slug="news", introduction="<p>In the news.</p>")
    )


def crime_type(name: str = "Sexual offences", **fields: Any) -> CrimeType:
    """A crime type; asked for again by the same name, the same one."""
    return _CrimeType(name=name, **fields)


def area(name: str = "CPS", **fields: Any) -> Area:
    """An Area; asked for again by the same name, the same one."""
    return _Area(name=name, **fields)


def press_release(**fields: Any) -> PressReleasePage:
    """A press release, public unless told otherwise."""
    return _PressRelease(**_below_newsroom(fields))


def items(*drafts: dict[str, Any]) -> None:
    """Public items by the dozen, past forms and gate; press releases unless told otherwise.

    Each is what `Draft` takes, with terms by slug, and has all that saving it would have made.
    """
    news = newsroom()
    ids = Ids(
        crime_types=dict(CrimeType.objects.values_list("slug", "pk")),
        areas=dict(Area.objects.values_list("slug", "pk")),
        topics={},
        cases={},
        contacts={},
        pictures=(),
        picture_words=(),
    )
    usual = {"kind": Kind.PRESS_RELEASE, "title": "Man jailed", "crime_types": (), "areas": ()}
    usual |= {"published_at": timezone.now(), "body": [paragraph("A man was jailed today.")]}
    for _count in Loader(news, ids).load(Draft(**{**usual, **draft}) for draft in drafts):
        pass


def paragraph(text: str) -> dict[str, str]:
    """A block of text as it is stored."""
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid4())}


def speech(**fields: Any) -> SpeechPage:
    """A public speech."""
    return _Speech(**_below_newsroom(fields))


def speaker(name: str = "Miriam Castleford", *titles: dict[str, Any], **fields: Any) -> Person:
    """Somebody who gives speeches, with these titles."""
    someone = Person(name=name, **fields)
    someone.full_clean()
    someone.titles = [PersonTitle(**title) for title in titles]
    someone.save()
    return someone


def speeches() -> SpeechIndexPage:
    """The list of all speeches."""
    return SpeechIndexPage.objects.first() or newsroom().add_child(
        instance=SpeechIndexPage(title="Speeches", slug="speeches")
    )


def statement(**fields: Any) -> StatementPage:
    """A public news item; `kind` makes it an article or "CPS says"."""
    return _Statement(**_below_newsroom(fields))


def person(username: str = "press.officer", **fields: Any) -> Any:
    """Somebody who works at the desk; asked for again by the same name, the same one."""
    people = get_user_model().objects
    someone, made = people.get_or_create(username=username, defaults={"email": "", **fields})
    return someone if made else _as_asked(someone, fields)


def clear(page: Page, *, legal: bool = True, editorial: bool = True, answers: bool = True) -> Page:
    """Have a lawyer and an editor, neither of whom wrote it, stand up for the page as it is."""
    given = {"page": page, "revision": page.latest_revision, "digest": digest_of(page)}
    given["facts"] = outside_facts(page)
    if legal:
        lawyer = person("reviewing.lawyer")
        Clearance.objects.create(step=Clearance.Step.LEGAL, by=lawyer, **given)
    if editorial:
        editor = person("duty.editor")
        Clearance.objects.create(step=Clearance.Step.EDITORIAL, by=editor, **given)
    if answers:
        for code in ("anonymity", "no-crime-type", "unread-document"):
            answer = {"code": code, "words": "Checked.", "by": person("press.officer")}
            CheckResponse.objects.create(**answer, **given)
    return page


def declare_change(page: NewsItemPage, note: str = "", reason: str = "A typing error.") -> Any:
    """Say what a change of words is that readers have had: a correction if there is a note."""
    page.change_kind, page.change_note = ("correction" if note else "small"), note
    page.change_reason = "" if note else reason
    page.change_number = page.changes_released + 1
    return page


def release(page: Page) -> Page:
    """Clear the page as it is in memory, and make it public."""
    page.live = True
    clear(page).save()
    return page


def draft(**fields: Any) -> PressReleasePage:
    """A press release that nobody has published."""
    return press_release(**fields, live=False)


def embargoed(**fields: Any) -> PressReleasePage:
    """A press release that goes out tomorrow."""
    item = press_release(**fields, live=False, go_live_at=timezone.now() + timedelta(days=1))
    item.save_revision()
    clear(item).latest_revision.publish()
    return PressReleasePage.objects.get(pk=item.pk)


def withdrawn(**fields: Any) -> PressReleasePage:
    """A press release that was public once."""
    item = press_release(**fields)
    item.unpublish()
    return PressReleasePage.objects.get(pk=item.pk)


def expired(**fields: Any) -> PressReleasePage:
    """A press release whose time is over, though no timer has run yet."""
    return press_release(**fields, expire_at=timezone.now() - timedelta(minutes=1))


def private(**fields: Any) -> PressReleasePage:
    """A press release that only people who have logged in may see."""
    item = press_release(**fields)
    PageViewRestriction.objects.create(page=item, restriction_type=PageViewRestriction.LOGIN)
    return item


def topic(**fields: Any) -> TopicHubPage:
    """A public topic page."""
    return _Topic(**_below_newsroom(fields))


def press_office(**fields: Any) -> PressOfficePage:
    """The public page of the press office."""
    return _PressOffice(**_below_newsroom(fields))


def case(**fields: Any) -> HighProfileCasePage:
    """A public high-profile case."""
    cases = HighProfileCaseIndexPage.objects.first() or newsroom().add_child(
        instance=HighProfileCaseIndexPage(title="High-profile cases", slug="high-profile-cases")
    )
    return _Case(**{"parent": cases, **fields})


def contact(**fields: Any) -> PressContact:
    """A desk that answers journalists."""
    return _Contact(**fields)


def desk(opens: time = time(9), closes: time = time(17), **fields: Any) -> PressContact:
    """A desk that answers on weekdays."""
    made = contact(**fields)
    OpeningHours.objects.create(contact=made, weekday=0, last_weekday=4, opens=opens, closes=closes)
    return made


def update(item: NewsItemPage, **fields: Any) -> ItemUpdate:
    """What happened after the item was published."""
    return _Update(item=item, **fields)


def picture(**fields: Any) -> Any:
    """A small picture."""
    image = wagtail_factories.ImageFactory(**fields)
    image.file.close()
    return image


def welsh() -> Locale:
    """The Welsh language."""
    return Locale.objects.get_or_create(language_code="cy")[0]


def _as_asked(row: Any, fields: dict[str, Any]) -> Any:
    """A row that is there already, with these values."""
    wanted = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if wanted:
        type(row).objects.filter(pk=row.pk).update(**wanted)
        vars(row).update(wanted)
    return row


def _below_newsroom(fields: dict[str, Any]) -> dict[str, Any]:
    return fields if "parent" in fields else {"parent": newsroom(), **fields}

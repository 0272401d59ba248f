"""The tree that the items hang in: home, front page, topics, cases; and the terms."""

from datetime import date
from random import Random

from wagtail.models import Locale, Page, Site

from newsroom.demo.body import Body
from newsroom.demo.curated import materials_until, stages_until
from newsroom.demo.drafts import Shelf
from newsroom.demo.public_pages import add_public
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    Area,
    CaseFact,
    CaseMaterial,
    CaseStage,
    CrimeType,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
    HomePage,
    NewsIndexPage,
    PressNotice,
    TopicHubPage,
    TopicStatistic,
)


def add_terms() -> None:
    """Every crime type and Area, in the default language."""
    locale = Locale.get_default()
    for model, name in ((CrimeType, "crime_type"), (Area, "area")):
        columns = {field.name for field in model._meta.concrete_fields}
        model._default_manager.bulk_create(
            model(locale=locale, **{key: word for key, word in term.items() if key in columns})
            for term in corpus("terms")[name]
        )


def add_home() -> HomePage:
    """The root of the English tree, put in the place of Wagtail's page of welcome."""
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="CPS News", slug="cps-news"))
    site.root_page, site.site_name = home, "CPS News"
    site.save()
    Page.objects.get(pk=welcome.pk).delete()
    home = HomePage.objects.get(pk=home.pk)
    home.slug = "home"
    home.save()
    return home


def add_news(home: HomePage) -> NewsIndexPage:
    words = dict(corpus("pages")["news"])
    notices = words.pop("notice")
    page = NewsIndexPage(title="News", slug="news", **words)
    page.notices = [PressNotice(sort_order=place, **row) for place, row in enumerate(notices)]
    return home.add_child(instance=page)


def add_topics(news: NewsIndexPage) -> dict[str, int]:
    """The topic pages; their ids by slug."""
    topics = {}
    for words in corpus("pages")["topic"]:
        body = Body(Random(words["slug"]))
        body.paragraphs(words["text"])
        body.heading(words["heading"])
        body.points(words["points"])
        page = TopicHubPage(
            title=words["title"], slug=words["slug"], summary=words["summary"], body=body.blocks
        )
        page.statistics = [
            TopicStatistic(
                label=counted["label"],
                unit=counted["unit"],
                source=counted["source"],
                period=period,
                number=str(number),
                note="".join(note),
            )
            for counted in words.get("statistic", [])
            for period, number, *note in counted["rows"]
        ]
        topics[words["slug"]] = news.add_child(instance=page).pk
    return topics


def add_cases(
    news: NewsIndexPage, until: date, shelf: Shelf, contacts: dict[str, int]
) -> dict[str, int]:
    """The high-profile cases that had begun by that day; their ids by slug."""
    introduction = corpus("pages")["cases"]["introduction"]
    index = news.add_child(
        instance=HighProfileCaseIndexPage(
            title="High-profile cases", slug="high-profile-cases", introduction=introduction
        )
    )
    cases = {}
    for words in corpus("cases")["case"]:
        body = Body(Random(words["slug"]))
        body.paragraphs(words["body"])
        page = HighProfileCasePage(
            title=words["title"],
            slug=words["slug"],
            summary=words["summary"],
            court=words["court"],
            status=words["status"],
            contact_id=contacts[words["contact"]],
            body=body.blocks,
        )
        page.stages = [
            CaseStage(date=day, kind=kind, stage=stage, text=text)
            for day, kind, stage, text in stages_until(words, until)
        ]
        page.facts = [CaseFact(label=label, value=value) for label, value in words["facts"]]
        page.materials = [
            CaseMaterial(**material) for material in materials_until(words, until, shelf)
        ]
        if page.stages.count():
            cases[words["slug"]] = add_public(index, page).pk
    return cases

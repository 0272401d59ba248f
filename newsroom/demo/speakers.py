"""What the speeches need besides their words: speakers, the page that lists them, documents."""

from newsroom.demo.drafts import Shelf
from newsroom.demo.standing import show_as_it_is
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    NewsIndexPage,
    Person,
    PersonTitle,
    SpeechDocument,
    SpeechIndexPage,
    SpeechPage,
)

SHARE_WITH_SLIDES = 4
"""One speech in so many has its slides as a document."""


def add_speakers() -> dict[str, int]:
    """Everybody who speaks, with their titles; their ids by slug."""
    speakers = {}
    for words in corpus("speeches")["speaker"]:
        person = Person(name=words["name"], slug=words["slug"])
        person.titles = [PersonTitle(**title) for title in words["titles"]]
        person.save()
        speakers[person.slug] = person.pk
    return speakers


def add_list(news: NewsIndexPage) -> None:
    """The page of all speeches."""
    introduction = corpus("speeches")["list"]["introduction"]
    news.add_child(
        instance=SpeechIndexPage(title="Speeches", slug="speeches", introduction=introduction)
    )


def add_documents(shelf: Shelf) -> None:
    """Slides for some of the speeches."""
    newest = SpeechPage.objects.order_by("-listed_on", "-pk")[::SHARE_WITH_SLIDES]
    SpeechDocument.objects.bulk_create(
        SpeechDocument(
            page_id=speech.pk,
            document_id=shelf.documents["slides"],
            description="The slides.",
            sort_order=0,
        )
        for speech in newest
    )
    for speech in SpeechPage.objects.filter(pk__in=[speech.pk for speech in newest]):
        show_as_it_is(speech)

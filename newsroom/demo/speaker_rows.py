"""What the speeches need besides their words: speakers, and the page that lists them."""

from newsroom.demo.vocabulary import corpus
from newsroom.models import NewsIndexPage, Person, PersonTitle, SpeechIndexPage


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

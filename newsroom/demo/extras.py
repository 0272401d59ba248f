"""What any item may have besides its words: a picture, a document, where to read on."""

from random import Random

from newsroom.demo.body import Body
from newsroom.demo.drafts import Shelf
from newsroom.demo.vocabulary import corpus


def illustrate(body: Body, shelf: Shelf, lots: Random) -> None:
    """Put one of the drawn pictures into the text."""
    number = lots.randrange(len(shelf.pictures))
    words = shelf.picture_words[number]
    body.image(shelf.pictures[number], words, "Illustration: CPS")


def read_on(body: Body, shelf: Shelf, lots: Random) -> None:
    """Links to what stands elsewhere, and perhaps to a page of ours."""
    links: list[tuple[str, str | int]] = [
        (link["text"], link["url"]) for link in lots.sample(corpus("press")["reading"], 2)
    ]
    if shelf.pages and lots.random() < 0.5:
        links.append(("", shelf.pages[lots.choice(sorted(shelf.pages))]))
    body.further_reading(links)


def attach(body: Body, shelf: Shelf, name: str, description: str) -> None:
    """A document to download."""
    body.document(shelf.documents[name], description)

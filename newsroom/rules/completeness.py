"""Rules on completeness: text, crime types, descriptions of pictures, targets of links. Pure."""

import re
from collections.abc import Iterator

from newsroom.rules.facts import PageFacts, RuleContext
from newsroom.rules.findings import RuleHit, at
from newsroom.rules.names.folding import fold

WCAG = "Web Content Accessibility Guidelines 2.2, 1.1.1"

_FILE_NAME = re.compile(
    r"[^\n]*\.(?:jpe?g|png|gif|webp|avif|tiff?|heic)|(?:img|dsc|image|picture|photo)[ _-]*\d*",
    re.IGNORECASE,
)
_BLANK = " \n\u2800"
"""What is left of invisible characters once they are folded, and the empty Braille pattern."""


def nothing_to_read(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline without a visible character, or an item whose text has no letter and no digit."""
    for passage in facts.passages:
        if passage.field == "title" and not fold(passage.text).strip(_BLANK):
            yield at(passage, "The headline shows nothing to a reader. Write one.")
    if facts.text is not None and not any(char.isalnum() for char in fold(facts.text)):
        yield RuleHit("There is nothing to read in the text. Write it.", "Text", "body")


def no_crime_type(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An item without a crime type, which no filter by crime type finds."""
    if facts.is_item and not facts.crime_types:
        yield RuleHit(
            "No crime type is set, so no filter finds this item. "
            "Choose every crime type it is about, or give the reason why it has none.",
            "Crime types",
            "crime_types",
        )


def empty_desk(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An item or a case that would tell journalists of nobody whom they can reach."""
    if facts.lack_of_desk:
        yield RuleHit(
            f"Journalists could reach nobody about this: {facts.lack_of_desk}. Choose a press "
            "contact that has a number, or have its number entered.",
            "Press contact",
            "contact",
        )


def no_alt(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A picture without a description for people who cannot see it (WCAG 2.2, 1.1.1)."""
    for picture in facts.pictures:
        if picture.decorative:
            continue
        words = picture.alt.strip()
        if not words:
            wrong = "This picture has no description for people who cannot see it."
        elif _FILE_NAME.fullmatch(words):
            wrong = "The description of this picture is only the name of a file."
        else:
            continue
        yield at(picture, f"{wrong} Say what it shows.", WCAG)


def link_not_public(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A link to a page that is not public. It would fail, and reveal that the page exists."""
    for link in facts.links:
        if not link.public:
            yield at(
                link,
                f"This links to “{link.title}”, which readers cannot open. "
                "Publish that page first, or take the link out.",
            )

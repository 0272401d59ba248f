"""Rules on wording: placeholders, working marks, doubled words and quotations. Pure."""

import re
from collections.abc import Iterator

from newsroom.rules.facts import PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit, at
from newsroom.rules.placeholders import left_open, left_open_in_address
from newsroom.rules.quotations import is_enclosed, paragraphs, unclosed
from newsroom.rules.working_marks import marks, marks_in_address

_DOUBLED = re.compile(r"\b([^\W\d_][\w’']{0,40})\s+\1(?![\w’'])", re.IGNORECASE)
_MAY_BE_DOUBLED = frozenset(
    ("had", "that", "her", "his", "in", "on", "very", "so", "no", "many", "long", "hear", "there")
)
_TITLES = ("Mr", "Mrs", "Ms", "Dr")
_ARTICLES = ("The", "A")
_WRONG, _UNSURE, _NAME = range(3)
"""How likely a doubled word is a slip: always, perhaps, unless it is a name such as “The The”."""
_QUOTED_LENGTH = 40
"""How many characters of a placeholder a message quotes."""


def placeholder(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A placeholder, as in "sentenced to XX years"."""
    for passage in facts.passages:
        found: dict[str, None] = {}
        if passage.prose:
            for paragraph in paragraphs(passage.text):
                found |= dict.fromkeys(left_open(paragraph, passage.quoted))
        else:
            found = dict.fromkeys(left_open_in_address(passage.text))
        if found:
            shown = ", ".join(f"“{words[:_QUOTED_LENGTH]}”" for words in list(found)[:5])
            yield at(passage, f"{shown} was left to be filled in. Replace it, or take it out.")


def working_mark(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A mark of the working document, as in "EMBARGOED UNTIL", or a review comment."""
    for passage in facts.passages:
        found = marks(passage.text) if passage.prose else marks_in_address(passage.text)
        if shown := list(dict.fromkeys(found))[:5]:
            listed = ", ".join(f"“{words[:_QUOTED_LENGTH]}”" for words in shown)
            yield at(passage, f"{listed} is a mark of the working document. Take it out.")


def doubled_word(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """The same word twice in a row, where that is never correct."""
    for passage, shown in _doubled(facts, _WRONG):
        yield at(passage, f"{shown}: a word stands twice. Take one out.")


def doubled_word_unsure(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """The same word twice in a row, where that may be correct: "Walla Walla", "had had"."""
    for passage, shown in _doubled(facts, _UNSURE):
        yield at(passage, f"{shown}: a word stands twice. Check that it is meant.")


def doubled_article(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A doubled article with capitals, which is a slip or a name: "The The", "A A Marlowe"."""
    for passage, shown in _doubled(facts, _NAME):
        yield at(passage, f"{shown}: a word stands twice. Take one out, or say whose name it is.")


def quotation_marks_twice(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Typed quotation marks around a text to which the template adds them."""
    for passage in facts.passages:
        if passage.gets_marks and is_enclosed(passage.text):
            yield at(passage, "The page sets the quotation marks. Take out those around the whole.")


def unclosed_quotation(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A quotation without a closing or an opening mark."""
    for field in dict.fromkeys(passage.field for passage in facts.passages if passage.prose):
        text = [
            (passage, paragraph)
            for passage in facts.passages
            if passage.prose and passage.field == field
            for paragraph in paragraphs(passage.text)
        ]
        reported = set()
        for number, begins in unclosed([paragraph for _passage, paragraph in text]):
            passage = text[number][0]
            if (passage, begins) not in reported:
                reported.add((passage, begins))
                yield at(passage, _UNENDED if begins else _UNBEGUN)


_UNENDED = (
    "A quotation begins here and does not end. Close it; if it goes on in the next paragraph, open "
    "it there again."
)
_UNBEGUN = "A quotation ends here that did not begin. Open it, or take the closing mark out."


def _doubled(facts: PageFacts, likely: int) -> Iterator[tuple[Passage, str]]:
    """Passages with doubled words that are as likely a slip as given, and the words."""
    for passage in facts.passages:
        found = (
            " ".join(match[0].split())
            for match in (_DOUBLED.finditer(passage.text) if passage.prose else ())
            if _how_likely(match) == likely
        )
        if shown := list(dict.fromkeys(found))[:5]:
            yield passage, ", ".join(f"“{words}”" for words in shown)


def _how_likely(match: re.Match[str]) -> int:
    first, second = match[0].split()
    # A second word with a capital is a name or an initial.
    is_name = (
        first[0].isupper() and second[0].isupper() and (len(first) == 1 or not first.isupper())
    )
    if is_name and first in _ARTICLES:
        return _NAME
    may_be_meant = (is_name and first not in _TITLES) or first.lower() in _MAY_BE_DOUBLED
    return _UNSURE if may_be_meant else _WRONG

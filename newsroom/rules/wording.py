"""Rules on wording: placeholders, doubled words and unclosed quotations. Pure."""

import re
from collections.abc import Iterator

from newsroom.rules.facts import PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit, at
from newsroom.rules.placeholders import left_open, left_open_in_address
from newsroom.rules.quotations import paragraphs, unclosed

_DOUBLED = re.compile(r"\b([^\W\d_][\w’']{0,40})\s+\1(?![\w’'])", re.IGNORECASE)
_MAY_BE_DOUBLED = frozenset(
    ("had", "that", "her", "his", "in", "on", "very", "so", "no", "many", "long", "hear", "there")
)
_TITLES = ("Mr", "Mrs", "Ms", "Dr", "The", "A")
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


def doubled_word(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """The same word twice in a row, where that is never correct."""
    for passage, shown in _doubled(facts, allowed=False):
        yield at(passage, f"{shown}: a word stands twice. Take one out.")


def doubled_word_unsure(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """The same word twice in a row, where that may be correct: "Walla Walla", "had had"."""
    for passage, shown in _doubled(facts, allowed=True):
        yield at(passage, f"{shown}: a word stands twice. Check that it is meant.")


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


def _doubled(facts: PageFacts, allowed: bool) -> Iterator[tuple[Passage, str]]:
    """Passages with doubled words, and the words. `allowed`: those that may be correct."""
    for passage in facts.passages:
        found = (
            " ".join(match[0].split())
            for match in (_DOUBLED.finditer(passage.text) if passage.prose else ())
            if _may_be_meant(match) is allowed
        )
        if shown := list(dict.fromkeys(found))[:5]:
            yield passage, ", ".join(f"“{words}”" for words in shown)


def _may_be_meant(match: re.Match[str]) -> bool:
    first, second = match[0].split()
    # A second word with a capital is a name or an initial.
    is_name = (
        first[0].isupper() and second[0].isupper() and (len(first) == 1 or not first.isupper())
    )
    return (is_name and first not in _TITLES) or first.lower() in _MAY_BE_DOUBLED

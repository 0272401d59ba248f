"""What the words of a release template must hold, and what they must not. Pure.

Whoever begins from a template gets its words as a draft. So each fact of a case is a placeholder
that the gate refuses, and the words around the placeholders are such that the gate lets them pass.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from newsroom.documents.stages import Stage
from newsroom.rules.check import check
from newsroom.rules.facts import PageFacts, Passage, RuleContext
from newsroom.rules.findings import Level, Remedy, RuleHit, at
from newsroom.rules.people_in_cases import of_person_in_case
from newsroom.rules.placeholders import left_open
from newsroom.rules.quotations import paragraphs

WITH_FACTS = ("title", "summary", "body", "court")
"""The fields in which facts of a case stand, if they have any words."""
REMINDED = (Stage.ARREST, Stage.CHARGE)
"""The stages at which readers are reminded that proceedings are active."""

_MARKED = re.compile(r"\[[^\[\]\n]*\]|\{+[^{}\n]*\}+|<[^<>\n]*>")
"""What people write where something is to be filled in, whether the gate refuses it or not."""
_HALF = re.compile(r"[\[\]{}]")
_FACT = re.compile(
    r"""
    \b(?:[1-9]|[12]\d|3[01])(?:[a-z]{2})?\s(?:January|February|March|April|May|June|July|August
        |September|October|November|December|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf
        |Awst|Medi|Hydref|Tachwedd|Rhagfyr)\b(?:\s\d{4})?
    | £\s?\d[\d,.]*(?:\s?(?:million|billion|miliwn|biliwn))? | \b(?:aged|age)\s\d{1,3}\b
    | (?<=,\s)\d{1,2}(?=,)
    """,
    re.VERBOSE,
)
"""A day, a sum of money or an age, which is true of one case alone."""
_ACTIVE = re.compile(
    r"\bproceedings\b[^.!?\n]{0,80}?\b(?:are|remain)\ active\b"
    r"|\bachos\b[^.!?\n]{0,80}?\b(?:yn\ weithredol|yn\ parhau)\b",
    re.IGNORECASE,
)
_PREJUDICE = re.compile(r"\bprejudic\w+|\bniweidio|\b[rh]{1,2}agfarn\w*", re.IGNORECASE)

NO_PLACEHOLDER = (
    "Facts of a case belong here, and nothing is left to be filled in. Write a placeholder in "
    "square brackets where they stand, such as [name] or [offence]."
)
NO_REMINDER = (
    "Readers of a charge are reminded that proceedings are active, and that nothing may be "
    "published that could prejudice them. Write that paragraph."
)
NAMES_SOMEBODY = "This names somebody in a case. Write a placeholder in place of the name: [name]."


def placeholders_of(passage: Passage) -> list[str]:
    """The placeholders of a passage that the gate refuses, in their order."""
    if not passage.prose:
        return []
    parts = paragraphs(passage.text)
    return [found for part in parts for found in left_open(part, passage.quoted)]


def filled(passage: Passage) -> Passage:
    """The passage with a word in place of each placeholder, another one each time."""
    numbers = count(1)
    text = passage.text
    for found in dict.fromkeys(placeholders_of(passage)):
        while found in text:
            text = text.replace(found, f"filled{next(numbers)}", 1)
    return replace(passage, text=text)


def slips(passages: tuple[Passage, ...], stage: str, setting: RuleContext) -> Iterator[RuleHit]:
    """What is wrong with these words of a template.

    Raises LookupError: see `RuleContext.law`.
    """
    read = tuple(passage for passage in passages if passage.prose)
    yield from _without_placeholder(read)
    for passage in read:
        yield from _let_through(passage)
        yield from _facts(passage)
    yield from _names(read)
    if stage in REMINDED:
        yield from _without_reminder(read)
    words = tuple(map(filled, read))
    facts = PageFacts(passages=words, is_item=True, crime_types=("any",), stage=stage)
    for finding in check(facts, setting):
        if finding.level == Level.BLOCKER and finding.remedy == Remedy.EDIT:
            yield RuleHit(finding.message, finding.place, finding.field, finding.source)


def _without_placeholder(passages: tuple[Passage, ...]) -> Iterator[RuleHit]:
    for field in WITH_FACTS:
        own = [passage for passage in passages if passage.field == field]
        if own and not any(map(placeholders_of, own)):
            yield RuleHit(NO_PLACEHOLDER, own[0].place, field)


def _let_through(passage: Passage) -> Iterator[RuleHit]:
    """What looks like a placeholder, and would go out if somebody forgot it."""
    refused = placeholders_of(passage)
    for match in _MARKED.finditer(passage.text):
        if not any(match[0] in found for found in refused):
            yield at(
                passage,
                f"The gate would let “{match[0]}” pass if it were forgotten. Write another word in "
                "square brackets, such as [name], [date] or [OFFENCE], without “the” or “his” at "
                "its beginning, and at most 80 letters.",
            )
    if _HALF.search(_MARKED.sub("", passage.text)):
        yield at(passage, "A bracket stands alone here. Close the placeholder, or take it out.")


def _facts(passage: Passage) -> Iterator[RuleHit]:
    """Facts of one case that are typed in words."""
    for match in _FACT.finditer(_MARKED.sub("so", passage.text)):
        yield at(
            passage,
            f"“{match[0]}” is a fact of one case. Write a placeholder in its place, such as "
            "[date], [age] or [amount].",
        )


def _names(passages: tuple[Passage, ...]) -> Iterator[RuleHit]:
    for field in dict.fromkeys(passage.field for passage in passages):
        own = [passage for passage in passages if passage.field == field]
        masked = tuple(replace(one, text=_MARKED.sub("somebody", one.text)) for one in own)
        if of_person_in_case(PageFacts(passages=masked)):
            yield RuleHit(NAMES_SOMEBODY, own[0].place, field)


def _without_reminder(passages: tuple[Passage, ...]) -> Iterator[RuleHit]:
    text = "\n".join(passage.text for passage in passages if passage.field == "body")
    if not (_ACTIVE.search(text) and _PREJUDICE.search(text)):
        yield RuleHit(NO_REMINDER, "Text", "body")

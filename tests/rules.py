"""Facts for the rules of release, so that a test names only what it is about."""

from datetime import UTC, date, datetime
from typing import Any

from newsroom.rules.check import check
from newsroom.rules.facts import DeskHours, Law, Name, PageFacts, Passage, RuleContext
from newsroom.rules.findings import Finding

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTEMPT = Law(
    "contempt", "Contempt of Court Act 1981, sections 1 and 2", date(1981, 8, 27), None, "arrest"
)
SEXUAL_OFFENCE = Law(
    "sexual-offence-anonymity",
    "Sexual Offences (Amendment) Act 1992, section 1",
    date(1992, 8, 1),
)
CHILD = Law(
    "child-anonymity", "Youth Justice and Criminal Evidence Act 1999, section 45", date(2015, 4, 13)
)
TRAFFICKING = Law(
    "trafficking-anonymity", "Sexual Offences (Amendment) Act 1992, as amended", date(2015, 7, 31)
)
MUTILATION = Law(
    "fgm-anonymity", "Female Genital Mutilation Act 2003, section 4A", date(2015, 5, 3)
)
FORCED_MARRIAGE = Law(
    "forced-marriage-anonymity",
    "Anti-social Behaviour, Crime and Policing Act 2014, section 122A",
    date(2017, 3, 31),
)
LAWS = (CONTEMPT, SEXUAL_OFFENCE, TRAFFICKING, MUTILATION, FORCED_MARRIAGE, CHILD)


def setting(at: datetime = NOW, **changed: Any) -> RuleContext:
    """The desk as it is, at a moment."""
    return RuleContext(**{"at": at, "now": NOW, "laws": LAWS, "hours": DeskHours()} | changed)


def prose(text: str, field: str = "body", place: str = "Text, paragraph 3") -> Passage:
    """Words of the text, unless told otherwise."""
    return Passage(field, place, text)


def headline(text: str) -> Passage:
    return Passage("title", "Headline", text)


def address(text: str) -> Passage:
    return Passage("slug", "Address", text, prose=False)


def protected(words: str, in_scope: bool = True) -> Name:
    """A name under an order."""
    return Name(words, "Contempt of Court Act 1981, section 11 (Leeds Crown Court)", in_scope)


def findings(*passages: Passage, at: datetime = NOW, **facts: Any) -> list[Finding]:
    """What the rules find on a page with these passages."""
    return check(PageFacts(passages=passages, **facts), setting(at))


def codes(*passages: Passage, at: datetime = NOW, **facts: Any) -> list[str]:
    """The codes of what they find, in their order."""
    return [finding.code for finding in findings(*passages, at=at, **facts)]

"""Rules on anonymity: who must not be identified, by name or by a combination of details. Pure.

Sources: Sexual Offences (Amendment) Act 1992, which covers human trafficking since the Modern
Slavery Act 2015; Female Genital Mutilation Act 2003, section 4A; Anti-social Behaviour, Crime and
Policing Act 2014, section 122A; Children and Young Persons Act 1933, section 49; Youth Justice and
Criminal Evidence Act 1999, sections 45 and 45A.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.rules.anonymity_words import words_of_protected
from newsroom.rules.facts import Law, PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit
from newsroom.rules.protected_subjects import Subject

SEXUAL_OFFENCE = "sexual-offence-anonymity"
TRAFFICKING = "trafficking-anonymity"
MUTILATION = "fgm-anonymity"
FORCED_MARRIAGE = "forced-marriage-anonymity"
CHILD = "child-anonymity"

_RELATIONSHIP = re.compile(
    r"""
    \b(?: (?:step|half|foster|adoptive|god|ex|former|great)?[-\ ]? (?: father | mother | dad | mum
        | parents? | (?:half)?brother | sister | siblings? | son | daughter | uncle | aunt(?:ie|y)?
        | cousin | niece | nephew | grand(?:father|mother|ad|ma|parents?|son|daughter) | husband
        | wife | fianc[eé]e? | boyfriend | girlfriend | partner )
    | (?:neighbour | teacher | tutor | headteacher | coach | instructor | babysitter | childminder
        | guardian | lodger | landlord | flatmate | housemate | classmate | schoolfriend
        | colleague | employer | priest | vicar | imam | rabbi | pastor | scoutmaster | carer)s?
    | (?:scout|youth|church|team)\ (?:leader|worker) | family\ friend | friend\ of\ the\ family
    | [mf]am | tad | l?lys(?:tad|fam) | [mf]ab | chwaer | [bf]rawd | ewythr | [mf]odryb | cymydog
    | athro | athrawes )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(
    r"""
    \b(?i: (?:primary|secondary|boarding|high|grammar|special|sunday|infant|junior|dance|riding)
        [-\ ]school | (?:at|to|from|in|near|outside)\ (?:\w+\ ){0,2}(?:school|college|nursery)
    | village | hamlet | housing\ estate | youth\ club | (?:children.s|foster|care)\ home
    | (?:swimming|football|gymnastics|rugby|boxing|cricket|athletics)\ club | gymnasium | church
    | mosque | synagogue | temple | parish | (?:[pb]|[pm]h)entref | yr\ ysgol | ysgol\ \w+
    | capel | eglwys
    )\b
    | \b(?:Stryd|Heol|Ffordd|Ysgol)\ [A-Z]\w+
    | \b[A-Z]\w+\ (?:Street|Road|Lane|Avenue|Close|Drive|Crescent|Terrace|School|Academy|College)\b
    """,
    re.VERBOSE,
)
_AGE = re.compile(
    r"""
    \b(?: (?:aged?|was|when\ (?:he|she|they)\ (?:was|were))\ (?:only\ |just\ )?
        (?:[1-9]|1[0-7]|(?:four|five|six|seven|eight|nine|ten|eleven|twelve|thir|fif)(?:teen)?)
    | (?:[1-9]|1[0-7])[-\ ]years?[-\ ]old | [a-z][\w’'-]{1,40},\ (?:[1-9]|1[0-7])(?=,|$)
    | (?:in|during)\ (?:his|her|their)\ (?:early\ |late\ )?teens
    | year\ (?:[1-9]|1[0-3])\ (?:pupil|student) | (?:[1-9]|1[0-7])\ (?:m?lwydd\ )?oed )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MONTH = r"""(?:January|February|March|April|May|June|July|August|September|October|November
    |December|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)"""
_DATE = re.compile(
    rf"""
    \b(?: (?i:(?:in|since|during|throughout)\ the)\ (?:spring|summer|autumn|winter)\ of
    | (?i:in|since|until|between|from|early|late|and|ym\ \w+)\ {_MONTH}
    | (?:[1-9]|[12]\d|3[01])(?:[a-z]{{2,3}})?\ (?:of\ )?{_MONTH} )\b
    """,
    re.VERBOSE,
)
_IN_COURT = re.compile(
    r"\b(?:sentenc|convict|court|hearing|trial|plead|pled|appear|verdict|jury|jailed)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_PIECES = (
    ("the relationship", _RELATIONSHIP),
    ("the place", _PLACE),
    ("the time or age", _AGE, _DATE),
)


_PROTECTED = {
    Subject.SEXUAL: (SEXUAL_OFFENCE, "the complainant of a sexual offence"),
    Subject.TRAFFICKING: (TRAFFICKING, "the victim of trafficking"),
    Subject.MUTILATION: (MUTILATION, "the victim of female genital mutilation"),
    Subject.FORCED_MARRIAGE: (FORCED_MARRIAGE, "the victim of a forced marriage"),
    Subject.CHILD: (CHILD, "a child or young person"),
}
"""By subject: the code of the rule of law, and whom it protects."""

_MOST_WORDS = 5
"""How many words of a page the question repeats."""


@dataclass(frozen=True)
class _Protection:
    """People whom the law in force protects in a page."""

    whom: str
    laws: list[Law]
    said: frozenset[tuple[str, str]]
    """The words of the page that speak of them, each with its place."""


def anonymity(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A person may have anonymity by law: a user must confirm that nothing identifies them."""
    if protected := _protected(facts, setting):
        said = sorted(frozenset().union(*(one.said for one in protected)))[:_MOST_WORDS]
        shown = ", ".join(f"“{word}” ({place})" for word, place in said)
        yield RuleHit(
            f"The law may protect the identity of {' and of '.join(one.whom for one in protected)}"
            f"{f': {shown}' if shown else ''}. Read every word, "
            "picture, document and file name, and confirm that nothing identifies them.",
            source=_sources(protected),
        )


def jigsaw(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Jigsaw identification: a relationship, a place and a time that together may identify."""
    protected = _protected(facts, setting)
    pieces = [(called, _first(facts, kinds)) for called, *kinds in _PIECES] if protected else []
    found = [(called, where) for called, where in pieces if where]
    if pieces and len(found) == len(pieces):
        listed = ", ".join(
            f"{called} (“{words}”, {place.place})" for called, (place, words) in found
        )
        first = found[0][1][0]
        yield RuleHit(
            f"Together these may tell who is protected: {listed}. "
            "Leave out one of them, or make it less exact.",
            first.place,
            first.field,
            _sources(protected),
            first.block,
        )


def tells_a_piece(text: str) -> bool:
    """Whether a text tells a relationship, a place or a time by which somebody may be known."""
    return any(kind.search(text) for _called, *kinds in _PIECES for kind in kinds)


def _protected(facts: PageFacts, setting: RuleContext) -> list[_Protection]:
    """Whom the law in force protects in this page, by its facts or by what its words say.

    Raises LookupError: see `RuleContext.law`.
    """
    read = (*facts.passages, *facts.document_passages)
    texts = [(passage.place, passage.text) for passage in read]
    said = words_of_protected(texts, of_case=bool(facts.stage))
    stated = {Subject.SEXUAL: facts.sexual_offence, Subject.CHILD: facts.child_involved}
    return [
        _Protection(whom, laws, frozenset(said[subject]))
        for subject, (code, whom) in _PROTECTED.items()
        if (said[subject] or stated.get(subject)) and (laws := setting.law(code))
    ]


def _sources(protected: list[_Protection]) -> str:
    return "; ".join(dict.fromkeys(law.source for one in protected for law in one.laws))


def _first(facts: PageFacts, patterns: list[re.Pattern[str]]) -> tuple[Passage, str] | None:
    """The first passage in prose that matches one of the patterns, and the matching text.

    Dates in sentences about a court are ignored, since they do not identify a victim.
    """
    for passage in facts.passages:
        for sentence in _SENTENCE.finditer(passage.text) if passage.prose else ():
            for pattern in patterns:
                said_of_court = pattern is _DATE and _IN_COURT.search(sentence[0])
                if not said_of_court and (match := pattern.search(sentence[0])):
                    return passage, " ".join(match[0].split())
    return None

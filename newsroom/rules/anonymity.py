"""Rules on anonymity: who must not be identified, by name or by a combination of details. Pure.

Sources: Sexual Offences (Amendment) Act 1992; Children and Young Persons Act 1933, section 49;
Youth Justice and Criminal Evidence Act 1999, sections 45 and 45A.
"""

import re
from collections.abc import Iterator

from newsroom.rules.facts import Law, PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit

SEXUAL_OFFENCE = "sexual-offence-anonymity"
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
    | (?:scout|youth|church|team)\ (?:leader|worker) | family\ friend | friend\ of\ the\ family )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACE = re.compile(
    r"""
    \b(?i: (?:primary|secondary|boarding|high|grammar|special|sunday|infant|junior|dance|riding)
        [-\ ]school | (?:at|to|from|in|near|outside)\ (?:\w+\ ){0,2}(?:school|college|nursery)
    | village | hamlet | housing\ estate | youth\ club | (?:children.s|foster|care)\ home
    | (?:swimming|football|gymnastics|rugby|boxing|cricket|athletics)\ club | gymnasium | church
    | mosque | synagogue | temple | parish )\b
    | \b[A-Z]\w+\ (?:Street|Road|Lane|Avenue|Close|Drive|Crescent|Terrace|School|Academy|College)\b
    """,
    re.VERBOSE,
)
_TIME = re.compile(
    r"""
    \b(?i: (?:aged?|was|when\ (?:he|she|they)\ (?:was|were))\ (?:only\ |just\ )?
        (?:[1-9]|1[0-7]|(?:four|five|six|seven|eight|nine|ten|eleven|twelve|thir|fif)(?:teen)?)
    | (?:[1-9]|1[0-7])[-\ ]years?[-\ ]old
    | (?:in|during)\ (?:his|her|their)\ (?:early\ |late\ )?teens
    | year\ (?:[1-9]|1[0-3])\ (?:pupil|student)
    | (?:in|since|during|throughout)\ the\ (?:spring|summer|autumn|winter)\ of )\b
    | \b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]etween|[Ff]rom|[Ee]arly|[Ll]ate)\ (?:January|February|March
        |April|May|June|July|August|September|October|November|December)\b
    """,
    re.VERBOSE,
)
_IN_COURT = re.compile(
    r"\b(?:sentenc|convict|court|hearing|trial|plead|pled|appear|verdict|jury|jailed)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_PIECES = (("the relationship", _RELATIONSHIP), ("the place", _PLACE), ("the time or age", _TIME))


def anonymity(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A person may have anonymity by law: a user must confirm that nothing identifies them."""
    protected, laws = _protected(facts, setting)
    if laws:
        yield RuleHit(
            f"The law may protect the identity of {' and of '.join(protected)}. Read every word, "
            "picture and file name, and confirm that nothing identifies them.",
            source=_sources(laws),
        )


def jigsaw(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Jigsaw identification: a relationship, a place and a time that together may identify."""
    _who, laws = _protected(facts, setting)
    pieces = [(called, _first(facts, pattern)) for called, pattern in _PIECES] if laws else []
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
            _sources(laws),
            first.block,
        )


def _protected(facts: PageFacts, setting: RuleContext) -> tuple[list[str], list[Law]]:
    """Whom the law in force protects in this page, and by which rules of law.

    Raises LookupError: see `RuleContext.law`.
    """
    protected, laws = [], []
    for concerned, code, whom in (
        (facts.sexual_offence, SEXUAL_OFFENCE, "the complainant of a sexual offence"),
        (facts.child_involved, CHILD, "a child or young person"),
    ):
        if concerned and (in_force := setting.law(code)):
            protected.append(whom)
            laws += in_force
    return protected, laws


def _sources(laws: list[Law]) -> str:
    return "; ".join(dict.fromkeys(law.source for law in laws))


def _first(facts: PageFacts, pattern: re.Pattern[str]) -> tuple[Passage, str] | None:
    """The first passage in prose that matches, and the matching text.

    Times and ages in sentences about a court are ignored, since they do not identify a victim.
    """
    for passage in facts.passages:
        for sentence in _SENTENCE.finditer(passage.text) if passage.prose else ():
            said_of_court = pattern is _TIME and _IN_COURT.search(sentence[0])
            if not said_of_court and (match := pattern.search(sentence[0])):
                return passage, " ".join(match[0].split())
    return None

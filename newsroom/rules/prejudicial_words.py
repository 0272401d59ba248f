"""Finds words that presume guilt or report bad character before a verdict. Pure."""

import re
from collections.abc import Iterator
from enum import StrEnum

from newsroom.rules.names.folding import fold


class Presumption(StrEnum):
    """What a word presumes."""

    PERSON = "person"
    """That a person committed the offence: "killer"."""
    CHARACTER = "character"
    """Bad character or earlier offences."""
    PLEA = "plea"
    """A guilty plea, which could prejudice a trial of other charges or other defendants."""
    OUTCOME = "outcome"
    """A conviction or a sentence."""


_PEOPLE = r"""
    (?: l?lofrudd(?:ion)? | [td]reisiwr | [td]reiswyr | [pb]h?edoffil(?:iaid)? | [td]wyllw(?:r|yr)
    | lleidr | lladron
    | (?: murder(?:er|ess) | killer | rapist | p(?:a?e)do(?:phile)? | predator | pervert | molester
    | (?:sex|knife|acid)[\ -](?:offender|attacker|beast|fiend) | attacker | abuser | groomer
    | stalker | kidnapper | arsonist | blackmailer | hijacker | bomber | robber | burglar | mugger
    | shoplifter | thie(?:f|ve) | fraudster | scammer | swindler | con[\ -]?(?:m[ae]n|artist)
    | crook | hacker | people[\ -]smuggler | trafficker
    | drugs?[\ -](?:dealer|lord|baron|runner|smuggler) | kingpin | gangster | mobster
    | (?:gang|crime|mafia)[\ -](?:boss|lord|leader|member) | ringleader | mastermind
    | hit[\ -]?m[ae]n | assassin | wife[\ -]beater | (?:drink|drunk|drug|killer)[\ -]driver
    | (?:career|serial|habitual|hardened)[\ -](?:criminal|offender) | repeat[\ -]offender
    | ex[\ -]con(?:vict)? | thug | monster | beast | fiend | brute | liar
    | terrorist (?!\ (?:offen[cs]e|attack|act|activit|incident|organi[sz]ation|group|material|plot
        |propaganda|publication|document|fund|financ|purpose|crime|threat|manual|video|charges
        |propert|inform|content|book|web|train|instruction|literature|sympath|link))
    ) (?:s|es)? )
"""
_CHARACTER = r"""
    evil | depraved | sadistic | wicked | previous(?:\ \w+)?\ convictions?
    | criminal\ (?:record|past|history) | past\ (?:crimes|offending) | g?collfarnau\ blaenorol
    | history\ of\ (?:\w+\ )?(?:violence|offending|offences|abuse|crime)
    | known\ to\ (?:the\ )?police | (?:out\ )?on\ licence | (?:freed|released)\ from\ prison
    | re-?offend(?:ed|ing|er)
"""
_PLEA = r"""
    (?:plead(?:s|ed|ing)?|pled|pleas?\ (?:to|of))\ guilty | guilty\ pleas?
    | admit(?:s|ted) (?!\ to\ (?:\w+\ )?hospital)
    | pledio(?:dd)?(?:.n)?\ (?:yn\ )?euog | g?c?yfadde(?:f|fodd)
"""
_OUTCOME = r"""
    guilty | convict(?:ed|s)? | jailed | imprisoned | (?<!be\ )sentenced | locked\ up
    | behind\ bars | sent\ to\ (?:prison|jail) | (?:prison|jail|life)\ (?:term|sentence)s?
    | confess(?:ed|es|ion)? | caught\ red[\ -]handed | euog | [cg]?archarwyd | g?c?archaru
    | who\ (?:has\ |had\ |have\ )?(?:murdered|killed|raped|abused|stabbed|attacked|assaulted
        |defrauded|stole|stolen|robbed|groomed|smuggled|trafficked|beat|tortured|strangled)
"""
_PRESUMES = re.compile(
    rf"""\b(?: (?P<person>{_PEOPLE}) | (?P<character>{_CHARACTER}) | (?P<plea>{_PLEA})
    | (?P<outcome>{_OUTCOME}) )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY_ALLEGED = re.compile(
    r"""
    \b(?: (?:alleged(?:ly)?|suspected)(?:\ \w+)? | useful\ to | not | never | \w+n.t | no\ longer
        | (?:accused|cleared|acquitted)\ of(?:\ being)? | charged\ (?:with|as)(?:\ being)?
        | den(?:y|ies|ied|ying)(?:\ being)? | (?:whether|if)(?:\ \w+){0,4}
        | un(?:til|less)\ prove[dn] | ddim\ yn
    )\ (?:(?:an?|the)\ )?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = 40
"""How many characters before a word are searched for "alleged", "denies" and the like."""

_UNDECIDED = re.compile(
    r"""
    \b(?: proceedings\b[^.!?\n]{0,80}?\b(?:are|remain)\ (?:now\ )?active | right\ to\ a\ fair\ trial
    | (?:is|are)\ (?:next\ )?due\ (?:to\ (?:appear|stand\ trial|go\ on\ trial)|(?:at|in|before)\b)
    | will\ (?:next\ |now\ |first\ )?(?:appear\ (?:at|in|before)|stand\ trial|go\ on\ trial)
    | ha(?:s|ve)\ (?:today\ |now\ )?been\ charged\ with | (?:awaits?|awaiting|faces|facing)\ trial
    | authorised\ (?:\w+\ ){0,4}(?:to\ charge|charges?)
    | trial\ (?:continues|will\ (?:begin|start|take\ place)|is\ (?:due|expected|set|listed)
        |has\ been\ (?:set|listed|fixed))
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def presuming_words(text: str) -> Iterator[tuple[Presumption, str]]:
    """The words of a text that presume guilt or report bad character, each once, in order."""
    plain = _as_sentence(text)
    seen = set()
    for match in _PRESUMES.finditer(plain):
        word = match[0]
        before = plain[max(0, match.start() - _BEFORE) : match.start()]
        if word.lower() not in seen and not _ONLY_ALLEGED.search(before):
            seen.add(word.lower())
            yield next(kind for kind in Presumption if match[kind]), word


def tells_of_open_proceedings(text: str) -> bool:
    """Whether a text is about an undecided case: "will appear at", "is due to"."""
    return bool(_UNDECIDED.search(_as_sentence(text)))


def _as_sentence(text: str) -> str:
    """The folded text with single spaces, which replace the hyphens of a slug."""
    plain = fold(text)
    if not re.search(r"\s", plain):
        plain = re.sub(r"[-_]", " ", plain)
    return re.sub(r"\s+", " ", plain)

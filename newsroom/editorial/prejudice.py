"""Words that take guilt for granted, or tell of bad character, before a verdict. Pure."""

import re
from collections.abc import Iterator

from newsroom.editorial.folding import fold

_PEOPLE = r"""
    murder(?:er|ess) | killer | rapist | p(?:a?e)do(?:phile)? | predator | pervert | molester
    | (?:sex|knife|gun|acid|hammer) (?:offender|attacker|beast|fiend) | attacker | abuser | groomer
    | stalker | kidnapper | arsonist | blackmailer | hijacker | bomber | terrorist (?!\ (?:
        offen[cs]e|attack|act|activit|incident|organi[sz]ation|group|material|plot|propaganda
        |publication|document|fund|finance|purpose|crime|threat|manual|video|charges|propert))
    | robber | burglar | mugger | shoplifter | thie(?:f|ves) | fraudster | scammer | swindler
    | con(?:\ |-)?(?:man|men|artist) | crook | hacker | people(?:\ |-)smuggler | trafficker
    | drugs?(?:\ |-)(?:dealer|lord|baron|runner|smuggler) | kingpin | gangster | mobster
    | (?:gang|crime|mafia)(?:\ |-)(?:boss|lord|leader|member) | ringleader | mastermind
    | hit(?:\ |-)?m[ae]n | assassin | wife(?:\ |-)beater | dr(?:ink|unk|ug)(?:\ |-)driver
    | (?:killer|dangerous)(?:\ |-)driver | (?:career|serial|habitual|hardened)(?:\ |-)(?:
        criminal|offender) | repeat(?:\ |-)offender | ex(?:\ |-)con(?:vict)? | thug | monster
    | beast | fiend | brute | liar
"""
_CHARACTER = r"""
    evil | depraved | sadistic | wicked
    | previous(?:\ \w+)?\ convictions? | criminal\ (?:record|past|history)
    | past\ (?:crimes|offending)
    | history\ of\ (?:\w+\ )?(?:violence|offending|offences|abuse|crime)
    | known\ to\ (?:the\ )?police | (?:out\ )?on\ licence | (?:freed|released)\ from\ prison
    | re-?offend(?:ed|ing|er)
"""
_OUTCOMES = r"""
    (?<!until\ proven\ ) (?<!unless\ proven\ ) guilty | convict(?:ed|s)? | jailed | imprisoned
    | sentenced | locked\ up | behind\ bars | sent\ to\ (?:prison|jail)
    | (?:prison|jail|life)\ (?:term|sentence)s? | confess(?:ed|es|ion)?
    | admit(?:s|ted) (?!\ to\ (?:\w+\ )?hospital) | caught\ red(?:\ |-)handed
    | who\ (?:has\ |had\ |have\ )?(?:murdered|killed|raped|abused|stabbed|attacked|assaulted
        |defrauded|stole|stolen|robbed|groomed|smuggled|trafficked|beat|tortured|strangled)
"""
_WELSH = r"""
    l?lofrudd(?:ion|es)? | [td]reisi(?:wr|wyr) | [pbf]h?edoffil(?:iaid)? | [td]wyllw(?:r|yr)
    | lleidr | lladron | euog | [cg]?archarwyd | g?archaru | g?c?yfadde(?:f|fodd) | [cg]ollfarnau
"""
_PRESUMES = re.compile(
    rf"\b(?: (?:{_PEOPLE}) (?:s|es)? | {_CHARACTER} | {_OUTCOMES} | {_WELSH} )\b",
    re.IGNORECASE | re.VERBOSE,
)
_ONLY_ALLEGED = re.compile(
    r"""
    \b(?: (?:alleged(?:ly)?|suspected)(?:\ \w+)? | not | never | \w+n.t | no\ longer
        | (?:accused|cleared|acquitted)\ of(?:\ being)? | charged\ (?:with|as)(?:\ being)?
        | den(?:y|ies|ied|ying)(?:\ being)? | whether | if(?:\ \w+)? | ddim\ yn
    )\ (?:(?:an?|the)\ )?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = 40
"""How many letters before a word tell whether it is only alleged, or denied."""

_GOES_ON = re.compile(
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


def presuming_words(text: str) -> Iterator[str]:
    """The words in a text that presume guilt or tell of bad character, each once."""
    plain = _as_sentence(text)
    told = set()
    for match in _PRESUMES.finditer(plain):
        word = match[0]
        before = plain[max(0, match.start() - _BEFORE) : match.start()]
        if word.lower() not in told and not _ONLY_ALLEGED.search(before):
            told.add(word.lower())
            yield word


def tells_of_open_proceedings(text: str) -> bool:
    """Whether a text says that a case has not been decided: "will appear at", "is due to"."""
    return bool(_GOES_ON.search(_as_sentence(text)))


def _as_sentence(text: str) -> str:
    """Plain letters with single spaces, also where an address has hyphens between its words."""
    plain = fold(text)
    if not re.search(r"\s", plain):
        plain = re.sub(r"[-_]", " ", plain)
    return re.sub(r"\s+", " ", plain)
